"""Two runs at one time: whatever they do to each other, one more run brings the undisturbed state."""

from __future__ import annotations

import pytest
from forge.hub import Forge

from faults.scenario import Scenario, run
from support.interrupted import Interrupted

CALLS = 40
"""At least as many as a run has."""


@pytest.fixture(scope="session")
def scenario(forge: Forge) -> Scenario:
    return Scenario(forge)


@pytest.mark.parametrize("at", range(0, CALLS, 2))
def test_a_run_within_a_run_ends_in_the_undisturbed_state(scenario: Scenario, at: int) -> None:
    github = scenario.begin()
    run(Interrupted(github.tracker(), at=at, act=lambda: run(github.tracker(), scenario.snapshot)), scenario.snapshot)
    run(github.tracker(), scenario.snapshot)
    verdict = scenario.judge(github, lags=True)
    assert verdict.is_well, str(verdict)
    before = len(github.requests)
    run(github.tracker(), scenario.snapshot)
    assert {line.split()[0] for line in github.lines(before)[1:]} == {"GET"}, "in step, so nothing is written"
