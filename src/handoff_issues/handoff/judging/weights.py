"""How much speaks for a block being an item, by its signals alone: the weights that people set."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from handoff_issues.handoff.judging.signals import signals
from handoff_issues.handoff.lexicon import load_table
from handoff_issues.handoff.structure.views import View


@cache
def weights() -> dict[str, float]:
    """The weight of each signal, as shipped."""
    return {name: float(value) for name, value in load_table("weights.yml", folder="judging").items()}


def weigh_signals(names: Iterable[str]) -> float:
    """The sum of the weights of these signals."""
    table = weights()
    return sum([table.get(name, 0.0) for name in names])


def weigh(view: View) -> float:
    """How much the signals of a block speak for an item; below 0: against it."""
    return weigh_signals(signals(view))
