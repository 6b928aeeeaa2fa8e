"""The checker checked: the front server behaves as GitHub is documented and measured to behave."""

from __future__ import annotations

import http.client
import json
import socket
from dataclasses import dataclass
from typing import Any

import pytest
from forge import wire
from forge.emulator import ENTRY, Emulator, EmulatorMissing
from forge.hub import BOT, MACHINE, Forge, GitHub
from forge.limits import Secondary

HEADERS = {"User-Agent": "test", "X-GitHub-Api-Version": "2022-11-28", "Accept": "application/vnd.github+json"}


@dataclass(frozen=True)
class Response:
    """A raw answer."""

    status: int
    headers: dict[str, str]
    body: Any


def call(
    github: GitHub,
    method: str,
    rest: str,
    body: Any = None,
    *,
    token: str | None = None,
    headers: dict[str, str] | None = None,
) -> Response:
    """One request with nothing in between; `rest` follows the repository's path, or is an address."""
    connection = http.client.HTTPConnection(github.url.removeprefix("http://"), timeout=5)
    path = (
        rest.removeprefix(github.url)
        if rest.startswith(("http", "/graphql", "/user"))
        else f"/repos/{github.name}{rest}"
    )
    sent = {**HEADERS, "Authorization": f"Bearer {token or github.token}"} if headers is None else headers
    connection.request(method, path, body=json.dumps(body) if body is not None else None, headers=sent)
    answer = connection.getresponse()
    raw = answer.read()
    connection.close()
    found = {name.lower(): value for name, value in answer.getheaders()}
    return Response(answer.status, found, json.loads(raw) if raw else None)


def shown(github: GitHub, **headers: str | None) -> Response:
    """A GET of the issues with some headers changed or left out."""
    changed = {**HEADERS, "Authorization": f"Bearer {github.token}", **headers}
    return call(github, "GET", "/issues", headers={name: value for name, value in changed.items() if value is not None})


class TestEveryRequest:
    def test_needs_a_token(self, github: GitHub) -> None:
        assert shown(github, Authorization=None).status == 401
        assert shown(github, Authorization="Bearer nobody's").body["message"] == "Bad credentials"
        assert [exchange.status for exchange in github.forge.front.strays[-2:]] == [401, 401]
        assert github.requests == []

    def test_needs_a_user_agent(self, github: GitHub) -> None:
        assert shown(github, **{"User-Agent": None}).status == 403

    @pytest.mark.parametrize("version", [None, "2019-01-01"])
    def test_needs_a_version_of_the_api(self, github: GitHub, version: str | None) -> None:
        assert shown(github, **{"X-GitHub-Api-Version": version}).status == 400

    def test_is_told_of_the_limit(self, github: GitHub) -> None:
        headers = shown(github).headers
        assert (headers["x-ratelimit-limit"], headers["x-ratelimit-remaining"]) == ("1000", "999")
        assert (headers["x-ratelimit-used"], headers["x-ratelimit-resource"]) == ("1", "core")
        assert int(headers["x-ratelimit-reset"]) == int(github.clock.now()) + 3_600

    def test_is_recorded(self, github: GitHub) -> None:
        call(github, "POST", "/issues", {"title": "One"})
        call(github, "GET", "/issues?state=all&labels=")
        first, second = github.requests
        assert (first.index, first.login, first.status, first.points) == (0, BOT, 201, 5)
        assert first.request.body == {"title": "One"}
        assert first.answer.body["number"] == 1  # pyright: ignore
        assert (second.line, second.points) == (f"GET /repos/{github.name}/issues", 1)
        assert second.request.query == {"state": "all", "labels": ""}
        assert "authorization" not in first.request.headers

    def test_that_is_conditional_and_finds_nothing_new_costs_nothing(self, github: GitHub) -> None:
        github.person.open_issue("One")
        etag = shown(github).headers["etag"]
        before = github.meter().remaining
        again = shown(github, **{"If-None-Match": etag})
        assert (again.status, again.body, github.meter().remaining) == (304, None, before)
        assert github.requests[-1].points == 0
        github.person.open_issue("Two")
        assert shown(github, **{"If-None-Match": etag}).status == 200

    def test_to_what_does_not_exist_is_404(self, github: GitHub) -> None:
        assert call(github, "GET", "/nothing").status == 404
        assert call(github, "GET", f"{github.url}/repos/harbour/nothing/issues").status == 404
        assert call(github, "GET", f"{github.url}/search/issues?q=x").status == 404


