"""The assignment is the best there is, checked against trying everything."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff_issues.reconcile.assignment import assign


def best_by_trying(pairs: dict[tuple[int, int], float]) -> float:
    rows = sorted({row for row, _ in pairs})
    columns = sorted({column for _, column in pairs})
    spare = [*columns, *[-1] * len(rows)]
    return max(
        (sum(pairs.get((row, column), 0.0) for row, column in zip(rows, order, strict=False)))
        for order in set(permutations(spare, len(rows)))
    )


@given(
    st.dictionaries(st.tuples(st.integers(0, 3), st.integers(0, 3)), st.floats(0.05, 1.0, allow_nan=False), min_size=1)
)
def test_no_other_assignment_has_a_greater_sum(pairs: dict[tuple[int, int], float]) -> None:
    chosen = assign(pairs)
    assert len(set(chosen.values())) == len(chosen)
    assert all(pair in pairs for pair in chosen.items())
    assert sum(pairs[pair] for pair in chosen.items()) == pytest.approx(best_by_trying(pairs))


def test_the_sum_decides_and_not_the_single_best_pair() -> None:
    assert assign({(0, 0): 0.9, (0, 1): 0.8, (1, 0): 0.85}) == {0: 1, 1: 0}


def test_a_large_component_is_settled_one_to_one() -> None:
    pairs = {(row, column): 1 / (1 + abs(row - column)) for row in range(300) for column in range(300)}
    assert assign(pairs) == {row: row for row in range(300)}


def test_nothing_to_assign() -> None:
    assert assign({}) == {}
