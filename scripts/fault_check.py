"""Disturbs one run at every request by every fault, lets a clean run follow, and prints what was wrong afterwards.

Nothing may be: no twins, nothing lost, nothing changed that is not ours, the final state equal to the undisturbed
one, and a run that left something undone says so. Nothing waits for real, but for requests that hang.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from forge.hub import Forge

from faults.scenario import TROUBLES, Scenario, Verdict

Cell = tuple[int, str]


def main() -> int:
    """Judges all cells; the exit status is 0 where nothing was wrong."""
    started, workers = time.monotonic(), min(os.cpu_count() or 1, 4)
    with multiprocessing.get_context("spawn").Pool(workers) as pool:
        parts = pool.starmap(judge, [(part, workers) for part in range(workers)])
    verdicts = {cell: verdict for part in parts for cell, verdict in part.items()}
    requests = 1 + max(index for index, _ in verdicts)
    print(f"{requests} requests in the undisturbed run, {len(TROUBLES)} faults, {len(verdicts)} cells\n")
    print_table(verdicts)
    print(f"\n{time.monotonic() - started:.0f} s with {workers} processes")
    return int(not all(verdict.is_well for verdict in verdicts.values()))


def judge(part: int, parts: int) -> dict[Cell, Verdict]:
    """Every so many cells, on a GitHub of their own."""
    with tempfile.TemporaryDirectory(prefix="fault-check-", ignore_cleanup_errors=True) as scratch:
        forge = Forge(Path(scratch))
        try:
            scenario = Scenario(forge)
            cells = scenario.cells()[part::parts]
            return {(index, name): scenario.disturb(index, TROUBLES[name]) for index, name in cells}
        finally:
            forge.stop()


def print_table(verdicts: dict[Cell, Verdict]) -> None:
    """A row a fault with the sums over all requests that can meet it, then what was wrong where."""
    by_fault: dict[str, list[Verdict]] = defaultdict(list)
    for (_, name), verdict in verdicts.items():
        by_fault[name].append(verdict)
    print(f"{'fault':<44} cells  twins   lost  foreign  differs  untold")
    for name in TROUBLES:
        print(_row(name, by_fault[name]))
    print(_row("all", verdicts.values()))
    for (index, name), verdict in sorted(verdicts.items()):
        if not verdict.is_well:
            print(f"\nrequest {index}, {name}: {verdict}")


def _row(name: str, verdicts: Iterable[Verdict]) -> str:
    rows = list(verdicts)
    sums = [sum(getattr(row, column) for row in rows) for column in ("twins", "lost", "foreign", "differs", "untold")]
    return f"{name:<44} {len(rows):>5}  {sums[0]:>5}  {sums[1]:>5}  {sums[2]:>7}  {sums[3]:>7}  {sums[4]:>6}"


if __name__ == "__main__":
    sys.exit(main())
