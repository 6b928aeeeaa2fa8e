"""Which two mentions are of one work, among those that are found by a fit to other notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import log
from typing import Any

import lightgbm
import numpy as np

from handoff_issues.handoff.items import name_taken
from handoff_issues.handoff.items.likeness import Weights, read_words
from handoff_issues.handoff.items.merge import compare
from handoff_issues.handoff.items.pairs import measure_pairs
from handoff_issues.handoff.judging import decide
from handoff_issues.handoff.judging.forest import Measures
from handoff_issues.handoff.judging.scores import COMPARED, Verdict, held

from .notes import Note
from .trees import GROWTH, written_forest

THRESHOLD = 0.45
"""The likelihood from which two mentions are of one work: lower ones spare more second issues, and lose works."""
OF_OWN = 3.0
"""How much a pair of our own notes counts: in these, different works share words."""
TREES = 150
SAME_GROWTH = GROWTH | {
    "learning_rate": 0.05,
    "num_leaves": 8,
    "min_data_in_leaf": 20,
    "feature_fraction": 0.5,
    "bagging_fraction": 1.0,
    "lambda_l2": 5,
    "monotone_constraints_method": "intermediate",
}
RISING = ("names: likeness", "names: ahead", "names: said", "titles: ", "texts: common", "texts: share")
"""Measures of which more never speaks against one work."""
FALLING = ("names: another doing",)
"""The same, of which more never speaks for it."""


def fit_same(notes: Sequence[Note], scores: Sequence[float]) -> dict[str, Any]:
    """The forest as `forest.py` reads it; `scores` has what each row is given by a fit to other notes."""
    measured: list[tuple[Measures, bool]] = []
    counts: list[float] = []
    first = 0
    for note in notes:
        stop = first + len(note.rows)
        found = list(_pairs(note, scores[first:stop]))
        measured += found
        counts += [OF_OWN if note.is_own else 1.0] * len(found)
        first = stop
    names = sorted(measured[0][0])
    vectors = np.array([[measures[name] for name in names] for measures, _ in measured], dtype=float)
    data = lightgbm.Dataset(vectors, np.array([same for _, same in measured]).astype(int), weight=np.array(counts))
    senses = [name.startswith(RISING) - name.startswith(FALLING) for name in names]
    print(f"{len(measured)} pairs of mentions, {sum(same for _, same in measured)} of one work")
    trees = lightgbm.train(SAME_GROWTH | {"monotone_constraints": senses}, data, TREES)
    return written_forest([trees], names, -log(THRESHOLD / (1 - THRESHOLD)), 1.0)


def _pairs(note: Note, scores: Sequence[float]) -> Iterator[tuple[Measures, bool]]:
    """The pairs of a note of which both mentions are labelled, and whether they are of one work."""
    if len(note.rows) not in COMPARED:
        return
    verdicts: list[Verdict] = []
    for row, score in zip(note.rows, scores, strict=True):
        verdict = Verdict(row.seen.view, score > 0, float(score), vector=(score,))
        verdicts.append(held(verdict, row.signals, row.weight))
    candidates = name_taken(decide([row.seen for row in note.rows], verdicts))
    words = [read_words(candidate, note.lexicon) for candidate in candidates]
    weights = Weights.of(words)
    alike = compare(candidates, words, weights, note.lexicon)
    works = [{at for at, starts in enumerate(note.works) if one.start in starts} for one in candidates]
    for (left, right), measures in zip(alike, measure_pairs(candidates, words, weights, alike), strict=True):
        if works[left] and works[right]:
            yield measures, not works[left].isdisjoint(works[right])
