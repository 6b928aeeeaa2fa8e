"""What an entry of a list of work tells of itself: that it is finished, answered, or open after all."""

from __future__ import annotations

import pytest

from handoff_issues.handoff import parse
from handoff_issues.model import Handoff

OTHER = ("Profile the tile server", "Draft the harbour page", "Cache the tide tables")


def page(heading: str, entry: str) -> Handoff:
    listed = "\n".join(["- " + OTHER[0], entry, *("- " + other for other in OTHER[1:])])
    return parse(f"# Handoff\n\n## {heading}\n\n{listed}\n", path="HANDOFF.md")


def others(handoff: Handoff) -> list[str]:
    return [item.title for item in handoff.items if item.title not in OTHER]


FINISHED = [
    "- Rotate the signing keys. Done in #41.",
    "- Rotate the signing keys. Merged yesterday.",
    "- Rotate the signing keys. Fixed 2026-03-04.",
    "- Rotate the signing keys, done",
    "- Rotate the signing keys **DONE**",
    "- Rotate the signing keys -> done",
    "- Rotate the signing keys — done yesterday",
    "- Rotate the signing keys — rotated",
    "- Rotate the signing keys → dropped (the vendor does it)",
    "- Rotate the signing keys - this has been merged in #12",
    "- Rotate the signing keys — not needed anymore",
    "- Rotate the signing keys. No longer needed.",
    "- The signing keys have been rotated",
    "- The signing keys were rotated on Monday",
    "- Rotated the signing keys",
    "- Rotate the signing keys\n  - Done in #41",
    "- Rotate the signing keys\n  - ✅",
    "- Rotate the signing keys\n  - Merged: #41",
    "- Rotate the signing keys\n  - Cancelled by Ana",
    "- Rotate the signing keys\n  - Cancelled\n  - Merged instead in #41",
    "- Rotate the signing keys. Rotated yesterday.",
    "- Rotate the signing keys. Rotated in #12.",
    "- Rotate the signing keys - this has been moved",
    "- Yesterday rotated the signing keys",
    "- The signing keys were rotated by Ana yesterday",
    "- Rotate the signing keys. This is done.",
]


@pytest.mark.parametrize("entry", FINISHED)
def test_what_is_told_as_finished_is_no_item(entry: str) -> None:
    handoff = page("Next steps", entry)
    assert others(handoff) == []
    (done,) = handoff.done
    assert "signing keys" in done.title


OPEN = [
    "- Get the signing keys reviewed, merged",
    "- Delete the flags that have been rolled out",
    "- Check which keys have been rotated",
    "- Rotate the signing keys — done, not deployed yet",
    "- Rotate the signing keys (merged, not deployed yet)",
    "- Rotate the signing keys — done on staging, production still open",
    "- Rotate the signing keys (carried over)",
    "- The signing keys have not been rotated yet",
    "- The signing keys have been changed. Tell the customers.",
    "- Updated price list",
    "- Rotate the signing keys\n  - Done in #41\n  - The docs are still open",
    "- Document every rule, as discovered",
    "- Orders were stored twice on retry",
    "- Invoices were sent with errors",
    "- Invoices were sent with VAT",
    "- The cache was removed from the worker; memory grows",
    "- Removed the flag: tests fail now",
    "- Port the tests. Ported 4 of 9",
    "- Retry the import. Done for EU",
    "- Change the label from OPEN to DONE",
    "- Restore the files (removed)",
    "- Roll out the search. Done on staging",
    "- Fleet voice (SEA-15), photos of the quay (SEA-16, held)",
    "- Fleet voice (SEA-15), photos of the quay (from the archive of the harbour office, cancelled)",
    "- Rotate the signing keys. Done?",
    "- Rotate the signing keys - removed",
    "- Rotate the signing keys (tested yesterday)",
    "- Rotate the signing keys\n  - [ ] Merged in #41",
    "- Rotate the signing keys\n  - Done\n    - on staging",
    "- Rotate the signing keys\n\n  ```\n  done\n  ```",
    "- Get the signing keys done, closed",
    "- Rotated the signing keys. Delete the old ones",
    "- Rotated the signing keys except for EU",
    "- Rotated the signing keys not the mail keys",
    "- Reviewed the signing keys",
    "- Delays after keys have been rotated",
    "- The export of the tides — dropped rows",
    "- Check that all of the pumps are OK",
    "- The signing keys do not know the flag `--closed`",
    "- The signing keys do not know --closed",
    "- The signing keys are not read on the small map - not a regression",
    "- The signing keys are still open: Ana has none. Feed clean-up done.",
]


