"""Tags on lines of a note, as the Markdown that they are on the page: `<summary>Next</summary>`, `<li>a</li>`."""

from __future__ import annotations

import re

_MOST_INDENT = 3
_TAG = re.compile(r"<(/?)([A-Za-z][\w-]{1,40})(?:\s[^<>]{0,80})?>")
_SUMMARY = re.compile(r"(?:<details[^<>]{0,80}>\s*)?<summary[^<>]{0,80}>(.{1,300}?)</summary>")
_HEADING = re.compile(r"<h([1-6])(?:\s[^<>]{0,80})?>(.{1,300}?)</h\1>")
_ENTRY = re.compile(r"<li(?:\s[^<>]{0,80})?>(.{1,1000}?)(?:</li>)?")
_BOX = re.compile(r"<input\b([^<>]{0,80})>")
_STYLE = re.compile(r"</?(?:b|strong|i|em|h[1-6]|p|span|label)>")
_WORDS = re.compile(r"[A-Z]?[a-z\d]+|[A-Z]+")
_LISTS = ("ul", "ol", "details")
"""What only holds others."""
_HTML = (
    " a abbr article aside b blockquote body br center code col dd del details div dl dt em figure font footer form h1 "
    "h2 h3 h4 h5 h6 head header hr html i iframe img input ins kbd label li link main mark meta nav ol p picture pre q "
    "s samp script section small source span strike strong style sub summary sup svg table tbody td tfoot th thead "
    "title tr tt u ul var video "
)
"""Names that say how a page looks, not what stands on it."""
RULE = "***"
"""Ends what a label holds."""


def read_tags(line: str, indent: int) -> str:
    """A line that is a tag, or stands in one, as Markdown: `<next_steps>` alone is a label up to `</next_steps>`.

    A summary is the label of what can be folded away with it, wherever it is indented to.
    """
    text = line.strip()
    before = line[: len(line) - len(line.lstrip())]
    if (found := _SUMMARY.fullmatch(text)) is not None:
        return f"{before}**{_bare(found[1])}**"
    found = _TAG.fullmatch(text)
    name = found[2].lower() if found is not None else ""
    if name == "details" or (name in _LISTS and indent <= _MOST_INDENT):
        return f"{before}{RULE}" if found is not None and found[1] and name == "details" else ""
    if indent > _MOST_INDENT:
        return line
    if found is not None:
        if f" {name} " in _HTML:
            return line
        return RULE if found[1] else f"**{' '.join(_WORDS.findall(found[2]))}:**"
    if (found := _HEADING.fullmatch(text)) is not None:
        return f"{'#' * int(found[1])} {_bare(found[2])}"
    if (found := _ENTRY.fullmatch(text)) is not None:
        return f"- {_bare(_BOX.sub(_box, found[1])).strip()}"
    return line


def _bare(text: str) -> str:
    """Words without the tags of their style."""
    return _STYLE.sub("", text).strip(" *")


def _box(found: re.Match[str]) -> str:
    if "checkbox" not in found[1]:
        return ""
    return "[x] " if "checked" in found[1] else "[ ] "
