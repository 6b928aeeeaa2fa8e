"""Which item is which issue: what ties them, what must not, and what is too close to call."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from handoff_issues.errors import LimitReached
from handoff_issues.reconcile.match import THRESHOLD
from handoff_issues.reconcile.profile import profile
from handoff_issues.reconcile.rarity import Weights
from handoff_issues.reconcile.similarity import similarity
from support.flaky import Fault, Writes
from support.handoffs import History, World, done, item, verbs

OTHER_WORK = item("Paint the barn")


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path / "issues")


def becomes(world: World, older: str, newer: str, *, older_body: str = "", newer_body: str = "") -> bool:
    """Whether the newer item is taken for the older one's issue."""
    history = History().write(item(older, body=older_body), item("Something else altogether"))
    world.run(history)
    history.write(item(newer, body=newer_body), item("Something else altogether"))
    report = world.run(history)
    return ("update", 1) in verbs(report)


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        pytest.param("Write tests for the importer", "Importer: write the missing tests", id="other-order"),
        pytest.param(
            "Rotate the signing key (MAP-41)", "MAP-41: new signing key, then revoke the old one", id="ticket-key"
        ),
        pytest.param("Fix crash in `tile_cache.py`", "`tile_cache.py` still crashes on start", id="code-span"),
        pytest.param("Migrate users table to UUID keys", "Migrate the users table", id="shortened"),
        pytest.param("Integrate the harbour feed", "Harbour feed integration", id="a noun of the deed"),
        pytest.param(
            "Kartenexport für Drucker einrichten", "Kartenexport für die neuen Drucker einrichten", id="german"
        ),
        pytest.param(
            "Tile server memory check: watch it for a day under load of the summer",
            "Check memory of the tile server: the graphs of a day under load are still missing",
            id="one-name-other-explanation",
        ),
        pytest.param(
            "Northern sheet index rework (17 sheets and what is drawn on them)",
            "Up next (northern sheet index rework): what is drawn, sheet after sheet",
            id="name-in-brackets",
        ),
        pytest.param("Write the migration for berth ids", "Migrate the berth id (half written)", id="short-plural"),
        pytest.param(
            "Ask Maria which mail host to use", "Maria has not answered about the mail host", id="small-words"
        ),
        pytest.param(
            "Make the import idempotent - uses a natural key",
            "Make the import idempotent (needs a word from Ana)",
            id="other-remark",
        ),
        pytest.param("Rate limiter. It is full at noon", "Rate limiter: a draft is there", id="remark-on-a-name"),
        pytest.param("Dark mode", "Dark mode. The colours are chosen", id="a-remark-for-the-first-time"),
        pytest.param("Mend the 12 failing checks", "Mend the 7 failing checks", id="fewer-are-left"),
        pytest.param("翻译剩下的 17 个列表页", "翻译剩下的 9 个列表页", id="fewer-are-left-in-chinese"),
        pytest.param("Phase 3: move the invoices", "Phase 4: move the invoices", id="renumbered-phase"),
        pytest.param("第3阶段：迁移旧的发票", "第4阶段：迁移旧的发票", id="renumbered-phase-in-chinese"),
        pytest.param("修复地图缓存的内存泄漏", "地图缓存内存泄漏仍需修复", id="chinese"),
        pytest.param("Übersetzungen nachprüfen", "Übersetzung nachprüfen lassen", id="endings-beside-umlauts"),
        pytest.param("지도 캐시 메모리 누수 수정", "지도 캐시의 메모리 누수 수정 필요", id="korean"),
    ],
)
def test_the_same_work_in_other_words(world: World, older: str, newer: str) -> None:
    assert becomes(world, older, newer)


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        pytest.param("Run smoke test on staging", "Run load test on staging", id="one-word-differs"),
        pytest.param(
            "Write the ferry page (`pages/ferryPage.ts`): first its tests and then the rest of it",
            "Write the sheet page (`pages/sheetPage.ts`): first its tests and then the rest of it",
            id="one-word-of-the-name",
        ),
        pytest.param("Draw the quays for the atlas", "Draw the fishing grounds for the atlas", id="more-words-instead"),
        pytest.param("Liegeplätze der Fähre prüfen", "Liegeplätze des Lotsen prüfen", id="one-word-in-german"),
        pytest.param("Send the maps to region A", "Send the maps to region B", id="other-letter"),
        pytest.param("Print sheet 3 of the atlas", "Print sheet 4 of the atlas", id="other-number"),
        pytest.param("Release version 1.2 of the atlas", "Release version 1.3 of the atlas", id="other-version"),
        pytest.param("Phase 3: migrate billing", "Phase 3: translate the manual", id="phase-number-only"),
        pytest.param("Update the README", "Update the dependencies", id="verb-only"),
        pytest.param("Add an exporter for PDF", "Add an importer for CSV", id="pattern-only"),
        pytest.param("Delete `old_tiles/`", "Delete `new_api/`", id="other-code-span"),
        pytest.param(
            "E2E checks in CI: `checks/e2e/tour.check.ts` is there",
            "Set up E2E CI passwords: run the checks by hand until then",
            id="narrower-rest-of-the-same-work",
        ),
        pytest.param(
            "Fourth building stage: move the invoices", "Fourth building stage: print a manual", id="label-only"
        ),
    ],
)
def test_other_work_in_the_same_words(world: World, older: str, newer: str) -> None:
    assert not becomes(world, older, newer)


