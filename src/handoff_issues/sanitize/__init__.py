"""The only way from a handoff to an issue, a comment, a summary, a log line, a terminal or a page."""

from __future__ import annotations

from handoff_issues.sanitize.issue import code, cut, fenced, inline, link, markdown, quote, title
from handoff_issues.sanitize.plain import hex_color, html, json_text, log_line, terminal
from handoff_issues.sanitize.rendered import rendered, rendered_title
from handoff_issues.sanitize.secrets import Finding, Redacted, redact
from handoff_issues.sanitize.template import HtmlTemplate, packaged_template
from handoff_issues.sanitize.text import HtmlText, IssueText, LogLine, TerminalText

__all__ = [
    "Finding",
    "HtmlTemplate",
    "HtmlText",
    "IssueText",
    "LogLine",
    "Redacted",
    "TerminalText",
    "code",
    "cut",
    "fenced",
    "hex_color",
    "html",
    "inline",
    "json_text",
    "link",
    "log_line",
    "markdown",
    "packaged_template",
    "quote",
    "redact",
    "rendered",
    "rendered_title",
    "terminal",
    "title",
]
