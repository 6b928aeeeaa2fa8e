"""A plan as a tree for a person at a terminal: its streams, and under each what becomes of its items."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from handoff_issues.model import Mention
from handoff_issues.reconcile.change import Change, Report, Verb
from handoff_issues.report import sentence
from handoff_issues.tables import VERBS, lines_of, safe, titled


def print_tree(report: Report, out: Console) -> None:
    """The changes, stream by stream, each with its lines and its reason; what is kept is counted."""
    streams: dict[str, list[Change]] = defaultdict(list)
    for change in report.changes:
        streams[change.stream].append(change)
    for stream in sorted(streams, key=lambda name: all(map(_is_kept, streams[name]))):
        out.print(_tree(stream, streams[stream]))
    out.print(sentence(report))
    if report.stopped is not None:
        out.print(safe(f"The run stopped early: {report.stopped}", "yellow"))


def _tree(stream: str, changes: Sequence[Change]) -> Tree:
    tree = Tree(safe(stream, "bold"), guide_style="dim")
    for change in changes:
        if not _is_kept(change):
            tree.add(_title(change)).add(_why(change))
    kept = sum(map(_is_kept, changes))
    if kept:
        tree.add(Text(f"{kept} kept as they are", "dim"))
    return tree


def _is_kept(change: Change) -> bool:
    return change.verb is Verb.KEEP and not change.held


def _title(change: Change) -> Text:
    number = "" if change.issue is None else f" #{change.issue}"
    parts = [Text("held back" if change.held else f"{change.verb}{number}", VERBS[change.verb]), Text(" ")]
    return Text.assemble(*parts, titled(change))


def _why(change: Change) -> Text:
    places = _places((source.path, source.mentions) for source in change.sources if source.mentions)
    return safe(f"{places}: {change.reason}" if places else change.reason, "dim")


def _places(sources: Iterable[tuple[str, Sequence[Mention]]]) -> str:
    return "; ".join(f"{path}:{lines_of(mentions)}" for path, mentions in sources)
