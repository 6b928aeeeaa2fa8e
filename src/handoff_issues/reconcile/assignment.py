"""The best one-to-one assignment over weighted pairs: what `match` decides with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

Pairs = Mapping[tuple[int, int], float]

# Beyond this many rows a component is settled greedily: exact costs the cube of it.
_LARGEST = 120


def assign(pairs: Pairs) -> dict[int, int]:
    """Row -> column, each at most once, with the greatest sum of weights. Weights are positive.

    Connected components are solved one by one (Hungarian algorithm with potentials, after
    Jonker and Volgenant); equal sums are settled by the order of rows and columns.
    """
    chosen: dict[int, int] = {}
    for component in _components(pairs):
        rows = sorted({row for row, _ in component})
        chosen.update(_greedy(component) if len(rows) > _LARGEST else _exact(component, rows))
    return chosen


def _components(pairs: Pairs) -> Iterator[dict[tuple[int, int], float]]:
    columns_of: dict[int, list[int]] = defaultdict(list)
    rows_of: dict[int, list[int]] = defaultdict(list)
    for row, column in sorted(pairs):
        columns_of[row].append(column)
        rows_of[column].append(row)
    left = dict.fromkeys(columns_of)
    while left:
        todo, rows = [next(iter(left))], set[int]()
        while todo:
            row = todo.pop()
            if row in rows:
                continue
            rows.add(row)
            del left[row]
            todo.extend(other for column in columns_of[row] for other in rows_of[column] if other not in rows)
        yield {(row, column): pairs[row, column] for row in sorted(rows) for column in columns_of[row]}


def _greedy(pairs: Pairs) -> dict[int, int]:
    chosen: dict[int, int] = {}
    taken = set[int]()
    for row, column in sorted(pairs, key=lambda pair: (-pairs[pair], pair)):
        if row not in chosen and column not in taken:
            chosen[row] = column
            taken.add(column)
    return chosen


def _exact(pairs: Pairs, rows: list[int]) -> dict[int, int]:
    columns = sorted({column for _, column in pairs})
    # One spare column a row stands for "no partner", so that every row can be placed.
    width = len(columns) + len(rows)
    cost = [[-pairs.get((row, column), 0.0) for column in columns] + [0.0] * len(rows) for row in rows]
    row_potential, column_potential = [0.0] * (len(rows) + 1), [0.0] * (width + 1)
    owner = [0] * (width + 1)
    for row in range(1, len(rows) + 1):
        owner[0], column = row, 0
        least, previous, done = [float("inf")] * (width + 1), [0] * (width + 1), [False] * (width + 1)
        while owner[column]:
            done[column] = True
            here, step, following = owner[column], float("inf"), 0
            for other in range(1, width + 1):
                if done[other]:
                    continue
                reduced = cost[here - 1][other - 1] - row_potential[here] - column_potential[other]
                if reduced < least[other]:
                    least[other], previous[other] = reduced, column
                if least[other] < step:
                    step, following = least[other], other
            for other in range(width + 1):
                if done[other]:
                    row_potential[owner[other]] += step
                    column_potential[other] -= step
                else:
                    least[other] -= step
            column = following
        while column:
            owner[column] = owner[previous[column]]
            column = previous[column]
    placed = {rows[owner[at] - 1]: columns[at - 1] for at in range(1, len(columns) + 1) if owner[at]}
    return {row: column for row, column in placed.items() if (row, column) in pairs}
