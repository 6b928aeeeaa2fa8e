"""Entries that only group what is nested in them, and those that are works with their steps."""

from __future__ import annotations

import pytest

from handoff_issues.handoff import parse

BEFORE = "# Handoff\n\n## Done\n\n- Moved the tide tables to Parquet\n- Cut the start-up time\n\n"


def read(section: str) -> list[str]:
    return [item.title for item in parse(BEFORE + section, path="HANDOFF.md").items]


@pytest.mark.parametrize(
    ("section", "titles"),
    [
        pytest.param(
            "## Tasks\n\n- Done\n  - Add a legend to the chart\n"
            "- Remaining\n  - Cache the map tiles\n  - Rotate the keys\n",
            ["Cache the map tiles", "Rotate the keys"],
            id="states without a colon",
        ),
        pytest.param(
            "## Sprint 7\n\n- **Completed:**\n  - Add a legend to the chart\n- **Open:**\n  - Cache the map tiles\n",
            ["Cache the map tiles"],
            id="states in strong words",
        ),
        pytest.param(
            "## Work items\n\n1. ✅ Done (2)\n   - Add a legend to the chart\n   - Draw the grid\n"
            "2. 🚧 Still open (1)\n   - Cache the map tiles\n",
            ["Cache the map tiles"],
            id="numbered, with signs and counts",
        ),
        pytest.param(
            "## 任务\n\n- **已完成**\n  - 增加图例\n- **未完成**\n  - 缓存地图瓦片\n  - 轮换密钥\n",
            ["缓存地图瓦片", "轮换密钥"],
            id="in Chinese",
        ),
        pytest.param(
            "## Next steps\n\n- Payments\n  - Cache the map tiles\n  - Rotate the keys\n- `web/`\n  - Draw the grid\n",
            ["Cache the map tiles", "Rotate the keys", "Draw the grid"],
            id="areas of one word",
        ),
        pytest.param(
            "## Next steps\n\n- Mira\n  - Cache the map tiles\n- Jonas:\n  - Rotate the keys\n",
            ["Cache the map tiles", "Rotate the keys"],
            id="owners with one work each",
        ),
        pytest.param(
            "## Next steps\n\n- **Backend**\n  - [x] Draw the grid\n  - [ ] Cache the map tiles\n",
            ["Cache the map tiles"],
            id="boxes below an area",
        ),
        pytest.param(
            "## Next steps\n\n- Search console\n  - Verify the property\n  - Submit the site map\n",
            ["Search console: verify the property, submit the site map"],
            id="a deliverable with its steps",
        ),
        pytest.param(
            "## Next steps\n\n- Widget\n  - a small one for the lock screen\n  - a tall one for the desk\n",
            ["Widget: A small one for the lock screen, A tall one for the desk"],
            id="a word with its parts",
        ),
        pytest.param(
            "## Next steps\n\n- Draft the next sprint\n  - Cut the scope\n  - Name an owner\n",
            ["Draft the next sprint"],
            id="an instruction of sorting words",
        ),
        pytest.param(
            "## Known issues\n\n- Build errors (BLOCKER)\n  - The grid module is missing\n",
            ["Build errors"],
            id="a state of its own in brackets",
        ),
        pytest.param(
            "## Next steps\n\n- [ ] Payments\n  - Cache the map tiles\n  - Rotate the keys\n",
            ["Payments: cache the map tiles, rotate the keys"],
            id="a box above entries without",
        ),
        pytest.param(
            "## Next steps\n\n- [ ] Payments\n  - [ ] Cache the map tiles\n  - [ ] Rotate the keys\n",
            ["Cache the map tiles", "Rotate the keys"],
            id="a box above boxes",
        ),
        pytest.param(
            "## Next steps\n\n- Payments\n  - [ ] Map tiles\n  - [ ] The grid\n",
            ["Map tiles", "The grid"],
            id="boxes that instruct nobody",
        ),
        pytest.param(
            "## Next steps\n\n- Payments\n  - Cache the map tiles\n  - the old ones\n",
            ["Payments: cache the map tiles, The old ones"],
            id="a word above more than instructions",
        ),
        pytest.param(
            "## Next steps\n\n- Notes\n  - Cache the map tiles\n- Risks\n  - Rotate the keys\n",
            ["Cache the map tiles", "Rotate the keys"],
            id="parts of a page among work",
        ),
    ],
)
def test_what_only_groups_is_no_work(section: str, titles: list[str]) -> None:
    assert read(section) == titles


def test_a_group_gives_its_level() -> None:
    text = "## Next steps\n\n- High\n  - Cache the map tiles\n- Low\n  - Draw the grid\n"
    items = parse(BEFORE + text, path="HANDOFF.md").items
    assert [item.priority for item in items] == ["high", "low"]


def test_what_is_listed_under_done_is_evidence() -> None:
    text = "## Status\n\n- Done\n  - Add a legend to the chart\n- Open\n  - Cache the map tiles\n"
    done = parse(BEFORE + text, path="HANDOFF.md").done
    assert [one.title for one in done][-1] == "Add a legend to the chart"
