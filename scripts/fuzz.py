"""Tries texts of all kinds on the parts that read what strangers write, for so many seconds a part.

Says how many texts were tried and what they found; what was found belongs into tests/fuzzing/findings.json.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from typing import Any, cast

from hypothesis import HealthCheck, Phase, given, seed, settings

from fuzzing.targets import TARGETS, Target

BATCH = 500
"""Texts between two looks at the clock."""


def main() -> int:
    """Runs all targets, or those that are named; the exit status is 1 where something was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=30, help="for each target (30)")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**32), help="to repeat a run")
    parser.add_argument("targets", nargs="*", help=f"of {', '.join(TARGETS)} (all)")
    arguments = parser.parse_args()
    names: list[str] = arguments.targets or list(TARGETS)
    print(f"Seed {arguments.seed}, {arguments.seconds:g} s for each target:")
    found = 0
    for name in names:
        found += _fuzz(name, TARGETS[name], seconds=arguments.seconds, first_seed=arguments.seed)
    return int(found > 0)


def _fuzz(name: str, target: Target, *, seconds: float, first_seed: int) -> int:
    """Batch after batch, each with a seed of its own, until the time is over or a text was found."""
    until, tried, batch = time.monotonic() + seconds, 0, 0
    last = ""

    def holds(text: str) -> None:
        nonlocal tried, last
        tried, last = tried + 1, text
        target.run(text)

    unhurried = settings(
        max_examples=BATCH,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=cast(Any, list)(HealthCheck),
        print_blob=False,
    )
    while time.monotonic() < until:
        try:
            attempt: Any = unhurried(cast(Any, given)(target.texts)(holds))
            seed(first_seed + batch)(attempt)()
        except Exception as error:
            print(f"  {name:<14} {tried:>9,} texts tried, 1 found: {json.dumps(last)}")
            print(f"    {type(error).__name__}: {' '.join(str(error).split())[:500]}")
            return 1
        batch += 1
    print(f"  {name:<14} {tried:>9,} texts tried, nothing found")
    return 0


if __name__ == "__main__":
    sys.exit(main())
