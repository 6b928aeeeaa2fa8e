"""Whatever happened to a repository's history, its issues stay right: real commits, a directory of issues."""

from __future__ import annotations

from pathlib import Path

import pytest

from handoff_issues.config import Config
from handoff_issues.git import Repository as Read
from handoff_issues.model import Site
from handoff_issues.reconcile.change import Report
from handoff_issues.snapshot import read
from handoff_issues.sync import sync
from handoff_issues.trackers.directory import DirectoryTracker
from support.handoffs import World
from support.repository import Repository

TILES, BARN, KEY = "Publish the map tiles", "Paint the barn door", "Rotate the signing key of the package"


def note(*listed: str, done: tuple[str, ...] = (), title: str = "Handoff") -> str:
    """A handoff that lists this as open and that as done."""
    lines = [f"# {title}", "", "## Next steps", "", *(f"- {each}" for each in listed)]
    lines += ["", "## Done", "", *(f"- [x] {each}" for each in done)] if done else []
    return "\n".join(lines) + "\n"


class Project:
    """A repository and its issues."""

    def __init__(self, folder: Path):
        self.repository, self.world = Repository(folder / "project"), World(folder / "issues")

    def sync(self, repository: Repository | None = None) -> Report:
        """A run on what is checked out; a second one changes nothing."""
        snapshot = read(Read((repository or self.repository).path), Config())

        def run() -> Report:
            tracker = DirectoryTracker(self.world.folder, now=snapshot.committed_at)
            return sync(snapshot, tracker, Config(), site=Site(url=None), apply=True)

        report = run()
        before = {path: path.read_bytes() for path in self.world.folder.glob("*")}
        run()
        assert before == {path: path.read_bytes() for path in self.world.folder.glob("*")}
        return report

    def states(self) -> dict[str, str]:
        """The issues by title."""
        heads = self.world.heads()
        assert len({head["title"] for head in heads}) == len(heads), "no twins"
        return {head["title"]: head["state"] for head in heads}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def test_a_rewritten_branch(project: Project) -> None:
    first = project.repository.commit({"HANDOFF.md": note(TILES, BARN)}, date="2026-03-01T12:00")
    project.sync()
    project.repository.commit({"HANDOFF.md": note(BARN, KEY, done=(TILES,))}, date="2026-03-02T12:00")
    project.sync()
    assert project.states() == {TILES: "closed", BARN: "open", KEY: "open"}
    project.repository.reset(first)
    project.repository.commit({"HANDOFF.md": note(TILES, BARN, "Order the paint")}, date="2026-03-03T12:00")
    project.sync()
    # What the other history showed done is listed again; what it alone had opened is silent, not done.
    assert project.states() == {TILES: "open", BARN: "open", KEY: "open", "Order the paint": "open"}


def test_a_rewritten_history_of_the_same_text(project: Project) -> None:
    first = project.repository.commit({"HANDOFF.md": note(TILES)}, date="2026-03-01T12:00")
    project.repository.commit({"HANDOFF.md": note(TILES, BARN)}, date="2026-03-02T12:00")
    project.sync()
    project.repository.reset(first)
    project.repository.commit({"HANDOFF.md": note(TILES, BARN)}, date="2026-03-05T12:00")
    report = project.sync()
    assert {change.verb.value for change in report.changes} == {"keep"}


def test_a_reverted_commit(project: Project) -> None:
    project.repository.commit({"HANDOFF.md": note(TILES, BARN)}, date="2026-03-01T12:00")
    project.sync()
    finished = project.repository.commit({"HANDOFF.md": note(BARN, done=(TILES,))}, date="2026-03-02T12:00")
    project.sync()
    assert project.states() == {TILES: "closed", BARN: "open"}
    project.repository.revert(finished, date="2026-03-03T12:00")
    project.sync()
    assert project.states() == {TILES: "open", BARN: "open"}


def test_a_revert_that_no_run_saw_between(project: Project) -> None:
    project.repository.commit({"HANDOFF.md": note(TILES, BARN)}, date="2026-03-01T12:00")
    project.sync()
    finished = project.repository.commit({"HANDOFF.md": note(BARN, done=(TILES,))}, date="2026-03-02T12:00")
    project.repository.revert(finished, date="2026-03-03T12:00")
    project.repository.commit({"HANDOFF.md": note(BARN)}, date="2026-03-04T12:00")
    project.sync()
    assert project.states() == {TILES: "open", BARN: "open"}, "what was taken back closes nothing"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("HANDOFF.md", "docs/HANDOFF.md", id="moved"),
        pytest.param("docs/HANDOFF.md", "docs/handoff.md", id="by-case"),
        pytest.param("docs/HANDOFF.md", "docs/SESSION_HANDOFF.md", id="renamed"),
        pytest.param("notes/handoff-2026-03-01.md", "docs/handoff-2026-03-01.md", id="dated-moved"),
    ],
)
def test_a_moved_or_renamed_handoff_takes_its_issues_along(project: Project, old: str, new: str) -> None:
    project.repository.commit({old: note(TILES, BARN)}, date="2026-03-01T12:00")
    project.sync()
    project.repository.move(old, new, date="2026-03-02T12:00")
    project.sync()
    assert project.states() == {TILES: "open", BARN: "open"}
    project.repository.commit({new: note(BARN, done=(TILES,))}, date="2026-03-03T12:00")
    project.sync()
    assert project.states() == {TILES: "closed", BARN: "open"}


