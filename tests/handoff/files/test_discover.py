"""Which files are handoffs, to which stream each belongs, what ties streams, and which handoff is the newest."""

from __future__ import annotations

import json
import time
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff_issues.handoff.files.discover import discover
from handoff_issues.handoff.files.globs import matches
from handoff_issues.handoff.files.names import Name
from handoff_issues.handoff.files.streams import HandoffFile, group, newest_first, tie
from handoff_issues.handoff.outline.links import predecessors
from support.pace import in_time

PATHS = Path(__file__).resolve().parents[4] / "shared" / "corpus" / "paths.json"


def find(*paths: str, **options: list[str]) -> list[str]:
    return [name.path for name in discover(paths, **options)]


def name(path: str) -> Name:
    (found,) = discover([path])
    return found


def note(
    path: str, *, text: date | None = None, changed: str = "2026-01-01", order: int = 0, after: str = ""
) -> HandoffFile:
    at = datetime.fromisoformat(changed).replace(tzinfo=UTC)
    predecessors = (after,) if after else ()
    return HandoffFile(name=name(path), date=text, changed=at, order=order, predecessors=predecessors)


TAKEN = [
    # path, stream, date and time in the name
    ("HANDOFF.md", "handoff.md", None),
    ("handoff.MD", "handoff.md", None),
    ("HandOff.markdown", "handoff.markdown", None),
    ("Hand-Off.md", "hand-off.md", None),
    ("docs/Handover.md", "docs/handover.md", None),
    ("apps/web/.claude/HANDOFF.md", "apps/web/.claude/handoff.md", None),
    ("LLM_HANDOFF.md", "llm_handoff.md", None),
    ("SessionHandoff.md", "sessionhandoff.md", None),
    ("NEXT_SESSION.md", "next_session.md", None),
    ("next-session-notes.md", "next-session-notes.md", None),
    ("WORK-SESSION-SUMMARY.md", "work-session-summary.md", None),
    ("HANDOFF_v0.4.0.md", "handoff_v0.4.0.md", None),
    ("HANDOVER-SUMMARY.md", "handover-summary.md", None),
    ("docs/payments-cutover-handover-de-en.md", "docs/payments-cutover-handover-de-en.md", None),
    ("handoff-search-reindex.md", "handoff-search-reindex.md", None),
    (".claude/handoffs/auth.md", ".claude/handoffs/auth.md", None),
    (".claude/handoff/auth-plan.md", ".claude/handoff/auth-plan.md", None),
    ("docs/handoff-2026-02-27-topic.md", "docs/handoff", "2026-02-27T00:00"),
    ("docs/handoff-2026-02-27-prompt-template.md", "docs/handoff", "2026-02-27T00:00"),
    ("docs/HANDOFF_2026_02_27.md", "docs/handoff", "2026-02-27T00:00"),
    ("Project-Management/HANDOFF-2025-11-20-SESSION-COMPLETE.md", "project-management/handoff", "2025-11-20T00:00"),
    (".claude/handoffs/Name-2025-10-22-17-53.md", ".claude/handoffs/name", "2025-10-22T17:53"),
    (".claude/handoffs/handoff_20260305_160758.md", ".claude/handoffs/handoff", "2026-03-05T16:07:58"),
    (".claude/handoffs/20260305160758.md", ".claude/handoffs", "2026-03-05T16:07:58"),
    (".claude/handoffs/2026-03-05T16-07Z-topic.md", ".claude/handoffs", "2026-03-05T16:07"),
    (".claude/handoffs/2026-08-03-1257-dashboard-pr79.md", ".claude/handoffs", "2026-08-03T12:57"),
    (".claude/handoffs/2026-08-03-3ed43391.md", ".claude/handoffs", "2026-08-03T00:00"),
    (".claude/handoffs/2026-05-22-批次2.md", ".claude/handoffs", "2026-05-22T00:00"),
    ("handoffs/2026-03-01.md", "handoffs", "2026-03-01T00:00"),
    ("A11-SESSION-SUMMARY-2026-03-01.md", "a11-session-summary", "2026-03-01T00:00"),
    ("A3-2026-03-01-handoff.md", "a3-handoff", "2026-03-01T00:00"),
    ("Session handoff 20260411.md", "session-handoff", "2026-04-11T00:00"),
    ("docs/dev/2026-06-16-NEXT_SESSION.md", "docs/dev/next-session", "2026-06-16T00:00"),
    ("docs/dev/2026-06-21-NEXT_SESSION-g0.md", "docs/dev/next-session", "2026-06-21T00:00"),
    ("HANDOFF-260305.md", "handoff", "2026-03-05T00:00"),
    ("HANDOFF-05.03.2026.md", "handoff", "2026-03-05T00:00"),
    ("HANDOFF-03-25-2026.md", "handoff", "2026-03-25T00:00"),
    ("sessions/2026-03-01/HANDOFF.md", "sessions/handoff", "2026-03-01T00:00"),
    ("handoffs/2026/03/01-topic.md", "handoffs", "2026-03-01T00:00"),
    ("handoffs/2026-03/handoff-2026-03-01.md", "handoffs/handoff", "2026-03-01T00:00"),
    ("HANDOFF-2026-02-30.md", "handoff-2026-02-30.md", None),
    ("UEBERGABE.md", "uebergabe.md", None),
    ("Projektübergabe 2026-03-01.md", "projektubergabe", "2026-03-01T00:00"),
    ("U\u0308bergabe.md", "übergabe.md", None),
    ("引き継ぎ.md", "引き継ぎ.md", None),
    ("docs/工作交接.md", "docs/工作交接.md", None),
    ("인수인계.md", "인수인계.md", None),
    ("RELEVO.md", "relevo.md", None),
    ("TRASPASO.md", "traspaso.md", None),
    ("SERAH_TERIMA.md", "serah_terima.md", None),
    ("docs/catatan-sesi.md", "docs/catatan-sesi.md", None),
    ("Bàn giao.md", "bàn giao.md", None),
    ("docs/ban-giao.md", "docs/ban-giao.md", None),
    ("PASSATION.md", "passation.md", None),
    ("Résumé de session.md", "résumé de session.md", None),
    ("two\nlines HANDOFF.md", "two\\u000alines handoff.md", None),
    ("caf\udce9/HANDOFF.md", "caf\\xe9/handoff.md", None),
]


