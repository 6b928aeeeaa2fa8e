"""Lines fall to the innermost range, and each range opens once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff_issues.model import Mention
from handoff_issues.webpage.stretches import stretches


def ranges(*pairs: tuple[int, int]) -> list[Mention]:
    return [Mention(start=start, end=end) for start, end in pairs]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param([], [(1, 9, None, ())], id="nothing marked"),
        pytest.param([(3, 4)], [(1, 2, None, ()), (3, 4, 0, (0,)), (5, 9, None, ())], id="one"),
        pytest.param([(1, 9)], [(1, 9, 0, (0,))], id="all"),
        pytest.param([(4, 5), (1, 3)], [(1, 3, 1, (1,)), (4, 5, 0, (0,)), (6, 9, None, ())], id="in any order"),
        pytest.param([(2, 8), (4, 5)], [(1, 1, None, ()), (2, 3, 0, (0,)), (4, 5, 1, (1,)), (6, 8, 0, ()),
                                        (9, 9, None, ())], id="nested"),
        pytest.param([(2, 3), (2, 8)], [(1, 1, None, ()), (2, 3, 0, (1, 0)), (4, 8, 1, ()), (9, 9, None, ())],
                     id="nested from the first line"),
        pytest.param([(2, 3), (2, 3)], [(1, 1, None, ()), (2, 3, 1, (0, 1)), (4, 9, None, ())], id="equal"),
        pytest.param([(8, 20), (30, 31)], [(1, 7, None, ()), (8, 9, 0, (0,))], id="beyond the end"),
    ],
)  # fmt: skip
def test_lines_fall_to_the_innermost_range(
    given: list[tuple[int, int]], expected: list[tuple[int, int, int | None, tuple[int, ...]]]
) -> None:
    found = stretches(9, ranges(*given))
    assert [(each.start, each.end, each.inside, each.opening) for each in found] == expected


@given(st.lists(st.tuples(st.integers(1, 30), st.integers(0, 30))), st.integers(1, 40))
def test_every_line_is_there_once_and_every_range_opens_once(pairs: list[tuple[int, int]], lines: int) -> None:
    marked = ranges(*((start, start + size) for start, size in pairs))
    found = stretches(lines, marked)
    assert [line for each in found for line in range(each.start, each.end + 1)] == list(range(1, lines + 1))
    opened = sorted(index for each in found for index in each.opening)
    assert opened == [index for index, each in enumerate(marked) if each.start <= lines]
    for each in found:
        around = [index for index, one in enumerate(marked) if one.start <= each.start <= one.end]
        assert (each.inside in around) if around else each.inside is None
