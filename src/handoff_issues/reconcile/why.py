"""The answer to `/handoff why`: what becomes of an issue, by which row of the table, and on which lines."""

from __future__ import annotations

from collections.abc import Iterator

from handoff_issues import sanitize
from handoff_issues.model import Mention
from handoff_issues.reconcile import render
from handoff_issues.reconcile.change import Change
from handoff_issues.reconcile.rules import TABLE
from handoff_issues.reconcile.situation import Situation
from handoff_issues.sanitize import IssueText

_MOST_LINES = 5
"""Mentions that are quoted, where still more name the item."""
_MOST = 8_000
"""Characters of one quotation."""

_text = IssueText.trusted
_NOTHING = _text("No handoff lists this, and it is closed, so nothing becomes of it.")
_CUT = _text("*Cut here: the handoff has the rest.*")


def explain(change: Change | None, at: Situation) -> IssueText:
    """Why this change, or none where the issue is nobody's business any more."""
    if change is None:
        return _NOTHING
    row = TABLE[change.rule]
    verdict = [
        _text("The rule: **"),
        sanitize.inline(row.situation),
        _text("**: "),
        sanitize.inline(row.outcome),
        _text("."),
    ]
    reason = [_text("Here: "), sanitize.inline(change.reason), _text(".")]
    said = [IssueText.joined("", verdict), IssueText.joined("", reason), *_quotations(change, at)]
    return IssueText.joined("\n\n", said)


def _quotations(change: Change, at: Situation) -> Iterator[IssueText]:
    """The lines that the decision rests on; the whole of the note is behind the link."""
    mentions = [(source.path, mention) for source in change.sources for mention in source.mentions]
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
