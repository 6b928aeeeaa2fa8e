"""What holds for the reading of every text, sound or broken."""

from __future__ import annotations

import json

from hypothesis import example, given, settings
from hypothesis import strategies as st

from handoff_issues.handoff import parse
from handoff_issues.handoff.items.titles import MAX_TITLE
from handoff_issues.model import Handoff
from support.documents import documents, soups

many = settings(deadline=None, max_examples=40)  # `make fuzz` tries more


def read(text: str) -> Handoff:
    return parse(text, path="HANDOFF.md")


def check(handoff: Handoff, text: str) -> None:
    lines = len(text.split("\n"))
    for found in (*handoff.items, *handoff.done):
        assert 0 < len(found.title) <= MAX_TITLE
        assert found.title.strip()
        assert len(found.title.splitlines()) == 1
        assert found.mentions
        assert all(1 <= mention.start <= mention.end <= lines for mention in found.mentions)
    assert [warning.line for warning in handoff.warnings if not 1 <= (warning.line or 1) <= lines] == []


@many
@given(documents)
def test_any_page_is_read(text: str) -> None:
    handoff = read(text)
    check(handoff, text)
    assert Handoff.model_validate(json.loads(handoff.model_dump_json())) == handoff


@many
@given(documents)
def test_items_and_evidence_stand_in_the_order_of_the_page(text: str) -> None:
    handoff = read(text)
    firsts = [evidence.mentions[0].start for evidence in handoff.done]
    assert firsts == sorted(firsts)
    # A mention that joins two works is one of each, and may stand above the others.
    own = [item for item in handoff.items if len(item.mentions) == 1]
    assert [item.mentions[0].start for item in own] == sorted(item.mentions[0].start for item in own)


@many
@given(documents, documents)
def test_what_was_read_before_changes_nothing(text: str, other: str) -> None:
    first = read(text)
    read(other)
    assert read(text) == first


@many
@given(documents)
def test_the_ends_of_lines_change_nothing(text: str) -> None:
    assert read(text.replace("\n", "\r\n")) == read(text)


@many
@given(documents, st.integers(min_value=1, max_value=5))
def test_blank_lines_at_the_end_change_nothing(text: str, count: int) -> None:
    assert read(text + "\n" * count) == read(text)


@many
@given(soups | st.text(max_size=500))
@example("\ud7ff\ue000\U0010ffff")
def test_any_text_is_read(text: str) -> None:
    check(read(text), text.replace("\r\n", "\n").replace("\r", "\n"))
