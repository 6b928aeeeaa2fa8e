"""Handoffs and settings as they lie on disk: what is only looked at need not be committed."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from handoff_issues.config import CONFIG_PATH, Config
from handoff_issues.errors import ConfigError, HandoffError
from handoff_issues.handoff import Page, read_page
from handoff_issues.handoff.outline.source import MAX_BYTES
from handoff_issues.settings import load
from handoff_issues.strict_yaml import LIMIT
from handoff_issues.texts import read_text
from handoff_issues.vocabulary import vocabulary


def read_settings(path: str) -> Config:
    """The settings that a file holds as it lies there; the default one need not be there.

    Raises `ConfigError` or `ConfigErrors`.
    """
    try:
        with Path(path).open("rb") as file:
            content = file.read(LIMIT + 1)
        if len(content) > LIMIT:
            raise ValueError(f"it is larger than {LIMIT // 1024} kB")
        text = content.decode("utf-8-sig")
    except FileNotFoundError as error:
        if path == CONFIG_PATH:
            return load(inputs={}, file=None)
        raise ConfigError("there is no such settings file", path=path) from error
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise ConfigError("the settings file cannot be read", why=why, path=path) from error
    return load(inputs={}, file=(path, text))


def load_page(name: str, config: Config) -> Page:
    """A handoff whose path is its name as given; secrets are gone before anything is read from it.

    `-` is standard input. Raises `HandoffError`.
    """
    try:
        found = read_text(_content(name))
    except (OSError, ValueError) as error:  # no such file, or a NUL in its name
        raise _unreadable(name, error.strerror if isinstance(error, OSError) else str(error)) from error
    if found.problem is not None:
        raise _unreadable(name, found.problem)
    page = read_page(found.text, path=name, lexicon=vocabulary(found.text, config))
    return replace(page, warnings=(*found.secrets(name), *found.guesses(name), *page.warnings))


def _unreadable(name: str, why: str | None) -> HandoffError:
    return HandoffError("cannot be read", where=name, why=why)


def _content(name: str) -> bytes:
    """One byte more at most than a handoff may have."""
    if name == "-":
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    with Path(name).open("rb") as file:
        return file.read(MAX_BYTES + 1)
