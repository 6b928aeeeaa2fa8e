"""A repository as it is checked out: the settings of its commit, and what they do to what is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from handoff_issues import git
from handoff_issues.checkout import load_settings, take_snapshot
from handoff_issues.config import CONFIG_PATH
from handoff_issues.errors import ConfigErrors
from handoff_issues.model import Kind, Snapshot
from support.repository import Repository


@pytest.fixture
def project(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "project")


def snapshot(project: Repository, **inputs: str) -> Snapshot:
    repository = git.Repository(project.path)
    config, told = load_settings(repository, inputs={name.replace("_", "-"): value for name, value in inputs.items()})
    return take_snapshot(repository, config, told=told)


def test_headings_of_the_settings_are_understood(project: Repository):
    project.commit({"HANDOFF.md": "# Übergabe\n\n## Was uns aufhält\n\n- Der Schlüssel des Lieferanten fehlt\n"})
    before = [item.kind for _, handoff in snapshot(project).live_handoffs() for item in handoff.items]
    assert Kind.BLOCKER not in before
    project.commit({CONFIG_PATH: "headings:\n  blocker: [Was uns aufhält]\n"})
    assert [item.kind for _, handoff in snapshot(project).live_handoffs() for item in handoff.items] == [Kind.BLOCKER]


def test_streams_of_the_settings_hold_what_their_globs_name(project: Repository):
    text = "# Handoff\n\n## Next steps\n\n- Mend the {}\n"
    pump, valve, topic = (
        "fw/pump-handoff-2026-03-01.md",
        "fw/valve-handoff-2026-03-02.md",
        "docs/handoff-2026-03-01-hull.md",
    )
    other = "docs/handoff-2026-03-02-mast.md"
    project.commit({path: text.format(path) for path in (pump, valve, topic, other)}, date="2026-03-02T12:00")
    assert streams(project) == {
        "fw/pump-handoff": [pump],
        "fw/valve-handoff": [valve],
        "docs/handoff": [other, topic],
    }
    settings = "streams:\n  firmware: ['fw/*.md']\n  hull: ['docs/*-hull.md']\n"
    project.commit({CONFIG_PATH: settings}, date="2026-03-03T12:00")
    assert streams(project) == {"firmware": [valve, pump], "hull": [topic], "docs/handoff": [other]}


def streams(project: Repository) -> dict[str, list[str]]:
    """The paths of each stream's handoffs, newest first."""
    return {stream.id: [each.handoff.path for each in stream.versions] for stream in snapshot(project).streams}


def test_warnings_of_a_live_handoff_and_of_the_settings_are_told_once(project: Repository):
    project.commit({"HANDOFF.md": "# Handoff\n\n## Next steps\n\n- Mend it\n\n```\nno end\n"})
    project.write({CONFIG_PATH: "max-open: 1\n"})
    told = [(warning.path, warning.line) for warning in snapshot(project).warnings]
    assert sorted(told, key=str) == [(CONFIG_PATH, None), ("HANDOFF.md", 7)]


def test_the_settings_file_may_have_another_name_and_then_must_be_there(project: Repository):
    project.commit({"HANDOFF.md": "", "ops/notes.yml": "\ufeffmax-open: 3\r\n"})
    repository = git.Repository(project.path)
    assert load_settings(repository, inputs={}, path="ops/notes.yml")[0].max_open == 3
    assert load_settings(repository, inputs={})[0].max_open == 20
    with pytest.raises(ConfigErrors, match="no such settings file in the commit"):
        load_settings(repository, inputs={}, path="ops/other.yml")


def test_a_settings_file_that_is_a_folder_is_none(project: Repository):
    project.commit({"HANDOFF.md": "", f"{CONFIG_PATH}/README.md": "odd"})
    assert load_settings(git.Repository(project.path), inputs={})[1] == ()


def test_an_earlier_commit_is_read_with_the_settings_that_it_had(project: Repository):
    files = {"HANDOFF.md": "## Next steps\n\n- Mend the pump\n", CONFIG_PATH: "max-open: 3\n"}
    first = project.commit(files, date="2026-03-01T12:00")
    project.commit({"HANDOFF.md": "## Next steps\n\n- Mend the sail\n", CONFIG_PATH: None}, date="2026-03-02T12:00")
    project.write({"HANDOFF.md": "## Next steps\n\n- Mend the mast\n", CONFIG_PATH: "max-open: 9\n"})
    repository = git.Repository(project.path)
    at = repository.commit(first)
    config, told = load_settings(repository, inputs={}, at=at)
    then = take_snapshot(repository, config, told=told, at=at)
    assert config.max_open == 3
    assert (then.commit, then.committed_at) == (first, at.at)
    assert [item.title for _, handoff in then.live_handoffs() for item in handoff.items] == ["Mend the pump"]
    assert then.warnings == (), "the work tree says nothing of an earlier commit"
