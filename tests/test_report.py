"""A run's report as rows, counts, Markdown, annotations and a table."""

from __future__ import annotations

import io
import itertools
import json
import re
import time
from typing import Any

import pytest
from markdown_it import MarkdownIt
from rich.console import Console

from handoff_issues.annotations import MOST, Level, annotate, error_annotations
from handoff_issues.errors import ConfigError, ConfigErrors, TrackerError
from handoff_issues.model import Kind, Mention, Priority, Site, Warning
from handoff_issues.reconcile.change import Change, PartOf, Report, Source, Verb, Write
from handoff_issues.reconcile.rules import Rule
from handoff_issues.report import count, document, fitting_json, rows, sentence
from handoff_issues.summary import failure, summary
from handoff_issues.tables import print_report

SITE = Site(url="https://github.example/acme/pump")
COMMIT = "c0ffee" * 6 + "beef"


def change(verb: Verb, issue: int | None = 7, **more: Any) -> Change:
    given: dict[str, Any] = {
        "verb": verb,
        "issue": issue,
        "id": "0123456789abcdef",
        "title": f"Mend the {verb} valve",
        "kind": Kind.PENDING,
        "priority": None,
        "stream": "docs/HANDOFF",
        "sources": (Source(path="docs/HANDOFF.md", mentions=(Mention(start=3, end=5),)),),
        "reason": "listed, unchanged (same title)",
        "rule": Rule.UNCHANGED,
        "url": None if issue is None else f"https://github.example/acme/pump/issues/{issue}",
    }
    return Change(**{**given, **more})


def report(*changes: Change, **more: Any) -> Report:
    given: dict[str, Any] = {"commit": COMMIT, "applied": True, "remaining": sum(each.held for each in changes)}
    return Report(**{**given, "changes": changes, **more})


HELD = change(Verb.SKIP, None, held=True, reason="held back by max-open (1): listed, and no issue yet")
DISMISSED = change(Verb.SKIP, 9, reason="a person dismissed it (same title)")


def test_rows_are_one_an_item_and_handoff():
    two = (
        Source(path="a.md", mentions=(Mention(start=3, end=5), Mention(start=9, end=9))),
        Source(path="b.md", mentions=()),
    )
    found = rows(report(change(Verb.UPDATE, 4, sources=two, priority=Priority.HIGH)))
    assert [(row.issue, row.path, row.mentions) for row in found] == [
        (4, "a.md", two[0].mentions),
        (4, "b.md", ()),
    ]
    assert (found[0].title, found[0].reason) == ("Mend the update valve", "listed, unchanged (same title)")


def test_an_issue_without_a_handoff_has_a_row_too():
    assert [(row.path, row.mentions) for row in rows(report(change(Verb.CLOSE, sources=())))] == [(None, ())]


def test_a_row_as_the_json_interface_has_it():
    whole = PartOf(id="fedcba9876543210", issue=3, title="Mend all valves")
    given = report(change(Verb.UPDATE, 4, priority=Priority.HIGH, part_of=whole, write=Write(add_labels=("stuck",))))
    [row] = json.loads(fitting_json(given, 100_000))["changes"]
    assert re.fullmatch("[0-9a-f]{16}", row.pop("digest"))
    assert row == {
        "change": "update",
        "issue": 4,
        "title": "Mend the update valve",
        "path": "docs/HANDOFF.md",
        "mentions": [{"start": 3, "end": 5}],
        "reason": "listed, unchanged (same title)",
        "kind": "pending",
        "priority": "high",
        "held": False,
        "url": "https://github.example/acme/pump/issues/4",
        "stream": "docs/HANDOFF",
        "part_of": {"issue": 3, "title": "Mend all valves"},
        "id": "0123456789abcdef",
    }


def test_the_document_is_json_whole():
    given = report(
        change(Verb.OPEN), HELD, stopped="the limit", warnings=(Warning(message="odd", path="a.md", line=2),)
    )
    found = json.loads(fitting_json(given, 100_000))
    assert found == json.loads(json.dumps(document(given)))
    assert (found["version"], found["remaining"], found["stopped"]) == (1, 1, "the limit")
    assert found["warnings"] == [{"message": "odd", "path": "a.md", "line": 2}]