class TestIssues:
    @pytest.mark.parametrize(
        ("body", "field"),
        [
            pytest.param({"title": "x" * 257}, "title", id="long title"),
            pytest.param({"title": " "}, "title", id="blank title"),
            pytest.param({"body": "no title"}, "title", id="no title"),
            pytest.param({"title": "x", "body": "x" * 65_537}, "body", id="long body"),
            pytest.param({"title": "x", "labels": "bug"}, "labels", id="labels of another type"),
            pytest.param({"title": "x", "labels": ["x" * 51]}, "name", id="long label"),
            pytest.param({"title": "x", "state": "gone"}, "state", id="unknown state"),
            pytest.param({"title": "x", "state_reason": "bored"}, "state_reason", id="unknown reason"),
        ],
    )
    def test_are_validated(self, github: GitHub, body: dict[str, Any], field: str) -> None:
        answer = call(github, "POST", "/issues", body)
        assert answer.status == 422
        assert answer.body["message"] == "Validation Failed"
        assert answer.body["errors"][0]["field"] == field
        assert github.issues() == {}

    def test_may_be_as_long_as_the_limits(self, github: GitHub) -> None:
        answer = call(github, "POST", "/issues", {"title": "x" * 256, "body": "y" * 65_536})
        assert (answer.status, len(answer.body["title"]), len(answer.body["body"])) == (201, 256, 65_536)

    def test_take_labels_under_the_names_that_exist_and_create_the_others(self, github: GitHub) -> None:
        call(github, "POST", "/issues", {"title": "One", "labels": ["BUG", "bug", "new"]})
        assert github.issues()[1].labels == ("bug", "new")
        assert github.labels()["new"] == ("ededed", None)
        assert "BUG" not in github.labels()

    def test_lose_labels_without_push_access(self, github: GitHub) -> None:
        token = github.issue_token(MACHINE, permission="read", kind="user")
        answer = call(github, "POST", "/issues", {"title": "One", "labels": ["bug"]}, token=token)
        assert (answer.status, answer.body["labels"]) == (201, [])

    def test_are_edited_by_their_author_alone_without_push_access(self, github: GitHub) -> None:
        token = github.issue_token(MACHINE, permission="read", kind="user")
        own = call(github, "POST", "/issues", {"title": "One"}, token=token).body["number"]
        other = github.person.open_issue("Two", labels=["bug"])
        changed = call(github, "PATCH", f"/issues/{own}", {"title": "Mine", "labels": ["bug"]}, token=token)
        assert (changed.status, changed.body["title"], changed.body["labels"]) == (200, "Mine", [])
        assert call(github, "PATCH", f"/issues/{other}", {"title": "Mine"}, token=token).status == 403
        assert call(github, "POST", f"/issues/{own}/labels", {"labels": ["bug"]}, token=token).status == 403

    @pytest.mark.parametrize("reason", ["completed", "not_planned", "duplicate"])
    def test_keep_the_reason_of_a_change_of_state_only(self, github: GitHub, reason: str) -> None:
        number = github.person.open_issue("One")
        path = f"/issues/{number}"
        assert call(github, "PATCH", path, {"state_reason": reason}).body["state_reason"] is None
        closed = call(github, "PATCH", path, {"state": "closed", "state_reason": reason}).body
        assert (closed["state"], closed["state_reason"]) == ("closed", reason)
        ignored = call(github, "PATCH", path, {"state": "closed", "state_reason": "completed", "title": "Two"}).body
        assert (ignored["state_reason"], ignored["title"]) == (reason, "Two")
        assert call(github, "GET", path).body["state_reason"] == reason
        assert call(github, "PATCH", path, {"state": "open"}).body["state_reason"] == "reopened"
        assert call(github, "PATCH", path, {"state": "closed"}).body["state_reason"] == "completed"

    def test_lose_labels_that_a_patch_leaves_out(self, github: GitHub) -> None:
        number = github.person.open_issue("One", labels=["bug", "question"])
        call(github, "PATCH", f"/issues/{number}", {"labels": ["Question"]})
        assert github.issues()[number].labels == ("question",)

    def test_by_an_app_are_a_bots(self, github: GitHub) -> None:
        user = call(github, "POST", "/issues", {"title": "One"}).body["user"]
        assert (user["login"], user["type"]) == (BOT, "Bot")

    def test_that_are_gone_say_how(self, github: GitHub, forge: Forge) -> None:
        deleted, moved = github.person.open_issue("One"), github.person.open_issue("Two")
        github.person.delete(deleted)
        there = github.person.transfer(moved, forge.repository())
        assert call(github, "GET", "/issues/99").status == 404
        assert call(github, "GET", f"/issues/{deleted}").body["message"] == "This issue was deleted"
        assert call(github, "GET", f"/issues/{deleted}").status == 410
        answer = call(github, "GET", f"/issues/{moved}")
        assert answer.status == 301
        assert call(github, "GET", answer.headers["location"]).body["number"] == there
        assert github.issues() == {}


