"""A property that is worked out when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

Value = TypeVar("Value")


class once(Generic[Value]):
    """`functools.cached_property` without the lock that it takes each time up to Python 3.11."""

    def __init__(self, work: Callable[[Any], Value]) -> None:
        self._work = work
        self._name = work.__name__
        self.__doc__ = work.__doc__

    @overload
    def __get__(self, instance: None, owner: type) -> once[Value]: ...

    @overload
    def __get__(self, instance: object, owner: type) -> Value: ...

    def __get__(self, instance: object | None, owner: type) -> once[Value] | Value:
        if instance is None:
            return self
        value = instance.__dict__[self._name] = self._work(instance)
        return value


def forget(instance: object) -> None:
    """Let all that was worked out for `instance` be worked out anew when it is next asked for."""
    for name in [name for name in instance.__dict__ if isinstance(getattr(type(instance), name, None), once)]:
        del instance.__dict__[name]
