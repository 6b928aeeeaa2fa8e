"""A repository as it lies there, committed or not -> what a first run would make of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from handoff_issues.checkout import take_snapshot
from handoff_issues.config import Config
from handoff_issues.disk import load_page
from handoff_issues.errors import HandoffError, RepositoryError
from handoff_issues.git import Commit, Repository
from handoff_issues.handoff import Page, read_handoff
from handoff_issues.handoff.files.discover import discover
from handoff_issues.handoff.files.names import Name
from handoff_issues.handoff.files.streams import HandoffFile, group, newest_first
from handoff_issues.handoff.lexicon import detect_languages, load_language
from handoff_issues.model import Site, Snapshot, Standing, Stream, Version, Warning
from handoff_issues.reconcile.change import Change, Plan
from handoff_issues.reconcile.observed import Observed
from handoff_issues.reconcile.plan import make_plan
from handoff_issues.starter.similar import candidates, looks_like, settings_for

_NOWHERE = "0" * 40
"""The commit of what is not committed yet."""
_MOST_READ = 100
"""Files that no name gives away of which the beginning is looked at."""


@dataclass(frozen=True, slots=True)
class Found:
    """A live handoff, and what a first run would file from it."""

    path: str
    languages: tuple[str, ...]
    """By their own names."""
    committed: bool
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Survey:
    """What there is, and what would become of it."""

    handoffs: tuple[Found, ...]
    remaining: int
    """Items that the first run would leave to the next ones."""
    known: bool
    """Whether there is a handoff at all, though none may be recent enough or readable."""
    uncommitted: tuple[str, ...]
    """Handoffs that are not committed yet, the older ones of a stream too."""
    committed: frozenset[str]
    """All paths of the commit."""
    similar: tuple[str, ...]
    """Files that look like handoffs, and that nothing names."""
    settings: tuple[str, ...]
    """Lines of the settings file that would take those in."""
    warnings: tuple[Warning, ...]


def survey(repository: Repository, config: Config) -> Survey:
    """Look at the repository; nothing is written."""
    head = _head(repository)
    present = repository.present()
    entries = {} if head is None else {entry.path: entry for entry in repository.tree(head.id)}
    fresh = discover((path for path in present if path not in entries), globs=config.files)
    pages = {name.path: page for name in fresh if (page := _page(repository, name.path, config)) is not None}
    snapshot = _with_fresh(_snapshot(repository, config, head), fresh, pages)
    plan = make_plan(snapshot, Observed(authors=frozenset(), issues={}), config, site=Site(url=None))
    known = [name.path for name in discover((*present, *entries), globs=config.files)]
    similar = tuple(_similar(repository, candidates(present, known=known), config))
    lines = settings_for(similar, every=present, defaults=bool(known) and not config.files)
    return Survey(
        handoffs=tuple(_found(repository, snapshot, plan, pages, config)),
        remaining=plan.remaining,
        known=bool(known),
        uncommitted=tuple(pages),
        committed=frozenset(entries),
        similar=similar,
        settings=tuple(lines),
        warnings=plan.warnings,
    )


def _head(repository: Repository) -> Commit | None:
    try:
        return repository.head()
    except RepositoryError:
        return None


def _snapshot(repository: Repository, config: Config, head: Commit | None) -> Snapshot:
    if head is None:
        return Snapshot(commit=_NOWHERE, committed_at=datetime.now(UTC), streams=())
    snapshot = take_snapshot(repository, config)
    # That there is no handoff is told at more length than in a run.
    kept = [each for each in snapshot.warnings if each.path is not None or snapshot.streams]
    return snapshot.model_copy(update={"warnings": tuple(kept)})


def _with_fresh(snapshot: Snapshot, fresh: Sequence[Name], pages: Mapping[str, Page]) -> Snapshot:
    """The same, as if the handoffs that are not committed yet were."""
    streams = {stream.id: stream for stream in snapshot.streams}
    for id, names in group(name for name in fresh if name.path in pages).items():
        handoffs = {name.path: read_handoff(pages[name.path]) for name in names}
        notes = [
            HandoffFile(name=name, date=handoffs[name.path].date, changed=snapshot.committed_at, order=-1)
            for name in names
            if not name.is_history
        ]
        for note in reversed(newest_first(notes)):
            written = note.own or note.changed
            version = Version(handoff=handoffs[note.name.path], commit=_NOWHERE, written=written)
            older = streams[id].versions if id in streams else ()
            if not older or older[0].written <= written:
                streams[id] = Stream(id=id, standing=Standing.LIVE, versions=(version, *older), reaches_back=True)
    # That they are not committed is told beside them.
    kept = tuple(warning for warning in snapshot.warnings if warning.path not in pages)
    return snapshot.model_copy(update={"streams": tuple(streams[id] for id in sorted(streams)), "warnings": kept})


def _found(
    repository: Repository, snapshot: Snapshot, plan: Plan, fresh: Mapping[str, Page], config: Config
) -> Iterable[Found]:
    for _, handoff in snapshot.live_handoffs():
        page = fresh.get(handoff.path) or _page(repository, handoff.path, config)
        names = detect_languages(page.source.markdown) if page is not None else ()
        changes = [each for each in plan.changes if each.sources and each.sources[0].path == handoff.path]
        yield Found(
            path=handoff.path,
            languages=tuple(load_language(name).language for name in names or ("en",)),
            committed=handoff.path not in fresh,
            changes=tuple(changes),
        )


def _similar(repository: Repository, paths: Sequence[str], config: Config) -> Iterable[str]:
    for path in paths[:_MOST_READ]:
        page = _page(repository, path, config) if looks_like(path, _beginning(repository.top / path)) else None
        if page is not None and read_handoff(page).items:
            yield path


def _beginning(place: Path) -> str:
    try:
        with place.open("rb") as file:
            return file.read(8_000).decode("utf-8", "replace") if place.is_file() and not place.is_symlink() else ""
    except OSError:
        return ""


def _page(repository: Repository, path: str, config: Config) -> Page | None:
    """A file of the work tree, read; None where it cannot be. Links are not followed."""
    place = repository.top / path
    if place.is_symlink():
        return None
    try:
        return replace(load_page(str(place), config), path=path)
    except HandoffError:
        return None
