"""What merging a pull request would do to the issues, as its comment and the job summary tell it. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from handoff_issues.model import Kind, Site, Warning
from handoff_issues.passed_over import PassedOver
from handoff_issues.plural import plural
from handoff_issues.reconcile.change import Change, Plan, Report, Verb
from handoff_issues.reconcile.rules import Rule
from handoff_issues.sanitize import IssueText, inline
from handoff_issues.sections import Section, fit
from handoff_issues.summary import issue_cell, place_cell, places_cell, table_row, warning_lines

SIGN = "<!-- handoff-issues:pull-request -->"
"""The first line of the comment, by which we know it again; it counts only in a comment of our own."""
MAX_COMMENT = 65_000
"""GitHub takes 65,536 characters.

https://docs.github.com/rest/issues/comments#create-an-issue-comment
"""
MAX_SUMMARY = 200_000
"""Characters in the job summary, which holds more besides."""

_text = IssueText.trusted
_VERBS = (Verb.OPEN, Verb.REOPEN, Verb.UPDATE, Verb.CLOSE)
_BY_WEIGHT = (Verb.CLOSE, Verb.REOPEN, Verb.OPEN, Verb.UPDATE)
_ALIKE = frozenset({Rule.LOOKS_LIKE, Rule.NAMED_FOREIGN, Rule.UNMARKED})
_SILENT = frozenset({Rule.SILENT, Rule.LONG_SILENT, Rule.ORPHANED})


@dataclass(frozen=True)
class Proposal:
    """What a merge would do, apart from what is due without it; all that is planned, where the base is not known."""

    report: Report
    """The plan for the merge result."""
    site: Site
    acting: tuple[Change, ...]
    """What becomes of issues at once; what a reader must not miss comes first."""
    uncertain: tuple[Change, ...]
    """What a person may want to look at before the merge."""
    held: tuple[Change, ...]
    """What waits for a later run."""
    dropped: tuple[Change, ...]
    """Issues that stay open, though the handoff names them no more; none, where the base is not known."""
    rest: tuple[Change, ...]
    """Items for which nothing is done, on purpose."""
    warnings: tuple[Warning, ...]
    """What is doubtful in a handoff, and is not so in the base."""
    due: tuple[Change, ...]
    """What a run would do without the merge just the same."""
    passed_over: tuple[PassedOver, ...]
    """Lines that were not taken for work, in the handoffs that it changes, else in the live ones."""
    touches: bool
    """Whether it is known to change a handoff."""
    merged: bool
    """Whether the merge result was read; else it was what the workflow has checked out."""

    @property
    def is_worth_telling(self) -> bool:
        """Whether there is anything to say that nobody has asked for yet."""
        return self.touches or bool(self.acting or self.uncertain or self.held or self.rest or self.warnings)


def propose(
    report: Report,
    base: Plan | None,
    *,
    site: Site,
    passed_over: Iterable[PassedOver] = (),
    touches: bool = True,
    merged: bool = True,
) -> Proposal:
    """Hold the plan for the merge result against the one for the `base`, where that is known."""
    before = Counter(_effect(change) for change in base.changes) if base is not None else Counter[object]()
    known = {(warning.path, warning.message) for warning in base.warnings} if base is not None else set[object]()
    warnings = [each for each in report.warnings if each.path and (each.path, each.message) not in known]
    acting, uncertain, held, dropped, rest, due = (list[Change]() for _ in range(6))
    for change in report.changes:
        is_doubtful = bool(change.suggestion) or change.notice or change.rule in _ALIKE
        acts = change.verb in _VERBS or change.held
        if before[_effect(change)]:
            before[_effect(change)] -= 1
            due.extend([change] if acts else [])
        elif change.held:
            held.append(change)
        elif acts:
            acting.append(change)
        elif is_doubtful:
            uncertain.append(change)
        elif change.verb is Verb.SKIP:
            rest.append(change)
        elif change.rule in _SILENT and base is not None:
            dropped.append(change)
    return Proposal(
        report=report,
        site=site,
        acting=tuple(sorted(acting, key=_weight)),
        uncertain=tuple(uncertain),
        held=tuple(held),
        dropped=tuple(dropped),
        rest=tuple(rest),
        warnings=tuple(warnings),
        due=tuple(due),
        passed_over=tuple(passed_over),
        touches=touches,
        merged=merged,
    )


def _weight(change: Change) -> tuple[bool, int]:
    return change.kind is not Kind.BLOCKER, _BY_WEIGHT.index(change.verb)


def _effect(change: Change) -> object:
    """What tells one change from another wherever lines, commits and likenesses differ."""
    what = (change.verb, change.held, change.rule, change.issue, change.id, change.title, change.kind, change.priority)
    return (*what, bool(change.suggestion))


def comment(proposal: Proposal) -> IssueText:
    """The comment on the pull request, whole, in at most `MAX_COMMENT` characters."""
    head = [_text(SIGN), _text("### Handoff issues\n"), inline(headline(proposal))]
    foot = _foot(proposal)
    room = MAX_COMMENT - sum(len(part) + 2 for part in (*head, foot)) - len(_CUT)
    acting, *others = _sections(proposal)
    blocks, left = fit([acting, _warnings(proposal), *others], room)
    note = [_CUT] if left else []
    return IssueText.joined("\n\n", [IssueText.joined("\n", head), *blocks, *note, foot])


def summary_lines(proposal: Proposal) -> list[IssueText]:
    """The same for the job summary, which also names what is due without the merge."""
    due = _changes(proposal.due, proposal, "Due whether or not this is merged")
    blocks, left = fit([*_sections(proposal), due], MAX_SUMMARY)
    note = [_CUT_SUMMARY] if left else []
    return [part for block in [inline(headline(proposal)), *blocks, *note] for part in (block, _text(""))]


_CUT = _text("**This is cut: there is more than fits into a comment.** The summary of the run has the rest.")
_CUT_SUMMARY = _text("**This is cut: there is more than is shown here.** `handoff-issues plan` shows all.")


def headline(proposal: Proposal) -> str:
    """What merging does, in one sentence."""
    numbers = Counter(change.verb for change in proposal.acting)
    told = [f"{verb}s {plural(numbers[verb], 'issue')}" for verb in _VERBS if numbers[verb]]
    held = len(proposal.held)
    later = f" {held} more {'waits' if held == 1 else 'wait'} for a later run." if held else ""
    left = len(proposal.rest)  # a whole handoff, where it looks misread
    alone = f" {plural(left, 'item')} {'is' if left == 1 else 'are'} left alone, as told below." if left else ""
    if not told and not held:
        return f"Merging this changes nothing: the issues stay as they are.{alone}"
    return f"Merging this {_series(told) if told else 'changes nothing at once'}.{later}{alone}"


def _sections(proposal: Proposal) -> list[Section]:
    """The most important first: a section is cut before the ones that follow."""
    perhaps = IssueText.joined("\n\n", [_text("**Perhaps**, for a person to look at:"), _HEAD_WITHOUT_VERB])
    return [
        Section([_row(change, proposal) for change in proposal.acting], _HEAD),
        Section([_row(change, proposal, verb=False) for change in proposal.uncertain], perhaps),
        _changes(proposal.held, proposal, "Left to a later run"),
        _passed_over(proposal),
        _changes(proposal.dropped, proposal, "Not named any more, and kept open"),
        _changes(proposal.rest, proposal, "Left alone"),
    ]


_HEAD = _text("| | Issue | Item | Handoff | Why |\n| --- | --- | --- | --- | --- |")
_HEAD_WITHOUT_VERB = _text("| Issue | Item | Handoff | Why |\n| --- | --- | --- | --- |")


def _changes(changes: Sequence[Change], proposal: Proposal, title: str) -> Section:
    return _folded(title, _HEAD, [_row(change, proposal) for change in changes])


def _folded(title: str, head: IssueText, rows: Sequence[IssueText], told: IssueText | None = None) -> Section:
    """A section that the reader opens; the blank lines let its Markdown be read as such."""
    summary = [_text("<details><summary>"), inline(f"{title}: {len(rows)}"), _text("</summary>\n\n"), head]
    closing = [_text("\n"), told, _text("\n\n</details>")] if told is not None else [_text("\n</details>")]
    return Section(rows, IssueText.joined("", summary), IssueText.joined("", closing))


def _row(change: Change, proposal: Proposal, *, verb: bool = True) -> IssueText:
    told = [_text("held back") if change.held else inline(change.verb)] if verb else []
    grades = [str(each) for each in (change.kind if change.kind is not Kind.PENDING else None, change.priority) if each]
    title = inline(change.title)
    if grades:
        title = IssueText.joined("", [title, _text(" ("), inline(", ".join(grades)), _text(")")])
    places = places_cell(change.sources, proposal.report.commit, proposal.site)
    return table_row([*told, issue_cell(change), title, places, inline(change.reason)])


def _warnings(proposal: Proposal) -> Section:
    """The summary has them of its own."""
    rows = [next(warning_lines(warning, proposal.report, proposal.site)) for warning in proposal.warnings]
    return Section(rows, _text("**Warnings**\n"))


def _passed_over(proposal: Proposal) -> Section:
    rows = [
        table_row(
            [
                place_cell(each.path, [each.lines], proposal.report.commit, proposal.site),
                inline(each.title),
                inline(each.reason),
            ]
        )
        for each in proposal.passed_over
    ]
    head = _text("| Handoff | Entry | Why |\n| --- | --- | --- |")
    return _folded("Lines that were not taken for work", head, rows, _MISREAD)


_MISREAD = _text(
    "Misread? A comment on the line sets it right: `<!-- handoff: item -->` makes it an item, "
    "`<!-- handoff: ignore -->` keeps it from being one. `handoff-issues explain` shows all that was weighed."
)


def _foot(proposal: Proposal) -> IssueText:
    due = len(proposal.due)
    told = [
        "" if proposal.merged else "This is read from what the workflow has checked out, not from the merge result.",
        f"{plural(due, 'further change')} {'is' if due == 1 else 'are'} due whether or not this is merged."
        if due
        else "",
        "Nothing is changed before the merge. handoff-issues keeps this comment up to date.",
    ]
    return IssueText.joined("", [_text("<sub>"), inline(" ".join(filter(None, told))), _text("</sub>")])


def _series(parts: Sequence[str]) -> str:
    return " and ".join(part for part in (", ".join(parts[:-1]), parts[-1]) if part)
