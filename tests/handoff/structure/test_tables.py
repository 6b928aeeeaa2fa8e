"""Tables: the names of columns say which cell is the work, and what the others tell of it."""

from __future__ import annotations

import pytest

from handoff_issues.handoff import Lexicon, parse
from handoff_issues.model import Handoff, Kind, Priority, State


def read(table: str, heading: str = "Next steps") -> Handoff:
    head, *rows = table.splitlines()
    rule = "|" + "---|" * head.strip("|").count("|") + "---|"
    lines = "\n".join([f"| {head} |", rule, *(f"| {row} |" for row in rows)])
    return parse(
        f"# Handoff\n\n## Done\n\n- Moved the forum\n\n## {heading}\n\n{lines}\n\n## Notes\n\n- Ask in the morning\n",
        path="HANDOFF.md",
    )


def titles(table: str, heading: str = "Next steps") -> list[str]:
    return [item.title for item in read(table, heading).items]


WORKS = ["Scale the map tiles", "Remove the harbour gate"]


@pytest.mark.parametrize(
    "table",
    [
        pytest.param("Owner | Task\nMia | {}\nMia | {}", id="owner"),
        pytest.param("Who | What | When\nMia | {} | Friday\nTom | {} | Monday", id="who and what"),
        pytest.param("# | Est. | Task\n1 | 2h | {}\n2 | 1d | {}", id="estimate"),
        pytest.param("When | Task\nTomorrow | {}\nDec 4 | {}", id="day"),
        pytest.param("Area | Task\nHarbour | {}\nHarbour | {}", id="area"),
        pytest.param("Phase | Task\nPhase 2 | {}\nPhase 3 | {}", id="phase"),
        pytest.param("Size | Description\nS | {}\nL | {}", id="size"),
        pytest.param("Key | Task\nHARBOUR-7 | {}\n[HARBOUR-9](https://x.test/9) | {}", id="key"),
        pytest.param("Task | Owner\n{} | Mia\n{} | Mia", id="the works come first"),
        pytest.param("Screen | Owner\n{} | Mia\n{} | Mia", id="a column that nobody knows"),
        pytest.param("Stage | Screen\nPhase 2 | {}\nPhase 3 | {}", id="phases below a name that nobody knows"),
    ],
)
def test_the_column_of_works_names_them(table: str) -> None:
    assert titles(table.format(*WORKS)) == WORKS


def test_columns_are_known_in_other_languages() -> None:
    text = "## Nächste Schritte\n\n| Bereich | Aufgabe |\n|---|---|\n| Hafen | Karte mit allen Tiefen neu zeichnen |\n"
    handoff = parse(text, path="HANDOFF.md", lexicon=Lexicon.of("en", "de"))
    assert [item.title for item in handoff.items] == ["Karte mit allen Tiefen neu zeichnen"]


def test_what_says_little_stands_behind_what_it_is_a_part_of() -> None:
    table = "Component | Issue\nExporter | Drops the last row\nImporter | Drops the last row"
    assert titles(table, "Known issues") == ["Exporter: Drops the last row", "Importer: Drops the last row"]
    assert titles("Component | Status\nExporter | open\nImporter | open") == ["Exporter", "Importer"]
    table = "Component | Description\nMap of the harbour | The tiles are slow\nForum | Sorts by the first answer"
    assert titles(table, "Known issues") == ["Map of the harbour: The tiles are slow", "Sorts by the first answer"]
    table = "Owner | Component | Issue\nMia | Exporter | Slow\nTom | Importer | Slow"
    assert titles(table, "Known issues") == ["Exporter: Slow", "Importer: Slow"]


def test_a_row_of_keys_states_and_levels_is_named_by_its_key() -> None:
    assert titles("# | Key | State\n1 | HARBOUR-7 | open\n2 | HARBOUR-9 | blocked") == ["HARBOUR-7", "HARBOUR-9"]
    assert titles("State | Key | Priority\nopen | HARBOUR-7 | high\n— | Phase 2 | low") == ["HARBOUR-7", "Phase 2"]