def test_counts_tell_what_was_done_and_not_what_was_held_back():
    given = report(
        change(Verb.OPEN),
        change(Verb.OPEN),
        change(Verb.CLOSE),
        change(Verb.REOPEN),
        change(Verb.KEEP),
        HELD,
        DISMISSED,
    )
    counts = count(given)
    assert (counts.opened, counts.updated, counts.closed, counts.reopened) == (2, 0, 1, 1)
    assert (counts.kept, counts.skipped, counts.remaining) == (1, 1, 1)


@pytest.mark.parametrize(
    ("given", "counted"),
    [
        pytest.param(change(Verb.OPEN, kind=Kind.BLOCKER), True, id="opened"),
        pytest.param(change(Verb.KEEP, kind=Kind.BLOCKER), True, id="kept"),
        pytest.param(change(Verb.SKIP, None, kind=Kind.BLOCKER, held=True), True, id="held back"),
        pytest.param(change(Verb.SKIP, None, kind=Kind.BLOCKER), True, id="not opened"),
        pytest.param(change(Verb.KEEP, kind=Kind.BLOCKER, held=True), True, id="a write left to the next run"),
        pytest.param(change(Verb.CLOSE, kind=Kind.BLOCKER), False, id="closed"),
        pytest.param(change(Verb.SKIP, 9, kind=Kind.BLOCKER), False, id="dismissed"),
        pytest.param(change(Verb.OPEN), False, id="no blocker"),
        pytest.param(
            change(Verb.KEEP, kind=Kind.BLOCKER, sources=(Source(path="a.md", mentions=()),)), False, id="silent"
        ),
    ],
)
def test_a_blocker_counts_where_a_handoff_lists_it_and_nobody_has_it_in_hand(given: Change, counted: bool):
    assert count(report(given)).blockers == int(counted)
    assert [each.level for each in annotate(report(given))] == [Level.NOTICE] * counted


def test_the_sentence():
    assert sentence(report(change(Verb.OPEN), change(Verb.KEEP), HELD)) == (
        "Done: 1 opened, 1 kept. 1 left to the next run."
    )
    assert sentence(report(change(Verb.CLOSE), applied=False)) == "A plan, nothing was changed: 1 to close."
    assert sentence(report()) == "Done: no issues and nothing to open."


def test_an_output_that_is_too_large_keeps_changes_before_what_stays_as_it_is():
    many = [change(Verb.KEEP if number % 2 else Verb.OPEN, number) for number in range(400)]
    given = report(*many, warnings=(Warning(message="x" * 900),) * 50)
    text = fitting_json(given, 75_000)
    found = json.loads(text)
    kept = [row["issue"] for row in found["changes"]]
    assert 60_000 < len(text) <= 75_000
    assert kept == sorted(kept)
    assert {number for number in kept if number % 2 == 0} == set(range(0, 400, 2))
    left = 400 - len(kept)
    assert left > 0
    assert found["note"].startswith(f"Too large for an output: {left} rows and 50 warnings are left out")


# The job summary. --------------------------------------------------------------------------------


def tables(markdown: str) -> list[list[str]]:
    """Each table of a Markdown text as its cells' plain text, row by row."""
    parser = MarkdownIt("js-default")
    found: list[list[str]] = []
    inside = False
    for token in parser.parse(markdown):
        if token.type in ("table_open", "table_close"):
            inside = token.type == "table_open"
            found += [[]] * inside
        elif token.type == "inline" and inside:
            found[-1] = [*found[-1], "".join(child.content for child in token.children or [])]
    return found


