"""Untrusted text made fit for the runner's log, an output, a terminal or a page."""

from __future__ import annotations

import html as escapes
import json
import re
from collections.abc import Sequence
from typing import cast

from pydantic import JsonValue
from pydantic_core import to_jsonable_python

from handoff_issues.sanitize.characters import boundary, clean
from handoff_issues.sanitize.secrets import redact
from handoff_issues.sanitize.text import SEAL, HtmlText, LogLine, TerminalText

MAX_LOG_LINE = 2000

_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_HEX_COLOR = re.compile("[0-9a-fA-F]{6}")
_NAMES = {"\n": "\\n", "\r": "\\r", "\t": " "}


def log_line(text: str) -> LogLine:
    """One line in which the runner finds no command; control characters are shown by their names."""
    shown = _CONTROL.sub(lambda found: _NAMES.get(found[0], f"\\x{ord(found[0]):02x}"), redact(text).text.strip("\r\n"))
    line = redact(clean(shown)).text
    if len(line) > MAX_LOG_LINE:
        line = f"{line[: boundary(line, MAX_LOG_LINE - 1)]}…"
    return LogLine(_without_commands(line), SEAL)


def terminal(text: str) -> TerminalText:
    """Lines for a terminal (which may be the runner's log): no escape sequence and no command."""
    lines = redact(clean(text)).text.replace("\t", "    ").split("\n")
    return TerminalText("\n".join(map(_without_commands, lines)), SEAL)


def html(text: str) -> HtmlText:
    """Text of a page, or the value of a quoted attribute."""
    return HtmlText(escapes.escape(redact(clean(text)).text), SEAL)


def hex_color(digits: str) -> HtmlText:
    """The six digits of a colour; anything else is a `ValueError`."""
    if not _HEX_COLOR.fullmatch(digits):
        raise ValueError("not six hex digits")
    return HtmlText(digits, SEAL)


def json_text(value: object) -> LogLine:
    """A value as JSON on one line, in ASCII, without secrets, and without a command to the runner."""
    text = json.dumps(_jsonable(value), ensure_ascii=True, allow_nan=False)
    # Strings alone hold `#`, and there JSON may write any character as an escape.
    return LogLine(text.replace("#[", "#\\u005b"), SEAL)


def _without_commands(line: str) -> str:
    """`::command::` counts at the start of a line, blanks aside, `##[command]` anywhere."""
    line = line.replace("##[", "##\\[")
    if line.endswith("##"):
        line = f"{line[:-1]}\\#"
    return f"\\{line}" if line.lstrip().startswith(":") else line


def _jsonable(value: object) -> JsonValue:
    match value:
        case str():
            return redact(_SURROGATE.sub("\ufffd", value)).text
        case dict():
            entries = cast("dict[object, object]", value)
            return {str(_jsonable(key)): _jsonable(entry) for key, entry in entries.items()}
        case list() | tuple():
            return [_jsonable(entry) for entry in cast("Sequence[object]", value)]
        case None | bool() | int() | float():
            return value
        case _:
            return _jsonable(to_jsonable_python(value))
