"""Items with several steps as parents with sub-issues, over HTTP: what is there after each run."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from forge import wire
from forge.hub import GitHub

from handoff_issues.config import Config
from handoff_issues.handoff import parse
from handoff_issues.model import Site
from handoff_issues.reconcile.change import Report
from handoff_issues.sync import sync
from support.events import commented
from support.handoffs import History, snapshot
from support.jobs import Job

ON = Config(sub_issues=True, write_interval=0)
OFF = Config(write_interval=0)


@dataclass
class Place:
    """A repository whose handoff is written and run on."""

    github: GitHub
    history: History = field(default_factory=History)

    def run(self, text: str | None = None, config: Config = ON, *, apply: bool = True) -> Report:
        """Let the newest handoff say this under "Next steps", and run once."""
        if text is not None:
            said = parse(f"# Handoff\n\n## Next steps\n\n{text}", path=self.history.path)
            self.history.write(*said.items, *said.done)
        site = Site(url="https://github.example/a/b")
        return sync(snapshot(self.history), self.github.tracker(), config, site=site, apply=apply)

    def titles(self, state: str = "open") -> dict[int, str]:
        return {number: seen.title for number, seen in self.github.issues().items() if seen.state == state}

    def writes(self, since: int) -> list[str]:
        return [line for line in self.github.lines(since) if not line.startswith(("GET", "POST /graphql"))]


@pytest.fixture
def place(github: GitHub) -> Place:
    return Place(github)


STEPS = """\
- Move invoices to the new ledger
  - [ ] Write the migration
  - [ ] Copy the old rows
  - [ ] Drop the old table
