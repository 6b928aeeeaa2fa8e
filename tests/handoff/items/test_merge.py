"""Which mentions are of the same work: by what both say, and by how alike others of the page are."""

from __future__ import annotations

from handoff_issues.handoff import parse


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


def test_works_that_differ_by_one_word_in_two_lists_stay_apart() -> None:
    text = """# Handoff

## Next steps

### High

- Fix the login redirect on Android
- Write the tests of the importer

### Low

- Fix the login redirect on iOS
- Write the tests of the exporter
"""
    mentions = [[mention.start for mention in item.mentions] for item in parse(text, path="HANDOFF.md").items]
    assert sorted(mentions) == [[7], [8], [12], [13]]
