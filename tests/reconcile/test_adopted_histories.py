"""Random histories in which people adopt issues: theirs stay theirs to the byte, nothing is said twice, all settles."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from handoff_issues.errors import AnswerLost, LimitReached
from handoff_issues.model import Evidence, Item, Priority
from handoff_issues.reconcile.marker import split
from handoff_issues.trackers.issue_file import IssueFile, read
from support.flaky import Fault, Writes
from support.handoffs import History, World, done, item

WORKS = {
    "roof": ["Mend the roof of the barn", "Barn roof: mend after the storm", "Mend the barn's roof"],
    "key": ["Rotate the signing key MAP-41", "MAP-41: rotate signing key", "New signing key (MAP-41)"],
    "cache": ["Fix memory leak in `tile_cache.py`", "`tile_cache.py` leaks memory", "Memory leak in `tile_cache.py`"],
    "login": ["Investigate the flaky login test", "Flaky login test: investigate", "The login test is still flaky"],
}
works, words = st.sampled_from(sorted(WORKS)), st.integers(0, 2)
ADOPTED = "handoff: adopted"


class Histories(RuleBasedStateMachine):
    """One stream, people's issues beside ours, and runs that break off."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="histories-"))
        self.world = World(self.folder / "issues")
        self.history = History()
        self.listed: dict[str, Item] = {}
        self.finished: dict[str, Evidence] = {}
        self.theirs: dict[int, tuple[str, str, str]] = {}
        """Title, body and state of people's issues."""

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    @rule(work=works, words=words, urgent=st.booleans())
    def lists(self, work: str, words: int, urgent: bool) -> None:
        self.listed[work] = item(WORKS[work][words], body="Ask Ada.", priority=Priority.HIGH if urgent else None)
        self.finished.pop(work, None)

    @precondition(lambda self: self.listed)
    @rule(data=st.data(), words=words, says_so=st.booleans())
    def ends(self, data: st.DataObject, words: int, says_so: bool) -> None:
        work = data.draw(st.sampled_from(sorted(self.listed)))
        del self.listed[work]
        if says_so:
            self.finished[work] = done(WORKS[work][words])

    @rule()
    def commits_and_runs(self) -> None:
        self.history.write(*self.listed.values(), *self.finished.values())
        self.world.run(self.history)

    @rule(at=st.integers(1, 6), after=st.booleans(), lost=st.booleans())
    def commits_and_crashes(self, at: int, after: bool, lost: bool) -> None:
        self.history.write(*self.listed.values(), *self.finished.values())
        error = AnswerLost("cut") if lost else LimitReached("wait")
        self.world.run(self.history, writes=Writes(fault=Fault(at=at, error=error, after=after)))

    @rule(work=works, words=words, adopts=st.booleans())
    def a_person_opens_one(self, work: str, words: int, adopts: bool) -> None:
        number = max([0, *(file.head.number for file in self.files())]) + 1
        labels = ["handoff", ADOPTED] if adopts else []
        self.world.open_as_person(WORKS[work][words], body="I need this.", labels=labels, number=number)
        self.theirs[number] = WORKS[work][words], "I need this.", "open"

    @precondition(lambda self: self.theirs)
    @rule(data=st.data(), what=st.sampled_from(["adopt", "unadopt", "completed", "not_planned", "reopen", "rename"]))
    def a_person_acts(self, data: st.DataObject, what: str) -> None:
        number = data.draw(st.sampled_from(sorted(self.theirs)))
        title, body, state = self.theirs[number]
        labels = self.world.head(number).get("labels", [])
        if what == "adopt":
            self.world.set(number, labels=[*{*labels, "handoff", ADOPTED}])
        elif what == "unadopt":
            self.world.set(number, labels=[name for name in labels if name != ADOPTED])
        elif what == "reopen" and state == "closed":
            self.world.set(number, state="open", state_reason="reopened")
            self.theirs[number] = title, body, "open"
        elif what in ("completed", "not_planned") and state == "open":
            self.world.close(number, what)
            self.theirs[number] = title, body, "closed"
        elif what == "rename":
            self.world.set(number, title=f"{title}!")
            self.theirs[number] = f"{title}!", body, state

    def files(self) -> list[IssueFile]:
        return [read(path) for path in sorted(self.world.folder.glob("*.md"))]

    @invariant()
    def what_is_theirs_is_as_they_left_it(self) -> None:
        found = {file.head.number: file for file in self.files()}
        for number, theirs in self.theirs.items():
            head = found[number].head
            assert (head.title, found[number].body, head.state.value) == theirs
            assert head.closed_by is None

    @invariant()
    def nothing_is_said_twice(self) -> None:
        for file in self.files():
            said = Counter(comment.body.split("\n")[0] for comment, _ in file.comments)
            assert all(count == 1 for count in said.values()), said
            markers = [split(comment.body) for comment, _ in file.comments]
            assert sum(marker is not None for marker in markers) <= 1

    @precondition(lambda self: self.history.versions)
    @rule()
    def two_more_runs_settle(self) -> None:
        """The first takes up what was adopted, the second heeds the evidence about it."""
        self.world.run(self.history)
        self.world.run(self.history)
        writes = Writes()
        self.world.run(self.history, writes=writes)
        assert not writes.done
        open_ids = Counter(
            body.marker.id
            for file in self.files()
            if file.head.state == "open" and (ADOPTED in file.head.labels or file.head.number not in self.theirs)
            for body in (split(file.body), *(split(comment.body) for comment, _ in file.comments))
            if body is not None
        )
        assert all(count == 1 for count in open_ids.values())


TestHistories = Histories.TestCase
TestHistories.settings = settings(
    max_examples=60, stateful_step_count=25, deadline=None, derandomize=True, phases=[Phase.generate]
)
