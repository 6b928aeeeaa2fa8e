"""How far a work is, said in every place where people say it."""

from __future__ import annotations

import pytest

from handoff_issues.handoff import parse
from handoff_issues.model import Kind, Outcome, Priority, State

WORKS = ("Fix the login page", "Add the export", "{}", "Rotate the keys", "Test the backup", "Update the map tiles")
MOVED = "Migrate the old accounts"


def page(top: str, *lines: str) -> str:
    return "\n".join(["# Handoff", "", "## Remaining", "", top, *lines]).replace("\n\n\n", "\n\n")


def each(line: str, said: str, other: str = "open") -> list[str]:
    """The line for each work, with what is said of the third one."""
    return [line.format(work.format(MOVED), said if work == "{}" else other) for work in WORKS]


def entries(form: str, said: str) -> str:
    return page("", *(f"- {work if work != '{}' else form.format(MOVED, said)}" for work in WORKS))


FORMS = {
    "cell": lambda said: page("| Task | Status |\n| --- | --- |", *each("| {} | {} |", said)),
    "cell behind a number": lambda said: page(
        "| # | Task | Status |\n| --- | --- | --- |", *each("| 7 | {} | {} |", said)
    ),
    "dash": lambda said: entries("{} - {}", said),
    "colon": lambda said: entries("{}: {}", said),
    "brackets": lambda said: entries("{} ({})", said),
    "tag": lambda said: entries("[{1}] {0}", said),
    "field in a list": lambda said: page("", *each("### {}\n\n- **Status**: {}\n- **Where**: src/a.py\n", said)),
    "field in a paragraph": lambda said: page("", *each("### {}\n\n**Status:** {}\n\nThe old ones are slow.\n", said)),
    "field among others": lambda said: page("", *each("### {}\n\nEffort: 2 h | Status: {} | Owner: Ana\n", said)),
    "field below an entry": lambda said: page("", *each("- **{}**\n  - Status: {}\n  - Where: src/a.py", said)),
}


@pytest.fixture(params=FORMS)
def form(request: pytest.FixtureRequest) -> str:
    return request.param


OPEN = ["open", "80% done", "80 % complete", "mostly done", "2 of 5 done", "3/7 done", "not done", "partly done"]


@pytest.mark.parametrize("said", OPEN)
def test_what_is_done_in_part_is_open(form: str, said: str) -> None:
    handoff = parse(FORMS[form](said), path="HANDOFF.md")
    assert MOVED in [item.title for item in handoff.items]
    assert handoff.done == ()


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ("done", Outcome.DONE),
        ("merged in #12", Outcome.DONE),
        ("fixed in abc1234", Outcome.DONE),
        ("✅", Outcome.DONE),
        ("dropped", Outcome.CANCELLED),
        ("no longer needed", Outcome.CANCELLED),
        ("superseded by #3", Outcome.SUPERSEDED),
    ],
)
def test_what_is_finished_is_evidence(form: str, said: str, outcome: Outcome) -> None:
    handoff = parse(FORMS[form](said), path="HANDOFF.md")
    assert len(handoff.items) == len(WORKS) - 1
    assert [(evidence.title, evidence.outcome) for evidence in handoff.done] == [(MOVED, outcome)]


@pytest.mark.parametrize(
    ("said", "kind", "state", "priority"),
    [
        ("blocked", Kind.BLOCKER, State.OPEN, None),
        ("blocked by #4", Kind.BLOCKER, State.OPEN, None),
        ("waiting for Ana", Kind.BLOCKER, State.OPEN, None),
        ("in progress", Kind.PENDING, State.IN_PROGRESS, None),
        ("in review", Kind.PENDING, State.IN_PROGRESS, None),
        ("deferred to v2", Kind.PENDING, State.OPEN, Priority.LOW),
        ("moved to the backlog", Kind.PENDING, State.OPEN, Priority.LOW),
    ],
)
def test_kind_state_and_priority(form: str, said: str, kind: Kind, state: State, priority: Priority | None) -> None:
    items = {item.title: item for item in parse(FORMS[form](said), path="HANDOFF.md").items}
    assert len(items) == len(WORKS)
    moved = items.pop(MOVED)
    assert (moved.kind, moved.state, moved.priority) == (kind, state, priority)
    assert {(item.kind, item.state, item.priority) for item in items.values()} == {(Kind.PENDING, State.OPEN, None)}


