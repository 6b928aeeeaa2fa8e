"""What the name of a file says: whether it is a handoff, of which series, and from when."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from handoff_issues.handoff.files.name_words import find_phrase, is_about, is_never, knowledge, split

_TIME = (
    r"(?:[-_. ]{0,3}[T@]?[-_. ]{0,3}(?P<hour>[01]\d|2[0-3])(?P<colon>[-_.:h]?)(?P<minute>[0-5]\d)"
    r"(?:(?P=colon)(?P<second>[0-5]\d))?Z?(?![^\W_]))?"
)
_YEAR, _MONTH, _DAY = r"(?P<year>20\d\d)", r"(?P<month>0[1-9]|1[0-2])", r"(?P<day>0[1-9]|[12]\d|3[01])"
_DATES = (
    # 2026-03-01, 2026_03_01, 20260301, and 2026/03/01 over folders; a time may follow.
    re.compile(rf"(?<!\d){_YEAR}(?P<gap>[-_. /]?){_MONTH}(?P=gap){_DAY}{_TIME}(?!\d)"),
    # 01-03-2026: the day first, as most of the world has it; 03-21-2026 can only be the other way round.
    re.compile(rf"(?<!\d){_DAY}(?P<gap>[-_.]){_MONTH}(?P=gap){_YEAR}(?!\d)"),
    re.compile(rf"(?<!\d){_MONTH}(?P<gap>[-_.]){_DAY}(?P=gap){_YEAR}(?!\d)"),
    # 260301, as is common in Korea and Japan.
    re.compile(r"(?<![^\W_])(?P<short>[23]\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?![^\W_])"),
)
_PARTITION = re.compile(r"20\d\d(?:[-_.]?(?:0[1-9]|1[0-2]))?|0[1-9]|1[0-2]")
"""A folder that only sorts by year or month."""


@dataclass(frozen=True, slots=True)
class Name:
    """The path of a handoff, read."""

    path: str
    stream: str
    """Id of the series: folder and name up to the date; the whole path where there is no date."""
    base: str
    """Folder and name without date and extension, by which an archived file finds its series."""
    moment: datetime | None
    """Date and time in the name, in UTC; midnight where the name has no time."""
    is_history: bool
    """In an archive: never live."""


@dataclass(frozen=True, slots=True)
class _Date:
    moment: datetime
    start: int
    end: int


def read_name(path: str, *, is_named: bool = False, is_history: bool | None = None) -> Name | None:
    """Read the path of a file; None where it does not look like a handoff.

    `is_named`: the settings name it, so that it is one whatever it looks like. `is_history`
    overrules what its folders say.
    """
    whole = _without_extension(path)
    folder, _, stem = whole.rpartition("/")
    date = _find_date(stem)
    above = folder
    if date is not None:
        series, is_handoff = _of_dated_file(folder, stem, date)
    elif (date := _find_date(whole)) is not None:
        above, _, lead = whole[: date.start].rpartition("/")
        series, is_handoff = _of_dated_folder(above, lead, whole[date.end :])
    else:
        series, is_handoff = "-".join(split(stem)), _is_undated_handoff(folder, stem)
    if not (is_handoff or is_named):
        return None
    kept = [part for part in above.split("/") if part and not is_history_folder(part)]
    if date is not None:
        kept = [part for part in kept if not _PARTITION.fullmatch(part)]
    base = _id("/".join([*kept, series] if series else kept))
    return Name(
        path=path,
        # An undated file's id has its extension, so that it is never that of a dated series beside it.
        stream=base or "." if date else _id("/".join([*kept, path.rpartition("/")[2]])),
        base=base,
        moment=date.moment if date else None,
        is_history=any(map(is_history_folder, folder.split("/"))) if is_history is None else is_history,
    )


def is_searched(path: str) -> bool:
    """Whether the defaults look at this path: a Markdown file outside folders of templates, tests and the like."""
    folder, _, file = path.rpartition("/")
    if not file.casefold().endswith((".md", ".markdown", ".mdown", ".mkd")):
        return False
    if any(f"/{known}/" in f"/{folder.casefold()}/" for known in knowledge().definitions):
        return False
    closed = knowledge().not_searched
    return not any(words in closed or words[-1:] in closed for words in map(split, folder.split("/")))


def is_handoff_folder(path: str) -> bool:
    """Whether a folder's own name says that it holds handoffs: `.claude/handoffs`, `docs/session-notes`."""
    words = split(path.rpartition("/")[2])
    return find_phrase(words) == (0, len(words)) if words else False


def is_history_folder(part: str) -> bool:
    """Whether a folder of this name holds what is over."""
    return split(part) in knowledge().history


def _of_dated_file(folder: str, stem: str, date: _Date) -> tuple[str, bool]:
    before, after = split(stem[: date.start]), split(stem[date.end :])
    if find_phrase(before):
        return "-".join(before), not is_about(before)
    if _in_handoff_folder(folder):
        return "-".join(before), not is_never(before)
    # The date comes first: what is a topic after it and what a name, only the phrase tells.
    phrase = find_phrase(after)
    named = (*before, *after[slice(*phrase)]) if phrase else before
    return "-".join(named), phrase is not None and not is_about((*before, *after))


def _of_dated_folder(above: str, lead: str, rest: str) -> tuple[str, bool]:
    """Of `above/lead-2026-03-01-rest/name` or `above/2026/03/01-rest`."""
    before, own = split(lead), split(rest.rpartition("/")[2])
    if "/" in rest and find_phrase(own):
        return "-".join((*before, *own)), not is_about(own)
    return "-".join(before), (bool(find_phrase(before)) or _in_handoff_folder(above)) and not is_about(before)


def _is_undated_handoff(folder: str, stem: str) -> bool:
    words = split(stem)
    if find_phrase(words):
        return not is_about(words)
    # `packages/handoff/` is rather a component of that name than a folder of notes.
    is_notes = "/." in f"/{folder}" or folder.endswith(("s", "S")) or not folder.isascii()
    return is_notes and is_handoff_folder(folder) and not is_never(words)


def _in_handoff_folder(folder: str) -> bool:
    return any(is_handoff_folder(part) for part in folder.split("/"))


def _find_date(text: str) -> _Date | None:
    return next(_dates(text), None)


def _dates(text: str) -> Iterator[_Date]:
    for pattern in _DATES:
        for found in pattern.finditer(text):
            facts = found.groupdict()
            year = facts.get("year") or f"20{facts['short']}"
            clock = (int(facts.get(unit) or 0) for unit in ("hour", "minute", "second"))
            try:
                moment = datetime(int(year), int(facts["month"]), int(facts["day"]), *clock, tzinfo=UTC)
            except ValueError:  # 30 February
                continue
            yield _Date(moment=moment, start=found.start(), end=found.end())


def _without_extension(path: str) -> str:
    folder, slash, file = path.rpartition("/")
    stem, dot, extension = file.rpartition(".")
    return folder + slash + (stem if dot and stem and extension.isalpha() else file)


def _id(text: str) -> str:
    """An id is the same for all cases of a name, and printable text for every name that git can hold."""
    readable = text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    plain = unicodedata.normalize("NFC", readable).casefold()
    return "".join(letter if letter.isprintable() else f"\\u{ord(letter):04x}" for letter in plain)


def natural(path: str) -> Sequence[tuple[int, str]]:
    """A key that sorts numbers in names by their value."""
    return [(int(part), "") if part.isdecimal() else (0, part) for part in re.split(r"(\d{1,18})", path)]
