"""What a merge would do, told apart from what is due anyway, and cut where there is no room."""

from __future__ import annotations

from typing import Any

import pytest
from markdown_it import MarkdownIt

from handoff_issues.annotations import annotate
from handoff_issues.handoff import read_page
from handoff_issues.model import Kind, Mention, Priority, Site, Warning
from handoff_issues.passed_over import MOST, PassedOver, find_passed_over
from handoff_issues.proposal import MAX_COMMENT, SIGN, comment, headline, propose, summary_lines
from handoff_issues.reconcile.change import Change, Plan, Report, Source, Verb
from handoff_issues.reconcile.rules import Rule
from handoff_issues.sanitize import IssueText
from handoff_issues.sections import Section, fit

SITE = Site(url="https://github.example/acme/pump")
COMMIT = "c0ffee" * 6 + "beef"


def change(verb: Verb, issue: int | None = 7, **more: Any) -> Change:
    given: dict[str, Any] = {
        "verb": verb,
        "issue": issue,
        "id": f"{issue or 0:016x}",
        "title": f"Mend the {verb} valve",
        "kind": Kind.PENDING,
        "priority": None,
        "stream": "docs/HANDOFF",
        "sources": (Source(path="docs/HANDOFF.md", mentions=(Mention(start=3, end=5),)),),
        "reason": "listed, and no issue yet",
        "rule": Rule.NEW,
        "url": None if issue is None else f"https://github.example/acme/pump/issues/{issue}",
    }
    return Change(**{**given, **more})


def report(*changes: Change) -> Report:
    return Report(commit=COMMIT, applied=False, changes=changes, remaining=0)


def base(*changes: Change) -> Plan:
    return Plan(commit="beef" * 10, changes=changes)


HELD = change(Verb.SKIP, None, held=True, reason="held back by max-open (1): listed, and no issue yet")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        pytest.param([], "changes nothing: the issues stay as they are.", id="nothing"),
        pytest.param([change(Verb.KEEP)], "changes nothing: the issues stay as they are.", id="kept"),
        pytest.param(
            [change(Verb.KEEP), change(Verb.SKIP), change(Verb.SKIP, 8)],
            "changes nothing: the issues stay as they are. 2 items are left alone, as told below.",
            id="left alone",
        ),
        pytest.param(
            [change(Verb.OPEN), change(Verb.SKIP, 8)], "opens 1 issue. 1 item is left alone, as told below.", id="both"
        ),
        pytest.param([change(Verb.OPEN)], "opens 1 issue.", id="one"),
        pytest.param([change(Verb.OPEN), change(Verb.OPEN, 8)], "opens 2 issues.", id="two"),
        pytest.param(
            [change(Verb.CLOSE), change(Verb.UPDATE, 8), change(Verb.OPEN, None)],
            "opens 1 issue, updates 1 issue and closes 1 issue.",
            id="several",
        ),
        pytest.param([HELD], "changes nothing at once. 1 more waits for a later run.", id="held"),
        pytest.param([change(Verb.REOPEN), HELD, HELD], "reopens 1 issue. 2 more wait for a later run.", id="and held"),
    ],
)
def test_the_headline(changes: list[Change], told: str):
    assert headline(propose(report(*changes), base(), site=SITE)) == f"Merging this {told}"


MOVED = (Source(path="docs/HANDOFF.md", mentions=(Mention(start=30, end=50),)),)


@pytest.mark.parametrize(
    ("before", "is_due"),
    [
        pytest.param(change(Verb.OPEN), True, id="the same"),
        pytest.param(change(Verb.OPEN, sources=MOVED, reason="listed"), True, id="on other lines"),
        pytest.param(change(Verb.OPEN, priority=Priority.HIGH), False, id="of another priority"),
        pytest.param(change(Verb.OPEN, kind=Kind.BLOCKER), False, id="of another kind"),
        pytest.param(change(Verb.OPEN, title="Mend the pump"), False, id="of another title"),
        pytest.param(change(Verb.UPDATE), False, id="another verb"),
        pytest.param(change(Verb.OPEN, held=True), False, id="held"),
        pytest.param(change(Verb.OPEN, 8), False, id="another issue"),
        pytest.param(None, False, id="nothing"),
    ],
)
def test_what_is_due_anyway_is_no_effect_of_the_merge(before: Change | None, is_due: bool):
    found = propose(report(change(Verb.OPEN)), base(*([before] if before else [])), site=SITE)
    assert (len(found.due), len(found.acting)) == ((1, 0) if is_due else (0, 1))


def test_one_that_is_due_stands_for_one_only():
    found = propose(report(change(Verb.OPEN), change(Verb.OPEN)), base(change(Verb.OPEN)), site=SITE)
    assert (len(found.due), len(found.acting)) == (1, 1)


def test_without_a_base_all_that_is_planned_is_told():
    assert len(propose(report(change(Verb.OPEN)), None, site=SITE).acting) == 1


@pytest.mark.parametrize(
    ("given", "field"),
    [
        pytest.param(change(Verb.CLOSE), "acting", id="closing"),
        pytest.param(HELD, "held", id="held"),
        pytest.param(change(Verb.KEEP, suggestion="perhaps finished, see a.md:3 (title 0.4)"), "uncertain", id="hint"),
        pytest.param(change(Verb.KEEP, notice=True), "uncertain", id="notice"),
        pytest.param(change(Verb.SKIP, rule=Rule.LOOKS_LIKE), "uncertain", id="lookalike"),
        pytest.param(change(Verb.SKIP, rule=Rule.NAMED_FOREIGN), "uncertain", id="somebody's"),
        pytest.param(change(Verb.SKIP, rule=Rule.TOMBSTONE), "rest", id="dismissed"),
        pytest.param(change(Verb.KEEP, rule=Rule.SILENT), "dropped", id="silent"),
        pytest.param(change(Verb.KEEP), None, id="kept"),
    ],
)
def test_each_change_has_its_place(given: Change, field: str | None):
    found = propose(report(given), base(), site=SITE, touches=False)
    fields = {name: getattr(found, name) for name in ("acting", "uncertain", "held", "dropped", "rest", "due")}
    assert fields == {name: (given,) if name == field else () for name in fields}
    assert found.is_worth_telling is (field not in (None, "dropped"))


