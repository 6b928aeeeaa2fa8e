"""Fit what `handoff/judging/forest.py` reads to labelled notes, and say how it does on notes that it was not fitted to.

    python scripts/fit.py ../shared/corpus MORE...

Each folder holds `docs/*.md` and `gold/*.json`, labelled by the guide of the first one. Notes of the first one's
part `aside` are never fitted to. Needs `requirements/fit.txt`.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import numpy as np
from fitting.items import Table, fit_items, scores_by_others
from fitting.notes import read_notes
from fitting.same import fit_same

FITTED = Path(__file__).parent.parent / "src/handoff_issues/handoff/judging/fitted.json"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument(
        "--check", action="store_true", help="fit to four fifths of the notes at a time, and write nothing"
    )
    options = parser.parse_args()
    notes = list(read_notes(options.folders))
    table = Table(notes)
    print(f"{len(notes)} notes, {len(table.rows)} blocks, {table.is_item.sum()} mentions, {len(table.words)} tokens")
    scores = scores_by_others(table)
    found = (scores > 0) * table.counts
    right, there = (found * table.is_item).sum(), (table.is_item * table.counts).sum()
    print(
        "mentions in notes that it was not fitted to: "
        f"precision {right / found.sum():.3f} recall {right / there:.3f} F1 {2 * right / (found.sum() + there):.3f}"
    )
    if not options.check:
        learnt = fit_items(table, np.arange(len(table.rows))).written(table) | {"same": fit_same(notes, scores)}
        written = json.dumps(learnt, ensure_ascii=False, separators=(",", ":"))
        FITTED.write_text(written.replace("},", "},\n").replace("]],[", "]],\n[") + "\n", encoding="utf-8")
        print(f"{FITTED.name}: {FITTED.stat().st_size // 1000} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
