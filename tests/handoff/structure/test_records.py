"""Works as labelled lines, and pages of several sessions."""

from __future__ import annotations

import pytest

from handoff_issues.handoff import parse

BEFORE = "# Handoff\n\n## Done\n\n- Moved the tide tables to Parquet\n- Cut the start-up time\n\n"


def read(text: str) -> list[tuple[str, str]]:
    return [(item.title, item.state) for item in parse(text, path="HANDOFF.md").items]


@pytest.mark.parametrize(
    ("section", "items"),
    [
        pytest.param(
            "Task: Rotate the keys\nStatus: done\n\nTask: Draw the grid\nStatus: in progress\nOwner: Mira\n",
            [("Draw the grid", "in_progress")],
            id="plain",
        ),
        pytest.param(
            "**Task:** Rotate the keys\n**Status:** ✅ Done\n\n**Task:** Draw the grid\n**Status:** Not started\n",
            [("Draw the grid", "open")],
            id="strong",
        ),
        pytest.param(
            "Task: Rotate the keys\nStatus: open\n\nTask: Draw the grid\nStatus: in progress\nNext: cache the tiles\n",
            [("Rotate the keys", "open"), ("Draw the grid", "in_progress"), ("Cache the tiles", "open")],
            id="with another work behind",
        ),
        pytest.param(
            "Task: Rotate the keys\n\nStatus: done\n\nTask: Draw the grid\n\nStatus: open\n",
            [("Draw the grid", "open")],
            id="with blank lines between",
        ),
        pytest.param(
            "Task: Rotate the keys\nStatus: done\n\nBug: The grid is upside down\nStatus: open\n",
            [("The grid is upside down", "open")],
            id="of several kinds",
        ),
        pytest.param(
            "Task: Tide charts\nStatus: green\n\nThe rest is known.\n", [], id="a single one tells of the note"
        ),
    ],
)
def test_labelled_lines_one_after_the_other_are_works(section: str, items: list[tuple[str, str]]) -> None:
    assert read(f"{BEFORE}## Work\n\n{section}") == items


def test_the_mention_of_such_a_work_has_all_its_lines() -> None:
    text = "## Work\n\nTask: Rotate the keys\nStatus: done\n\nTask: Draw the grid\nStatus: open\n"
    [item] = parse(text, path="HANDOFF.md").items
    assert [(mention.start, mention.end) for mention in item.mentions] == [(6, 7)]


NEXT = "- Draw the grid of the harbour map\n"


