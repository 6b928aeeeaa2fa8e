"""Which blocks are items: weights of tokens, and trees on top of the signals' weights."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import log
from typing import Any

import lightgbm
import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from handoff_issues.handoff.judging.forest import ALL, UNIT
from handoff_issues.handoff.judging.neighbours import measure_neighbours
from handoff_issues.handoff.judging.tokens import Part

from .notes import Note, Row
from .trees import GROWTH, written_forest

THRESHOLD = 0.42
"""The likelihood from which a block is taken for an item: lower ones find more, and file more that is none."""
DOCUMENTS = 12
"""A token of fewer notes tells of those notes only."""
FOLDS = 5
FORESTS = 3
"""Grown from different seeds and averaged, since single ones differ by chance."""
TREES = 35
LEAST = 0.01
"""A token that weighs less is left out."""
SMOOTHNESS = 0.01
"""The inverse of the penalty on the weights of tokens (`C` of scikit-learn)."""


@dataclass
class Table:
    """All rows of some notes, as arrays."""

    notes: list[Note]
    rows: list[Row] = field(init=False)
    names: list[str] = field(init=False)
    words: dict[tuple[Part, str], int] = field(init=False)

    def __post_init__(self) -> None:
        self.rows = rows = [row for note in self.notes for row in note.rows]
        self.names = sorted({name for row in rows for name in row.measures})
        self.measures = np.array([[row.measures.get(name, 0.0) for name in self.names] for row in rows])
        self.around = sorted({name for note in self.notes for name in _names_around(note)})
        self.weight = np.array([row.weight for row in rows])
        self.is_item = np.array([row.is_item for row in rows]).astype(int)
        self.counts = np.array([row.counts for row in rows])
        self.note = np.array([at for at, note in enumerate(self.notes) for _ in note.rows])
        notes: dict[tuple[Part, str], set[int]] = defaultdict(set)
        for row, note in zip(rows, self.note, strict=True):
            for part, tokens in row.tokens.items():
                for token in tokens:
                    notes[part, token].add(note)
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
    forests: Sequence[lightgbm.Booster]

    def read(self, table: Table, rows: Any) -> Any:
        """The log-odds of rows being items, above the threshold."""
        vectors = np.hstack([table.measures[rows], _said(self.tokens, table, rows)])
        grown = [np.asarray(forest.predict(vectors, raw_score=True)) for forest in self.forests]
        return np.mean(grown, axis=0) + UNIT * table.weight[rows] - log(THRESHOLD / (1 - THRESHOLD))

    def written(self, table: Table) -> dict[str, Any]:
        """The tokens and the forest as `forest.py` reads them."""
        parts: dict[Part, dict[str, float]] = {part: {} for part in Part}
        for (part, token), at in table.words.items():
            weight = round(float(self.tokens.coef_[0][at]), 3)
            if weight:
                parts[part][token] = weight
        names = [*table.names, *Part, ALL, *table.around]
        start = -log(THRESHOLD / (1 - THRESHOLD)) / UNIT
        return {
            "tokens": {"parts": parts, "start": round(float(self.tokens.intercept_[0]), 4)},
            "items": written_forest(self.forests, names, start, UNIT),
        }


def _names_around(note: Note) -> set[str]:
    """The names of the measures of what the tokens around a block weigh."""
    page = [row.seen for row in note.rows]
    return {name for measures in measure_neighbours(page, [0.0] * len(page), "tokens") for name in measures}


def scores_by_others(table: Table) -> Any:
    """What each row is given by a fit to the other notes alone."""
    scores, every = np.zeros(len(table.rows)), np.arange(len(table.rows))
    for others, own in GroupKFold(FOLDS).split(every, groups=table.note):
        scores[own] = fit_items(table, others).read(table, own)
    return scores / UNIT


def fit_items(table: Table, rows: Any) -> Fit:
    """What is learnt from some rows; the trees see of each note only what other notes say of its tokens."""
    unseen = np.zeros((len(rows), len(Part) + 1 + len(table.around)))
    for others, own in GroupKFold(FOLDS).split(rows, groups=table.note[rows]):
        unseen[own] = _said(_fit_tokens(table, rows[others]), table, rows[own])
    vectors = np.hstack([table.measures[rows], unseen])
    labels, counts, start = table.is_item[rows], table.counts[rows], UNIT * table.weight[rows]
    forests = [
        lightgbm.train(
            GROWTH | {"seed": seed}, lightgbm.Dataset(vectors, labels, weight=counts, init_score=start), TREES
        )
        for seed in range(1, FORESTS + 1)
    ]
    return Fit(_fit_tokens(table, rows), forests)


def _fit_tokens(table: Table, rows: Any) -> Any:
    model = LogisticRegression(C=SMOOTHNESS, solver="liblinear", max_iter=300)
    model.fit(table.tokens[rows], table.is_item[rows], sample_weight=table.counts[rows])
    model.coef_[np.abs(model.coef_) < LEAST] = 0.0
    return model


def _said(model: Any, table: Table, rows: Any) -> Any:
    """What the tokens of each part weigh, what all do, and what those around do; `rows` are of whole notes."""
    weights, tokens = model.coef_[0], table.tokens[rows]
    parts = [tokens @ np.where(table.part == at, weights, 0.0) for at in range(len(Part))]
    together = sum(parts) + model.intercept_[0]
    around: list[list[float]] = []
    for at in np.split(np.arange(len(rows)), np.flatnonzero(np.diff(table.note[rows])) + 1):
        page = [table.rows[row].seen for row in rows[at]]
        measured = measure_neighbours(page, together[at].tolist(), "tokens")
        around += [[measures.get(name, 0.0) for name in table.around] for measures in measured]
    return np.hstack([np.stack([*parts, together], axis=1), np.array(around)])
