"""The marker survives what people and forms do to a body, and nothing else passes for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff_issues.model import StateReason
from handoff_issues.reconcile.marker import END, PREFIX, Closing, Marker, digest, item_id, region_is_ours, split

MARKER = Marker(
    id="0123456789abcdef",
    stream="docs/-->hand<off>",
    title=digest("A title"),
    region=digest("The region."),
    content="c",
    text="t",
    labels=("handoff", "priority: high"),
    closed=Closing(reason=StateReason.COMPLETED, evidence="e"),
)
BODY = f"{MARKER.line()}\nThe region.\n{END}"


def test_a_body_comes_apart_as_it_was_put_together() -> None:
    body = split(f"above\n{BODY}\nbelow\nmore")
    assert body is not None
    assert (body.above, body.region, body.below) == ("above", "The region.", "below\nmore")
    assert body.marker == MARKER
    assert region_is_ours(body)


def test_a_stream_can_not_end_the_comment() -> None:
    line = MARKER.line()
    assert line.count("-->") == 1
    assert line.endswith("-->")
    assert line.count("<") == 1


@given(st.text(max_size=200))
def test_any_stream_round_trips_on_one_line(stream: str) -> None:
    marker = MARKER.model_copy(update={"stream": stream.encode("utf-8", "replace").decode()})
    assert "\n" not in marker.line()
    body = split(f"{marker.line()}\nx\n{END}")
    assert body is not None
    assert body.marker == marker


def test_the_longest_path_is_a_stream() -> None:
    marker = MARKER.model_copy(update={"stream": "ü/" * 2_048})
    body = split(f"{marker.line()}\nThe region.\n{END}")
    assert body is not None
    assert body.marker.stream == "ü/" * 2_048


def test_line_ends_of_the_web_form() -> None:
    body = split(BODY.replace("\n", "\r\n"))
    assert body is not None
    assert region_is_ours(body)


def test_without_its_end_all_the_rest_is_region_and_not_ours() -> None:
    body = split(f"{MARKER.line()}\nThe region.\nA person's words.")
    assert body is not None
    assert body.below == ""
    assert not region_is_ours(body)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("just words", id="no-marker"),
        pytest.param(f"> {BODY}", id="quoted"),
        pytest.param(f"  {MARKER.line()}", id="indented"),
        pytest.param(MARKER.line().replace("0123456789abcdef", "../../etc"), id="forged-id"),
        pytest.param(MARKER.line().replace("v1", "v9"), id="other-version"),
        pytest.param(f"{PREFIX}{{}} -->", id="empty-fields"),
        pytest.param(f"{PREFIX}not json -->", id="not-json"),
        pytest.param(f"{PREFIX}{'[' * 5_000} -->", id="deep"),
        pytest.param(MARKER.line().replace('"id"', '"extra":1,"id"'), id="unknown-field"),
        pytest.param(PREFIX + "x" * 1_000_000 + " -->", id="huge"),
    ],
)
def test_what_is_no_marker(text: str) -> None:
    assert split(text) is None


def test_the_first_marker_counts() -> None:
    other = MARKER.model_copy(update={"id": "f" * 16})
    body = split(f"{BODY}\n{other.line()}\nx\n{END}")
    assert body is not None
    assert body.marker.id == MARKER.id


def test_ids_differ_by_stream_name_and_ordinal() -> None:
    ids = {
        item_id(stream=stream, name=name, ordinal=ordinal)
        for stream in ("a", "ab")
        for name in ("b", "bc")
        for ordinal in (0, 1)
    }
    assert len(ids) == 8
