"""Running text among finished work: which of its sentences report a deed, and what takes one back."""

from __future__ import annotations

import pytest

from handoff_issues.handoff import parse
from handoff_issues.model import Evidence

NOTE = """# Handoff: seed bank

## {heading}

{text}

## Next steps

- Weigh the barley samples
"""


def reported(text: str, heading: str = "Done") -> list[Evidence]:
    return list(parse(NOTE.format(heading=heading, text=text), path="HANDOFF.md").done)


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        pytest.param(
            "Sorted the fern drawers. The humidity is stable.\nReplaced the relay of the pump.",
            ["Sorted the fern drawers", "Replaced the relay of the pump"],
            id="sentences",
        ),
        pytest.param("We sorted the fern drawers today.", ["We sorted the fern drawers today"], id="who"),
        pytest.param("Today I also sorted the fern drawers.", ["Today I also sorted the fern drawers"], id="when"),
        pytest.param("The fern drawers have been sorted.", ["The fern drawers have been sorted"], id="passive"),
        pytest.param("The humidity is stable.", [], id="a state of things"),
        pytest.param("Sorting the fern drawers takes a day.", [], id="no deed"),
        pytest.param("It has not sorted the fern drawers.", [], id="denied"),
        pytest.param("> Sorted the fern drawers.", [], id="quoted"),
        pytest.param("Branch: merged", [], id="about the note"),
        pytest.param("Were the fern drawers sorted?", [], id="asked"),
    ],
)
def test_sentences_that_report_a_deed_are_evidence_each(text: str, titles: list[str]) -> None:
    assert [each.title for each in reported(text)] == titles


@pytest.mark.parametrize("heading", ["Notes", "Next steps", "Architecture", "Gotchas"])
def test_elsewhere_they_only_tell(heading: str) -> None:
    assert reported("Sorted the fern drawers. Replaced the relay of the pump.", heading) == []


def test_those_below_the_name_of_an_area_among_finished_work_report_too() -> None:
    assert [each.title for each in reported("### API\n\nSorted the fern drawers.")] == ["Sorted the fern drawers"]


@pytest.mark.parametrize(
    ("text", "less"),
    [
        ("Sorted the fern drawers. Replaced the relay of the pump.", [False, False]),
        ("Sorted the fern drawers. However, they do not close yet. Replaced the relay of the pump.", [True, False]),
        ("Sorted the fern drawers. Replaced the relay of the pump, but it still leaks.", [False, True]),
        ("Sorted half of the fern drawers.", [True]),
        ("Sorted the fern drawers. The labels of these are missing.", [True]),
    ],
)
def test_what_follows_can_take_it_back(text: str, less: list[bool]) -> None:
    assert [bool(each.attempt) for each in reported(text)] == less


def test_a_sentence_is_known_by_its_own_words() -> None:
    first, second = reported("Sorted the fern drawers. Replaced the relay of the pump and oiled the valve.")
    assert first.text == "Sorted the fern drawers."
    assert first.mentions == second.mentions
    assert first.works == ()


def test_two_deeds_of_one_sentence_are_told_apart() -> None:
    [both] = reported("Sorted the fern drawers and replaced the relay of the pump.")
    assert both.works == ("Sorted the fern drawers", "replaced the relay of the pump.")
