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

from handoff_issues.handoff.tokens import Part

ALL = "all of its words"
"""The measure of all parts of the tokens together."""


@dataclass(frozen=True)
class Tree:
    """A decision tree in arrays: the node `n` goes on to `left[n]` where its measure is at most its limit.

    A node below 0 is a leaf. `value` is what a block that comes to a node is worth on the average.
    """

    measure: Sequence[int]
    limit: Sequence[float]
    left: Sequence[int]
    right: Sequence[int]
    value: Sequence[float]
    leaf: Sequence[float]

    def read(self, measures: Sequence[float]) -> float:
        """The worth of the leaf that a block comes to."""
        node = 0
        while node >= 0:
            side = self.left if measures[self.measure[node]] <= self.limit[node] else self.right
            node = side[node]
        return self.leaf[~node]

    def steps(self, measures: Sequence[float]) -> Iterable[tuple[int, float]]:
        """Each measure that was asked for on the way to the leaf, and what its answer changed."""
        node, worth = 0, self.value[0]
        while node >= 0:
            measure = self.measure[node]
            side = self.left if measures[measure] <= self.limit[node] else self.right
            node = side[node]
            after = self.value[node] if node >= 0 else self.leaf[~node]
            yield measure, after - worth
            worth = after


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
        return self.start + sum([tree.read(vector) for tree in self.trees])

    def contributions(self, vector: Sequence[float]) -> dict[str, float]:
        """The same, by the measures that led to it (Saabas, 2014); they add up to it with what is left over."""
        found = dict.fromkeys(self.measures, 0.0)
        for tree in self.trees:
            for measure, change in tree.steps(vector):
                found[self.measures[measure]] += change
        return found


@cache
def forest() -> Forest:
    """What is shipped."""
    written = json.loads((files("handoff_issues.handoff") / "fitted.json").read_text(encoding="utf-8"))
    return Forest(
        tokens={Part(part): table for part, table in written["tokens"].items()},
        bias=written["bias"],
        measures=written["measures"],
        trees=[Tree(**tree) for tree in written["trees"]],
        start=written["start"],
        unit=written["unit"],
    )
