"""What frames a title: numbers, tags, states and the person who is told; and cutting it where it is too long."""

from __future__ import annotations

import pytest

from handoff_issues.handoff.items.trim import issue_number, shorten, tidy, without_duty
from handoff_issues.handoff.lexicon import Lexicon

ENGLISH = Lexicon.of("en")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("2.1) 🔥 add a retry", "Add a retry", id="number and emoji"),
        pytest.param("#12 Add a retry (P1)", "Add a retry", id="issue number and level"),
        pytest.param("Add a retry — done", "Add a retry", id="a state"),
        pytest.param("二、添加重试", "添加重试", id="a Chinese number"),
        pytest.param("iOS view: `a", "iOS view: a", id="a name, and code left open"),
    ],
)
def test_tidying(text: str, expected: str) -> None:
    assert tidy(text, ENGLISH) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Developer must upgrade the key", "upgrade the key", id="told"),
        pytest.param("The user needs to upgrade the key", "upgrade the key", id="in more words"),
        pytest.param("Still need to upgrade the key", "upgrade the key", id="nobody told"),
        pytest.param("Developer keys are old", "Developer keys are old", id="not told"),
        pytest.param("Need for keys grows", "Need for keys grows", id="no duty"),
    ],
)
def test_who_is_told(text: str, expected: str) -> None:
    assert without_duty(text, ENGLISH) == expected


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        pytest.param("Add a retry", 20, "Add a retry", id="short enough"),
        pytest.param("Add a retry to uploads", 14, "Add a retry…", id="between words"),
        pytest.param("Rename the `old file` now", 19, "Rename the…", id="not inside code"),
        pytest.param(
            "Add a retry for uploads to the other store", 36, "Add a retry for uploads…", id="no word leads on"
        ),
        pytest.param("为上传添加重试逻辑", 5, "为上传添…", id="without blanks"),
    ],
)
def test_shortening(text: str, limit: int, expected: str) -> None:
    assert shorten(text, limit, ENGLISH) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("#7 x", 7, id="start"),
        pytest.param("x (#7)", 7, id="end"),
        pytest.param("x [#7]", 7, id="brackets"),
        pytest.param("x #7", None, id="bare at the end"),
        pytest.param("PR #7", None, id="a pull request"),
    ],
)
def test_issue_numbers(text: str, expected: int | None) -> None:
    assert issue_number(text) == expected
