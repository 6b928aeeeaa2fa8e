"""YAML from strangers: plain data with the line of every key, and nothing that YAML can do besides."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

import yaml

from handoff_issues.errors import HandoffError

LIMIT = 64 * 1024
"""Bytes; a settings file of more is none."""

Path = tuple[str | int, ...]
"""Keys and list positions from the top down to a value."""


class YamlError(HandoffError):
    """The text is no YAML, or YAML that we do not take."""

    def __init__(self, what: str, *, line: int | None = None, mend: str | None = None):
        super().__init__(what, where=None if line is None else f"line {line}", mend=mend)
        self.line = line


@dataclass(frozen=True)
class Document:
    """The data of a YAML text, and where each part of it stands."""

    value: object
    """None, text, numbers, true and false, in lists and mappings with text keys; dates are text."""
    lines: Mapping[Path, int] = field(default_factory=dict[Path, int])
    """1-based; a key's own line, or that of a list's entry."""
    sources: Mapping[Path, str] = field(default_factory=dict[Path, str])
    """Each value as it was written."""

    def line(self, path: Path) -> int:
        """The line of what is at `path`, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def source(self, path: Path) -> str | None:
        """The value at `path` as it was written."""
        return self.sources.get(path)


def read(text: str) -> Document:
    """The data of `text`; raises `YamlError`.

    Refused are aliases and anchors (a few bytes of them unfold to gigabytes), tags, keys given
    twice (YAML would drop the first silently), keys that are no text, and more than `LIMIT` bytes.
    """
    if len(text.encode("utf-8", "surrogatepass")) > LIMIT:
        raise YamlError(f"the file is larger than {LIMIT // 1024} kB")
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        if node is None:
            return Document(value=None)
        reading = _Reading(text, loader)
        return Document(value=reading.value(node, ()), lines=reading.lines, sources=reading.sources)
    except RecursionError:
        raise YamlError("the file nests too deeply") from None
    except yaml.MarkedYAMLError as error:
        raise YamlError(f"this is no valid YAML: {error.problem}", line=_line(error.problem_mark)) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise YamlError("the file holds a character that YAML does not allow", line=line) from None


def _line(mark: yaml.Mark | None) -> int | None:
    return None if mark is None else mark.line + 1


class _Loader(yaml.SafeLoader):
    """Composes nodes without aliases; a date stays the text that it is."""

    yaml_implicit_resolvers = {  # noqa: RUF012 -- PyYAML's own attribute, of its own type
        first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        event = cast("yaml.NodeEvent", self.peek_event())  # pyright: ignore[reportUnknownMemberType]
        if event.anchor is not None:  # of an alias, the name that it refers to
            raise YamlError(
                "YAML anchors (&) and aliases (*) are not allowed here",
                line=_line(event.start_mark),
                mend="Write the value out where it is needed.",
            )
        return super().compose_node(parent, index)


_SCALARS = {
    "tag:yaml.org,2002:str": yaml.SafeLoader.construct_scalar,
    "tag:yaml.org,2002:null": yaml.SafeLoader.construct_yaml_null,
    "tag:yaml.org,2002:bool": yaml.SafeLoader.construct_yaml_bool,
    "tag:yaml.org,2002:int": yaml.SafeLoader.construct_yaml_int,
    "tag:yaml.org,2002:float": yaml.SafeLoader.construct_yaml_float,
}


class _Reading:
    """Turns nodes into data and remembers their places."""

    def __init__(self, text: str, loader: _Loader):
        self.text, self.loader = text, loader
        self.lines: dict[Path, int] = {}
        self.sources: dict[Path, str] = {}

    def value(self, node: yaml.Node, path: Path) -> object:
        self.lines.setdefault(path, node.start_mark.line + 1)
        self.sources[path] = self.text[node.start_mark.index : node.end_mark.index].rstrip()
        if isinstance(node, yaml.MappingNode) and node.tag == "tag:yaml.org,2002:map":
            return self.mapping(node, path)
        if isinstance(node, yaml.SequenceNode) and node.tag == "tag:yaml.org,2002:seq":
            return [self.value(child, (*path, index)) for index, child in enumerate(node.value)]
        if isinstance(node, yaml.ScalarNode):
            return self.scalar(node)
        raise _refused_tag(node)

    def mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, object]:
        found: dict[str, object] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            key = self.scalar(key_node) if isinstance(key_node, yaml.ScalarNode) else None
            if not isinstance(key, str):
                raise YamlError("a key must be text", line=line, mend="Put it in quotes.")
            if key in found:
                first = self.lines[(*path, key)]
                raise YamlError(f"the key {key} is given twice, first in line {first}", line=line)
            self.lines[(*path, key)] = line
            found[key] = self.value(value_node, (*path, key))
        return found

    def scalar(self, node: yaml.ScalarNode) -> Hashable:
        construct = _SCALARS.get(node.tag)
        if construct is None:
            raise _refused_tag(node)
        try:
            value: Hashable = construct(self.loader, node)
        except (ValueError, LookupError, ArithmeticError):  # PyYAML lets them through, for `!!int` and `!!bool x`
            what = "true or false" if node.tag.endswith(":bool") else "number that can be read"
            raise YamlError(f"this is no {what}", line=node.start_mark.line + 1) from None
        if isinstance(value, str) and any("\ud800" <= char <= "\udfff" for char in value):
            raise YamlError("half of a character (a surrogate) stands alone", line=node.start_mark.line + 1)
        return value


def _refused_tag(node: yaml.Node) -> YamlError:
    tag = node.tag.removeprefix("tag:yaml.org,2002:")
    return YamlError(f"YAML's {tag} is not allowed here", line=node.start_mark.line + 1)