LEVELS = [("High", Priority.HIGH), ("P0", Priority.CRITICAL), ("low - one day", Priority.LOW), ("2", Priority.MEDIUM)]


@pytest.mark.parametrize(
    "line", ["**Priority:** {}", "- **Severity**: {}", "Priority: {} | Effort: 2 h", "Effort: 2 h · Priority: {}"]
)
@pytest.mark.parametrize(("said", "priority"), LEVELS)
def test_a_line_that_is_labelled_so_tells_the_level(line: str, said: str, priority: Priority) -> None:
    items = parse(page(f"### {MOVED}\n\n{line.format(said)}\n\nThe old ones are slow.\n"), path="HANDOFF.md").items
    assert [(item.title, item.priority) for item in items] == [(MOVED, priority)]


LANGUAGES = {
    "de": (
        "Offene Punkte",
        "Aufgabe",
        "Alte Konten umziehen",
        "erledigt",
        "in Arbeit",
        "blockiert durch #4",
        "zu 80 % fertig",
    ),
    "fr": (
        "Reste à faire",
        "Tâche",
        "Migrer les anciens comptes",
        "terminé",
        "en cours",
        "bloqué par #4",
        "fait à 80 %",
    ),
    "es": (
        "Pendientes",
        "Tarea",
        "Migrar las cuentas antiguas",
        "hecho",
        "en curso",
        "bloqueado por #4",
        "casi terminado",
    ),
    "pt": (
        "Pendências",
        "Tarefa",
        "Migrar as contas antigas",
        "feito",
        "em andamento",
        "bloqueado por #4",
        "80 % feito",
    ),
    "it": (
        "Da fare",
        "Attività",
        "Migrare i vecchi account",
        "fatto",
        "in corso",
        "bloccato da #4",
        "in gran parte fatto",
    ),
    "nl": (
        "Nog te doen",
        "Taak",
        "Oude accounts migreren",
        "klaar",
        "bezig",
        "geblokkeerd door #4",
        "grotendeels klaar",
    ),
    "pl": ("Do zrobienia", "Zadanie", "Przenieść stare konta", "zrobione", "w toku", "zablokowane", "zrobione w 80 %"),
    "ru": ("Осталось сделать", "Задача", "Перенести аккаунты", "готово", "в работе", "заблокировано", "готово на 80 %"),
    "tr": (
        "Yapılacaklar",
        "Görev",
        "Eski hesapları taşı",
        "tamamlandı",
        "devam ediyor",
        "engellendi",
        "%80 tamamlandı",
    ),
    "zh": ("待办事项", "任务", "迁移旧账号数据", "已完成", "进行中", "被 #4 阻塞", "已完成80%"),
    "ja": ("残タスク", "タスク", "旧アカウントを移行", "完了", "進行中", "ブロック中", "ほぼ完了"),
    "ko": ("남은 작업", "작업", "옛 계정 이전", "완료됨", "진행 중", "차단됨", "80% 완료"),
}


