"""Writes a file that is not there yet, and says what stands in its place where one is."""

from __future__ import annotations

import difflib
import os
from pathlib import Path

from handoff_issues.errors import HandoffError


def existing(top: Path, path: str) -> str | None:
    """What a file holds; None where there is none. Raises `HandoffError` where it cannot be read, or is a link."""
    place = _inside(top, path)
    try:
        return place.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise HandoffError("cannot be read", where=path, why=why) from error


def write_new(top: Path, path: str, text: str) -> None:
    """Write a file where nothing is: whatever may have come there meanwhile is left alone, by an error."""
    place = _inside(top, path)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise HandoffError("cannot be written", where=path, why=error.strerror) from error


def differences(ours: str, theirs: str) -> list[str]:
    """Lines of a short diff from the file that is there to the one that would be written, without its heads."""
    diff = difflib.unified_diff(theirs.splitlines(), ours.splitlines(), lineterm="", n=0)
    return [line for line in diff if not line.startswith(("---", "+++", "@@"))]


def _inside(top: Path, path: str) -> Path:
    """The place in the work tree, which no link leads out of."""
    place = top / path
    for folder in (place, *place.parents):
        if folder == top:
            break
        if os.path.lexists(folder) and folder.is_symlink():
            mend = "Replace the link by what it leads to, or write the file by hand."
            raise HandoffError("is a symbolic link, which is not followed", where=str(folder), mend=mend)
    return place
