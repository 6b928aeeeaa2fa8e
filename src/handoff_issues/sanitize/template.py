"""Templates: our own HTML out of the package, with places for what is safe already."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from string import Template
from typing import LiteralString

from handoff_issues.sanitize.text import SEAL, HtmlText

_PART = re.compile(r"^<!-- part ([a-z]+) -->\n", re.MULTILINE)


class HtmlTemplate:
    """A file of HTML in named parts; `$name` is a place in a part, in its text or in a quoted attribute."""

    def __init__(self, text: LiteralString):
        """Each part begins with `<!-- part NAME -->` on a line of its own; what stands above the first is a remark."""
        _, *pieces = _PART.split(text)
        self._parts = {name: Template(part.rstrip("\n")) for name, part in zip(pieces[::2], pieces[1::2], strict=True)}

    def fill(self, part: LiteralString, /, **values: HtmlText) -> HtmlText:
        """A part with all its places taken; a place without a value, or the reverse, is a `KeyError`."""
        template = self._parts[part]
        unknown = values.keys() - set(template.get_identifiers())
        if unknown:
            raise KeyError(*unknown)
        return HtmlText(template.substitute(values), SEAL)


@cache
def packaged_template(name: LiteralString) -> HtmlTemplate:
    """A template that lies in this package: as much our own source as a literal."""
    return HtmlTemplate((files("handoff_issues") / name).read_text(encoding="utf-8"))  # pyright: ignore[reportArgumentType]
