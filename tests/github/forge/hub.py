"""What tests hold in their hands: a session's GitHub, and a fresh repository of it for each test."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import github as pygithub

from forge.emulator import Emulator
from forge.front import Front, World
from forge.limits import Meter, Secondary, VirtualClock
from forge.rules import Access, Refused, Repository
from forge.wire import Answer, Exchange, FaultHook, Request
from handoff_issues.trackers.github import GitHubTracker

OWNER, BOT, MACHINE, PERSON, STRANGER = "harbour", "github-actions[bot]", "filing-clerk", "ada", "mallory"
DEFAULT_LABELS = {"bug": "d73a4a", "question": "d876e3", "help wanted": "008672"}
"""Some of those that a new repository has."""


@dataclass(frozen=True)
class Seen:
    """An issue as it truly is, for assertions."""

    number: int
    title: str
    body: str
    state: str
    reason: str | None
    labels: tuple[str, ...]
    """Sorted."""
    author: str
    comments: tuple[str, ...]


class Forge:
    """One emulator with its front, for a whole session."""

    def __init__(self, scratch: Path) -> None:
        self.front = Front()
        try:
            logins = [OWNER, BOT, MACHINE, PERSON, STRANGER]
            self.emulator = Emulator(base_url=self.front.address, logins=logins, scratch=scratch)
        except BaseException:
            self.front.stop()
            raise
        self._count = itertools.count(1)

    def stop(self) -> None:
        """Ends both."""
        self.front.stop()
        self.emulator.stop()

    def exchanges(self) -> list[Exchange]:
        """All that was asked and answered, repository by repository."""
        worlds = {id(world): world for world in self.front.repositories.values()}
        return [exchange for world in worlds.values() for exchange in world.requests]

    def repository(self) -> GitHub:
        """A new repository, empty but for some labels."""
        name = f"ship-{next(self._count):04}"
        _, _, data = self.emulator.call("POST", "/user/repos", login=OWNER, body={"name": name})
        world = World(Repository(self.emulator, self.front.address, OWNER, name, id=data["id"]))
        self.front.add(world)
        hub = GitHub(self, world)
        for label, color in DEFAULT_LABELS.items():
            hub.person.create_label(label, color=color)
        return hub


class GitHub:
    """One repository of the session's GitHub, with the bot's token and the people around it."""

    def __init__(self, forge: Forge, world: World) -> None:
        self.forge, self.world = forge, world
        self.url = forge.front.address
        """What `GITHUB_API_URL` would be."""
        self.token = self.issue_token()
        """The bot's: like `GITHUB_TOKEN` with `issues: write`."""
        self.person = Person(world, Access(PERSON, "write", "user"))
        """Somebody with push access."""
        self.stranger = Person(world, Access(STRANGER, "read", "user"))
        """Somebody without."""
        self.machine = Person(world, Access(BOT, "write", "installation"))
        """The bot itself, as if it had run before: neither recorded nor limited."""

    @property
    def name(self) -> str:
        """`owner/name`."""
        return self.world.repository.full_name

    @property
    def bot(self) -> str:
        """The login behind `token`."""
        return BOT

    @property
    def clock(self) -> VirtualClock:
        """The only clock there is: hand it to whatever waits."""
        return self.world.clock

    @property
    def settings(self) -> Repository:
        """To archive it, switch issues off, and so on."""
        return self.world.repository

    @property
    def requests(self) -> Sequence[Exchange]:
        """Every request by this repository's tokens, oldest first; people's acts are not among them."""
        return self.world.requests

    @property
    def faults(self) -> FaultHook | None:
        """Asked for each request; set it to make something go wrong."""
        return self.world.faults

    @faults.setter
    def faults(self, hook: FaultHook | None) -> None:
        self.world.faults = hook

    def issue_token(
        self,
        login: str = BOT,
        *,
        permission: str = "write",
        kind: str = "installation",
        viewer: str | None = None,
        graphql: bool = True,
        pulls: str = "write",
    ) -> str:
        """A token for this repository that may do what is said, with limits of its own."""
        token = f"ghs_{self.world.repository.name}_{len(self.world.tokens)}".replace("-", "")
        access = Access(login, permission, kind, viewer, graphql, pulls)
        self.world.tokens[token] = (access, Meter(self.world.clock))
        self.forge.front.worlds[token] = self.world
        return token

    def meter(self, token: str | None = None) -> Meter:
        """The limits of a token (the bot's)."""
        return self.world.tokens[token or self.token][1]

    def limit(self, secondary: Secondary, token: str | None = None) -> None:
        """Enforces secondary limits on a token (the bot's) from now on."""
        self.meter(token).secondary = secondary

    def rename(self, name: str) -> None:
        """Renames the repository; its old address redirects."""
        self.forge.emulator.call("PATCH", f"/repos/{self.name}", login=OWNER, body={"name": name})
        self.world.repository.name = name
        self.forge.front.add(self.world)

    def client(self, token: str | None = None, **options: Any) -> pygithub.Github:
        """A plain PyGithub client without retries."""
        auth = pygithub.Auth.Token(token or self.token)
        given = {"retry": None, "seconds_between_writes": None, "api_version": "2022-11-28", **options}
        return pygithub.Github(auth=auth, base_url=self.url, **given)

    def tracker(self, token: str | None = None, **options: Any) -> GitHubTracker:
        """Our tracker on this repository, on the repository's clock."""
        given = {"api_url": self.url, "clock": self.clock, "timeout": 5, **options}
        return GitHubTracker(self.name, token=token or self.token, **given)

    def lines(self, since: int = 0) -> list[str]:
        """Method and path of each request from index `since` on, without the repository's own path."""
        return [exchange.line.replace(f"/repos/{self.name}", "") for exchange in self.requests[since:]]

    def issues(self) -> dict[int, Seen]:
        """All issues as they truly are, by number; pull requests are not among them."""
        return {number: issue for number, issue in self._all() if number not in self.settings.pulls}

    def labels(self) -> dict[str, tuple[str, str | None]]:
        """The repository's labels: colour and description by name."""
        found = self.person.read_all("/labels")
        return {label["name"]: (label["color"], label["description"]) for label in found}

    def blocked_by(self, number: int) -> list[int]:
        """The numbers of the issues that one truly waits for, sorted."""
        return sorted(self.settings.relations.blocked_by.get(number, []))

    def sub_issues(self, number: int) -> list[int]:
        """The numbers of the issues that truly stand under one, in their order."""
        return list(self.settings.relations.sub_issues.get(number, []))

    def assignees(self, number: int) -> list[str]:
        """Whom an issue is truly assigned to, sorted."""
        return sorted(user["login"] for user in self.person.read(number)["assignees"])

    def reactions(self, comment: int) -> list[tuple[str, str]]:
        """Who has truly reacted to a comment, and how, in order."""
        found = self.settings.talk.reactions.get(comment, [])
        return [(reaction["user"]["login"], reaction["content"]) for reaction in found]

    def _all(self) -> list[tuple[int, Seen]]:
        found = self.person.read_all("/issues", {"state": "all", "direction": "asc"})
        return [(data["number"], self._seen(data)) for data in found]

    def _seen(self, data: dict[str, Any]) -> Seen:
        number = data["number"]
        comments = self.person.read_all(f"/issues/{number}/comments") if data["comments"] else []
        return Seen(
            number=number,
            title=data["title"],
            body=data["body"] or "",
            state=data["state"],
            reason=data["state_reason"],
            labels=tuple(sorted(label["name"] for label in data["labels"])),
            author=data["user"]["login"],
            comments=tuple(comment["body"] for comment in comments),
        )


