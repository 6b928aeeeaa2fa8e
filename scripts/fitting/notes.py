"""Labelled notes, read block by block as the program reads them."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from handoff_issues.handoff import Lexicon
from handoff_issues.handoff.judging.candidates import Seen, walk_page
from handoff_issues.handoff.judging.forest import Measures
from handoff_issues.handoff.judging.signals import signals
from handoff_issues.handoff.judging.surroundings import measure_page
from handoff_issues.handoff.judging.tokens import Part, heading_tokens, own_tokens
from handoff_issues.handoff.judging.weights import weigh_signals
from handoff_issues.handoff.outline import read_outline
from handoff_issues.handoff.outline.source import read_source
from handoff_issues.handoff.structure.overrules import Overrules

OWN_NOTES = [Path(__file__).parents[2] / "tests/handoff" / folder for folder in ("languages", "plain")]
READ_AS = re.compile(r"\s*<!-- (?P<label>[a-z ]+) -->$")
"""How a line of these is to be read (see `tests/handoff/test_languages.py`)."""
SECOND = 0.15
"""How much a further mention of a work counts, beside the one that tells most of it: it may as well be left out."""
OF_CORPUS = 2.0
"""How much a note of the corpus counts: its labels are those of the guide's own authors."""
OF_OWN = 2.0
"""The same of our own notes, of which there is one in each language."""

Labels = tuple[set[int], set[int], set[int]]
"""The first lines of the most detailed mentions of works, of their further mentions, and of what may be work."""


@dataclass
class Row:
    """One block of a note, and what its label says."""

    seen: Seen
    signals: Sequence[str]
    weight: float
    measures: Measures
    tokens: dict[Part, list[str]]
    is_item: bool = False
    counts: float = 1.0


@dataclass
class Note:
    """One note."""

    lexicon: Lexicon
    rows: list[Row]
    is_own: bool = False
    works: list[set[int]] = field(default_factory=list[set[int]])
    """The first lines of the mentions of each work."""


def read_notes(folders: Sequence[Path]) -> Iterator[Note]:
    """The notes of the folders, the first of which is the corpus, and our own."""
    aside = _aside(folders[0])
    for folder in folders:
        for gold in sorted((folder / "gold").glob("*.json")):
            text = folder / "docs" / f"{gold.stem}.md"
            if text.exists() and not (folder is folders[0] and gold.stem in aside):
                items = json.loads(gold.read_text(encoding="utf-8"))["items"]
                counts = OF_CORPUS if folder is folders[0] else 1.0
                note = _read_note(f"{folder.name}/{gold.stem}", text.read_bytes().decode(), _labels(items), counts)
                note.works = [{first for first, _ in item["mentions"]} for item in items]
                yield note
    for folder in OWN_NOTES:
        yield from map(_read_own_note, sorted(folder.glob("*.md")))


def _aside(corpus: Path) -> set[str]:
    """The notes that are kept aside, as the corpus's own scorer parts them."""
    sys.path.insert(0, str(corpus.parent / "bench"))
    from score import part_of  # pyright: ignore[reportMissingImports]

    places = json.loads((corpus / "paths.json").read_text(encoding="utf-8"))
    return {name for name, place in places.items() if part_of(place["repository"]) == "aside"}


def _read_own_note(path: Path) -> Note:
    """A note of the tests, which says itself how its lines are to be read."""
    lines = path.read_text(encoding="utf-8").split("\n")
    said = {n: found["label"] for n, line in enumerate(lines, 1) if (found := READ_AS.search(line))}
    again = {n for n, label in said.items() if label == "again"}
    best = {n for n, label in said.items() if label != "done"} - again
    text = "\n".join(READ_AS.sub("", line) for line in lines)
    note = _read_note(path.stem, text, (best, again, set()), OF_OWN)
    note.is_own = True
    note.works = [{line} for line in sorted(best)]  # of what is named again nobody says which it is
    return note


def _read_note(name: str, text: str, labels: Labels, counts: float) -> Note:
    source = read_source(text, path=f"{name}.md")
    lexicon = Lexicon.for_text(source.markdown).for_page()
    page = list(walk_page(read_outline(source), lexicon, Overrules()))
    named = [signals(seen.view) for seen in page]
    weights = [weigh_signals(each) for each in named]
    measures = measure_page(page, weights, lexicon)
    best, further, optional = map(set, labels)
    rows: list[Row] = []
    for seen, names, weight, measured in zip(page, named, weights, measures, strict=True):
        view = seen.view
        tokens = own_tokens(view, names) | heading_tokens(view.block.parent, lexicon)
        row = Row(seen, names, weight, measured, {part: list(own) for part, own in tokens.items()}, counts=counts)
        start = view.block.start
        if start in best or start in further:
            row.is_item, row.counts = True, counts * (1.0 if start in best else SECOND)
            best.discard(start)
            further.discard(start)
            optional.add(start)  # what begins on the same line
        elif start in optional:
            row.counts = 0.0
        rows.append(row)
    return Note(lexicon, rows)


def _labels(items: Iterable[dict[str, Any]]) -> Labels:
    core = [item["mentions"] for item in items if item["strength"] == "core"]
    best = {mentions[0][0] for mentions in core}
    further = {first for mentions in core for first, _ in mentions} - best
    optional = {first for item in items for first, _ in item["mentions"]} - best - further
    return best, further, optional