def test_a_handoff_that_is_moved_and_edited_at_once(project: Project) -> None:
    project.repository.commit({"HANDOFF.md": note(TILES, BARN)}, date="2026-03-01T12:00")
    project.sync()
    edited = {"docs/HANDOFF.md": note(f"{TILES} of the north", BARN, KEY)}
    project.repository.move("HANDOFF.md", "docs/HANDOFF.md", date="2026-03-02T12:00", files=edited)
    project.sync()
    assert project.states() == {f"{TILES} of the north": "open", BARN: "open", KEY: "open"}


def test_a_deleted_handoff_closes_nothing_and_its_return_opens_nothing(project: Project) -> None:
    project.repository.commit({"HANDOFF.md": note(TILES, BARN), "a.txt": "a"}, date="2026-03-01T12:00")
    project.sync()
    project.repository.delete("HANDOFF.md", date="2026-03-02T12:00")
    project.sync()
    assert project.states() == {TILES: "open", BARN: "open"}
    project.repository.commit({"HANDOFF.md": note(TILES, BARN)}, date="2026-03-03T12:00")
    assert {change.verb.value for change in project.sync().changes} == {"keep"}


@pytest.mark.parametrize("names", [("a", "b"), ("b", "a")], ids=["first-name-first", "last-name-first"])
def test_two_handoffs_of_one_minute_go_by_the_order_of_commits(project: Project, names: tuple[str, str]) -> None:
    first, second = (f"docs/handoff-2026-03-01-{name}.md" for name in names)
    project.repository.commit({first: note(TILES, BARN)}, date="2026-03-01T12:00")
    project.sync()
    project.repository.commit({second: note(BARN, done=(TILES,))}, date="2026-03-01T12:00")
    project.sync()
    assert project.states() == {TILES: "closed", BARN: "open"}


def test_a_clock_that_lies(project: Project) -> None:
    project.repository.commit({"HANDOFF.md": note(TILES, BARN)}, date="2026-03-09T12:00")
    project.sync()
    project.repository.commit({"HANDOFF.md": note(BARN, done=(TILES,))}, date="2026-03-01T12:00")
    project.sync()
    assert project.states() == {TILES: "closed", BARN: "open"}
    project.repository.commit({"HANDOFF.md": note(BARN, KEY)}, date="2026-02-27T12:00")
    project.sync()
    assert project.states() == {TILES: "closed", BARN: "open", KEY: "open"}


def test_a_shallow_clone_keeps_what_it_cannot_know(project: Project, tmp_path: Path) -> None:
    project.repository.commit({"HANDOFF.md": note(TILES, BARN)}, date="2026-03-01T12:00")
    project.sync()
    project.repository.commit({"HANDOFF.md": note(BARN, done=(TILES,))}, date="2026-03-02T12:00")
    shallow = project.repository.clone(tmp_path / "shallow", depth=1)
    project.sync(shallow)
    assert project.states() == {TILES: "open", BARN: "open"}, "that the stream listed it is out of reach"
    project.sync()
    assert project.states() == {TILES: "closed", BARN: "open"}, "a whole clone makes up for it"


def test_a_shallow_clone_that_reaches_the_older_handoff_closes(project: Project, tmp_path: Path) -> None:
    for day in range(1, 4):
        project.repository.commit({"other.txt": str(day)}, date=f"2026-02-0{day}T12:00")
    project.repository.commit({"HANDOFF.md": note(TILES, BARN)}, date="2026-03-01T12:00")
    project.sync()
    project.repository.commit({"HANDOFF.md": note(BARN, done=(TILES,))}, date="2026-03-02T12:00")
    project.sync(project.repository.clone(tmp_path / "shallow", depth=2))
    assert project.states() == {TILES: "closed", BARN: "open"}


def test_a_merged_branch_with_its_own_version(project: Project) -> None:
    project.repository.commit({"HANDOFF.md": note(TILES, BARN)}, date="2026-03-01T12:00")
    project.sync()
    project.repository.branch("tiles")
    project.repository.commit({"HANDOFF.md": note(BARN, done=(TILES,))}, date="2026-03-02T12:00")
    project.repository.checkout("main")
    project.repository.merge("tiles", date="2026-03-03T12:00")
    project.sync()
    assert project.states() == {TILES: "closed", BARN: "open"}


def test_years_of_handoffs_at_the_first_run(project: Project) -> None:
    for year in range(2020, 2026):
        old = note(f"Work of the year {year}", title="Handoff")
        project.repository.commit({f"docs/handoff-{year}-05-01-old{year}.md": old}, date=f"{year}-05-01T12:00")
    project.repository.commit({"docs/handoff-2026-03-01-now.md": note(TILES, BARN)}, date="2026-03-01T12:00")
    project.sync()
    assert project.states() == {TILES: "open", BARN: "open"}
