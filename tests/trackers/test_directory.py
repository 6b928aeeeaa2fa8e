"""Issues as files: they can be read and edited by people, and a broken one is named, not guessed at."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from handoff_issues.errors import PermissionDenied, TrackerError
from handoff_issues.model import IssueState, StateReason
from handoff_issues.sanitize import IssueText
from handoff_issues.trackers.directory import DirectoryTracker
from support.pace import in_time

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
text = IssueText.trusted


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "issues"


def tracker(folder: Path) -> DirectoryTracker:
    """As the next run finds it."""
    return DirectoryTracker(folder, now=NOW)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_an_issue_is_a_file_that_a_person_can_read(folder: Path) -> None:
    tracker(folder).create(title=text("Mend the roof: now!"), body=text("Bring a *ladder*."), labels=["handoff"])
    assert names(folder) == [".last-number", "0001-mend-the-roof-now.md"]
    assert (folder / "0001-mend-the-roof-now.md").read_text() == (
        "---\nnumber: 1\ntitle: 'Mend the roof: now!'\nstate: open\nlabels:\n- handoff\n"
        "author: handoff-issues\nopened_at: '2026-03-01T12:00:00Z'\n---\n\nBring a *ladder*.\n"
    )


def test_the_name_never_changes_and_numbers_are_never_given_twice(folder: Path) -> None:
    first = tracker(folder)
    first.create(title=text("One"), body=text("x"), labels=[])
    first.create(title=text("Two"), body=text("x"), labels=[])
    tracker(folder).edit(1, title=text("Another title"))
    assert (folder / "0001-one.md").is_file()
    (folder / "0001-one.md").unlink()
    assert tracker(folder).create(title=text("Three"), body=text("x"), labels=[]).number == 3
    (folder / "0003-three.md").unlink()
    assert tracker(folder).create(title=text("Four"), body=text("x"), labels=[]).number == 4


def test_the_last_number_is_that_of_the_issues_where_the_file_for_it_says_less(folder: Path) -> None:
    issues = tracker(folder)
    for title in ("One", "Two", "Three"):
        issues.create(title=text(title), body=text("x"), labels=[])
    (folder / ".last-number").unlink()
    tracker(folder).edit(1, body=text("y"))
    assert (folder / ".last-number").read_text() == "3\n"
    (folder / ".last-number").write_text("2")
    assert tracker(folder).create(title=text("Four"), body=text("x"), labels=[]).number == 4


@pytest.mark.parametrize("content", ["", "four", "-4", "4 5", "<<<<<<< main\n4\n", "9" * 5_000])
def test_a_last_number_that_is_none_is_named_before_anything_is_written(folder: Path, content: str) -> None:
    folder.mkdir()
    (folder / ".last-number").write_text(content)
    with pytest.raises(TrackerError, match=r"\.last-number: holds no number"):
        tracker(folder).latest()
    (folder / ".last-number").unlink()
    (folder / ".last-number").mkdir()
    with pytest.raises(TrackerError, match=r"\.last-number: cannot be read"):
        tracker(folder).create(title=text("One"), body=text("x"), labels=[])
    assert names(folder) == [".last-number"]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("修复缓存", "0001-修复缓存.md"),
        ("../../etc/passwd", "0001-etc-passwd.md"),
        ("🎉", "0001-untitled.md"),
        ("x" * 300, f"0001-{'x' * 60}.md"),
    ],
)
def test_any_title_gives_a_name(folder: Path, title: str, name: str) -> None:
    tracker(folder).create(title=IssueText.kept(title), body=text("x"), labels=[])
    assert names(folder) == [".last-number", name]


def test_closing_and_reopening(folder: Path) -> None:
    tracker(folder).create(title=text("One"), body=text("x"), labels=[])
    closed = tracker(folder).edit(1, state=IssueState.CLOSED, state_reason=StateReason.NOT_PLANNED)
    assert (closed.state, closed.state_reason, closed.closed_by) == ("closed", "not_planned", "handoff-issues")
    opened = tracker(folder).edit(1, state=IssueState.OPEN)
    assert (opened.state, opened.state_reason, opened.closed_by) == ("open", "reopened", None)
    assert "closed_at" not in (folder / "0001-one.md").read_text()


def test_a_reason_without_a_change_of_state_is_ignored(folder: Path) -> None:
    tracker(folder).create(title=text("One"), body=text("x"), labels=[])
    assert tracker(folder).edit(1, state=IssueState.OPEN, state_reason=StateReason.COMPLETED).state_reason is None


def test_labels_match_whatever_their_case(folder: Path) -> None:
    one = tracker(folder)
    one.create(title=text("One"), body=text("x"), labels=["Handoff"])
    one.add_label(1, "HANDOFF")
    assert one.labelled("handoff", IssueState.OPEN)[0].labels == {"Handoff"}
    one.remove_label(1, "handoff")
    one.remove_label(1, "handoff")
    assert one.labelled("handoff", IssueState.OPEN) == []


def test_comments_are_read_back_as_written(folder: Path) -> None:
    one = tracker(folder)
    one.create(title=text("One"), body=text("the body\n\n## Comments\n\nare welcome"), labels=[])
    one.comment(1, text("first\n\n- with a list"))
    one.comment(1, text("second"))
    again = tracker(folder)
    assert [comment.body for comment in again.comments(1)] == ["first\n\n- with a list", "second"]
    issue = again.issue(1)
    assert issue is not None
    assert issue.body == "the body\n\n## Comments\n\nare welcome"
    assert issue.comments == 2


def test_a_deleted_comment_leaves_the_others_with_their_ids(folder: Path) -> None:
    tracker(folder).create(title=text("One"), body=text("x"), labels=[])
    for words in ("one", "two", "three"):
        tracker(folder).comment(1, text(words))
    tracker(folder).uncomment(1, 2)
    tracker(folder).uncomment(1, 2)
    assert [(each.id, each.body) for each in tracker(folder).comments(1)] == [(1, "one"), (3, "three")]
    assert tracker(folder).comment(1, text("four")).id == 4


def test_a_comment_is_edited_where_it_stands(folder: Path) -> None:
    issues = tracker(folder)
    issues.create(title=text("One"), body=text("x"), labels=[])
    for words in ("one", "two", "three"):
        issues.comment(1, text(words))
    issues.edit_comment(1, 2, text("## Comments\n\n### 9 · ada · now"))
    told = [(each.id, each.body) for each in tracker(folder).comments(1)]
    assert told == [(1, "one"), (2, "## Comments\n\n### 9 · ada · now"), (3, "three")]
    with pytest.raises(TrackerError, match="comment 4 on issue 1 is gone"):
        issues.edit_comment(1, 4, text("four"))


def test_a_label_is_there_where_an_issue_has_it(folder: Path) -> None:
    issues = tracker(folder)
    assert not issues.has_label("handoff")
    issues.create(title=text("One"), body=text("x"), labels=["Handoff"])
    assert issues.has_label("handoff")


def test_a_person_may_edit_a_file_while_we_run(folder: Path) -> None:
    one = tracker(folder)
    one.create(title=text("One"), body=text("x"), labels=[])
    path = folder / "0001-one.md"
    path.write_text(path.read_text().replace("title: One", "title: Eins"))
    issue = one.issue(1)
    assert issue is not None
    assert issue.title == "Eins"


def test_a_byte_order_mark_that_an_editor_puts_before_a_file_is_no_matter(folder: Path) -> None:
    tracker(folder).create(title=text("One"), body=text("x"), labels=[])
    path = folder / "0001-one.md"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    issue = tracker(folder).issue(1)
    assert issue is not None
    assert issue.title == "One"


def test_other_files_are_left_alone(folder: Path) -> None:
    folder.mkdir()
    (folder / "README.md").write_text("About these issues.")
    (folder / "12-short.md").write_text("no front matter")
    one = tracker(folder)
    one.create(title=text("One"), body=text("x"), labels=[])
    assert [issue.number for issue in one.authored()] == [1]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param("no front matter", "front matter", id="no-front-matter"),
        pytest.param("---\nnumber: [\n---\n", "front matter", id="bad-yaml"),
        pytest.param("---\nnumber: 5\n---\n", "title", id="fields-missing"),
        pytest.param(
            "---\nnumber: five\ntitle: x\nstate: open\nauthor: a\nopened_at: 2026-01-01\n---\n", "number", id="type"
        ),
        pytest.param("---\n- a list\n---\n", "front matter", id="not-a-mapping"),
    ],
)
def test_a_broken_file_is_named_and_nothing_is_concluded(folder: Path, content: str, said: str) -> None:
    folder.mkdir()
    (folder / "0005-broken.md").write_text(content)
    with pytest.raises(TrackerError, match=said) as caught:
        list(tracker(folder).authored())
    assert "0005-broken.md:1" in str(caught.value)


BOMB = "\n".join([f"{a}: &{a} [{', '.join([f'*{b}'] * 9)}]" for b, a in pairwise("abcdefghi")])
HOSTILE = {
    "aliases": f"a: &a [x]\n{BOMB}\nlabels: *i",
    "one alias": "title: &t x\nauthor: *t",
    "deep": f"title: {'[' * 5_000}",
    "deep mappings": f"title: {'{a: ' * 2_000}",
    "large": f"title: {'x' * 1_000_000}",
    "long": "title: x\n" * 100_000,
    "keys that are no text": "? [a]\n: b",
    "a tag": "title: !!python/object/apply:os.system [x]",
}


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_front_matter_is_refused_at_once(folder: Path, hostile: str) -> None:
    folder.mkdir()
    (folder / "0005-broken.md").write_text(f"---\nnumber: 5\n{HOSTILE[hostile]}\n---\n")
    started = time.process_time()
    with pytest.raises(TrackerError, match=r"0005-broken\.md:1") as caught:
        list(tracker(folder).authored())
    assert in_time(time.process_time() - started, 2)
    assert len(str(caught.value)) < 1_000


def test_a_link_is_not_followed(folder: Path, tmp_path: Path) -> None:
    tracker(folder).create(title=text("One"), body=text("x"), labels=[])
    elsewhere = tmp_path / "private.md"
    elsewhere.write_text((folder / "0001-one.md").read_text().replace("number: 1", "number: 2"))
    (folder / "0002-private.md").symlink_to(elsewhere)
    assert [issue.number for issue in tracker(folder).authored()] == [1]


def test_two_files_of_one_number_are_refused(folder: Path) -> None:
    one = tracker(folder)
    one.create(title=text("One"), body=text("x"), labels=[])
    (folder / "0001-copy.md").write_text((folder / "0001-one.md").read_text())
    with pytest.raises(TrackerError, match="two files"):
        list(tracker(folder).authored())


def test_an_edited_file_keeps_its_mode_and_leaves_nothing_behind(folder: Path) -> None:
    one = tracker(folder)
    one.create(title=text("One"), body=text("x"), labels=[])
    one.edit(1, body=text("y"))
    assert names(folder) == [".last-number", "0001-one.md"]


def test_labels_that_are_left_empty_are_none(folder: Path) -> None:
    tracker(folder).create(title=text("Mend the roof"), body=text("x"), labels=["handoff"])
    file = folder / "0001-mend-the-roof.md"
    file.write_text(file.read_text().replace("labels:\n- handoff\n", "labels:\n"))
    found = tracker(folder).issue(1)
    assert found is not None
    assert found.labels == frozenset()


def test_what_cannot_be_written_is_for_a_person_to_mend(tmp_path: Path) -> None:
    place = tmp_path / "issues"
    place.write_text("a file is in the way")
    with pytest.raises(PermissionDenied, match="cannot be written"):
        tracker(place).create(title=text("Mend the roof"), body=text("x"), labels=[])
