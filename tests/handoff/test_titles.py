"""Titles: short, without ornament, as instructions where the words allow, never cut inside a word or code."""

from __future__ import annotations

import pytest

from handoff_issues.handoff import parse
from handoff_issues.handoff.titles import MAX_TITLE, issue_number, shorten


def title(entry: str) -> str:
    (item,) = parse(f"## Next steps\n\n{entry}\n", path="HANDOFF.md").items
    return item.title


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        pytest.param("- Add a retry to the uploader", "Add a retry to the uploader", id="as it stands"),
        pytest.param(
            "- **Add a retry to the uploader** — the server drops us", "Add a retry to the uploader", id="strong"
        ),
        pytest.param("- 🔥 **3. Add a retry to the uploader**", "Add a retry to the uploader", id="emoji and number"),
        pytest.param("- Add a retry to the uploader (2-3 hours)", "Add a retry to the uploader", id="an estimate"),
        pytest.param("- Add a retry to the uploader (P1)", "Add a retry to the uploader", id="a priority"),
        pytest.param(
            "- Priority 2: Add a retry to the uploader", "Add a retry to the uploader", id="a label that sorts"
        ),
        pytest.param(
            "- DEMO-12: Add a retry to the uploader", "DEMO-12: Add a retry to the uploader", id="a ticket stays"
        ),
        pytest.param("- #12 Add a retry to the uploader", "Add a retry to the uploader", id="an issue number"),
        pytest.param(
            "- add a retry to `up-load.py` and log it", "Add a retry to `up-load.py` and log it", id="code stays"
        ),
        pytest.param("- **Retry**: add one to the uploader", "Retry: add one to the uploader", id="a short name"),
        pytest.param("- Developer must upgrade the old gateway", "Upgrade the old gateway", id="who must do it"),
        pytest.param("- Landing page deployment", "Deploy Landing page", id="a noun that has a verb"),
        pytest.param("### 1. Rework importer\n\nSlow.", "Rework importer", id="a heading"),
        pytest.param("- [ ] ⭐ Add a retry to it", "Add a retry to it", id="a box"),
    ],
)
def test_titles(entry: str, expected: str) -> None:
    assert title(entry) == expected


def test_a_long_title_is_cut_between_words_and_outside_of_code() -> None:
    words = "Add the " + "very " * 40 + "`long name` thing"
    found = title(f"- {words}")
    assert len(found) <= MAX_TITLE
    assert found.endswith("very…")
    cut = shorten("Rename " + "x" * 100 + " `some code span here`", MAX_TITLE)
    assert cut.count("`") % 2 == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("#7 x", 7, id="start"),
        pytest.param("x (#7)", 7, id="end"),
        pytest.param("x [#7]", 7, id="brackets"),
        pytest.param("x #7", None, id="bare at the end"),
        pytest.param("PR #7", None, id="a pull request"),
    ],
)
def test_issue_numbers(text: str, expected: int | None) -> None:
    assert issue_number(text) == expected
