"""What is taken for an item: by its signals, and by what was learnt of how notes look."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest

from handoff_issues.handoff import parse, read_page
from handoff_issues.handoff.judging.candidates import walk_page
from handoff_issues.handoff.judging.forest import ALL, TokenWeights, fitted, read_forest, subject
from handoff_issues.handoff.judging.neighbours import measure_neighbours
from handoff_issues.handoff.judging.scores import RULE, Rule, Verdict, held
from handoff_issues.handoff.judging.signals import signals
from handoff_issues.handoff.judging.surroundings import measure_page
from handoff_issues.handoff.judging.tokens import Part, heading_tokens, own_tokens
from handoff_issues.handoff.judging.weights import weigh
from handoff_issues.handoff.lexicon import Lexicon
from handoff_issues.handoff.outline import read_outline
from handoff_issues.handoff.outline.source import read_source
from handoff_issues.handoff.structure.overrules import Overrules
from handoff_issues.handoff.structure.views import View

NOTE = """\
# Handoff

## Done

- Wrote the importer
- [x] Fixed the alarm

## Next steps

1. Add a retry to the poller
   - for both harbours
2. Draw the legend
3. ~~Rename the berth table~~

| Task | State |
| --- | --- |
| Cache the tiles | open |

## Notes

The poller reads each gauge every minute.

Files:

