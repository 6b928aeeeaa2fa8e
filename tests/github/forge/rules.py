"""What GitHub enforces and the emulator does not: the rules of one repository's REST API."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlencode

from forge import relations, talk
from forge.emulator import Emulator
from forge.refusals import Refused, as_mapping, invalid
from forge.wire import Answer, Request, opaque, page_of

MAX_TITLE, MAX_TEXT, MAX_LABEL, MAX_DESCRIPTION, MAX_PAGE = 256, 65_536, 50, 100, 100
REASONS = {"completed", "not_planned", "duplicate", "reopened"}
DEFAULT_COLOR = "ededed"


@dataclass(frozen=True)
class Access:
    """What a token may do."""

    login: str
    permission: str = "write"
    """`write`, `read`, or `none` where the repository is invisible to it."""
    kind: str = "installation"
    """`installation` for a GITHUB_TOKEN or an app, `user` for a personal access token."""
    viewer: str | None = None
    """The login that GraphQL gives, where it differs from REST's."""
    graphql: bool = True
    pulls: str = "write"
    """What an installation may do to pull requests, which `issues: write` does not cover: `write` or `read`."""


@dataclass
class Repository:
    """One repository: the emulator keeps its issues, this keeps what the emulator does not know."""

    emulator: Emulator
    base_url: str
    owner: str
    name: str
    id: int = 0
    archived: bool = False
    issues_enabled: bool = True
    max_comments: int = 2_500
    page_size: int = MAX_PAGE
    """The most that a page holds, whatever is asked for."""
    pulls: set[int] = field(default_factory=set)
    deleted: set[int] = field(default_factory=set)
    moved: dict[int, str] = field(default_factory=dict)
    """Transferred issues, with the API path where they are now."""
    duplicates: set[int] = field(default_factory=set)
    last_opened: int = 0
    """Milliseconds of the emulator's clock."""
    rejects_creator: bool = False
    """Whether the `creator` filter is refused with 422."""
    relations: relations.Relations = field(default_factory=relations.Relations)
    talk: talk.Talk = field(default_factory=talk.Talk)

    @property
    def full_name(self) -> str:
        """`owner/name`."""
        return f"{self.owner}/{self.name}"

    def answer(self, request: Request, rest: str, access: Access) -> Answer:
        """The answer to a request whose path goes on with `rest` after the repository's own."""
        if access.permission == "none":
            raise Refused(404, "Not Found")
        for method, pattern, handle in ROUTES:
            if method == request.method and (found := re.fullmatch(pattern, rest)):
                about_issues = rest.startswith("/issues")
                if about_issues and not self.issues_enabled:
                    raise Refused(410, "Issues are disabled for this repo")
                if method != "GET":
                    self._check_write(access)
                arguments = [unquote(part) for part in found.groups()]
                if about_issues and arguments and not rest.startswith("/issues/comments/"):
                    self._check_there(int(arguments[0]))
                return handle(self, request, access, *arguments)
        raise Refused(404, "Not Found")

    # What every request has to pass

    def _check_write(self, access: Access) -> None:
        if self.archived:
            raise Refused(403, "Repository was archived so is read-only.")
        if access.kind == "installation" and access.permission != "write":
            raise Refused(
                403,
                "Resource not accessible by integration",
                headers={"x-accepted-github-permissions": "issues=write; pull_requests=write"},
            )

    def _check_pull(self, number: int, access: Access) -> None:
        """https://docs.github.com/rest/authentication/permissions-required-for-github-apps"""
        if number in self.pulls and access.kind == "installation" and access.pulls != "write":
            needed = {"x-accepted-github-permissions": "issues=write; pull_requests=write"}
            raise Refused(403, "Resource not accessible by integration", headers=needed)

    def _check_there(self, number: int) -> None:
        if number in self.deleted:
            raise Refused(410, "This issue was deleted")
        if number in self.moved:
            url = f"{self.base_url}{self.moved[number]}"
            raise Refused(301, "Moved Permanently", headers={"location": url}, url=url)

    def _check_pushes(self, access: Access) -> None:
        if access.permission != "write":
            raise Refused(403, "Must have admin rights to Repository.")

    # Handlers

    def show(self, request: Request, access: Access) -> Answer:
        status, _, data = self.upstream("GET", "", access)
        data |= {"id": self.id, "has_issues": self.issues_enabled, "archived": self.archived}
        data |= {"pushed_at": data["pushed_at"] or data["created_at"], "network_count": 0, "subscribers_count": 0}
        return Answer(status, data)

    def list_issues(self, request: Request, access: Access) -> Answer:
        query = dict(request.query)
        if query.get("creator") and self.rejects_creator:
            raise invalid("Issue", "creator", "invalid")
        if query.get("labels"):
            known = self._label_names(access)
            wanted = [name.strip() for name in query["labels"].split(",") if name.strip()]
            if any(name.casefold() not in known for name in wanted):
                return Answer(200, [])
            query["labels"] = ",".join(known[name.casefold()] for name in wanted)
        return self._page("/issues", request, access, query, self._listed_issue)

    def open_issue(self, request: Request, access: Access) -> Answer:
        given = self._checked_issue(request, creating=True)
        if access.permission != "write":
            given = {key: given[key] for key in ("title", "body") if key in given}
        if "labels" in given:
            given["labels"] = self._ensured(given["labels"], access)
        while time.time_ns() // 1_000_000 <= self.last_opened:
            pass  # the emulator sorts by milliseconds alone
        _, _, data = self.upstream("POST", "/issues", access, body=given)
        self.last_opened = time.time_ns() // 1_000_000
        return Answer(201, self._issue(data))

    def get_issue(self, request: Request, access: Access, number: str) -> Answer:
        return Answer(200, self._issue(self._read(number, access)))

    def edit_issue(self, request: Request, access: Access, number: str) -> Answer:
        given = self._checked_issue(request, creating=False)
        current = self._read(number, access)
        if access.permission != "write":
            if current["user"]["login"] != access.login:
                raise Refused(403, "Must have admin rights to Repository.")
            given = {key: value for key, value in given.items() if key not in ("labels", "assignees", "milestone")}
        if "labels" in given:
            given["labels"] = self._ensured(given["labels"], access)
        reason = given.pop("state_reason", None)
        if given.get("state", current["state"]) != current["state"]:  # else the reason is ignored
            closing = given["state"] == "closed"
            self.duplicates.discard(int(number))
            if closing and reason == "duplicate":
                self.duplicates.add(int(number))
            given["state_reason"] = reason if closing and reason == "not_planned" else None
            given["state_reason"] = given["state_reason"] or ("completed" if closing else "reopened")
        _, _, data = self.upstream("PATCH", f"/issues/{number}", access, body=given)
        return Answer(200, self._issue(data))

    def list_comments(self, request: Request, access: Access, number: str) -> Answer:
        self._read(number, access)
        return self._page(f"/issues/{number}/comments", request, access, dict(request.query), tidy)

    def add_comment(self, request: Request, access: Access, number: str) -> Answer:
        text = self._checked_comment(request)
        self._check_pull(int(number), access)
        if self._read(number, access)["comments"] >= self.max_comments:
            raise Refused(403, f"Commenting is disabled on issues with more than {self.max_comments} comments")
        _, _, data = self.upstream("POST", f"/issues/{number}/comments", access, body={"body": text})
        return Answer(201, tidy(data))

    def edit_comment(self, request: Request, access: Access, number: str) -> Answer:
        text = self._checked_comment(request)
        _, _, data = self.upstream("GET", f"/issues/comments/{number}", access)
        self._check_pull(int(data["issue_url"].rpartition("/")[2]), access)
        if data["user"]["login"] != access.login:
            self._check_pushes(access)
        _, _, data = self.upstream("PATCH", f"/issues/comments/{number}", access, body={"body": text})
        return Answer(200, tidy(data))

    def delete_comment(self, request: Request, access: Access, number: str) -> Answer:
        self._check_pushes(access)
        self.upstream("DELETE", f"/issues/comments/{number}", access)
        return Answer(204)

    def add_labels(self, request: Request, access: Access, number: str) -> Answer:
        self._check_pushes(access)
        self._read(number, access)
        names = self._ensured(as_mapping(request.body).get("labels"), access)
        _, _, data = self.upstream("POST", f"/issues/{number}/labels", access, body={"labels": names})
        return Answer(200, data)

    def remove_label(self, request: Request, access: Access, number: str, name: str) -> Answer:
        self._check_pushes(access)
        there = {label["name"].casefold(): label["name"] for label in self._read(number, access)["labels"]}
        if name.casefold() not in there:
            raise Refused(404, "Label does not exist")
        path = f"/issues/{number}/labels/{_quoted(there[name.casefold()])}"
        _, _, data = self.upstream("DELETE", path, access)
        return Answer(200, data)

    def list_labels(self, request: Request, access: Access) -> Answer:
        return self._page("/labels", request, access, dict(request.query), tidy)

    def create_label(self, request: Request, access: Access) -> Answer:
        self._check_pushes(access)
        given = as_mapping(request.body)
        name, color, description = given.get("name"), given.get("color", DEFAULT_COLOR), given.get("description")
        if not isinstance(name, str) or not name.strip():
            raise invalid("Label", "name", "missing_field")
        if len(name) > MAX_LABEL:
            raise invalid("Label", "name", "custom", f"name is too long (maximum is {MAX_LABEL} characters)")
        if not re.fullmatch(r"[0-9a-fA-F]{6}", str(color)):
            raise invalid("Label", "color", "invalid")
        if description is not None and len(description) > MAX_DESCRIPTION:
            message = f"description is too long (maximum is {MAX_DESCRIPTION} characters)"
            raise invalid("Label", "description", "custom", message)
        if name.strip().casefold() in self._label_names(access):
            raise invalid("Label", "name", "already_exists")
        body = {"name": name, "color": color, "description": description}
        _, _, data = self.upstream("POST", "/labels", access, body=body)
        return Answer(201, data)

    # Helpers

    def upstream(
        self, method: str, rest: str, access: Access, *, query: dict[str, str] | None = None, body: Any = None
    ) -> tuple[int, dict[str, str], Any]:
        path = f"/repos/{self.full_name}{rest}"
        status, headers, data = self.emulator.call(method, path, login=access.login, query=query, body=body)
        if status >= 400:
            raise Refused(status, data["message"])
        return status, headers, data

    def _read(self, number: str, access: Access) -> dict[str, Any]:
        _, _, data = self.upstream("GET", f"/issues/{number}", access)
        return dict(data)

    def _page(
        self,
        rest: str,
        request: Request,
        access: Access,
        query: dict[str, str],
        present: Callable[[dict[str, Any]], dict[str, Any] | None],
    ) -> Answer:
        """One page; the address of the next is opaque and goes by the repository's id, as GitHub's does."""
        if query.get("page", "1") != "1":
            raise Refused(
                422, "Pagination with the page parameter is not supported, please use cursor based pagination"
            )
        page = page_of(query.pop("after")) if "after" in query else 1
        size = min(int(query.get("per_page", "30")), self.page_size)
        query |= {"page": str(page), "per_page": str(size)}
        status, headers, data = self.upstream("GET", rest, access, query=query)
        shown = [item for item in map(present, data) if item is not None]
        links = {}
        if 'rel="next"' in headers.get("link", ""):
            params = {**request.query, "per_page": str(size), "after": opaque(page + 1)}
            links["link"] = f'<{self.base_url}/repositories/{self.id}{rest}?{urlencode(params)}>; rel="next"'
        return Answer(status, shown, links)

    def _label_names(self, access: Access) -> dict[str, str]:
        """The repository's labels, by their folded names."""
        names: dict[str, str] = {}
        page = 1
        while True:
            _, headers, data = self.upstream("GET", "/labels", access, query={"per_page": "100", "page": str(page)})
            names |= {label["name"].casefold(): label["name"] for label in data}
            if 'rel="next"' not in headers.get("link", ""):
                return names
            page += 1

    def _ensured(self, labels: Any, access: Access) -> list[str]:
        """The labels under the names that they have, those that do not exist created with the default colour."""
        if not isinstance(labels, list) or not all(isinstance(name, str) and name.strip() for name in labels):
            raise invalid("Issue", "labels", "invalid")
        known = self._label_names(access)
        for name in labels:
            if len(name) > MAX_LABEL:
                raise invalid("Label", "name", "custom", f"name is too long (maximum is {MAX_LABEL} characters)")
            if name.casefold() not in known:
                self.upstream("POST", "/labels", access, body={"name": name, "color": DEFAULT_COLOR})
                known[name.casefold()] = name
        return list(dict.fromkeys(known[name.casefold()] for name in labels))

    def _checked_issue(self, request: Request, *, creating: bool) -> dict[str, Any]:
        given = as_mapping(request.body)
        title, text = given.get("title"), given.get("body")
        if (creating or "title" in given) and (not isinstance(title, str) or not title.strip()):
            raise invalid("Issue", "title", "missing_field")
        if title is not None and len(title) > MAX_TITLE:
            raise invalid("Issue", "title", "custom", f"title is too long (maximum is {MAX_TITLE} characters)")
        if text is not None and len(text) > MAX_TEXT:
            raise invalid("Issue", "body", "custom", f"body is too long (maximum is {MAX_TEXT} characters)")
        if given.get("state", "open") not in ("open", "closed"):
            raise invalid("Issue", "state", "invalid")
        if given.get("state_reason") is not None and given["state_reason"] not in REASONS:
            raise invalid("Issue", "state_reason", "invalid")
        return given

    @staticmethod
    def _checked_comment(request: Request) -> str:
        text = as_mapping(request.body).get("body")
        if not isinstance(text, str) or not text.strip():
            raise invalid("IssueComment", "body", "missing_field")
        if len(text) > MAX_TEXT:
            message = f"Body is too long (maximum is {MAX_TEXT} characters)"
            raise invalid("IssueComment", "data", "unprocessable", message)
        return text

    def _listed_issue(self, data: dict[str, Any]) -> dict[str, Any] | None:
        if data["number"] in self.deleted or data["number"] in self.moved:
            return None
        shown = self._issue(data)
        del shown["closed_by"]  # GitHub leaves it out of listings
        return shown

    def _issue(self, data: dict[str, Any]) -> dict[str, Any]:
        shown = tidy(data)
        if data["number"] in self.duplicates and data["state"] == "closed":
            shown["state_reason"] = "duplicate"
        if data["number"] in self.pulls:
            page = data["html_url"].replace("/issues/", "/pull/")
            pages = {"html_url": page, "diff_url": f"{page}.diff", "patch_url": f"{page}.patch"}
            shown["pull_request"] = {"url": data["url"].replace("/issues/", "/pulls/"), **pages}
        return shown


