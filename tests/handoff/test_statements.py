"""Notes without any list: what running text says is still to be done becomes an item, and nothing else does."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from handoff_issues.handoff import parse
from handoff_issues.model import Kind


class Told(NamedTuple):
    """A sentence that names a work, and the title of that work."""

    sentence: str
    title: str


TOLD = {
    "en": (
        Told("The importer works, but the retry queue still needs tests.", ""),
        Told("Next I would add paging to the search endpoint.", "Add paging to the search endpoint"),
        Told("Next I'd add paging to the search endpoint.", "Add paging to the search endpoint"),
        Told("Next up is the migration of the user table.", "The migration of the user table"),
        Told("The next step is to give the scheduler its own process.", "Give the scheduler its own process"),
        Told("I am blocked on the vendor's API key.", ""),
        Told("We are waiting for legal to approve the new terms.", ""),
        Told("The upload path has not been tested with files over 2 GB yet.", ""),
        Told("What's left is wiring the form to the new endpoint.", "Wiring the form to the new endpoint"),
        Told("All that remains is the release note.", "The release note"),
        Told("The only thing left is to publish the package.", "Publish the package"),
        Told("I did not get to the French glossary.", "The French glossary"),
        Told("Someone has to rotate the staging certificate.", "Rotate the staging certificate"),
        Told("You still need to add the DNS record by hand.", "Add the DNS record by hand"),
        Told("The dashboard is built but not yet connected to the live feed.", ""),
        Told("The nightly export is still failing on empty tables.", ""),
        Told("PR #12 is open and awaits review.", ""),
        Told("Not done: the audit log and the admin page.", "The audit log and the admin page"),
        Told("The migration is written, but nobody has run it against production.", ""),
        Told("Two tests are still red: test_login and test_refresh.", ""),
        Told("The docs have yet to be updated.", ""),
        Told("Please review the new schema.", "Review the new schema"),
    ),
}
"""Without a title, the sentence itself is one."""

SILENT = {
    "en": (
        "The importer works and needs no further tests.",
        "The API needs a token in the header `X-Auth`.",
        "You need to run `make setup` before the first start.",
        "The service must be started before the worker.",
        "Nothing is left to do here.",
        "There are no open questions.",
        "This session finished the importer and the exporter.",
        "If the build fails, delete the folder `out` and try again.",
        "When a job has not been claimed for an hour, the watcher restarts it.",
        "The worker waits for a message and then writes a row.",
        "The endpoint returns 404 if the user has not been found.",
        "Users who have not yet confirmed their address see a banner.",
        "The site still uses the old logo on purpose.",
        "The exporter had not been tested before; it is now.",
        "The remaining budget is shown in the header.",
        "Is the cache not yet warm after a restart?",
        "The team meets next Tuesday.",
        "All tests pass, and nothing is uncommitted.",
    ),
}

PLACES = (
    "# Handoff\n\n{}\n",
    "# Handoff\n\n## Status\n\n{}\n",
    "# Handoff\n\n## Status\n\n> Written on a train.\n\n{}\n",
)
"""Where running text stands in a note."""


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("language", "told"), [(name, told) for name, all_told in TOLD.items() for told in all_told])
def test_a_sentence_that_names_a_work_is_an_item(language: str, told: Told, place: str) -> None:
    items = parse(place.format(told.sentence), path="HANDOFF.md").items
    assert [item.title for item in items] == [told.title or told.sentence.rstrip(".。")]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("language", "sentence"), [(name, one) for name, silent in SILENT.items() for one in silent])
def test_a_sentence_that_names_none_is_not(language: str, sentence: str, place: str) -> None:
    assert parse(place.format(sentence), path="HANDOFF.md").items == ()


def test_each_sentence_of_a_paragraph_is_read_by_itself() -> None:
    text = "# Handoff\n\nParsing works. The exporter still needs paging. We are waiting for the vendor's key.\n"
    items = parse(text, path="HANDOFF.md").items
    assert [(item.title, item.kind) for item in items] == [
        ("The exporter still needs paging", Kind.PENDING),
        ("We are waiting for the vendor's key", Kind.BLOCKER),
    ]
    assert all((mention.start, mention.end) == (3, 3) for item in items for mention in item.mentions)


def test_beside_a_list_of_work_running_text_only_says_it_again() -> None:
    text = "# Handoff\n\nThe exporter still needs paging.\n\n## Next steps\n\n- Add paging to the exporter\n"
    assert [item.title for item in parse(text, path="HANDOFF.md").items] == ["Add paging to the exporter"]
