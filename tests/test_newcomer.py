"""From nothing to the first filed issue, by what the README and `init` say, word by word."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from handoff_issues import cli
from handoff_issues.starter import texts
from support.jobs import Job
from support.repository import Repository, git_environment

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
TITLES = {
    "Publish the map tiles",
    "Measure the load time of the start page",
    "The tile server's key has not arrived",
    "Where are old tiles kept?",
}
"""Of the issues that the sample holds."""


def set_up() -> list[list[str]]:
    """The commands of the README's steps; the Action's own installation apart, which needs a network."""
    part = README.partition("## Set it up\n")[2].partition("\n## ")[0]
    steps = re.findall(r"(?s)```sh\n(.*?)```", part)
    lines = [line.partition(" # ")[0].split() for step in steps for line in step.splitlines()]
    assert len(re.findall(r"(?m)^\d\. ", part)) <= 3
    return [line for line in lines if line and line[0] == "handoff-issues"]


def told(out: str) -> list[str]:
    """The git commands that `init` names."""
    return [line.strip() for line in out.splitlines() if line.startswith("    git ")]


def follow(commands: Sequence[str], *, within: Path) -> None:
    """Paste them into a shell."""
    for command in commands:
        subprocess.run(command, shell=True, cwd=within, env=git_environment(), check=True, capture_output=True)


def take_the_sample(out: str, *, within: Path) -> None:
    """Write the handoff that is shown."""
    shown = "\n".join(line.removeprefix("    ") for line in out.splitlines())
    assert texts.sample() in shown
    (within / "HANDOFF.md").write_text(texts.sample())


def test_without_github(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    subprocess.run(["git", "init", "--quiet", "."], check=True, env=git_environment())
    [[_, *init]] = set_up()
    assert cli.main([*init, "--owner", "octo"]) == 0
    out = capsys.readouterr().out
    take_the_sample(out, within=tmp_path)
    follow(told(out)[:2], within=tmp_path)  # the third is for those who have a repository on GitHub
    [sync] = [line.split() for line in out.splitlines() if "--issues-dir" in line]
    assert " ".join(sync) in README
    assert cli.main(sync[1:]) == 0
    titles = {yaml.safe_load(file.read_text().split("---")[1])["title"] for file in Path("issues").glob("*.md")}
    assert titles == TITLES


def test_with_github(job: Job, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Push as told; then a job as the workflow that was written describes it, on what was pushed."""
    remote = Repository(tmp_path / "seed").clone(tmp_path / "remote.git", "--bare")
    project = Repository(tmp_path / "project")
    page = f"https://github.example/{job.github.name}.git"
    project.git("remote", "add", "origin", page)
    project.git("config", f"url.{remote.path.as_uri()}.pushInsteadOf", page)
    monkeypatch.chdir(project.path)
    [[_, *init]] = set_up()
    assert cli.main([*init, "--owner", "octo"]) == 0
    out = job.capsys.readouterr().out
    take_the_sample(out, within=project.path)
    follow(told(out), within=project.path)

    workflow: dict[Any, Any] = yaml.safe_load(remote.git("show", f"main:{texts.WORKFLOW_PATH}"))
    assert "push" in workflow[True]  # YAML 1.1 reads the key `on` so
    [work] = workflow["jobs"].values()
    checkout, ours = work["steps"]
    assert checkout["with"]["fetch-depth"] == 0
    job.workspace.git("fetch", "--quiet", remote.path.as_uri(), "main")
    job.workspace.git("checkout", "--quiet", "-B", "main", "FETCH_HEAD")
    outcome = job.run(**{name.replace("-", "_"): value for name, value in ours.get("with", {}).items()})
    assert (outcome.code, outcome.counts()) == (0, {"opened": 4, "blockers": 1})
    assert {issue["title"] for issue in job.github.person.read_all("/issues")} == TITLES
    assert job.run().counts() == {"kept": 4, "blockers": 1}