class TestListings:
    def test_hold_pull_requests(self, github: GitHub) -> None:
        github.person.open_issue("One")
        github.person.open_pull_request("Two")
        listed = call(github, "GET", "/issues?direction=asc").body
        assert ["pull_request" in item for item in listed] == [False, True]

    def test_leave_out_who_closed(self, github: GitHub) -> None:
        number = github.person.open_issue("One")
        github.person.close(number)
        assert "closed_by" not in call(github, "GET", "/issues?state=closed").body[0]
        assert call(github, "GET", f"/issues/{number}").body["closed_by"]["login"] == "ada"

    def test_are_cut_into_pages_of_at_most_a_hundred(self, github: GitHub) -> None:
        numbers = [github.person.open_issue(f"Work {count}") for count in range(205)]
        found, address, sizes = [], "/issues?per_page=500", []
        while address:
            answer = call(github, "GET", address)
            found += [item["number"] for item in answer.body]
            sizes.append(len(answer.body))
            address = answer.headers.get("link", "").partition(">")[0].removeprefix("<")
        assert found == numbers[::-1]  # newest first
        assert sizes == [100, 100, 5]
        assert len(call(github, "GET", "/issues").body) == 30

    def test_give_addresses_that_cannot_be_guessed(self, github: GitHub) -> None:
        for count in range(3):
            github.person.open_issue(f"Work {count}")
        link = call(github, "GET", "/issues?per_page=2").headers["link"]
        assert link.endswith('>; rel="next"')
        assert f"/repositories/{github.settings.id}/issues?" in link
        assert call(github, "GET", "/issues?per_page=2&page=2").status == 422

    def test_are_filtered(self, github: GitHub) -> None:
        one = github.person.open_issue("One", labels=["Bug", "question"])
        two = call(github, "POST", "/issues", {"title": "Two", "labels": ["bug"]}).body["number"]
        github.person.close(one)

        def numbers(query: str) -> list[int]:
            return [item["number"] for item in call(github, "GET", f"/issues?{query}").body]

        assert numbers("") == [two]
        assert numbers("state=closed") == [one]
        assert numbers("state=all&labels=BUG") == [two, one]
        assert numbers("state=all&labels=bug,Question") == [one]
        assert numbers("state=all&labels=nowhere") == []
        assert numbers("state=all&creator=github-actions%5Bbot%5D") == [two]
        assert numbers("state=all&direction=asc") == [one, two]


class TestLabels:
    @pytest.mark.parametrize(
        ("body", "field", "code"),
        [
            ({"name": "x" * 51, "color": "ffffff"}, "name", "custom"),
            ({"name": "new", "color": "#fffff"}, "color", "invalid"),
            ({"name": "new", "color": "ffff"}, "color", "invalid"),
            ({"name": "new", "color": "ffffff", "description": "x" * 101}, "description", "custom"),
            ({"name": "BUG", "color": "ffffff"}, "name", "already_exists"),
            ({"color": "ffffff"}, "name", "missing_field"),
        ],
    )
    def test_are_validated(self, github: GitHub, body: dict[str, str], field: str, code: str) -> None:
        before = github.labels()
        answer = call(github, "POST", "/labels", body)
        assert answer.status == 422
        assert answer.body["errors"][0] | {"message": None} == {
            "resource": "Label",
            "field": field,
            "code": code,
            "message": None,
        }
        assert github.labels() == before

    def test_may_be_as_long_as_the_limits(self, github: GitHub) -> None:
        body = {"name": "n" * 50, "color": "0a0B0c", "description": "d" * 100}
        assert call(github, "POST", "/labels", body).status == 201

    def test_on_issues_match_in_any_case(self, github: GitHub) -> None:
        number = github.person.open_issue("One", labels=["bug"])
        added = call(github, "POST", f"/issues/{number}/labels", {"labels": ["BUG", "Fresh"]})
        assert [label["name"] for label in added.body] == ["bug", "Fresh"]
        assert call(github, "DELETE", f"/issues/{number}/labels/FRESH").status == 200
        assert call(github, "DELETE", f"/issues/{number}/labels/fresh").body["message"] == "Label does not exist"
        assert call(github, "DELETE", f"/issues/{number}/labels/fresh").status == 404
        assert github.issues()[number].labels == ("bug",)

    def test_exist_in_a_new_repository(self, github: GitHub) -> None:
        assert {"bug", "question"} <= set(github.labels())


