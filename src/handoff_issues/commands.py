"""What the command line's commands do, once their arguments are understood.

Imports stand where they are needed: who parses one note need not load what talks to GitHub.
"""

from __future__ import annotations

import sys
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from handoff_issues.errors import HandoffError
from handoff_issues.model import Site, Warning
from handoff_issues.sanitize import terminal

if TYPE_CHECKING:
    from handoff_issues.config import Config
    from handoff_issues.git import Commit, Repository
    from handoff_issues.handoff import Page
    from handoff_issues.reconcile.apply import Progress
    from handoff_issues.reconcile.change import Report
    from handoff_issues.report import Basis
    from handoff_issues.starter.origin import Origin
    from handoff_issues.trackers import Tracker
    from handoff_issues.trackers.github import GitHubTracker

_NOT_LOGGED_IN = """\
Either keep the issues in a folder, for which no token is needed:

    handoff-issues sync --issues-dir issues

or give a token that may read the repository and write its issues, e.g. that of the GitHub CLI:

    GITHUB_TOKEN=$(gh auth token) handoff-issues sync"""

_HTML = "Name a file for it: --html explained.html"
_FEW = 3
"""Writes that are done before a progress bar is worth the lines."""


def print_schema() -> int:
    """Print the JSON Schema of the settings file."""
    import json

    from handoff_issues.schema import schema

    print(json.dumps(schema(), indent=2))
    return 0


def set_up(*, root: str, origin: Origin) -> int:
    """Write what a repository needs, and say what a first run would file; 1 where something is to be mended first."""
    from handoff_issues.config import CONFIG_PATH
    from handoff_issues.git import Repository
    from handoff_issues.settings import load
    from handoff_issues.starter import setup, show
    from handoff_issues.starter.files import existing
    from handoff_issues.starter.survey import survey
    from handoff_issues.tables import printing

    repository = Repository(root)
    if repository.is_bare:
        raise HandoffError("a bare repository has no files", where=root, mend="Run this in a clone of it.")
    text = existing(repository.top, CONFIG_PATH)
    config = load(inputs={}, file=None if text is None else (CONFIG_PATH, text))
    found = survey(repository, config)
    with printing() as out:
        show.print_survey(found, out)
        _warn(found.warnings)
        files = [setup.set_up_workflow(repository, origin), setup.set_up_settings(repository, config)]
        show.print_files(files, out)
        branch, default, remote = repository.branch(), repository.default_branch(), repository.remote()
        lines = show.next_steps(found, files, root=root, remote=remote, branch=branch, default=default)
        show.print_next(["", *lines], out)
    return int(any(file.done is setup.Done.MISSING for file in files))


def parse_files(names: Sequence[str], *, config_path: str, as_json: bool) -> int:
    """Print what is read from handoffs on disk (`-`: standard input); 1 where one could not be read."""
    from handoff_issues.disk import read_settings
    from handoff_issues.handoff import read_handoff

    handoffs = [read_handoff(page) for page in _pages(names, read_settings(config_path))]
    _warn([warning for handoff in handoffs for warning in handoff.warnings])
    if as_json:
        from handoff_issues.report import handoffs_document
        from handoff_issues.sanitize import json_text

        print(json_text(handoffs_document(handoffs)))
    elif handoffs:
        from handoff_issues.tables import print_handoffs, printing

        with printing() as out:
            print_handoffs(handoffs, out)
    return int(len(handoffs) < len(names))


def explain_files(names: Sequence[str], *, config_path: str, line: int | None, as_json: bool) -> int:
    """Print why lines became items, or nearly did; 1 where a file could not be read. `line`: that one alone."""
    from handoff_issues.disk import read_settings
    from handoff_issues.explain import explain, explanations_document
    from handoff_issues.handoff import read_handoff

    pages = _pages(names, read_settings(config_path))
    _warn([warning for page in pages for warning in page.warnings])
    explained = [explain(page, read_handoff(page), line=line) for page in pages]
    if as_json:
        from handoff_issues.sanitize import json_text

        print(json_text(explanations_document(explained)))
    elif explained:
        from handoff_issues.tables import print_explanations, printing

        with printing() as out:
            print_explanations(explained, out)
    return int(len(pages) < len(names))


