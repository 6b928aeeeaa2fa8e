"""action.yml says what the code does: its inputs, their defaults, its outputs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from handoff_issues.cli import main
from handoff_issues.config import CONFIG_PATH, Config
from handoff_issues.report import Counts
from handoff_issues.schema import schema
from handoff_issues.settings import INPUTS

ACTION: dict[str, Any] = yaml.safe_load((Path(__file__).resolve().parent.parent / "action.yml").read_text())
FILE_KEYS = set(schema()["properties"])


def default_of(name: str) -> str:
    """The default of a setting as a user would write it."""
    value = Config.model_validate({}).model_dump(mode="json", by_alias=True)[name]
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, float) else str(value)


def test_inputs_are_those_that_the_code_reads():
    assert set(ACTION["inputs"]) == set(INPUTS) | {"token", "config", "root", "plan-file"}


def test_an_input_that_the_file_may_set_has_no_default_that_would_beat_it():
    assert {name for name, given in ACTION["inputs"].items() if "default" in given} == set(ACTION["inputs"]) - FILE_KEYS
    assert ACTION["inputs"]["token"]["default"] == "${{ github.token }}"
    assert ACTION["inputs"]["config"]["default"] == CONFIG_PATH
    assert ACTION["inputs"]["root"]["default"] == "."


@pytest.mark.parametrize("name", sorted(set(INPUTS) - FILE_KEYS))
def test_other_defaults_are_those_of_the_code(name: str):
    assert ACTION["inputs"][name]["default"] == default_of(name)


@pytest.mark.parametrize("name", sorted(set(INPUTS) & FILE_KEYS - {"files", "confirm"}))
def test_a_description_tells_the_default_of_the_code(name: str):
    assert re.findall(r"Default: `([^`]+)`\.$", ACTION["inputs"][name]["description"]) == [default_of(name)]


def test_lists_have_no_defaults_but_are_described():
    assert Config().files == Config().confirm == ()
    assert "Default: `HANDOFF.md`, " in ACTION["inputs"]["files"]["description"]
    assert ACTION["inputs"]["confirm"]["description"].endswith("Default: none.")


def test_outputs_are_the_counts_and_the_plan():
    assert set(ACTION["outputs"]) == set(Counts.model_fields) - {"skipped"} | {"plan"}


def test_every_input_and_output_is_described_and_it_runs_as_a_container():
    for name, given in {**ACTION["inputs"], **ACTION["outputs"]}.items():
        assert given["description"].rstrip(".").strip(), name
    assert ACTION["runs"] == {"using": "docker", "image": "Dockerfile"}
    assert set(ACTION["branding"]) == {"icon", "color"}


def test_the_command_line_tells_the_same_defaults(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit):
        main(["sync", "--help"])
    text = " ".join(capsys.readouterr().out.partition("\nsettings:")[2].split())
    for name in set(INPUTS) & FILE_KEYS - {"files", "confirm"}:
        found = re.search(rf"--{name} [^()]*\(([^)]+)\)", text)
        assert found is not None, name
        assert found[1] == default_of(name)
