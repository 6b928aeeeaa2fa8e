"""Which of our labels an issue should carry, and which a person has taken over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from handoff_issues.config import Labels
from handoff_issues.model import Issue, Kind, Label, Priority
from handoff_issues.reconcile.marker import Marker


@dataclass(frozen=True, slots=True)
class Relabelling:
    """What to add and remove, and what the marker then has to remember."""

    add: tuple[str, ...]
    remove: tuple[str, ...]
    labels: tuple[str, ...]
    theirs: tuple[str, ...]


def wanted(labels: Labels, kind: Kind, priority: Priority | None) -> tuple[str, ...]:
    """The labels of a new issue."""
    names = [labels.handoff.name]
    if kind is Kind.BLOCKER:
        names.append(labels.blocker.name)
    elif kind is Kind.QUESTION:
        names.append(labels.question.name)
    if priority is not None:
        names.append(labels.of(priority).name)
    return tuple(names)


def has(issue: Issue, label: Label) -> bool:
    """Whether the issue carries the label, whatever its case."""
    return label.name.casefold() in _folded(issue.labels)


def relabel(issue: Issue, marker: Marker, wanted: Iterable[str], labels: Labels) -> Relabelling:
    """Bring our labels into step, group by group, leaving alone each group that a person changed.

    A group is ours while the issue carries what we last set; also while it lies between that and
    what is wanted now, which is how a run that broke off leaves it.
    """
    target = frozenset(wanted)
    recorded, present = _folded(marker.labels), _folded(issue.labels)
    add: list[str] = []
    remove: list[str] = []
    kept: list[str] = []
    theirs: list[str] = []
    for group, names in _groups(labels).items():
        want = {name.casefold(): name for name in names if name in target}
        ours = {name.casefold(): name for name in names if name.casefold() in recorded}
        now = {name.casefold(): name for name in names if name.casefold() in present}
        between = want.keys() <= now.keys() <= want.keys() | ours.keys()
        if group in marker.theirs or not (now.keys() == ours.keys() or between):
            theirs.append(group)
            kept.extend(ours.values())
            continue
        add.extend(name for folded, name in want.items() if folded not in now)
        remove.extend(name for folded, name in now.items() if folded not in want)
        kept.extend(want.values())
    # Our own label is set once, at opening: a person who takes it off has a reason.
    kept.extend(name for name in marker.labels if name.casefold() == labels.handoff.name.casefold())
    return Relabelling(add=tuple(add), remove=tuple(remove), labels=tuple(kept), theirs=tuple(theirs))


def _groups(labels: Labels) -> Mapping[str, tuple[str, ...]]:
    """Labels of which one replaces another."""
    return {
        "kind": (labels.blocker.name, labels.question.name),
        "priority": tuple(labels.of(priority).name for priority in Priority),
        "unconfirmed": (labels.unconfirmed.name,),
    }


def _folded(names: Iterable[str]) -> dict[str, str]:
    return {name.casefold(): name for name in names}
