"""Handoffs and settings as they lie on disk: what is only looked at need not be committed."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from handoff_issues.config import CONFIG_PATH, Config
from handoff_issues.errors import ConfigError, HandoffError
from handoff_issues.handoff import Page, read_page
from handoff_issues.handoff.decode import decode
from handoff_issues.handoff.source import MAX_BYTES
from handoff_issues.model import Warning
from handoff_issues.sanitize import redact
from handoff_issues.settings import load
from handoff_issues.strict_yaml import LIMIT
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


def read_note(name: str, config: Config) -> Page:
    """A handoff whose path is its name as given; secrets are gone before anything is read from it.

    `-` is standard input. Raises `HandoffError`.
    """
    try:
        decoded = decode(_content(name))
    except OSError as error:
        raise HandoffError("cannot be read", where=name, why=error.strerror) from error
    except ValueError as error:  # too much, no text, or a NUL in the name
        raise HandoffError("cannot be read", where=name, why=str(error)) from error
    clean = redact(decoded.text)
    page = read_page(clean.text, path=name, lexicon=vocabulary(clean.text, config))
    told = [
        Warning(message=f"what looks like a secret ({finding.name}) was redacted", path=name, line=finding.line)
        for finding in clean.findings
    ]
    if decoded.is_guess:
        told.append(Warning(message="is not valid UTF-8 and was read as Latin-1 (save it as UTF-8)", path=name))
    return replace(page, warnings=(*told, *page.warnings))


def _content(name: str) -> bytes:
    """At most so much of a file as a handoff may have; more is an error."""
    if name == "-":
        content = sys.stdin.buffer.read(MAX_BYTES + 1)
    else:
        with Path(name).open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise ValueError(f"it is larger than the {MAX_BYTES // 1024} kB that a handoff may have")
    return content
