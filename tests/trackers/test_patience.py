"""How long a refusal lasts, what is one, and what can be read from an answer: tables."""

from __future__ import annotations

import time

import pytest

from handoff_issues.trackers.answers import VIEWER, complaint, next_page
from handoff_issues.trackers.patience import SystemClock, is_limit, seconds_asked

SERVER = "https://api.github.com"


@pytest.mark.parametrize(
    ("status", "message", "headers", "expected"),
    [
        pytest.param(429, "", {}, True, id="429 says it all"),
        pytest.param(403, "You have exceeded a secondary rate limit", {}, True, id="secondary, by its message"),
        pytest.param(403, "You have triggered an abuse detection mechanism", {}, True, id="its former name"),
        pytest.param(403, "", {"retry-after": "1"}, True, id="Retry-After"),
        pytest.param(403, "", {"x-ratelimit-remaining": "0"}, True, id="nothing remains"),
        pytest.param(403, "Forbidden", {"x-ratelimit-remaining": "10"}, False, id="something remains"),
        pytest.param(403, "Resource not accessible by integration", {}, False, id="no permission"),
        pytest.param(404, "Not Found", {"x-ratelimit-remaining": "0"}, False, id="another status"),
        pytest.param(503, "", {"retry-after": "1"}, False, id="a failure is no refusal"),
    ],
)
def test_a_rate_limit_is_told_from_a_lack_of_permission(
    status: int, message: str, headers: dict[str, str], expected: bool
) -> None:
    assert is_limit(status, message, headers) is expected


@pytest.mark.parametrize(
    ("headers", "refusals", "expected"),
    [
        pytest.param({"retry-after": "30"}, 1, 30, id="Retry-After"),
        pytest.param({"retry-after": "0"}, 1, 1, id="at least a second"),
        pytest.param({"retry-after": "-5"}, 1, 60, id="negative"),
        pytest.param({"retry-after": "9" * 400}, 1, float("inf"), id="beyond measure"),
        pytest.param(
            {"retry-after": "30", "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1100"}, 1, 30, id="both"
        ),
        pytest.param({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1100"}, 1, 101, id="the reset"),
        pytest.param({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "900"}, 1, 1, id="a reset in the past"),
        pytest.param({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "soon"}, 1, 60, id="no reset"),
        pytest.param({"x-ratelimit-remaining": "5", "x-ratelimit-reset": "1100"}, 1, 60, id="something remains"),
        pytest.param({}, 1, 60, id="first"),
        pytest.param({}, 2, 120, id="second"),
        pytest.param({}, 3, 240, id="third"),
    ],
)
def test_a_refusal_lasts_as_long_as_it_says(headers: dict[str, str], refusals: int, expected: float) -> None:
    assert seconds_asked(headers, refusals=refusals, now=1000.0) == expected


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        pytest.param(None, None, id="no header"),
        pytest.param(f'<{SERVER}/a?after=x>; rel="next"', f"{SERVER}/a?after=x", id="next"),
        pytest.param(f'<{SERVER}/a>; rel="prev", <{SERVER}/b>; rel="next"', f"{SERVER}/b", id="several"),
        pytest.param(f'<{SERVER}/a>; rel="first", <{SERVER}/b>; rel="prev"', None, id="the last page"),
    ],
)
def test_the_next_page_is_the_one_linked(link: str | None, expected: str | None) -> None:
    assert next_page(link, server=f"{SERVER}/api/v3") == expected


@pytest.mark.parametrize(
    "link",
    [
        pytest.param("", id="empty"),
        pytest.param("nonsense", id="nonsense"),
        pytest.param(f"<{SERVER}/a>", id="no relation"),
        pytest.param('<https://elsewhere.example/a>; rel="next"', id="another host"),
        pytest.param('<http://api.github.com/a>; rel="next"', id="another scheme"),
        pytest.param('</a>; rel="next"', id="relative"),
        pytest.param('<https://[/a>; rel="next"', id="no address"),
    ],
)
def test_a_link_that_cannot_be_followed_is_no_last_page(link: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        next_page(link, server=SERVER)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ({"data": {"viewer": {"login": "ada", "url": "https://github.com/ada"}}}, "ada"),
        ({"data": {"viewer": {"login": "x[bot]", "url": "https://github.com/apps/x"}}}, "x[bot]"),
        ({"data": {"viewer": {"login": "x", "url": "https://github.com/apps/x"}}}, "x[bot]"),
        ({"data": {"viewer": {"login": "apps", "url": "https://github.com/apps"}}}, "apps"),
        ({"data": None, "errors": [{"message": "no"}]}, None),
        ({"errors": [{"message": "no"}]}, None),
    ],
)
def test_a_login_reads_as_in_rest(answer: object, expected: str | None) -> None:
    assert VIEWER.validate_python(answer).rest_login == expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"message": "Not Found", "status": "404"}, "Not Found"),
        (
            {"message": "M", "errors": [{"field": "title", "code": "custom", "message": "too long"}]},
            "M; title custom too long",
        ),
        ({"message": "M", "errors": ["plain", {"code": "invalid"}]}, "M; plain; invalid"),
        ({"data": "<html>"}, "no reason given"),
        (None, "no reason given"),
        ([], "no reason given"),
        ("gone", "no reason given"),
    ],
)
def test_a_complaint_is_one_line(data: object, expected: str) -> None:
    assert complaint(data) == expected


def test_the_systems_clock_is_the_systems() -> None:
    clock = SystemClock()
    before = time.time()
    clock.sleep(0)
    assert before <= clock.now() <= time.time()
