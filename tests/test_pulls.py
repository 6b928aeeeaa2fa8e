"""Pull requests from end to end: what merging would do is told in one comment, in the summary and on the lines."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from forge import wire
from forge.hub import BOT, PERSON, STRANGER

from handoff_issues.proposal import MAX_COMMENT, SIGN
from sanitize.attacks import ATTACKS
from sanitize.oracle import violations
from support import events
from support.jobs import HANDOFF, Job, Outcome

MORE = HANDOFF.replace("## Blockers\n", "- Draw the legend of the map\n\n## Blockers\n")
DONE = HANDOFF.replace("- Measure the load time of the start page\n", "").replace(
    "## Next steps", "## Completed\n\n- [x] Measure the load time of the start page\n\n## Next steps"
)
CHANGED = MORE.replace("Publish the map tiles", "Publish the map tiles\n  - for both harbours")


@dataclass
class Proposed:
    """A pull request against a repository whose handoff is filed already."""

    job: Job
    number: int
    days = itertools.count(2)

    def happens(self, action: str, *, head: str | None = None) -> None:
        """The event that the next run is for."""
        self.job.event = events.proposed(self.job.github, self.number, action=action, head=head)
        pull = self.job.event["pull_request"]
        pull["head"]["ref"], pull["base"]["ref"] = "topic", "main"

    def push(self, text: str | bytes | None = None, **files: str | None) -> None:
        """Commit to its branch; what is checked out is the merge result, as GitHub makes it."""
        workspace = self.job.workspace
        day = f"2026-03-{next(self.days) % 20 + 2:02}T12:00"
        workspace.checkout("topic")
        workspace.commit({**({} if text is None else {"HANDOFF.md": text}), **files}, date=day)
        head = workspace.head()
        workspace.git("checkout", "--quiet", "--detach", "main")
        base = workspace.head()
        merged = workspace.merge("topic", date=day)
        self.job.variables |= {"GITHUB_SHA": merged}
        pull = self.job.event["pull_request"]
        pull["head"]["sha"], pull["base"]["sha"], pull["merge_commit_sha"] = head, base, merged

    def run(self, **inputs: str) -> Outcome:
        return self.job.run(**inputs)

    def comments(self) -> list[tuple[str, str]]:
        """Who wrote what, in order."""
        found = self.job.github.person.read_all(f"/issues/{self.number}/comments")
        return [(comment["user"]["login"], comment["body"]) for comment in found]

    def comment(self) -> str:
        """The only one."""
        [(author, body)] = self.comments()
        assert author == BOT
        assert body.startswith(f"{SIGN}\n")
        return body


@pytest.fixture
def proposed(job: Job) -> Proposed:
    job.commit()
    assert job.run().counts() == {"opened": 4, "blockers": 1}
    number = job.github.person.open_pull_request("Tell what is left")
    job.workspace.branch("topic")
    job.variables |= {
        "GITHUB_EVENT_NAME": "pull_request",
        "GITHUB_REF": f"refs/pull/{number}/merge",
        "GITHUB_HEAD_REF": "topic",
        "GITHUB_BASE_REF": "main",
    }
    found = Proposed(job, number)
    found.happens("opened")
    return found


def number_of(job: Job, title: str) -> int:
    return next(number for number, issue in job.github.issues().items() if issue.title.startswith(title))


def test_one_comment_says_what_merging_does_and_nothing_else_is_written(proposed: Proposed):
    before = proposed.job.github.issues()
    proposed.push(CHANGED)
    outcome = proposed.run()
    assert outcome.code == 0
    text = proposed.comment()
    tiles = number_of(proposed.job, "Publish")
    assert "Merging this opens 1 issue and updates 1 issue." in text
    assert re.search(r"\| open \|  \| Draw the legend of the map \| \[`HANDOFF.md:9`\]\(\S+#L9\) \| listed, ", text)
    assert re.search(rf"\| update \| \[`#{tiles}`\]\(\S+/issues/{tiles}\) \| Publish the map tiles ", text)
    assert "Merging this opens 1 issue and updates 1 issue." in outcome.summary
    assert "Draw the legend of the map" in outcome.summary
    assert "A comment on the pull request says the same." in outcome.summary
    assert proposed.job.github.issues() == before
    assert proposed.job.writes()[-1] == f"POST /issues/{proposed.number}/comments"
    places = {message: place for place, message in outcome.annotations("notice")}
    assert "file=HANDOFF.md,line=9," in places["Merging opens this: Draw the legend of the map"]
    assert f"Merging updates this: Publish the map tiles (#{tiles})" in places


def test_a_later_push_updates_the_comment_in_place(proposed: Proposed):
    proposed.push(MORE)
    proposed.run()
    assert "opens 1 issue." in proposed.comment()
    proposed.job.github.person.comment(proposed.number, "Looks good to me.")
    proposed.happens("synchronize")
    proposed.push(DONE)
    outcome = proposed.run()
    (author, ours), theirs = proposed.comments()
    assert author == BOT
    assert "Merging this closes 1 issue." in ours
    assert "Draw the legend" not in ours
    assert theirs == (PERSON, "Looks good to me.")
    assert "The comment on the pull request was brought up to date." in outcome.summary


def test_what_is_said_already_is_not_written_again(proposed: Proposed):
    proposed.push(MORE)
    proposed.run()
    requests = len(proposed.job.github.requests)
    outcome = proposed.run()
    assert proposed.job.writes(requests) == []
    assert "The comment on the pull request says this already." in outcome.summary


def test_a_push_that_takes_it_all_back_says_that_nothing_changes(proposed: Proposed):
    proposed.push(MORE)
    proposed.run()
    proposed.push(HANDOFF)
    proposed.run()
    assert "Merging this changes nothing: the issues stay as they are." in proposed.comment()
    requests = len(proposed.job.github.requests)
    proposed.push(**{"README.md": "# Maps\n"})
    proposed.run()
    assert proposed.job.writes(requests) == [], "it holds no commit, so it is the same"


def test_a_pull_request_that_changes_a_handoff_but_no_issue_hears_so(proposed: Proposed):
    proposed.push(HANDOFF.replace("# Handoff\n", "# Handoff\n\nIt was a quiet day.\n"))
    proposed.run()
    assert "Merging this changes nothing" in proposed.comment()


def test_a_pull_request_that_touches_no_handoff_gets_no_comment_whatever_is_due_anyway(proposed: Proposed):
    proposed.job.workspace.checkout("main")
    proposed.job.commit(MORE, date="2026-03-02T12:00")
    proposed.push(**{"README.md": "# Maps\n"})
    outcome = proposed.run()
    assert proposed.comments() == []
    assert "Merging this changes nothing" in outcome.summary
    assert (
        "No comment is written on the pull request: by all that is known, it changes no handoff and no issue."
        in outcome.summary
    )
    assert "Due whether or not this is merged: 1" in outcome.summary
    assert outcome.counts() == {"opened": 1, "kept": 4, "blockers": 1}


def test_what_is_due_anyway_is_told_apart_from_what_the_merge_does(proposed: Proposed):
    proposed.job.workspace.checkout("main")
    proposed.job.commit(MORE, date="2026-03-02T12:00")
    proposed.push(**{"docs/handoff-2026-03-05-quay.md": "# Quay\n\n## Next steps\n\n- Repaint the bollards\n"})
    proposed.run()
    text = proposed.comment()
    assert "Merging this opens 1 issue." in text
    assert "Repaint the bollards" in text
    assert "Draw the legend" not in text
    assert "1 further change is due whether or not this is merged." in text


def _fork(proposed: Proposed) -> None:
    proposed.happens("synchronize", head=f"{STRANGER}/ship")


def _deleted_fork(proposed: Proposed) -> None:
    proposed.job.event["pull_request"]["head"]["repo"] = None


def _dependabot(proposed: Proposed) -> None:
    bot = {"login": "dependabot[bot]", "type": "Bot"}
    proposed.job.event["sender"] |= bot
    proposed.job.event["pull_request"]["user"] |= bot


def _other_branch(proposed: Proposed) -> None:
    proposed.job.event["pull_request"]["base"]["ref"] = "release/2"


def _within_a_fork(proposed: Proposed) -> None:
    proposed.job.event["repository"]["fork"] = True


def _closed(proposed: Proposed) -> None:
    proposed.happens("closed")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        pytest.param(_fork, "it comes from a fork, and its runs have a token that may only read", id="fork"),
        pytest.param(_deleted_fork, "it comes from a fork", id="deleted fork"),
        pytest.param(
            _dependabot, "Dependabot opened it, and its runs have a token that may only read", id="Dependabot"
        ),
        pytest.param(_other_branch, "it is for the branch release/2, and only the default branch main", id="branch"),
        pytest.param(_within_a_fork, "this repository is a fork", id="within a fork"),
        pytest.param(_closed, "it is closed", id="closed"),
    ],
)
def test_elsewhere_the_summary_tells_it_all_and_why_there_is_no_comment(
    proposed: Proposed, change: Callable[[Proposed], None], why: str
):
    change(proposed)
    proposed.push(MORE)
    requests = len(proposed.job.github.requests)
    outcome = proposed.run(token=proposed.job.github.issue_token(permission="read", pulls="read"))
    assert outcome.code == 0
    assert proposed.comments() == []
    assert not [line for line in proposed.job.github.lines(requests) if "comments" in line], "nobody even asks"
    assert "Merging this opens 1 issue." in outcome.summary
    assert f"No comment is written on the pull request: {why}" in outcome.summary.replace("\\", "")


def test_the_mode_plan_writes_no_comment_either(proposed: Proposed):
    proposed.push(MORE)
    outcome = proposed.run(mode="plan")
    assert proposed.comments() == []
    assert "No comment is written on the pull request: the workflow asks for `mode: plan`." in outcome.summary


def test_a_workflow_that_may_not_comment_is_told_what_to_add(proposed: Proposed):
    proposed.push(MORE)
    outcome = proposed.run(token=proposed.job.github.issue_token(pulls="read"))
    assert outcome.code == 0
    assert proposed.comments() == []
    assert "Merging this opens 1 issue." in outcome.summary
    assert "\n      pull-requests: write\n" in outcome.summary, "as lines to paste"
    assert outcome.annotations("error") == []


def test_a_conversation_that_takes_no_comment_is_no_failure(proposed: Proposed):
    proposed.job.github.settings.max_comments = 0
    proposed.push(MORE)
    outcome = proposed.run()
    assert outcome.code == 0
    assert "The comment on the pull request could not be written" in outcome.summary
    assert "Merging this opens 1 issue." in outcome.summary


def test_a_run_that_cannot_read_to_the_end_leaves_the_comment_as_it_is(proposed: Proposed):
    proposed.push(MORE)
    proposed.run()
    before = proposed.comment()
    proposed.push(DONE)
    proposed.job.github.faults = lambda index, request: wire.refuse(403, retry_after="4000")
    outcome = proposed.job.run(clock=proposed.job.github.clock)
    proposed.job.github.faults = None
    assert outcome.code == 0
    assert proposed.comment() == before
    assert "it is left as it is" in outcome.summary or "left as it is, since the run stopped early" in outcome.summary


def test_the_sign_in_somebody_elses_comment_means_nothing(proposed: Proposed):
    planted = f"{SIGN}\nMerging this deletes everything."
    proposed.job.github.stranger.comment(proposed.number, planted)
    proposed.push(MORE)
    proposed.run()
    theirs, (author, ours) = proposed.comments()
    assert theirs == (STRANGER, planted)
    assert author == BOT
    assert "Merging this opens 1 issue." in ours


def test_the_comment_is_found_among_many(proposed: Proposed):
    proposed.push(MORE)
    proposed.run()
    for number in range(7):
        proposed.job.github.person.comment(proposed.number, f"Thought {number}")
    proposed.job.github.settings.page_size = 3
    proposed.push(DONE)
    proposed.run()
    assert [author for author, _ in proposed.comments()] == [BOT, *[PERSON] * 7]
    assert "closes 1 issue" in proposed.comments()[0][1]


def test_a_misreading_is_told_where_it_can_still_be_mended(proposed: Proposed):
    many = "\n".join(f"- Mend pump number {number} that somebody has to look after" for number in range(50))
    proposed.push(f"{HANDOFF}\n## Next steps\n\n{many}\n")
    proposed.run()
    text = proposed.comment()
    assert "**Warnings**" in text
    assert "50 new items are more than max-new-per-handoff" in text.replace("\\", "")


def test_items_that_vanish_are_named(proposed: Proposed):
    proposed.push(HANDOFF.replace("- Where are tiles stored?\n", "- Who pays for tiles?\n"))
    proposed.run()
    _, _, dropped = proposed.comment().partition("<details><summary>Not named any more, and kept open: 1</summary>")
    assert "Where are tiles stored?" in dropped


def test_a_comment_costs_two_requests(proposed: Proposed):
    proposed.push(CHANGED)
    requests = len(proposed.job.github.requests)
    proposed.run(mode="plan")
    plain = proposed.job.github.lines(requests)
    requests = len(proposed.job.github.requests)
    proposed.run()
    comments = f"/issues/{proposed.number}/comments"
    assert [line.partition("?")[0] for line in proposed.job.github.lines(requests)] == [
        *(line.partition("?")[0] for line in plain),
        f"GET {comments}",
        f"POST {comments}",
    ]


@pytest.mark.parametrize(
    "payload",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"action": "opened", "pull_request": None, "repository": {}}, id="no pull request"),
        pytest.param({"action": "opened", "pull_request": {"number": "x" * 99}, "repository": 7}, id="nonsense"),
    ],
)
def test_an_event_that_is_none_of_githubs_is_a_plan_alone(proposed: Proposed, payload: dict[str, object]):
    proposed.push(MORE)
    proposed.job.event = payload
    outcome = proposed.run()
    assert outcome.code == 0
    assert proposed.comments() == []
    assert outcome.counts()["opened"] == 1


def test_of_two_comments_of_ours_the_first_stays(proposed: Proposed):
    for text in ("one", "two"):
        proposed.job.github.machine.comment(proposed.number, f"{SIGN}\n{text}")
    proposed.job.github.machine.comment(proposed.number, "Something else that this bot says.")
    proposed.push(MORE)
    proposed.run()
    assert len(proposed.comments()) == 2
    assert "Merging this opens 1 issue." in proposed.comments()[0][1]
    assert proposed.comments()[1] == (BOT, "Something else that this bot says.")


def test_a_comment_whose_answer_was_lost_is_found_by_the_next_run(proposed: Proposed):
    proposed.push(MORE)
    comments = f"/issues/{proposed.number}/comments"
    proposed.job.github.faults = lambda index, request: (
        wire.cut(effect=True) if request.method == "POST" and request.path.endswith(comments) else None
    )
    outcome = proposed.run()
    assert outcome.code == 0
    assert "could not be written" in outcome.summary
    proposed.job.github.faults = None
    proposed.run()
    assert "Merging this opens 1 issue." in proposed.comment()


def test_in_a_shallow_clone_everything_that_is_planned_is_told(proposed: Proposed):
    proposed.push(MORE)
    merged = proposed.job.workspace.head()
    proposed.job.workspace.git("branch", "merged")
    shallow = proposed.job.scratch / "shallow"
    proposed.job.workspace.clone(shallow, "--branch=merged", depth=1)
    proposed.job.variables |= {"GITHUB_WORKSPACE": str(shallow), "GITHUB_SHA": merged}
    proposed.run()
    assert "Merging this opens 1 issue." in proposed.comment()


def test_suggestions_stand_by_themselves(proposed: Proposed):
    lookalike = proposed.job.github.person.open_issue("Draw a legend for the map")
    text = MORE.replace("- Measure the load time of the start page\n", "").replace(
        "## Next steps", "## Completed\n\n- [x] Start page is faster\n\n## Next steps"
    )
    proposed.push(text)
    outcome = proposed.run()
    _, _, perhaps = proposed.comment().partition("**Perhaps**")
    measured = number_of(proposed.job, "Measure")
    assert re.search(rf"\| \[`#{measured}`\].*perhaps finished, see", perhaps)
    assert re.search(rf"\| \[`#{lookalike}`\].*looks like", perhaps)
    assert "perhaps finished" in outcome.summary
    assert [m for _, m in outcome.annotations("notice") if m.startswith("looks like")]


def test_lines_that_were_not_taken_for_work_are_told_with_their_reasons(proposed: Proposed):
    asked = "- Ask the pilots what they think <!-- handoff: ignore -->\n\n## Blockers"
    fonts = "## Fonts\n\n- Consider a smaller font for the legend\n"
    proposed.push(MORE.replace("## Blockers", asked), **{"hull/HANDOFF.md": fonts})
    outcome = proposed.run()
    for text in (proposed.comment(), outcome.summary):
        _, _, folded = text.partition("<details><summary>Lines that were not taken for work")
        ignored = r"`HANDOFF.md:10`\]\(\S+#L10\) \| Ask the pilots what they think \| a comment says so \(line 10\)"
        assert re.search(ignored, folded)
        near = r"`hull/HANDOFF.md:3`\]\S+ \| Consider a smaller font for the legend \| no heading above it says that"
        assert re.search(near, folded)


def test_only_the_handoffs_that_change_are_asked_what_was_not_taken(proposed: Proposed):
    notes = "## Next steps\n\n- Mend the {0}\n- Ask the pilots about the {0} <!-- handoff: ignore -->\n"
    proposed.job.workspace.checkout("main")
    proposed.job.commit(**{"quay/HANDOFF.md": notes.format("quay")}, date="2026-03-02T12:00")
    proposed.push(**{"hull/HANDOFF.md": notes.format("hull")})
    proposed.run()
    assert "Ask the pilots about the hull" in proposed.comment()
    assert "Ask the pilots about the quay" not in proposed.comment()
    proposed.push(**{"hull/HANDOFF.md": None})
    outcome = proposed.run()
    assert "Ask the pilots about the quay" in outcome.summary, "where none changes, the live ones are asked"


def test_the_base_is_that_of_the_merge_and_not_of_the_event(proposed: Proposed):
    stale = proposed.job.workspace.head()
    proposed.job.workspace.checkout("main")
    proposed.job.commit(MORE, date="2026-03-02T12:00")
    proposed.push(**{"README.md": "# Maps\n"})
    proposed.job.event["pull_request"]["base"]["sha"] = stale
    outcome = proposed.run()
    assert proposed.comments() == []
    assert "Due whether or not this is merged: 1" in outcome.summary


def test_a_workflow_that_checks_out_the_branch_itself_is_told_so(proposed: Proposed):
    proposed.push(MORE)
    proposed.job.workspace.checkout("topic")
    proposed.run()
    assert "Merging this opens 1 issue." in proposed.comment(), "the base that the event names is in the clone"
    assert "not from the merge result" in proposed.comment()


def test_words_of_a_handoff_do_nothing_in_the_comment(proposed: Proposed):
    entries = [" ".join(attack.text.split()) for attack in ATTACKS]
    entries = [f"Look into {entry}".translate({0: None, 0xD800: None}) for entry in entries if entry]
    halves = entries[::2], entries[1::2]  # the whole would be cut
    for half in halves:
        lines = "\n".join(f"- {entry}" for entry in half)
        notes = "\n".join(f"- Consider: {entry}" for entry in half)
        proposed.push(f"# Handoff\n\n## Next steps\n\n{lines}\n\n## Notes\n\n{notes}\n")
        outcome = proposed.run(max_open="1000", max_new_per_handoff="1000")
        text = proposed.comment()
        assert "**This is cut" not in text
        assert len(re.findall(r"(?m)^\| open", text)) > 70
        for told in (text, outcome.summary):
            assert violations(own_words(told)) == []


def own_words(text: str) -> str:
    """What is left of a comment or a summary without the HTML and the links to issues that we write ourselves."""
    text = re.sub(rf"(?m)^{re.escape(SIGN)}$|<sub>.*</sub>$|^#{{2,3}} |</?details>|</?summary>", "", text)
    return re.sub(r"\(http://127\.0\.0\.1:\d+/\S+/issues/\d+\)", "", text)


def test_a_comment_that_would_be_too_long_is_cut_by_importance_and_says_so(proposed: Proposed):
    words = "that somebody has to look after one day soon, and not forget about, whatever else may come between " * 2
    many = "\n".join(f"- Mend pump number {number} {words}" for number in range(400))
    things = ("The vendor's key", "The pilot's map", "A crane for the quay")
    urgent = "\n".join(f"- {thing} is missing" for thing in things)
    proposed.push(f"# Handoff\n\n## Next steps\n\n{many}\n\n## Blockers\n\n{urgent}\n")
    outcome = proposed.run(max_open="1000", confirm="HANDOFF.md")
    text = proposed.comment()
    assert MAX_COMMENT - 2_000 < len(text) <= MAX_COMMENT
    assert "**This is cut" in text
    assert all(thing in text for thing in things)
    shown = len(re.findall(r"(?m)^\| (?:open|update) ", text))
    assert f"*{403 - shown} more are not shown here" in text
    assert text.count("<details>") == text.count("</details>")
    assert len(re.findall(r"(?m)^\| (?:open|update) ", outcome.summary)) == 403