def test_each_of_two_similar_items_keeps_its_own_issue(world: World) -> None:
    history = History().write(
        item("Add a zoom selector to the map editor"), item("Add a colour selector to the map editor")
    )
    world.run(history)
    history.write(
        item("Map editor: colour selector (dark theme too)"), item("Map editor: zoom selector (keyboard too)")
    )
    world.run(history)
    assert world.titles() == [
        "Map editor: zoom selector (keyboard too)",
        "Map editor: colour selector (dark theme too)",
    ]


def test_too_close_to_call_is_opened_as_new_and_names_the_candidates(world: World) -> None:
    history = History().write(
        item("Export map tiles to the archive north"), item("Export map tiles to the archive south")
    )
    world.run(history)
    history.write(item("Export map tiles to the archive"))
    report = world.run(history)
    [opened] = [change for change in report.changes if change.verb.value == "open"]
    assert "too close to call" in opened.reason
    assert "Perhaps the same as #1 or #2?" in world.body(3)
    assert verbs(world.run(history))[-1][0] == "keep"


def test_the_reason_tells_what_tied_the_two(world: World) -> None:
    history = History().write(item("Rotate the signing key (MAP-41)"), item("Draw the legend (MAP-7)"))
    world.run(history)
    history.write(item("MAP-41: new signing key"), item("Draw the legend (MAP-7)"))
    report = world.run(history)
    [update] = [change for change in report.changes if change.verb.value == "update"]
    assert update.reason.endswith("(matched #1: same key MAP-41, title 0.67)")


def test_the_reason_names_the_next_best(world: World) -> None:
    older = [item("Translate the map legend into French"), item("Translate the map legend's footnotes")]
    history = History().write(*older)
    world.run(history)
    history.write(item("Have the map legend translated into French"))
    report = world.run(history)
    [reason] = [change.reason for change in report.changes if change.verb.value == "update"]
    assert re.search(r"\(matched #1: title [01]\.\d\d; next best #2 0\.\d\d\)$", reason)


def test_an_entry_with_a_new_title_is_known_by_what_it_says(world: World) -> None:
    says = "whether the tiles of the northern sheet load on the slow line of the ferry, and the legend with them"
    history = History().write(item("Nobody answered yet", body=f"Open: {says}."), item("Paint the barn"))
    world.run(history)
    history.write(item("The captain has agreed to help", body=f"Not tried so far: {says}."), item("Paint the barn"))
    report = world.run(history)
    [update] = [change for change in report.changes if change.verb.value == "update"]
    assert update.issue == 1
    assert "text 0." in update.reason


