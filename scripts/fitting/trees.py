"""How trees are grown, and written for `handoff/judging/forest.py`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import lightgbm

GROWTH: dict[str, Any] = {
    "objective": "binary",
    "learning_rate": 0.3,
    "num_leaves": 24,
    "min_data_in_leaf": 30,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 20,
    "seed": 1,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 2,
    "verbose": -1,
}


def written_forest(
    forests: Sequence[lightgbm.Booster], measures: Sequence[str], start: float, unit: float
) -> dict[str, Any]:
    """The mean of forests as `forest.py` reads it; `start` is in units, of which each is `unit` log-odds."""
    dumped = [tree for forest in forests for tree in forest.dump_model()["tree_info"]]
    return {
        "start": round(start, 4),
        "measures": list(measures),
        "trees": [_node(tree["tree_structure"], unit * len(forests)) for tree in dumped],
    }


def _node(node: dict[str, Any], unit: float) -> Any:
    if "leaf_value" in node:
        return round(node["leaf_value"] / unit, 4)
    sides = (_node(node["left_child"], unit), _node(node["right_child"], unit))
    return [node["split_feature"], float(f"{node['threshold']:.6g}"), *sides, round(node["internal_value"] / unit, 4)]
