"""What went over the wire, one example of each shape: `make contract-check` holds it against GitHub's description."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from forge.wire import Answer, Exchange

OURS = "handoff-issues"
"""How our client names itself; what else the tests send may be wrong on purpose."""


def record(exchanges: Iterable[Exchange], file: Path) -> None:
    """Write one example of each shape of request and answer, a line of JSON each."""
    examples: dict[str, dict[str, Any]] = {}
    for exchange in exchanges:
        request, answer = exchange.request, exchange.answer
        truly = isinstance(answer, Answer) and exchange.fault is None
        example = {
            "method": request.method,
            "path": request.path,
            "query": dict(request.query),
            "body": request.body,
            "ours": request.headers.get("user-agent") == OURS,
            "status": answer.status if truly else None,
            "headers": sorted(request.headers),
            "answer": json.loads(answer.encoded() or b"null") if truly else None,
        }
        examples.setdefault(json.dumps([_place(request.path), _shape(example)], sort_keys=True), example)
    file.write_text("".join(f"{json.dumps(example)}\n" for example in examples.values()), encoding="utf-8")


def _place(path: str) -> str:
    return re.sub(r"\d+", "0", re.sub(r"^/repos/[^/]+/[^/]+|^/repositories/\d+", "/repos", path))


def _shape(data: Any) -> Any:
    """Keys and types; of a list the shapes that occur in it."""
    if isinstance(data, dict):
        return {key: _shape(value) for key, value in data.items() if key != "path"}
    if isinstance(data, list):
        return sorted({json.dumps(_shape(value), sort_keys=True) for value in data})
    return data if isinstance(data, bool) else type(data).__name__