@pytest.mark.parametrize(
    "name", ["Not done", "Blocked?", "Needed for launch", "Urgent?", "Approved", "Spec", "Ready to start"]
)
@pytest.mark.parametrize("mark", ["✅", "✓", "✔️"])
def test_a_tick_below_another_name_finishes_nothing(name: str, mark: str) -> None:
    handoff = read(f"Task | {name}\n{WORKS[0]} | {mark}\n{WORKS[1]} | ❌")
    assert [item.title for item in handoff.items] == WORKS
    assert [evidence.title for evidence in handoff.done] == ["Moved the forum"]


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("Done", "✅"),
        ("Status", "✔️"),
        ("Done", "x"),
        ("Completed on", "2031-03-12"),
        ("Merged in", "#41"),
        ("", "✅"),
        ("Accomplished", "yes"),
        ("Notes", "Merged yesterday"),
    ],
)
def test_below_a_name_of_a_state_it_does(name: str, cell: str) -> None:
    handoff = read(f"Task | {name}\n{WORKS[0]} | {cell}\n{WORKS[1]} | ")
    assert [item.title for item in handoff.items] == WORKS[1:]
    assert WORKS[0] in [evidence.title for evidence in handoff.done]


@pytest.mark.parametrize("table", ["Task | Approved\n{} | Yes", "Task | Due\n{} | 2031-03-12", "Task | Done\n{} | no"])
def test_an_answer_to_something_else_finishes_nothing(table: str) -> None:
    assert titles(table.format(WORKS[0])) == WORKS[:1]


@pytest.mark.parametrize(
    ("table", "kind"),
    [
        ("Task | Blocked by\n{} | Harbour office", Kind.BLOCKER),
        ("Task | Blocked by\n{} | #12", Kind.BLOCKER),
        ("Task | Blocked by\n{} | none", Kind.PENDING),
        ("Task | Blocked by\n{} | -", Kind.PENDING),
        ("Task | Blocked by\n{} | 0", Kind.PENDING),
        ("Task | Blocked by\n{} | n/a", Kind.PENDING),
        ("Task | Blocked by\n{} | not known", Kind.PENDING),
        ("Task | Blocked by\n{} | pending review", Kind.PENDING),
        ("Task | Blocked by\n{} | ✅", Kind.BLOCKER),
        ("Task | Launch\n{} | ⛔", Kind.BLOCKER),
        ("Task | Blocker?\n{} | yes", Kind.BLOCKER),
        ("Task | Blocker?\n{} | no", Kind.PENDING),
        ("Task | Status\n{} | Not blocked", Kind.PENDING),
        ("Task | Type\n{} | Question", Kind.QUESTION),
        ("# | Task | Notes\n1 | Decide whether guests may paint | later", Kind.QUESTION),
        ("# | Task | Notes\n1 | Who signs the harbour plan? | later", Kind.QUESTION),
        ("# | Task | Notes\n1 | Waiting on the harbour office to sign | today", Kind.BLOCKER),
    ],
)
def test_the_kind_of_a_row(table: str, kind: Kind) -> None:
    assert [item.kind for item in read(table.format(WORKS[0])).items] == [kind]


def test_a_tag_before_the_work_is_no_part_of_its_title() -> None:
    assert titles(f"# | Task\n1 | P0: {WORKS[0]}\n2 | Open question: who signs") == [WORKS[0], "Who signs"]


@pytest.mark.parametrize("nothing", ["None", "N/A", "Nothing to report"])
def test_a_numbered_row_can_say_that_there_is_nothing(nothing: str) -> None:
    assert titles(f"# | Task | Priority\n1 | {nothing} | -") == []


def test_columns_named_by_states_stand_above_their_works() -> None:
    handoff = read(
        "To do | Doing | Done\nScale the map tiles | Sort the forum by day | Removed the old gate\n"
        "Rename the buoys<br>Add a compass | | Painted the pier red",
        "Board",
    )
    found = {item.title: item.state for item in handoff.items}
    assert found == {
        "Scale the map tiles": State.OPEN,
        "Rename the buoys": State.OPEN,
        "Add a compass": State.OPEN,
        "Sort the forum by day": State.IN_PROGRESS,
    }
    assert {"Removed the old gate", "Painted the pier red"} <= {evidence.title for evidence in handoff.done}