class TestPermissions:
    @pytest.mark.parametrize(
        ("method", "rest", "body"),
        [
            ("POST", "/issues", {"title": "x"}),
            ("PATCH", "/issues/1", {"title": "x"}),
            ("POST", "/issues/1/comments", {"body": "x"}),
            ("POST", "/issues/1/labels", {"labels": ["bug"]}),
            ("DELETE", "/issues/1/labels/bug", None),
            ("POST", "/labels", {"name": "x", "color": "ffffff"}),
        ],
    )
    def test_are_needed_to_write(self, github: GitHub, method: str, rest: str, body: Any) -> None:
        github.person.open_issue("One", labels=["bug"])
        before = github.issues(), github.labels()
        reader = github.issue_token(permission="read")
        answer = call(github, method, rest, body, token=reader)
        assert (answer.status, answer.body["message"]) == (403, "Resource not accessible by integration")
        assert answer.headers["x-accepted-github-permissions"].startswith("issues=write")
        github.settings.archived = True
        answer = call(github, method, rest, body)
        assert (answer.status, answer.body["message"]) == (403, "Repository was archived so is read-only.")
        assert (github.issues(), github.labels()) == before
        assert call(github, "GET", "/issues/1", token=reader).status == 200

    def test_are_needed_to_see(self, github: GitHub) -> None:
        assert call(github, "GET", "/issues", token=github.issue_token(permission="none")).status == 404

    @pytest.mark.parametrize(("method", "rest"), [("GET", "/issues"), ("GET", "/issues/1"), ("POST", "/issues")])
    def test_do_not_help_where_issues_are_off(self, github: GitHub, method: str, rest: str) -> None:
        github.person.open_issue("One")
        github.settings.issues_enabled = False
        answer = call(github, method, rest, {"title": "x"} if method == "POST" else None)
        assert (answer.status, answer.body["message"]) == (410, "Issues are disabled for this repo")
        assert call(github, "GET", "/labels").status == 200

    def test_tell_who_one_is(self, github: GitHub) -> None:
        query = {"query": "{ viewer { login } }"}
        personal = github.issue_token(MACHINE, kind="user")
        assert call(github, "GET", "/user").status == 403
        assert call(github, "GET", "/user", token=personal).body["login"] == MACHINE
        assert call(github, "POST", "/graphql", query).body == {"data": {"viewer": {"login": BOT}}}
        assert call(github, "POST", "/graphql", query, token=personal).body["data"]["viewer"]["login"] == MACHINE
        assert "errors" in call(github, "POST", "/graphql", {"query": "{ rateLimit { cost } }"}).body


class TestComments:
    def test_are_limited_in_length_and_number(self, github: GitHub) -> None:
        path = f"/issues/{github.person.open_issue('One')}/comments"
        assert call(github, "POST", path, {"body": "x" * 65_537}).status == 422
        assert call(github, "POST", path, {"body": " "}).status == 422
        assert call(github, "POST", path, {"body": "x" * 65_536}).status == 201
        github.settings.max_comments = 1
        assert call(github, "POST", path, {"body": "x"}).status == 403
        assert len(call(github, "GET", path).body) == 1


class TestLimits:
    def test_of_the_hour(self, github: GitHub) -> None:
        github.meter().remaining = 1
        assert call(github, "POST", "/issues", {"title": "One"}).status == 201
        answer = call(github, "POST", "/issues", {"title": "Two"})
        assert (answer.status, answer.headers["x-ratelimit-remaining"]) == (403, "0")
        assert answer.body["message"].startswith("API rate limit exceeded")
        assert "retry-after" not in answer.headers
        github.clock.sleep(3_601)
        assert call(github, "POST", "/issues", {"title": "Two"}).status == 201
        assert len(github.issues()) == 2

    def test_of_content_by_the_minute_and_the_hour(self, github: GitHub) -> None:
        github.limit(Secondary(creates_per_minute=2, creates_per_hour=3))

        def create() -> Response:
            return call(github, "POST", "/issues", {"title": "One"})

        assert [create().status for _ in range(3)] == [201, 201, 403]
        assert create().headers["retry-after"] == "60"
        assert call(github, "GET", "/issues").status == 200
        github.clock.sleep(61)
        assert [create().status for _ in range(2)] == [201, 403]
        github.clock.sleep(61)
        assert create().status == 403

    def test_of_points(self, github: GitHub) -> None:
        github.limit(Secondary(points_per_minute=12, retry_after=False, status=429))
        number = github.person.open_issue("One")
        edits = [call(github, "PATCH", f"/issues/{number}", {"title": "Two"}).status for _ in range(3)]
        assert edits == [200, 200, 200]  # 15 points by now
        answer = call(github, "GET", "/issues")
        assert answer.status == 429
        assert "retry-after" not in answer.headers


