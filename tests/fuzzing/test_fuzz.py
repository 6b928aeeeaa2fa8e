"""What `make fuzz` once found stays mended, and every target is tried a little."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings

from fuzzing.targets import TARGETS

FINDINGS: dict[str, list[str]] = json.loads((Path(__file__).parent / "findings.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", TARGETS)
def test_what_was_found_stays_mended(name: str) -> None:
    for text in FINDINGS[name]:
        TARGETS[name].run(text)


@pytest.mark.parametrize("name", ["marker", "configuration", "directory"])
def test_a_few_texts_do_no_harm(name: str) -> None:
    """The parser and the sanitiser have tests of this kind of their own."""

    @settings(max_examples=200, deadline=None)
    @given(TARGETS[name].texts)
    def tried(text: str) -> None:
        TARGETS[name].run(text)

    tried()
