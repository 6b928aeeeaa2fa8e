"""The commands that help to begin: `init` writes the files of a repository, `schema` tells what may stand in one."""

from __future__ import annotations

import json

from handoff_issues.cli.output import warn
from handoff_issues.config import CONFIG_PATH
from handoff_issues.errors import HandoffError
from handoff_issues.git import Repository
from handoff_issues.schema import schema
from handoff_issues.settings import load
from handoff_issues.starter import setup, show
from handoff_issues.starter.files import existing
from handoff_issues.starter.origin import Origin
from handoff_issues.starter.survey import survey
from handoff_issues.tables import printing


def set_up(*, root: str, origin: Origin) -> int:
    """Write what a repository needs, and say what a first run would file; 1 where something is to be mended first."""
    repository = Repository(root)
    if repository.is_bare:
        raise HandoffError("a bare repository has no files", where=root, mend="Run this in a clone of it.")
    text = existing(repository.top, CONFIG_PATH)
    config = load(inputs={}, file=None if text is None else (CONFIG_PATH, text))
    found = survey(repository, config)
    with printing() as out:
        show.print_survey(found, out)
        warn(found.warnings)
        files = [setup.set_up_workflow(repository, origin), setup.set_up_settings(repository, config)]
        show.print_files(files, out)
        branch, default, remote = repository.branch(), repository.default_branch(), repository.remote()
        lines = show.next_steps(found, files, root=root, remote=remote, branch=branch, default=default)
        show.print_next(["", *lines], out)
    return int(any(file.done is setup.Done.MISSING for file in files))


def print_schema() -> int:
    """Print the JSON Schema of the settings file."""
    print(json.dumps(schema(), indent=2))
    return 0
