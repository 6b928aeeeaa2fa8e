"""The end of a title: a reason is cut off an instruction, and nothing that belongs to the matter is."""

from __future__ import annotations

import pytest

from handoff_issues.handoff.items.tails import without_reason, without_tail
from handoff_issues.handoff.lexicon import Group, Lexicon


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        pytest.param("en", "Drop the old index because the load is over", "Drop the old index", id="because"),
        pytest.param(
            "en", "Fix the crash that comes when it is full", "Fix the crash that comes when it is full", id="when"
        ),
        pytest.param("en", "Drop it because of that", "Drop it because of that", id="too few words before"),
        pytest.param(
            "en", "Test `load because then stop` twice a day", "Test `load because then stop` twice a day", id="code"
        ),
        pytest.param(
            "de", "Neue Kacheln ins Lager schreiben weil es klemmt", "Neue Kacheln ins Lager schreiben", id="de"
        ),
        pytest.param("fr", "Réécrire le cache des tuiles parce que lent", "Réécrire le cache des tuiles", id="fr"),
        pytest.param("es", "Mover los datos del mapa porque no caben", "Mover los datos del mapa", id="es"),
        pytest.param("ru", "Перенести старый кэш карты потому что он мал", "Перенести старый кэш карты", id="ru"),
        pytest.param("pl", "Przenieść dane mapy do bufora ponieważ czas", "Przenieść dane mapy do bufora", id="pl"),
    ],
)
def test_the_tail(language: str, text: str, expected: str) -> None:
    assert without_tail(text, Lexicon.of(language), Group.EXPLANATIONS) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        pytest.param("en", "Drop the old index because the load is over", "Drop the old index", id="because"),
        pytest.param("en", "Drop the old tile index, since the map is new", "Drop the old tile index,", id="since"),
        pytest.param("en", "Drop the old index, as it is slow", "Drop the old index,", id="as it is"),
        pytest.param("en", "Drop the old index, which nobody reads", "Drop the old index,", id="which, set off"),
        pytest.param("de", "Lösche den alten Index, da er langsam ist", "Lösche den alten Index,", id="de"),
        pytest.param("fr", "Supprimer le vieil index parce qu'il est lent", "Supprimer le vieil index", id="fr"),
        pytest.param("es", "Eliminar el índice viejo ya que es lento", "Eliminar el índice viejo", id="es"),
        pytest.param("ru", "Удалить старый индекс карты, так как он мал", "Удалить старый индекс карты,", id="ru"),
        pytest.param("zh", "删除旧的瓦片索引，因为太慢", "删除旧的瓦片索引，", id="zh"),
    ],
)
def test_a_reason(language: str, text: str, expected: str) -> None:
    assert without_reason(text, Lexicon.of("en", language)) == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        pytest.param("en", "The tile index is built, but nobody reads it", id="the other half"),
        pytest.param("en", "Tiles cannot be drawn because the font is locked", id="the cause is the matter"),
        pytest.param("en", "List the tiles that are stale but not drawn", id="a condition of two parts"),
        pytest.param("en", "Draw all of the tiles but the empty ones", id="but means except"),
        pytest.param("en", "Ask the vendor of tiles which fonts are free", id="which is asked"),
        pytest.param("en", "Drop the tile fonts which nobody uses", id="which of them"),
        pytest.param("en", "Draw the tiles that changed since the last run", id="since then"),
        pytest.param("en", "Draw the tiles again that failed because the disk was full", id="which failed why"),
        pytest.param("en", "Draw the lost tiles again because of the outage", id="because of"),
        pytest.param("en", "Draw tiles, which are stale", id="too few words before"),
        pytest.param("fr", "Le nouvel index est écrit mais personne ne le lit", id="fr"),
        pytest.param("it", "Il nuovo indice è scritto ma nessuno lo legge", id="it"),
    ],
)
def test_what_is_no_reason(language: str, text: str) -> None:
    assert without_reason(text, Lexicon.of("en", language)) == text
