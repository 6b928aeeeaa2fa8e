"""What the example's issues and the comment on its pull request look like: pages for the README's pictures.

The two handoffs of examples/ are filed as `make demo` does; the pages show what was written, in a form like that of
GitHub's pages. They load nothing.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from string import Template

from demo import HANDOFFS, commit, start
from markdown_it import MarkdownIt

from handoff_issues.checkout import read_pages, take_snapshot
from handoff_issues.config import Config
from handoff_issues.git import Repository
from handoff_issues.model import Issue, IssueState, Site
from handoff_issues.passed_over import find_passed_over
from handoff_issues.proposal import comment, propose
from handoff_issues.sync import compare, sync
from handoff_issues.trackers.directory import DirectoryTracker

SITE = Site(url="https://github.com/tidewatch/tidewatch")
CONFIG = Config()
SHOWN = "Stop alerts from going out twice after a restart"
BOT = "github-actions"

_PAGE = Template((Path(__file__).parent / "issue_page.html").read_text(encoding="utf-8"))
# As GitHub shows issues and comments: HTML of ours is kept, and a line ends where it ends.
_MARKDOWN = MarkdownIt("commonmark", {"html": True, "breaks": True}).enable(["table", "strikethrough"])


class Linked(DirectoryTracker):
    """The directory tracker, with the pages that its issues would have on GitHub."""

    def labelled(self, label: str, state: IssueState) -> Sequence[Issue]:
        """As GitHub gives them: each with its address."""
        return list(map(_linked, super().labelled(label, state)))

    def authored(self) -> Iterator[Issue]:
        """Likewise."""
        return map(_linked, super().authored())


def _linked(issue: Issue) -> Issue:
    return issue.model_copy(update={"url": f"{SITE.url}/issues/{issue.number}"})


@dataclass(frozen=True)
class Told:
    """The example's story: what a pull request was told, and the issue that its merge closed."""

    proposal: str
    issue: Issue
    comments: tuple[str, ...]


def main(folder: Path) -> None:
    """Write `issue.html` and `pull-request.html` to a folder."""
    with tempfile.TemporaryDirectory() as scratch:
        told = tell(Path(scratch))
    (folder / "issue.html").write_text(issue_page(told), encoding="utf-8")
    (folder / "pull-request.html").write_text(pull_request_page(told), encoding="utf-8")


def tell(scratch: Path) -> Told:
    """File the first handoff, propose the second, and merge it."""
    start(scratch / "tidewatch")
    before, after = HANDOFFS
    commit(before, repository=scratch / "tidewatch")
    repository = Repository(scratch / "tidewatch")
    base = take_snapshot(repository, CONFIG)
    sync(base, Linked(scratch / "issues", now=base.committed_at), CONFIG, site=SITE, apply=True)
    path = commit(after, repository=scratch / "tidewatch")
    merged = take_snapshot(repository, CONFIG)
    tracker = Linked(scratch / "issues", now=merged.committed_at)
    report, plan = compare(merged, tracker, CONFIG, site=SITE, base=(base, CONFIG))
    pages = read_pages(repository, merged.commit, [path], CONFIG)
    proposal = comment(propose(report, plan, site=SITE, passed_over=find_passed_over(pages)))
    sync(merged, tracker, CONFIG, site=SITE, apply=True)
    issue = next(issue for issue in tracker.latest() if issue.title == SHOWN)
    return Told(proposal, issue, tuple(each.body for each in tracker.comments(issue.number)))


def issue_page(told: Told) -> str:
    """The issue as it was filed, and how it was closed."""
    issue = told.issue
    labels = "".join(_label(name) for name in sorted(issue.labels, key=lambda name: name != "handoff"))
    closed = '<div class="event"><span class="face" aria-hidden="true">✓</span>'
    return _PAGE.substitute(
        title=escape(issue.title),
        number=issue.number,
        look="done",
        state="Closed",
        about=f"<b>{BOT}</b> opened this issue on 4 March 2026",
        width="",
        conversation="\n".join(
            [
                _comment(issue.body, "opened on 4 March 2026"),
                *(_comment(body, "commented on 6 March 2026") for body in told.comments),
                f"{closed}<b>{BOT}</b> closed this as completed on 6 March 2026</div>",
            ]
        ),
        aside=f'<aside><h2>Labels</h2><ul class="labels">{labels}</ul></aside>',
    )


def pull_request_page(told: Told) -> str:
    """The pull request that brings the second handoff, before it is merged."""
    return _PAGE.substitute(
        title="Hand over, 6 March 2026",
        number=15,
        look="open",
        state="Open",
        about="<b>ada</b> wants to merge 1 commit into <code>main</code>",
        width="whole",
        conversation=_comment(told.proposal, "commented on 6 March 2026"),
        aside="",
    )


def _comment(markdown: str, said: str) -> str:
    shown = _MARKDOWN.render(markdown)
    shown = shown.replace("<table>", '<div class="table" tabindex="0"><table>').replace("</table>", "</table></div>")
    shown = shown.replace("<th></th>", "<td></td>")
    head = f'<header><h2>{BOT}</h2> <span class="bot">bot</span> {said}</header>'
    return f'<article><span class="face" aria-hidden="true">h</span>{head}<div class="body">{shown}</div></article>'


def _label(name: str) -> str:
    labels = CONFIG.labels
    known = [getattr(labels, field) for field in type(labels).model_fields]
    color = next(label.color for label in known if label.name == name)
    return f'<li style="--color: #{color}">{escape(name)}</li>'
