"""The dashboard from end to end: pushes in, one issue out, and ticked boxes that the next run heeds."""

from __future__ import annotations

import pytest
from forge.hub import PERSON, STRANGER, Seen
from forge.rules import MAX_TEXT

from handoff_issues import git
from handoff_issues.config import Config
from handoff_issues.model import Site
from handoff_issues.snapshot import read
from handoff_issues.sync import sync
from handoff_issues.trackers import Tracker
from support.events import touched
from support.interrupted import Interrupted
from support.jobs import Job, Outcome

TILES, SPEED = "Publish the map tiles", "Measure the load time of the start page"


def push(job: Job, **inputs: str) -> str:
    outcome = job.run(**{"dashboard": "true", **inputs})
    assert outcome.code == 0, outcome.log
    return outcome.summary


def board(job: Job) -> Seen:
    [found] = [seen for seen in job.github.issues().values() if seen.title == "Handoff dashboard"]
    return found


def titles(job: Job) -> list[str]:
    return [seen.title for seen in job.github.issues().values() if seen.title != "Handoff dashboard"]


def tick(job: Job, title: str) -> None:
    seen = board(job)
    lines = [line.replace("[ ]", "[x]") if title in line else line for line in seen.body.split("\n")]
    job.github.person.edit_body(seen.number, "\n".join(lines))


def test_a_run_shows_what_is_there_and_a_second_one_writes_nothing(job: Job) -> None:
    job.commit()
    assert "was opened" in push(job)
    assert board(job).labels == ("handoff", "handoff: dashboard")
    assert "### Blockers\n\n- [`#" in board(job).body
    assert len(titles(job)) == 4
    before, since = board(job), len(job.github.requests)
    push(job)
    assert board(job) == before
    assert job.writes(since) == []
    assert len(job.github.requests) - since == 3, "as many as without a dashboard"


def test_without_the_label_of_all_issues_it_costs_one_request_more(job: Job) -> None:
    job.commit()
    push(job)
    job.github.person.unlabel(board(job).number, "handoff")
    for _ in range(2):
        since = len(job.github.requests)
        push(job)
        assert (job.writes(since), len(job.github.requests) - since) == ([], 4)


def test_it_is_cut_where_github_takes_no_more(job: Job) -> None:
    works = [f"- Repaint the mooring {number} at the {'long ' * 30}pier" for number in range(400)]
    note = ["# Handoff", "## Next steps", "### High", *works[:5], "### Low", *works[5:]]
    job.commit("\n".join(note))
    push(job, max_open="3", max_new_per_handoff="500")
    assert 55_000 < len(board(job).body) <= MAX_TEXT
    assert "** more, as there is no room for them." in board(job).body
    shown = [line for line in board(job).body.split("\n") if "Repaint the mooring" in line]
    assert [f"mooring {number} " in "".join(shown) for number in (0, 4, 399)] == [True, True, False]
    since = len(job.github.requests)
    push(job, max_open="0", max_new_per_handoff="500")
    assert f"PATCH /issues/{board(job).number}" not in job.writes(since)
    own = "Mine. " * 4_000
    job.github.person.edit_body(board(job).number, f"{own}\n{board(job).body[: MAX_TEXT - len(own) - 1_000]}")
    push(job, max_open="1", max_new_per_handoff="500")
    assert board(job).body.startswith(own)
    assert len(board(job).body) <= MAX_TEXT


@pytest.mark.parametrize("at", range(1, 14))
def test_of_two_runs_at_once_one_dashboard_stays(job: Job, at: int) -> None:
    """The second run is through while the first one waits for the answer to its request number `at`."""
    job.commit()
    config = Config(dashboard=True, write_interval=0, max_open=2)
    snapshot = read(git.Repository(str(job.workspace.path)), config)

    def run(tracker: Tracker) -> None:
        sync(snapshot, tracker, config, site=Site(url=f"https://github.example/{job.github.name}"), apply=True)

    run(Interrupted(job.github.tracker(write_interval=0), at=at, act=lambda: run(job.github.tracker(write_interval=0))))
    run(job.github.tracker(write_interval=0))
    still_open = [seen.title for seen in job.github.issues().values() if seen.reason != "duplicate"]
    assert sorted(still_open) == sorted({*still_open, "Handoff dashboard"})
    since = len(job.github.requests)
    run(job.github.tracker(write_interval=0))
    assert job.writes(since) == []


