"""Headings that name a work each and say how far it is."""

from __future__ import annotations

import pytest

from handoff_issues.handoff import parse

BEFORE = "# Handoff\n\n## Done\n\n- Moved the tide tables to Parquet\n- Cut the start-up time\n\n"
AFTER = "\n## Key files\n\n- `src/tide.py` - the tables\n- `src/map.py` - the tiles\n"


def read(section: str) -> list[tuple[str, str]]:
    return [(item.title, item.state) for item in parse(BEFORE + section + AFTER, path="HANDOFF.md").items]


@pytest.mark.parametrize(
    ("section", "items"),
    [
        pytest.param(
            "## Progress\n\n### Tide chart - Done\nWorks for all ports.\n\n"
            "### Harbour map - In progress\nThe legend is cut off.\n",
            [("Harbour map: The legend is cut off", "in_progress")],
            id="behind a dash",
        ),
        pytest.param(
            "## Features\n\n### Tide chart\n**Status:** Done\n\n### Harbour map\n**Status:** Not started\n",
            [("Harbour map", "open")],
            id="on a line below",
        ),
        pytest.param(
            "## Tide chart (done)\nWorks.\n\n## Harbour map (open)\nNeeds the new schema.\n",
            [("Harbour map", "open")],
            id="in brackets, at the second level",
        ),
        pytest.param(
            "## Components\n\n### ✅ Tide chart\nWorks.\n\n### 🚧 Harbour map\nHalf of it.\n",
            [("Harbour map: Half of it", "in_progress")],
            id="by a sign",
        ),
        pytest.param(
            "## Tide chart (done)\nWorks.\n\n## Next steps (open)\n\n- Cache the map tiles\n",
            [("Cache the map tiles", "open")],
            id="a heading of a list",
        ),
        pytest.param(
            "## Phase 1 (done)\n\n- Moved it\n\n## Phase 2 (in progress)\n\n- Cache the map tiles\n",
            [("Cache the map tiles", "in_progress")],
            id="numbered phases",
        ),
        pytest.param(
            "## Current work (in progress)\nAs planned.\n\n## Harbour map\n**Status:** On time.\n",
            [],
            id="alone among other headings",
        ),
        pytest.param(
            "## Progress\n\n### Tide chart - Done\nWorks.\n\n### Harbour map - In progress\n\n"
            "| Task | Owner |\n|---|---|\n| Draw the grid | Mira |\n",
            [("Draw the grid", "in_progress")],
            id="a heading of a table",
        ),
        pytest.param(
            "## Progress\n\n### Tide chart - Done\nWorks.\n\n### High priority - open\nAs planned.\n",
            [],
            id="a level",
        ),
        pytest.param(
            "## Decisions\n\n### Tide chart - Done\nWorks.\n\n### Harbour map - Pending\nIt has a legend.\n",
            [],
            id="among decisions",
        ),
        pytest.param(
            "## Session log\n\n### Tide chart - Done\nWorks.\n\n### Harbour map - In progress\nIt has a legend.\n",
            [],
            id="in a log",
        ),
    ],
)
def test_a_heading_that_tells_its_state_beside_others_is_a_work(section: str, items: list[tuple[str, str]]) -> None:
    assert read(section) == items