def page(*sessions: tuple[str, str, str], done: str = "### Done", todo: str = "### Next") -> str:
    return "# Log\n\n" + "\n".join(f"## {name}\n\n{done}\n{did}\n{todo}\n{to_do}" for name, did, to_do in sessions)


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        pytest.param(
            page(("Session 2", NEXT, "- Rotate the keys\n"), ("Session 1", "- Moved it\n", NEXT)),
            ["Rotate the keys"],
            id="the newest first",
        ),
        pytest.param(
            page(("Day 1", "- Moved it\n", NEXT), ("Day 2", NEXT, "- Rotate the keys\n")),
            ["Rotate the keys"],
            id="the newest last",
        ),
        pytest.param(
            "# Log\n\n## 2026-03-14\n\n- Done: Draw the grid of the map\n- Next: Rotate the keys\n\n"
            "## 2026-03-12\n\n- Done: Move the tide tables\n- Next: Draw the grid of the map\n",
            ["Rotate the keys"],
            id="labels",
        ),
        pytest.param(
            page(("Harbour", NEXT, "- Rotate the keys\n"), ("River", "- Moved it\n", NEXT)),
            ["Rotate the keys", "Draw the grid of the harbour map"],
            id="streams beside each other",
        ),
        pytest.param(
            page(("Session 2", NEXT, "- Rotate the keys\n"), ("Session 1", "- Moved it\n", "- Draw the legend\n")),
            ["Rotate the keys", "Draw the legend"],
            id="another work",
        ),
        pytest.param(
            f"# Handoff\n\n## Done\n\n{NEXT}\n## Next steps\n\n{NEXT}- Rotate the keys\n",
            ["Draw the grid of the harbour map", "Rotate the keys"],
            id="one session",
        ),
        pytest.param(
            page(
                ("Session 2", "- Fixed the grid of the harbour map\n", "- Rotate the keys\n"),
                ("Session 1", "- Moved it\n", "- The grid of the harbour map\n"),
            ),
            ["Rotate the keys"],
            id="the deed before it",
        ),
        pytest.param(
            "# Log\n\n## Session 1\n\n### Done\n\n- Moved it\n\n### Next\n\n- TODO: draw the grid of the map\n\n"
            "## Session 2\n\n- ✅ Draw the grid of the map\n",
            [],
            id="a sign and a mark before it",
        ),
        pytest.param(
            page(
                ("Session 2", "- River: draw the grid of the map\n", "- Rotate the keys\n"),
                ("Session 1", "- Moved it\n", "- Harbour: draw the grid of the map\n"),
            ),
            ["Rotate the keys", "Harbour: draw the grid of the map"],
            id="a label that tells them apart",
        ),
        pytest.param(
            page(
                ("Session 2", NEXT, "- Rotate the keys\n"), ("Session 1", "- Moved it\n", NEXT.replace("- ", "- [ ] "))
            ),
            ["Rotate the keys", "Draw the grid of the harbour map"],
            id="a box that was left open",
        ),
        pytest.param(
            page(
                ("Session 2", NEXT, "- Rotate the keys\n"),
                ("Session 1", "- Moved it\n", NEXT.strip() + " <!-- handoff: item -->\n"),
            ),
            ["Rotate the keys", "Draw the grid of the harbour map"],
            id="somebody says that it is one",
        ),
        pytest.param(
            page(
                ("Session 2", f"#### {NEXT[2:]}\nAll of it.\n", "- Rotate the keys\n"),
                ("Session 1", "- Moved it\n", NEXT),
            ),
            ["Rotate the keys", "Draw the grid of the harbour map"],
            id="a heading of finished work",
        ),
        pytest.param(
            f"# Log\n\n## Session 2\n\n### Done\n\n{NEXT}\n### Next\n\n- Rotate the keys\n\n"
            f"## Session 1\n\n### Next\n\n{NEXT}",
            ["Rotate the keys", "Draw the grid of the harbour map"],
            id="a session that tells of nothing done",
        ),
        pytest.param(
            page(("Session 1", "- Moved it\n", NEXT), ("Summary", NEXT, "- Rotate the keys\n")),
            ["Draw the grid of the harbour map", "Rotate the keys"],
            id="a part that counts nothing, behind",
        ),
        pytest.param(
            page(("Plan", "- Moved it\n", NEXT), ("Session 2", NEXT, "- Rotate the keys\n")),
            ["Draw the grid of the harbour map", "Rotate the keys"],
            id="a part that counts nothing, before",
        ),
    ],
)
def test_what_another_session_lists_as_done_is_done(text: str, titles: list[str]) -> None:
    assert [item.title for item in parse(text, path="HANDOFF.md").items] == titles


@pytest.mark.parametrize(
    ("newer", "older", "found"),
    [
        ("Session 2", "Session 1", ["Draw the piers"]),
        ("Session 1", "Session 2", ["Draw the piers", "Add a retry to the pump"]),
        ("Search 2", "Mail 1", ["Draw the piers", "Add a retry to the pump"]),
    ],
)
def test_only_a_later_session_finishes_what_another_names_as_next(newer: str, older: str, found: list[str]) -> None:
    text = (
        f"# Log\n\n## {newer}\n\n### Done\n\n- Add a retry to the pump\n\n### Next\n\n- Draw the piers\n\n"
        f"## {older}\n\n### Done\n\n- Write the tests of the gate\n\n### Next\n\n- Add a retry to the pump\n"
    )
    assert [item.title for item in parse(text, path="HANDOFF.md").items] == found
