"""Work named in running text beside a list of work: sentences that leave no doubt become items, others do not."""

from __future__ import annotations

import pytest

from handoff_issues.handoff import parse

NOTE = """# Handoff: seed bank

## Done

- Printed the labels for the north shelf

## Next steps

1. Weigh the barley samples
2. Calibrate the humidity sensor

## {heading}

{text}

## Commands

    make check
"""
LISTED = ["Weigh the barley samples", "Calibrate the humidity sensor"]


def titles(text: str, heading: str = "Notes") -> list[str]:
    return [item.title for item in parse(NOTE.format(heading=heading, text=text), path="HANDOFF.md").items]


@pytest.mark.parametrize("heading", ["Notes", "Status", "Cold room"])
@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("We still need to relabel the rye drawers.", "Relabel the rye drawers"),
        ("The scanner is on loan. I did not get to the moss catalogue.", "The moss catalogue"),
        ("I haven't had time to relabel the rye drawers.", "Relabel the rye drawers"),
        ("This week I ran out of time before I could relabel the rye drawers.", "Relabel the rye drawers"),
        ("The drawers are sorted, but we still have to relabel the rye ones.", None),
        ("What's left is to relabel the rye drawers.", "Relabel the rye drawers"),
        ("Don't forget to rotate the vault keys tomorrow!", "Rotate the vault keys tomorrow"),
        ("Before the launch we have to rotate the vault keys.", "Rotate the vault keys"),
        ("If I had more time, I would split the germination form.", "Split the germination form"),
        ("There is still a bug: the search drops umlauts.", "The search drops umlauts"),
        ("Search drops umlauts. No fix yet.", "Search drops umlauts"),
        ("The move of the fern drawers was postponed to the next sprint.", None),
        ("The fern drawers are numbered. The fern key is still missing.", "The fern key is still missing"),
        ("The drawers are sorted. TODO: relabel the rye ones", "Relabel the rye ones"),
        ("- The scanner is on loan\n- We still need to relabel the rye drawers.", "Relabel the rye drawers"),
        ("- FIXME: relabel the rye drawers", "Relabel the rye drawers"),
        ("- The scanner is on loan\n- Known bug: the search drops umlauts", "The search drops umlauts"),
    ],
)
def test_owed(text: str, title: str | None, heading: str) -> None:
    found = titles(text, heading)
    assert found[:2] == LISTED
    assert len(found) == 3
    assert title in (None, found[2])


def test_two_sentences() -> None:
    text = "The scanner is on loan. We still need to relabel the rye drawers. I did not get to the moss catalogue."
    assert titles(text) == [*LISTED, "Relabel the rye drawers", "The moss catalogue"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("What's left is described below.", id="another place of the note"),
        pytest.param("We still have to do the following:\n\n```sh\nmake labels\n```", id="introduces"),
        pytest.param("I did not get to it.", id="names nothing"),
        pytest.param("No fix yet.", id="of what is named nowhere"),
        pytest.param("If the pump stops, make sure to restart the relay this week.", id="supposed"),
        pytest.param("Visitors who still have to register see a banner.", id="of people"),
        pytest.param("Nothing still needs to be moved.", id="denied"),
        pytest.param("Make sure to run the linter before committing.", id="a rule"),
        pytest.param("You must read the protocol first.", id="a ritual"),
        pytest.param("The map works. We still have to never touch the old table.", id="a rule behind the words"),
        pytest.param("> We still need to relabel the rye drawers.", id="quoted"),
        pytest.param("- [x] We still need to relabel the rye drawers.", id="ticked"),
        pytest.param("~~We still need to relabel the rye drawers.~~", id="struck"),
        pytest.param("The second worker will have to wait for the lock.", id="how it runs"),
        pytest.param("The list was postponed to Monday, and sent then.", id="done since"),
        pytest.param("The relay reads `TODO: nothing` from the queue.", id="code"),
        pytest.param("The drawers are sorted. Remaining: none", id="empty"),
        pytest.param("We still need to relabel the rye drawers. <!-- handoff: ignore -->", id="ignored"),
    ],
)
def test_not_owed(text: str) -> None:
    assert titles(text) == LISTED


def test_what_is_asked_is_a_question_and_not_owed() -> None:
    text = NOTE.format(heading="Notes", text="Do we still need to relabel the rye drawers?")
    [asked] = parse(text, path="HANDOFF.md").items[2:]
    assert (asked.title, asked.kind) == ("Do we still need to relabel the rye drawers?", "question")


@pytest.mark.parametrize("heading", ["How to run", "History", "Acceptance criteria"])
def test_of_no_work(heading: str) -> None:
    assert titles("We still need to relabel the rye drawers.", heading) == LISTED


@pytest.mark.parametrize("text", ["We still need to weigh the barley samples.", "I did not get to the barley samples."])
def test_recap(text: str) -> None:
    found = parse(NOTE.format(heading="Notes", text=text), path="HANDOFF.md").items
    assert len(found) == 2
    assert [(mention.start, mention.end) for mention in found[0].mentions] == [(14, 14), (9, 9)]


@pytest.mark.parametrize(
    ("entry", "rest"),
    [
        ("~~Sort the drawers~~ (done on Monday). Still open: relabel the rye ones", ["Relabel the rye ones"]),
        ("~~Sort the drawers~~. Next: relabel the rye ones", ["Relabel the rye ones"]),
        ("[x] Sort the drawers. Still to do: relabel the rye ones", ["Relabel the rye ones"]),
        ("Sort the drawers: done. Open: relabel the rye ones.", ["Relabel the rye ones"]),
        ("Sort the drawers - done in #12. Remaining: relabel the rye ones", ["Relabel the rye ones"]),
        ("✅ Sort the drawers. TODO: relabel the rye ones", ["Relabel the rye ones"]),
        (
            "Sort the drawers: done. Still open: relabel the rye ones (labels needed); lock the attic",
            ["Relabel the rye ones (labels needed)", "Lock the attic"],
        ),
        ("Sort the drawers: done. Remaining: nothing.", []),
        ("~~Sort the drawers~~. Left to do: nothing", []),
        ("Sort the drawers: done. Open: none", []),
    ],
)
def test_the_rest_of_what_is_finished_is_an_item_and_the_finished_part_is_none(entry: str, rest: list[str]) -> None:
    note = NOTE.format(heading="Notes", text="The sky.").replace("1. Weigh", f"1. {entry}\n1. Weigh")
    found = [item.title for item in parse(note, path="HANDOFF.md").items]
    assert found == [*rest, *LISTED]


def test_finished_part() -> None:
    """What is done of an entry stays evidence, and what it still owes is an item."""
    note = NOTE.format(heading="Session summary", text="- Sorted the drawers. Still need to relabel the rye ones.")
    page = parse(note, path="HANDOFF.md")
    assert [item.title for item in page.items] == [*LISTED, "Relabel the rye ones"]
