"""What a heading says of what stands under it: one line of a note, and whether its list is work."""

from __future__ import annotations

import pytest

from handoff_issues.handoff import Lexicon, parse
from handoff_issues.handoff.lexicon import Tag
from handoff_issues.handoff.outline import read_outline
from handoff_issues.handoff.outline.source import read_source
from handoff_issues.handoff.structure.heading_tags import heading_tag

WORK = """
To try|For Monday|Unclear|Doing now
Not finished|Loose ends|Where I stopped|Pick up here|For tomorrow|Remaining for v1|Things to improve|Carried forward
Pending verification|Verification needed|Pending deployment|Planned features|Tests pending|Git tasks remaining
Issues found|What's broken|Doesn't work|Waiting for the user|Decisions pending|Ideas|Someday|Quick wins|Watch items
Bugs found at end of session|Next steps (out of scope of this change)|Phase 2: Widen the coverage
Next tasks — start here|Next steps when resuming|What is still left|Decisions waiting on the owner|Potential additions
Found but not fixed|Out-of-scope findings|Remaining stations to move (the first two of them done)
Where we are going|If I had more time|Didn't get done|Ran out of time|Finishing touches|Don't forget|For the next shift
After launch|Ready to merge|Did not finish|Almost done|Urgent|Next week|Defects|QA findings|Shortcuts taken|Sharp edges
Completed (needs QA)|Implemented but untested|Known issues (confirmed 2030-04-02)|Priority: high
Next steps (2 done)|Open points (updated 2030-04-02)|Next steps (none done)
"""
NO_WORK = """
Done|Did today|Shipped today|Resolved questions|Answered questions|Settled|Cleaned up|Refactored|Issues fixed|What's new
Introduction|Purpose|Root cause|Diagnosis|Symptoms|Failed approaches|Algorithm|How it fits together|Repo map|Inputs
Terminology|Who to ask|Test data|Ports|Non-negotiables|Secrets|Rollback plan|Evidence|Known good
If issues found|To add a new station|If you need to roll back|If you want to add prices
Audit questions|Review checklist|Success criteria|Read first|Gotchas|Decisions made
Guardrails for the next session|Gotchas for next session|First checks next session|Read next, in order|What to test
What is deliberate|Mistakes not to repeat|Bugs already encountered|The three questions, answered
Blockers (cleared)|Next steps (all done)|Remaining work (completed 2030-04-02)|Open points - all closed|Former blockers
Completed next steps|Accepted limitations|If something breaks|Emergency procedures
Completed (all uncommitted)|Built, not deployed|Done (3 of 5)
"""
NO_WORK_IN = {
    "ar": "السبب الجذري|المصطلحات|الفريق|أسئلة محلولة|أول ما تفعله في الجلسة القادمة",
    "ca": "Causa arrel|Terminologia|Símptomes|Preguntes resoltes",
    "de": "Ursache|Symptome|Funktionsweise|Beantwortete Fragen|Geklärte Fragen|Nachweise",
    "es": "Causa raíz|Propósito|Términos|Preguntas resueltas|Evidencia|Errores que no hay que repetir",
    "fr": "Cause racine|Symptômes|Équipe|Questions tranchées|Non négociable",
    "he": "שורש הבעיה|מונחים|צוות|שאלות שנענו",
    "it": "Causa radice|Sintomi|Terminologia|Domande risolte",
    "ja": "根本原因|症状|チーム|解決済みの質問",
    "ko": "근본 원인|증상|작동 원리|해결된 질문|절대 하면 안 되는 것|다음 세션 시작 시",
    "nl": "Grondoorzaak|Symptomen|Terminologie|Beantwoorde vragen",
    "pl": "Przyczyna|Objawy|Zespół|Rozwiązane pytania|Skąd się uczyć dalej",
    "pt": "Causa raiz|Sintomas|Equipe|Perguntas respondidas",
    "ru": "Причина|Симптомы|Терминология|Решённые вопросы|Откат",
    "tr": "Kök neden|Belirtiler|Ekip|Yanıtlanan sorular|Bilerek yapılmayanlar|Son turda düzeltilenler",
    "uk": "Причина|Симптоми|Докази|Вирішені питання",
    "id": "Akar masalah|Gejala|Istilah|Pertanyaan terjawab|Bukti|Keputusan yang diambil|Cara menjalankan|Peta dokumen",
    "vi": "Nguyên nhân gốc|Triệu chứng|Thuật ngữ|Câu hỏi đã trả lời|Bằng chứng|Các quyết định đã chốt|Cách chạy|Lưu ý",
    "zh": "根本原因|症状|团队|已回答的问题|目前进度|目前已完成|推送前请确认",
}
"""Titles of parts without work; the lists under them are in English, which is read beside any language."""

