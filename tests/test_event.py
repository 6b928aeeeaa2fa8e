"""Events as a run reads them: what is missing or in another shape is None, and only what is no JSON is refused."""

from __future__ import annotations

import json

import pytest

from handoff_issues.event import read_event


def test_a_part_in_another_shape_takes_nothing_from_the_others():
    payload = {"action": "created", "sender": "ada", "comment": {"id": "x"}, "issue": {"number": 7}, "repository": None}
    event = read_event("issue_comment", json.dumps(payload).encode())
    assert (event.sender, event.comment, event.pull_request) == (None, None, None)
    assert event.issue is not None
    assert (event.action, event.issue.number, event.repository.full_name) == ("created", 7, "")


@pytest.mark.parametrize("content", [b"[]", b"null", b"7"])
def test_a_payload_that_is_no_object_tells_nothing(content: bytes):
    assert read_event("push", content) == read_event("push", b"{}")


@pytest.mark.parametrize("content", [b"", b"{", b"push"])
def test_what_is_no_json_is_refused(content: bytes):
    with pytest.raises(ValueError, match="Expecting"):
        read_event("push", content)
