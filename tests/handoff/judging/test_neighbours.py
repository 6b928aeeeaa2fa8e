"""What the blocks around one weigh."""

from __future__ import annotations

import pytest

from handoff_issues.handoff.judging.candidates import walk_page
from handoff_issues.handoff.judging.forest import Measures
from handoff_issues.handoff.judging.neighbours import measure_neighbours
from handoff_issues.handoff.lexicon import Lexicon
from handoff_issues.handoff.outline import read_outline
from handoff_issues.handoff.outline.source import read_source
from handoff_issues.handoff.structure.overrules import Overrules

NOTE = """\
# Handoff

## Next steps

- Add a retry
- Draw the legend
  - for both harbours

The rest can wait.
"""
WEIGHTS = {
    "Handoff": -8.0, "Next steps": -5.0, "Add a retry": 4.0, "Draw the legend": 1.0, "for both harbours": -2.0,
    "The rest can wait.": -3.0,
}  # fmt: skip


def measured(what: str = "tokens") -> dict[str, Measures]:
    source = read_source(NOTE, path="HANDOFF.md")
    lexicon = Lexicon.for_text(source.markdown)
    page = list(walk_page(read_outline(source), lexicon, Overrules()))
    names = [seen.view.block.text.plain for seen in page]
    return dict(zip(names, measure_neighbours(page, [WEIGHTS[name] for name in names], what), strict=True))


@pytest.mark.parametrize(
    ("block", "name", "value"),
    [
        ("Add a retry", "its headings: tokens", -5.0),
        ("Add a retry", "its headings: tokens above them", -8.0),
        ("for both harbours", "its headings: tokens", 1.0),
        ("Handoff", "its headings: tokens", -9.0),
        ("Next steps", "its headings: tokens above them", -9.0),
        ("Draw the legend", "its page: tokens before it", 4.0),
        ("Draw the legend", "its page: tokens after it", -2.0),
        ("Handoff", "its page: tokens before it", -9.0),
        ("The rest can wait.", "its page: tokens after it", -9.0),
        ("Draw the legend", "its page: works by tokens", 2),
        ("Draw the legend", "its page: tokens", -13 / 6),
        ("Draw the legend", "its page: strongest tokens", 4.0),
        ("Draw the legend", "its list: tokens", 2.5),
        ("Draw the legend", "its list: weakest tokens", 1.0),
        ("Draw the legend", "its list: strongest tokens", 4.0),
        ("for both harbours", "its list: works by tokens", 0.0),
        ("Add a retry", "its list: works by tokens", 1.0),
        ("Next steps", "what it holds: strongest tokens", 4.0),
        ("Draw the legend", "what it holds: tokens", -2.0),
        ("Add a retry", "what it holds: tokens", -9.0),
    ],
)
def test_what_is_around_a_block_is_measured(block: str, name: str, value: float):
    assert measured()[block][name] == pytest.approx(value)


def test_a_paragraph_stands_in_no_list():
    assert not any(name.startswith("its list") for name in measured()["The rest can wait."])


def test_measures_of_signals_and_of_tokens_have_names_of_their_own():
    assert not measured("signals")["Add a retry"].keys() & measured("tokens")["Add a retry"].keys()


def test_a_page_without_blocks_has_no_measures():
    assert not list(measure_neighbours([], [], "tokens"))
