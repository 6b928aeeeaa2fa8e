"""Two runs at one time: one that is overtaken by whatever happens between two calls of its tracker."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Interrupted:
    """A tracker in whose use somebody else comes in before one call."""

    def __init__(self, tracker: Any, *, at: int, act: Callable[[], object]) -> None:
        self._tracker, self._left, self._act = tracker, at, act

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._tracker, name)

        def call(*arguments: Any, **named: Any) -> Any:
            self._left -= 1
            if self._left == -1:
                self._act()
            return method(*arguments, **named)

        return call
