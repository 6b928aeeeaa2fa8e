"""Handoffs -> streams: which belong together, and which of them is the newest. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from handoff_issues.handoff.files.names import Name, natural


@dataclass(frozen=True, slots=True)
class HandoffFile:
    """A handoff file of the commit, and what decides its place in a stream."""

    name: Name
    date: date | None
    """As its text says it."""
    changed: datetime
    """When its last commit was made."""
    order: int
    """Place of the commit that brought it, on the line of first parents: 0 is the newest."""
    predecessors: tuple[str, ...] = ()
    """Paths of handoffs that it names as the ones before it."""

    @property
    def own(self) -> datetime | None:
        """Its own date, as `own_date` has it."""
        return own_date(self.name, self.date)


def own_date(name: Name | None, text: date | None) -> datetime | None:
    """The date of a handoff in UTC: the name's, else that of its text at midnight."""
    if name is not None and name.moment is not None:
        return name.moment
    return None if text is None else datetime.combine(text, time(), UTC)


def group(names: Iterable[Name]) -> dict[str, list[Name]]:
    """The series of dated files and the living files, by id.

    An archived file joins the series of its folder and name, or the living file of that name.
    """
    every = list(names)
    living = {name.base: name.stream for name in every if name.moment is None and not name.is_history}
    current = {name.stream for name in every if not name.is_history}
    streams: dict[str, list[Name]] = defaultdict(list)
    for name in every:
        fits = name.stream in current or not name.is_history
        streams[name.stream if fits else living.get(name.base, name.stream)].append(name)
    return dict(streams)


def tie(streams: Mapping[str, Sequence[HandoffFile]]) -> dict[str, list[HandoffFile]]:
    """Streams joined where a handoff of one names one of another as its predecessor, newest first each.

    The id of the stream that holds the oldest handoff stays, so that what was filed under it is found
    again. A stream that is all history has no live handoff and is left out.
    """
    home = {note.name.path: id for id, notes in streams.items() for note in notes}
    leader = {id: id for id in streams}

    def find(stream: str) -> str:
        while leader[stream] != stream:
            stream = leader[stream]
        return stream

    for notes in streams.values():
        for note in notes:
            for path in note.predecessors:
                if path in home:
                    leader[find(home[note.name.path])] = find(home[path])
    tied: dict[str, list[HandoffFile]] = defaultdict(list)
    for id, notes in streams.items():
        tied[find(id)].extend(notes)
    result: dict[str, list[HandoffFile]] = {}
    for notes in tied.values():
        if any(not note.name.is_history for note in notes):
            ordered = newest_first(notes)
            result[home[ordered[-1].name.path]] = ordered
    return dict(sorted(result.items()))


def newest_first(notes: Iterable[HandoffFile]) -> list[HandoffFile]:
    """By date and time in the name, then in the text, then by the order of commits, then by the path.

    What has no date of its own stands where its last commit does. An archived handoff is
    older than every other.
    """
    return sorted(notes, key=_age, reverse=True)


def _age(note: HandoffFile) -> tuple[object, ...]:
    moment = note.own or note.changed
    return (not note.name.is_history, moment, note.date or moment.date(), -note.order, natural(note.name.path))