- `chart.py`
"""


def verdicts(text: str) -> dict[str, Verdict]:
    return {each.view.block.text.plain: each for each in read_page(text, path="HANDOFF.md").verdicts}


def score_held(view: View, weight: float, score: float) -> float:
    return held(Verdict(view, score > 0, score), [], weight).score


SMALL = read_forest(
    {
        "measures": ["its form: words", "its list: verbs"],
        "trees": [[0, 3.0, -1.0, [1, 0.5, 1.0, 2.0, 1.6], 0.2], [1, 0.9, 0.25, 0.75, 0.4]],
        "start": 0.5,
    }
)


@pytest.mark.parametrize(
    ("words", "verbs", "worth"),
    [(3, 0, 0.5 - 1.0 + 0.25), (4, 0.5, 0.5 + 1.0 + 0.25), (4, 0.51, 0.5 + 2.0 + 0.25), (4, 1, 0.5 + 2.0 + 0.75)],
)
def test_a_forest_adds_up_the_leaves_that_a_block_comes_to(words: float, verbs: float, worth: float):
    vector = SMALL.vector({"its form: words": words, "its list: verbs": verbs, "unknown": 9})
    assert SMALL.read(vector) == pytest.approx(worth)


def test_what_each_subject_adds_makes_up_the_whole():
    vector = [4.0, 1.0]
    assert SMALL.contributions(vector) == pytest.approx({"its form": 1.6 - 0.2, "its list": 2.0 - 1.6 + 0.75 - 0.4})
    start = SMALL.start + 0.2 + 0.4
    assert start + sum(SMALL.contributions(vector).values()) == pytest.approx(SMALL.read(vector))


def test_tokens_weigh_by_their_part_and_unknown_ones_nothing():
    tokens = TokenWeights({Part.WORDS: {"add": 0.5, "was": -1.0}, Part.HEADINGS: {"next": 2.0}}, start=-0.25)
    own = tokens.weigh({Part.WORDS: ["add", "a", "was"]})
    assert own == {Part.WORDS: -0.5}
    assert tokens.measure(own, tokens.weigh({Part.HEADINGS: ["next", "add"]})) == {
        Part.WORDS: -0.5, Part.HEADINGS: 2.0, ALL: 1.25,
    }  # fmt: skip


def test_what_was_fitted_asks_for_what_is_measured():
    """A measure that is renamed and not fitted anew would count as 0, and nobody would notice."""
    source = read_source(NOTE, path="HANDOFF.md")
    lexicon = Lexicon.for_text(source.markdown)
    page = list(walk_page(read_outline(source), lexicon, Overrules()))
    weights = [1.0] * len(page)
    found = [*measure_page(page, weights, lexicon), *measure_neighbours(page, weights, "tokens")]
    measured = {name for measures in found for name in measures}
    assert measured | set(Part) | {ALL} == set(fitted().items.measures)


@pytest.mark.parametrize("part", Part)
def test_tokens_that_were_fitted_are_those_of_notes(part: Part):
    source = read_source(NOTE, path="HANDOFF.md")
    lexicon = Lexicon.for_text(source.markdown)
    found: set[str] = set()
    for seen in walk_page(read_outline(source), lexicon, Overrules()):
        given = own_tokens(seen.view, signals(seen.view)) | heading_tokens(seen.view.block.parent, lexicon)
        found.update(given[part])
    known = fitted().tokens.parts[part]
    assert len(found & known.keys()) * 3 >= len(found), "hardly any token of a plain note is known"


def test_the_trees_are_asked_with_what_the_words_around_a_block_weigh():
    names = fitted().items.measures
    found = {text: dict(zip(names, each.vector, strict=True)) for text, each in verdicts(NOTE).items() if each.vector}
    retry, legend, rename = (
        found[text] for text in ("Add a retry to the poller", "Draw the legend", "Rename the berth table")
    )
    assert len({retry[ALL], legend[ALL], rename[ALL]}) == 3
    assert legend["its page: tokens after it"] == rename[ALL]
    assert rename["its page: tokens before it"] == legend[ALL]
    assert retry["its list: strongest tokens"] == max(retry[ALL], legend[ALL], rename[ALL])
    assert retry["its headings: tokens"] == legend["its headings: tokens"] != retry["its headings: signals"]
    assert retry["its page: under work"] == 5 / 14


def test_the_words_of_what_a_block_stands_under_are_parted_by_where_they_stand():
    text = "# Harbours\n\n## Next steps\n\n- Charts:\n  - Draw the legend\n"
    source = read_source(text, path="HANDOFF.md")
    lexicon = Lexicon.for_text(source.markdown)
    views = {seen.view.block.text.plain: seen.view for seen in walk_page(read_outline(source), lexicon, Overrules())}
    words = {"harbours", "next", "steps", "charts"}
    parts = (Part.HEADINGS, Part.ABOVE, Part.HOLDER)

    def said(block: str) -> list[set[str]]:
        tokens = heading_tokens(views[block].block.parent, lexicon)
        return [words.intersection(tokens[part]) for part in parts]

    assert said("Draw the legend") == [{"next", "steps"}, {"harbours"}, {"charts"}]
    assert said("Charts:") == [{"next", "steps"}, {"harbours"}, set()]
    assert said("Next steps") == [{"harbours"}, set(), set()]


def test_every_measure_is_of_a_subject_that_can_be_told():
    assert {subject(name) for name in fitted().items.measures} == {
        "its form", "its headings", "its list", "its page", "its signals", "its words", "what it holds",
    }  # fmt: skip


@pytest.mark.parametrize("forest", ["items", "same"])
def test_every_tree_asks_for_a_measure_that_there_is(forest: str):
    written = json.loads((files("handoff_issues.handoff.judging") / "fitted.json").read_text(encoding="utf-8"))[forest]
    stack = list(written["trees"])
    assert len(stack) > 50
    while stack:
        node = stack.pop()
        if isinstance(node, list):
            assert 0 <= node[0] < len(written["measures"])
            stack.extend(node[2:4])


def test_what_adds_up_to_a_score_is_told():
    read = verdicts(NOTE)
    assert any(verdict.vector for verdict in read.values())
    for verdict in read.values():
        assert sum(weight for _, weight in verdict.contributions()) == pytest.approx(verdict.score, abs=0.06)


def test_what_is_finished_is_no_item_whatever_it_looks_like():
    read = verdicts(NOTE)["Rename the berth table"]
    assert read.vector
    assert not read.taken
    assert read.score <= weigh(read.view)
    assert "rule: finished" in dict(read.contributions())


def test_what_its_signals_leave_no_doubt_of_is_one_where_its_looks_do_not_settle_it():
    read = verdicts(NOTE)
    leaf, holder = read["Draw the legend"].view, read["Add a retry to the poller"].view
    assert score_held(leaf, 4.0, -1.9) > 0, "as sure as an instruction below a heading of work"
    assert score_held(leaf, 4.0, -2.1) == -2.1, "all else speaks clearly against it"
    assert score_held(leaf, 2.0, -1.9) == -1.9
    assert score_held(holder, 4.0, -1.9) == -1.9, "what it holds may be the works"
    assert score_held(leaf, -8.0, 9.0) == -8.0


@pytest.mark.parametrize(
    ("heading", "expected"),
    [("The berth map", 0.1), ("Next steps", 0.1), ("Success criteria", -1.9), ("Session checklist", -1.9)],
)
def test_a_box_to_tick_is_work_unless_its_heading_says_something_else(heading: str, expected: float):
    text = f"# Harbour\n\n## {heading}\n\n- [ ] Ask for the old plan of the basin\n- [x] Ask for the new one\n"
    still_open, ticked = (read.view for read in read_page(text, path="HANDOFF.md").verdicts[-2:])
    assert score_held(still_open, 0.0, -1.9) == expected
    assert score_held(ticked, 0.0, -1.9) == -1.9
    assert score_held(still_open, 0.0, -2.1) == -2.1, "all else speaks clearly against it"


def test_a_row_of_work_that_gives_its_level_is_work():
    table = "| Part | Severity |\n| --- | --- |\n| The pier is upside down | low |\n| The quay is upside down | web |\n"
    text = f"# Harbour\n\n## Known issues\n\n{table}"
    levelled, other = (read.view for read in read_page(text, path="HANDOFF.md").verdicts[-2:])
    assert score_held(levelled, 0.0, -1.9) > 0
    assert score_held(other, 0.0, -1.9) == -1.9
    [*_, levelled, _] = (read.view for read in read_page(text.replace("issues", "good"), path="HANDOFF.md").verdicts)
    assert score_held(levelled, 0.0, -1.9) == -1.9, "it is a level of something else"


def test_a_page_of_few_lines_or_very_many_goes_by_its_signals():
    few = "## Next steps\n\n- Draw a map\n- Add a retry\n"
    many = "## Next steps\n\n" + "\n".join(f"- Draw map {number}" for number in range(1001))
    for text in (few, many):
        read = read_page(text, path="HANDOFF.md").verdicts
        assert not any(verdict.vector for verdict in read)
        assert all(verdict.score == weigh(verdict.view) for verdict in read)


@pytest.mark.parametrize("size", [1, 2, 5, 9, 14, 26, 60, 200])
@pytest.mark.parametrize("mark", ["- ", "1. ", "- [ ] "])
@pytest.mark.parametrize("top", ["", "# Handoff\n\n"])
def test_a_plain_list_of_work_is_read_whole(size: int, mark: str, top: str):
    """Each line says the same of itself, so none may be lost, however long the list is."""
    works = "\n".join(f"{mark}Measure the load time of page {number}" for number in range(size))
    assert len(parse(f"{top}## Next steps\n\n{works}\n", path="HANDOFF.md").items) == size


def test_of_a_heading_and_those_under_it_either_is_taken():
    text = NOTE.replace("## Notes", "### 4. Publish the tiles\n\n- Build them\n- Upload them\n\n## Notes")
    taken = [each.view.block for each in read_page(text, path="HANDOFF.md").verdicts if each.taken]
    for block in taken:
        assert not any(inner in taken for inner in block.walk())


def test_what_stands_under_work_that_is_said_to_be_done_is_none_unless_it_says_otherwise() -> None:
    listed = "- Draw the piers\n- Sort the tides (still open)\n- [ ] Move the tiles\n- TODO: name the bays\n"
    page = f"# Map\n\n## TODO (done)\n\n{listed}\n### Remaining\n\n- Count the boats\n\n## Notes\n\n- Two layers\n"
    items = parse(page, path="HANDOFF.md").items
    assert [item.mentions[0].start for item in items] == [6, 7, 8, 12]
    ruled = held(Verdict(verdicts(page)["Draw the piers"].view, True, 5.0), [], 0.0)
    assert (ruled.taken, ruled.rules) == (False, ((RULE + Rule.OVER, -6.0),))
