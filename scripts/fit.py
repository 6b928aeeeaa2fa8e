"""Fit what `handoff/forest.py` reads to labelled notes, and say how it does on notes that it was not fitted to.

    python scripts/fit.py ../shared/corpus MORE...

Each folder holds `docs/*.md` and `gold/*.json`, labelled by the guide of the first one. Notes of the first one's
part `aside` are never fitted to. Needs `requirements/fit.txt`.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from math import log
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from handoff_issues.handoff import Lexicon
from handoff_issues.handoff.candidates import walk_page
from handoff_issues.handoff.forest import ALL
from handoff_issues.handoff.outline import read_outline
from handoff_issues.handoff.overrules import Overrules
from handoff_issues.handoff.signals import signals
from handoff_issues.handoff.source import read_source
from handoff_issues.handoff.surroundings import Measures, measure_page
from handoff_issues.handoff.tokens import Part, heading_tokens, meaning_tokens, word_tokens
from handoff_issues.handoff.weights import weigh_signals

FITTED = Path(__file__).parent.parent / "src/handoff_issues/handoff/fitted.json"
OWN_NOTES = [Path(__file__).parent.parent / "tests/handoff" / folder for folder in ("languages", "plain")]
READ_AS = re.compile(r"\s*<!-- (?P<label>[a-z ]+) -->$")
"""How a line of these is to be read (see `tests/handoff/test_languages.py`)."""
UNIT = 0.4
"""The log-odds of one unit of the signals' weights."""
THRESHOLD = 0.35
"""The likelihood from which a block is taken for an item."""
SECOND = 0.15
"""How much a further mention of a work counts, beside the one that tells most of it: it may as well be left out."""
OF_CORPUS = 2.0
"""How much a note of the corpus counts: its labels are those of the guide's own authors."""
OF_OWN = 1.0
"""The same of our own notes, of which there is one in each language."""
DOCUMENTS = 12
"""A token of fewer notes tells of those notes only."""
FOLDS = 5
TREES = 300
GROWTH: dict[str, Any] = {
    "objective": "binary",
    "learning_rate": 0.04,
    "num_leaves": 15,
    "min_data_in_leaf": 30,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5,
    "seed": 1,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 2,
    "verbose": -1,
}
SMOOTHNESS = 0.03
"""The inverse of the penalty on the weights of tokens (`C` of scikit-learn)."""


Labels = tuple[set[int], set[int], set[int]]
"""The first lines of the most detailed mentions of works, of their further mentions, and of what may be work."""


@dataclass
class Row:
    """One block of a note, and what its label says."""

    note: str
    weight: float
    measures: Measures
    tokens: dict[Part, list[str]]
    is_item: bool = False
    counts: float = 1.0


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


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument(
        "--check", action="store_true", help="fit to four fifths of the notes at a time, and write nothing"
    )
    options = parser.parse_args()
    aside = _aside(options.folders[0])
    rows = [
        row
        for number, folder in enumerate(options.folders)
        for row in _read_folder(folder, aside, OF_CORPUS if number == 0 else 1.0)
    ]
    rows += [row for folder in OWN_NOTES for note in sorted(folder.glob("*.md")) for row in _read_own_note(note)]
    table = Table(rows)
    every = np.arange(len(rows))
    print(
        f"{len(set(table.note))} notes, {len(rows)} blocks, {table.is_item.sum()} mentions, {len(table.words)} tokens"
    )
    if options.check:
        told = np.zeros(len(rows))
        for others, own in GroupKFold(FOLDS).split(every, groups=table.note):
            told[own] = fit(table, others).read(table, own)
        found = (told > 0) * table.counts
        right, there = (found * table.is_item).sum(), (table.is_item * table.counts).sum()
        print(
            "mentions in notes that it was not fitted to: "
            f"precision {right / found.sum():.3f} recall {right / there:.3f} F1 {2 * right / (found.sum() + there):.3f}"
        )
        return 0
    FITTED.write_text(_written(table, fit(table, every)), encoding="utf-8")
    print(f"{FITTED.name}: {FITTED.stat().st_size // 1000} kB")
    return 0


def fit(table: Table, rows: Any) -> Fit:
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
    return model.fit(table.tokens[rows], table.is_item[rows], sample_weight=table.counts[rows])


def _parts(model: Any, table: Table, rows: Any) -> Any:
    """What the tokens of each part weigh, and what all do."""
    weights, tokens = model.coef_[0], table.tokens[rows]
    parts = [tokens @ np.where(table.part == at, weights, 0.0) for at in range(len(Part))]
    return np.stack([*parts, sum(parts) + model.intercept_[0]], axis=1)


