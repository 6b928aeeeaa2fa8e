"""Where this program was installed from: the repository whose Action a workflow is to run."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from handoff_issues.errors import RepositoryError
from handoff_issues.git import Repository, web_address

NAME = "handoff-issues"
BRANCH = "main"


@dataclass(frozen=True, slots=True)
class Origin:
    """What `uses:` names."""

    action: str | None
    """`owner/name`; None where it cannot be known."""
    ref: str

    def unless(self, *, owner: str | None, ref: str | None) -> Origin:
        """The same, unless the user says otherwise."""
        return Origin(action=f"{owner}/{NAME}" if owner else self.action, ref=ref or self.ref)


def installed_from() -> Origin:
    """What the installation itself tells of its origin."""
    return read_origin(distribution(NAME).read_text("direct_url.json"))


def read_origin(record: str | None) -> Origin:
    """The origin by the record of an installation that was not made from an index.

    https://packaging.python.org/en/latest/specifications/direct-url/
    """
    try:
        told: dict[str, Any] = json.loads(record or "{}")
        ref = str(told.get("vcs_info", {}).get("requested_revision") or BRANCH)
        return Origin(action=_action(str(told.get("url", ""))), ref=ref)
    except (ValueError, AttributeError, RepositoryError):
        return Origin(action=None, ref=BRANCH)


def _action(url: str) -> str | None:
    """Of an address, or of a clone on this machine the address that it was cloned from."""
    parts = urlsplit(url)
    if parts.scheme == "file":
        folder = Path(unquote(parts.path))
        # A folder that is no clone itself may lie in somebody else's.
        address = Repository(folder).remote() if (folder / ".git").exists() else None
    else:
        address = web_address(url)
    path = urlsplit(address or "").path.strip("/")
    return path if path.count("/") == 1 else None
