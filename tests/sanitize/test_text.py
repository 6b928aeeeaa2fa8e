"""What may become text for an issue without being made safe first."""

from __future__ import annotations

import pytest

from handoff_issues.sanitize import IssueText


def test_a_comment_on_one_line_is_hidden() -> None:
    assert IssueText.hidden('<!-- handoff-issues:v1 {"id":"1"} -->') == '<!-- handoff-issues:v1 {"id":"1"} -->'


@pytest.mark.parametrize("text", ["@ada", "<!-- a", "<!-- a --> @ada -->", "<!-- a --> <!-- b -->", "<!--\na -->", ""])
def test_nothing_else_is(text: str) -> None:
    with pytest.raises(ValueError, match="comment"):
        IssueText.hidden(text)
