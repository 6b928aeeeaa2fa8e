"""The GitHub Actions edge: from inputs and an event to a run, and to its log, outputs, summary and annotations."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from handoff_issues import bug
from handoff_issues.activity import Activity, Task, find_activity
from handoff_issues.annotations import Annotation, Level, annotate, error_annotations
from handoff_issues.checkout import load_settings, take_snapshot
from handoff_issues.comments import Answered, answer, find_remark
from handoff_issues.config import CONFIG_PATH, Config
from handoff_issues.errors import ConfigError, HandoffError, RepositoryError
from handoff_issues.event import Event, read_event
from handoff_issues.git import Repository
from handoff_issues.model import Site
from handoff_issues.planned import place_for_plan, write_plan
from handoff_issues.proposal import Proposal, summary_lines
from handoff_issues.pulls import find_pull, review, tell
from handoff_issues.reconcile.change import Report, Verb
from handoff_issues.report import Basis, basis, count, fitting_json, sentence, warning_line
from handoff_issues.runner import Runner
from handoff_issues.sanitize import LogLine, log_line
from handoff_issues.settings import INPUTS
from handoff_issues.summary import failure, heard, remark, summary
from handoff_issues.sync import sync
from handoff_issues.trackers.github import GitHubTracker
from handoff_issues.trackers.patience import Clock, Usage

MAX_OUTPUT = 400_000
"""Characters of the output `plan`: GitHub takes 1 MB of outputs, counted in UTF-16.