def test_the_summary_tells_what_why_and_what_was_left():
    given = report(
        change(Verb.OPEN, title="Do *this* | that"),
        change(Verb.KEEP, 8),
        HELD,
        warnings=(
            Warning(message="a fence is open", path="docs/HANDOFF.md", line=40),
            Warning(message="no history\n  depth: 0"),
        ),
        stopped="the limit is reached\n  wait an hour",
    )
    text = summary(given, SITE, why="This run is for the default branch main.")
    changed, left, kept = tables(text)
    assert changed == [
        *("Change", "Issue", "Item", "Handoff", "Why"),
        *("open", "#7", "Do this | that", "docs/HANDOFF.md:3", "listed, unchanged (same title)"),
    ]
    assert left[5:] == ["skip", "", "Mend the skip valve", "docs/HANDOFF.md:3", HELD.reason]
    assert kept[5:7] == ["keep", "#8"]
    assert "This run is for the default branch main." in text
    assert "https://github.example/acme/pump/issues/7" in text
    assert f"/blob/{COMMIT}/docs/HANDOFF.md?plain=1#L3-L5" in text
    assert f"/blob/{COMMIT}/docs/HANDOFF.md?plain=1#L40) a fence is open" in text
    assert "- no history\n\n```\n  depth: 0\n```\n" in text
    assert "**The run stopped early:** the limit is reached" in text
    assert "```\n  wait an hour\n```" in text


def test_without_pages_nothing_is_linked():
    text = summary(report(change(Verb.OPEN, url=None)), Site(url=None))
    assert "](" not in text
    assert "| open | 7 |" in text


def test_many_sources_are_cut_short():
    sources = tuple(Source(path=f"{name}.md", mentions=(Mention(start=1, end=1),)) for name in "abcde")
    assert "`c.md:1`, …" in summary(report(change(Verb.OPEN, sources=sources)), Site(url=None))


@pytest.mark.parametrize("letter", ["x", "ü", "漢", "🛠"])
def test_a_large_summary_is_cut_between_lines_and_says_so(letter: str):
    given = report(*(change(Verb.OPEN, number, title=letter * 200) for number in range(200)))
    whole = summary(given, SITE)
    text = summary(given, SITE, limit=50_000)
    assert len(whole.encode()) > 50_000
    assert 45_000 < len(text.encode()) <= 50_000
    *lines, _, note, end = text.split("\n")
    assert (note.startswith("**This summary is cut here"), end) == (True, "")
    assert whole.startswith("\n".join(lines))
    assert all(line.startswith("| ") and line.endswith(" |") for line in lines[7:])


def test_a_summary_of_thousands_of_rows_is_bounded_in_size_and_time():
    given = report(*(change(Verb.OPEN, number) for number in range(20_000)))
    before = time.process_time()
    text = summary(given, SITE)
    assert len(text.encode()) <= 1_000_000
    assert time.process_time() - before < 60, "it stops rendering where nothing more fits"


def test_a_failure_shows_what_to_paste_as_it_is():
    text = failure(str(TrackerError("GitHub said no", why="403", mend="Add:\n\n    issues: write")))
    assert "**The run failed:** GitHub said no (403)" in text
    assert "```\n  Add:\n\n    issues: write\n```" in text


# Annotations. ------------------------------------------------------------------------------------


def test_warnings_stand_beside_their_lines_and_a_notice_where_a_change_asks_for_it():
    given = report(
        change(Verb.SKIP, 9, notice=True, reason="a person closed it as completed"),
        warnings=(Warning(message="one\ntwo", path="a b.md", line=4), Warning(message="general")),
    )
    found = annotate(given)
    assert [(each.level, each.message, each.path, each.start, each.end) for each in found] == [
        (Level.WARNING, "one two", "a b.md", 4, None),
        (Level.WARNING, "general", None, None, None),
        (Level.NOTICE, "a person closed it as completed: Mend the skip valve (#9)", "docs/HANDOFF.md", 3, 5),
    ]


@pytest.mark.parametrize(("number", "shown"), [(MOST, None), (MOST + 1, 2), (3 * MOST, 2 * MOST + 1)])
def test_more_than_github_shows_are_counted_in_the_last(number: int, shown: int | None):
    warnings = tuple(Warning(message=f"warning {index}") for index in range(number))
    blockers = [change(Verb.KEEP, index, kind=Kind.BLOCKER) for index in range(number)]
    found = annotate(report(*blockers, warnings=warnings))
    for level in (Level.WARNING, Level.NOTICE):
        of_level = [each.message for each in found if each.level is level]
        assert len(of_level) == MOST
        last = None if shown is None else f"and {shown} more: see the job summary and the log"
        assert (of_level[-1] if shown else None) == last


