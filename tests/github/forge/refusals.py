"""Answers of 400 and above, as GitHub words them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forge.wire import Answer


class Refused(Exception):
    """An answer that ends the request."""

    def __init__(self, status: int, message: str, *, headers: Mapping[str, str] | None = None, **extra: Any):
        super().__init__(message)
        docs = "https://docs.github.com/rest"
        self.answer = Answer(
            status, {"message": message, **extra, "documentation_url": docs, "status": str(status)}, headers or {}
        )


def invalid(resource: str, name: str, code: str, message: str | None = None) -> Refused:
    """GitHub's 422."""
    error = {"resource": resource, "field": name, "code": code} | ({"message": message} if message else {})
    return Refused(422, "Validation Failed", errors=[error])


def as_mapping(body: Any) -> dict[str, Any]:
    """The fields of a JSON body."""
    if not isinstance(body, dict):
        raise Refused(400, "Problems parsing JSON")
    return dict(body)