@pytest.mark.parametrize(
    ("path", "stream", "moment"), TAKEN, ids=[row[0].encode("ascii", "replace").decode() for row in TAKEN]
)
def test_what_is_a_handoff(path: str, stream: str, moment: str | None) -> None:
    found = name(path)
    assert found.stream == stream
    assert found.moment == (datetime.fromisoformat(moment).replace(tzinfo=UTC) if moment else None)
    assert found.stream.encode()
    assert not found.is_history


@pytest.mark.parametrize(
    "path",
    [
        "README.md", "docs/architecture.md", "handoff.py", "handoff.md.txt", "handoff/__init__.py", "docs/session.md",
        "2026-03-01.md", "docs/plans/2026-01-15-session-handoff-design.md", "docs/plans/2026-01-15-cache.md",
        "handoff-template.md", "HANDOFF_TEMPLATE.md", "template-handoff.md", "handofftemplate.md", "HANDOFF_GUIDE.md",
        "handoff-prompt.md", "HANDOFF_PROMPT_2026-03-01.md", "how-to-write-a-handoff.md", "handoff-protocol.md",
        "handoff-protocol-v2.md", "handoff-schema.md", "session-handoff-spec.md", "handoff-workflow.md",
        "docs/design-handoff.md", "docs/handoff-design.md", "handoff-plan.md", "Übergabe-Vorlage.md", "交接模板.md",
        ".claude/handoffs/README.md", ".claude/handoffs/INDEX.md", ".claude/handoffs/TEMPLATE.md",
        "packages/handoff/NOTES.md", "packages/handoff/docs/api.md", "src/handoff_issues/notes.md",
        "skills/handoff/SKILL.md", ".claude/skills/handoff.md", "commands/handoff.md", ".claude/commands/HANDOFF.md",
        "prompts/next-session.md", "examples/HANDOFF.md", "web/Fixtures/HANDOFF.md", "testdata/HANDOFF.md",
        "tests/HANDOFF.md", "e2e-tests/HANDOFF.md", "vendor/x/HANDOFF.md", "node_modules/x/HANDOFF.md",
        "templates/HANDOFF.md", ".github/ISSUE_TEMPLATE/handoff.md", ".claude/agents/handoff.md",
    ],
)  # fmt: skip
def test_what_is_none(path: str) -> None:
    assert find(path) == []


@pytest.mark.skipif(not PATHS.is_file(), reason="the labelled paths are not beside this checkout")
def test_every_labelled_path_is_found() -> None:
    paths = sorted({entry["path"] for entry in json.loads(PATHS.read_text(encoding="utf-8")).values()})
    assert find(*paths) == paths


@pytest.mark.parametrize(
    "path", ["archive/HANDOFF.md", "docs/old/handoff-2026-01-01.md", "Archive/docs/NEXT_SESSION.md"]
)
def test_archives_are_history(path: str) -> None:
    assert name(path).is_history


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=60))
def test_any_name_can_be_read(text: str) -> None:
    for found in discover([f"{text} handoff.md", f"handoffs/{text}.md", f"{text}/HANDOFF-2026-03-01.md"]):
        assert found.stream.isprintable()