def test_a_stop_is_an_error_only_where_the_user_can_mend_it():
    [limit] = annotate(report(stopped="wait\na while"))
    [refusal] = annotate(report(stopped="no", mendable=True))
    assert (limit.level, limit.message) == (Level.WARNING, "wait a while")
    assert refusal.level is Level.ERROR
    many = tuple(Warning(message=f"warning {index}") for index in range(MOST))
    assert [each.message for each in annotate(report(stopped="wait", warnings=many))][:2] == ["wait", "warning 0"]
    assert len(annotate(report(stopped="wait", warnings=many))) == MOST


def test_errors_of_the_settings_stand_beside_their_lines():
    errors = [
        ConfigError("max-open cannot be x", why="allowed: a number", path="c.yml", line=3),
        ConfigError("input mode cannot be y", mend="Use\n  apply"),
    ]
    found = error_annotations(ConfigErrors(errors))
    assert [(each.path, each.start, each.message) for each in found] == [
        ("c.yml", 3, "max-open cannot be x (allowed: a number)"),
        (None, None, "input mode cannot be y Use apply"),
    ]


# The table. --------------------------------------------------------------------------------------


def shown(given: Report, *, width: int = 140) -> str:
    out = Console(file=io.StringIO(), width=width, highlight=False)
    print_report(given, out)
    assert isinstance(out.file, io.StringIO)
    return out.file.getvalue()


def test_the_table_shows_changes_and_what_was_held_and_only_counts_what_is_kept():
    text = shown(report(change(Verb.OPEN, title="[bold]Not markup[/bold]"), change(Verb.KEEP, 8), HELD))
    lines = [line.strip() for line in text.splitlines()]
    assert any(line.startswith("open     #7      [bold]Not markup[/bold]") for line in lines)
    assert not any(line.startswith("keep") for line in lines)
    assert any(line.startswith("skip") and "held back by max-open" in line for line in lines)
    assert lines[-1] == "Done: 1 opened, 1 kept. 1 left to the next run."


def test_the_table_says_why_a_run_stopped():
    assert shown(report(stopped="\x1b[31mno\nmore")).splitlines()[-2:] == ["The run stopped early: [31mno", "more"]


LONG = change(
    Verb.CLOSE,
    12_345,
    title="Replace the hand-written retry loop of the billing importer by the queue's own, and delete "
    "`importer.backoff.exponential_with_jitter_and_deadline` afterwards",
    sources=tuple(
        Source(path=path, mentions=(Mention(start=1041, end=1058),))
        for path in ("docs/teams/payments/handoffs/2026-03-14-late-shift-billing-importer-retries.md", "HANDOFF.md")
    ),
    reason="shown done (same title, and the same identifier importer.backoff.exponential_with_jitter_and_deadline)",
)
COLUMNS = ("change", "issue", "item", "handoff", "why")


@pytest.mark.parametrize("width", [80, 100, 120, 140])
@pytest.mark.parametrize("given", [pytest.param((LONG,), id="long"), pytest.param((LONG, HELD), id="and short")])
def test_no_word_of_a_row_is_lost_however_narrow_the_page(given: tuple[Change, ...], width: int):
    lines = shown(report(*given), width=width).splitlines()[:-1]
    assert max(map(len, lines)) <= width
    head = next(line for line in lines if line.split() == list(COLUMNS))
    starts = [head.index(name) for name in COLUMNS]
    cells = ["".join("".join(line[a:b] for line in lines).split()) for a, b in itertools.pairwise([*starts, width])]
    for at, cell in enumerate(cells):
        assert all("".join(words.split()) in cell for change in given for words in cells_of(change, COLUMNS[at]))


def cells_of(change: Change, column: str) -> list[str]:
    return {
        "change": [change.verb],
        "issue": [f"#{change.issue}"] if change.issue else [],
        "item": [change.title],
        "handoff": [f"{source.path} {m.start}-{m.end}" for source in change.sources for m in source.mentions],
        "why": [change.reason],
    }[column]