- Paint the barn door
"""


def test_each_step_becomes_a_sub_issue_and_a_second_run_changes_nothing(place: Place) -> None:
    report = place.run(STEPS)
    assert place.titles() == {
        1: "Move invoices to the new ledger",
        2: "Paint the barn door",
        3: "Write the migration",
        4: "Copy the old rows",
        5: "Drop the old table",
    }
    assert place.github.sub_issues(1) == [3, 4, 5]
    assert (report.remaining, report.warnings) == (0, ())
    assert "Part of #1\n" in place.github.issues()[3].body
    assert "- Write the migration" in place.github.issues()[1].body, "the text of the item stays as it is"
    before = len(place.github.requests)
    again = place.run()
    assert place.writes(before) == []
    assert {change.verb.value for change in again.changes} == {"keep"}
    assert len(place.github.requests) - before == 3


def test_off_steps_stay_a_list(place: Place) -> None:
    place.run(STEPS, OFF)
    assert list(place.titles().values()) == ["Move invoices to the new ledger", "Paint the barn door"]


def test_a_plan_names_the_sub_issues_that_it_would_open(place: Place) -> None:
    report = place.run(STEPS, apply=False)
    planned = [(change.title, change.part_of and change.part_of.title) for change in report.changes]
    assert ("Write the migration", "Move invoices to the new ledger") in planned
    assert ("Paint the barn door", None) in planned
    assert place.titles() == {}


def replaced(*pairs: tuple[str, str]) -> str:
    """The same note with other words."""
    text = STEPS
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return text


def test_a_finished_step_closes_its_issue_and_not_its_parent(place: Place) -> None:
    place.run(STEPS)
    place.run(replaced(("[ ] Copy the old rows", "[x] Copy the old rows")))
    seen = place.github.issues()
    assert (seen[4].state, seen[4].reason) == ("closed", "completed")
    assert "[x] Copy the old rows" in seen[4].comments[0]
    assert [seen[number].state for number in (1, 3, 5)] == ["open"] * 3
    before = len(place.github.requests)
    place.run()
    assert place.writes(before) == []


def test_a_parent_whose_steps_are_all_finished_stays_open(place: Place) -> None:
    place.run(STEPS)
    place.run(STEPS.replace("[ ]", "[x]"))
    assert place.titles() == {1: "Move invoices to the new ledger", 2: "Paint the barn door"}


def test_a_step_that_is_shown_done_elsewhere_in_the_note_is_closed(place: Place) -> None:
    place.run(STEPS)
    place.run(replaced(("  - [ ] Copy the old rows\n", "")) + "\n## Done\n\n- Copy the old rows\n")
    assert place.github.issues()[4].state == "closed"


def test_a_finished_parent_closes_by_itself_with_the_steps_that_its_entry_names(place: Place) -> None:
    place.run(STEPS)
    done = "- Paint the barn door\n\n## Done\n\n- Move invoices to the new ledger\n  - Write the migration\n"
    place.run(done)
    assert place.titles("closed") == {1: "Move invoices to the new ledger", 3: "Write the migration"}
    assert place.titles() == {
        2: "Paint the barn door",
        4: "Copy the old rows",
        5: "Drop the old table",
    }, "silence closes nothing"
    place.run(done)
    assert set(place.titles()) == {2, 4, 5}


def test_a_reworded_step_keeps_its_issue(place: Place) -> None:
    place.run(STEPS)
    place.run(replaced(("Write the migration", "Write the migration of all invoices")))
    assert place.titles()[3] == "Write the migration of all invoices"
    assert len(place.titles()) == 5


def test_a_reworded_parent_keeps_its_issue_and_its_sub_issues(place: Place) -> None:
    place.run(STEPS)
    reworded = ("Move invoices to the new ledger", "Move all invoices and credit notes to the new ledger")
    place.run(replaced(reworded, ("[ ] Copy the old rows", "[x] Copy the old rows")))
    assert place.titles() == {
        1: "Move all invoices and credit notes to the new ledger",
        2: "Paint the barn door",
        3: "Write the migration",
        5: "Drop the old table",
    }
    place.run(replaced(reworded, ("  - [ ] Copy the old rows\n", "  - [ ] Tell the accountants\n")))
    assert place.github.sub_issues(1) == [3, 4, 5, 6]


def test_a_step_that_vanishes_is_silence(place: Place) -> None:
    place.run(STEPS)
    for _ in range(3):
        report = place.run(replaced(("  - [ ] Copy the old rows\n", "")))
    assert (4, "update") in [(change.issue, change.verb.value) for change in report.changes]
    assert place.github.issues()[4].labels == ("handoff", "handoff: unconfirmed")


def test_what_a_person_takes_out_or_puts_elsewhere_is_left_there(place: Place) -> None:
    place.run(STEPS)
    place.github.person.take_out(1, 4)
    epic = place.github.person.open_issue("Quarterly books")
    place.github.person.take_out(1, 5)
    place.github.person.put_under(epic, 5)
    before = len(place.github.requests)
    place.run()
    assert place.writes(before) == []
    place.run(
        replaced(("Copy the old rows", "Copy the old rows of 2019"), ("Drop the old table", "Drop the old table soon"))
    )
    assert place.github.sub_issues(1) == [3]
    assert place.github.sub_issues(epic) == [5]


def test_what_a_person_has_put_under_something_else_meanwhile_stays_there(place: Place) -> None:
    place.github.settings.relations.has_sub_issues = False
    place.run(STEPS)
    place.github.settings.relations.has_sub_issues = True
    epic = place.github.person.open_issue("Quarterly books")
    place.github.person.put_under(epic, 4)
    place.run()
    assert (place.github.sub_issues(1), place.github.sub_issues(epic)) == ([3, 5], [4])
    before = len(place.github.requests)
    place.run()
    assert place.writes(before) == []


def test_without_the_endpoint_steps_have_their_issues_all_the_same(place: Place) -> None:
    place.github.settings.relations.has_sub_issues = False
    report = place.run(STEPS)
    assert (report.stopped, report.remaining, report.warnings) == (None, 0, ())
    assert list(place.titles()) == [1, 2, 3, 4, 5]
    assert "- Part of #1\n" in place.github.issues()[4].body
    before = place.github.issues()
    place.run()
    assert place.github.issues() == before
    place.github.settings.relations.has_sub_issues = True
    place.run()
    assert place.github.sub_issues(1) == [3, 4, 5], "a server that has learned it is told"


def test_steps_of_two_items_that_are_called_alike_are_two_works(place: Place) -> None:
    both = (
        "- Move invoices to the new ledger\n  - [ ] Write the migration\n  - [ ] Tell the accountants\n"
        "- Move customers to the new index\n  - [ ] Write the migration\n  - [ ] Tell the sales people\n"
    )
    place.run(both)
    assert list(place.titles().values()).count("Write the migration") == 2
    invoices, customers = place.github.sub_issues(1), place.github.sub_issues(2)
    assert len(invoices) == len(customers) == 2
    before = len(place.github.requests)
    place.run()
    assert place.writes(before) == []
    place.run(both.replace("[ ] Write the migration", "[x] Write the migration", 1))
    assert "Write the migration" in [place.titles("closed").get(number) for number in invoices]
    assert len(place.titles("closed")) == 1
    place.run(both.replace("  - [ ] Write the migration\n", "", 1))
    assert len(place.titles("closed")) == 1, "that the other one is still to be done tells nothing of this one"


def test_a_person_who_dismisses_a_step_is_heard_for_ever(place: Place) -> None:
    place.run(STEPS)
    place.github.person.close(4, reason="not_planned")
    place.run(replaced(("Copy the old rows", "Copy the old rows again")))
    assert set(place.titles()) == {1, 2, 3, 5}


@pytest.mark.parametrize("act", ["close", "ignore"])
def test_nothing_is_opened_under_what_a_person_has_dismissed_or_keeps_us_off(place: Place, act: str) -> None:
    place.run(STEPS)
    if act == "close":
        place.github.person.close(1, reason="not_planned")
    else:
        place.github.person.label(1, "handoff: ignore")
    place.run(replaced(("  - [ ] Copy the old rows\n", "  - [x] Copy the old rows\n  - [ ] Tell the accountants\n")))
    assert "Tell the accountants" not in place.titles().values()
    assert place.github.issues()[4].state == "closed", "what is there follows the handoff"


def test_switched_off_later_what_is_there_stays_and_follows_and_nothing_more_is_opened(place: Place) -> None:
    place.run(STEPS)
    place.run(
        replaced(
            ("Write the migration", "Write the migration of all invoices"),
            ("[ ] Copy the old rows", "[x] Copy the old rows"),
            ("  - [ ] Drop the old table\n", "  - [ ] Drop the old table\n  - [ ] Tell the accountants\n"),
        ),
        OFF,
    )
    assert place.titles() == {
        1: "Move invoices to the new ledger",
        2: "Paint the barn door",
        3: "Write the migration of all invoices",
        5: "Drop the old table",
    }
    assert place.github.sub_issues(1) == [3, 4, 5]


def test_small_steps_are_not_worth_an_issue(place: Place) -> None:
    place.run("- Move invoices to the new ledger\n  - [ ] Deploy\n  - [ ] Write the migration\n")
    assert list(place.titles().values()) == ["Move invoices to the new ledger"]
    place.run("- Move invoices to the new ledger\n  - [ ] Deploy\n  - [ ] Write the migration\n  - [ ] Copy the rows\n")
    assert list(place.titles().values()) == ["Move invoices to the new ledger", "Write the migration", "Copy the rows"]


def test_a_step_that_becomes_an_item_keeps_its_issue(place: Place) -> None:
    place.run(STEPS)
    place.run("- Paint the barn door\n- [ ] Copy the old rows\n- [ ] Drop the old table of invoices\n")
    assert place.titles() == {
        1: "Move invoices to the new ledger",
        2: "Paint the barn door",
        3: "Write the migration",
        4: "Copy the old rows",
        5: "Drop the old table of invoices",
    }
    assert "Part of" not in place.github.issues()[4].body
    before = len(place.github.requests)
    place.run()
    assert place.writes(before) == []


def test_items_that_become_steps_keep_their_issues(place: Place) -> None:
    place.run("- Write the migration\n- Copy the old rows\n- Paint the barn door\n")
    place.run(STEPS)
    assert place.titles() == {
        1: "Write the migration",
        2: "Copy the old rows",
        3: "Paint the barn door",
        4: "Move invoices to the new ledger",
        5: "Drop the old table",
    }
    place.run()
    assert sorted(place.github.sub_issues(4)) == [1, 2, 5]
    assert "Part of #4" in place.github.issues()[1].body
    before = len(place.github.requests)
    place.run()
    assert place.writes(before) == []


def test_caps_hold_and_no_step_comes_before_an_item(place: Place) -> None:
    capped = ON.model_copy(update={"max_open": 3})
    report = place.run(STEPS, capped)
    assert place.titles() == {1: "Move invoices to the new ledger", 2: "Paint the barn door", 3: "Write the migration"}
    assert report.remaining == 2
    report = place.run(None, ON.model_copy(update={"max_open": 1}))
    assert (list(place.titles()), report.remaining) == ([1, 2, 3, 4], 1)
    assert place.run(None, capped).remaining == 0
    assert place.github.sub_issues(1) == [3, 4, 5]


def test_many_new_steps_look_like_a_misreading_too(place: Place) -> None:
    few = ON.model_copy(update={"max_new_per_handoff": 4})
    report = place.run(STEPS, few)
    assert list(place.titles().values()) == ["Move invoices to the new ledger", "Paint the barn door"]
    assert "5 new items and steps" in report.warnings[0].message
    place.run(None, few)
    assert len(place.titles()) == 5, "three are few enough"


def test_a_step_that_is_listed_as_an_item_too_has_its_issue_there(place: Place) -> None:
    place.run(f"{STEPS}- Copy the old rows\n")
    titles = place.titles()
    assert list(titles.values()).count("Copy the old rows") == 1
    assert [titles[number] for number in place.github.sub_issues(1)] == ["Write the migration", "Drop the old table"]


def test_github_takes_a_hundred_under_one(place: Place) -> None:
    steps = [f"  - [ ] Write chapter {number} of the manual\n" for number in range(99)]
    config = ON.model_copy(update={"max_open": 500, "max_new_per_handoff": 500})
    place.run("- Document the ledger\n" + "".join(steps), config)
    assert len(place.github.sub_issues(1)) == 99
    more = [f"  - [ ] Draw figure {number} for the manual\n" for number in range(3)]
    place.run("- Document the ledger\n" + "".join([*more, *steps[5:]]), config)
    assert len(place.github.sub_issues(1)) == 100
    assert len(place.titles()) == 101


def test_an_issue_of_somebody_that_a_step_names_by_its_number_is_left_to_them(place: Place) -> None:
    number = place.github.person.open_issue("Rows are missing")
    for count in range(5):
        place.github.person.open_issue(f"Reported {count}")
    place.github.settings.page_size = 1
    report = place.run(replaced(("Copy the old rows", f"Copy the old rows (#{number})")))
    assert "Copy the old rows" not in place.titles().values()
    [row] = [change for change in report.changes if change.title == "Copy the old rows"]
    assert row.issue == number


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(wire.cut(effect=True), id="answer lost"),
        pytest.param(wire.broken(502, effect=False), id="server error"),
        pytest.param(wire.refuse(403, retry_after="4000"), id="limit"),
    ],
)
def test_whatever_breaks_the_next_run_heals_it(place: Place, fault: wire.Fault) -> None:
    place.run(STEPS)
    writes = [at for at, exchange in enumerate(place.github.requests) if not exchange.request.is_read]
    assert sum("/sub_issues" in place.github.requests[at].request.path for at in writes) == 3
    for struck in writes:
        other = Place(place.github.forge.repository())
        other.github.faults = lambda at, _, struck=struck: fault if at == struck else None
        other.run(STEPS)
        other.github.faults = None
        other.run()
        titles = other.titles()
        assert sorted(titles.values()) == sorted(place.titles().values()), struck
        [parent] = [number for number, title in titles.items() if title.startswith("Move")]
        under = sorted(titles[child] for child in other.github.sub_issues(parent))
        assert under == ["Copy the old rows", "Drop the old table", "Write the migration"], struck
        before = len(other.github.requests)
        assert other.run().remaining == 0
        assert other.writes(before) == [], struck


def test_a_person_splits_one_issue_by_a_command(job: Job) -> None:
    steps = "- Mend the roof of the barn\n  - [ ] Order the tiles\n  - [ ] Nail them down\n"
    note = f"# Handoff\n\n## Next steps\n\n{STEPS}{steps}"
    job.variables["GITHUB_EVENT_NAME"] = "push"
    job.commit(note)
    assert job.run().code == 0
    titles = {seen.title: number for number, seen in job.github.issues().items()}
    assert len(titles) == 3
    roof = titles["Mend the roof of the barn"]
    job.event = commented(job.github, roof, job.github.person.comment(roof, "/handoff split"))
    job.variables["GITHUB_EVENT_NAME"] = "issue_comment"
    assert job.run().code == 0
    assert len(job.github.issues()) == 3, "another run may be opening the same"
    job.variables["GITHUB_EVENT_NAME"] = "push"
    assert job.run().code == 0
    seen = job.github.issues()
    assert [seen[number].title for number in job.github.sub_issues(roof)] == ["Order the tiles", "Nail them down"]
    assert len(seen) == 5
    job.commit(
        note.replace("Mend the roof of the barn", "Mend the whole roof of the barn").replace("[ ] Order", "[x] Order")
    )
    assert job.run().code == 0
    seen = job.github.issues()
    assert [seen[number].state for number in job.github.sub_issues(roof)] == ["closed", "open"]
    assert (len(seen), seen[roof].title) == (5, "Mend the whole roof of the barn")
