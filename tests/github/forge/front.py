"""The strict front server: the address that clients use, and the only way to the emulator."""

from __future__ import annotations

import hashlib
import json
import re
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from forge.limits import Meter, VirtualClock
from forge.rules import Access, Refused, Repository, tidy
from forge.wire import Answer, Exchange, Fault, FaultHook, Request, Silence

API_VERSIONS = {"2022-11-28", "2026-03-10"}
ENTERPRISE = "/api/v3"
"""Where an Enterprise Server has its REST API."""
NUMBERED = (
    r"query\(\$owner: String!, \$name: String!\) "
    r"\{ repository\(owner: \$owner, name: \$name\) \{ ((?:i\d+: issue\(number: \d+\) "
    r"\{ number fullDatabaseId title body state stateReason closedAt url author \{ __typename login \} "
    r"labels\(first: 100\) \{ nodes \{ name \} \} "
    r"assignees\(first: 20\) \{ nodes \{ login \} \} comments \{ totalCount \} \} ?)+)\} \}"
)
"""The question for issues by their numbers, with the fields of theirs that `_as_graphql` gives."""
HANG_AT_MOST = 30.0
"""Seconds after which a hanging request is let go, should its client never give up."""


@dataclass
class World:
    """One repository, the tokens made for it, what they were asked and what goes wrong."""

    repository: Repository
    clock: VirtualClock = field(default_factory=VirtualClock)
    tokens: dict[str, tuple[Access, Meter]] = field(default_factory=dict)
    requests: list[Exchange] = field(default_factory=list)
    faults: FaultHook | None = None


class Front:
    """Serves all worlds on one loopback address, one request at a time."""

    def __init__(self) -> None:
        self.worlds: dict[str, World] = {}
        """By token."""
        self.repositories: dict[str, World] = {}
        """By `owner/name` in lower case, and by id."""
        self.strays: list[Exchange] = []
        """Requests without a token that belongs to a world."""
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.front = self
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()

    def add(self, world: World) -> None:
        """Makes a repository reachable."""
        self.repositories[world.repository.full_name.lower()] = world
        self.repositories[str(world.repository.id)] = world

    def stop(self) -> None:
        """Closes the address."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def respond(self, request: Request, token: str | None) -> Answer | Silence:
        """Answers one request and records it."""
        with self._lock:
            try:
                world, access, meter = self._recognised(request, token)
            except Refused as refusal:
                self.strays.append(Exchange(len(self.strays), "", request, refusal.answer, 0))
                return refusal.answer
            index = len(world.requests)
            fault = world.faults(index, request) if world.faults else None
            answer: Answer | Silence | None = None
            used = meter.points
            if fault is None or fault.effect:
                answer = self._answer(request, world, access, meter)
                apart = {"x-ratelimit-resource": "graphql", "x-ratelimit-remaining": "4999"}
                limits = meter.headers() | (apart if request.path == "/graphql" else {})
                answer = replace(answer, headers={**limits, **answer.headers})
            if fault is not None:
                answer = fault.answer(answer)
            assert answer is not None
            points = meter.points - used
            world.requests.append(Exchange(index, access.login, request, answer, points, fault.name if fault else None))
            return answer

    def _recognised(self, request: Request, token: str | None) -> tuple[World, Access, Meter]:
        if not request.headers.get("user-agent"):
            raise Refused(403, "Request forbidden by administrative rules. Please make sure it has a User-Agent header")
        if token is None:
            raise Refused(401, "Requires authentication")
        if token not in self.worlds:
            raise Refused(401, "Bad credentials")
        world = self.worlds[token]
        return world, *world.tokens[token]

    def _answer(self, request: Request, world: World, access: Access, meter: Meter) -> Answer:
        try:
            version = request.headers.get("x-github-api-version")
            if version not in API_VERSIONS:  # GitHub has a default; we insist that the client chooses
                raise Refused(400, f"{version} is not a supported version of the API")
            meter.admit(request)
        except Refused as refusal:
            return refusal.answer
        try:
            answer = self._routed(request, world, access)
        except Refused as refusal:
            answer = refusal.answer
        if request.method == "GET" and answer.status == 200:
            etag = f'W/"{hashlib.sha256(answer.encoded()).hexdigest()}"'
            if request.headers.get("if-none-match") == etag:
                return Answer(304, headers={"etag": etag})  # costs nothing
            answer = replace(answer, headers={"etag": etag, **answer.headers})
        meter.spend(request)
        return answer

    def _routed(self, request: Request, world: World, access: Access) -> Answer:
        if request.path == "/graphql" and request.method == "POST":
            return _graphql(request, world, access)
        if request.path == "/user" and request.method == "GET":
            if access.kind == "installation":
                raise Refused(403, "Resource not accessible by integration")
            _, _, user = world.repository.emulator.call("GET", "/user", login=access.login)
            return Answer(200, tidy(user))
        if found := re.fullmatch(r"/repos/([^/]+/[^/]+)(/.*)?", request.path):
            known = self.repositories.get(found[1].lower())
            if known is None:
                raise Refused(404, "Not Found")
            if known.repository.full_name.lower() != found[1].lower():
                url = f"{self.address}/repositories/{known.repository.id}{found[2] or ''}"
                status = 301 if request.method == "GET" else 307
                raise Refused(status, "Moved Permanently", headers={"location": url}, url=url)
        elif found := re.fullmatch(r"/repositories/(\d+)(/.*)?", request.path):
            known = self.repositories.get(found[1])
        else:
            raise Refused(404, "Not Found")
        if known is None:
            raise Refused(404, "Not Found")
        if known is not world:  # a token is made for one repository; others are public, to be read
            access = replace(access, permission="read")
        return known.repository.answer(request, found[2] or "", access)


def _graphql(request: Request, world: World, access: Access) -> Answer:
    """Knows two questions: `viewer` with plain fields, and issues of a repository by their numbers."""
    query = str((request.body or {}).get("query", ""))
    if access.graphql and (found := re.fullmatch(NUMBERED, query)):
        return _numbered(request, world, access, found[1])
    found = re.fullmatch(r"\s*(?:query\s*)?\{\s*viewer\s*\{([\w\s]+)\}\s*\}\s*", query)
    if found is None or not access.graphql:
        return Answer(200, {"errors": [{"type": "FORBIDDEN", "message": "Resource not accessible by integration"}]})
    page = f"apps/{access.login.removesuffix('[bot]')}" if access.kind == "installation" else access.login
    fields = {"login": access.viewer or access.login, "url": f"https://github.com/{page}", "__typename": "User"}
    return Answer(200, {"data": {"viewer": {name: fields[name] for name in found[1].split()}}})


def _numbered(request: Request, world: World, access: Access, asked: str) -> Answer:
    """Issues by numbers; what is none of the repository's is null, and an error of the type NOT_FOUND."""
    variables, repository = request.body["variables"], world.repository
    if f"{variables['owner']}/{variables['name']}".lower() != repository.full_name.lower():
        return Answer(200, {"data": {"repository": None}, "errors": [{"type": "NOT_FOUND", "path": ["repository"]}]})
    found: dict[str, Any] = {}
    for alias, number in re.findall(r"(\w+): issue\(number: (\d+)\)", asked):
        try:
            issue = repository.answer(Request("GET", f"/issues/{number}"), f"/issues/{number}", access).body
        except Refused:
            issue = {"pull_request": {}}
        found[alias] = None if "pull_request" in issue else _as_graphql(issue)
    errors = [
        {"type": "NOT_FOUND", "path": ["repository", alias], "message": "Could not resolve to an Issue"}
        for alias, issue in found.items()
        if issue is None
    ]
    return Answer(200, {"data": {"repository": found}} | ({"errors": errors} if errors else {}))