def test_siblings_with_one_explanation_are_not_known_by_it(world: World) -> None:
    why = "The table holds forty thousand rows by now, so that the page takes nine seconds and the browser gives up."
    older, newer = "Divide the list of the quays into pages", "Divide the list of the pilots into pages"
    assert not becomes(world, older, newer, older_body=why, newer_body=why)


def test_items_of_one_entry_are_not_known_by_its_text(world: World) -> None:
    body = "The harbour office needs both: a way to send bills and a way to take bookings, before the season begins."
    history = History().write(item("Send bills", body=body), item("Take bookings", body=body))
    world.run(history)
    history.write(item("Ask for weather reports", body=body))
    assert ("open", 3) in verbs(world.run(history))


def test_an_entry_that_becomes_several_items_is_not_known_by_its_text(world: World) -> None:
    body = "The harbour office needs both: a way to send bills and a way to take bookings, before the season begins."
    history = History().write(item("Nobody answered yet", body=body))
    world.run(history)
    history.write(item("Fetch weather reports", body=body), item("Paint signs", body=body))
    assert sorted(verbs(world.run(history)))[1:] == [("open", 2), ("open", 3)]


def test_one_item_that_splits_leaves_its_issue_to_the_closest(world: World) -> None:
    history = History().write(item("Move billing and search to the new cluster"))
    world.run(history)
    history.write(item("Move billing to the new cluster first"), item("Move search to the new cluster"))
    report = world.run(history)
    assert sorted(verbs(report), key=lambda row: row[1] or 0) == [("update", 1), ("open", 2)]
    assert "Seems to be split off from #1" in world.body(2)


def test_a_reworded_twin_of_a_closed_issue_is_new_work(world: World) -> None:
    history = History().write(item("Wire end-to-end tests into CI"))
    world.run(history)
    world.close(1)
    history.write(item("Configure secrets for the end-to-end tests in CI"))
    assert ("open", 2) in verbs(world.run(history))


def test_what_a_person_dismissed_stays_so_in_other_words(world: World) -> None:
    history = History().write(item("Write end-to-end tests for the map"), item("Rotate the signing key"))
    world.run(history)
    world.close(1, "not_planned")
    history.write(item("End-to-end tests of the map on a phone"), item("Rotate the signing key"))
    assert verbs(world.run(history)) == [("skip", 1), ("keep", 2)]
    history.write(item("End-to-end tests of the map on a phone"), item("Rotate the signing key"), OTHER_WORK)
    assert sorted(verbs(world.run(history))) == [("keep", 2), ("open", 3), ("skip", 1)]


def test_what_comes_beside_dismissed_work_is_new(world: World) -> None:
    history = History().write(item("Write end-to-end tests for the map"))
    world.run(history)
    world.close(1, "not_planned")
    history.write(item("Write end-to-end tests for the map"), item("The map needs end-to-end tests on a phone"))
    world.run(history)
    history.write(item("The map needs end-to-end tests on a phone"))
    world.run(history)
    assert world.titles() == ["The map needs end-to-end tests on a phone"]


WORKS = ["Publish the {} tiles", "{}: paint the legend", "Rotate the signing key of {}", "Ask the printers of {} maps"]


def test_a_renaming_run_that_broke_off_is_made_up_for(world: World) -> None:
    history = History().write(*(item(work.format("Mapster")) for work in WORKS))
    world.run(history)
    history.write(*(item(work.format("Sextant")) for work in WORKS))
    fault = Fault(at=3, error=LimitReached("wait"), after=False)
    assert world.run(history, writes=Writes(fault=fault)).remaining == 2
    world.run(history)
    assert world.titles() == [work.format("Sextant") for work in WORKS]


