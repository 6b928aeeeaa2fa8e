"""What a statement under finished work says of it: that it is done, or only tried, planned or talked about."""

from __future__ import annotations

import pytest

from handoff_issues.handoff import parse

LESS = {
    "en": (
        "Done",
        [
            ("Did not move the pier camera", "did not"),
            ("Tried to move the pier camera, reverted", "tried to"),
            ("Move of the pier camera discussed", "discussed"),
            ("Pier camera: moved locally, not on the server", "locally"),
            ("Upload works, but only for small files", "only"),
            ("Upload works but not for large files", "not"),
            ("Opened a ticket for the pier camera", "opened a ticket"),
            ("Skipped the flaky tide test", "skipped"),
            ("Tried and reverted the upgrade", "tried"),
            ("✅ Investigated the leak", "investigated"),
            ("Have not deployed the export yet", "have not"),
            ("Only moved the small exports", "only"),
            ("Decided to move the pier camera", "decided to"),
            ("Wrote for Ana how to move the pier camera", "wrote for ana how to"),
            ("Ben will move the pier camera", "ben will"),
            ("Kicked off moving the pier camera", "kicked off"),
            ("Filed: move the pier camera", "filed"),
            ("Moved most of the pier cameras", "most of"),
            ("Moved the pier cameras (70 %)", "70 %"),
            ("Move of the pier cameras: 8 of 9 done", "8 of 9"),
            ("Moved the pier cameras, two are left", "are left"),
            ("Moved the pier camera, then rolled back after an alarm", "rolled back"),
            ("Moved the pier camera, but it does not record", "does not"),
            ("Moved the pier camera in a dry run", "dry run"),
            ("[x] Move the pier camera (cable still open)", "still open"),
            ("[x] Move the pier camera (mast done, cable pending)", "pending"),
            ("[x] Move the pier camera. TODO: the cable", "todo"),
            ("Moved the pier camera. Remaining: the cable", "remaining"),
            ("Moved the pier camera; cable is blocked by the permit", "blocked by"),
            ("Who moves the pier camera? The club is looking into it", "is looking into"),
            ("80 % of the pier cable is laid", "80 %"),
            ("Covered 80 % of the pier", "80 %"),
            ("Pier upload: 11 of 14 files moved", "11 of 14"),
            ("We tried to move the pier camera", "tried to"),
            ("Yesterday we also drafted the pier camera page", "drafted"),
            ("We have started the move of the pier camera", "started"),
            ("Also looked into the pier camera", "looked into"),
            ("We did not move the pier camera", "did not"),
            ("It has not moved the pier camera", "has not"),
            ("We moved half of the pier cameras", "half of"),
            ("We could have moved the pier camera", "could have"),
            ("Moved the pier cameras, they do not record yet", "do not"),
            ("Moved the pier camera. Ben reverted it.", "reverted"),
            ("Moved the pier cameras, but Ben reverted them", "reverted them"),
            ("Moved the pier camera. We rolled it back.", "rolled it back"),
            ("Moved the pier camera. The club rejected it, so it has to be moved again.", "rejected it"),
            ("Moved the pier camera. Ben has not reverted it.", ""),
            ("Moved the pier camera and reverted the pier colours", ""),
            ("Moved the pier camera, only on staging", "only"),
            ("Moved the pier camera - tested but it came back", "came back"),
        ],
    ),
    "de": (
        "Erledigt",
        [
            ("Pegelkamera besprochen", "besprochen"),
            ("Pegelkamera versetzt. Ben hat es zurückgenommen.", "zurückgenommen"),
            ("Upload läuft, aber nicht für große Dateien", "nicht"),
        ],
    ),
    "fr": (
        "Terminé",
        [
            ("Discuté la caméra du quai", "discuté"),
            ("Caméra du quai étudiée", "étudiée"),
            ("Décidé de déplacer la caméra", "décidé de"),
        ],
    ),
    "es": ("Hecho", [("Propuesto el cambio de la cámara del muelle", "propuesto")]),
    "zh": (
        "已完成",
        [("深色模式只做了草图", "只做了"), ("讨论了码头相机的移动", "讨论了"), ("修复了相机没有保存的问题", "")],
    ),
    "ja": ("完了", [("桟橋カメラの移動を検討", "検討"), ("桟橋カメラを移動した", "")]),
    "ru": ("Сделано", [("Обсудили перенос камеры на пирсе", "обсудили")]),
}
TOLD = {
    "en": "The harbour server shows the tides.",
    "de": "Der Server am Hafen zeigt die Tiden und wir haben ihn mit dem Team für die Gäste auf dem Steg gebaut.",
    "fr": "Le serveur du port montre les marées et nous avons fait cela avec le club pour les visiteurs sur le quai.",
    "es": "El servidor del puerto muestra las mareas y lo hicimos con el club para los que van por el muelle.",
    "zh": "港口服务器显示潮汐时间，我们和俱乐部一起为访客做了这个。",
    "ja": "港のサーバーは潮の時刻を表示します。クラブと一緒に作りました。",
    "ru": "Сервер порта показывает приливы, и мы сделали это вместе с клубом для гостей на причале.",
}
"""So much of a language that it is known."""
WHOLE = [
    "Moved the pier camera",
    "Fixed the tide test that skipped Sundays",
    "Added the login page, no tests yet",
    "Pier camera done",
    "Tide export not needed any more",
    "Investigated and fixed the leak in the pier camera",
    "Found & removed the old keys",
    "Reviewed and merged the tide export",
    "Tides are cached for ten minutes, measured at 90 requests a day",
    "Moved the pier cameras, nothing left",
    "Agreed to the terms of the harbour",
    "Moved the pier camera. Next: deploy the tide map",
    "[x] Move the pier camera (2 h, in May)",
    "Who moves the pier camera? Ben, in May",
    "Cut the memory of the tide export by 40 %",
    "The planned move of the pier camera",
    "100 % of the pier cable is laid",
    "Moved the pier camera, 80 % of the guests see it",
    "We also moved the pier camera",
    "Deleted only old keys",
    "Moved the pier camera (tested on staging)",
    "Moved the pier camera, verified locally",
]


