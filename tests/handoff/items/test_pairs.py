"""What two mentions look like beside each other, in numbers, and what is ruled whatever they look like."""

from __future__ import annotations

import pytest

from handoff_issues.handoff import parse, read_page
from handoff_issues.handoff.items import name_taken
from handoff_issues.handoff.items.likeness import Weights, read_words
from handoff_issues.handoff.items.merge import compare
from handoff_issues.handoff.items.pairs import Pair, measure_pairs
from handoff_issues.handoff.judging.forest import Measures, fitted
from handoff_issues.handoff.lexicon import Lexicon

NOTE = """\
# Handoff

## Known issues

- **Bergen harbour** - the feed needs a login now
- The legend of the chart hides the scale

## Next steps

1. Repair the feed of Bergen
2. Paint the jetty
3. Move the legend of the chart

## Later

- Raise the alarms of the chart to the queue
"""


def measured(text: str) -> dict[tuple[int, int], Measures]:
    """The measures of each pair, by the first lines of both."""
    lexicon = Lexicon.for_text(text)
    candidates = name_taken(read_page(text, path="HANDOFF.md").verdicts)
    words = [read_words(candidate, lexicon) for candidate in candidates]
    weights = Weights.of(words)
    alike: dict[Pair, float] = compare(candidates, words, weights, lexicon)
    found = zip(alike, measure_pairs(candidates, words, weights, alike), strict=True)
    return {(candidates[a].start, candidates[b].start): measures for (a, b), measures in found}


def works(text: str) -> list[list[int]]:
    return sorted(sorted(each.start for each in item.mentions) for item in parse(text, path="HANDOFF.md").items)


def test_what_was_fitted_asks_for_what_is_measured():
    """A measure that is renamed and not fitted anew would count as 0, and nobody would notice."""
    (measures, *_) = measured(NOTE).values()
    assert set(measures) == set(fitted().same.measures)


def test_two_mentions_are_measured_by_what_both_say_and_where_they_stand():
    pair = measured(NOTE)[6, 12]
    assert pair["names: said by the other"] >= pair["names: said by each other"] > 0
    assert pair["titles: common words"] > 0
    assert (pair["places: lines apart"], pair["places: shorter list"], pair["places: longer list"]) == (6, 2, 3)
    assert pair["places: share of the page apart"] == 6 / 16
    assert not pair["places: one role"]


def test_a_third_mention_that_is_more_alike_takes_the_lead():
    found = measured(NOTE)
    assert found[6, 12]["names: ahead of the next"] > 0 > found[12, 16]["names: ahead of the next"]


def test_the_fault_and_its_repair_are_one_work():
    assert works(NOTE) == [[5, 10], [6, 12], [11], [16]]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("## Open\n\n- Port parser7 to Rust\n\n## Next steps\n\n- Port parser9 to Rust\n", id="numbers"),
        pytest.param(
            "# X\n\n## Next steps\n\n- Move the invoices\n  - Copy the invoices <!-- handoff: item -->\n", id="nested"
        ),
        pytest.param(
            "## Open\n\n- Tests\n\n## Next steps\n\n- Speed up the tests of the importer\n\n"
            "## Later\n\n- Move the tests of the exporter\n",
            id="a word that more works share",
        ),
    ],
)
def test_what_no_likeness_makes_one_work(text: str):
    assert all(len(lines) == 1 for lines in works(text))
    assert len(works(text)) > 1


@pytest.mark.parametrize("others", [0, 1, 3, 10, 40])
@pytest.mark.parametrize("heading", ["## Known issues", "## Later", "## Blockers", "### High priority"])
def test_what_is_named_in_the_same_words_is_never_filed_twice(others: int, heading: str):
    between = "".join(f"- Measure the load time of page {number}\n" for number in range(others))
    text = f"# Handoff\n\n## Next steps\n\n- Repair the gauge of Bergen\n{between}\n{heading}\n\n"
    assert [5, 9 + others] in works(f"{text}- Repair the gauge of Bergen\n")


def test_very_many_mentions_go_by_their_likeness():
    parts = [f"## Part {number}\n\n### Next steps\n\n- Wash boat{number % 60}\n" for number in range(2_400)]
    assert len(works("\n".join(parts))) == 60
