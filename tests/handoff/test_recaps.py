"""Lists that repeat each other entry by entry, in other words, are mentions of the same works."""

from __future__ import annotations

from handoff_issues.handoff import parse
from handoff_issues.handoff.recaps import find_recaps

ONE, OTHER, THIRD = (1, 0), (2, 0), (3, 0)


def test_entries_that_are_most_like_each_other_pair_up_where_one_list_repeats_another() -> None:
    lists = [ONE, ONE, ONE, OTHER, OTHER, OTHER]
    alike = {(0, 3): 0.35, (1, 4): 0.4, (2, 5): 0.25, (0, 4): 0.3}
    recaps = find_recaps(lists, alike)
    assert recaps.lists == {ONE, OTHER}
    assert recaps.pairs == {(0, 3), (1, 4), (2, 5)}


def test_a_list_of_which_little_is_found_elsewhere_repeats_nothing() -> None:
    lists = [ONE, ONE, ONE, OTHER, THIRD, OTHER]
    assert find_recaps(lists, {(0, 3): 0.45, (1, 4): 0.45}) == ((frozenset(), frozenset()))
    assert find_recaps([ONE, ONE, OTHER, OTHER], {(0, 2): 0.9, (1, 3): 0.9}).lists == frozenset()


def test_a_list_of_which_most_is_surely_found_in_several_places_is_a_recap_without_twins() -> None:
    lists = [ONE, ONE, ONE, OTHER, THIRD]
    recaps = find_recaps(lists, {(0, 3): 0.9, (1, 4): 0.9})
    assert (recaps.lists, recaps.pairs) == ({ONE}, frozenset())


def test_problems_and_the_steps_that_mend_them_are_the_same_works() -> None:
    text = """# Handoff

## Known issues

- **Bergen harbour** - the feed needs a login now
- **Oslo harbour** - the feed moved to another host
- **Stavanger harbour** - the feed sends no heights

## Next steps

1. Repair Oslo (new host)
2. Repair Bergen (login)
3. Repair Stavanger
4. Write the release note
"""
    mentions = [[mention.start for mention in item.mentions] for item in parse(text, path="HANDOFF.md").items]
    assert sorted(sorted(own) for own in mentions) == [[5, 12], [6, 11], [7, 13], [14]]


def test_one_word_that_several_works_share_joins_none_of_them() -> None:
    text = """# Handoff

## Known issues

- No tests yet

## Next steps

- [ ] Run the tests of the importer on Windows

## Before the release

- [ ] Speed up the tests of the exporter
"""
    assert len(parse(text, path="HANDOFF.md").items) == 3
