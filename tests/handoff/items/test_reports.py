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
            "Moved the fern drawers. The humidity is stable.\nReplaced the relay of the pump.",
            ["Moved the fern drawers", "Replaced the relay of the pump"],
            id="sentences",
        ),
        pytest.param("We moved the fern drawers today.", ["We moved the fern drawers today"], id="who"),
        pytest.param("Today I also moved the fern drawers.", ["Today I also moved the fern drawers"], id="when"),
        pytest.param("The fern drawers have been moved.", ["The fern drawers have been moved"], id="passive"),
        pytest.param("The humidity is stable.", [], id="a state of things"),
        pytest.param("Moving the fern drawers takes a day.", [], id="no deed"),
        pytest.param("The fern drawers were moved by Ben?", [], id="asked of the past"),
        pytest.param("Neither the ferns nor the mosses were moved.", [], id="denied of both"),
        pytest.param("Moved nothing of the ferns.", [], id="denied behind"),
        pytest.param("It was moved again since the drawer is wet.", [], id="of what is named elsewhere"),
        pytest.param("Split the fern drawers if there is time.", [], id="an instruction in the same word"),
        pytest.param("We split the fern drawers.", ["We split the fern drawers"], id="who did it, in that word"),
        pytest.param("It has not moved the fern drawers.", [], id="denied"),
        pytest.param("> Moved the fern drawers.", [], id="quoted"),
        pytest.param("Branch: merged", [], id="about the note"),
        pytest.param("Were the fern drawers moved?", [], id="asked"),
    ],
)
def test_sentences_that_report_a_deed_are_evidence_each(text: str, titles: list[str]) -> None:
    assert [each.title for each in reported(text)] == titles


@pytest.mark.parametrize("heading", ["Notes", "Next steps", "Architecture", "Gotchas"])
def test_elsewhere_they_only_tell(heading: str) -> None:
    assert reported("Moved the fern drawers. Replaced the relay of the pump.", heading) == []


def test_those_below_the_name_of_an_area_among_finished_work_report_too() -> None:
    assert [each.title for each in reported("### API\n\nMoved the fern drawers.")] == ["Moved the fern drawers"]


@pytest.mark.parametrize(
    ("text", "less"),
    [
        ("Moved the fern drawers. Replaced the relay of the pump.", [False, False]),
        ("Moved the fern drawers. However, they do not close yet. Replaced the relay of the pump.", [True, False]),
        ("Moved the fern drawers. Replaced the relay of the pump, but it still leaks.", [False, True]),
        ("Moved half of the fern drawers.", [True]),
        ("Moved 2 of the 4 fern drawers.", [True]),
        ("Moved the fern drawers. That was rolled back an hour later.", [True]),
        ("Replaced the relay to move the fern drawers.", [True]),
        ("Replaced the relay. We still need to move the fern drawers.", [False]),
        ("Moved the fern drawers. The labels of these are missing.", [True]),
    ],
)
def test_what_follows_can_take_it_back(text: str, less: list[bool]) -> None:
    assert [bool(each.attempt) for each in reported(text)] == less


def test_a_sentence_is_known_by_its_own_words() -> None:
    first, second = reported("Moved the fern drawers. Replaced the relay of the pump and oiled the valve.")
    assert first.text == "Moved the fern drawers."
    assert first.mentions == second.mentions
    assert first.works == ()


def test_two_deeds_of_one_sentence_are_told_apart() -> None:
    [both] = reported("Moved the fern drawers and replaced the relay of the pump.")
    assert both.works == ("Moved the fern drawers", "replaced the relay of the pump.")
