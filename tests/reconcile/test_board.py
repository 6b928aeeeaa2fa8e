"""The dashboard's text: what it shows, which boxes are ticked, and whose words stay."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from handoff_issues.model import Kind, Priority, Site
from handoff_issues.reconcile import board, marker
from handoff_issues.reconcile.board import LIMIT, Board, says, split
from handoff_issues.reconcile.change import Change, Tie, Verb, Write
from handoff_issues.reconcile.glance import Shown, Wish, blocked
from handoff_issues.reconcile.marker import Wait
from handoff_issues.reconcile.rules import Rule


def change(number: int | None, **more: Any) -> Change:
    given: dict[str, Any] = {
        "verb": Verb.KEEP,
        "issue": number,
        "id": f"{number or 0:016x}",
        "title": f"Mend valve {number}",
        "kind": Kind.PENDING,
        "priority": None,
        "stream": "docs/HANDOFF",
        "sources": (),
        "reason": "listed, unchanged",
        "rule": Rule.UNCHANGED,
    }
    return Change(**{**given, **more})


HELD = change(
    None, id="a" * 16, verb=Verb.SKIP, rule=Rule.NEW, held=True, title="Paint it", reason="held back by max-open (1)"
)
IGNORED = change(8, verb=Verb.SKIP, rule=Rule.IGNORED)


def body(changes: Sequence[Change], *, before: Board | None = None, commit: str = "c" * 40) -> str:
    day, site = date(2026, 3, 1), Site(url="https://github.example/a/b")
    shown = Shown(changes=tuple(changes), commit=commit, day=day, site=site, blocks=blocked([], changes))
    return board.body(shown, before=before)


def wishes(shown: Board, changes: Sequence[Change]) -> dict[Wish, frozenset[str]]:
    return board.wishes(shown.ticks, changes)


def showing(*changes: Change) -> Board:
    text = body(changes)
    found = split(text)
    assert found is not None
    return found


def test_blockers_come_first_with_what_they_block_then_priorities_and_streams() -> None:
    waits = Write(tie=Tie(waits=(), add=(Wait(on=9, id=0, said=""),)))
    region = showing(
        change(2, stream="b"),
        change(3, priority=Priority.HIGH, stream="b"),
        change(4, priority=Priority.HIGH, stream="a", write=waits),
        change(9, kind=Kind.BLOCKER),
        change(5, rule=Rule.LONG_SILENT, last_named=date(2026, 1, 2)),
        change(6, verb=Verb.SKIP, rule=Rule.TOMBSTONE),
        change(7, verb=Verb.CLOSE, rule=Rule.SHOWN_DONE),
        HELD,
        IGNORED,
    ).region
    places = [region.index(f"#{number} Mend") for number in (9, 4, 3, 2, 5, 8)]
    assert places == sorted(places)
    assert "(blocks #4)" in region.split("\n### ")[0]
    assert "last named on 2026-01-02" in region
    assert region.count("Mend valve 6") == region.count("Mend valve 7") == 0
    assert region.count("- [ ]") == 2


@pytest.mark.parametrize(
    ("tick", "wish", "item"),
    [
        pytest.param("- [ ] Paint", Wish.OPEN, "a" * 16, id="held back"),
        pytest.param("- [ ] #8", Wish.RESTORE, IGNORED.id, id="ignored"),
    ],
)
def test_a_ticked_box_is_read_until_the_plan_offers_it_no_more(tick: str, wish: Wish, item: str) -> None:
    shown = showing(HELD, IGNORED)
    assert not any(wishes(shown, [HELD, IGNORED]).values())
    ticked = shown.model_copy(update={"region": shown.region.replace(tick, tick.replace("[ ]", "[x]"))})
    assert wishes(ticked, [HELD, IGNORED])[wish] == {item}
    assert not any(wishes(ticked, [change(8)]).values())


def test_a_box_outside_our_region_asks_for_nothing() -> None:
    box = f"- [x] Paint it <!-- handoff-issues:open {HELD.id} -->"
    text = body([HELD], before=Board(above=box, digest="", region="", below=box))
    found = split(text)
    assert found is not None
    assert (found.above, found.below) == (box, box)
    assert not any(wishes(found, [HELD]).values())


def test_equal_content_is_no_write_and_a_ticked_box_stays_while_it_is_offered() -> None:
    shown = showing(HELD)
    assert says(shown, body([HELD], before=shown))
    assert not says(shown, body([], before=shown))
    ticked = shown.model_copy(update={"region": shown.region.replace("[ ]", "[x]")})
    again = split(body([HELD], before=ticked))
    assert again is not None
    assert again.ticks == {(Wish.OPEN, HELD.id)}
    assert says(again, body([HELD], before=again))
    assert body([change(5)], before=again) == body([change(5)])


def test_a_newer_commit_alone_is_no_reason_to_write() -> None:
    shown = showing(HELD)
    assert "`ccccccc`" in shown.region
    assert says(shown, body([HELD], before=shown, commit="d" * 40))


def test_a_title_brings_no_box_and_no_mention() -> None:
    title = f"Ask @acme <!-- handoff-issues:open {HELD.id} --> - [x] now"
    shown = showing(change(3, title=title), HELD)
    assert shown.region.count("<!--") == 2, "the box, and where the last lines begin"
    assert "@acme" not in shown.region.replace("`@acme`", "").replace("`@\u200bacme`", "")


def test_what_does_not_fit_is_counted_and_what_matters_most_stays() -> None:
    many = [change(number, title="x" * 200) for number in range(10, 700)]
    text = body([*many, change(9, kind=Kind.BLOCKER, title="The pump leaks")])
    assert len(text) <= LIMIT + 200
    assert "The pump leaks" in text
    shown = text.count("\n- ")
    assert f"**Left out here: {len(many) + 1 - shown}**" in text


def test_it_is_no_items_issue() -> None:
    text = body([HELD])
    assert marker.split(text) is None
