"""Clauses: where a title may end, and what in brackets only explains."""

from __future__ import annotations

import pytest

from handoff_issues.handoff.lexicon import Lexicon
from handoff_issues.handoff.sentences.clauses import (
    ENOUGH_WORDS,
    count_words,
    first_clauses,
    without_remarks,
)
from handoff_issues.handoff.sentences.ends import is_outside

ENGLISH = Lexicon.of("en")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Add a retry", 3, id="words"),
        pytest.param("写入重试逻辑", 3, id="two characters are one word"),
        pytest.param("업로드 재시도", 3, id="syllables too"),
        pytest.param("", 0, id="nothing"),
    ],
)
def test_words(text: str, expected: int) -> None:
    assert count_words(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Tile cache: nobody uses it", "Tile cache: nobody uses it", id="two short clauses"),
        pytest.param(
            "Move every tile of the map into the cache. It is slow today",
            "Move every tile of the map into the cache",
            id="a sentence",
        ),
        pytest.param(
            "Rework the old importer — it is slow", "Rework the old importer — it is slow", id="too few words"
        ),
        pytest.param(
            "Rework the old tile importer — it is slow", "Rework the old tile importer", id="an instruction needs fewer"
        ),
        pytest.param("Deploy site: `make deploy site`", "Deploy site", id="no command after an instruction"),
        pytest.param("Site build: `make site` fails", "Site build: `make site` fails", id="a command is the matter"),
        pytest.param("Tile cache: not started", "Tile cache", id="no state"),
        pytest.param(
            "Which region shall we use? Both have offers", "Which region shall we use?", id="a question ends when asked"
        ),
        pytest.param("要不要支持离线模式？目前没有人用", "要不要支持离线模式？", id="a Chinese question"),
        pytest.param(
            "Move the files (a: b. c — d) to the other bucket now. Soon",
            "Move the files (a: b. c — d) to the other bucket now",
            id="not in brackets",
        ),
        pytest.param(
            "Draw the tiles - only the large ones - in the second layer. Soon",
            "Draw the tiles - only the large ones - in the second layer",
            id="two dashes around an aside",
        ),
        pytest.param(
            "Rework the big old tiles — two days — in progress",
            "Rework the big old tiles",
            id="a state that begins with a small word",
        ),
        pytest.param(
            "Rework the big old tiles — Ana — tiles are slow",
            "Rework the big old tiles",
            id="two dashes around a remark",
        ),
        pytest.param(
            "Read other formats of maps, e.g. Shape and Geo, in the importer",
            "Read other formats of maps, e.g. Shape and Geo, in the importer",
            id="an abbreviation",
        ),
        pytest.param(
            "Ajouter d'autres formats de cartes, p. ex. Shape, au lecteur",
            "Ajouter d'autres formats de cartes, p. ex. Shape, au lecteur",
            id="a French one",
        ),
        pytest.param(
            'Call the second page "Tiles — all. Free: no" in the menu',
            'Call the second page "Tiles — all. Free: no" in the menu',
            id="a quotation",
        ),
        pytest.param(
            "Set the missing variables of tiles: `T_KEY`, `T_URL` and TILE_DIR",
            "Set the missing variables of tiles: `T_KEY`, `T_URL` and TILE_DIR",
            id="names that are counted",
        ),
        pytest.param(
            "Set the missing variables of tiles: it is quick, easy",
            "Set the missing variables of tiles",
            id="an explanation is no list",
        ),
        pytest.param(
            "Order desk: the `orders` table is read by three jobs at once and by the page, each with a lock of its own,"
            " in an order that nobody has written down",
            "Order desk (`orders`)",
            id="a long story adds its identifiers",
        ),
    ],
)
def test_the_first_clauses(text: str, expected: str) -> None:
    assert first_clauses(text, Lexicon.of("en", "fr", "zh"), enough=ENOUGH_WORDS) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Add a retry (2-3 hours)", "Add a retry", id="an estimate"),
        pytest.param("Rework pages (17 pages of lists, each with a filter)", None, id="a number within a list"),
        pytest.param("Add a retry (low)", "Add a retry", id="a level"),
        pytest.param("Add a retry (it would help much)", "Add a retry", id="some plain words"),
        pytest.param("Add a retry (uploads, exports)", None, id="a list"),
        pytest.param("Add a retry (`up.py`)", None, id="code"),
        pytest.param("Call `up()` and `up(2 days)` again", None, id="brackets in code"),
        pytest.param("Add a retry (the Redis queue in Oslo)", None, id="names"),
        pytest.param("Add a retry (see up_load.py there now)", None, id="a file"),
        pytest.param("重写导入（多文件、空文件、大文件的处理）", None, id="a Chinese list"),
    ],
)
def test_remarks(text: str, expected: str | None) -> None:
    assert without_remarks(text, ENGLISH) == (text if expected is None else expected)


@pytest.mark.parametrize(
    ("text", "at", "expected"),
    [
        pytest.param("a (b) c", 6, True, id="behind brackets"),
        pytest.param("a (b) c", 3, False, id="in brackets"),
        pytest.param("a `b` c", 3, False, id="in code"),
        pytest.param("a）b", 2, True, id="a lone bracket"),
    ],
)
def test_outside(text: str, at: int, expected: bool) -> None:
    assert is_outside(text, at) is expected