@pytest.mark.parametrize("new", ["Sextant", "Sextant Pro 2"], ids=["one-word", "several-words"])
def test_a_product_that_is_renamed_keeps_all_its_issues(world: World, new: str) -> None:
    history = History().write(*(item(work.format("Mapster")) for work in WORKS))
    world.run(history)
    history.write(*(item(work.format(new)) for work in WORKS), item("Greet the harbour master"))
    report = world.run(history)
    assert sorted(verbs(report)[1:]) == [("update", number) for number in range(1, 5)]
    assert f"same title, but for “mapster”, which is “{new.lower()}” now" in report.changes[1].reason


def test_what_differs_in_some_titles_is_other_work(world: World) -> None:
    works = ["Start {} of the tile server", "Check {} of the tile server", "Paint the legend", "Ask the printers"]
    history = History().write(*(item(work.format("staging")) for work in works))
    world.run(history)
    history.write(*(item(work.format("production")) for work in works))
    assert len(world.titles()) == 4
    report = world.run(history)
    assert [verb for verb, _ in verbs(report)].count("open") == 2


def test_a_name_that_two_works_bear_ties_none(world: World) -> None:
    history = History().write(item("Rate limiter. It saturates at noon"), item("Something else altogether"))
    world.run(history)
    history.write(item("Rate limiter. A draft is there"), item("Rate limiter. Ask for the old figures"))
    assert ("update", 1) not in verbs(world.run(history))


def test_a_label_that_several_works_bear_is_no_name() -> None:
    one = profile("Fourth building stage: carry old invoices down to the shelf")
    other = profile("Fourth building stage: is the shelf long enough")
    beside = profile("Fourth building stage: print a manual")
    assert similarity(one, other, Weights([one], [other])).score == 0.8
    assert similarity(one, other, Weights([one, beside], [other])).score < THRESHOLD


def test_names_in_which_each_has_a_word_of_its_own_are_other_names() -> None:
    one = profile("Build the long ferry page (`server/pages/ferries.ts`)")
    other = profile("Build the long sheet page (`server/pages/sheets.ts`)")
    same = profile("Build the long ferry page (later, beside `server/pages/`)")
    weights = Weights([one], [other, same])
    assert similarity(one, same, weights).name > THRESHOLD
    assert similarity(one, other, weights).name == 0.0


def test_what_a_person_renamed_is_known_by_its_own_words_when_these_change(world: World) -> None:
    history = History().write(item("Publish the map tiles"), OTHER_WORK)
    world.run(history)
    world.set(1, title="Launch sprint 12")
    report = world.run(history.write(item("Publish all the map tiles"), OTHER_WORK))
    assert verbs(report) == [("update", 1), ("keep", 2)]
    assert world.titles() == ["Launch sprint 12", OTHER_WORK.title]
    world.run(history.write(OTHER_WORK, done("Published all the map tiles")))
    assert world.titles("closed") == ["Launch sprint 12"]


def test_the_title_that_a_person_gave_ties_less_than_the_one_we_wrote(world: World) -> None:
    tiles = item("Publish the map tiles", line=9)
    history = History().write(tiles, OTHER_WORK)
    world.run(history)
    world.set(1, title=OTHER_WORK.title)
    report = world.run(history.write(OTHER_WORK, tiles))
    assert {change.issue: change.sources[0].mentions[0].start for change in report.changes} == {1: 9, 2: 1}


def test_tasks_that_a_note_counts_are_not_those_of_peoples_issues_with_these_numbers(world: World) -> None:
    for number, title in enumerate(("Invoice the sailing school", "Order new oars", "Renew the licence"), start=1):
        world.open_as_person(title, number=number)
    works = [item("Publish the map tiles", number=1), item("Paint the barn", number=2), item("Renew licence", number=3)]
    report = world.run(History().write(*works))
    assert sorted(verbs(report)) == [("open", 4), ("open", 5), ("skip", 3)]