def test_what_was_silent_before_is_no_news():
    silent = change(Verb.KEEP, rule=Rule.SILENT)
    assert propose(report(silent), base(silent), site=SITE).dropped == ()
    assert propose(report(silent), None, site=SITE).dropped == ()


def test_warnings_of_the_base_are_no_news():
    old, new, general = (
        Warning(message="is 90 days old", path="a.md"),
        Warning(message="what looks like a secret was redacted\n  revoke it", path="a.md", line=3),
        Warning(message="this is a shallow clone"),
    )
    given = Report(commit=COMMIT, applied=False, changes=(), warnings=(old, new, general), remaining=0)
    before = Plan(commit=COMMIT, changes=(), warnings=(old,))
    found = propose(given, before, site=SITE, touches=False)
    assert found.warnings == (new,)
    assert found.is_worth_telling
    assert "`a.md:3`](https://github.example/acme/pump/blob/" in comment(found)
    assert "what looks like a secret was redacted" in comment(found)
    assert "secret" not in "".join(summary_lines(found)), "the summary has all warnings of its own"


def test_what_must_not_be_missed_comes_first():
    blocker = change(Verb.UPDATE, 9, kind=Kind.BLOCKER)
    given = [change(Verb.UPDATE, 1), change(Verb.OPEN, None), change(Verb.CLOSE, 2), change(Verb.REOPEN, 3), blocker]
    found = [each.issue for each in propose(report(*given), base(), site=SITE).acting]
    assert found == [9, 2, 3, None, 1]


def test_the_comment_reads_as_tables_and_folded_parts():
    near = PassedOver(
        path="a.md", lines=Mention(start=4, end=4), title="A | pipe", reason="it is a row | here", score=-0.5
    )
    given = [change(Verb.OPEN, None, priority=Priority.HIGH), change(Verb.SKIP, rule=Rule.LOOKS_LIKE), HELD]
    found = propose(report(*given), base(), site=SITE, passed_over=[near], merged=False)
    html = MarkdownIt("commonmark", {"html": True}).enable("table").render(comment(found))
    assert html.count("<table>") == html.count("</table>") == 4
    assert html.count("<details>") == html.count("</details>") == 2
    assert "<td>Mend the open valve (high)</td>" in html
    assert "<td>A | pipe</td>" in html
    assert "not from the merge result" in html
    assert "<summary>Lines that were not taken for work: 1</summary>" in html


@pytest.mark.parametrize(
    ("letter", "size", "rows"),
    [("a", 30, 1_000), ("🚢", 300, 200), ("語", 1_500, 50), ("|", 600, 60)],
)
def test_a_comment_never_is_too_long(letter: str, size: int, rows: int):
    changes = [change(Verb.OPEN, None, title=letter * size, reason=letter * 50) for _ in range(rows)]
    near = [
        PassedOver(path="a.md", lines=Mention(start=4, end=4), title=letter * size, reason=letter, score=-1)
        for _ in range(min(rows, MOST))
    ]
    found = propose(report(*changes), base(), site=SITE, passed_over=near)
    text = comment(found)
    assert text.startswith(SIGN)
    assert len(text) <= MAX_COMMENT
    assert "**This is cut" in text
    assert f"opens {len(changes)} issues" in text.replace("\\", "")
    assert text.count("<details>") == text.count("</details>")
    assert len("\n".join(summary_lines(found))) <= 210_000


def test_a_section_that_has_no_room_leaves_it_to_those_that_follow():
    big = Section([IssueText.trusted("x") for _ in range(3)], IssueText.number(10**200))
    small = Section([IssueText.trusted("- y"), IssueText.trusted("- z")], IssueText.trusted("small"))
    blocks, left = fit([big, small, Section([], IssueText.trusted("none"))], 100)
    assert (blocks, left) == (["small\n- y\n- z"], 3)


def test_a_section_is_cut_between_rows_and_says_how_many_are_missing():
    section = Section([IssueText.trusted("0123456789")] * 10, IssueText.trusted("head"), IssueText.trusted("tail"))
    [block], left = fit([section], 150)
    assert block == "head\n" + "0123456789\n" * 5 + "\n*5 more are not shown here for want of room.*\ntail"
    assert left == 5


def test_near_misses_are_bounded_and_the_nearest_stay():
    far = "\n".join(f"- The font of map {number} still needs a smaller size" for number in range(1100))
    page = read_page(f"## Fonts\n\n{far}\n\n## Next steps\n\n- Draw a map <!-- handoff: ignore -->\n", path="a.md")
    found = find_passed_over([page])
    assert len(found) == MOST
    assert found[-1].title == "Draw a map"
    assert [each.lines.start for each in found] == sorted(each.lines.start for each in found)


def test_what_is_told_of_the_merge_is_not_told_twice_beside_a_line():
    blocker = change(Verb.OPEN, None, kind=Kind.BLOCKER)
    noticed = change(Verb.SKIP, 8, notice=True, reason="a person closed it as completed")
    given = propose(report(blocker, noticed), base(), site=SITE)
    told = annotate(given.report, merging=given.acting, uncertain=given.uncertain)
    assert [each.message for each in told] == [
        "Merging opens this blocker: Mend the open valve",
        "a person closed it as completed: Mend the skip valve (#8)",
    ]
