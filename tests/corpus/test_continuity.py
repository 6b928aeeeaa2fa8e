"""Labelled pairs of real handoffs, the newer one after the older one in one stream, where they are at hand."""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from handoff_issues.handoff import parse
from handoff_issues.reconcile.change import Report
from handoff_issues.reconcile.rules import Rule
from handoff_issues.report import document
from support.handoffs import History, World

SHARED = Path(__file__).resolve().parents[3] / "shared"
CORPUS, BENCH = SHARED / "corpus", SHARED / "bench"
pytestmark = pytest.mark.skipif(
    not (BENCH / "continuity.py").exists(), reason="the labelled pairs are not part of this repository"
)
NO_LIMITS = {"max_open": 1000, "max_close": 1000, "max_new_per_handoff": 1000}


@dataclass(frozen=True)
class Pair:
    """The runs on the older handoff, on the newer one, and once more."""

    label: dict[str, Any]
    reports: tuple[Report, Report, Report]


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> list[Pair]:
    found: list[Pair] = []
    for file in sorted((CORPUS / "sequences").glob("*.json")):
        label = json.loads(file.read_text(encoding="utf-8"))
        world, history, reports = World(tmp_path_factory.mktemp("pair") / "issues"), History(), list[Report]()
        for name in (*label["pair"], None):
            if name is not None:
                text = (CORPUS / "docs" / f"{name}.md").read_text(encoding="utf-8")
                handoff = parse(text, path=history.path)
                history.write(*handoff.items, *handoff.done)
            reports.append(world.run(history, **NO_LIMITS))
        found.append(Pair(label=label, reports=(reports[0], reports[1], reports[2])))
    return found


def test_a_call_is_seldom_too_close(pairs: list[Pair]) -> None:
    decided = Counter(
        change.rule
        for pair in pairs
        for change in pair.reports[1].changes
        if any(each.mentions for each in change.sources)
    )
    assert decided.total() > 100
    assert decided[Rule.CLOSE_CALL] * 50 <= decided.total()


def test_no_live_work_is_closed(pairs: list[Pair], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCH))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    from continuity import issues_of  # type: ignore[import-not-found]

    for pair in pairs:
        gold = json.loads((CORPUS / "gold" / f"{pair.label['pair'][0]}.json").read_text(encoding="utf-8"))["items"]
        opened: dict[int, int] = issues_of(document(pair.reports[0])["changes"], History.path, gold)
        live = {opened.get(fate["item"]) for fate in pair.label["fates"] if fate["fate"] in ("open", "dropped")}
        closed = {change.issue for change in pair.reports[1].changes if change.verb.value == "close"}
        assert not live & closed, pair.label["pair"]


def test_a_third_run_changes_nothing(pairs: list[Pair]) -> None:
    for pair in pairs:
        assert {change.verb.value for change in pair.reports[2].changes} <= {"keep", "skip"}, pair.label["pair"]
