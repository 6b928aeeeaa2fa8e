"""Whether a heading is one work and what it lists its parts, or whether each of these is a work."""

from __future__ import annotations

import pytest

from handoff_issues.handoff import parse, read_page
from handoff_issues.handoff.judging.nested_signals import entries_under
from handoff_issues.handoff.judging.signals import signals


def signals_at(text: str, line: int) -> set[str]:
    [view] = [
        verdict.view for verdict in read_page(text, path="HANDOFF.md").verdicts if verdict.view.block.start == line
    ]
    return set(signals(view))


@pytest.mark.parametrize(
    ("under", "signal"),
    [
        pytest.param(
            "The chart drops its axis.\n\n- at midnight\n- at noon\n",
            "with a paragraph before its entries",
            id="told first",
        ),
        pytest.param(
            "- **Axis** of the chart\n- **Legend** of the map\n", "above entries with strong words", id="named"
        ),
        pytest.param("- The axis is gone.\n- The legend is cut.\n", "above sentences", id="sentences"),
    ],
)
def test_what_a_list_says_of_its_heading(under: str, signal: str) -> None:
    page = f"## Next steps\n\n### Chart\n\n{under}"
    assert f"a heading {signal}, work" in signals_at(page, 3)


def test_what_is_remarked_on_a_heading_and_on_an_entry() -> None:
    assert "a heading with a remark above entries, work" in signals_at(
        "## To do\n\n### Chart (2 days)\n\n- a\n- b\n", 3
    )
    page = "## To do\n\n- Chart (2 days)\n  - axis\n  - legend\n"
    assert {"an entry above entries, work", "an entry with a remark above entries, work"} <= signals_at(page, 3)


def test_one_entry_is_no_list() -> None:
    assert not any(" its entries" in name for name in signals_at("## Next steps\n\n### Chart\n\nGone.\n\n- axis\n", 3))


def test_entries_below_labels_count() -> None:
    page = read_page("### Chart\n\n**Do:**\n\n- draw it\n- name it\n\n- ship it\n", path="HANDOFF.md")
    [chart] = [verdict.view.block for verdict in page.verdicts if verdict.view.block.start == 1]
    assert len(list(entries_under(chart))) == 3


def test_a_task_that_is_told_first_is_one_work() -> None:
    page = "## Next steps\n\n### Chart of the tides\n\nIt drops its axis.\n\n- draw it\n- name the unit\n"
    assert [item.mentions[0].start for item in parse(page, path="HANDOFF.md").items] == [3]
