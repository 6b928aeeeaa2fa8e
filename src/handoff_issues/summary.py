"""A report as Markdown for a job summary: what changed and why, what was left, what to look at. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from handoff_issues.model import Mention, Site, Warning
from handoff_issues.reconcile.change import Change, Report, Source, Verb
from handoff_issues.report import sentence
from handoff_issues.sanitize import IssueText, code, fenced, inline, link

MAX_BYTES = 1_000_000
"""GitHub drops a summary of more than 1 MiB without a word.

https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands#step-isolation-and-limits
"""

_CUT = IssueText.trusted(
    "**This summary is cut here: it would be larger than GitHub shows.** The log has all warnings."
)
_HEAD = "| Change | Issue | Item | Handoff | Why |\n| --- | --- | --- | --- | --- |"
_EMPTY, _BAR, _DASH = IssueText.trusted(""), IssueText.trusted("|"), IssueText.trusted("-")
_BOLD, _BOLD_END = IssueText.trusted("**"), IssueText.trusted("** ")
_KEPT, _KEPT_END = IssueText.trusted("<details><summary>Kept: "), IssueText.trusted("</summary>\n")
_MOST_PLACES = 3


def summary(
    report: Report,
    site: Site,
    *,
    why: str | None = None,
    cost: str | None = None,
    proposal: Sequence[IssueText] | None = None,
    limit: int = MAX_BYTES,
) -> IssueText:
    """The whole report in at most `limit` bytes, cut between lines.

    `why` says what the run was allowed to do, `cost` what it used; a `proposal` stands in place of the changes.
    """
    lines: list[IssueText] = []
    left = limit - _size(_CUT)
    for line in _lines(report, site, why, cost, proposal):
        left -= _size(line)
        if left < 0:
            lines += [_EMPTY, _CUT]
            break
        lines.append(line)
    return IssueText.joined("\n", [*lines, _EMPTY])


def heard(said: Sequence[str], *, why: str) -> IssueText:
    """What came of a comment, a line each, as a summary."""
    lines = [IssueText.joined("", [IssueText.trusted("- "), inline(line)]) for line in said]
    return IssueText.joined("\n", [IssueText.trusted("## Handoff issues\n"), inline(why), _EMPTY, *lines, _EMPTY])


def failure(message: str) -> IssueText:
    """Why a run failed, as a summary."""
    return IssueText.joined("\n", [IssueText.trusted("## Handoff issues\n"), *_told("failed", message), _EMPTY])


def _size(line: IssueText) -> int:
    return len(line.encode()) + 2


def _lines(
    report: Report, site: Site, why: str | None, cost: str | None, proposal: Sequence[IssueText] | None
) -> Iterator[IssueText]:
    changed = [change for change in report.changes if change.verb is not Verb.KEEP and not change.held]
    held = [change for change in report.changes if change.held]
    kept = [change for change in report.changes if change.verb is Verb.KEEP and not change.held]
    yield IssueText.trusted("## Handoff issues\n")
    if why is not None:
        yield inline(why)
        yield _EMPTY
    yield inline(sentence(report))
    yield _EMPTY
    if cost is not None:
        yield inline(cost)
        yield _EMPTY
    if report.dashboard:
        yield inline(report.dashboard)
        yield _EMPTY
    if report.stopped is not None:
        yield from _told("stopped early", report.stopped)
    if proposal is not None:
        yield from proposal
        changed, held = [], []
    if changed:
        yield IssueText.trusted("### Changes\n")
        yield from _table(changed, report, site)
    if held:
        yield IssueText.trusted("### Left to the next run\n")
        yield from _table(held, report, site)
    if report.warnings:
        yield IssueText.trusted("### Warnings\n")
        for warning in report.warnings:
            yield from warning_lines(warning, report, site)
        yield _EMPTY
    if kept:
        yield IssueText.joined("", [_KEPT, IssueText.number(len(kept)), _KEPT_END])
        yield from _table(kept, report, site)
        yield IssueText.trusted("</details>")


def remark(text: str) -> Iterator[IssueText]:
    """A sentence of ours; what follows it on further lines is to be pasted somewhere."""
    first, *rest = text.strip().splitlines() or [""]
    yield inline(first)
    if rest:
        yield from _lines_to_paste(rest)
    else:
        yield _EMPTY


def _told(outcome: str, message: str) -> Iterator[IssueText]:
    """A message of several lines, the first of which says what happened."""
    first, *rest = message.strip().splitlines() or [""]
    yield IssueText.joined("", [_BOLD, inline(f"The run {outcome}:"), _BOLD_END, inline(first)])
    if rest:
        yield from _lines_to_paste(rest)
    else:
        yield _EMPTY


def _table(changes: Iterable[Change], report: Report, site: Site) -> Iterator[IssueText]:
    yield IssueText.trusted(_HEAD)
    for change in changes:
        cells = [
            inline(change.verb),
            issue_cell(change),
            inline(change.title),
            places_cell(change.sources, report.commit, site),
            inline(change.reason),
        ]
        yield table_row(cells)
    yield _EMPTY


def table_row(cells: Sequence[IssueText]) -> IssueText:
    """One row of a table."""
    return IssueText.joined(" ", [_BAR, IssueText.joined(" | ", cells), _BAR])


def issue_cell(change: Change) -> IssueText:
    """The number of a change's issue, linked where it has a page."""
    if change.issue is None:
        return _EMPTY
    if change.url is None:
        return IssueText.number(change.issue)
    return link(IssueText.issue(change.issue), change.url)


def places_cell(sources: Sequence[Source], commit: str, site: Site) -> IssueText:
    """Where an item is named, the first few places."""
    shown = [place_cell(source.path, source.mentions, commit, site) for source in sources[:_MOST_PLACES]]
    more = [IssueText.trusted("…")] if len(sources) > _MOST_PLACES else []
    return IssueText.joined(", ", [*shown, *more])


def place_cell(path: str, mentions: Sequence[Mention], commit: str, site: Site) -> IssueText:
    """A handoff with the first of its lines, linked where there are pages."""
    if not mentions:
        return code(path)
    first = mentions[0]
    name = code(f"{path}:{first.start}")
    url = site.lines(commit, path, first)
    return name if url is None else link(name, url)


def warning_lines(warning: Warning, report: Report, site: Site) -> Iterator[IssueText]:
    """A warning as an entry of a list, with its place; then what is to be pasted somewhere."""
    first, *rest = warning.message.strip().splitlines() or [""]
    told = [_DASH, inline(first)]
    if warning.path is not None:
        mentions = [] if warning.line is None else [Mention(start=warning.line, end=warning.line)]
        told.insert(1, place_cell(warning.path, mentions, report.commit, site))
    yield IssueText.joined(" ", told)
    if rest:
        yield from _lines_to_paste(rest)


def _lines_to_paste(lines: Sequence[str]) -> Iterator[IssueText]:
    yield _EMPTY
    yield fenced("\n".join(lines))
    yield _EMPTY