@pytest.mark.parametrize(
    ("glob", "path", "expected"),
    [
        ("HANDOFF.md", "HANDOFF.md", True),
        ("HANDOFF.md", "docs/HANDOFF.md", False),
        ("./HANDOFF.md", "HANDOFF.md", True),
        ("**/HANDOFF.md", "HANDOFF.md", True),
        ("**/HANDOFF.md", "a/b/HANDOFF.md", True),
        ("**/HANDOFF.md", "a/HANDOFF.md.md", False),
        ("HANDOFF.md", "handoff.md", False),
        ("docs/*.md", "docs/a.md", True),
        ("docs/*.md", "docs/a/b.md", False),
        ("docs/**/*.md", "docs/a.md", True),
        ("docs/**/*.md", "docs/a/b/c.md", True),
        ("docs/**", "docs/a/b", True),
        ("docs/", "docs/a/b", True),
        ("docs/**", "docs", True),
        ("a?c.md", "abc.md", True),
        ("a?c.md", "ac.md", False),
        ("a?c", "a/c", False),
        ("*a*b*", "xxaxxbxx", True),
        ("*a*b*", "xxbxxaxx", False),
        ("a/**/b/**/c", "a/x/b/y/b/c", True),
        ("[ab].md", "a.md", False),
        ("[ab].md", "[ab].md", True),
        ("notes/引*.md", "notes/引き継ぎ.md", True),
        ("", "a", False),
    ],
)
def test_globs(glob: str, path: str, expected: bool) -> None:
    assert matches(glob, path) is expected


def test_no_glob_takes_long() -> None:
    begin = time.perf_counter()
    assert not matches("**/" * 200 + "*a" * 500 + "b", "a/" * 500 + "a" * 3000)
    assert in_time(time.perf_counter() - begin, 5)


@pytest.mark.parametrize(
    ("globs", "expected"),
    [
        pytest.param(["notes/*.md"], ["notes/today.md"], id="globs replace the defaults"),
        pytest.param(["**/*.md", "!notes/**"], ["HANDOFF.md", "examples/HANDOFF.md"], id="an exclusion takes away"),
        pytest.param(["!HANDOFF.md", "HANDOFF.md"], ["HANDOFF.md"], id="the last that matches decides"),
        pytest.param(["!notes/**"], ["HANDOFF.md"], id="a first exclusion starts from the defaults"),
        pytest.param(["examples/*"], ["examples/HANDOFF.md"], id="what is not searched can be named"),
        pytest.param(["log.txt"], ["log.txt"], id="any extension can be named"),
    ],
)
def test_files_setting(globs: list[str], expected: list[str]) -> None:
    assert find("HANDOFF.md", "notes/today.md", "examples/HANDOFF.md", "log.txt", globs=globs) == expected


@pytest.mark.parametrize(
    ("glob", "is_history"),
    [("**/*.md", True), ("archive/*.md", False), ("archive/**", False)],
)
def test_an_archive_is_live_only_where_a_glob_names_it(glob: str, is_history: bool) -> None:
    (found,) = discover(["archive/HANDOFF.md"], globs=[glob])
    assert found.is_history is is_history


def test_the_trackers_folder_is_excluded() -> None:
    paths = ["issues/handoff.md", "issues-old/handoff.md", "a/issues/handoff.md"]
    assert find(*paths, exclude=["issues"]) == paths[1:]
    assert find(*paths, globs=["**"], exclude=["issues/"]) == paths[1:]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Previous handoff: [the last one](handoff-2026-02-01.md)", "docs/handoff-2026-02-01.md"),
        ("- **Previous handoff:** `docs/handoff-2026-02-01.md`", "docs/handoff-2026-02-01.md"),
        ("previous_handoff: docs/handoff-2026-02-01.md", "docs/handoff-2026-02-01.md"),
        ("> Prior session — docs/handoff-2026-02-01.md", "docs/handoff-2026-02-01.md"),
        ("| Supersedes | [x](./handoff-2026-02-01.md#next) |", "docs/handoff-2026-02-01.md"),
        ("Builds on `handoff-2026-02-01`", "docs/handoff-2026-02-01.md"),
        ("## Previous handoff\n\n- [x](handoff-2026-02-01.md)", "docs/handoff-2026-02-01.md"),
        ("Vorherige Übergabe: handoff-2026-02-01.md", "docs/handoff-2026-02-01.md"),
        ("Serah terima sebelumnya: handoff-2026-02-01.md", "docs/handoff-2026-02-01.md"),
        ("Bàn giao trước: handoff-2026-02-01.md", "docs/handoff-2026-02-01.md"),
        ("前回の引き継ぎ: `handoff-2026-02-01.md`", "docs/handoff-2026-02-01.md"),
        ("이전 인수인계: handoff-2026-02-01.md", "docs/handoff-2026-02-01.md"),
        ("Previous handoff: [[handoff-2026-02-01]]", "docs/handoff-2026-02-01.md"),
        ("Previous handoff: [x](../Session%20handoff.md)", "Session handoff.md"),
        ("Previous handoff: /HANDOFF.md", "HANDOFF.md"),
        ("Previous handoff: NOTES.md", None),
        ("Previous handoff: https://example.com/HANDOFF.md", None),
        ("Previous handoff said to read docs/handoff-2026-02-01.md", None),
        ("Supersedes the old layout, see docs/handoff-2026-02-01.md", None),
        ("We resolved items from the previous handoff: HANDOFF.md", None),
        ("## Previous session\n\nFixed the cache.\n\n- HANDOFF.md", None),
        ("Next handoff: HANDOFF.md", None),
    ],
)
def test_predecessors(line: str, expected: str | None) -> None:
    known = {"docs/handoff-2026-02-01.md", "docs/handoff-2026-03-01.md", "Session handoff.md", "HANDOFF.md"}
    found = predecessors(f"# Handoff\n\n{line}\n", path="docs/handoff-2026-03-01.md", known=known)
    assert found == ((expected,) if expected else ())


