"""A run's report as data, counts and one sentence. Pure."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from pydantic import JsonValue

from handoff_issues.config import Config
from handoff_issues.model import Frozen, Handoff, Kind, Mention, Priority, Site, Warning
from handoff_issues.reconcile.change import Change, Report, Source, Verb, Write
from handoff_issues.reconcile.marker import digest
from handoff_issues.sanitize import LogLine, json_text

_WITHOUT_EFFECT = {"mode", "write_interval", "max_wait"}
"""Settings on which it does not depend what a plan holds."""

_DONE = {
    Verb.OPEN: "opened",
    Verb.UPDATE: "updated",
    Verb.CLOSE: "closed",
    Verb.REOPEN: "reopened",
    Verb.KEEP: "kept",
    Verb.SKIP: "skipped",
}


class Basis(Frozen):
    """What a plan depends on besides its commit and the issues, so that it can be made again."""

    repository: str | None
    """The address of the repository's pages; None for issues in a folder."""
    config: str
    """The path of the settings file."""
    settings: dict[str, JsonValue]
    """All settings that matter, whoever gave them, by their names."""


def basis(config: Config, site: Site, path: str) -> Basis:
    """The basis of a plan with these settings, whose file is at `path`."""
    settings = config.model_dump(mode="json", by_alias=True, exclude=_WITHOUT_EFFECT)
    return Basis(repository=site.url, config=path, settings=settings)


class Counts(Frozen):
    """What came of a run, or (in a plan) would."""

    opened: int
    updated: int
    closed: int
    reopened: int
    kept: int
    skipped: int
    remaining: int
    blockers: int
    """Blockers that live handoffs list and that nobody has dismissed."""


def count(report: Report) -> Counts:
    """How many issues met with what."""
    verbs = Counter(change.verb for change in report.changes if not change.held)
    return Counts(
        **{_DONE[verb]: verbs[verb] for verb in Verb},
        remaining=report.remaining,
        blockers=sum(is_open_blocker(change) for change in report.changes),
    )


def is_open_blocker(change: Change) -> bool:
    """Whether a live handoff lists this as a blocker, and no person has the issue in hand."""
    in_hand = change.verb is Verb.SKIP and change.issue is not None and not change.held
    is_listed = any(source.mentions for source in change.sources)
    return change.kind is Kind.BLOCKER and is_listed and change.verb is not Verb.CLOSE and not in_hand


def sentence(report: Report) -> str:
    """What was done, or would be, for a person."""
    if report.stopped is not None and not report.changes:
        return "Nothing was done: the issues could not be read to the end. All of it is left to the next run."
    counts = count(report)
    numbers = {verb: getattr(counts, word) for verb, word in _DONE.items()}
    told = [f"{number} {_DONE[verb] if report.applied else f'to {verb}'}" for verb, number in numbers.items() if number]
    done = ", ".join(told) or "no issues and nothing to open"
    left = f" {counts.remaining} left to the next run." if counts.remaining else ""
    start = "Done: " if report.applied else "A plan, nothing was changed: "
    return f"{start}{done}.{left}"


def warning_line(warning: Warning) -> str:
    """A warning as a line of text, with its place."""
    place = ":".join(str(part) for part in (warning.path, warning.line) if part is not None)
    return f"warning: {place}: {warning.message}" if place else f"warning: {warning.message}"


class Effect(Frozen):
    """What becomes of an item and its issue, as far as it takes effect: by this a plan is held against another."""

    change: Verb
    issue: int | None
    title: str
    path: str | None
    mentions: tuple[Mention, ...]
    kind: Kind
    priority: Priority | None
    held: bool
    stream: str
    id: str | None
    digest: str | None
    """Of all that is written, however it reads; None where nothing is."""


class Whole(Frozen):
    """The item of which another is a step."""

    issue: int | None
    title: str


class Row(Effect):
    """One row of the JSON interface (version 1)."""

    reason: str
    url: str | None
    part_of: Whole | None


def rows(report: Report) -> list[Row]:
    """One row an item and handoff: an issue with two sources has two rows with one number."""
    return [_row(change, source) for change in report.changes for source in change.sources or (None,)]


def _row(change: Change, source: Source | None) -> Row:
    return Row(
        change=change.verb,
        issue=change.issue,
        title=change.title,
        path=source.path if source else None,
        mentions=source.mentions if source else (),
        kind=change.kind,
        priority=change.priority,
        held=change.held,
        stream=change.stream,
        id=change.id,
        digest=_digest(change.write) if change.write is not None else None,
        reason=change.reason,
        url=change.url,
        part_of=Whole(issue=change.part_of.issue, title=change.part_of.title) if change.part_of else None,
    )


def _digest(write: Write) -> str:
    """By which it shows whether the same would be written, wherever the issue has moved otherwise."""
    return digest(json.dumps(write.model_dump(exclude={"seen"}), sort_keys=True, default=str))


def document(report: Report, *, made_on: Basis | None = None) -> dict[str, Any]:
    """The report as the JSON interface has it (version 1); with what it was `made_on` a plan can be applied."""
    found = {
        "version": report.version,
        "commit": report.commit,
        "applied": report.applied,
        "changes": [row.model_dump() for row in rows(report)],
        "remaining": report.remaining,
        "stopped": report.stopped,
        "dashboard": report.dashboard or None,
        "warnings": [warning.model_dump() for warning in report.warnings],
    }
    return found if made_on is None else {**found, **made_on.model_dump()}


def handoffs_document(handoffs: Sequence[Handoff]) -> dict[str, Any]:
    """What was read from handoffs, as the JSON interface has it (version 1)."""
    return {"version": 1, "handoffs": [handoff.model_dump(mode="json") for handoff in handoffs]}


def fitting_json(report: Report, limit: int, *, made_on: Basis | None = None) -> LogLine:
    """The report as JSON of at most `limit` characters, with a note where rows had to be left out.

    What stays as it is goes first.
    """
    whole = document(report, made_on=made_on)
    text = json_text(whole)
    if len(text) <= limit:
        return text
    every = rows(report)
    by_weight = sorted(range(len(every)), key=lambda index: every[index].change is Verb.KEEP)
    note = _left_out(len(every), warnings=len(report.warnings))
    bare: dict[str, Any] = {**whole, "changes": [], "warnings": [], "note": note}
    left = limit - len(json_text(bare))
    kept: set[int] = set()
    for index in by_weight:
        left -= len(json_text(every[index].model_dump())) + len(", ")
        if left < 0:
            break
        kept.add(index)
    note = _left_out(len(every) - len(kept), warnings=len(report.warnings))
    return json_text({**bare, "changes": [every[index].model_dump() for index in sorted(kept)], "note": note})


def _left_out(changes: int, *, warnings: int) -> str:
    return f"Too large for an output: {changes} rows and {warnings} warnings are left out; the job summary has them."