def write_page(name: str, *, out: str, config_path: str) -> int:
    """Write a page for the browser that explains one handoff; 1 where that could not be read."""
    from handoff_issues.disk import read_settings
    from handoff_issues.handoff import read_handoff
    from handoff_issues.webpage import web_page

    # A note that was named by mistake is not written over.
    if Path(out).suffix not in (".html", ".htm"):
        raise HandoffError("the page cannot be written", where=out, why="its name does not end in .html", mend=_HTML)
    config = read_settings(config_path)
    pages = _pages([name], config)
    if not pages:
        return 1
    text = web_page(pages[0], read_handoff(pages[0]), config.labels)
    try:
        Path(out).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise HandoffError("the page cannot be written", where=out, why=error.strerror) from error
    _say(f"written: {out}")
    return 0


def lint_files(names: Sequence[str], *, config_path: str, only_handoffs: bool, strict: bool) -> int:
    """Print which lines will become issues, and what cannot be read with certainty.

    1 where a file could not be read and, if `strict`, where there are warnings. `only_handoffs`: files that a
    run would not take for handoffs, by name or setting, are left out.
    """
    from handoff_issues.disk import read_settings
    from handoff_issues.lint import findings_lines, lint

    config = read_settings(config_path)
    if only_handoffs:
        from handoff_issues.handoff.discover import discover

        known = discover(names, globs=config.files)
        names = [name.path for name in known if not name.is_history]
    findings = [lint(page) for page in _pages(names, config)]
    for line in findings_lines(findings):
        print(terminal(line))
    warned = any(found.warnings for found in findings)
    return int(len(findings) < len(names) or (strict and warned))


def _pages(names: Sequence[str], config: Config) -> list[Page]:
    """The files that could be read; why the others could not is said."""
    from handoff_issues.disk import read_note

    pages: list[Page] = []
    for name in names:
        try:
            pages.append(read_note(name, config))
        except HandoffError as error:
            _say(f"handoff-issues: {error}")
    return pages


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
    from handoff_issues.checkout import load_settings, take_snapshot
    from handoff_issues.git import Repository
    from handoff_issues.report import basis
    from handoff_issues.sync import sync

    repository = Repository(root)
    config, told = load_settings(repository, inputs=inputs, path=config_path, name_input="--{}".format)
    place = _place(environ, repository, config, issues_dir, at=repository.head(), create=not dry_run)
    snapshot = take_snapshot(repository, config, exclude=place.exclude, told=told)
    with _progress() as progress:
        report = sync(snapshot, place.tracker, config, site=place.site, apply=not dry_run, progress=progress)
    made_on = basis(config, place.site, config_path)
    if out is not None:
        from handoff_issues.planned import write_plan

        write_plan(report, made_on, Path(out))
        _say(f"written: {out}")
    return _tell(report, place, output, made_on)


def apply_plan(
    environ: Mapping[str, str], *, name: str, inputs: Mapping[str, str], root: str, issues_dir: str | None, output: str
) -> int:
    """Carry out the plan in a file, where it is still what would be done at its commit, and print the report.

    `inputs` are settings on which no plan depends. Raises `HandoffError` where the plan cannot be carried out.
    """
    from handoff_issues.checkout import load_settings, take_snapshot
    from handoff_issues.git import Repository
    from handoff_issues.planned import check_basis, check_rows, read_plan
    from handoff_issues.report import basis
    from handoff_issues.sync import sync

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
    place = _place(environ, repository, config, issues_dir, at=at, create=True)
    made_on = basis(config, place.site, planned.config)
    check_basis(planned, made_on)
    snapshot = take_snapshot(repository, config, exclude=place.exclude, told=told, at=at)
    with _progress() as progress:
        report = sync(
            snapshot,
            place.tracker,
            config,
            site=place.site,
            apply=True,
            progress=progress,
            check=lambda plan: check_rows(planned, plan),
        )
    return _tell(report, place, output, made_on)


@dataclass(frozen=True)
class _Place:
    """Where issues are kept."""

    tracker: Tracker
    site: Site
    exclude: tuple[str, ...] = ()
    """Folders of the repository that hold issues, hence no handoffs."""
    used: GitHubTracker | None = None