def test_a_long_text_is_searched_in_linear_time() -> None:
    text = ("Previous handoff: " + "[" * 5000 + "\n") * 100 + "`" * 100_000
    begin = time.perf_counter()
    assert predecessors(text, path="HANDOFF.md", known={"HANDOFF.md"}) == ()
    assert in_time(time.perf_counter() - begin, 5)


def test_an_archived_file_joins_the_series_or_the_living_file_that_it_fits() -> None:
    paths = [
        "HANDOFF.md",
        "archive/HANDOFF-2026-01-01.md",
        "docs/handoff-2026-02-01.md",
        "docs/old/handoff-2026-01-01.md",
    ]
    streams = {id: [each.path for each in names] for id, names in group(discover(paths)).items()}
    assert streams == {"handoff.md": paths[:2], "docs/handoff": paths[2:]}


@pytest.mark.parametrize(
    ("notes", "newest"),
    [
        pytest.param([note("handoff-2026-03-01.md", order=9), note("handoff-2026-02-01.md")], 0, id="the name's date"),
        pytest.param([note("handoff-2026-03-01-0930.md"), note("handoff-2026-03-01-1010.md")], 1, id="the name's time"),
        pytest.param(
            [
                note("handoff-2026-03-01-a.md", text=date(2026, 3, 2), order=5),
                note("handoff-2026-03-01-b.md", text=date(2026, 3, 1), order=1),
            ],
            0,
            id="then the text's date",
        ),
        pytest.param(
            [note("handoff-2026-03-01-a.md", order=1), note("handoff-2026-03-01-b.md", order=5)],
            0,
            id="then the order of commits",
        ),
        pytest.param([note("handoff-2026-03-01-10.md"), note("handoff-2026-03-01-9.md")], 0, id="then the path"),
        pytest.param(
            [note("HANDOFF.md", changed="2026-03-02"), note("docs/handoff-2026-03-01.md")],
            0,
            id="no date: its last commit",
        ),
        pytest.param(
            [note("old/handoff-2026-03-09.md"), note("handoff-2026-03-01.md")], 1, id="an archived one is never newest"
        ),
    ],
)
def test_the_newest_of_a_stream(notes: list[HandoffFile], newest: int) -> None:
    for order in (notes, notes[::-1]):
        assert newest_first(order)[0] == notes[newest]


def test_a_link_ties_streams_and_the_oldest_gives_the_id() -> None:
    old = note("notes/handoff-2026-01-01.md")
    middle = note("docs/handoff-2026-02-01.md", after=old.name.path)
    new = note(".claude/handoffs/Ann-2026-03-01.md", after=middle.name.path)
    alone = note("A3-handoff-2026-03-01.md")
    streams = {each.name.stream: [each] for each in (new, old, alone, middle)}
    assert tie(streams) == {"a3-handoff": [alone], "notes/handoff": [new, middle, old]}


def test_links_in_a_ring_tie_too() -> None:
    one = note("a/handoff-2026-01-01.md", after="b/handoff-2026-02-01.md")
    two = note("b/handoff-2026-02-01.md", after="a/handoff-2026-01-01.md")
    assert tie({"a/handoff": [one], "b/handoff": [two]}) == {"a/handoff": [two, one]}


def test_a_stream_that_is_all_history_is_none() -> None:
    assert tie({"handoff": [note("archive/handoff-2026-01-01.md")]}) == {}
