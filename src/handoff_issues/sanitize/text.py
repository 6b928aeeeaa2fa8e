"""One type per destination, so that the type checker sees what may go where.

Only this package makes these types out of untrusted text. Elsewhere they come from a
literal in the source (`trusted`) or from joining what is safe already (`joined`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, LiteralString, Self, final

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

_COMMENT = re.compile(r"<!--(?:(?!--).)*-->")


class _Seal:
    """Proof that the caller belongs to this package."""


SEAL = _Seal()


class SafeText(str):
    """Text that is safe in one destination; plain string operations give back plain strings."""

    __slots__ = ()

    def __new__(cls, text: str, seal: _Seal) -> Self:
        if seal is not SEAL:
            raise TypeError("only `sanitize` makes this type")
        return super().__new__(cls, text)

    @classmethod
    def trusted(cls, text: LiteralString) -> Self:
        """A literal of our own source."""
        return cls(text, SEAL)

    @classmethod
    def number(cls, number: int) -> Self:
        """A number in decimal digits."""
        return cls(str(int(number)), SEAL)

    @classmethod
    def joined(cls, separator: LiteralString, parts: Iterable[Self]) -> Self:
        """What is safe, joined by a literal."""
        return cls(separator.join(parts), SEAL)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """A field of this type takes only what is safe already, and serialises as a plain string.

        So nothing that was read back from a file can be sent anywhere.
        """
        return core_schema.is_instance_schema(cls, serialization=core_schema.to_string_ser_schema())


@final
class IssueText(SafeText):
    """Markdown for an issue, a comment or a job summary: notifies, links and hides nothing of its own."""

    @classmethod
    def issue(cls, number: int) -> Self:
        """An issue of the same repository by its number, which GitHub links."""
        return cls(f"#{int(number)}", SEAL)

    @classmethod
    def hidden(cls, comment: str) -> Self:
        """One HTML comment of our own, on one line; raises `ValueError` where it is anything else."""
        if _COMMENT.fullmatch(comment) is None:
            raise ValueError("only one comment on one line is hidden")
        return cls(comment, SEAL)

    @classmethod
    def kept(cls, text: str) -> Self:
        """What stands in the same issue already and is written back as it is."""
        return cls(text, SEAL)


@final
class LogLine(SafeText):
    """One line for the runner's log, an annotation or an output: no workflow command, no line break."""


@final
class TerminalText(SafeText):
    """Text for a person's terminal: no escape sequence, no control character but the line feed."""


@final
class HtmlText(SafeText):
    """Text for a page: escaped, inert."""
