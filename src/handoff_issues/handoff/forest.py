"""What was learnt from labelled notes: weights of tokens, and decision trees over them and over measures.

`fitted.json` holds it; `scripts/fit.py` writes it. The trees were grown by gradient boosting on top of what the
signals weigh (Friedman, "Greedy function approximation", 2001): they say only what those leave out.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple, TypeAlias, cast

from handoff_issues.handoff.tokens import Part

ALL = "its words: with all above"
"""The measure of all parts of the tokens together."""


class Branch(NamedTuple):
    """A node of a decision tree that is no leaf."""

    measure: int
    """The number of what it asks for."""
    limit: float
    low: Tree
    """What is next up to the limit, itself included."""
    high: Tree
    worth: float
    """What the blocks that come to it are worth on the average."""


Tree: TypeAlias = "Branch | float"
"""A leaf is what a block that comes to it is worth."""


@dataclass(frozen=True)
class Forest:
    """The fitted weights and trees."""

    tokens: Mapping[Part, Mapping[str, float]]
    bias: float
    """What all tokens together start from."""
    measures: Sequence[str]
    """The names of the measures, in the order of their numbers."""
    trees: Sequence[Tree]
    start: float
    """What every block starts from, in the units of the signals' weights. So is all that trees are worth."""
    unit: float
    """The log-odds of one such unit."""

    def weigh(self, part: Part, tokens: Iterable[str]) -> float:
        """What the tokens of one part weigh."""
        table = self.tokens[part]
        return sum([table.get(token, 0.0) for token in tokens])

    def vector(self, measures: Mapping[str, float], parts: Mapping[Part, float]) -> list[float]:
        """All measures in their order, those of the tokens among them."""
        known = {**measures, **parts, ALL: self.bias + sum(parts.values())}
        return [known.get(name, 0.0) for name in self.measures]

    def worth(self, score: float) -> float:
        """What taking a block of this score for an item is worth: from 0.5, where it surely is one, to -0.5."""
        return 0.5 * math.tanh(0.5 * self.unit * score)

    def read(self, vector: Sequence[float]) -> float:
        """What the trees add to the weight of a block's signals."""
        total = self.start
        for node in self.trees:
            while isinstance(node, Branch):
                measure, limit, low, high, _ = node
                node = low if vector[measure] <= limit else high
            total += node
        return total

    def contributions(self, vector: Sequence[float]) -> dict[str, float]:
        """The same by what the measures are of, the words before their colons (Saabas, 2014).

        They add up to it, but for `start` and for what all blocks are worth on the average.
        """
        found = {subject(name): 0.0 for name in self.measures}
        for node in self.trees:
            while isinstance(node, Branch):
                measure, limit, low, high, worth = node
                node = low if vector[measure] <= limit else high
                after = node.worth if isinstance(node, Branch) else node
                found[subject(self.measures[measure])] += after - worth
        return found


def subject(measure: str) -> str:
    """What a measure is of: "its list" of "its list: verbs"."""
    return measure.partition(":")[0]


def read_tree(written: Any) -> Tree:
    """A tree as it is written: a branch is a list of its five fields, a leaf is a number."""
    if not isinstance(written, list):
        return written
    measure, limit, low, high, worth = cast("list[Any]", written)
    return Branch(measure, limit, read_tree(low), read_tree(high), worth)


@cache
def forest() -> Forest:
    """What is shipped."""
    written = json.loads((files("handoff_issues.handoff") / "fitted.json").read_text(encoding="utf-8"))
    return Forest(
        tokens={Part(part): table for part, table in written["tokens"].items()},
        bias=written["bias"],
        measures=written["measures"],
        trees=[read_tree(tree) for tree in written["trees"]],
        start=written["start"],
        unit=written["unit"],
    )
