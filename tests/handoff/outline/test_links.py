"""Which older handoffs a note names as those that it follows."""

from __future__ import annotations

import time

import pytest

from handoff_issues.handoff.outline.links import predecessors
from support.pace import in_time

KNOWN = frozenset({"docs/handoffs/march.md", "docs/handoffs/april.md", "old/march.md", "notes/plan.md"})


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("Supersedes: [March](march.md)\n", ("docs/handoffs/march.md",), id="beside-it"),
        pytest.param("Supersedes: `/old/march.md`\n", ("old/march.md",), id="from-the-top"),
        pytest.param("Previous handoff: plan.md\n", ("notes/plan.md",), id="the-only-one-of-that-name"),
        pytest.param("Supersedes:\n\n- march.md\n\n- plan.md\n\nRead plan.md\n", None, id="below-the-label"),
        pytest.param("We read march.md and plan.md yesterday.\n", (), id="prose"),
    ],
)
def test_what_is_named_behind_a_label(text: str, found: tuple[str, ...] | None) -> None:
    expected = ("docs/handoffs/march.md", "notes/plan.md") if found is None else found
    assert predecessors(text, path="docs/handoffs/april.md", known=KNOWN) == expected


def test_a_name_that_two_handoffs_have_is_none() -> None:
    assert predecessors("Supersedes: march.md\n", path="april.md", known=KNOWN) == ()


@pytest.mark.parametrize("hostile", ["Previous:\n" * 40_000, "Supersedes: " + "a.md, " * 1_000 + "\n"])
def test_hostile_text_takes_no_time(hostile: str) -> None:
    known = frozenset(f"notes/{number}.md" for number in range(300))
    started = time.process_time()
    assert predecessors(hostile, path="HANDOFF.md", known=known) == ()
    assert in_time(time.process_time() - started, 1.0)
