"""Pull requests: which one a run is for, what it is held against, and the one comment that we keep on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from handoff_issues.activity import ASKED_TO_PLAN, IN_FORK
from handoff_issues.checkout import load_settings, read_pages, take_snapshot
from handoff_issues.config import Config, Mode
from handoff_issues.errors import HandoffError, PermissionDenied, TrackerError
from handoff_issues.event import Event
from handoff_issues.git import Commit, Repository
from handoff_issues.model import Comment, Frozen, Site, Snapshot
from handoff_issues.passed_over import find_passed_over
from handoff_issues.proposal import SIGN, Proposal, comment, propose
from handoff_issues.sanitize import IssueText
from handoff_issues.sync import compare
from handoff_issues.trackers import Tracker

GRANT = """\
The workflow may not comment on pull requests, so this summary is all there is. To let it:

    permissions:
      contents: read
      issues: write
      pull-requests: write"""


class Pull(Frozen):
    """The pull request that a run is for."""

    number: int
    base: str
    """The commit of its base, as the event has it."""
    silent: str | None
    """Why no comment is written on it; None where one may be."""


def find_pull(event: Event, mode: Mode) -> Pull | None:
    """The pull request of a `pull_request` event; None for other events, and for one that is not GitHub's."""
    pull = event.pull_request
    if event.name != "pull_request" or pull is None:
        return None
    silent = ASKED_TO_PLAN if mode is Mode.PLAN else _silent(event, pull.base.ref)
    return Pull(number=pull.number, base=pull.base.sha, silent=silent)


def _silent(event: Event, base: str) -> str | None:
    default = event.repository.default_branch
    if event.is_by_dependabot:
        return "Dependabot opened it, and its runs have a token that may only read"
    if event.is_from_fork:
        return "it comes from a fork, and its runs have a token that may only read"
    if event.repository.fork:
        return IN_FORK
    if event.action == "closed":
        return "it is closed"
    if default is not None and base != default:
        return f"it is for the branch {base}, and only the default branch {default} speaks for the repository"
    return None


def review(
    pull: Pull,
    repository: Repository,
    snapshot: Snapshot,
    config: Config,
    tracker: Tracker,
    *,
    site: Site,
    merged: str | None,
    inputs: Mapping[str, str],
    path: str,
) -> Proposal:
    """What merging would do. `merged` is the merge result that GitHub made; `inputs` and `path` are the settings'."""
    at = _base(repository, pull, snapshot, merged)
    base = None if at is None else _read(repository, at, inputs=inputs, path=path)
    report, before = compare(snapshot, tracker, config, site=site, base=base)
    live = {handoff.path for _, handoff in snapshot.live_handoffs()}
    changed = set[str]() if base is None else _changed(repository, base[0], snapshot)
    pages = read_pages(repository, snapshot.commit, sorted(live & changed or live), config)
    return propose(
        report,
        before,
        site=site,
        passed_over=find_passed_over(pages),
        touches=bool(changed),
        merged=merged in (None, snapshot.commit),
    )


def _base(repository: Repository, pull: Pull, snapshot: Snapshot, merged: str | None) -> Commit | None:
    """What the pull request is to be merged into; None where the clone does not have it."""
    if snapshot.commit == merged:
        return repository.first_parent(snapshot.commit)
    try:
        return repository.commit(pull.base)
    except HandoffError:
        return None


def _read(
    repository: Repository, at: Commit, *, inputs: Mapping[str, str], path: str
) -> tuple[Snapshot, Config] | None:
    """The base as a run would read it; None where its settings cannot be used, which the pull request may mend."""
    try:
        config, _ = load_settings(repository, inputs=inputs, path=path, at=at)
        return take_snapshot(repository, config, at=at), config
    except HandoffError:
        return None


def _changed(repository: Repository, base: Snapshot, merged: Snapshot) -> set[str]:
    """The live handoffs, before or after, that are not the same in both."""
    live = {handoff.path for each in (base, merged) for _, handoff in each.live_handoffs()}
    before, after = ({entry.path: entry.blob for entry in repository.tree(each.commit)} for each in (base, merged))
    return {path for path in live if before.get(path) != after.get(path)}


class Conversation(Protocol):
    """What writing a comment takes of a tracker."""

    def login(self) -> str: ...
    def comments(self, number: int) -> Iterable[Comment]: ...
    def comment(self, number: int, body: IssueText) -> Comment: ...
    def edit_comment(self, number: int, comment: int, body: IssueText) -> Comment: ...
    def uncomment(self, number: int, comment: int) -> None: ...


def tell(pull: Pull, proposal: Proposal, tracker: Conversation) -> str:
    """Keep the comment on the pull request up to date; what came of it, for the log and the summary.

    Never raises for a refusal: the summary tells everything in any case.
    """
    if pull.silent is not None:
        return f"No comment is written on the pull request: {pull.silent}."
    if proposal.report.stopped is not None:
        return "The comment on the pull request is left as it is, since the run stopped early."
    try:
        return _keep(pull.number, proposal, tracker)
    except PermissionDenied:
        return GRANT
    except TrackerError as error:
        return f"The comment on the pull request could not be written: {error}"


def _keep(number: int, proposal: Proposal, tracker: Conversation) -> str:
    """One comment: it is opened where there is something to say, and written only where it says something else."""
    ours = [each for each in tracker.comments(number) if each.author == tracker.login() and each.body.startswith(SIGN)]
    if not ours and not proposal.is_worth_telling:
        return "No comment is written on the pull request: by all that is known, it changes no handoff and no issue."
    text = comment(proposal)
    if not ours:
        tracker.comment(number, text)
        return "A comment on the pull request says the same."
    first, *others = sorted(ours, key=lambda each: each.id)
    for each in others:  # two runs at once may each have opened one
        tracker.uncomment(number, each.id)
    if first.body.replace("\r\n", "\n").strip() == text.strip():
        return "The comment on the pull request says this already."
    tracker.edit_comment(number, first.id, text)
    return "The comment on the pull request was brought up to date."
