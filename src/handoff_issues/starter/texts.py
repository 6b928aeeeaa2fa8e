"""The files that `init` writes, as texts. Pure but for the package's own templates."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any, cast

from handoff_issues.config import LabelSetting
from handoff_issues.schema import allowed, schema

WORKFLOW_PATH = ".github/workflows/handoff-issues.yml"
PLACEHOLDER = "OWNER/handoff-issues@main"
"""What stands in the template for whose Action is run, and at which ref."""

_WIDTH = 100
_HEAD = """\
# Settings of handoff-issues for this repository. All keys are optional, and each stands here with its
# default: take the `#` before a key away to change it. An input of the workflow beats what is said.
"""


def workflow(action: str, ref: str) -> str:
    """The workflow that runs `action` (`owner/name`) at a branch, tag or commit."""
    return _packaged("workflow.yml").replace(PLACEHOLDER, f"{action}@{ref}")


def sample() -> str:
    """A short handoff, to show how one can look."""
    return _packaged("sample.md")


def settings() -> str:
    """The settings file with every key, its meaning and its default, all of it commented out.

    Remarks begin with `# `, keys with `#` and no single blank, so that what is a key can be told.
    """
    properties = cast("Mapping[str, Mapping[str, Any]]", schema()["properties"])
    return "\n".join([_HEAD, *("".join(_key(name, node)) for name, node in properties.items())])


def _key(name: str, node: Mapping[str, Any]) -> Iterator[str]:
    told = f"{node['description']} Allowed: {allowed((name,))}."
    yield from (f"# {line}\n" for line in textwrap.wrap(told, _WIDTH, break_on_hyphens=False))
    default = node.get("default", {})  # of what a factory makes, the schema does not tell it
    if name == "labels":
        yield f"#{name}:\n"
        yield from (f"#  {meaning}: {_flow(label)}\n" for meaning, label in default.items())
    else:
        yield f"#{name}: {json.dumps(default, ensure_ascii=False)}\n"


def _flow(label: Mapping[str, str]) -> str:
    """A label on one line; JSON's strings are YAML's too."""
    told = (f"{key}: {json.dumps(label[key], ensure_ascii=False)}" for key in LabelSetting.model_fields)
    return f"{{ {', '.join(told)} }}"


def _packaged(name: str) -> str:
    return (files("handoff_issues.starter") / name).read_text(encoding="utf-8")
