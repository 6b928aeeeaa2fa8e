"""Which handoff a handoff names as the one before it: `Previous handoff: docs/handoff-2026-02-27.md`."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from urllib.parse import unquote

from handoff_issues.handoff.files.name_words import knowledge, split

_MAX_LINE = 1000
_MAX_BELOW = 6
"""Lines below a bare label in which its links are looked for."""
_TARGET = re.compile(
    r"\[[^\[\]]{0,200}\]\(<?(?P<link>[^()<>]{1,300}?)>?\)"
    r"|\[\[(?P<wiki>[^\[\]|#]{1,300})"
    r"|`(?P<code>[^`]{1,300})`"
    r"|(?P<bare>[^\s`()\[\]<>|\"']{1,300}\.(?:md|markdown))\b",
    re.IGNORECASE,
)
_DECORATION = " \t#>*_|-+:：=`—–0123456789.()"


def predecessors(text: str, *, path: str, known: Collection[str]) -> tuple[str, ...]:
    """Paths out of `known` that `text`, the handoff at `path`, names after a label such as "Supersedes".

    A path is relative to the handoff's folder or to the repository's top; a bare file name is
    enough where only one handoff has it. Prose that mentions a handoff is no label.
    """
    by_name: dict[str, list[str]] = defaultdict(list)
    for each in known:
        by_name[posixpath.basename(each)].append(each)
    found = (_resolve(target, path=path, known=known, by_name=by_name) for target in _targets(text))
    return tuple(dict.fromkeys(each for each in found if each is not None and each != path))


def _targets(text: str) -> Iterator[str]:
    lines = [line[:_MAX_LINE] for line in text.split("\n") if line.strip()]
    for at, line in enumerate(lines, 1):
        rest = _after_label(line)
        if rest is None:
            continue
        if rest.strip(_DECORATION):
            yield from _leading(rest)
            continue
        for each in lines[at : at + _MAX_BELOW]:
            named = list(_leading(each))
            if not named:
                break
            yield from named


def _after_label(line: str) -> str | None:
    """What follows the label with which a line begins; None where it begins with none."""
    words = split(line[:200])
    for row in knowledge().previous:
        if words[: len(row)] == row:
            return _skip(line, len(row))
    return None


def _skip(line: str, count: int) -> str | None:
    """The line behind its first words; None where the label ends inside a word or inside a link."""
    words = list(islice(re.finditer(r"[^\W_]+", line), count))
    if len(words) < count or split(line[: words[-1].end()]) != split(" ".join(word[0] for word in words)):
        return None
    return line[words[-1].end() :]


def _leading(text: str) -> Iterator[str]:
    """The paths with which a text begins, one after the other."""
    at = 0
    while (found := _TARGET.search(text, at)) and not text[at : found.start()].strip(_DECORATION + ",;&"):
        yield next(group for group in found.groupdict().values() if group)
        at = found.end()


def _resolve(target: str, *, path: str, known: Collection[str], by_name: Mapping[str, Sequence[str]]) -> str | None:
    plain = unquote(target.partition("#")[0].strip())
    if not plain or "://" in plain:
        return None
    beside = posixpath.normpath(posixpath.join(posixpath.dirname(path), plain))
    for candidate in (beside, posixpath.normpath(plain).lstrip("/")):
        if candidate in known:
            return candidate
    name = posixpath.basename(plain)
    named = [*by_name.get(name, ()), *by_name.get(f"{name}.md", ())]
    return named[0] if len(named) == 1 else None
