"""Handoffs and reports as tables for a person at a terminal."""

from __future__ import annotations

import io
import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from handoff_issues.explain import NEARLY, Explained, Explanation, Signal, TakenFor
from handoff_issues.model import Handoff, Kind, Mention, Priority, State
from handoff_issues.plural import plural
from handoff_issues.reconcile.change import Change, Report, Verb
from handoff_issues.report import sentence
from handoff_issues.sanitize import terminal

_PIPED_WIDTH = 120
_PATHS_SHARE = 3
"""Paths, which read badly when they are folded, have up to a third of the width."""
VERBS = {
    Verb.OPEN: "green",
    Verb.REOPEN: "green",
    Verb.UPDATE: "cyan",
    Verb.CLOSE: "magenta",
    Verb.KEEP: "dim",
    Verb.SKIP: "yellow",
}
KINDS = {Kind.PENDING: "", Kind.BLOCKER: "bold red", Kind.QUESTION: "blue"}
_STRONGEST = 3
"""Signals that are shown, for and against; `--format json` has all."""
PRIORITIES = {Priority.CRITICAL: "bold red", Priority.HIGH: "red", Priority.MEDIUM: "yellow", Priority.LOW: "dim"}


@contextmanager
def printing() -> Generator[Console]:
    """Standard output: in colour on a terminal (unless NO_COLOR is set), else plain and of a fixed width.

    What is not a terminal may be the runner's log. Text that was wrapped begins lines of its own,
    so only what is ready is made safe; and FORCE_COLOR would let escape sequences through.
    """
    if sys.stdout.isatty():
        yield Console(highlight=False)
        return
    page = io.StringIO()
    yield Console(file=page, width=_PIPED_WIDTH, highlight=False, force_terminal=False, color_system=None)
    print(terminal(page.getvalue()), end="")


def print_handoffs(handoffs: Sequence[Handoff], out: Console) -> None:
    """One table a handoff, and what was found in all of them."""
    for handoff in handoffs:
        out.print(safe(handoff.path, "bold"), safe(handoff.title or ""))
        if handoff.items:
            out.print(_items(handoff))
        for evidence in handoff.done:
            out.print(safe(f"  {evidence.outcome}: {evidence.title} ({lines_of(evidence.mentions)})", "dim"))
    items = [item for handoff in handoffs for item in handoff.items]
    blockers = sum(item.kind is Kind.BLOCKER for item in items)
    questions = sum(item.kind is Kind.QUESTION for item in items)
    finished = sum(len(handoff.done) for handoff in handoffs)
    out.print(
        f"{plural(len(items), 'item')} in {plural(len(handoffs), 'handoff')}: {plural(blockers, 'blocker')}, "
        f"{plural(questions, 'question')}; {finished} finished."
    )


def _items(handoff: Handoff) -> Table:
    table = _table("lines", "kind", "priority", "item")
    for item in handoff.items:
        priority = item.priority
        table.add_row(
            lines_of(item.mentions),
            Text(item.kind, KINDS[item.kind]),
            Text(priority, PRIORITIES[priority]) if priority else "",
            safe(f"{item.title} (in progress)" if item.state == "in_progress" else item.title),
        )
    return table


def print_explanations(handoffs: Sequence[Explained], out: Console, *, line: int | None = None) -> None:
    """One table a handoff: each entry, what it was taken for, and why; where it was asked, those of one line."""
    nothing = "Nothing there became, or nearly became, an item. `--line N` asks for the entry of one line."
    if line is not None:
        nothing = f"On line {line} stands no entry: it is blank, a mark, or behind the end."
    for handoff in handoffs:
        out.print(safe(handoff.path, "bold"), safe(handoff.title or ""))
        if not handoff.entries:
            out.print(nothing)
            continue
        table = _table("lines", "taken for", "entry", "because")
        table.columns[2].ratio, table.columns[3].ratio = 2, 3
        for entry in handoff.entries:
            lines = lines_of([Mention(start=entry.start, end=entry.end)])
            style = KINDS[entry.kind] if entry.outcome is TakenFor.ITEM else "dim"
            table.add_row(lines, Text(_taken_for(entry), style), safe(entry.title), safe(_reasons(entry)))
        out.print(table)


