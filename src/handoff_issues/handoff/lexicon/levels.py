"""What words say of how urgent something is."""

from __future__ import annotations

import re
from dataclasses import replace

from handoff_issues.handoff.lexicon.readings import Hit, Reading
from handoff_issues.handoff.lexicon.terms import Group
from handoff_issues.model import Priority

_CODE = re.compile(r"p\d")


def levels_in(reading: Reading) -> list[Priority]:
    """The levels that words name: of codes side by side ("P0/P1") the weakest, and none that is denied ("not P0")."""
    found: list[Priority] = []
    last: Hit | None = None
    for hit in reading.of(Group.PRIORITY):
        if reading.negated(hit):
            continue
        level = Priority(hit.value)
        if last is not None and last.stop == hit.first and is_code(hit, reading) and is_code(last, reading):
            level = max(found.pop(), level, key=lambda one: one.rank)
        found.append(level)
        last = hit
    return found


def is_code(hit: Hit, reading: Reading) -> bool:
    """Whether a level is written as a code: "P1"."""
    return _CODE.fullmatch(reading.words[hit.first]) is not None


def without_codes(reading: Reading) -> Reading:
    """A reading in which codes are no levels."""
    levels = reading.of(Group.PRIORITY)
    kept = [hit for hit in levels if not is_code(hit, reading)]
    if len(kept) == len(levels):
        return reading
    others = {group: hits for group, hits in reading.groups.items() if group is not Group.PRIORITY}
    return replace(reading, groups=others | ({Group.PRIORITY: kept} if kept else {}))
