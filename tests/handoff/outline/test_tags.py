"""Tags on lines of their own: what is folded away, and lists and headings of HTML."""

from __future__ import annotations

import pytest

from handoff_issues.handoff import parse

BEFORE = "# Handoff\n\n## Done\n\n- Moved the tide tables to Parquet\n- Cut the start-up time\n\n"


@pytest.mark.parametrize(
    ("section", "titles"),
    [
        pytest.param(
            "<details>\n<summary>📋 <b>Next steps</b></summary>\n\n"
            "- Cache the map tiles\n- Rotate the keys\n\n</details>\n",
            ["Cache the map tiles", "Rotate the keys"],
            id="a summary is a heading",
        ),
        pytest.param(
            "## Next steps\n\n- Cache the map tiles\n\n<details><summary>Already done</summary>\n\n"
            "- Rotate the keys\n\n</details>\n\n- Draw the grid\n",
            ["Cache the map tiles", "Draw the grid"],
            id="of finished work, up to its end",
        ),
        pytest.param(
            "## Next steps\n\n- Cache the map tiles\n"
            "  <details><summary>Why</summary>\n\n  They are slow.\n\n  </details>\n- Draw the grid\n",
            ["Cache the map tiles", "Draw the grid"],
            id="in an entry",
        ),
        pytest.param(
            "## Next steps\n\n<details>\n<summary>Show</summary>\n\n- Cache the map tiles\n</details>\n",
            ["Cache the map tiles"],
            id="right behind the last entry",
        ),
        pytest.param(
            "<h2>Next steps</h2>\n<ul>\n  <li>Cache the map tiles</li>\n  <li><b>Draw</b> the grid</li>\n</ul>\n",
            ["Cache the map tiles", "Draw the grid"],
            id="a list of HTML",
        ),
        pytest.param(
            '## To do\n\n<ul>\n<li><input type="checkbox" checked> Rotate the keys</li>\n'
            '<li><input type="checkbox"> Draw the grid</li>\n</ul>\n',
            ["Draw the grid"],
            id="boxes of HTML",
        ),
        pytest.param(
            "## Notes\n\n**Next steps:**\n\n<ul>\n<li>Rotate the keys</li>\n</ul>\n\n"
            "<ol>\n<li>Draw the grid</li>\n</ol>\n",
            ["Rotate the keys", "Draw the grid"],
            id="lists of HTML below a label",
        ),
        pytest.param(
            "<next_steps>\n\n- Draw the grid\n\n</next_steps>\n\n- The map is slow\n- The tiles are blue\n",
            ["Draw the grid"],
            id="a tag of its own name, up to its end",
        ),
        pytest.param(
            "## Next steps\n\n- Draw the grid\n\n"
            "```html\n<summary>Known bugs</summary>\n<li>Rotate the keys</li>\n```\n",
            ["Draw the grid"],
            id="none in code",
        ),
    ],
)
def test_tags_are_read_as_what_they_are_on_the_page(section: str, titles: list[str]) -> None:
    assert [item.title for item in parse(BEFORE + section, path="HANDOFF.md").items] == titles
