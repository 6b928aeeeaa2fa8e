"""How slow this machine is just now: a budget of time is for a machine that is not."""

from __future__ import annotations

import time

USUAL = 0.12
"""Seconds of processor time in which the machine that the budgets were set on does the work below."""
_STEPS = 2_000_000


def in_time(taken: float, budget: float) -> bool:
    """Whether something took less than its budget, both in seconds, or would have on the usual machine."""
    return taken < budget or taken * USUAL < budget * _work()


def _work() -> float:
    started = time.process_time()
    total = 0
    for step in range(_STEPS):
        total += step * step
    assert total
    return time.process_time() - started