Handler = Callable[..., Answer]
ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("GET", r"", Repository.show),
    ("GET", r"/issues", Repository.list_issues),
    ("POST", r"/issues", Repository.open_issue),
    ("GET", r"/issues/(\d+)", Repository.get_issue),
    ("PATCH", r"/issues/(\d+)", Repository.edit_issue),
    ("GET", r"/issues/(\d+)/comments", Repository.list_comments),
    ("POST", r"/issues/(\d+)/comments", Repository.add_comment),
    ("PATCH", r"/issues/comments/(\d+)", Repository.edit_comment),
    ("DELETE", r"/issues/comments/(\d+)", Repository.delete_comment),
    ("POST", r"/issues/(\d+)/labels", Repository.add_labels),
    ("DELETE", r"/issues/(\d+)/labels/([^/]+)", Repository.remove_label),
    ("GET", r"/labels", Repository.list_labels),
    ("POST", r"/labels", Repository.create_label),
    *relations.ROUTES,
    *talk.ROUTES,
)


def tidy(data: dict[str, Any]) -> dict[str, Any]:
    """Times to the second, and an app's author marked as a bot."""
    shown = {
        key: re.sub(r"\.\d{3}Z$", "Z", value) if key.endswith("_at") and value else value for key, value in data.items()
    }
    if shown.get("user") and shown["user"]["login"].endswith("[bot]"):
        shown["user"] = {**shown["user"], "type": "Bot"}
    return shown


def _quoted(name: str) -> str:
    return urlencode({"": name})[1:].replace("+", "%20")
