"""A file is written whole, or is as it was, and nothing is left beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from handoff_issues.atomic import write_whole


def test_a_file_is_replaced(tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    write_whole(file, "one\n")
    write_whole(file, "two\n")
    assert file.read_text() == "two\n"
    assert [each.name for each in tmp_path.iterdir()] == ["plan.json"]


def test_what_cannot_be_written_leaves_the_file_and_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    write_whole(file, "one\n")
    with pytest.raises(UnicodeEncodeError):
        write_whole(file, "\ud800")
    assert file.read_text() == "one\n"
    assert [each.name for each in tmp_path.iterdir()] == ["plan.json"]
