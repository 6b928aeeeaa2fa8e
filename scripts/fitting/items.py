"""Which blocks are items: weights of tokens, and trees on top of the signals' weights."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from math import log
from typing import Any

import lightgbm
import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from handoff_issues.handoff.forest import ALL, UNIT
from handoff_issues.handoff.tokens import Part

from .notes import Row
from .trees import GROWTH, written_forest

THRESHOLD = 0.35
"""The likelihood from which a block is taken for an item."""
DOCUMENTS = 12
"""A token of fewer notes tells of those notes only."""
FOLDS = 5
TREES = 150
LEAST = 0.01
"""A token that weighs less is left out."""
SMOOTHNESS = 0.01
"""The inverse of the penalty on the weights of tokens (`C` of scikit-learn)."""


@dataclass
class Table:
    """All rows, as arrays."""

    rows: list[Row]
    names: list[str] = field(init=False)
    words: dict[tuple[Part, str], int] = field(init=False)

    def __post_init__(self) -> None:
        rows = self.rows
        self.names = sorted({name for row in rows for name in row.measures})
        self.measures = np.array([[row.measures.get(name, 0.0) for name in self.names] for row in rows])
        self.weight = np.array([row.weight for row in rows])
        self.is_item = np.array([row.is_item for row in rows]).astype(int)
        self.counts = np.array([row.counts for row in rows])
        self.note = np.array([row.note for row in rows])
        notes: dict[tuple[Part, str], set[str]] = defaultdict(set)
        for row in rows:
            for part, tokens in row.tokens.items():
                for token in tokens:
                    notes[part, token].add(row.note)
        known = sorted(token for token, seen in notes.items() if len(seen) >= DOCUMENTS)
        self.words = {token: at for at, token in enumerate(known)}
        self.part = np.array([list(Part).index(part) for part, _ in known])
        places = [
            (at, self.words[part, token])
            for at, row in enumerate(rows)
            for part, tokens in row.tokens.items()
            for token in set(tokens)
            if (part, token) in self.words
        ]
        ones = np.ones(len(places))
        self.tokens = csr_matrix((ones, tuple(np.array(places).T)), shape=(len(rows), len(known)))


@dataclass
class Fit:
    """Weights of tokens, and trees."""

    tokens: Any
    trees: lightgbm.Booster

    def read(self, table: Table, rows: Any) -> Any:
        """The log-odds of rows being items, above the threshold."""
        vectors = np.hstack([table.measures[rows], _parts(self.tokens, table, rows)])
        grown = np.asarray(self.trees.predict(vectors, raw_score=True))
        return grown + UNIT * table.weight[rows] - log(THRESHOLD / (1 - THRESHOLD))

    def written(self, table: Table) -> dict[str, Any]:
        """The tokens and the forest as `forest.py` reads them."""
        parts: dict[Part, dict[str, float]] = {part: {} for part in Part}
        for (part, token), at in table.words.items():
            weight = round(float(self.tokens.coef_[0][at]), 3)
            if weight:
                parts[part][token] = weight
        names = [*table.names, *Part, ALL]
        start = -log(THRESHOLD / (1 - THRESHOLD)) / UNIT
        return {
            "tokens": {"parts": parts, "start": round(float(self.tokens.intercept_[0]), 4)},
            "items": written_forest(self.trees, names, start, UNIT),
        }


def scores_by_others(table: Table) -> Any:
    """What each row is given by a fit to the other notes alone."""
    scores, every = np.zeros(len(table.rows)), np.arange(len(table.rows))
    for others, own in GroupKFold(FOLDS).split(every, groups=table.note):
        scores[own] = fit_items(table, others).read(table, own)
    return scores / UNIT


def fit_items(table: Table, rows: Any) -> Fit:
    """What is learnt from some rows; the trees see of each note only what other notes say of its tokens."""
    unseen = np.zeros((len(rows), len(Part) + 1))
    for others, own in GroupKFold(FOLDS).split(rows, groups=table.note[rows]):
        unseen[own] = _parts(_fit_tokens(table, rows[others]), table, rows[own])
    vectors = np.hstack([table.measures[rows], unseen])
    data = lightgbm.Dataset(
        vectors, table.is_item[rows], weight=table.counts[rows], init_score=UNIT * table.weight[rows]
    )
    return Fit(_fit_tokens(table, rows), lightgbm.train(GROWTH, data, TREES))


def _fit_tokens(table: Table, rows: Any) -> Any:
    model = LogisticRegression(C=SMOOTHNESS, solver="liblinear", max_iter=300)
    model.fit(table.tokens[rows], table.is_item[rows], sample_weight=table.counts[rows])
    model.coef_[np.abs(model.coef_) < LEAST] = 0.0
    return model


def _parts(model: Any, table: Table, rows: Any) -> Any:
    """What the tokens of each part weigh, and what all do."""
    weights, tokens = model.coef_[0], table.tokens[rows]
    parts = [tokens @ np.where(table.part == at, weights, 0.0) for at in range(len(Part))]
    return np.stack([*parts, sum(parts) + model.intercept_[0]], axis=1)