def _aside(corpus: Path) -> set[str]:
    """The notes that are kept aside, as the corpus's own scorer parts them."""
    sys.path.insert(0, str(corpus.parent / "bench"))
    from score import part_of  # pyright: ignore[reportMissingImports]

    places = json.loads((corpus / "paths.json").read_text(encoding="utf-8"))
    return {name for name, place in places.items() if part_of(place["repository"]) == "aside"}


def _read_folder(folder: Path, aside: set[str], counts: float) -> Iterator[Row]:
    for gold in sorted((folder / "gold").glob("*.json")):
        text = folder / "docs" / f"{gold.stem}.md"
        if gold.stem not in aside and text.exists():
            items = json.loads(gold.read_text(encoding="utf-8"))["items"]
            yield from _read_note(gold.stem, text.read_bytes().decode(), _labels(items), counts)


def _read_own_note(path: Path) -> Iterator[Row]:
    """A note of the tests, which says itself how its lines are to be read."""
    lines = path.read_text(encoding="utf-8").split("\n")
    said = {n: found["label"] for n, line in enumerate(lines, 1) if (found := READ_AS.search(line))}
    again = {n for n, label in said.items() if label == "again"}
    best = {n for n, label in said.items() if label != "done"} - again
    text = "\n".join(READ_AS.sub("", line) for line in lines)
    yield from _read_note(path.stem, text, (best, again, set()), OF_OWN)


def _read_note(name: str, text: str, labels: Labels, counts: float) -> Iterator[Row]:
    source = read_source(text, path=f"{name}.md")
    lexicon = Lexicon.for_text(source.markdown).for_page()
    page = list(walk_page(read_outline(source), lexicon, Overrules()))
    named = [signals(seen.view) for seen in page]
    weights = [weigh_signals(each) for each in named]
    measures = measure_page(page, weights, lexicon)
    best, further, optional = map(set, labels)
    for seen, names, weight, measured in zip(page, named, weights, measures, strict=True):
        view = seen.view
        tokens = {
            Part.WORDS: list(word_tokens(view)),
            Part.MEANING: list(meaning_tokens(view)),
            Part.HEADINGS: list(heading_tokens(view.block.parent, lexicon)),
            Part.SIGNALS: list(names),
        }
        row = Row(name, weight, measured, tokens, counts=counts)
        start = view.block.start
        if start in best or start in further:
            row.is_item, row.counts = True, counts * (1.0 if start in best else SECOND)
            best.discard(start)
            further.discard(start)
            optional.add(start)  # what begins on the same line
        elif start in optional:
            row.counts = 0.0
        yield row


def _labels(items: Iterable[dict[str, Any]]) -> Labels:
    core = [item["mentions"] for item in items if item["strength"] == "core"]
    best = {mentions[0][0] for mentions in core}
    further = {first for mentions in core for first, _ in mentions} - best
    optional = {first for item in items for first, _ in item["mentions"]} - best - further
    return best, further, optional


def _written(table: Table, fitted: Fit) -> str:
    names = [*table.names, *Part, ALL]
    tokens: dict[Part, dict[str, float]] = {part: {} for part in Part}
    for (part, token), at in table.words.items():
        weight = round(float(fitted.tokens.coef_[0][at]), 3)
        if weight:
            tokens[part][token] = weight
    dumped = fitted.trees.dump_model()["tree_info"]
    return (
        json.dumps(
            {
                "unit": UNIT,
                "start": round(-log(THRESHOLD / (1 - THRESHOLD)) / UNIT, 4),
                "bias": round(float(fitted.tokens.intercept_[0]), 4),
                "measures": names,
                "tokens": tokens,
                "trees": [_node(tree["tree_structure"]) for tree in dumped],
            },
            ensure_ascii=False,
            separators=(",", ":"),
        )
        .replace("},", "},\n")
        .replace("]],[", "]],\n[")
        + "\n"
    )


def _node(node: dict[str, Any]) -> Any:
    """A node as `forest.py` reads it, its worth in the units of the signals' weights."""
    if "leaf_value" in node:
        return round(node["leaf_value"] / UNIT, 4)
    sides = (_node(node["left_child"]), _node(node["right_child"]))
    return [node["split_feature"], float(f"{node['threshold']:.6g}"), *sides, round(node["internal_value"] / UNIT, 4)]


if __name__ == "__main__":
    sys.exit(main())
