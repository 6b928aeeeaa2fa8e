"""The way through a run: observe the tracker, plan, carry out, and plan again what has moved meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from handoff_issues import dashboard
from handoff_issues.config import Config
from handoff_issues.errors import LimitReached, TrackerError
from handoff_issues.model import Issue, IssueState, Site, Snapshot, Warning
from handoff_issues.reconcile.apply import Carried, Progress, carry_out, no_progress
from handoff_issues.reconcile.change import Change, Plan, Report, Verb
from handoff_issues.reconcile.linking import Linked, link
from handoff_issues.reconcile.marker import split
from handoff_issues.reconcile.observed import Observed
from handoff_issues.reconcile.plan import make_plan, unknown_numbers
from handoff_issues.reconcile.relate import Tied, relate
from handoff_issues.reconcile.relations import are_spoken_of, numbers_to_look_at
from handoff_issues.trackers import Related, Tracker

_ROUNDS = 3
"""How often a run plans again what people or other runs have changed under its hands."""


def sync(
    snapshot: Snapshot,
    tracker: Tracker,
    config: Config,
    *,
    site: Site,
    apply: bool,
    progress: Progress = no_progress,
    check: Callable[[Plan], None] | None = None,
) -> Report:
    """Bring the tracker into step with the handoffs of one commit, or (without `apply`) say what that would take.

    `check` raises where the plan is not to be carried out; and then no other plan is, whatever moves meanwhile.
    Raises `TrackerError` where the tracker could not be read: then nothing was written.
    """
    try:
        plan, observed = look(snapshot, tracker, config, site=site)
    except LimitReached as error:
        return _not_read(snapshot, error)
    if check is not None:
        check(plan)
    if not apply:
        return _report(plan, applied=False)
    warnings: list[Warning] = []
    if config.dashboard and check is None:  # a plan that was looked at is carried out as it is
        plan, observed = _heed_ticks(plan, observed, snapshot, tracker, config, site=site, warnings=warnings)
    rounds = _ROUNDS if check is None else 1
    report, observed = _apply(plan, observed, snapshot, tracker, config, site=site, progress=progress, rounds=rounds)
    if not config.dashboard:
        return report
    if report.stopped is None:
        told, failed = dashboard.show(report.changes, observed, snapshot, tracker, config.labels, site=site)
        report = report.model_copy(update={"dashboard": told})
        warnings += failed
    return report.model_copy(update={"warnings": (*report.warnings, *warnings)})


def compare(
    snapshot: Snapshot, tracker: Tracker, config: Config, *, site: Site, base: tuple[Snapshot, Config] | None
) -> tuple[Report, Plan | None]:
    """What a run would do, and what it would do for `base`, another commit with its settings, in its place.

    The tracker is asked for the first alone. Raises as `sync` does.
    """
    try:
        plan, observed = look(snapshot, tracker, config, site=site)
    except LimitReached as error:
        return _not_read(snapshot, error), None
    return _report(plan, applied=False), base and make_plan(base[0], observed, base[1], site=site)


def look(snapshot: Snapshot, tracker: Tracker, config: Config, *, site: Site) -> tuple[Plan, Observed]:
    """The plan, and what of the tracker it was made on; raises `TrackerError` where that could not be read."""
    return complete(observe(snapshot, tracker, config), snapshot, tracker, config, site=site)


def complete(
    observed: Observed, snapshot: Snapshot, tracker: Tracker, config: Config, *, site: Site
) -> tuple[Plan, Observed]:
    """The plan on what was observed, and on what has to be looked at besides before anything is opened."""
    plan = make_plan(snapshot, observed, config, site=site)
    # What would be opened is first looked for among all that we ever opened: a label may be gone, an answer lost.
    authored = tracker.authored()
    while not observed.whole and (missing := _to_open(plan)):
        observed = _look_further(observed, authored, missing)
        plan = make_plan(snapshot, observed, config, site=site)
    if _to_open(plan):
        observed = _with_adopted(observed, tracker, config)
        plan = make_plan(snapshot, observed, config, site=site)
    if _to_open(plan):
        # What people have filed themselves is named, and not filed again.
        observed = observed.with_others(tracker.latest())
        plan = make_plan(snapshot, observed, config, site=site)
    return plan, observed


def observe(snapshot: Snapshot, tracker: Tracker, config: Config) -> Observed:
    """What every run looks at: our open issues, the closed ones still listed, and numbers that entries carry."""
    observed = Observed(authors=frozenset({tracker.login(), *config.trusted_authors}), issues={})
    observed = observed.with_issues(tracker.labelled(config.labels.handoff.name, IssueState.OPEN))
    observed = observed.with_issues(tracker.labelled(config.labels.listed.name, IssueState.CLOSED))
    numbers = unknown_numbers(snapshot, observed, config)
    if isinstance(tracker, Related):
        observed = replace(observed, related=True)
        numbers = tuple(sorted({*numbers, *numbers_to_look_at(snapshot, observed)}))
    found = tracker.numbered(numbers)
    observed = observed.with_issues(found).without({*numbers} - {issue.number for issue in found})
    return hear(observed, tracker, config)


def hear(observed: Observed, tracker: Tracker, config: Config) -> Observed:
    """Take the comments of adopted issues: one of ours holds what the body of our own issues does."""
    unheard = observed.unheard(config.labels.adopted)
    return observed.with_comments({number: tracker.comments(number) for number in unheard})


def _with_adopted(observed: Observed, tracker: Tracker, config: Config) -> Observed:
    """Take all adopted issues, the closed ones too, which our own listings do not have."""
    name = config.labels.adopted.name
    for state in IssueState if tracker.has_label(name) else ():
        observed = observed.with_issues(tracker.labelled(name, state))
    return hear(observed, tracker, config)


def _to_open(plan: Plan) -> set[str | None]:
    """The ids of what a plan opens, or would but for a cap."""
    return {change.id for change in plan.changes if change.verb is Verb.OPEN or (change.held and change.issue is None)}


def _look_further(observed: Observed, authored: Iterator[Issue], missing: set[str | None]) -> Observed:
    """Take our issues, newest first, until one was met for each of the `missing` ids, or there are no more."""
    met: list[Issue] = []
    for issue in authored:
        met.append(issue)
        body = split(issue.body)
        missing = missing - {body.marker.id} if body else missing
        if not missing:
            return observed.with_issues(met)
    return observed.with_issues(met, whole=True)


def _heed_ticks(
    plan: Plan,
    observed: Observed,
    snapshot: Snapshot,
    tracker: Tracker,
    config: Config,
    *,
    site: Site,
    warnings: list[Warning],
) -> tuple[Plan, Observed]:
    """Plan anew where a box on the dashboard is ticked, whose own run may have been missed."""
    try:
        granted = dashboard.grant(dashboard.ticked(observed), plan, observed, tracker, config.labels)
        return (plan, observed) if granted is observed else complete(granted, snapshot, tracker, config, site=site)
    except TrackerError as error:
        warnings.append(Warning(message=f"The boxes of the dashboard were not heeded: {error}"))
        return plan, observed


def _apply(
    plan: Plan,
    observed: Observed,
    snapshot: Snapshot,
    tracker: Tracker,
    config: Config,
    *,
    site: Site,
    progress: Progress,
    rounds: int,
) -> tuple[Report, Observed]:
    done: list[Change] = []
    outcome = Carried()
    for _ in range(rounds):
        outcome = carry_out(plan, tracker, observed.issues, config.labels, progress=progress)
        done.extend(outcome.written)
        observed = observed.with_issues(outcome.issues).without(outcome.gone).with_comments(outcome.comments)
        if not outcome.moved or outcome.left:
            break  # what got no answer may be there all the same: only the next run, which looks, may try again
        config = _less(config, outcome.written, observed)
        plan = make_plan(snapshot, observed, config, site=site)
    if outcome.waiting and not outcome.left:
        plan = make_plan(snapshot, observed, _less(config, outcome.written, observed), site=site)
        then = carry_out(plan.only(outcome.waiting), tracker, observed.issues, config.labels, progress=progress)
        done.extend(then.written)
        outcome, observed = outcome.followed_by(then), observed.with_issues(then.issues)
    related = Tied()
    if isinstance(tracker, Related) and are_spoken_of(snapshot, observed):
        if done and rounds > 1:  # what was opened can be waited for now, and what was closed need not be any more
            plan = make_plan(snapshot, observed, config, site=site)
        related = relate(plan.changes, tracker, tracker.relations, stopped=outcome.stopped)
    linked = Linked()
    if isinstance(tracker, Related) and not (outcome.stopped or related.stopped):
        linked = link(observed, tracker, tracker.relations, config.labels)
    told = {(change.issue, change.id) for change in outcome.changes}
    earlier = [change for change in done if (change.issue, change.id) not in told]
    report = Report(
        commit=plan.commit,
        applied=True,
        changes=tuple(related.told_of([*earlier, *_latest(outcome.changes, done)])),
        warnings=(*plan.warnings, *outcome.warnings, *related.warnings, *linked.warnings),
        remaining=outcome.remaining + len(related.left) + linked.left,
        stopped=outcome.stopped or related.stopped or linked.stopped,
        mendable=outcome.mendable or related.mendable or linked.mendable,
    )
    return report, observed


def _latest(changes: list[Change], done: list[Change]) -> list[Change]:
    """An issue that an earlier round has written is told by that, not by the round that found it in step."""
    written = {change.issue: change for change in done}
    return [written.get(change.issue, change) if change.issue is not None else change for change in changes]


def _less(config: Config, written: list[Change], observed: Observed) -> Config:
    """The caps hold for the run as a whole, but for what a person wants opened."""
    opened = sum(change.verb is Verb.OPEN and change.id not in observed.lifted for change in written)
    closed = sum(change.verb is Verb.CLOSE for change in written)
    return config.model_copy(
        update={"max_open": max(0, config.max_open - opened), "max_close": max(0, config.max_close - closed)}
    )


def _not_read(snapshot: Snapshot, error: LimitReached) -> Report:
    return Report(commit=snapshot.commit, applied=False, changes=(), remaining=0, stopped=str(error))


def _report(plan: Plan, *, applied: bool) -> Report:
    return Report(
        commit=plan.commit, applied=applied, changes=plan.changes, warnings=plan.warnings, remaining=plan.remaining
    )
