"""What is read of a commit, checked out or not: its settings file, its snapshot, and single handoffs of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from handoff_issues.config import CONFIG_PATH, Config
from handoff_issues.errors import ConfigError, ConfigErrors
from handoff_issues.git import Commit, Entry, EntryKind, Repository
from handoff_issues.handoff import Page, read_page
from handoff_issues.handoff.outline.source import MAX_BYTES
from handoff_issues.model import Snapshot, Warning
from handoff_issues.settings import load
from handoff_issues.snapshot import read
from handoff_issues.strict_yaml import LIMIT
from handoff_issues.texts import read_text
from handoff_issues.vocabulary import vocabulary


def load_settings(
    repository: Repository,
    *,
    inputs: Mapping[str, str],
    path: str = CONFIG_PATH,
    name_input: Callable[[str], str] = "input {}".format,
    at: Commit | None = None,
) -> tuple[Config, tuple[Warning, ...]]:
    """The settings of a run on what `repository` has checked out (or on `at`), with that commit's settings file.

    Raises as `settings.load` does, also where `path` is not the default one and is not there.
    """
    entry = next((entry for entry in repository.tree((at or repository.head()).id) if entry.path == path), None)
    text = None if entry is None else _text(repository, entry)
    if text is None and path != CONFIG_PATH:
        mend = "Commit it first: only what is committed is read."
        raise ConfigErrors([ConfigError("there is no such settings file in the commit", path=path, mend=mend)])
    config = load(inputs=inputs, file=None if text is None else (path, text), name_input=name_input)
    is_local = at is None and not repository.is_bare and (repository.top / path).is_file()
    if is_local and (entry is None or repository.uncommitted((entry,))):
        message = "the settings file has changes that are not committed; only what is committed is read"
        return config, (Warning(message=message, path=path),)
    return config, ()


def take_snapshot(
    repository: Repository,
    config: Config,
    *,
    exclude: Sequence[str] = (),
    told: Iterable[Warning] = (),
    at: Commit | None = None,
) -> Snapshot:
    """What the commit that is checked out (or `at`) says; its warnings are `told` and all that reading it gave."""
    snapshot = read(repository, config, exclude, at=at)
    in_handoffs = (warning for _, handoff in snapshot.live_handoffs() for warning in handoff.warnings)
    warnings = dict.fromkeys((*told, *snapshot.warnings, *in_handoffs))
    return snapshot.model_copy(update={"warnings": tuple(warnings)})


def read_pages(repository: Repository, commit: str, paths: Iterable[str], config: Config) -> Iterator[Page]:
    """The handoffs at these paths of a commit as pages, without secrets; what cannot be read is left out."""
    blobs = {entry.path: entry.blob for entry in repository.tree(commit) if entry.kind is EntryKind.FILE}
    wanted = {path: blobs[path] for path in paths if path in blobs}
    sizes = {blob: size for blob, size in repository.sizes(wanted.values()).items() if size <= MAX_BYTES}
    contents = dict(repository.blobs(sizes))
    for path, blob in wanted.items():
        found = read_text(contents[blob]) if blob in contents else None
        if found is not None and found.problem is None:
            yield read_page(found.text, path=path, lexicon=vocabulary(found.text, config))


def _text(repository: Repository, entry: Entry) -> str:
    if entry.kind is not EntryKind.FILE:
        raise ConfigErrors([ConfigError(f"the settings file is a {entry.kind}, not a regular file", path=entry.path)])
    sizes = repository.sizes([entry.blob])
    if sizes.get(entry.blob, 0) > LIMIT:
        message = f"the settings file is larger than {LIMIT // 1024} kB"
        raise ConfigErrors([ConfigError(message, path=entry.path)])
    try:
        return dict(repository.blobs(sizes))[entry.blob].decode("utf-8-sig")
    except (KeyError, UnicodeDecodeError) as error:
        why = "it is not in this clone" if isinstance(error, KeyError) else "it is not UTF-8"
        raise ConfigErrors([ConfigError("the settings file cannot be read", why=why, path=entry.path)]) from error