@pytest.mark.parametrize("form", ["| {} | {} |", "- {} - {}"], ids=["cell", "dash"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_other_languages_say_it_too(language: str, form: str) -> None:
    heading, task, work, done, begun, blocked, in_part = LANGUAGES[language]
    header = f"| {task} | – |\n| --- | --- |\n" if form.startswith("|") else ""
    lines = "".join(
        f"{form.format(f'{work} {letter}', said)}\n"
        for letter, said in zip("ABCD", (done, begun, blocked, in_part), strict=True)
    )
    handoff = parse(f"# Handoff\n\n## {heading}\n\n{header}{lines}", path="HANDOFF.md")
    assert [evidence.title for evidence in handoff.done] == [f"{work} A"]
    graded = [(item.title[: len(work) + 2], item.kind, item.state is State.IN_PROGRESS) for item in handoff.items]
    assert graded == [
        (f"{work} B", Kind.PENDING, True),
        (f"{work} C", Kind.BLOCKER, False),
        (f"{work} D", Kind.PENDING, False),
    ]


def test_the_level_of_a_group_is_that_of_its_works() -> None:
    text = page(
        "### Accounts\n\nPriority: P1 | Owner: Ana\n\n- [ ] Migrate the old ones\n- [ ] Delete the empty ones\n"
    )
    assert [item.priority for item in parse(text, path="HANDOFF.md").items] == [Priority.HIGH] * 2


def test_what_stands_under_finished_work_is_its_body() -> None:
    text = page(
        f"### {MOVED}\n\n- **Status**: done\n- Write the script\n- Run it at night\n\n### Rotate the keys\n\nNow.\n"
    )
    handoff = parse(text, path="HANDOFF.md")
    assert [item.title for item in handoff.items] == ["Rotate the keys"]
    assert MOVED in [evidence.title for evidence in handoff.done]


def test_the_state_of_the_page_is_no_works() -> None:
    handoff = parse(
        "# Migrate the old accounts\n\n**Status:** done\n\n## Next steps\n\n- Rotate the keys\n", path="a.md"
    )
    assert [item.title for item in handoff.items] == ["Rotate the keys"]
    assert handoff.done == ()


@pytest.mark.parametrize("said", ["100% done", "5/5 done", "7 of 7 done"])
def test_a_whole_is_done(said: str) -> None:
    handoff = parse(FORMS["cell"](said), path="HANDOFF.md")
    assert [evidence.title for evidence in handoff.done] == [MOVED]


@pytest.mark.parametrize(
    ("entries", "levels"),
    [
        pytest.param("- Sort the menu (non-urgent)\n- Paint it", ["low", None], id="urgency denied"),
        pytest.param("- Sort the menu (not needed for launch)\n- Paint it", ["low", None], id="not needed so soon"),
        pytest.param("- Sort the menu (was P0)\n- Paint it", [None, None], id="urgency of old"),
        pytest.param("- Sort the menu (effort: low)\n- Paint it (P1)", [None, "high"], id="an effort is no urgency"),
        pytest.param("- Sort the menu (high risk)\n- Paint it", [None, None], id="nor is a risk"),
        pytest.param("- Sort the menu (effort: low, priority: high)\n- Paint it", ["high", None], id="both"),
        pytest.param("- Sort the menu | Priority: High\n- Paint it", ["high", None], id="an entry speaks for itself"),
        pytest.param("- Sort the menu - high\n- Low - Paint it", ["high", "low"], id="alone at a dash"),
        pytest.param("- Mark failing rows with 🔴\n- Paint it", [None, None], id="a sign that the work is about"),
        pytest.param("- Compare the levels low - high\n- Paint it", [None, None], id="values"),
        pytest.param("- Sort the menu to save effort - high\n- Paint it", [None, None], id="of an effort"),
        pytest.param("- Sort the menu — first:\n  1. the soups\n- Paint it", [None, None], id="what announces steps"),
        pytest.param("- Sort the menu\n  Priority: High\n- Paint it", ["high", None], id="on its next line too"),
        pytest.param(
            "Priority: High\n\n- Sort the menu\n- Paint it", ["high", "high"], id="a line above speaks for all"
        ),
    ],
)
def test_how_urgent(entries: str, levels: list[str | None]) -> None:
    items = parse(f"## Next steps\n\n{entries}\n", path="HANDOFF.md").items
    assert [item.priority and item.priority.value for item in items] == levels
