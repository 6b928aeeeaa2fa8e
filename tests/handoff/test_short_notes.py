"""Notes of a few lines, where people write no heading for what is open: the entries themselves say so."""

from __future__ import annotations

import pytest

from handoff_issues.handoff import parse

DECLARED = [
    ("Tide export: not started", "Tide export"),
    ("Tide export - not yet", "Tide export"),
    ("Tide export is only half done", "Tide export is only half done"),
    ("Tests for the importer are missing", "Tests for the importer are missing"),
    ("Next (the harbour's wish): a dark theme", "A dark theme"),
    ("Open, not ours: the harbour's VPN", "The harbour's VPN"),
    ("Owner action: approve the DNS change", "Approve the DNS change"),
    ("Update the page when the tide turns: not started", "Update the page when the tide turns"),
    ("⏳ Fall back to the old slot if a save is broken", "Fall back to the old slot if a save is broken"),
]
"""Entries that declare a state, and what they are filed as."""
SAID = [
    ("The reset mail isn't sent yet", "The reset mail isn't sent yet"),
    ("Still need to write the manual", "Write the manual"),
    ("We should rename the bucket before launch", "Rename the bucket before launch"),
    ("Have to ask Ana about the host", "Ask Ana about the host"),
    ("Waiting for Tom's review of the export", "Waiting for Tom's review of the export"),
    ("Do we keep the CSV export?", "Do we keep the CSV export?"),
]
"""Entries that say it in a sentence, which counts in a list that tells of finished work too."""
NO_WORK = [
    "Import works on Windows now",
    "Uses PostgreSQL 15",
    "The parser is pending-aware and retries",
    "Users need to log in first",
    "The queue waits for the lock before it writes",
    "Jobs stay in progress until the worker acks them",
    "The server answers 404 if the berth is missing",
    "Status: running",
    "`PENDING` means that the ledger has not answered",
]


def read(heading: str, *entries: str) -> list[str]:
    """The titles of the items of a short note."""
    lines = "\n".join(f"- {entry}" for entry in entries)
    return [found.title for found in parse(f"{heading}\n\n{lines}\n", path="HANDOFF.md").items]


@pytest.mark.parametrize("heading", ["# Handoff", "# Status", "## Importer"])
@pytest.mark.parametrize(("entry", "title"), DECLARED)
def test_what_declares_itself_open_is_filed(heading: str, entry: str, title: str) -> None:
    assert read(heading, "The parser reads both formats", entry, "The ledger is one file") == [title]


@pytest.mark.parametrize(("entry", "title"), SAID)
def test_beside_finished_work_any_words_will_do(entry: str, title: str) -> None:
    assert read("# Status", "Login page done", entry, "Settings page merged") == [title]


@pytest.mark.parametrize("entry", NO_WORK)
def test_what_describes_how_things_are_is_none(entry: str) -> None:
    assert read("# Status", "The parser reads both formats", entry, "The ledger is one file") == []
