"""Which of the entries under an item are its steps, and which of those are finished."""

from __future__ import annotations

import pytest

from handoff_issues.handoff import parse
from handoff_issues.model import Item, Kind, Outcome, Priority, State


def the_item(text: str) -> Item:
    [item] = parse(f"# Handoff\n\n## Next steps\n\n{text}", path="HANDOFF.md").items
    return item


@pytest.mark.parametrize(
    ("text", "steps", "finished"),
    [
        pytest.param(
            "- Move invoices\n  - [ ] Write the migration\n  - [x] Copy the old rows\n  - [ ] Drop v1\n",
            ["Write the migration", "Drop v1"],
            ["Copy the old rows"],
            id="boxes",
        ),
        pytest.param(
            "1. Move invoices to the new ledger\n   1. The old rows\n   2. The totals of each month\n",
            ["The old rows", "The totals of each month"],
            [],
            id="counted entries under work",
        ),
        pytest.param(
            "- Move invoices\n  - Write the migration\n  - Copy the old rows\n  - One export by hand\n",
            ["Write the migration", "Copy the old rows", "One export by hand"],
            [],
            id="mostly instructions",
        ),
        pytest.param(
            "- Move invoices\n  - Write the migration ✅\n  - ~~Copy the old rows~~\n  - Drop the table\n",
            ["Drop the table"],
            ["Write the migration", "Copy the old rows"],
            id="signs and struck words",
        ),
        pytest.param(
            "### Move invoices\n\n**Files:**\n- `ledger.py`\n- `rows.py`\n\n**Steps:**\n"
            "1. Write the migration\n2. Copy the old rows\n\n"
            "**Acceptance criteria:**\n- Check that sums agree\n- Check it twice\n",
            ["Write the migration", "Copy the old rows"],
            [],
            id="what a label announces, and neither files nor criteria",
        ),
        pytest.param(
            "- Move invoices\n  - The rows of 2019 have no currency\n  - The sums differ by a cent\n",
            [],
            [],
            id="notes",
        ),
        pytest.param(
            "- Move invoices\n  - Write the migration\n  - Impact: invoices of 2019 are wrong\n"
            "  - `ledger/rows.py`\n  - See docs/ledger.md for details\n  - Copy the old rows\n  - Drop the old table\n",
            ["Write the migration", "Copy the old rows", "Drop the old table"],
            [],
            id="details, files and references among them",
        ),
        pytest.param(
            "- Move invoices\n  - [ ] Write the migration\n  - [ ] Copy the rows <!-- handoff: ignore -->\n",
            ["Write the migration"],
            [],
            id="one that a comment takes out",
        ),
        pytest.param(
            "- Move invoices\n  - Write the migration for all years\n    - Name the columns\n    - Name the table\n"
            "  - Copy the old rows\n",
            ["Write the migration for all years", "Copy the old rows"],
            [],
            id="not the steps of steps",
        ),
    ],
)
def test_steps(text: str, steps: list[str], finished: list[str]) -> None:
    item = the_item(text)
    assert [step.title for step in item.steps] == steps
    assert [step.title for step in item.finished] == finished


def test_an_entry_that_a_comment_makes_an_item_is_no_step() -> None:
    text = "- Move invoices\n  - [ ] Write the migration\n  - [ ] Copy the rows <!-- handoff: item -->\n"
    outer, inner = parse(f"# Handoff\n\n## Next steps\n\n{text}", path="HANDOFF.md").items
    assert [step.title for step in outer.steps] == ["Write the migration"]
    assert inner.title == "Copy the rows"


def test_what_is_read_of_a_step() -> None:
    text = (
        "- Move invoices\n"
        "  - [ ] P1: Write the migration (#14)\n\n    It has to run at night.\n"
        "  - [ ] 🚧 Copy the old rows\n"
        "  - [ ] Which currency do the rows of 2019 have?\n"
    )
    first, second, third = the_item(text).steps
    assert (first.title, first.priority, first.number, first.kind) == (
        "Write the migration",
        Priority.HIGH,
        14,
        Kind.PENDING,
    )
    assert (first.mentions[0].start, first.mentions[0].end) == (6, 8)
    assert first.body == "P1: Write the migration (#14)\n\nIt has to run at night."
    assert first.text.startswith("  - [ ] P1: Write the migration (#14)\n")
    assert (second.state, second.priority) == (State.IN_PROGRESS, None)
    assert third.kind is Kind.QUESTION


@pytest.mark.parametrize(
    ("step", "substantial"),
    [
        ("Write the migration", True),
        ("Deploy", False),
        ("Set `LEDGER_KEY=abc` there", False),
        ("Get a key at https://keys.example.org/new", False),
        ("Add `ledger_id` to all tables", True),
    ],
)
def test_which_step_could_be_an_issue_by_itself(step: str, substantial: bool) -> None:
    item = the_item(f"- Move invoices\n  - [ ] {step}\n  - [ ] Copy the old rows\n")
    assert item.steps[0].substantial is substantial


def test_steps_that_stand_under_finished_work() -> None:
    text = (
        "# Handoff\n\n## Done\n\n- Move invoices\n  - Write the migration\n  - [ ] Drop the old table\n"
        "  - ~~Copy the old rows~~\n  - Totals (superseded)\n"
    )
    [evidence] = parse(text, path="HANDOFF.md").done
    said = [(step.title, step.outcome) for step in evidence.finished]
    assert said[0] == ("Write the migration", Outcome.DONE)
    assert "Drop the old table" not in [title for title, _ in said]
    assert ("Totals", Outcome.SUPERSEDED) in said
