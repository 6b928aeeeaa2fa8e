"""What is said of each entry that is marked: what it was taken for, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import LiteralString

from handoff_issues.explain import Explanation, Signal, TakenFor, explain
from handoff_issues.handoff import Page
from handoff_issues.model import Evidence, Handoff, Mention, State
from handoff_issues.sanitize import HtmlText, html
from handoff_issues.webpage.parts import fill, joined, lines

LOOKS: dict[TakenFor, LiteralString] = {
    TakenFor.NOTHING: "near",
    TakenFor.FINISHED: "finished",
    TakenFor.IGNORED: "ignored",
}
"""How entries that are no items look; of items, kind and priority decide."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is said of an entry beside its lines, and in the list that it belongs to."""

    at: Mention
    outcome: TakenFor
    title: HtmlText
    name: HtmlText
    """What it was taken for."""
    look: HtmlText
    """Classes of the style sheet."""
    why: HtmlText
    issues: tuple[int, ...] = ()
    """The issues that it is a mention of, as this page numbers them."""
    also: tuple[Mention, ...] = ()
    """Where the same work is mentioned too."""


def judge(page: Page, handoff: Handoff) -> list[Verdict]:
    """Items, what is nearly one and what a comment ignores, in the order of the page; then finished works."""
    issues: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, item in enumerate(handoff.items, 1):
        for mention in item.mentions:
            issues[mention.start, mention.end].append(number)
    verdicts: dict[tuple[int, int], Verdict] = {}
    for entry in explain(page, handoff).entries:
        at = entry.start, entry.end
        verdicts[at] = _item(entry, issues[at]) if entry.outcome is TakenFor.ITEM else _other(entry)
    for evidence in handoff.done:
        mention = evidence.mentions[0]
        verdicts.setdefault((mention.start, mention.end), _finished(evidence))
    return list(verdicts.values())


def _item(entry: Explanation, issues: Sequence[int]) -> Verdict:
    state = "in progress" if entry.state is State.IN_PROGRESS else None
    return Verdict(
        at=Mention(start=entry.start, end=entry.end),
        outcome=entry.outcome,
        title=html(entry.title),
        name=html(" · ".join(part for part in (entry.kind, entry.priority, state) if part)),
        look=html(" ".join([entry.kind, entry.priority or "", *(f"of-{number}" for number in issues)])),
        why=_why(entry),
        issues=tuple(issues),
        also=entry.merged_with,
    )


def _other(entry: Explanation) -> Verdict:
    return Verdict(
        at=Mention(start=entry.start, end=entry.end),
        outcome=entry.outcome,
        title=html(entry.title),
        name=html(f"nearly {entry.kind}" if entry.outcome is TakenFor.NOTHING else entry.outcome),
        look=html(LOOKS[entry.outcome]),
        why=_why(entry),
    )


def _finished(evidence: Evidence) -> Verdict:
    said = html(evidence.outcome)
    return Verdict(
        at=evidence.mentions[0],
        outcome=TakenFor.FINISHED,
        title=html(evidence.title),
        name=said,
        look=html(LOOKS[TakenFor.FINISHED]),
        why=fill("why", rows=_row("outcome", said)),
    )


def _why(entry: Explanation) -> HtmlText:
    """The evidence for each part of the verdict."""
    rows: list[HtmlText] = []
    if entry.outcome is not TakenFor.FINISHED:
        if entry.why.kind:
            rows.append(_row("kind", html(entry.why.kind)))
        if entry.why.priority:
            rows.append(_row("priority", html(entry.why.priority)))
        if entry.why.state:
            rows.append(_row("state", html(entry.why.state)))
    if entry.speaking_for:
        rows.append(_row("for", joined(" ", map(_signal, entry.speaking_for))))
    if entry.against:
        rows.append(_row("against", joined(" ", map(_signal, entry.against))))
    if entry.comments:
        where = joined(", ", [lines(Mention(start=line, end=line)) for line in entry.comments])
        rows.append(_row("comment", where))
    return fill("why", rows=joined("", rows))


def _row(name: LiteralString, text: HtmlText) -> HtmlText:
    return fill("row", name=HtmlText.trusted(name), text=text)


def _signal(signal: Signal) -> HtmlText:
    return fill("signal", name=html(signal.name), weight=html(f"{signal.weight:+g}".replace("-", "−")))