def _place(
    environ: Mapping[str, str],
    repository: Repository,
    config: Config,
    issues_dir: str | None,
    *,
    at: Commit,
    create: bool,
) -> _Place:
    if issues_dir is None:
        tracker, site = _github(environ, repository, config)
        return _Place(tracker, site, used=tracker)
    from handoff_issues.trackers.directory import DirectoryTracker

    folder = _issues_folder(issues_dir, create=create)
    return _Place(DirectoryTracker(folder, now=at.at), Site(url=None), _inside(folder, repository.top))


def _tell(report: Report, place: _Place, output: str, made_on: Basis) -> int:
    _warn(report.warnings)
    _print(report, place.site, output, cost=str(place.used.usage) if place.used else None, made_on=made_on)
    if report.stopped is not None:
        _say(f"handoff-issues: stopped early: {report.stopped}")
    return int(report.mendable)


def _issues_folder(name: str, *, create: bool) -> Path:
    try:
        folder = Path(name).resolve()
        if create:
            folder.mkdir(parents=True, exist_ok=True)
        if folder.exists() and not folder.is_dir():
            raise NotADirectoryError(20, "it is no folder")
    except (OSError, RuntimeError) as error:  # also links that lead in a circle
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise HandoffError("the folder for issues cannot be used", where=name, why=why) from error
    return folder


def _inside(folder: Path, top: Path) -> tuple[str, ...]:
    """The folder relative to the repository, where it lies in it: the issues in it are no handoffs."""
    top = top.resolve()
    return (folder.relative_to(top).as_posix(),) if folder.is_relative_to(top) and folder != top else ()


def _github(environ: Mapping[str, str], repository: Repository, config: Config) -> tuple[GitHubTracker, Site]:
    token = environ.get("GITHUB_TOKEN") or environ.get("GH_TOKEN")
    if not token:
        raise HandoffError("there is no GitHub token", mend=_NOT_LOGGED_IN)
    from handoff_issues.trackers.github import GitHubTracker

    remote = urlsplit(repository.remote() or "")
    server = environ.get("GITHUB_SERVER_URL") or (f"https://{remote.netloc}" if remote.netloc else "https://github.com")
    server = server.rstrip("/")
    name = environ.get("GITHUB_REPOSITORY") or remote.path.strip("/").removesuffix(".git")
    if name.count("/") != 1:
        mend = "Set GITHUB_REPOSITORY to owner/name, or add the remote: git remote add origin ADDRESS"
        why = f"its address ends in {name}" if name else "there is none, or several and none is called origin"
        raise HandoffError("the git remote names no repository on GitHub", why=why, mend=mend)
    tracker = GitHubTracker(
        name,
        token=token,
        api_url=environ.get("GITHUB_API_URL") or _api(server),
        write_interval=config.write_interval,
        max_wait=config.max_wait,
    )
    return tracker, Site(url=f"{server}/{name}")


def _api(server: str) -> str:
    """https://docs.github.com/enterprise-server/rest/using-the-rest-api/getting-started-with-the-rest-api"""
    return "https://api.github.com" if server == "https://github.com" else f"{server}/api/v3"


def _no_progress(done: int, of: int) -> None:
    """Nobody looks."""


@contextmanager
def _progress() -> Generator[Progress]:
    """A bar on standard error where that is a terminal and there is much to write."""
    if not sys.stderr.isatty():
        yield _no_progress
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("writing issues"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    task = bar.add_task("")

    def show(done: int, of: int) -> None:
        if of > _FEW:
            bar.start()
            bar.update(task, completed=done, total=of)

    try:
        yield show
    finally:
        bar.stop()


def _print(report: Report, site: Site, output: str, *, cost: str | None, made_on: Basis) -> None:
    if output == "json":
        from handoff_issues.report import document
        from handoff_issues.sanitize import json_text

        print(json_text(document(report, made_on=made_on)))
    elif output == "markdown":
        from handoff_issues.summary import summary

        # Standard output may be the runner's log, where text of a handoff must be no command.
        print(terminal(summary(report, site, cost=cost)))
    elif output == "tree":
        from handoff_issues.tables import printing
        from handoff_issues.tree import print_tree

        with printing() as out:
            print_tree(report, out)
    else:
        from handoff_issues.tables import print_report, printing

        with printing() as out:
            print_report(report, out)


def _warn(warnings: Sequence[Warning]) -> None:
    from handoff_issues.report import warning_line

    for warning in warnings:
        _say(warning_line(warning))


def _say(text: str) -> None:
    print(terminal(text), file=sys.stderr)