WORK_IN = {
    "ca": "La setmana vinent|Sense corregir",
    "de": "Geplante Funktionen|Nicht vergessen|Fast fertig|Nach dem Release|Dringend|Gefundene Fehler",
    "es": "No olvidar|Toques finales|Después del lanzamiento|Casi listo",
    "he": "דחוף|ליקויים",
    "id": "Setelah rilis|Mendesak",
    "ko": "출시 후|긴급|발견된 문제",
    "pt": "Não esquecer|Quase pronto|Depois do lançamento",
    "uk": "Не забути|Терміново|Знайдені помилки",
    "vi": "Tuần sau|Khẩn cấp",
    "fr": "Pas eu le temps|Finitions|Presque fini|Chantiers ouverts|Décisions qui attendent le propriétaire",
    "it": "Lavoro restante|Ritocchi finali|Dopo il rilascio",
    "ja": "できていないもの|リリース後|仕上げ|見つかった問題",
    "nl": "Openstaande functies|Niet afgemaakt|Bijna klaar",
    "pl": "Czego brakuje|Po wydaniu|Prawie gotowe|Wady",
    "ru": "Что не доделано|Не забыть|Почти готово|Найденные ошибки",
    "tr": "Henüz doğrulanmamış|Acil|Bulunan hatalar",
    "zh": "当前 bug|建议动作清单|上线后|紧急|发现的缺陷",
}
"""Titles of parts with work."""


def _each(table: str) -> list[str]:
    return [title for line in table.split("\n") for title in line.split("|") if title]


def _works_under(title: str, *languages: str) -> int:
    """How many of three instructions under a heading are taken for works."""
    page = f"""# Cart service

## {title}

- Use the smaller pool for the nightly export
- Keep the yearly totals in their own table
- Load the price list once at the start

## Next steps

- Add paging to the order list
"""
    items = parse(page, path="HANDOFF.md", lexicon=Lexicon.of("en", *languages)).items
    return sum(item.mentions[0].start < 9 for item in items)


@pytest.mark.parametrize("title", _each(WORK))
def test_a_heading_that_names_work(title: str) -> None:
    assert _works_under(title) == 3


@pytest.mark.parametrize("title", _each(NO_WORK))
def test_a_heading_that_names_no_work(title: str) -> None:
    assert _works_under(title) == 0


@pytest.mark.parametrize(
    ("language", "title"), [(language, title) for language, titles in NO_WORK_IN.items() for title in _each(titles)]
)
def test_a_heading_that_names_no_work_in_another_language(language: str, title: str) -> None:
    page = f"## {title}\n\n- Add paging to the order list\n- Keep the totals in one table\n- Use the smaller pool\n"
    assert parse(page, path="HANDOFF.md", lexicon=Lexicon.of("en", language)).items == ()


@pytest.mark.parametrize(
    ("language", "title"), [(language, title) for language, table in WORK_IN.items() for title in _each(table)]
)
def test_a_heading_that_names_work_in_another_language(language: str, title: str) -> None:
    assert _works_under(title, language) == 3


def test_a_heading_that_names_done_and_open_as_equals_leaves_it_to_its_entries() -> None:
    page = "## Done / In progress / Next\n\n- Paging of the list: not started\n- Map: done\n"
    assert [item.title for item in parse(page, path="HANDOFF.md").items] == ["Paging of the list"]


