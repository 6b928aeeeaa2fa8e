"""Bodies: all that the title leaves out, whole, and nothing that it says already."""

from __future__ import annotations

import pytest

from handoff_issues.handoff import parse


def body(entry: str) -> str:
    (item,) = parse(f"## Next steps\n\n{entry}\n", path="HANDOFF.md").items
    return item.body


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        pytest.param("- Add a retry to the uploader", "", id="the title says it all"),
        pytest.param("- **Add a retry to the uploader**", "", id="marks are no words"),
        pytest.param(
            "- Add a retry to the uploader — it gives up",
            "Add a retry to the uploader — it gives up",
            id="an explanation",
        ),
        pytest.param("- Add a retry (P1)", "Add a retry (P1)", id="a tag"),
        pytest.param("- Sales dashboard", "", id="the title has a word more"),
        pytest.param(
            "- Add a retry to the uploader\n  - [ ] test it\n  - [x] plan it",
            "- test it\n- plan it",
            id="steps without boxes",
        ),
        pytest.param(
            "- Add a retry to the\n  uploader of `tiles`",
            "Add a retry to the\nuploader of `tiles`",
            id="a sentence over two lines",
        ),
        pytest.param(
            "- **Add a retry to the uploader.**\n  It gives up today.",
            "It gives up today.",
            id="a title of its own line",
        ),
        pytest.param(
            "- Add a retry to the uploader\n\n  `put` gives up today.", "`put` gives up today.", id="a paragraph below"
        ),
        pytest.param("### Add a retry\n\nIt gives up.\n\n- test it", "It gives up.\n\n- test it", id="a heading"),
        pytest.param(
            "| Task | Owner |\n|---|---|\n| Add a retry to the uploader | Kim |", "- Owner: Kim", id="a table row"
        ),
    ],
)
def test_bodies(entry: str, expected: str) -> None:
    assert body(entry) == expected
