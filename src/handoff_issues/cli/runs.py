"""The commands that bring issues into step, or only tell how: `sync` and `plan`, and `apply`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from handoff_issues.checkout import load_settings, take_snapshot
from handoff_issues.cli.output import progress, say, warn, write_report
from handoff_issues.cli.place import Place, find_place
from handoff_issues.errors import HandoffError
from handoff_issues.git import Repository
from handoff_issues.planned import check_basis, check_rows, read_plan, write_plan
from handoff_issues.reconcile.change import Report
from handoff_issues.report import Basis, basis
from handoff_issues.sync import sync


def sync_issues(
    environ: Mapping[str, str],
    *,
    inputs: Mapping[str, str],
    root: str,
    config_path: str,
    issues_dir: str | None,
    dry_run: bool,
    output: str,
    out: str | None = None,
) -> int:
    """Bring issues into step and print the report; 1 where the run was stopped by what the user can mend.

    `inputs` are those of `settings.load`, `output` is table, tree, json or markdown, and `out` a file for the plan.
    """
    repository = Repository(root)
    config, told = load_settings(repository, inputs=inputs, path=config_path, name_input="--{}".format)
    place = find_place(environ, repository, config, issues_dir, at=repository.head(), create=not dry_run)
    snapshot = take_snapshot(repository, config, exclude=place.exclude, told=told)
    with progress() as bar:
        report = sync(snapshot, place.tracker, config, site=place.site, apply=not dry_run, progress=bar)
    made_on = basis(config, place.site, config_path)
    if out is not None:
        write_plan(report, made_on, Path(out))
        say(f"written: {out}")
    return _tell(report, place, output, made_on)


def apply_plan(
    environ: Mapping[str, str], *, name: str, inputs: Mapping[str, str], root: str, issues_dir: str | None, output: str
) -> int:
    """Carry out the plan in a file, where it is still what would be done at its commit, and print the report.

    `inputs` are settings on which no plan depends. Raises `HandoffError` where the plan cannot be carried out.
    """
    planned = read_plan(name)
    if planned.repository is None and issues_dir is None:
        mend = f"Name the folder: handoff-issues apply {name} --issues-dir FOLDER"
        raise HandoffError("the plan is for issues in a folder, so nothing was written", where=name, mend=mend)
    repository = Repository(root)
    at = repository.commit(planned.commit)
    given = {**planned.inputs(), **inputs}
    config, told = load_settings(
        repository, inputs=given, path=planned.config, name_input="the plan's {}".format, at=at
    )
    place = find_place(environ, repository, config, issues_dir, at=at, create=True)
    made_on = basis(config, place.site, planned.config)
    check_basis(planned, made_on)
    snapshot = take_snapshot(repository, config, exclude=place.exclude, told=told, at=at)
    with progress() as bar:
        report = sync(
            snapshot,
            place.tracker,
            config,
            site=place.site,
            apply=True,
            progress=bar,
            check=lambda plan: check_rows(planned, plan),
        )
    return _tell(report, place, output, made_on)


def _tell(report: Report, place: Place, output: str, made_on: Basis) -> int:
    warn(report.warnings)
    write_report(report, place.site, output, cost=str(place.used.usage) if place.used else None, made_on=made_on)
    if report.stopped is not None:
        say(f"handoff-issues: stopped early: {report.stopped}")
    return int(report.mendable)