@pytest.mark.parametrize("entry", OPEN)
def test_what_is_told_in_other_words_stays_an_item(entry: str) -> None:
    handoff = page("Next steps", entry)
    assert len(others(handoff)) == 1
    assert handoff.done == ()


@pytest.mark.parametrize(
    "entry",
    [
        "- Die Schlüssel wurden gestern erneuert und die Tabelle ist noch offen",
        "- Die Tabelle der Gezeiten wurde noch nicht migriert",
    ],
)
def test_negated_pasts_of_other_languages_stay_items(entry: str) -> None:
    text = f"# Übergabe\n\n## Nächste Schritte\n\n- Die Karte beschleunigen\n{entry}\n- Das Lotsenbuch prüfen\n"
    assert len(parse(text, path="HANDOFF.md").items) == 3


@pytest.mark.parametrize(
    ("language", "heading", "entry"),
    [
        ("de", "Nächste Schritte", "- Die Schlüssel der Boote wurden gestern erneuert"),
        ("fr", "Prochaines étapes", "- Les clés du port : le script a été corrigé"),
        ("es", "Próximos pasos", "- La tabla de mareas ha sido migrada"),
        ("pt", "Próximos passos", "- A tabela de marés foi corrigida"),
    ],
)
def test_the_past_is_told_in_other_languages(language: str, heading: str, entry: str) -> None:
    text = f"# Handoff\n\n## {heading}\n\n{entry}\n"
    assert parse(text, path="HANDOFF.md").items == (), language


@pytest.mark.parametrize(
    "entry",
    [
        "- Should the old routes stay? → no",
        "- Should the old routes stay? Yes, decided on Monday",
        "- Should the old routes stay? **Decision:** yes, until March",
        "- Which quay do we use? — Yes, agreed with Ana: the north one",
        "- Should the old routes stay?\n  - Decided: yes, see the minutes",
        "- Should the old routes stay?\n  - Yes, until March",
        "- Should the old routes stay? Done, in March",
    ],
)
def test_an_answered_question_is_finished(entry: str) -> None:
    handoff = page("Open questions", entry)
    assert others(handoff) == []
    assert len(handoff.done) == 1


@pytest.mark.parametrize(
    "entry",
    [
        "- Should the old routes stay? I would say yes, but Ana decides",
        "- Do we need a second pump? Probably not.",
        "- Which quay? Options: north, south",
        "- Who owns the pump? No owner yet",
        "- Should the old routes stay?\n  - Ana thinks so",
        "- The draft is out of date. OK to close it?",
        "- Which quay should we use?\n  - A: north\n  - B: south",
        "- Can we drop the pump? Yes. Delete it after the release.",
        "- Should the old routes stay?\n  - Yes, or only until March?",
        "- Should the old routes stay? Yes, pending Ana",
        "- Should the old routes stay? Yes, to be decided by Ana",
    ],
)
def test_a_question_without_an_answer_is_open(entry: str) -> None:
    handoff = page("Open questions", entry)
    assert len(others(handoff)) == 1
    assert handoff.done == ()


@pytest.mark.parametrize(
    "entry",
    [
        "- Waiting for the chart licence from Ola (resolved)",
        "- Waiting for the chart licence. Resolved.",
        "- Waiting for the chart licence ✅",
        "- Blocked by the chart licence - done",
        "- The harbour office must approve the dredging — unblocked 2026-11-20",
    ],
)
def test_a_cleared_blocker_is_finished(entry: str) -> None:
    assert others(page("Blockers", entry)) == []


@pytest.mark.parametrize(
    "entry",
    [
        "- Waiting for the chart licence from Ola",
        "- Waiting for the chart licence (not resolved)",
        "- ✅ Waiting for the chart licence: blocked by the bank now",
    ],
)
def test_a_blocker_stays_while_it_blocks(entry: str) -> None:
    assert len(others(page("Blockers", entry))) == 1


@pytest.mark.parametrize(
    "entry",
    [
        "- The search times out on long names — no longer happens",
        "- The export drops the last row. Fix merged in #41.",
        "- The export drops the last row — Ana fixed it yesterday",
        "- Login fails on old phones. Not an issue anymore.",
        "- Photos of boats are lost\n  - Fixed in #41",
    ],
)
def test_a_problem_that_is_gone_is_finished(entry: str) -> None:
    assert others(page("Known issues", entry)) == []