def test_a_ticked_box_opens_what_a_cap_holds_back(job: Job) -> None:
    job.commit()
    push(job, max_open="1")
    held = [line for line in board(job).body.split("\n") if line.startswith("- [ ]")]
    assert (len(titles(job)), len(held)) == (1, 3)
    tick(job, SPEED)
    push(job, max_open="0")
    assert SPEED in titles(job)
    assert (len(titles(job)), board(job).body.count("- [ ]"), board(job).body.count("[x]")) == (2, 2, 0)


def test_a_ticked_box_brings_back_what_is_ignored(job: Job) -> None:
    job.commit()
    push(job)
    number = next(number for number, seen in job.github.issues().items() if seen.title == TILES)
    job.github.person.create_label("handoff: ignore")
    job.github.person.label(number, "handoff: ignore")
    push(job)
    assert "### Ignored" in board(job).body
    tick(job, TILES)
    push(job)
    assert job.github.issues()[number].labels == ("handoff",)
    assert "### Ignored" not in board(job).body


def test_words_of_people_stay_and_one_that_is_closed_is_left_alone(job: Job) -> None:
    job.commit()
    push(job)
    job.github.person.edit_body(board(job).number, f"Look here.\n{board(job).body}\nAnd here.")
    job.commit("# Handoff\n\n## Next steps\n\n- Oil the crane\n")
    push(job)
    assert board(job).body.startswith("Look here.")
    assert board(job).body.rstrip().endswith("And here.")
    assert "Oil the crane" in board(job).body
    job.github.person.close(board(job).number, reason="duplicate")
    before = board(job)
    job.commit("# Handoff\n\n## Next steps\n\n- Paint the crane\n")
    assert "left alone" in push(job)
    assert board(job) == before


def test_a_plan_writes_none(job: Job) -> None:
    job.commit()
    push(job, mode="plan")
    assert job.github.issues() == {}


def edited(job: Job, number: int, *, sender: str = PERSON) -> Outcome:
    """What a run for an edit of an issue comes to."""
    job.variables["GITHUB_EVENT_NAME"] = "issues"
    job.event = touched(job.github, number, sender=sender)
    return job.run(dashboard="true", max_open="0")


def test_an_edit_of_the_dashboard_has_its_boxes_heeded(job: Job) -> None:
    job.commit()
    push(job, max_open="1")
    tick(job, SPEED)
    outcome = edited(job, board(job).number)
    assert outcome.code == 0
    assert "This run is for the boxes of the dashboard." in outcome.summary
    assert SPEED in titles(job)
    assert (len(titles(job)), "[x]" in board(job).body) == (2, False)


def test_a_box_that_somebody_ticked_who_may_not_write_is_not_heeded_for_that(job: Job) -> None:
    job.commit()
    push(job, max_open="1")
    tick(job, SPEED)
    since = len(job.github.requests)
    outcome = edited(job, board(job).number, sender=STRANGER)
    assert outcome.code == 0
    assert f"{STRANGER} may not write to this repository" in outcome.summary
    assert job.writes(since) == []
    assert SPEED not in titles(job)


def test_an_edit_of_another_issue_costs_nothing(job: Job) -> None:
    job.commit()
    push(job)
    number = next(number for number, seen in job.github.issues().items() if seen.title == TILES)
    since = len(job.github.requests)
    outcome = edited(job, number)
    assert (outcome.code, len(job.github.requests) - since) == (0, 0)
    assert "only an edit of the dashboard asks for something" in outcome.summary
