"""Whether a line says that there is nothing to do, or names a thing that is not there."""

from __future__ import annotations

import pytest

from handoff_issues.handoff import Lexicon, parse
from handoff_issues.handoff.sentences.nothing import says_nothing

NOTHING = """
en: No outstanding work|No tasks left|No follow-ups for now|No loose ends; the branch is merged|No missing pieces
en: All fixed in #7|All done
en: Everything deployed|All items are closed|All done, see the log|No deferred issues|Clean slate
en: TBD|(to be filled in)|YYYY-MM-DD: what to do
de: Keine|Keine – alles läuft|Keine offenen Punkte|Kein Blocker bekannt|Alle Aufgaben sind erledigt
fr: Aucune tâche restante|Pas de bug connu|Aucun suivi
es: Sin tareas pendientes|No hay trabajo pendiente|Ninguna, por ahora
pt: Nenhuma tarefa aberta|Sem bugs conhecidos
it: Nessun lavoro in sospeso
nl: Geen openstaande taken
pl: Brak otwartych zadań
ru: Нет открытых задач|Открытых задач нет
uk: Немає відкритих завдань
tr: Bekleyen görev yok
zh: 没有未完成的工作|无后续任务|待补充
ja: 未完了のタスクなし|残りの作業はありません
ko: 남은 작업 없음
id: Tidak ada tugas lain
vi: Không còn việc nào
ca: No hi ha tasques obertes
"""
SOMETHING = """
en: No tests for the parser|No tests|No backlog view|No follow-up mail to the guests|All uploads are lost on restart
en: All tasks of the queue are closed twice|Everything is slow
en: All items are closed but one|All done but the map|No missing-file check
en: All windows closed on restart|All tasks closed twice|All are not done
en: No, the list is not sorted yet|Clean, then rebuild the image|TBD: which of the maps
de: Keine Tests für den Export|Kein Zeitlimit beim Abruf
fr: Pas de tests pour l'export
es: No hay pruebas del informe|Sin límite de tiempo
ru: Нет тестов для отчёта
zh: 没有导出的测试|无法登录
ja: 出力のテストなし
"""


def _each(table: str) -> list[tuple[str, str]]:
    rows = (line.partition(": ") for line in table.strip().split("\n"))
    return [(language, text) for language, _, texts in rows for text in texts.split("|")]


@pytest.mark.parametrize(("language", "text"), _each(NOTHING))
def test_there_is_nothing(language: str, text: str) -> None:
    assert says_nothing(text, Lexicon.of("en", language))


@pytest.mark.parametrize(("language", "text"), _each(SOMETHING))
def test_there_is_something(language: str, text: str) -> None:
    assert not says_nothing(text, Lexicon.of("en", language))


@pytest.mark.parametrize(
    "text", ["{{next_steps}}", "{task}", "$NEXT_STEPS", "${TASK}", "%TASK%", "TODO: fill in", "[task]"]
)
def test_what_a_template_leaves_is_no_item(text: str) -> None:
    page = f"# Map\n\n## Next steps\n\n- {text}\n- Draw the piers\n"
    assert [item.title for item in parse(page, path="HANDOFF.md").items] == ["Draw the piers"]


@pytest.mark.parametrize("text", ["Show {name} in the mail", "TODO: fill in the depths", "[map] Draw the piers"])
def test_a_sign_of_a_template_within_words_is_none(text: str) -> None:
    assert len(parse(f"# Map\n\n## Next steps\n\n- {text}\n", path="HANDOFF.md").items) == 1