class TestFaults:
    @pytest.mark.parametrize("effect", [False, True])
    def test_come_before_or_after_the_effect(self, github: GitHub, effect: bool) -> None:
        github.faults = lambda index, request: wire.broken(502, effect=effect)
        assert (
            github.forge.front.respond(
                wire.Request("POST", f"/repos/{github.name}/issues", headers=_lower(HEADERS), body={"title": "One"}),
                github.token,
            ).status
            == 502
        )  # pyright: ignore
        assert len(github.issues()) == effect
        assert github.requests[-1].fault

    @pytest.mark.parametrize("effect", [False, True])
    def test_cut_the_connection(self, github: GitHub, effect: bool) -> None:
        github.faults = lambda index, request: wire.cut(effect=effect)
        with pytest.raises(http.client.RemoteDisconnected):
            call(github, "POST", "/issues", {"title": "One"})
        assert len(github.issues()) == effect

    def test_strike_by_index(self, github: GitHub) -> None:
        github.faults = lambda index, request: wire.refuse(429, retry_after="3") if index == 1 else None
        answers = [call(github, "GET", "/issues") for _ in range(3)]
        assert [answer.status for answer in answers] == [200, 429, 200]
        assert answers[1].headers["retry-after"] == "3"

    def test_make_a_listing_lag(self, github: GitHub) -> None:
        for title in ("One", "Two"):
            github.person.open_issue(title)
        github.faults = lambda index, request: wire.lagging()
        assert [item["title"] for item in call(github, "GET", "/issues").body] == ["One"]

    def test_cut_a_page_short(self, github: GitHub) -> None:
        github.person.open_issue("One")
        github.faults = lambda index, request: wire.truncated()
        with pytest.raises(json.JSONDecodeError):
            call(github, "GET", "/issues")


def test_people_pass_the_same_rules(github: GitHub) -> None:
    with pytest.raises(AssertionError, match="Validation Failed"):
        github.person.open_issue("x" * 257)
    number = github.stranger.open_issue("One", labels=["bug"])
    assert github.issues()[number].labels == ()
    assert github.requests == []


def test_repositories_are_apart(github: GitHub, forge: Forge) -> None:
    other = forge.repository()
    github.person.open_issue("One")
    assert other.issues() == {}
    assert call(github, "POST", f"{github.url}/repos/{other.name}/issues", {"title": "x"}).status == 403


def test_a_renamed_repository_redirects(github: GitHub) -> None:
    github.person.open_issue("One")
    old = f"{github.url}/repos/{github.name}"
    github.rename(f"{github.settings.name}-renamed")
    answer = call(github, "GET", f"{old}/issues/1")
    assert answer.status == 301
    assert call(github, "GET", answer.headers["location"]).body["title"] == "One"
    assert call(github, "PATCH", f"{old}/issues/1", {"title": "Two"}).status == 307


class TestEmulator:
    def test_missing_is_said_in_one_sentence(self, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", str(tmp_path))
        with pytest.raises(EmulatorMissing, match="need Node 20"):
            Emulator(base_url="http://127.0.0.1:1", logins=["ada"], scratch=tmp_path)

    def test_ends_with_all_that_it_started(self, tmp_path: Any) -> None:
        emulator = Emulator(base_url="http://127.0.0.1:1", logins=["ada"], scratch=tmp_path)
        emulator.stop()
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", emulator.port), timeout=5)

    def test_is_locked_without_the_address_of_a_registry(self) -> None:
        lock = json.loads((ENTRY.parents[3] / "package-lock.json").read_text())
        assert lock["packages"]["node_modules/emulate"]["version"] == "0.11.2"
        assert not [name for name, package in lock["packages"].items() if "resolved" in package]
        assert all("integrity" in package for name, package in lock["packages"].items() if name)


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("example.org", 443)])
def test_nothing_beyond_this_machine_can_be_reached(address: tuple[str, int]) -> None:
    with pytest.raises(pytest.fail.Exception, match="tried to reach"):
        socket.create_connection(address, timeout=5)


def _lower(headers: dict[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}
