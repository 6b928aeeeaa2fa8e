"""The only way from a handoff to an issue, a comment, a summary, a log line, a terminal or a page."""

from __future__ import annotations

from handoff_issues.sanitize.text import HtmlText, IssueText, LogLine, TerminalText

__all__ = ["HtmlText", "IssueText", "LogLine", "TerminalText"]
