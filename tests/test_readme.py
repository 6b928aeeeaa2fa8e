"""The README stays true: its tables are those of action.yml, its settings are valid, its workflow can be pasted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from handoff_issues import cli
from handoff_issues.handoff import parse
from handoff_issues.reconcile.command import Name, commands
from handoff_issues.settings import load

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))


def table(fields: Mapping[str, Mapping[str, Any]], head: str) -> str:
    """The table of inputs or outputs as the README has to hold it."""
    rows = [f"| {head} | meaning |", "| --- | --- |"]
    for name, field in fields.items():
        default = field.get("default", "")
        told = f" Default: `{default}`." if default and "Default:" not in field["description"] else ""
        rows.append(f"| `{name}` | {' '.join(field['description'].split())}{told} |")
    return "\n".join(rows)


def between(name: str) -> str:
    found = re.search(rf"<!-- {name} -->\n(.*?)\n<!-- /{name} -->", README, re.DOTALL)
    assert found is not None
    return found[1]


def blocks(language: str) -> list[str]:
    return [
        re.sub(r"(?m)^   ", "", block) if block.startswith("   ") else block
        for block in re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)
    ]


@pytest.mark.parametrize(("part", "head"), [("inputs", "input"), ("outputs", "output")])
def test_the_tables_are_those_of_the_action(part: str, head: str) -> None:
    assert between(part) == table(ACTION[part], head)


def test_the_workflow_to_paste_asks_for_what_is_needed_and_no_more() -> None:
    [workflow] = [yaml.safe_load(block) for block in blocks("yaml") if "jobs:" in block]
    assert workflow["permissions"] == {}
    [job] = workflow["jobs"].values()
    assert job["permissions"] == {"contents": "read", "issues": "write", "pull-requests": "write"}
    assert workflow["concurrency"]["cancel-in-progress"] is False
    checkout, ours = job["steps"]
    assert checkout["with"]["fetch-depth"] == 0
    own = (ROOT / ".github/workflows/handoff.yml").read_text(encoding="utf-8")
    assert checkout["uses"] in own, "the same pinned version as in our own workflow"
    assert ours["uses"].split("@")[0] == "OWNER/handoff-issues"
    triggers = {"push", "pull_request", "issue_comment", "issues", "schedule", "workflow_dispatch"}
    assert set(workflow[True]) == triggers  # YAML reads `on` so
    assert "comment" in workflow["concurrency"]["group"], "no comment takes the place of another that waits"


def test_the_settings_shown_are_valid() -> None:
    [shown] = [block for block in blocks("yaml") if "on-absent:" in block]
    config = load(inputs={}, file=("README.md", shown))
    assert config.labels.critical.name == "P0"
    assert config.absent_after == 3


def test_the_explanation_shown_is_the_true_one(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`make readme` writes it anew."""
    monkeypatch.chdir(ROOT)
    assert cli.main(["explain", "examples/handoff-2026-03-04.md"]) == 0
    lines = [line.rstrip() for line in capsys.readouterr().out.strip().split("\n")]
    assert between("explain").strip() == "\n".join(["```text", *lines, "```"])


def test_the_comments_shown_are_obeyed() -> None:
    [shown] = blocks("markdown")
    handoff = parse(f"## Notes\n\n{shown}\n- Draw a map\n", path="HANDOFF.md")
    assert [(item.title, item.priority, item.kind) for item in handoff.items] == [
        ("The gauge at Saltmere is silent again", "high", "blocker"),
        ("Draw a map", "low", "pending"),
    ]
    assert handoff.warnings == ()


def test_the_hook_shown_is_the_one_offered() -> None:
    [shown] = [yaml.safe_load(block) for block in blocks("yaml") if "hooks:" in block]
    [offered] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert [hook["id"] for hook in shown["repos"][0]["hooks"]] == [offered["id"]]


def test_every_make_target_named_exists() -> None:
    targets = re.findall(r"(?m)^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"))
    named = set(re.findall(r"(?m)(?:^|`)make ([a-z-]+)", README))
    assert {"demo", "test"} <= named <= set(targets)


def test_pictures_are_small() -> None:
    pictures = [ROOT / target for target in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README)]
    assert {picture.name for picture in pictures} >= {"explain.png", "issue.png", "pull-request.png"}
    assert max(picture.stat().st_size for picture in pictures) < 250_000


def test_links_lead_to_files() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / target).is_file(), target


def test_every_command_is_told_of() -> None:
    table = README.partition("<!-- commands -->")[2].partition("<!-- /commands -->")[0]
    told = [command.replace("\\|", "|") for command in re.findall(r"^\| `(/handoff [^`]+)`", table, re.MULTILINE)]
    assert [name for name in Name if not any(command.split()[1] == name for command in told)] == []
    assert all(commands(command.replace("#N", "#3").partition("|")[0])[0].name for command in told)


def test_what_the_map_for_newcomers_names_is_there() -> None:
    found = re.search(r"<!-- map -->\n(.*?)\n<!-- /map -->", CONTRIBUTING, re.DOTALL)
    assert found is not None
    paths = re.findall(r"`([\w/]+(?:\.\w+|/))`", found[1])
    assert len(paths) > 30
    assert [path for path in paths if not (ROOT / "src/handoff_issues" / path).exists()] == []