def _as_graphql(issue: dict[str, Any]) -> dict[str, Any]:
    """With GraphQL's names and capitals, and an app's login without its suffix."""
    login = issue["user"]["login"]
    return {
        "number": issue["number"],
        "fullDatabaseId": str(issue["id"]),
        "title": issue["title"],
        "body": issue["body"] or "",
        "state": issue["state"].upper(),
        "stateReason": (issue["state_reason"] or "").upper() or None,
        "closedAt": issue["closed_at"],
        "url": issue["html_url"],
        "author": {"__typename": "Bot" if "[bot]" in login else "User", "login": login.removesuffix("[bot]")},
        "labels": {"nodes": [{"name": label["name"]} for label in issue["labels"]]},
        "assignees": {"nodes": [{"login": person["login"]} for person in issue["assignees"]]},
        "comments": {"totalCount": issue["comments"]},
    }


def _without_prefix(path: str) -> tuple[str, bool]:
    """The path as github.com has it, and whether it was asked for as on an Enterprise Server."""
    if path == "/api/graphql":
        return "/graphql", True
    return path.removeprefix(ENTERPRISE), path.startswith(f"{ENTERPRISE}/")


def _with_prefix(answer: Answer, address: str) -> Answer:
    """The answer with its API addresses as on an Enterprise Server."""

    def change(text: str) -> str:
        return re.sub(rf"{re.escape(address)}(?=/repos/|/repositories/)", f"{address}{ENTERPRISE}", text)

    headers = {name: change(value) for name, value in answer.headers.items()}
    body = answer.body if isinstance(answer.body, bytes) else change(answer.encoded().decode()).encode()
    return replace(answer, headers=headers, body=body)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    front: Front

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away in the middle is part of the tests; anything else is a mistake of ours."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def log_message(self, *args: object) -> None:
        """Says nothing; requests are recorded instead."""

    def _serve(self) -> None:
        url = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        credentials = headers.pop("authorization", None)
        token = credentials.split(" ", 1)[-1] if credentials else None
        raw = self.rfile.read(int(headers.get("content-length", "0")))
        body = json.loads(raw) if raw else None
        query = dict(parse_qsl(url.query, keep_blank_values=True))
        path, enterprise = _without_prefix(url.path)
        answer = self.server.front.respond(Request(self.command, path, query, headers, body), token)
        if enterprise and isinstance(answer, Answer):
            answer = _with_prefix(answer, self.server.front.address)
        self._send(answer)

    do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = _serve

    def _send(self, answer: Answer | Silence) -> None:
        if isinstance(answer, Silence):
            self.close_connection = True
            if answer is Silence.HANG:
                self.connection.settimeout(HANG_AT_MOST)
                self.rfile.read(1)
            return
        body = answer.encoded()
        self.send_response(answer.status)
        headers: Mapping[str, str] = {"content-type": "application/json; charset=utf-8", **answer.headers}
        for name, value in headers.items():
            self.send_header(name, value)
        if answer.status != 304:
            self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


__all__ = ["Fault", "Front", "World"]
