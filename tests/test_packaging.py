"""The project as a package, an image and workflows: what is pinned, what may be fetched, and who may do what."""

from __future__ import annotations

import json
import re
import runpy
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import github
import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from handoff_issues.handoff.files.discover import discover

TOP = Path(__file__).resolve().parent.parent
LOCKS = {path.stem: path.read_text(encoding="utf-8") for path in sorted((TOP / "requirements").glob("*.txt"))}
WORKFLOWS = sorted((TOP / ".github" / "workflows").glob("*.yml"))
PROJECT = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))

each_lock = pytest.mark.parametrize("lock", LOCKS)
each_workflow = pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)


def _entries(lock: str) -> list[str]:
    """Each requirement of a lock with its hashes, as one line."""
    lines = LOCKS[lock].replace("\\\n", " ").splitlines()
    return [line for line in lines if line.strip() and not line.lstrip().startswith("#")]


def _versions(lock: str) -> dict[str, str]:
    found = [Requirement(entry.partition(" --hash")[0]) for entry in _entries(lock)]
    return {canonicalize_name(requirement.name): str(requirement.specifier) for requirement in found}


def _load(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _committed() -> list[Path]:
    listing = subprocess.run(["git", "-C", str(TOP), "ls-files", "-z"], capture_output=True, text=True, check=True)
    return [TOP / name for name in listing.stdout.split("\0") if name and (TOP / name).is_file()]


@each_lock
def test_a_lock_pins_every_version_and_file(lock: str) -> None:
    for entry in _entries(lock):
        assert re.fullmatch(r"[\w.-]+==[\w.]+( ; [^#]+?)?(\s+--hash=sha256:[0-9a-f]{64})+\s*", entry), entry


@each_lock
def test_a_lock_names_no_place_to_fetch_from(lock: str) -> None:
    assert "://" not in LOCKS[lock]
    assert " @ " not in LOCKS[lock]


@pytest.mark.parametrize("lock", ["build", "runtime"])
def test_the_locks_agree(lock: str) -> None:
    assert _versions(lock).items() <= _versions("dev").items()


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [
        ("runtime", PROJECT["project"]["dependencies"]),
        ("build", PROJECT["build-system"]["requires"]),
        ("build", PROJECT["dependency-groups"]["build"]),
        ("dev", [entry for entry in PROJECT["dependency-groups"]["dev"] if isinstance(entry, str)]),
    ],
)
def test_a_lock_has_what_the_project_declares(lock: str, wanted: list[str]) -> None:
    versions = _versions(lock)
    for requirement in map(Requirement, wanted):
        assert requirement.specifier.contains(versions[canonicalize_name(requirement.name)].removeprefix("=="))


