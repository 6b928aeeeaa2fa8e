"""A fixed tenth of what `make fault-check` tries, and that what it tries does happen."""

from __future__ import annotations

import pytest
from forge.hub import Forge

from faults.scenario import TROUBLES, Scenario, opens

PARTS = 12


@pytest.fixture(scope="session")
def scenario(forge: Forge) -> Scenario:
    return Scenario(forge)


def test_the_undisturbed_run_has_every_kind_of_request_and_is_short(scenario: Scenario) -> None:
    asked = {(request.method, request.path.rpartition("/")[2].rstrip("0123456789")) for request in scenario.requests}
    assert {("POST", "issues"), ("PATCH", ""), ("POST", "comments"), ("POST", "labels")} <= asked
    assert {("GET", "issues"), ("GET", ""), ("GET", "labels"), ("GET", "comments")} <= asked
    assert "DELETE" in {method for method, _ in asked}
    assert sum("after" in request.query for request in scenario.requests) > 3, "pages that follow"
    assert len(scenario.requests) <= 40
    ended = [(seen.state, seen.reason) for seen in scenario.end.values()]
    assert {("open", None), ("open", "reopened"), ("closed", "completed"), ("closed", "not_planned")} <= set(ended)


@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_is_doubled_lost_or_overruled(scenario: Scenario, part: int) -> None:
    for index, name in scenario.cells()[::10][part::PARTS]:
        verdict = scenario.disturb(index, TROUBLES[name])
        assert verdict.is_well, f"request {index}, {name}: {verdict}"


def test_a_twin_that_a_lagging_listing_brings_is_closed_as_a_duplicate(scenario: Scenario) -> None:
    verdict = scenario.disturb(0, TROUBLES["listings lag so from here on"])
    assert verdict.is_well
    assert verdict.duplicates == 1


def test_a_lost_opening_is_found_by_the_next_run_where_the_listing_lagged(scenario: Scenario) -> None:
    index = next(index for index, request in enumerate(scenario.requests) if opens(request))
    verdict = scenario.disturb(index, TROUBLES["opening lost, then listings lag"])
    assert verdict.is_well
    assert verdict.duplicates == 0
