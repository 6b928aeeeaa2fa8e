"""How much a run may do: the rest is named, and done by the next run or after a person's word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence, Set

from handoff_issues.config import Config
from handoff_issues.model import Kind, Priority, Warning
from handoff_issues.reconcile.change import Change, Verb

# The order in which a plan is carried out: what might be lost comes first.
_ORDER = [Verb.OPEN, Verb.REOPEN, Verb.UPDATE, Verb.CLOSE, Verb.SKIP, Verb.KEEP]


def hold_back(
    changes: Iterable[Change], config: Config, *, lifted: Set[str] = frozenset()
) -> tuple[list[Change], tuple[Warning, ...]]:
    """Put the changes in order, hold back what is over a cap, and refuse what looks like a misreading.

    The items with the ids `lifted` are opened all the same, and count for no cap.
    """
    every = list(changes)
    asked = [change for change in every if change.verb is Verb.OPEN and change.id in lifted]
    changes, warnings = _misreadings([change for change in every if change not in asked], config)
    changes = sorted(changes, key=_urgency)
    changes = _cap(changes, Verb.OPEN, config.max_open, "max-open")
    changes = _cap(changes, Verb.CLOSE, config.max_close, "max-close")
    return sorted([*asked, *changes], key=_urgency) if asked else changes, warnings


def _urgency(change: Change) -> tuple[int, bool, bool, int]:
    """Blockers and urgent work first, and no step before an item; no priority stands between medium and low."""
    rank = Priority.MEDIUM.rank + 0.5 if change.priority is None else change.priority.rank
    is_step = change.verb is Verb.OPEN and change.part_of is not None
    return _ORDER.index(change.verb), is_step, change.kind is not Kind.BLOCKER, int(2 * rank)


def _cap(changes: Sequence[Change], verb: Verb, most: int, name: str) -> list[Change]:
    left, kept = most, list[Change]()
    for change in changes:
        if change.verb is not verb:
            kept.append(change)
        elif left:
            left -= 1
            kept.append(change)
        else:
            reason = f"held back by {name} ({most}): {change.reason}"
            kept.append(change.model_copy(update={"verb": Verb.SKIP, "held": True, "write": None, "reason": reason}))
    return kept


def _misreadings(changes: list[Change], config: Config) -> tuple[list[Change], tuple[Warning, ...]]:
    """A handoff with very many new items is more likely misread than that busy: a person has to confirm it."""
    opened = [change for change in changes if change.verb is Verb.OPEN]
    new = Counter(change.sources[0].path for change in opened)
    items = Counter(change.sources[0].path for change in opened if change.part_of is None)
    doubtful = {
        path: count for path, count in new.items() if count > config.max_new_per_handoff and path not in config.confirm
    }
    # Where only their steps are too many, the items are right.
    only_steps = {path for path in doubtful if items[path] <= config.max_new_per_handoff}
    warnings = tuple(
        Warning(
            path=path,
            message=f"{count} new items {'and steps ' if path in only_steps else ''}are more than max-new-per-handoff "
            f"({config.max_new_per_handoff}), so none of {'the steps' if path in only_steps else 'them'} was opened. "
            "If they are right, name the file in the input confirm",
        )
        for path, count in sorted(doubtful.items())
    )
    reason = "not opened: its handoff has more new items than max-new-per-handoff, and is not confirmed"
    return [
        change.model_copy(update={"verb": Verb.SKIP, "write": None, "reason": reason})
        if change.verb is Verb.OPEN
        and (path := change.sources[0].path) in doubtful
        and (path not in only_steps or change.part_of is not None)
        else change
        for change in changes
    ], warnings
