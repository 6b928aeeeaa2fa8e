"""The table of decisions: in which situation what happens. Every change names its row."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from handoff_issues.config import Labels
from handoff_issues.model import StateReason
from handoff_issues.reconcile.marker import Closing


class Row(NamedTuple):
    """One row."""

    situation: str
    outcome: str


class Rule(StrEnum):
    """Which row of the table decided, in the order in which they are tried."""

    ASKED = "asked"
    TWIN = "twin"
    IGNORED = "ignored"
    NAMED_FOREIGN = "named_foreign"
    UNMARKED = "unmarked"
    LOOKS_LIKE = "looks_like"
    CLOSE_CALL = "close_call"
    SPLIT_OFF = "split_off"
    STEP = "step"
    NEW = "new"
    ADOPTED = "adopted"
    TOMBSTONE = "tombstone"
    CHANGED_SINCE = "changed_since"
    COMPLETED_BY_PERSON = "completed_by_person"
    CLOSED_BY_US = "closed_by_us"
    UNCHANGED = "unchanged"
    CHANGED = "changed"
    RELATED = "related"
    KEPT = "kept"
    SHOWN_DONE = "shown_done"
    SHOWN_DROPPED = "shown_dropped"
    MERGED = "merged"
    SUGGESTED = "suggested"
    REOPENED_BY_PERSON = "reopened_by_person"
    ORPHANED = "orphaned"
    LONG_SILENT = "long_silent"
    SILENT = "silent"
    NO_LONGER_LISTED = "no_longer_listed"


TABLE: Mapping[Rule, Row] = {
    Rule.ASKED: Row("somebody with write access asks for it by `/handoff …`", "done, as that person's own act"),
    Rule.TWIN: Row(
        "a second issue with the same marker",
        "closed as a duplicate, unless a person opened it again or labelled it `{keep.name}` or `{ignore.name}`; "
        "a dismissed one or the oldest stays",
    ),
    Rule.IGNORED: Row("the issue has the label `{ignore.name}`", "nothing"),
    Rule.NAMED_FOREIGN: Row("listed with the number of somebody's open issue", "nothing is opened: tracked there"),
    Rule.UNMARKED: Row("listed, and its issue has lost our marker", "nothing: it is left to people"),
    Rule.LOOKS_LIKE: Row("listed, and an open issue of a person looks like it", "nothing is opened: it is named"),
    Rule.CLOSE_CALL: Row("listed, and two issues are too close to call", "opened, naming both"),
    Rule.SPLIT_OFF: Row("listed beside what keeps the issue of its former whole", "opened, with a link to that issue"),
    Rule.STEP: Row(
        "listed as a step of an item that is split, and no issue yet", "opened, and put under the item's issue once"
    ),
    Rule.NEW: Row("listed, and no issue yet", "opened; an issue of a person that resembles it is named"),
    Rule.ADOPTED: Row(
        "a person's issue was just adopted",
        "a comment of ours says what the handoff does; only it and labels are written",
    ),
    Rule.TOMBSTONE: Row("listed, and a person closed the issue as not planned", "nothing, ever"),
    Rule.CHANGED_SINCE: Row(
        "listed, a person closed it as completed, its entry has changed since, and it was not adopted", "reopened, once"
    ),
    Rule.COMPLETED_BY_PERSON: Row("listed, and a person closed it as completed", "a notice on the handoff's line"),
    Rule.CLOSED_BY_US: Row("listed, and we had closed it", "reopened with a comment"),
    Rule.UNCHANGED: Row(
        "listed, nothing new", "nothing, not even a request; a warning where the same handoff shows it done"
    ),
    Rule.CHANGED: Row("listed, changed", "title, text and our labels follow; what a person edited stays"),
    Rule.RELATED: Row(
        "listed, unchanged, and what it waits for or whose it is has changed",
        "GitHub's dependencies follow, and with `assignees` its assignees; a comment when what it waited for is closed",
    ),
    Rule.KEPT: Row(
        "not listed, or shown finished, and the issue has the label `{keep.name}`",
        "kept open, and never labelled `{unconfirmed.name}`",
    ),
    Rule.SHOWN_DONE: Row(
        "shown done since its stream last listed it, by lines that a person has not outvoted by opening it again",
        "closed as completed, with the lines quoted and linked",
    ),
    Rule.SHOWN_DROPPED: Row("shown cancelled or superseded, likewise", "closed as not planned, likewise"),
    Rule.MERGED: Row(
        "one item now covers it and others by name", "the oldest issue stays; the others are closed as duplicates"
    ),
    Rule.SUGGESTED: Row(
        "any of these three, or a silence that would close it, and the issue was adopted", "a comment says so, once"
    ),
    Rule.REOPENED_BY_PERSON: Row(
        "closed by us or by a person, a person opened it again, and nothing above applies",
        "remembered, once: only other lines that show it finished close it again",
    ),
    Rule.ORPHANED: Row("its stream has no handoff any more, or none that counts", "kept"),
    Rule.LONG_SILENT: Row(
        "not mentioned in `absent-after` handoffs", "`on-absent`: labelled `{unconfirmed.name}`, kept or closed"
    ),
    Rule.SILENT: Row("not mentioned any more", "kept"),
    Rule.NO_LONGER_LISTED: Row("closed, and no longer listed", "the label `{listed.name}` is taken off"),
}
"""All rows, the first that applies first; in braces, the labels of the settings."""


def row(rule: Rule, labels: Labels) -> Row:
    """The row as people read it, where these are the labels."""
    return Row(*(text.format_map(dict(labels)) for text in TABLE[rule]))


def markdown() -> str:
    """The table as the README has to hold it, with the labels that are the default."""
    rows = [f"| {situation} | {outcome} |" for situation, outcome in (row(rule, Labels()) for rule in TABLE)]
    return "\n".join(["| situation | what happens |", "| --- | --- |", *rows])


def rule_of(closing: Closing) -> Rule:
    """By which row we closed an issue, as its marker remembers it."""
    if closing.reason is StateReason.DUPLICATE:
        return Rule.TWIN if closing.evidence is None else Rule.MERGED
    if closing.evidence is None:
        return Rule.LONG_SILENT
    return Rule.SHOWN_DONE if closing.reason is StateReason.COMPLETED else Rule.SHOWN_DROPPED
