"""Notes written in each language are read as a person who speaks it would read them.

A note says itself how each of its lines is to be read, in a comment at the line's end: the kind of an
item, with its priority and `begun` where it has them; `again` where the line names an item a second
time; `done` where it states finished work. A line without such a comment is none of these.
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest

from handoff_issues.handoff import parse
from handoff_issues.handoff.lexicon import Group, Role, Tag, detect_languages, language_names, load_language
from handoff_issues.model import Item, State

NOTES = sorted((Path(__file__).parent / "languages").glob("*.md"), key=lambda path: path.stem)
PLAIN = sorted((Path(__file__).parent / "plain").glob("*.md"), key=lambda path: path.stem)
"""Short notes of the plainest forms, which nothing learnt from longer ones may change."""
READ_AS = re.compile(r"\s*<!-- (?P<label>[a-z ]+) -->$")
WORK = {role for role in Role if role.is_work}
FINISHED = {Tag.DONE, Tag.CANCELLED, Tag.SUPERSEDED}


def test_every_language_has_a_note() -> None:
    assert {path.stem.partition("-")[0] for path in NOTES} == set(language_names())


@pytest.mark.parametrize("note", [*NOTES, *PLAIN], ids=lambda path: path.stem)
def test_a_note_is_read_line_by_line_as_it_says(note: Path) -> None:
    lines = note.read_text(encoding="utf-8").split("\n")
    text = "\n".join(READ_AS.sub("", line) for line in lines)
    expected = {n: found["label"] for n, line in enumerate(lines, 1) if (found := READ_AS.search(line))}
    handoff = parse(text, path=note.name)
    read = {mention.start: "done" for evidence in handoff.done for mention in evidence.mentions}
    for item in handoff.items:
        first, *others = (mention.start for mention in item.mentions)
        read.update(dict.fromkeys(others, "again"))
        read[first] = _label(item)
    assert _shown(read, lines) == _shown(expected, lines)


@pytest.mark.parametrize("note", NOTES, ids=lambda path: path.stem)
def test_a_note_is_long_enough_and_in_its_language(note: Path) -> None:
    text = note.read_text(encoding="utf-8")
    said = [line for line in text.split("\n") if re.search(r"\w", line)]
    judged = [line for line in said if READ_AS.search(line)]
    assert len(said) >= 40
    assert len(judged) >= 20
    language = note.stem.partition("-")[0]
    assert detect_languages(text)[:1] == (() if language == "en" else (language,))


def _label(item: Item) -> str:
    begun = "begun" if item.state is State.IN_PROGRESS else None
    return " ".join(filter(None, (item.kind, item.priority, begun)))


def _shown(labels: dict[int, str], lines: list[str]) -> list[str]:
    return [f"{n:3} {label:<20} {READ_AS.sub('', lines[n - 1]).strip()}" for n, label in sorted(labels.items())]


@pytest.mark.parametrize("name", sorted(set(language_names()) - {"en"}))
def test_no_word_means_two_things_that_exclude_each_other(name: str) -> None:
    meant: dict[str, set[tuple[Group, str]]] = defaultdict(set)
    for phrase, group, value in load_language(name).phrases():
        meant[phrase].add((group, value))
    assert [phrase for phrase, meanings in meant.items() if _contradicts(meanings)] == []


def _contradicts(meanings: set[tuple[Group, str]]) -> bool:
    """Whether a phrase says open and finished, work and no work, or two levels."""
    values: dict[Group, set[str]] = defaultdict(set)
    for group, value in meanings:
        values[group].add(value)
    headings = values[Group.HEADINGS] | values[Group.WHOLE_HEADINGS]
    states = values[Group.TAGS]
    return (
        len(headings) > 1
        or len(states) > 1
        or len(values[Group.PRIORITY]) > 1
        or len(values[Group.CUES]) > 1
        or bool(Group.FINISHED in values and {Group.VERBS, Group.VERBS_LAST} & values.keys())
        or bool(Group.EMPTY in values and states - FINISHED)
    )


FEW_LINES = [
    pytest.param("Next steps", "Repair the login", "Add tests", id="en"),
    pytest.param("Nächste Schritte", "Anmeldung reparieren", "Tests für den Export schreiben", id="de"),
    pytest.param("Prochaines étapes", "Corriger la connexion", "Ajouter des tests", id="fr"),
    pytest.param("Próximos pasos", "Corregir el inicio de sesión", "Añadir pruebas", id="es"),
    pytest.param("Próximos passos", "Corrigir o login", "Adicionar testes", id="pt"),
    pytest.param("Prossimi passi", "Correggere il login", "Aggiungere test", id="it"),
    pytest.param("Pròxims passos", "Corregir l'inici de sessió", "Afegir proves", id="ca"),
    pytest.param("Volgende stappen", "Login repareren", "Tests toevoegen", id="nl"),
    pytest.param("Następne kroki", "Naprawić logowanie", "Dodać testy", id="pl"),
    pytest.param("Следующие шаги", "Исправить вход", "Добавить тесты", id="ru"),
    pytest.param("Наступні кроки", "Виправити вхід", "Додати тести для імпорту", id="uk"),
    pytest.param("Sonraki adımlar", "Girişi düzelt", "Test ekle", id="tr"),
    pytest.param("Langkah berikutnya", "Perbaiki halaman masuk", "Tambahkan tes", id="id"),
    pytest.param("Các bước tiếp theo", "Sửa trang đăng nhập", "Thêm kiểm thử", id="vi"),
    pytest.param("下一步", "修复登录页面", "添加测试", id="zh"),
    pytest.param("次のステップ", "ログインを修正する", "テストを追加する", id="ja"),
    pytest.param("다음 단계", "로그인 수정", "테스트 추가", id="ko"),
    pytest.param("הצעדים הבאים", "לתקן את ההתחברות", "להוסיף בדיקות", id="he"),
    pytest.param("الخطوات التالية", "إصلاح تسجيل الدخول", "إضافة اختبارات", id="ar"),
]


@pytest.mark.parametrize(("heading", "first", "second"), FEW_LINES)
def test_a_few_lines_are_enough(heading: str, first: str, second: str) -> None:
    items = parse(f"# Handoff\n\n## {heading}\n\n- {first}\n- {second}\n", path="HANDOFF.md").items
    assert [item.title for item in items] == [first, second]
    for item in items:
        phrase = item.why.kind.removeprefix("stands under “").removesuffix("”")
        assert phrase.replace(" ", "") in heading.lower().replace(" ", "")
        assert " " in heading or " " not in phrase  # no blanks where the script has none


@pytest.mark.parametrize("heading", ["TODO", "Todo", "TODOs", "To do", "TODO (P2)", "TODO list"])
@pytest.mark.parametrize(("_", "first", "second"), FEW_LINES)
def test_the_heading_that_all_languages_share_is_read(heading: str, _: str, first: str, second: str) -> None:
    items = parse(f"# Handoff\n\n## {heading}\n\n- {first}\n- {second}\n", path="HANDOFF.md").items
    assert [item.title for item in items] == [first, second]