@pytest.mark.parametrize(("end", "expected"), [("✅ COMPLETE", Tag.DONE), ("on both piers", Tag.PROGRESS)])
def test_a_sign_with_a_word_at_the_end_of_a_heading_overrules_the_one_before(end: str, expected: Tag) -> None:
    source = read_source(f"## 🔄 Move the stations {end}\n", path="HANDOFF.md")
    [heading] = read_outline(source).walk()
    assert heading_tag(heading, Lexicon.of("en")) is expected


def test_a_word_of_urgency_that_only_describes_makes_no_works() -> None:
    page = "# Map\n\n## {}\n\n### 1. Tiles of the map\n\nSee `tiles.py`.\n\n### 2. Its legend\n\nSee `legend.py`.\n"
    assert parse(page.format("Critical code sections"), path="HANDOFF.md").items == ()
    assert len(parse(page.format("Critical: before the launch"), path="HANDOFF.md").items) == 2


SCHEMES = """
en: Urgent=critical|Important=high|Nice to have=low
en: Now=high|Next=medium|Later=low
en: Must=high|Should=medium|Could=low
en: Sev 1=critical|Sev 2=high|Sev 3=medium
en: Tier 1: before the fair=high|Tier 2: after it=medium
de: Dringend=critical|Wichtig=high|Optional=low
ja: 緊急=critical|重要=high
"""
"""Words that name a level beside others; the lists under them are in English."""


@pytest.mark.parametrize("scheme", SCHEMES.strip().split("\n"))
def test_a_word_names_a_level_beside_others_of_its_scheme(scheme: str) -> None:
    language, _, titles = scheme.partition(": ")
    levels = dict(title.rsplit("=", 1) for title in titles.split("|"))
    parts = "".join(f"### {title}\n\n- Add paging to list {at}\n\n" for at, title in enumerate(levels))
    items = parse(f"## Next steps\n\n{parts}", path="HANDOFF.md", lexicon=Lexicon.of("en", language)).items
    assert [item.priority for item in items] == list(levels.values())


def test_the_same_word_alone_is_none() -> None:
    works = "## Next\n\n- Add paging to the order list\n\n## Later\n\n- Draw a map of the stations\n"
    page = f"# Cart service\n\n## Important\n\n- The tables are sorted by day\n\n{works}"
    assert [item.priority for item in parse(page, path="HANDOFF.md").items] == [None, "low"]


def test_a_column_of_levels_may_use_the_letters_of_a_scheme() -> None:
    rows = "| Add paging | H |\n| Add a map | M |\n| Sort it | trivial |\n"
    page = f"## Next steps\n\n| Task | Priority |\n|---|---|\n{rows}"
    assert [item.priority for item in parse(page, path="HANDOFF.md").items] == ["high", "medium", "low"]


LABELS = """
en: Open items|Up next|To be done|Remaining tasks|Still needed|Missing|Outstanding work|👉 Next|→ Next steps
de: Als Nächstes|Ausstehend|Nächste Schritte|In Arbeit
fr: Prochaines étapes|Ensuite
es: Próximos pasos|Siguiente
ru: Следующие шаги
zh: 剩余工作|进行中
ja: 残り|次にやること
"""
"""Labels of a line that names what is still to do, in a part that tells how things are."""


@pytest.mark.parametrize(
    ("language", "label"),
    [
        (line.partition(": ")[0], label)
        for line in LABELS.strip().split("\n")
        for label in _each(line.partition(": ")[2])
    ],
)
def test_a_label_that_names_work_in_a_status(language: str, label: str) -> None:
    lines = f"- The list is sorted by day\n- {label}: draw the piers\n- The map has two layers\n"
    page = f"# Map\n\n## Done\n\n- Built the list\n\n## Status\n\n{lines}"
    items = parse(page, path="HANDOFF.md", lexicon=Lexicon.of("en", language)).items
    assert [item.title for item in items] == ["Draw the piers"]


@pytest.mark.parametrize("label", ["Tenant", "Branch", "Deployed", "Next.js"])
def test_a_label_that_names_none(label: str) -> None:
    page = f"# Map\n\n## Status\n\n- The list is sorted by day\n- {label}: two piers\n- The map has two layers\n"
    assert parse(page, path="HANDOFF.md").items == ()
