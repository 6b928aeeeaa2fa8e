"""The steps of a release, run here with a `gh` that only writes down what it is asked."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from support.repository import Repository

TOP = Path(__file__).resolve().parent.parent
JOBS: dict[str, Any] = yaml.safe_load((TOP / ".github/workflows/release.yml").read_text(encoding="utf-8"))["jobs"]
IMAGE = f"ghcr.io/harbour/handoff-issues@sha256:{'0a' * 32}"
GH = """\
#!/bin/sh
echo "$*" >>"$CALLS"
case "$*" in
  *--input*) cat >"$CALLS.tree"; echo tree-id ;;
  *commits/*) echo base-id ;;
  *git/commits*) echo commit-id ;;
  *PATCH*tags/v0\\ *) exit 1 ;;
esac
"""

pytestmark = pytest.mark.skipif(not shutil.which("jq"), reason="GitHub's runners have jq, this machine has not")


def script(job: str, named: str) -> str:
    [run] = [step["run"] for step in JOBS[job]["steps"] if step.get("name", "").startswith(named)]
    return run


@pytest.fixture
def checkout(tmp_path: Path) -> Repository:
    """The tag's commit, as far as a release looks at it."""
    repository = Repository(tmp_path / "checkout")
    names = ("action.yml", "pyproject.toml", "scripts/release_action.py")
    repository.commit({name: (TOP / name).read_text(encoding="utf-8") for name in names})
    repository.git("update-ref", "refs/remotes/origin/main", "HEAD")
    return repository


def run(checkout: Repository, text: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """As the runner runs a step in bash."""
    tools = checkout.path.parent / "tools"
    tools.mkdir()
    (tools / "gh").write_text(GH)
    (tools / "gh").chmod(0o755)
    path = f"{tools}{os.pathsep}{TOP / '.venv' / 'bin'}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "CALLS": str(checkout.path.parent / "calls"), **variables}
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", text]
    return subprocess.run(command, cwd=checkout.path, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("tag", "branch", "said"),
    [
        pytest.param("v{}", "main", None, id="as it should be"),
        pytest.param("v99.0.0", "main", "pyproject.toml says", id="another version"),
        pytest.param("v{}", "other", "is not on other", id="not on the default branch"),
    ],
)
def test_only_the_packages_own_version_on_the_default_branch_is_released(
    checkout: Repository, tag: str, branch: str, said: str | None
) -> None:
    version = next(line for line in (checkout.path / "pyproject.toml").read_text().splitlines() if "version" in line)
    checkout.commit({"later.txt": "a commit that the branch other does not have"})
    checkout.git("update-ref", "refs/remotes/origin/main", "HEAD")
    checkout.git("update-ref", "refs/remotes/origin/other", "HEAD~1")
    text = script("check", "The tag is the version").replace("python -c", "python3 -c")
    done = run(checkout, text, GITHUB_REF_NAME=tag.format(version.split('"')[1]), BRANCH=branch)
    assert (done.returncode == 0) is (said is None), done.stderr
    assert (said or "") in done.stdout


def test_tags_are_moved_to_a_commit_whose_action_names_the_image(checkout: Repository) -> None:
    variables = {"GITHUB_REPOSITORY": "harbour/handoff-issues", "GITHUB_REF_NAME": "v0.1.0", "IMAGE": IMAGE}
    done = run(checkout, script("publish", "Commit the action.yml"), **variables)
    assert done.returncode == 0, done.stderr
    tree = json.loads((checkout.path.parent / "calls.tree").read_text())
    [changed] = tree["tree"]
    assert (tree["base_tree"], changed["path"], changed["mode"]) == ("base-id", "action.yml", "100644")
    assert yaml.safe_load(changed["content"])["runs"]["image"] == f"docker://{IMAGE}"
    api, parent = "api repos/harbour/handoff-issues/git", checkout.head()
    assert (checkout.path.parent / "calls").read_text().splitlines() == [
        f"{api}/commits/{parent} --jq .tree.sha",
        f"{api}/trees --input - --jq .sha",
        f"{api}/commits --jq .sha -f message=Release v0.1.0 -f tree=tree-id -f parents[]={parent}",
        f"api --method PATCH {api[4:]}/refs/tags/v0.1.0 -f sha=commit-id -F force=true --silent",
        f"api --method PATCH {api[4:]}/refs/tags/v0 -f sha=commit-id -F force=true --silent",
        f"{api}/refs -f ref=refs/tags/v0 -f sha=commit-id --silent",
    ]


def test_nothing_is_published_that_is_no_image_with_a_digest(checkout: Repository) -> None:
    variables = {"GITHUB_REPOSITORY": "harbour/handoff-issues", "GITHUB_REF_NAME": "v0.1.0", "IMAGE": f"{IMAGE}:v1"}
    done = run(checkout, script("publish", "Commit the action.yml"), **variables)
    assert done.returncode != 0
    assert not (checkout.path.parent / "calls").exists()
