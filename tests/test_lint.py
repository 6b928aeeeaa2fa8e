"""What a handoff leaves in doubt is told with its line; what is plain is not complained of."""

from __future__ import annotations

from pathlib import Path

import pytest

from handoff_issues.handoff import read_page
from handoff_issues.handoff.judging.scores import NEAR
from handoff_issues.lint import Findings, findings_lines, lint

EXAMPLES = Path(__file__).parent.parent / "examples"


def check(text: str) -> Findings:
    return lint(read_page(text, path="HANDOFF.md"), most=40)


def warnings(text: str) -> list[tuple[int | None, str]]:
    return [(warning.line, warning.message) for warning in check(text).warnings]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        pytest.param(
            "## Next steps\n\n- Fix the export of tides\n\n## Done\n\n- [x] The export of tides\n",
            3,
            "it is listed as open, and line 7 shows “The export of tides” finished",
            id="listed open and shown done",
        ),
        pytest.param("## Next steps\n\n- Leaderboards\n", 3, "it does not say what is to be done", id="no verb"),
        pytest.param("## Blockers\n\n- Still blocked by the\n", 3, "the blocker names nothing", id="empty blocker"),
        pytest.param(
            "## Next steps\n\n- Fix the export of tides <!-- handoff: prio=high -->\n",
            3,
            "no directive is named “prio=high”",
            id="bad directive",
        ),
        pytest.param("- [ ] Fix the export\n\n```\nnever closed\n", 3, "a code fence opens here", id="unclosed fence"),
    ],
)
def test_what_cannot_be_read_with_certainty_is_told(text: str, line: int, message: str) -> None:
    found = warnings(text)
    assert [(at, message in said) for at, said in found] == [(line, True)], found
    assert found[0][1].endswith(")") or "not obeyed" in found[0][1], "how to mend it"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("## Next steps\n\n- Fix the export of tides\n- Rework the alert queue\n", id="plain work"),
        pytest.param("## Blockers\n\n- No credentials for the Kestrel gauge\n", id="a blocker with its matter"),
        pytest.param("## Open questions\n\n- Which harbours?\n", id="a question needs no verb"),
        pytest.param("## Next steps\n\n- Leaderboards are still missing\n", id="open work in other words"),
        pytest.param("## Done\n\n- [x] Fixed the import\n\n## Next steps\n\n- Fix the export\n", id="another work"),
        pytest.param("## Next steps\n\n- [ ] (P1) Fix the export\n\n## Done\n\n- Wrote the report\n", id="priority"),
        pytest.param("", id="nothing"),
    ],
)
def test_what_is_plain_is_not_complained_of(text: str) -> None:
    assert warnings(text) == []


def doubtful(text: str) -> list[float]:
    """How far from the border the entries are that are looked at."""
    return [verdict.score for verdict in read_page(text, path="HANDOFF.md").verdicts]


UNSURE = "## Known issues\n\n| Problem | Where |\n| --- | --- |\n| The chart is an hour off in summer | chart.ts |\n"


def test_what_is_near_the_border_is_told_with_the_comment_that_settles_it() -> None:
    assert 0 < min(map(abs, doubtful(UNSURE))) < NEAR, "the example has to be a doubtful one"
    [(line, said)] = warnings(UNSURE)
    assert line == 5
    assert "was only just taken for an item" in said
    for word in ("ignore", "item"):
        settled = UNSURE.replace("chart.ts", f"chart.ts <!-- handoff: {word} -->")
        assert warnings(settled) == []
        assert len(check(settled).handoff.items) == (word == "item")


def test_doubtful_neighbours_are_told_together() -> None:
    rows = "".join(
        f"| The {name} chart is an hour off in summer | chart.ts |\n" for name in ("first", "second", "third")
    )
    [(line, said)] = warnings(UNSURE[: UNSURE.index("| The chart")] + rows)
    assert line == 5
    assert "the 3 entries on lines 5 to 7, from “" in said


def test_lines_name_their_place_and_the_last_one_has_the_sum() -> None:
    text = (
        "## Next steps\n\n- (P1) Fix the export of tides\n- Leaderboards\n\n## Blockers\n\n- Fix the export of tides\n"
    )
    assert list(findings_lines([check(text)])) == [
        "HANDOFF.md:3: issue: Fix the export of tides [blocker, high] (also on line 8)",
        "HANDOFF.md:4: issue: Leaderboards [pending]",
        "HANDOFF.md:4: warning: “Leaderboards”: it does not say what is to be done (begin it with a verb)",
        "1 handoff: 2 items, 1 warning.",
    ]
    assert list(findings_lines([check("## Notes\n\n- The export is one file\n")])) == [
        "HANDOFF.md: no line of it becomes an issue (`explain --line N` says why of a line)",
        "1 handoff: 0 items, 0 warnings.",
    ]
    assert list(findings_lines([])) == ["0 handoffs: 0 items, 0 warnings."]


def test_so_many_items_that_a_run_would_open_none_are_told() -> None:
    text = "## Next steps\n\n" + "".join(f"- Repaint the mooring at pier {number}\n" for number in range(41))
    [message] = [told for line, told in warnings(text) if line is None]
    assert "it has 41 items: where more than 40 are new (max-new-per-handoff)" in message
    assert all("max-new" not in told for _, told in warnings(text.removesuffix("- Repaint the mooring at pier 40\n")))