@pytest.mark.parametrize(
    ("table", "found"),
    [
        pytest.param(
            "Area | Status | Remaining\nMap | done | -\nForum | partial | Sort the threads by their last answer",
            ["Sort the threads by their last answer"],
            id="what remains of an area",
        ),
        pytest.param(
            "Area | Done | Remaining\nMap | The tiles load | Compass in the corner\nForum | Threads | none",
            ["Map: Compass in the corner"],
            id="what is done of it, too",
        ),
        pytest.param("Service | Next step\nHarbour | Remove the old gate", ["Remove the old gate"], id="a next step"),
        pytest.param("Hook | Status | Next\nPush | Deployed | Add retries", ["Add retries"], id="a state beside"),
        pytest.param(
            "Date | Area | Next step\nFriday | Map | Scale the tiles", ["Scale the tiles"], id="an area behind a day"
        ),
        pytest.param(
            "To do | Doing | Done\nAdd a compass | | Moved the gate\nScale the tiles | |",
            ["Add a compass", "Scale the tiles"],
            id="a column without works",
        ),
    ],
)
def test_a_column_of_open_work_names_it(table: str, found: list[str]) -> None:
    assert titles(table, "Overview") == found


def test_what_a_column_of_works_of_any_kind_names_is_not_parted() -> None:
    handoff = read(
        "Task | In progress | Done\nScale the map tiles | the large ones | the small ones\nMove the gate | |"
    )
    assert [(item.title, item.state) for item in handoff.items] == [
        ("Scale the map tiles", State.OPEN),
        ("Move the gate", State.OPEN),
    ]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ("Next step | Scale the map tiles\nBlocker | The bank must answer", 2),
        ("Our next steps | Scale the map tiles\nFiles changed | 12", 1),
        ("Coordinates | 12, 15\nKnown bug | The search drops umlauts", 1),
    ],
)
def test_the_first_of_two_cells_says_what_the_second_is(rows: str, found: int) -> None:
    works = ["Scale the map tiles", "The bank must answer", "The search drops umlauts"]
    read_titles = titles(f" | \n{rows}", "Overview")
    assert len(read_titles) == found
    assert all(any(work in title for work in works) for title in read_titles)


def test_what_has_a_state_beside_it_is_the_work_whatever_it_is_called() -> None:
    assert titles("Area | How far\nDocumentation | open\nBugs | in progress", "Work") == ["Documentation", "Bugs"]


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("Scale the map tiles<br>Remove the harbour gate", WORKS),
        ("Scale the map tiles<br>The old ones blur", ["Scale the map tiles<br>The old ones blur"]),
    ],
)
def test_lines_of_a_cell_are_works_where_each_is_an_instruction(cell: str, found: list[str]) -> None:
    assert titles(f"Owner | Task | Due\nMia | {cell} | Friday\nTom | Rename the buoys |") == [
        *found,
        "Rename the buoys",
    ]


@pytest.mark.parametrize(
    ("section", "found"),
    [
        pytest.param("**Harbour map** | |\n{} | Mia |\n**Forum** | |\n{} | Tom |", WORKS, id="areas"),
        pytest.param("High | |\n{} | Mia |\n**Forum** | |\n{} | Tom |", WORKS, id="a level, then an area"),
        pytest.param("✅ | |\n{} | Mia |\n{} | Tom |", WORKS, id="a sign"),
        pytest.param("Harbour map | |\n{} | Mia |\n{} | Tom |", ["Harbour map", *WORKS], id="not strong"),
        pytest.param("**Harbour** map | |\n{} | Mia |\n{} | Tom |", ["Harbour map", *WORKS], id="half strong"),
        pytest.param("**Harbour map** | |\n{} | |\n{} | Tom |", ["Harbour map", *WORKS], id="beside its like"),
        pytest.param(
            "**Harbour map** | |\n**{}** | Mia |\n**{}** | Tom |", ["Harbour map", *WORKS], id="all of them strong"
        ),
        pytest.param(
            "**Tiles for small screens** | |\n{} | Mia |\n{} | Tom |", ["Tiles for small screens", *WORKS], id="long"
        ),
        pytest.param(
            "**Rename the buoys** | |\n{} | Mia |\n{} | Tom |", ["Rename the buoys", *WORKS], id="an instruction"
        ),
        pytest.param("Tests | Mia |\n{} | Mia |\n{} | Tom |", ["Tests", *WORKS], id="a word with an owner"),
    ],
)
def test_a_strong_name_alone_in_its_row_is_that_of_an_area(section: str, found: list[str]) -> None:
    assert titles("Task | Owner | Due\n" + section.format(*WORKS)) == found


