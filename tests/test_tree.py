"""The plan as a tree, as it is shown to a person and to a pipe."""

from __future__ import annotations

import io
from typing import Any

from rich.console import Console

from handoff_issues.model import Kind, Mention, Priority
from handoff_issues.reconcile.change import Change, Report, Source, Verb
from handoff_issues.reconcile.rules import Rule
from handoff_issues.tree import print_tree


def change(verb: Verb, title: str, stream: str = "HANDOFF", **more: Any) -> Change:
    given: dict[str, Any] = {
        "verb": verb,
        "issue": None,
        "id": None,
        "title": title,
        "kind": Kind.PENDING,
        "priority": None,
        "stream": stream,
        "sources": (Source(path=f"{stream}.md", mentions=(Mention(start=3, end=5), Mention(start=9, end=9))),),
        "reason": "listed, and no issue yet",
        "rule": Rule.NEW,
    }
    return Change(**{**given, **more})


def shown(*changes: Change, color: bool = False, **more: Any) -> str:
    out = io.StringIO()
    console = Console(
        file=out, width=100, highlight=False, force_terminal=color, color_system="standard" if color else None
    )
    held = sum(each.held for each in changes)
    print_tree(Report(commit="c0ffee", applied=False, changes=changes, remaining=held, **more), console)
    return out.getvalue()


PLAN = (
    change(Verb.KEEP, "Paint the hull", "dock"),
    change(Verb.OPEN, "Wait for the vendor", kind=Kind.BLOCKER, priority=Priority.HIGH),
    change(Verb.CLOSE, "Publish the tiles", issue=4, reason="shown done"),
    change(Verb.KEEP, "Draw a map"),
    change(Verb.KEEP, "Draw a chart"),
    change(Verb.SKIP, "Buy a crane", held=True, reason="held back by max-open (1)"),
)


def test_streams_hold_their_changes_with_lines_and_reasons():
    assert (
        shown(*PLAN)
        == """\
HANDOFF
├── open Wait for the vendor  blocker  high
│   └── HANDOFF.md:3-5, 9: listed, and no issue yet
├── close #4 Publish the tiles
│   └── HANDOFF.md:3-5, 9: shown done
├── held back Buy a crane
│   └── HANDOFF.md:3-5, 9: held back by max-open (1)
└── 2 kept as they are
dock
└── 1 kept as they are
A plan, nothing was changed: 1 to open, 1 to close, 3 to keep. 1 left to the next run.
"""
    )


def test_what_happens_is_told_by_colour_too():
    text = shown(*PLAN, color=True)
    assert "\x1b[32mopen\x1b[0m Wait for the vendor\x1b[1;31m  blocker\x1b[0m" in text
    assert "\x1b[35mclose #4\x1b[0m" in text


def test_an_empty_plan_and_one_that_was_stopped():
    assert shown() == "A plan, nothing was changed: no issues and nothing to open.\n"
    assert shown(stopped="GitHub's rate limit").endswith("The run stopped early: GitHub's rate limit\n")


def test_words_of_a_handoff_are_no_markup_and_no_command():
    text = shown(change(Verb.OPEN, "[red]::error::[/red] \x1b]0;planted\x07 ##[error]x", "a\x1b[2Jb"))
    assert "[red]::error::[/red]" in text
    assert "\x1b" not in text
    assert "##[" not in text
