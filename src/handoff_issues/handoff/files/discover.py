"""Files of a commit -> handoffs and their streams, by their names alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from handoff_issues.handoff.files.globs import deciding, segments
from handoff_issues.handoff.files.names import Name, is_history_folder, is_searched, read_name


def discover(paths: Iterable[str], *, globs: Sequence[str] = (), exclude: Sequence[str] = ()) -> tuple[Name, ...]:
    """The handoffs among `paths`, in their order.

    `globs` (see `globs.py`) replace the defaults; a list that begins with an exclusion starts
    from them. Nothing below the folders `exclude` is ever a handoff. A file in an archive is
    history, unless the glob that gives it names that folder.
    """
    folders = tuple(f"{folder.strip('/')}/" for folder in exclude)
    names = (_read(path, globs) for path in paths if not path.startswith(folders))
    return tuple(name for name in names if name is not None)


def _read(path: str, globs: Sequence[str]) -> Name | None:
    glob = deciding(globs, path)
    if glob is None and (not globs or globs[0].startswith("!")):
        return read_name(path) if is_searched(path) else None
    if glob is None or glob.startswith("!"):
        return None
    over = [part for part in path.split("/")[:-1] if is_history_folder(part)]
    return read_name(path, is_named=True, is_history=any(part not in segments(glob) for part in over))