def test_a_level_ends_where_an_area_begins() -> None:
    items = read("Task | Owner\nHigh | \nScale the map tiles | Mia\n**Forum** | \nRemove the gate | Tom").items
    assert [item.priority for item in items] == [Priority.HIGH, None]


def test_a_table_of_one_column_has_no_sections() -> None:
    assert WORKS[0] in titles(f"Tasks\nTests\n{WORKS[0]}")


@pytest.mark.parametrize("bold", ["**", ""])
def test_a_row_of_one_cell_stands_above_those_that_follow(bold: str) -> None:
    table = (
        f"Task | Owner\n{bold}Done{bold} | \nRemove the old gate | Mia\n{bold}To do{bold} | \n"
        f"Scale the map tiles | Tom\n{bold}High priority{bold} | \nRename the buoys | Tom"
    )
    handoff = read(table)
    assert [(item.title, item.priority) for item in handoff.items] == [
        ("Scale the map tiles", None),
        ("Rename the buoys", Priority.HIGH),
    ]
    assert "Remove the old gate" in [evidence.title for evidence in handoff.done]


def test_a_cell_for_what_remains_that_tells_a_state_leaves_the_row_whole() -> None:
    table = (
        "Area | Done | Remaining\nForum | Threads | in progress\nMail | Template | blocked\nMap | Tiles | Add a compass"
    )
    handoff = read(table, "Status")
    assert [(item.title, item.kind, item.state) for item in handoff.items] == [
        ("Forum", Kind.PENDING, State.IN_PROGRESS),
        ("Mail", Kind.BLOCKER, State.OPEN),
        ("Add a compass", Kind.PENDING, State.OPEN),
    ]


def test_a_column_of_ticks_is_the_state_of_the_rows() -> None:
    table = (
        "Day | To do | Done\nMon | Fix the map | x\nTue | Write the guide | yes\nWed | Drop the cron job | 2026-03-11"
    )
    handoff = read(table, "Status")
    assert handoff.items == ()
    assert [done.title for done in handoff.done][1:] == ["Fix the map", "Write the guide", "Drop the cron job"]


BOARD = "| Area | Done | Remaining |\n|---|---|---|\n"
MAP = "| Map | Draw the tiles | Add a compass |"
SEARCH = "| Search | Build the index | Add synonyms |"


@pytest.mark.parametrize(
    ("table", "items", "done"),
    [
        pytest.param(
            f"{BOARD}{MAP} <!-- handoff: priority=high -->\n{SEARCH}",
            [("Add a compass", "high"), ("Add synonyms", None)],
            ["Draw the tiles", "Build the index"],
            id="its level",
        ),
        pytest.param(
            f"{BOARD}{MAP} <!-- handoff: ignore -->\n{SEARCH}",
            [("Add synonyms", None)],
            ["Build the index"],
            id="not to be read",
        ),
        pytest.param(
            "| Area | Task |\n|---|---|\n| **Backend** <!-- handoff: ignore --> | |\n| API | Add retries |\n",
            [],
            [],
            id="a row above others",
        ),
        pytest.param(
            f"<!-- handoff: priority=low -->\n\n{BOARD}{MAP}\n{SEARCH}",
            [("Add a compass", "low"), ("Add synonyms", "low")],
            ["Draw the tiles", "Build the index"],
            id="above all rows",
        ),
    ],
)
def test_a_comment_on_a_row_is_about_all_that_is_made_of_it(
    table: str, items: list[tuple[str, str | None]], done: list[str]
) -> None:
    handoff = parse(f"# Map\n\n## Status\n\n{table}\n", path="HANDOFF.md")
    assert [(item.title.rpartition(": ")[2], item.priority) for item in handoff.items] == items
    assert [each.title for each in handoff.done] == done
