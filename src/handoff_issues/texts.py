"""The bytes of a file -> its text without secrets, and what a person should know of them. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from handoff_issues.handoff.files.decode import NotText, decode
from handoff_issues.handoff.outline.source import MAX_BYTES
from handoff_issues.model import Warning
from handoff_issues.sanitize import Finding, redact

MOST = f"the {MAX_BYTES // 1024} kB that a handoff may have"


@dataclass(frozen=True, slots=True)
class Text:
    """A file as text without secrets, or why it is none."""

    text: str = ""
    findings: tuple[Finding, ...] = ()
    is_guess: bool = False
    problem: str | None = None

    def guesses(self, path: str) -> Iterator[Warning]:
        """A warning where its encoding had to be guessed."""
        if self.is_guess:
            message = "the file is not valid UTF-8 and was read as Latin-1 (save it as UTF-8)"
            yield Warning(message=message, path=path)

    def secrets(self, path: str, *, mend: str = "") -> Iterator[Warning]:
        """A warning for each secret that it held; `mend` is what to do about one."""
        for finding in self.findings:
            message = f"what looks like a secret ({finding.name}) was redacted{mend and f' ({mend})'}"
            yield Warning(message=message, path=path, line=finding.line)


def read_text(content: bytes) -> Text:
    """A file's text. Of one that is larger than a handoff may be, no more than one byte too many need be given."""
    if len(content) > MAX_BYTES:
        return Text(problem=f"it is larger than {MOST}")
    try:
        decoded = decode(content)
    except NotText as error:
        return Text(problem=str(error))
    clean = redact(decoded.text)
    return Text(text=clean.text, findings=clean.findings, is_guess=decoded.is_guess)