@pytest.mark.parametrize(
    ("language", "heading", "statement", "attempt"),
    [
        pytest.param(language, heading, *case, id=f"{language}-{at}")
        for language, (heading, cases) in LESS.items()
        for at, case in enumerate(cases)
    ],
)
def test_what_is_said_to_be_less_than_finished_tells_by_which_words(
    language: str, heading: str, statement: str, attempt: str
) -> None:
    text = f"# Handoff\n\n{TOLD[language]}\n\n## {heading}\n\n- {statement}\n"
    (said,) = parse(text, path="HANDOFF.md").done
    assert said.attempt == attempt


@pytest.mark.parametrize("statement", WHOLE)
def test_what_is_finished_is_no_attempt(statement: str) -> None:
    (said,) = parse(f"# Handoff\n\n## Done\n\n- {statement}\n", path="HANDOFF.md").done
    assert said.attempt == ""


def test_a_question_is_nothing_finished() -> None:
    done = parse(
        "# Handoff\n\n## Progress\n\n- Do we keep the CSV export?\n- Export of tides done\n", path="HANDOFF.md"
    ).done
    assert [said.title for said in done] == ["Export of tides done"]


@pytest.mark.parametrize(
    ("heading", "outcome"),
    [("Done", "done"), ("Won't do", "cancelled"), ("Superseded", "superseded"), ("Done or dropped", "done")],
)
def test_the_heading_says_what_became_of_its_works(heading: str, outcome: str) -> None:
    (said,) = parse(f"# Handoff\n\n## {heading}\n\n- Dark mode for the site\n", path="HANDOFF.md").done
    assert said.outcome.value == outcome


