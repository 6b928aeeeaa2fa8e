"""`sync` with issues on a GitHub over HTTP: which repository is meant, and what is told on the way."""

from __future__ import annotations

import json

import pytest
from forge.hub import GitHub

from support.repository import Repository
from support.shell import Shell, on_a_terminal


@pytest.fixture
def variables(github: GitHub, shell: Shell, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name, value in {"GITHUB_TOKEN": github.token, "GITHUB_API_URL": github.url}.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def test_the_remote_names_the_repository(
    shell: Shell, project: Repository, github: GitHub, variables: pytest.MonkeyPatch
):
    commit = project.head()
    project.git("remote", "add", "origin", f"git@github.com:{github.name}.git")
    code, out, err = shell.run("sync", "--write-interval", "0", "--format", "json")
    assert (code, err) == (0, "")
    assert sorted(row["issue"] for row in json.loads(out)["changes"]) == sorted(github.issues())
    bodies = "".join(issue.body for issue in github.issues().values())
    assert f"https://github.com/{github.name}/blob/{commit}/HANDOFF.md" in bodies


def test_the_environment_takes_precedence(
    shell: Shell, project: Repository, github: GitHub, variables: pytest.MonkeyPatch
):
    project.git("remote", "add", "origin", "https://github.com/somebody/else.git")
    variables.setenv("GITHUB_REPOSITORY", github.name)
    variables.setenv("GH_TOKEN", github.token)
    variables.delenv("GITHUB_TOKEN")
    code, _, _ = shell.run("sync", "--write-interval", "0")
    assert code == 0
    assert len(github.issues()) == 4


@pytest.mark.parametrize("remote", [None, "../other", "https://github.com/owner-alone"])
def test_without_a_remote_on_github(
    shell: Shell, project: Repository, variables: pytest.MonkeyPatch, remote: str | None
):
    if remote:
        project.git("remote", "add", "origin", remote)
    code, _, err = shell.run("sync")
    assert code == 1
    assert "the git remote names no repository on GitHub" in err
    assert "GITHUB_REPOSITORY" in err


def test_a_refusal_is_exit_1_and_the_report_is_printed_all_the_same(
    shell: Shell, project: Repository, github: GitHub, variables: pytest.MonkeyPatch
):
    variables.setenv("GITHUB_REPOSITORY", github.name)
    variables.setenv("GITHUB_TOKEN", github.issue_token(permission="read"))
    code, out, err = shell.run("sync", "--write-interval", "0", "--format", "json")
    assert code == 1
    assert json.loads(out)["remaining"] == 4
    assert "issues: write" in err
    assert github.issues() == {}


def test_a_progress_bar_on_a_terminal_while_many_are_written(project: Repository, github: GitHub):
    env = {
        "GITHUB_TOKEN": github.token,
        "GITHUB_API_URL": github.url,
        "GITHUB_REPOSITORY": github.name,
    }
    shown = on_a_terminal("sync", "--write-interval", "0.1", env=env)
    assert "writing issues" in shown
    assert "4/4" in shown
    assert len(github.issues()) == 4
