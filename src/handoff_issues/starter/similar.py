"""Files that look like handoffs, and that the search by names passes over: which settings would take them in. Pure."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import groupby

from handoff_issues.handoff.files.discover import discover
from handoff_issues.handoff.files.name_words import knowledge, split
from handoff_issues.handoff.files.names import is_searched, read_name
from handoff_issues.reconcile.marker import PREFIX

_ABOUT_WORK = frozenset(
    (
        *("backlog", "devlog", "journal", "next", "progress", "session", "sessions"),
        *("standup", "status", "tasks", "todo", "todos", "wip", "worklog"),
    )
)
"""Words in the name of a file, or of its folder, that may hold what is left to do."""
_HEADING = re.compile(r"^#{1,3} +(\S.{0,200})$", re.MULTILINE)
_BEGINNING = 2_000
_NUMBER = re.compile(r"\d+")

FROM_DEFAULTS = "!**/templates/**"
"""A list of globs that begins with an exclusion adds to the default names: this one takes nothing away from them."""


def candidates(paths: Iterable[str], *, known: Iterable[str]) -> list[str]:
    """Markdown files that are no handoffs by name, in folders that are searched; the likeliest first."""
    taken, never = set(known), {word for row in knowledge().never for word in row if len(row) == 1}
    found = [path for path in paths if path not in taken and is_searched(path) and not never & {*_words(path)}]
    return sorted(found, key=lambda path: (not _is_about_work(path), path))


def looks_like(path: str, text: str) -> bool:
    """Whether a file's name speaks of work, or its title is one that a handoff's file could have.

    An issue of ours that is kept as a file is none.
    """
    if PREFIX in text:
        return False
    heading = _HEADING.search(text[:_BEGINNING])
    title = heading[1].replace("/", " ") if heading else ""
    return _is_about_work(path) or read_name(f"{title}.md") is not None


def settings_for(similar: Sequence[str], *, every: Sequence[str], defaults: bool) -> list[str]:
    """Lines of the settings file that take the files `similar` in; `defaults`: beside those of the default names.

    `every` are all paths: a folder is named as a whole only where nothing else would come along.
    """
    globs = [glob for _, glob in _globs(similar, every)]
    whole = [FROM_DEFAULTS, *globs] if defaults else globs
    lines = [f"files: {json.dumps(whole, ensure_ascii=False)}"] if globs else []
    series = {glob.rpartition("/")[0] or "notes": glob for files, glob in _globs(similar, every) if _is_series(files)}
    if series:
        lines += ["streams:", *(f"  {json.dumps(name)}: [{json.dumps(glob)}]" for name, glob in series.items())]
    return lines


def _globs(similar: Sequence[str], every: Sequence[str]) -> Iterable[tuple[list[str], str]]:
    """Files with the glob that stands for them."""
    folders: dict[str, list[str]] = defaultdict(list)
    for path in sorted(similar):
        folders[path.rpartition("/")[0]].append(path)
    for folder, files in folders.items():
        glob = f"{folder}/*.md"
        if folder and len(files) > 1 and {name.path for name in discover(every, globs=[glob])} == {*files}:
            yield files, glob
        else:
            yield from (([file], file) for file in files)


def _is_series(files: Sequence[str]) -> bool:
    """Whether several files differ in a number alone that is no date, so that nothing else tells that they belong
    together."""
    undated = [name for name in (read_name(file, is_named=True) for file in files) if name and name.moment is None]
    shapes = [shape for shape, _ in groupby(sorted(_NUMBER.sub("0", name.path) for name in undated))]
    return len(files) > 1 and len(undated) == len(files) and len(shapes) == 1


def _is_about_work(path: str) -> bool:
    return bool(_ABOUT_WORK & {*_words(path)})


def _words(path: str) -> tuple[str, ...]:
    """Of the file and of the folder right above it."""
    folder, _, file = path.rpartition("/")
    return (*split(folder.rpartition("/")[2]), *split(file.rpartition(".")[0]))
