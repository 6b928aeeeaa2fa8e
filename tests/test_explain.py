"""Each entry that became or nearly became an item, with what was found for and against it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from handoff_issues.explain import NEARLY, Explained, Explanation, TakenFor, explain, explanations_document
from handoff_issues.handoff import read_handoff, read_page
from handoff_issues.lint import lint
from handoff_issues.model import Kind, Mention, Priority, State
from support.documents import documents

TEXT = """\
# Handoff

## Done

- [x] Write the importer

## Next steps

### High

- Fix the export of tides
  - write a test

## In progress

- Rework the queue

## Blockers

- No key for the mail server
- The sky <!-- handoff: ignore -->

## Architecture

- The sea is blue
- The moon <!-- handoff: item -->

## Recap

| Task | Status |
| --- | --- |
| Fix the export of tides | open |
"""


def read(text: str, line: int | None = None) -> Explained:
    page = read_page(text, path="HANDOFF.md")
    return explain(page, read_handoff(page), line=line)


def only(text: str, line: int) -> Explanation:
    (entry,) = read(text, line).entries
    return entry


def test_all_items_are_explained_in_the_order_of_the_page() -> None:
    explained = read(TEXT)
    assert (explained.path, explained.title) == ("HANDOFF.md", "Handoff")
    told = [(entry.start, entry.end, entry.outcome) for entry in explained.entries if entry.outcome != TakenFor.NOTHING]
    assert told == [
        (11, 12, TakenFor.ITEM),
        (16, 16, TakenFor.ITEM),
        (20, 20, TakenFor.ITEM),
        (21, 21, TakenFor.IGNORED),
        (26, 26, TakenFor.ITEM),
        (32, 32, TakenFor.ITEM),
    ]


@pytest.mark.parametrize(
    ("line", "kind", "priority", "state", "why"),
    [
        pytest.param(11, Kind.PENDING, Priority.HIGH, State.OPEN, ("next steps", "High", None), id="priority"),
        pytest.param(12, Kind.PENDING, Priority.HIGH, State.OPEN, ("next steps", "High", None), id="a step of it"),
        pytest.param(16, Kind.PENDING, None, State.IN_PROGRESS, ("in progress", None, "in progress"), id="state"),
        pytest.param(20, Kind.BLOCKER, None, State.OPEN, ("blockers", None, None), id="blocker"),
    ],
)
def test_kind_priority_and_state_come_with_their_evidence(
    line: int, kind: Kind, priority: Priority | None, state: State, why: tuple[str | None, ...]
) -> None:
    entry = only(TEXT, line)
    assert (entry.kind, entry.priority, entry.state) == (kind, priority, state)
    for said, expected in zip((entry.why.kind, entry.why.priority, entry.why.state), why, strict=True):
        assert said == (None if expected is None else f"stands under “{expected}”")


def test_the_signals_add_up_to_the_score_that_decides() -> None:
    for entry in read(TEXT).entries:
        assert entry.signals
        assert sum(signal.weight for signal in entry.signals) == pytest.approx(entry.score, abs=0.05)
        assert list(entry.signals) == sorted(entry.signals, key=lambda signal: (-abs(signal.weight), signal.name))
        if not entry.comments:
            assert (entry.score > 0) == (entry.outcome is TakenFor.ITEM)
            assert entry.score > -NEARLY


def test_a_mention_names_its_others() -> None:
    assert only(TEXT, 11).merged_with == (Mention(start=32, end=32),)
    assert only(TEXT, 32).merged_with == (Mention(start=11, end=12),)
    assert only(TEXT, 32).items == only(TEXT, 11).items == ("Fix the export of tides",)
    assert only(TEXT, 16).merged_with == ()


def test_a_comment_that_overrules_is_named() -> None:
    assert (only(TEXT, 21).outcome, only(TEXT, 21).comments, only(TEXT, 21).items) == (TakenFor.IGNORED, (21,), ())
    assert (only(TEXT, 26).outcome, only(TEXT, 26).comments, only(TEXT, 26).items) == (
        TakenFor.ITEM,
        (26,),
        ("The moon",),
    )


@pytest.mark.parametrize(
    ("line", "outcome"),
    [
        pytest.param(5, TakenFor.FINISHED, id="finished work"),
        pytest.param(25, TakenFor.NOTHING, id="what is far from an item"),
        pytest.param(23, TakenFor.NOTHING, id="a heading"),
    ],
)
def test_any_line_can_be_asked_for(line: int, outcome: TakenFor) -> None:
    entry = only(TEXT, line)
    assert entry.start <= line <= entry.end
    assert entry.outcome is outcome
    assert entry.items == ()
    assert min(entry.signals, key=lambda signal: signal.weight).weight < 0


def test_an_entry_that_joins_two_works_is_a_mention_of_both() -> None:
    text = (
        "## Next steps\n\n- Fix the export of tides\n- Rework the alert queue\n\n"
        "## Blockers\n\n- Fix the export of tides + rework the alert queue\n"
    )
    assert len(only(text, 8).items) == 2
    assert only(text, 8).merged_with == (Mention(start=3, end=3), Mention(start=4, end=4))


def test_a_line_without_an_entry_has_no_explanation() -> None:
    assert read("Text\n\n```\ncode\n```\n", 4).entries == ()


def test_the_document_holds_plain_values() -> None:
    document = explanations_document([read(TEXT, 26)])
    assert document["version"] == 1
    [handoff] = document["handoffs"]
    [entry] = handoff["entries"]
    assert entry["outcome"] == "item"
    assert entry["comments"] == [26]
    assert {"name", "weight"} == set(entry["signals"][0])


@settings(deadline=None)
@given(documents)
def test_every_item_is_explained_and_nothing_else_is_called_one(text: str) -> None:
    page = read_page(text, path="HANDOFF.md")
    handoff = read_handoff(page)
    entries = explain(page, handoff).entries
    assert all((entry.outcome is TakenFor.ITEM) == bool(entry.items) for entry in entries)
    assert {item.title for item in handoff.items} == {title for entry in entries for title in entry.items}


def test_a_line_whose_works_are_items_each_is_none_that_was_missed() -> None:
    entries = read("## Next steps\n\n- Drop the old index; run the migrations; warm the cache\n").entries
    assert [(entry.title, entry.outcome) for entry in entries] == [
        ("Drop the old index", TakenFor.ITEM),
        ("Run the migrations", TakenFor.ITEM),
        ("Warm the cache", TakenFor.ITEM),
    ]


LOG = """\
# Log

## Session 2

### Done

- Add a retry to the pump

### Next

- Draw the piers

## Session 1

### Done

- Write the tests of the gate

### Next

- Add a retry to the pump

## Notes

The quay is drawn.
I did not get to the legend.
"""


def test_what_a_rule_decides_is_told_with_the_rule_and_is_in_no_doubt() -> None:
    page = read_page(LOG, path="HANDOFF.md")
    entry = next(entry for entry in explain(page, read_handoff(page)).entries if entry.start == 21)
    assert entry.outcome is TakenFor.NOTHING
    assert entry.against[0].name == "rule: done in a later session"
    assert sum(signal.weight for signal in entry.signals) == pytest.approx(entry.score, abs=0.02)
    assert 21 not in [warning.line for warning in lint(page, most=40).warnings]


def test_a_paragraph_of_which_a_sentence_is_an_item_is_told_once() -> None:
    entries = [entry for entry in read(LOG).entries if entry.start >= 23]
    assert [(entry.title, entry.outcome) for entry in entries] == [("The legend", TakenFor.ITEM)]
