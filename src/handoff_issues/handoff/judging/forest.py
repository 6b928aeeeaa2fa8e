"""What was learnt from labelled notes: weights of tokens, and decision trees over them and over measures.

`fitted.json` holds it; `scripts/fit.py` writes it. One forest judges blocks: it was grown by gradient boosting on top
of what the signals weigh (Friedman, "Greedy function approximation", 2001), and says only what those leave out.
Another one tells which two mentions are of one work.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import repeat
from typing import Any, NamedTuple, TypeAlias, cast

from handoff_issues.handoff.judging.tokens import Part

Measures = dict[str, float]
"""The name of a measure -> its value. A measure that something has not is left out, and counts as 0."""

UNIT = 0.4
"""The log-odds of one unit of the signals' weights, and of all that is added to them."""
ALL = "its words: with all above"
"""The measure of all parts of the tokens together."""


Branch: TypeAlias = "tuple[int, float, Tree, Tree, float]"
"""A node of a decision tree: the number of the measure that it asks for; a limit; what is next up to that, itself
included, and above it; and what all that comes to the node is worth on the average."""
Tree: TypeAlias = "Branch | float"
"""A leaf is what that is worth which comes to it."""


@dataclass(frozen=True)
class Forest:
    """Fitted trees."""

    measures: Sequence[str]
    """The names of the measures, in the order of their numbers."""
    trees: Sequence[Tree]
    start: float
    """What everything starts from."""

    def vector(self, measures: Mapping[str, float]) -> list[float]:
        """The measures that are asked for, in their order."""
        return [measures.get(name, 0.0) for name in self.measures]

    def read(self, vector: Sequence[float]) -> float:
        """What the trees say; above 0 it is so."""
        total = self.start
        for node in self.trees:
            while isinstance(node, tuple):
                measure, limit, low, high, _ = node
                node = low if vector[measure] <= limit else high
            total += node
        return total

    def contributions(self, vector: Sequence[float]) -> dict[str, float]:
        """The same by what the measures are of, the words before their colons (Saabas, 2014).

        They add up to it, but for `start` and for what all are worth on the average.
        """
        found = {subject(name): 0.0 for name in self.measures}
        for node in self.trees:
            while isinstance(node, tuple):
                measure, limit, low, high, worth = node
                node = low if vector[measure] <= limit else high
                after = node[4] if isinstance(node, tuple) else node
                found[subject(self.measures[measure])] += after - worth
        return found


@dataclass(frozen=True)
class TokenWeights:
    """What each token weighs."""

    parts: Mapping[Part, Mapping[str, float]]
    start: float
    """What all of them together start from."""

    def weigh(self, tokens: Mapping[Part, Iterable[str]]) -> Measures:
        """What the tokens of each part weigh."""
        return {part: sum(map(self.parts[part].get, own, repeat(0.0))) for part, own in tokens.items()}

    def measure(self, *parts: Mapping[str, float]) -> Measures:
        """The measures of what all parts weigh, and of all together."""
        found: Measures = {}
        for each in parts:
            found |= each
        return found | {ALL: self.start + sum(found.values())}


class Fitted(NamedTuple):
    """All that was learnt."""

    tokens: TokenWeights
    items: Forest
    """What it adds to the weight of its signals that a block looks like an item, in the units of those weights."""
    same: Forest
    """That two mentions are of one work, in log-odds."""


def subject(measure: str) -> str:
    """What a measure is of: "its list" of "its list: verbs"."""
    return measure.partition(":")[0]


def read_forest(written: Mapping[str, Any]) -> Forest:
    """A forest as it is written: a branch is a list of its five fields, a leaf is a number."""
    trees = [_read_tree(tree) for tree in written["trees"]]
    return Forest(measures=written["measures"], trees=trees, start=written["start"])


def _read_tree(written: Any) -> Tree:
    if not isinstance(written, list):
        return written
    measure, limit, low, high, worth = cast("list[Any]", written)
    return measure, limit, _read_tree(low), _read_tree(high), worth


@cache
def fitted() -> Fitted:
    """What is shipped."""
    written = json.loads((files("handoff_issues.handoff.judging") / "fitted.json").read_text(encoding="utf-8"))
    tokens = {Part(part): table for part, table in written["tokens"]["parts"].items()}
    return Fitted(
        tokens=TokenWeights(tokens, written["tokens"]["start"]),
        items=read_forest(written["items"]),
        same=read_forest(written["same"]),
    )
