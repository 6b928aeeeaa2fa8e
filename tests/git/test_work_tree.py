"""What lies in the work tree beside what is committed."""

from __future__ import annotations

import pytest

from handoff_issues.git import Entry, EntryKind, Repository
from support.repository import Repository as Builder


@pytest.mark.parametrize(
    ("committed", "local", "differs"),
    [
        (b"a\nb\n", b"a\nb\n", False),
        (b"a\nb\n", b"a\r\nb\r\n", False),
        (b"a\r\nb\r\n", b"a\r\nb\r\n", False),
        (b"a\nb\n", b"a\nc\n", True),
        (b"a\n", b"", True),
        (b"a\n", None, False),
    ],
)
def test_contents(builder: Builder, committed: bytes, local: bytes | None, differs: bool) -> None:
    builder.commit({"a.md": committed})
    builder.write({"a.md": local})
    repository = Repository(builder.path)
    assert repository.uncommitted(repository.tree("HEAD")) == (("a.md",) if differs else ())


def test_a_link_in_the_work_tree_is_not_read(builder: Builder) -> None:
    builder.commit({"a.md": "x"})
    (builder.path / "a.md").unlink()
    (builder.path / "a.md").symlink_to("/dev/zero")
    repository = Repository(builder.path)
    assert repository.uncommitted(repository.tree("HEAD")) == ()
    assert repository.uncommitted([Entry(path="a.md", kind=EntryKind.LINK, blob="1" * 40)]) == ()


def test_ignored_files_are_not_present(builder: Builder) -> None:
    builder.commit({".gitignore": "*.log\n"})
    builder.write({"a.log": "x", "b.md": "y"})
    assert set(Repository(builder.path).present()) == {".gitignore", "b.md"}
