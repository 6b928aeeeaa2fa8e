"""What is tried with texts of all kinds, and what must hold for each: long by `make fuzz`, shortly by the tests."""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from handoff_issues.config import Config
from handoff_issues.errors import ConfigErrors, TrackerError
from handoff_issues.handoff import parse
from handoff_issues.model import Issue, IssueState
from handoff_issues.reconcile.marker import END, PREFIX, SUFFIX, Marker, fingerprint, region_is_ours, split
from handoff_issues.sanitize import IssueText, redact
from handoff_issues.schema import schema
from handoff_issues.settings import load
from handoff_issues.trackers.directory import DirectoryTracker
from sanitize import test_properties as properties
from sanitize.test_budget import WAYS
from support.pace import in_time

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Target:
    """A part of the program, texts for it, and what raises where something does not hold."""

    texts: SearchStrategy[str]
    holds: Callable[[str], None]
    seconds: float = 5.0
    """No text takes longer, the checks included."""

    def run(self, text: str) -> None:
        """Try one text, within its time."""
        started = time.process_time()
        self.holds(text)
        assert in_time(time.process_time() - started, self.seconds), "it took too long"


def pieces(*words: str, most: int = 40) -> SearchStrategy[str]:
    """Texts put together from what means something, and a little of what does not."""
    known = st.lists(st.sampled_from(words), max_size=most)
    mixed = st.lists(st.one_of(st.sampled_from(words), st.text(max_size=6)), max_size=most // 2)
    return st.one_of(known.map("".join), mixed.map("".join))


def parser(text: str) -> None:
    """Any text is read, the same way each time, with lines that exist."""
    handoff = parse(text, path="HANDOFF.md")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    for found in (*handoff.items, *handoff.done):
        assert found.title.strip()
        assert found.mentions
        assert all(1 <= mention.start <= mention.end <= lines for mention in found.mentions)
    assert parse(text, path="HANDOFF.md") == handoff


def sanitiser(text: str) -> None:
    """Nothing of a text is more than words, wherever it goes, and no way takes a second."""
    for name, way in WAYS.items():
        started = time.process_time()
        way(text)
        assert in_time(time.process_time() - started, 1), name
    for holds in (
        properties.test_a_block_is_inert,
        properties.test_a_line_is_inert,
        properties.test_a_title_is_inert,
        properties.test_quotations_and_code_are_only_words,
        properties.test_redacting_keeps_every_line_and_is_done_once,
        properties.test_the_runner_finds_no_command,
    ):
        holds.hypothesis.inner_test(text)
    properties.test_what_is_cut_is_whole_and_fits.hypothesis.inner_test(text, len(text) // 2)


MARKER = Marker(id="0" * 16, stream="docs/HANDOFF", title="", region="", content="", text="")


def marker(text: str) -> None:
    """A body comes apart the same way however often, and what it holds can be written and read again."""
    issue = Issue(
        number=1,
        title="x",
        body=text,
        state=IssueState.OPEN,
        state_reason=None,
        labels=frozenset(),
        author="a",
        url=None,
    )
    assert len(fingerprint(issue)) == 16
    body = split(text)
    if body is not None:
        assert body.marker.id == re.sub("[^0-9a-f]", "", body.marker.id)
        assert isinstance(region_is_ours(body), bool)
        parts = [body.above, body.marker.line(), body.region, END, body.below]
        again = split("\n".join(part for at, part in enumerate(parts) if part or at == 2))
        assert again is not None
        assert (again.marker, again.region, again.below) == (body.marker, body.region, body.below)
    written = MARKER.model_copy(update={"stream": text[:1_000], "spent": (text[:100],)}).line()
    assert "\n" not in written
    assert written.count("-->") == 1
    found = split(f"above\n{written}\n{END}")
    assert found is not None
    assert found.marker.stream == text[:1_000]


def configuration(text: str) -> None:
    """Settings are understood, or all that is wrong is named with its line, and no secret is shown."""
    lines = text.count("\n") + text.count("\r") + text.count("\x85") + text.count("\u2028") + text.count("\u2029") + 1
    try:
        assert isinstance(load(inputs={"files": text[:200]}, file=(".github/handoff-issues.yml", text)), Config)
        return
    except ConfigErrors as error:
        problems, told = error.errors, str(error)
    assert problems
    assert len(told) < 100_000
    shown = redact(text).text
    assert "hunter2x" in shown or "hunter2x" not in told, "a secret that is known as one is not shown"
    assert all(problem.line is None or 1 <= problem.line <= lines for problem in problems)


def directory(text: str) -> None:
    """A file is an issue or a named error, and what we write is read back as it was."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        (folder / "0001-x.md").write_text(text, encoding="utf-8", errors="replace")
        told = "0001-x.md"
        try:
            list(DirectoryTracker(folder, now=NOW).authored())
        except TrackerError as error:
            told = str(error)
        assert "0001-x.md" in told
        assert len(told) < 2_000
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        words = IssueText.trusted(text.encode("utf-8", "replace").decode().replace("\r\n", "\n").replace("\r", "\n"))
        title = IssueText.trusted(" ".join(words.split()) or "x")
        written = DirectoryTracker(folder, now=NOW).create(title=title, body=words, labels=["handoff"])
        DirectoryTracker(folder, now=NOW).comment(written.number, IssueText.trusted(f"said {words}"))
        found = DirectoryTracker(folder, now=NOW).issue(written.number)
        assert found is not None
        assert (found.title, found.labels, found.comments) == (str(title), frozenset({"handoff"}), 1)
        assert found.body.strip() == words.strip()


_SETTINGS = [f"{key}: " for key in sorted(schema()["properties"])]

TARGETS = {
    "parser": Target(
        pieces("# ", "## Next steps", "## Done\n", "- ", "  - ", "1. ", "[ ] ", "[x] ", "**", "~~", "`", "```", "|",
               "|---|---|", "\n", "\n\n", "> ", "<!--", "-->", "---", "Fix it", "add tests", "TODO", "done", "(P1)",
               ":", "blocked by #3", "✅", "🔴", "⏳", "\t", "    ", "\r\n", "\u202e", "\u200b", "\x00", "修复", "待办",
               "해야 할 일", "نص", "&#8203;", "\\", "(", "[a](b)", "![", "$", "* * *", "===", "A + B", "—", "…",
               "date: 2026-01-01", "e\u0301", "<!-- handoff: ignore -->", most=60) | st.text(max_size=400),
        parser,
    ),
    "sanitiser": Target(properties.texts, sanitiser, seconds=60),
    "marker": Target(
        pieces(PREFIX, SUFFIX, END, MARKER.line(), "\n", "\r\n", "{", "}", '"id":"', "0" * 16, '"', ",", "<!--", "-->"),
        marker,
    ),
    "configuration": Target(
        pieces(*_SETTINGS, *"\n -:[]{}#&*!|>'\"%@`,?\t", "\n  ", "\n- ", "3", "true", "~", "1e9", "&a ", "*a",
               "!!int ", "---\n", "...", "name: ", "color: ", "handoff", "docs/*.md", "\x00",
               "password: hunter2x", "9" * 20),
        configuration,
    ),
    "directory": Target(
        pieces("---\n", "number: 1\n", "title: x\n", "state: open\n", "author: handoff-issues\n", "labels: [a]\n",
               "opened_at: 2026-03-01T12:00:00Z\n", "\n", "## Comments\n", "### 1 · a · 2026\n", "# ", "a", ": ", "|",
               ">", "- ", "\u2028", "\x85", "\x0b", "é", "\t", "'", '"', "[", "{", "&a", "*a", "\r"),
        directory,
    ),
}  # fmt: skip
