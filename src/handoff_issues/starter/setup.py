"""Which of the two files a repository still needs, and what those that are there say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from handoff_issues.config import CONFIG_PATH, Config
from handoff_issues.errors import HandoffError
from handoff_issues.git import Repository
from handoff_issues.starter import texts
from handoff_issues.starter.files import differences, existing, write_new
from handoff_issues.starter.origin import Origin

_USES = re.compile(r"uses: *[\"']?(?P<action>[\w.-]+/handoff-issues)@(?P<ref>[\w./-]+)")
_WORKFLOW = re.compile(r"\.github/workflows/[^/]+\.ya?ml")
_LOST = ".github/handoff-issues.yaml"


class Done(StrEnum):
    """What became of a file."""

    WRITTEN = "written"
    KEPT = "kept"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class File:
    """One of the files, and what is to be said of it. `path` and `said` may hold anybody's words."""

    path: str
    done: Done
    said: str
    changes: tuple[str, ...] = ()
    """Lines of a diff to what would have been written."""


def set_up_workflow(repository: Repository, origin: Origin) -> File:
    """Write the workflow, unless there is one, or nobody knows whose Action it is to run."""
    path = texts.WORKFLOW_PATH
    there = existing(repository.top, path)
    if there is not None:
        used = _USES.search(there)
        known = (used["action"], used["ref"]) if used else (origin.action or "OWNER/handoff-issues", origin.ref)
        return _kept(path, there, texts.workflow(*known), "")
    for other in filter(_WORKFLOW.fullmatch, repository.present()):
        if _USES.search(_read(repository, other)):
            return File(other, Done.KEPT, f"it runs handoff-issues already, so {path} is not needed")
    if origin.action is None:
        said = "whose Action it is to run cannot be known here: say so with --owner NAME, the account that holds it"
        return File(path, Done.MISSING, said)
    write_new(repository.top, path, texts.workflow(origin.action, origin.ref))
    return File(path, Done.WRITTEN, f"runs {origin.action}@{origin.ref} on each push")


def set_up_settings(repository: Repository, config: Config) -> File:
    """Write the settings file, unless there is one; `config` is what that says."""
    there = existing(repository.top, CONFIG_PATH)
    if there is not None:
        given = ", ".join(sorted(name.replace("_", "-") for name in config.model_fields_set))
        return _kept(CONFIG_PATH, there, texts.settings(), f"it sets {given}" if given else "all of it is the default")
    if existing(repository.top, _LOST) is not None:
        return File(_LOST, Done.MISSING, f"it is not read under this name: rename it to {CONFIG_PATH}")
    write_new(repository.top, CONFIG_PATH, texts.settings())
    return File(CONFIG_PATH, Done.WRITTEN, "each setting with its default, commented out")


def _read(repository: Repository, path: str) -> str:
    """A workflow of somebody's; nothing where it is none that can be read."""
    try:
        return existing(repository.top, path) or ""
    except HandoffError:
        return ""


def _kept(path: str, there: str, ours: str, said: str) -> File:
    changes = tuple(differences(ours, there))
    if not changes:
        return File(path, Done.KEPT, "as it would be written")
    return File(path, Done.KEPT, said or "it differs from what would be written", () if said else changes)
