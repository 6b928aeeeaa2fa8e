"""The JSON Schema of the repository's settings file: for editors, and for saying what is allowed where."""

from __future__ import annotations

from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from handoff_issues.config import Config, Settings
from handoff_issues.strict_yaml import Path

Node = dict[str, Any]
"""A part of a JSON Schema."""


class _Titles(GenerateJsonSchema):
    """Leaves out the titles that only repeat a key."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 -- pydantic's signature
        return False


def schema() -> Node:
    """JSON Schema (2020-12) of `.github/handoff-issues.yml`."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **_generate(Settings),
        "title": "handoff-issues",
        "description": "How handoff-issues reads the handoffs of this repository and files issues from them.",
    }


def _generate(model: type[Settings]) -> Node:
    found = model.model_json_schema(by_alias=True, schema_generator=_Titles)
    for definition in found["$defs"].values():
        definition.pop("title", None)
    return found


def keys(path: Path = ()) -> list[str]:
    """The keys that the mapping at `path` may have; empty where it may have any."""
    node = _at(schema(), path)
    return list(node.get("properties") or node.get("propertyNames", {}).get("enum", []))


def allowed(path: Path) -> str:
    """What may stand at `path`, in words; inputs that no file may give included."""
    whole = _generate(Config)
    return _phrase(_at(whole, path), whole)


def _at(whole: Node, path: Path) -> Node:
    node = whole
    for step in path:
        inner: Node = node.get("items", {}) if isinstance(step, int) else _member(node, step)
        node = _resolved(inner, whole)
    return node


def _member(node: Node, key: str) -> Node:
    return node.get("properties", {}).get(key) or node.get("additionalProperties") or {}


def _resolved(node: Node, whole: Node) -> Node:
    name = node.get("$ref", "").removeprefix("#/$defs/")
    return whole["$defs"][name] if name else node


def _phrase(node: Node, whole: Node) -> str:
    if "enum" in node:
        return _either(node["enum"])
    match node.get("type"):
        case "integer":
            return f"a whole number from {node['minimum']} to {node['maximum']}"
        case "number":
            return f"a number from {node['minimum']} to {node['maximum']}"
        case "boolean":
            return "true or false"
        case "array":
            return f"a list, each entry {_phrase(_resolved(node['items'], whole), whole)}"
        case "object" if "properties" in node:
            return f"the keys {', '.join(node['properties'])}"
        case "object":
            return f"names, each with {_phrase(_resolved(node['additionalProperties'], whole), whole)}"
        case _:
            return node.get("title", "a text")


def _either(values: list[str]) -> str:
    return " or ".join(filter(None, [", ".join(values[:-1]), values[-1]]))