def _taken_for(entry: Explanation) -> str:
    if _is_near(entry):
        return f"nearly {entry.kind}"
    if entry.outcome is not TakenFor.ITEM:
        return entry.outcome
    told = [entry.kind, entry.priority, "in progress" if entry.state is State.IN_PROGRESS else None]
    return "\n".join(each for each in told if each)


def _is_near(entry: Explanation) -> bool:
    return entry.outcome is TakenFor.NOTHING and entry.score > -NEARLY


def _reasons(entry: Explanation) -> str:
    """The evidence for each part of the verdict, one a line."""
    parts = (("kind", entry.why.kind), ("priority", entry.why.priority), ("state", entry.why.state))
    is_graded = entry.outcome in (TakenFor.ITEM, TakenFor.IGNORED) or _is_near(entry)
    told = [f"{part}: {why}" for part, why in parts if why and is_graded]
    signed = (("for", entry.speaking_for), ("against", entry.against))
    told += [f"{side}: {'; '.join(map(_signal, signals[:_STRONGEST]))}" for side, signals in signed if signals]
    if entry.comments:
        told.append(f"overruled by a comment: line {', '.join(map(str, entry.comments))}")
    if entry.merged_with:
        told.append(f"merged with: {lines_of(entry.merged_with)}")
    if len(entry.items) > 1:
        told.append("a mention of: " + "; ".join(entry.items))
    return "\n".join(told)


def _signal(signal: Signal) -> str:
    return f"{signal.name} {signal.weight:+g}"


def print_report(report: Report, out: Console) -> None:
    """What was changed and why, what was left, and how many issues stay as they are."""
    told = [change for change in report.changes if change.verb is not Verb.KEEP or change.held]
    if told:
        out.print(_changes(told, path_width=out.width // _PATHS_SHARE))
    out.print(sentence(report))
    if report.dashboard:
        out.print(report.dashboard)
    if report.stopped is not None:
        out.print(safe(f"The run stopped early: {report.stopped}", "yellow"))


def _changes(changes: Sequence[Change], *, path_width: int) -> Table:
    table = _table("change", "issue", "item", "handoff", "why")
    places = [[f"{source.path} {lines_of(source.mentions)}".rstrip() for source in each.sources] for each in changes]
    longest = max((len(place) for each in places for place in each), default=0)
    # Fixed: with a least width the table may grow wider than the page, and what stands outside is lost.
    table.columns[3].width = max(len("handoff"), min(longest, path_width))
    for change, each in zip(changes, places, strict=True):
        table.add_row(
            Text(change.verb, VERBS[change.verb]),
            f"#{change.issue}" if change.issue is not None else "",
            safe(change.title, KINDS[change.kind]),
            safe("\n".join(each)),
            safe(change.reason),
        )
    return table


def _table(*columns: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for name in columns:
        table.add_column(name, no_wrap=name in ("lines", "kind", "priority", "change", "issue"), overflow="fold")
    return table


def titled(change: Change) -> Text:
    """The title of an item, with its kind and priority."""
    parts = [safe(change.title)]
    if change.kind is not Kind.PENDING:
        parts.append(Text(f"  {change.kind}", KINDS[change.kind]))
    if change.priority is not None:
        parts.append(Text(f"  {change.priority}", PRIORITIES[change.priority]))
    return Text.assemble(*parts)


def safe(text: str, style: str = "") -> Text:
    """Untrusted text as it may be shown."""
    return Text(terminal(text), style)


def lines_of(mentions: Sequence[Mention]) -> str:
    """The lines of the first mentions."""
    spans = [f"{m.start}" if m.start == m.end else f"{m.start}-{m.end}" for m in mentions]
    return ", ".join(spans[:3]) + (", …" if len(spans) > 3 else "")