class Person:
    """Somebody at the web page: passes the same rules, and is neither recorded nor limited."""

    def __init__(self, world: World, access: Access) -> None:
        self._world, self._access = world, access

    def open_issue(self, title: str, body: str = "", labels: Sequence[str] = ()) -> int:
        """Opens an issue; gives its number."""
        answer = self._act("POST", "/issues", {"title": title, "body": body, "labels": list(labels)})
        return int(answer["number"])

    def open_pull_request(self, title: str, body: str = "", labels: Sequence[str] = ()) -> int:
        """Opens what the REST API lists among the issues."""
        number = self.open_issue(title, body, labels)
        self._world.repository.pulls.add(number)
        return number

    def close(self, number: int, *, reason: str = "completed") -> None:
        """Closes an issue as completed, not_planned or duplicate."""
        self._act("PATCH", f"/issues/{number}", {"state": "closed", "state_reason": reason})

    def reopen(self, number: int) -> None:
        """Opens a closed issue again."""
        self._act("PATCH", f"/issues/{number}", {"state": "open"})

    def edit_title(self, number: int, title: str) -> None:
        """Gives an issue another title."""
        self._act("PATCH", f"/issues/{number}", {"title": title})

    def edit_body(self, number: int, body: str) -> None:
        """Rewrites the body; the web form saves CRLF."""
        self._act("PATCH", f"/issues/{number}", {"body": body.replace("\r\n", "\n").replace("\n", "\r\n")})

    def label(self, number: int, *names: str) -> None:
        """Adds labels."""
        self._act("POST", f"/issues/{number}/labels", {"labels": list(names)})

    def unlabel(self, number: int, name: str) -> None:
        """Takes a label off."""
        self._act("DELETE", f"/issues/{number}/labels/{name}")

    def create_label(self, name: str, *, color: str = "ededed", description: str | None = None) -> None:
        """Adds a label to the repository."""
        self._act("POST", "/labels", {"name": name, "color": color, "description": description})

    def comment(self, number: int, body: str) -> int:
        """Comments; gives the comment's id."""
        return int(self._act("POST", f"/issues/{number}/comments", {"body": body})["id"])

    def react(self, comment: int, content: str) -> None:
        """Reacts to a comment."""
        self._act("POST", f"/issues/comments/{comment}/reactions", {"content": content})

    def uncomment(self, comment: int) -> None:
        """Deletes a comment."""
        self._act("DELETE", f"/issues/comments/{comment}")

    def read(self, number: int) -> dict[str, Any]:
        """An issue as the API shows it."""
        return self._act("GET", f"/issues/{number}")

    def block(self, number: int, by: int) -> None:
        """Says that an issue waits for another."""
        self._act("POST", f"/issues/{number}/dependencies/blocked_by", {"issue_id": self.read(by)["id"]})

    def unblock(self, number: int, by: int) -> None:
        """Takes that back."""
        self._act("DELETE", f"/issues/{number}/dependencies/blocked_by/{self.read(by)['id']}")

    def put_under(self, number: int, child: int) -> None:
        """Makes an issue a sub-issue of another."""
        self._act("POST", f"/issues/{number}/sub_issues", {"sub_issue_id": self.read(child)["id"]})

    def take_out(self, number: int, child: int) -> None:
        """Takes a sub-issue out again."""
        self._act("DELETE", f"/issues/{number}/sub_issue", {"sub_issue_id": self.read(child)["id"]})

    def assign(self, number: int, *logins: str) -> None:
        """Assigns people."""
        self._act("POST", f"/issues/{number}/assignees", {"assignees": list(logins)})

    def unassign(self, number: int, *logins: str) -> None:
        """Takes people off an issue."""
        self._act("DELETE", f"/issues/{number}/assignees", {"assignees": list(logins)})

    def delete(self, number: int) -> None:
        """Deletes an issue, as an administrator can."""
        self._world.repository.deleted.add(number)

    def transfer(self, number: int, other: GitHub) -> int:
        """Moves an issue to another repository; gives its number there."""
        data = self._act("GET", f"/issues/{number}")
        moved = other.person.open_issue(data["title"], data["body"] or "")
        self._world.repository.moved[number] = f"/repositories/{other.settings.id}/issues/{moved}"
        return moved

    def read_all(self, rest: str, query: dict[str, str] | None = None) -> list[dict[str, Any]]:
        """A whole listing."""
        found: list[dict[str, Any]] = []
        params = {"per_page": "100", **(query or {})}
        while True:
            answer = self._answer(Request("GET", rest, params))
            found += answer.body
            if "link" not in answer.headers:
                return found
            params["after"] = answer.headers["link"].split("after=")[1].split(">")[0]

    def _act(self, method: str, rest: str, body: Any = None) -> dict[str, Any]:
        answer = self._answer(Request(method, rest, body=body))
        return answer.body if isinstance(answer.body, dict) else {}

    def _answer(self, request: Request) -> Answer:
        repository = self._world.repository
        if request.method == "GET":  # the truth can be read even where issues are switched off
            repository = replace(repository, issues_enabled=True)
        try:
            return repository.answer(request, request.path, self._access)
        except Refused as refusal:
            raise AssertionError(f"{request.method} {request.path}: {refusal}") from refusal
