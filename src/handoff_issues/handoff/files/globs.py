"""Globs of the setting `files`, matched against a path without any regular expression.

`*` and `?` stand for any characters and for one, but never for `/`; `**` as a whole segment
stands for any number of folders, none included. All else is literal, case too. A pattern is
matched against the whole path from the repository's top: `HANDOFF.md` is the one at the top,
`**/HANDOFF.md` any. `docs/` is short for `docs/**`.

A pattern after `!` takes away what earlier ones gave; the last that matches decides. Time is
bounded by the product of both lengths, so no pattern can hang a run.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence


def deciding(globs: Sequence[str], path: str) -> str | None:
    """The last glob that matches `path`, with its `!` where it has one; None where none does."""
    return next((glob for glob in reversed(globs) if matches(glob.removeprefix("!"), path)), None)


def matches(glob: str, path: str) -> bool:
    """Whether `glob` (without `!`) stands for `path`."""
    return _match(segments(glob), path.split("/"), star="**", one=_segment)


def segments(glob: str) -> list[str]:
    """The parts of a glob between its slashes."""
    trimmed = glob.removeprefix("./").lstrip("/")
    return (f"{trimmed}**" if trimmed.endswith("/") else trimmed).split("/")


def _segment(glob: str, name: str) -> bool:
    return _match(glob, name, star="*", one=lambda wanted, letter: wanted in ("?", letter))


def _match(pattern: Sequence[str], text: Sequence[str], *, star: str, one: Callable[[str, str], bool]) -> bool:
    """Match element by element; after a failure the latest star takes one element more, so nothing is tried twice."""
    at = read = 0
    resume: tuple[int, int] | None = None
    while read < len(text):
        if at < len(pattern) and pattern[at] == star:
            resume = (at, read)
            at += 1
        elif at < len(pattern) and one(pattern[at], text[read]):
            at += 1
            read += 1
        elif resume is not None:
            at, read = resume[0] + 1, resume[1] + 1
            resume = (resume[0], read)
        else:
            return False
    return all(element == star for element in pattern[at:])
