"""Events as GitHub sends them: the examples of `@octokit/webhooks-examples`, about a repository of the tests.

    job.event = commented(job.github, number, comment)

Each is made of an example whose repository, issue, comment and people are replaced by what is there.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from forge.emulator import FOLDER
from forge.hub import OWNER, PERSON, GitHub

Payload = dict[str, Any]
_EXAMPLES: Path = FOLDER / "node_modules/@octokit/webhooks-examples/api.github.com/index.json"
_THERE = "Codertocat/Hello-World"
"""What the examples are about."""


def commented(
    github: GitHub, number: int, comment: int, *, action: str = "created", association: str = "MEMBER"
) -> Payload:
    """`issue_comment`: somebody's comment, by its id, on an issue or a pull request of the repository."""
    said = next(each for each in github.person.read_all(f"/issues/{number}/comments") if each["id"] == comment)
    payload = event(github, "issue_comment", action, sender=said["user"]["login"])
    payload["comment"] |= {"id": comment, "body": said["body"], "user": payload["sender"]}
    payload["comment"]["author_association"] = association
    return {**payload, "issue": _issue(github, payload["issue"], number)}


def touched(
    github: GitHub,
    number: int,
    *,
    action: str = "edited",
    sender: str = PERSON,
    changes: Mapping[str, Any] | None = None,
) -> Payload:
    """`issues`: somebody has edited, labelled, closed … an issue; `changes` as `{"body": {"from": …}}`."""
    payload = event(github, "issues", action, sender=sender)
    return {**payload, "issue": _issue(github, payload["issue"], number), "changes": dict(changes or {})}


def proposed(github: GitHub, number: int, *, action: str = "opened", head: str | None = None) -> Payload:
    """`pull_request`: a proposal from the repository itself, or from another, `head`."""
    payload = event(github, "pull_request", action)
    proposal = payload["pull_request"]
    seen = github.person.read(number)
    proposal |= {"number": number, "title": seen["title"], "body": seen["body"], "user": payload["sender"]}
    proposal["base"]["repo"] |= {"full_name": github.name, "fork": False}
    proposal["head"]["repo"] |= {"full_name": head or github.name, "fork": head is not None}
    return {**payload, "number": number}


def event(github: GitHub, name: str, action: str, *, sender: str = PERSON) -> Payload:
    """The first example of an event's action, about the repository of the tests."""
    found = next(example for example in _examples()[name] if example["action"] == action)
    text = json.dumps(found).replace(_THERE, github.name)
    payload: Payload = json.loads(text)
    short = github.name.partition("/")[2]
    payload["repository"] |= {"name": short, "full_name": github.name, "default_branch": "main"}
    payload["repository"]["owner"]["login"] = OWNER
    kind = "Bot" if sender.endswith("[bot]") else "User"
    payload["sender"] |= {"login": sender, "type": kind}
    return payload


def _issue(github: GitHub, example: Payload, number: int) -> Payload:
    """All that the API shows of it has the event too, and `pull_request` where it is one."""
    return {**example, **github.person.read(number)}


@functools.cache
def _examples() -> dict[str, list[Payload]]:
    examples = json.loads(_EXAMPLES.read_text(encoding="utf-8"))
    return {each["name"]: each["examples"] for each in examples}