@pytest.mark.parametrize(
    ("section", "titles"),
    [
        ("### Moved the pier camera\n\nIt records again.", ["Moved the pier camera: It records again"]),
        ("### 1. Tide table import fix\n\nIt reads all of them.", ["Tide table import fix: It reads all of them"]),
        ("### Move the pier camera\n\nIt records again.", ["Move the pier camera"]),
        ("### Move the pier camera\n\n- [ ] Lay the cable", []),
        ("### Pier camera\n\nIt records again.", []),
        ("### Documentation\n\n- Moved the pier camera", ["Moved the pier camera"]),
        ("### API\n\n- `GET /tides` for the club", []),
        ("- **Testing:** moved the pier camera", ["Moved the pier camera"]),
        ("**Moved the pier camera.** It records again.", ["Moved the pier camera. It records again"]),
    ],
)
def test_a_section_of_finished_work_names_it_in_headings_and_below_areas_too(section: str, titles: list[str]) -> None:
    read = parse(f"# Handoff\n\n## Done\n\n{section}\n\n## Next steps\n\n- Add a map\n", path="HANDOFF.md")
    assert [said.title for said in read.done] == titles


def test_what_stands_under_a_heading_of_finished_work_may_take_it_back() -> None:
    text = "# Handoff\n\n## Done\n\n### Moved the pier cameras\n\nTwo are still to do.\n"
    assert [said.attempt for said in parse(text, path="HANDOFF.md").done] == ["still to do"]


@pytest.mark.parametrize(
    ("statement", "outcome", "dropped"),
    [
        ("Fixed the tide export (Sundays were skipped)", "done", ""),
        ("Moved the tide table and dropped the old columns", "done", ""),
        ("Moved the pier camera (reverted)", "done", ""),
        ("Dropped the old tide table", "cancelled", "dropped"),
        ("Decided against moving the pier camera", "cancelled", "decided"),
        ("Dark mode: dropped", "cancelled", ""),
        ("Dark mode (cancelled)", "cancelled", ""),
        ("✅ Cancelled the dark mode", "cancelled", "cancelled"),
    ],
)
def test_a_word_of_dropping_tells_what_became_of_the_work_only_where_it_is_said_of_it(
    statement: str, outcome: str, dropped: str
) -> None:
    (said,) = parse(f"# Handoff\n\n## Done\n\n- {statement}\n", path="HANDOFF.md").done
    assert (said.outcome.value, said.dropped) == (outcome, dropped)


@pytest.mark.parametrize(
    ("statement", "works"),
    [
        ("Moved the pier camera and fixed the tide table", ("Moved the pier camera", "fixed the tide table")),
        ("Moved the camera and its cable; fixed the mast", ("Moved the camera its cable", "fixed the mast")),
        ("Moved the pier camera and its cable", ()),
        ("Pier camera moved, tide table added", ()),
    ],
)
def test_a_statement_knows_the_finished_works_that_its_line_joins(statement: str, works: tuple[str, ...]) -> None:
    (said,) = parse(f"# Handoff\n\n## Done\n\n- {statement}\n", path="HANDOFF.md").done
    assert said.works == works


def test_what_was_to_be_begun_is_finished_by_that() -> None:
    text = "# Handoff\n\n## Done\n\n- Started the pilot with the club\n- Started: move the pier camera\n"
    assert [(said.title, said.attempt) for said in parse(text, path="HANDOFF.md").done] == [
        ("Started the pilot with the club", "started")
    ]


def test_rows_of_a_table_of_states_are_finished_whatever_stands_above_it() -> None:
    table = "| Work | State | Who |\n|---|---|---|\n| Tide export | done | Ana |\n| Dark mode | open | Ben |\n"
    read = parse(f"# Handoff\n\n{table}", path="HANDOFF.md")
    assert [said.title for said in read.done] == ["Tide export"]
    assert [found.title for found in read.items] == ["Dark mode"]


@pytest.mark.parametrize(
    ("heading", "attempt"),
    [
        ("Done on staging, production open", "on staging"),
        ("Done (not deployed)", "not"),
        ("Completed partially", "partially"),
        ("Erledigt, aber nicht ausgerollt", "nicht"),
        ("Done (this week)", ""),
        ("What is done (do not redo it)", ""),
        ("Done, tested. Only the map remains", ""),
    ],
)
def test_a_heading_can_limit_all_that_it_calls_finished(heading: str, attempt: str) -> None:
    said = parse(f"# Handoff\n\n## {heading}\n\n- Moved the pier camera\n", path="HANDOFF.md").done
    assert [each.attempt for each in said if each.title == "Moved the pier camera"] == [attempt]