https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idoutputs
"""

_BUG = LogLine.trusted("handoff-issues has a bug: the log of this step holds a report to paste")
_TOKEN = "Give the job's own to this step:\n\n    with:\n      token: ${{ github.token }}"  # noqa: S105 -- no token


def main() -> int:
    """What the container runs: the exit status is 0, 1 (the user can mend it) or 3 (a bug)."""
    return run(os.environ, Runner(os.environ))


def run(environ: Mapping[str, str], runner: Runner, *, clock: Clock | None = None) -> int:
    """One run of the Action in `environ`, told to `runner`; `clock` is what waits between writes."""
    token = runner.input("token")
    if token:
        runner.mask(token)
    try:
        done = _sync(environ, runner, token=token, clock=clock)
        if isinstance(done, _Heard):
            _tell_heard(runner, done)
            return 0
        _tell(runner, done)
    except HandoffError as error:
        _tell_failure(runner, error)
        return 1
    except Exception as error:
        _say(runner, bug.bug_report(error, secrets=[token]))
        runner.annotate(Annotation(level=Level.ERROR, message=_BUG))
        return bug.EXIT
    return 1 if done.report.mendable else 0


@dataclass(frozen=True)
class _Done:
    """What a run did, and all that is to be told of it."""

    report: Report
    activity: Activity
    site: Site
    usage: Usage
    made_on: Basis
    proposal: Proposal | None = None
    """What merging the pull request would do, where the run is for one."""
    told: str = ""
    """What became of the comment on it."""


@dataclass(frozen=True)
class _Heard:
    """What came of a comment, and all that is to be told of it."""

    answered: Answered
    activity: Activity
    usage: Usage


def _sync(environ: Mapping[str, str], runner: Runner, *, token: str, clock: Clock | None) -> _Done | _Heard:
    repository_name = _variable(environ, "GITHUB_REPOSITORY")
    event = _event(environ)
    workspace = Path(_variable(environ, "GITHUB_WORKSPACE"))
    repository = _repository(workspace, runner.input("root"))
    plan_file = place_for_plan(runner.input("plan-file"), workspace, repository)
    inputs = {name: runner.input(name) for name in INPUTS}
    path = runner.input("config") or CONFIG_PATH
    config, warnings = load_settings(repository, inputs=inputs, path=path)
    activity = find_activity(event, mode=config.mode, ref=environ.get("GITHUB_REF", ""))
    if not token:
        raise ConfigError("input token cannot be empty", mend=_TOKEN)
    tracker = _tracker(environ, config, name=repository_name, token=token, clock=clock)
    server = environ.get("GITHUB_SERVER_URL") or "https://github.com"
    site = Site(url=f"{server.rstrip('/')}/{repository_name}")
    if activity.task is Task.COMMAND:
        said = Answered(())
        if activity.apply:
            asked = find_remark(event)
            said = answer(asked, lambda: take_snapshot(repository, config, told=warnings), tracker, config, site=site)
        return _Heard(said, activity, tracker.usage)
    if activity.task is Task.TICKS:
        hindrance = _hindrance(event, activity, config, tracker)
        if hindrance is not None:
            return _Heard(Answered((hindrance,)), activity, tracker.usage)
    snapshot = take_snapshot(repository, config, told=warnings)
    made_on = basis(config, site, path)
    pull = find_pull(event, config.mode)
    if pull is None:
        report, proposal, told = sync(snapshot, tracker, config, site=site, apply=activity.apply), None, ""
    else:
        merged = environ.get("GITHUB_SHA")
        proposal = review(
            pull, repository, snapshot, config, tracker, site=site, merged=merged, inputs=inputs, path=path
        )
        report, told = proposal.report, tell(pull, proposal, tracker)
    if plan_file is not None:
        write_plan(report, made_on, plan_file)
    return _Done(report, activity, site, tracker.usage, made_on, proposal, told)


def _hindrance(event: Event, activity: Activity, config: Config, tracker: GitHubTracker) -> str | None:
    """Why nothing is done for an edit of the dashboard; None where its boxes are to be heeded."""
    if not activity.apply:
        return "Nothing was asked for."
    if not config.dashboard:
        return "The setting `dashboard` is off."
    login = event.sender.login if event.sender else ""
    if not login or not tracker.conversation.may_write(login):
        return f"{login or 'Nobody'} may not write to this repository, so nothing is done."
    return None


def _variable(environ: Mapping[str, str], name: str) -> str:
    value = environ.get(name, "")
    if not value:
        mend = "This command is for GitHub Actions, which sets it; elsewhere use `handoff-issues sync`."
        raise ConfigError(f"the environment variable {name} is not set", mend=mend)
    return value


def _event(environ: Mapping[str, str]) -> Event:
    name, path = _variable(environ, "GITHUB_EVENT_NAME"), _variable(environ, "GITHUB_EVENT_PATH")
    try:
        return read_event(name, Path(path).read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise ConfigError("the event cannot be read", where="GITHUB_EVENT_PATH", why=type(error).__name__) from error


def _repository(workspace: Path, root: str) -> Repository:
    workspace = workspace.resolve()
    try:
        folder = (workspace / (root or ".")).resolve()
    except (OSError, RuntimeError):  # links that lead in a circle
        folder = None
    if folder is None or not folder.is_relative_to(workspace):
        raise ConfigError(f"input root cannot be {root}", why="allowed: a folder inside the workspace")
    repository = Repository(folder)
    if not repository.top.resolve().is_relative_to(workspace):
        mend = "Put `uses: actions/checkout` before this step."
        raise RepositoryError("the workspace is no git repository", where=str(workspace), mend=mend)
    return repository


def _tracker(
    environ: Mapping[str, str], config: Config, *, name: str, token: str, clock: Clock | None
) -> GitHubTracker:
    return GitHubTracker(
        name,
        token=token,
        api_url=environ.get("GITHUB_API_URL") or "https://api.github.com",
        write_interval=config.write_interval,
        max_wait=config.max_wait,
        clock=clock,
    )


def _tell(runner: Runner, done: _Done) -> None:
    report, proposal, usage = done.report, done.proposal, str(done.usage)
    runner.say(log_line(done.activity.why))
    for change in report.changes:
        if change.verb is not Verb.KEEP or change.held:
            number = "" if change.issue is None else f" #{change.issue}"
            runner.say(log_line(f"{change.verb}{number}: {change.title} ({change.reason})"))
    for warning in report.warnings:
        _say(runner, warning_line(warning))
    runner.say(log_line(sentence(report)))
    runner.say(log_line(usage))
    _say(runner, done.told)
    _say(runner, report.dashboard)
    if report.stopped is not None:
        _say(runner, f"The run stopped early: {report.stopped}")
    merging, uncertain = (proposal.acting, proposal.uncertain) if proposal else ((), ())
    _annotate(runner, annotate(report, merging=merging, uncertain=uncertain))
    counts = count(report)
    for name in ("opened", "updated", "closed", "reopened", "kept", "remaining", "blockers"):
        runner.output(name, getattr(counts, name))
    runner.output("plan", fitting_json(report, MAX_OUTPUT, made_on=done.made_on))
    about = [*remark(done.told), *summary_lines(proposal)] if proposal else None
    runner.summarise(summary(report, done.site, why=done.activity.why, cost=usage, proposal=about))


def _tell_heard(runner: Runner, done: _Heard) -> None:
    for line in (done.activity.why, *done.answered.said, str(done.usage)):
        runner.say(log_line(line))
    runner.summarise(heard(done.answered.said, why=done.activity.why))


def _tell_failure(runner: Runner, error: HandoffError) -> None:
    _say(runner, str(error))
    _annotate(runner, error_annotations(error))
    runner.summarise(failure(str(error)))


def _say(runner: Runner, text: str) -> None:
    for line in text.splitlines():
        runner.say(log_line(line))


def _annotate(runner: Runner, annotations: Iterable[Annotation]) -> None:
    for annotation in annotations:
        runner.annotate(annotation)