@pytest.mark.parametrize("folder", ["tests/browser", "tests/github", "tests/github/contract"])
def test_the_lock_of_npm_pins_without_addresses(folder: str) -> None:
    packages = json.loads((TOP / folder / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    fetched = {name: package for name, package in packages.items() if name}
    assert fetched
    assert all("integrity" in package and "resolved" not in package for package in fetched.values())


@pytest.mark.skipif(not (TOP / ".git").exists(), reason="not a checkout")
def test_no_committed_file_names_a_package_index() -> None:
    words = [("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("deb.debian", "org")]
    hosts = [".".join(pair).encode() for pair in words]
    naming = [path for path in _committed() if any(host in path.read_bytes() for host in hosts)]
    assert naming == []


@pytest.mark.skipif(not (TOP / ".git").exists(), reason="not a checkout")
def test_no_example_or_test_of_ours_is_taken_for_our_own_handoff() -> None:
    committed = [path.relative_to(TOP).as_posix() for path in _committed()]
    assert [path for path in committed if path.startswith("examples/handoff-")]
    assert not [name.path for name in discover(committed) if name.path.startswith(("examples/", "tests/"))]


@each_workflow
def test_a_workflow_grants_nothing_but_what_each_job_says_why(workflow: Path) -> None:
    content = _load(workflow)
    assert content["permissions"] == {}
    for name, job in content["jobs"].items():
        assert job["permissions"], name
    grants = re.findall(r"^ +[a-z-]+: (?:read|write)\b.*$", workflow.read_text(encoding="utf-8"), re.MULTILINE)
    assert grants
    assert all(re.search(r" # \w", grant) for grant in grants), grants


@each_workflow
def test_a_workflow_runs_pinned_actions_alone(workflow: Path) -> None:
    uses = re.findall(r"uses: (.*)", workflow.read_text(encoding="utf-8"))
    assert uses
    for action in uses:
        assert action == "./" or re.fullmatch(r"[\w-]+/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action), action


@each_workflow
def test_a_workflow_leaves_no_token_behind_and_trusts_no_fork(workflow: Path) -> None:
    content = _load(workflow)
    triggers = content[True]  # YAML 1.1 reads the key `on` as true
    assert not {"pull_request_target", "workflow_run"} & set(triggers)
    steps = [step for job in content["jobs"].values() for step in job["steps"]]
    for step in steps:
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False
            # Anybody's comment starts a run, which must know no other code than the default branch's.
            assert "issue_comment" not in triggers or not {"ref", "repository"} & set(step["with"])


@each_workflow
def test_what_a_workflow_runs_is_shell_without_anybodys_text(workflow: Path) -> None:
    runs = [step["run"] for job in _load(workflow)["jobs"].values() for step in job["steps"] if "run" in step]
    for run in runs:
        assert "${{" not in run, "what an expression holds would be part of the script"
        parsed = subprocess.run(["bash", "-n"], input=run, capture_output=True, text=True, check=False)
        assert parsed.returncode == 0, parsed.stderr


def test_a_release_runs_the_image_that_was_attested() -> None:
    jobs = _load(TOP / ".github" / "workflows" / "release.yml")["jobs"]
    assert [job.get("needs") for job in jobs.values()] == [None, "check", "image"]
    [attest] = [step for step in jobs["image"]["steps"] if step.get("uses", "").startswith("actions/attest@")]
    assert attest["with"]["subject-digest"] == jobs["image"]["outputs"]["digest"]
    assert attest["with"]["subject-name"] == jobs["image"]["outputs"]["image"]
    [commit] = [step for step in jobs["publish"]["steps"] if "release_action.py" in step.get("run", "")]
    assert commit["env"]["IMAGE"] == "${{ needs.image.outputs.image }}@${{ needs.image.outputs.digest }}"
    writing = {name for name, job in jobs.items() if job["permissions"].get("contents") == "write"}
    assert writing == {"publish"}, "what builds and tests may write nothing but the image"


def test_a_releases_action_differs_in_its_image_alone() -> None:
    script = runpy.run_path(str(TOP / "scripts" / "release_action.py"))
    text = (TOP / "action.yml").read_text(encoding="utf-8")
    image = f"ghcr.io/harbour/handoff-issues@sha256:{'0a' * 32}"
    ours, released = yaml.safe_load(text), yaml.safe_load(script["released"](text, image))
    assert released.pop("runs") == {"using": "docker", "image": f"docker://{image}"}
    del ours["runs"]
    assert released == ours
    for wrong in ("ghcr.io/harbour/handoff-issues:v1", "", f"{image}\n  args: [x]", image.upper()):
        with pytest.raises(ValueError, match="no image with a digest"):
            script["released"](text, wrong)
    with pytest.raises(ValueError, match="does not say once"):
        script["released"](script["released"](text, image), image)


def test_our_own_handoffs_are_read_with_their_history_and_written_one_run_at_a_time() -> None:
    content = _load(TOP / ".github" / "workflows" / "handoff.yml")
    (job,) = content["jobs"].values()
    checkout, ours = job["steps"]
    assert checkout["with"]["fetch-depth"] == 0
    assert ours["uses"] == "./"
    assert content["concurrency"]["cancel-in-progress"] is False
    assert job["permissions"] == {"contents": "read", "issues": "write", "pull-requests": "write"}


def test_ci_runs_every_python_from_the_oldest_allowed_on() -> None:
    content = _load(TOP / ".github" / "workflows" / "ci.yml")
    versions = content["jobs"]["test"]["strategy"]["matrix"]["python"]
    assert versions == ["3.11", "3.12", "3.13", "3.14"]
    assert PROJECT["project"]["requires-python"] == f">={versions[0]}"


def test_the_image_starts_isolated_wherever_github_puts_it() -> None:
    lines = (TOP / "Dockerfile").read_text(encoding="utf-8").splitlines()
    assert 'ENTRYPOINT ["/app/bin/python", "-I", "-m", "handoff_issues", "action"]' in lines
    assert not [line for line in lines if line.startswith(("USER", "WORKDIR"))]
    assert _load(TOP / "action.yml")["runs"] == {"using": "docker", "image": "Dockerfile"}


def test_the_image_is_built_from_what_it_needs_alone() -> None:
    rules = (TOP / ".dockerignore").read_text(encoding="utf-8").split()
    assert "*" in rules
    assert {rule for rule in rules if rule.startswith("!")} == {
        "!LICENSE",
        "!README.md",
        "!pyproject.toml",
        "!requirements/",
        "!src/",
    }


def test_the_help_of_make_names_every_target() -> None:
    text = (TOP / "Makefile").read_text(encoding="utf-8")
    targets = {name for names in re.findall(r"^\.PHONY: (.*)$", text, re.MULTILINE) for name in names.split()}
    assert targets - set(re.findall(r'^\t@echo "make ([\w-]+)', text, re.MULTILINE)) == {"help"}


def test_the_wheel_holds_all_of_the_package(tmp_path: Path) -> None:
    """Its data too: lexicons, the page's template, the files that `init` writes."""
    source = tmp_path / "source"
    source.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(TOP / name, source)
    caches = shutil.ignore_patterns("__pycache__")
    shutil.copytree(TOP / "src", source / "src", ignore=caches)
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path / "dist")]
    subprocess.run(build, cwd=source, capture_output=True, check=True)
    [wheel] = (tmp_path / "dist").glob("*.whl")
    package = TOP / "src" / "handoff_issues"
    files = {path.relative_to(package.parent).as_posix() for path in package.rglob("*") if path.is_file()}
    wanted = {name for name in files if "__pycache__" not in name}
    assert {"handoff_issues/starter/workflow.yml", "handoff_issues/starter/sample.md"} <= wanted
    assert wanted <= set(zipfile.ZipFile(wheel).namelist())


def test_our_folder_of_tests_hides_no_library() -> None:
    """`tests/github` lies on the path, and actions-toolkit's wheel brings a package named `tests`."""
    assert hasattr(github, "Github")
    assert not (TOP / "tests" / "__init__.py").exists()
    assert not (TOP / "tests" / "github" / "__init__.py").exists()
