"""How slow this machine is just now: a budget of time is for a machine that is not."""

from __future__ import annotations

import time
from statistics import median

from markdown_it import MarkdownIt

USUAL = 0.075
"""Seconds of processor time in which the machine that the budgets were set on does the work below."""
_TEXT = "".join(f"- [ ] Fix part {number} of `file{number}.py` and **tell** them\n\n" for number in range(1_500))


def in_time(taken: float, budget: float) -> bool:
    """Whether something took less than its budget, both in seconds, or would have on the usual machine."""
    return taken < budget or taken * USUAL < budget * _work()


def _work() -> float:
    """Seconds that the bare Markdown parser takes for a text that never changes: one time alone varies by half."""
    taken: list[float] = []
    for _ in range(5):
        started = time.process_time()
        MarkdownIt("js-default").parse(_TEXT)
        taken.append(time.process_time() - started)
    return median(taken)
