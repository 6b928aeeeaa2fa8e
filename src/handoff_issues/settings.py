"""Inputs and the repository's settings file become one `Config`: input beats file beats default."""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, cast

from pydantic import ValidationError

from handoff_issues import schema, strict_yaml
from handoff_issues.config import Config, Settings
from handoff_issues.errors import ConfigError, ConfigErrors
from handoff_issues.sanitize import redact

INPUTS = (
    "files",
    "mode",
    "on-absent",
    "absent-after",
    "max-open",
    "max-close",
    "max-new-per-handoff",
    "confirm",
    "max-age",
    "sub-issues",
    "assignees",
    "dashboard",
    "write-interval",
    "max-wait",
)
"""The settings that a caller may give, by name: the Action's inputs, the command's options."""

_LISTS = ("files", "confirm")
_SHOWN = 60

_CALLERS = {
    "token": "A token never belongs into a file: give it in the workflow, as the input `token`.",
    "mode": "Whether to apply or to plan is decided by the workflow, with the input `mode`.",
    "root": "Which folder is read is decided by the workflow, with the input `root`.",
    "config": "Where this file lies is decided by the workflow, with the input `config`.",
}


def load(
    *,
    inputs: Mapping[str, str],
    file: tuple[str, str] | None = None,
    name_input: Callable[[str], str] = "input {}".format,
) -> Config:
    """The settings of a run.

    `inputs` holds raw text by the names of `INPUTS`, lists with one entry a line; blank means
    not given. `file` is the settings file's path and text. `name_input` says how the caller's
    user knows an input. Raises `ConfigErrors` with everything that is wrong in both.
    """
    problems: list[ConfigError] = []
    values: dict[str, Any] = {}
    if file is not None:
        try:
            values |= _from_file(*file)
        except ConfigErrors as error:
            problems += error.errors
    try:
        values |= _from_inputs(inputs, name_input)
    except ConfigErrors as error:
        problems += error.errors
    if problems:
        raise ConfigErrors(problems)
    return Config.model_validate(values)


def _from_file(path: str, text: str) -> dict[str, Any]:
    try:
        document = strict_yaml.read(text)
    except strict_yaml.YamlError as error:
        raise ConfigErrors([ConfigError(error.what, path=path, line=error.line, mend=error.mend)]) from None
    if document.value is None:
        return {}
    if not isinstance(document.value, dict):
        message = "the file must hold keys with values, such as `max-open: 20`"
        raise ConfigErrors([ConfigError(message, path=path, line=1)])
    values = cast("dict[str, Any]", document.value)
    problems = [
        ConfigError(f"the key {key} does not belong here", path=path, line=document.line((key,)), mend=_CALLERS[key])
        for key in values
        if key in _CALLERS
    ]
    rest = {key: value for key, value in values.items() if key not in _CALLERS}
    try:
        # As JSON, so that a text is no number, and a list may be a tuple.
        found = Settings.model_validate_json(json.dumps(rest), strict=True, by_alias=True, by_name=False)
    except ValidationError as error:
        problems += _file_problems(error, path, document)
    else:
        if not problems:
            return _given(found)
    raise ConfigErrors(sorted(problems, key=lambda problem: problem.line or 0))


def _file_problems(error: ValidationError, path: str, document: strict_yaml.Document) -> Iterator[ConfigError]:
    for place, detail in _places(error):
        line = document.line(place)
        if detail["type"] in ("extra_forbidden", "literal_error"):
            yield _unknown_key(place, path=path, line=line)
        else:
            source = document.source(place)
            yield ConfigError(_refusal(_name(place), source, detail), why=_reason(place, detail), path=path, line=line)


def _unknown_key(place: strict_yaml.Path, *, path: str, line: int) -> ConfigError:
    known = schema.keys(place[:-1])
    near = difflib.get_close_matches(str(place[-1]), known, n=1)
    return ConfigError(
        f"the key {_name(place)} is not known",
        why=f"allowed: {', '.join(known)}",
        mend=f"Did you mean {near[0]}?" if near else None,
        path=path,
        line=line,
    )


def _from_inputs(inputs: Mapping[str, str], name_input: Callable[[str], str]) -> dict[str, Any]:
    given = {key: _lines(text) if key in _LISTS else text.strip() for key, text in inputs.items() if text.strip()}
    try:
        return _given(Config.model_validate(given))
    except ValidationError as error:
        raise ConfigErrors(
            [
                ConfigError(
                    _refusal(name_input(str(place[0])), _input_source(given, place), detail),
                    why=_reason(place, detail),
                )
                for place, detail in _places(error)
            ]
        ) from None


def _input_source(given: Mapping[str, Any], place: strict_yaml.Path) -> str:
    value = given[str(place[0])]
    return value[place[1]] if len(place) > 1 else str(value)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _given(settings: Settings) -> dict[str, Any]:
    return {name: getattr(settings, name) for name in settings.model_fields_set}


def _places(error: ValidationError) -> Iterator[tuple[strict_yaml.Path, Mapping[str, Any]]]:
    """Where each complaint is; pydantic marks a mapping's own key with a last step `[key]`."""
    for detail in error.errors(include_url=False, include_input=False):
        place = tuple(detail["loc"])
        yield place[:-1] if place[-1] == "[key]" else place, detail


def _name(place: strict_yaml.Path) -> str:
    return ".".join(str(step + 1) if isinstance(step, int) else step for step in place)


def _refusal(name: str, source: str | None, detail: Mapping[str, Any]) -> str:
    if detail["type"] == "value_error":
        return f"{name} cannot be used"
    source = redact(source or "").text
    shown = source.partition("\n")[0]
    shown = shown if shown == source and len(shown) <= _SHOWN else f"{shown[:_SHOWN].rstrip()}…"
    return f"{name} cannot be {shown if source else 'empty'}"


def _reason(place: strict_yaml.Path, detail: Mapping[str, Any]) -> str:
    if detail["type"] == "value_error":
        return str(detail["ctx"]["error"])
    return f"allowed: {schema.allowed(place)}"
