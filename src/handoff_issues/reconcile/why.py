"""The answer to `/handoff why`: what becomes of an issue, by which row of the table, and on which lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from handoff_issues import sanitize
from handoff_issues.model import Mention
from handoff_issues.reconcile import render
from handoff_issues.reconcile.change import Change
from handoff_issues.reconcile.history import evidence_digest
from handoff_issues.reconcile.marker import Closing
from handoff_issues.reconcile.observed import closed_by_us
from handoff_issues.reconcile.rules import Rule, row, rule_of
from handoff_issues.reconcile.sides import Known
from handoff_issues.reconcile.situation import Situation
from handoff_issues.sanitize import IssueText

_MOST_LINES = 5
"""Mentions that are quoted, where still more name the item."""
_MOST = 8_000
"""Characters of one quotation."""

_text = IssueText.trusted
_NOTHING = _text("No handoff lists this, and it is closed, so nothing becomes of it.")
_OURS = _text("Here: handoff-issues closed it by this rule, and nothing more becomes of it.")
_CUT = _text("*Cut here: the handoff has the rest.*")


def explain(change: Change | None, known: Known, at: Situation) -> IssueText:
    """Why this change; where there is none any more, why the issue was closed, if that was ours."""
    if change is not None:
        reason = IssueText.joined("", [_text("Here: "), sanitize.inline(change.reason), _text(".")])
        mentions = [(source.path, mention) for source in change.sources for mention in source.mentions]
        return IssueText.joined("\n\n", [_verdict(change.rule, at), reason, *_quotations(mentions, at)])
    closing = known.body.marker.closed
    if closing is None or not closed_by_us(known):
        return _NOTHING
    return IssueText.joined("\n\n", [_verdict(rule_of(closing), at), _OURS, *_quotations(_lines_of(closing, at), at)])


def _verdict(rule: Rule, at: Situation) -> IssueText:
    situation, outcome = row(rule, at.config.labels)
    parts = [_text("The rule: **"), sanitize.inline(situation), _text("**: "), sanitize.inline(outcome)]
    return IssueText.joined("", [*parts, _text(".")])


def _lines_of(closing: Closing, at: Situation) -> list[tuple[str, Mention]]:
    """Where the evidence stands that closed an issue, in the newest handoff that has it."""
    for stream in at.snapshot.streams:
        for version in stream.versions:
            for said in version.handoff.done:
                if evidence_digest(said) == closing.evidence:
                    return [(version.handoff.path, mention) for mention in said.mentions]
    return []


def _quotations(mentions: Sequence[tuple[str, Mention]], at: Situation) -> Iterator[IssueText]:
    """The lines that the decision rests on; the whole of the note is behind the link."""
    for path, mention in mentions[:_MOST_LINES]:
        commit, words = _found(path, mention, at)
        parts = [render.lines(path, mention, commit, at.site)]
        if words:
            quoted = sanitize.cut(sanitize.quote(words), _MOST, note=_CUT)
            parts += [_text(":\n\n"), quoted]
        yield IssueText.joined("", parts)


def _found(path: str, mention: Mention, at: Situation) -> tuple[str, str]:
    """The commit whose lines these are, and what they say; empty where only another mention's words were kept."""
    for stream in at.snapshot.streams:
        for version in stream.versions:
            if version.handoff.path != path:
                continue
            for said in (*version.handoff.items, *version.handoff.done):
                if mention in said.mentions:
                    commit = at.snapshot.commit if version is stream.versions[0] else version.commit
                    return commit, said.text if mention == said.mentions[0] else ""
    return at.snapshot.commit, ""
