"""The parser against real handoffs with gold labels, where they are at hand."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[3] / "shared"
SCORE = SHARED / "bench" / "score.py"
pytestmark = pytest.mark.skipif(not SCORE.exists(), reason="the labelled handoffs are not part of this repository")

FLOORS = {
    None: {
        "f1": 0.85,
        "precision": 0.81,
        "recall": 0.88,
        "doc_f1": 0.83,
        "kind": 0.96,
        "priority": 0.88,
        "title": 0.62,
    },
    "build": {"f1": 0.89, "precision": 0.86, "recall": 0.91, "kind": 0.96, "priority": 0.89, "title": 0.64},
}
SEEDS = ("seed-argocd", "seed-cicd", "seed-a11", "seed-meshsix")


@cache
def output() -> Path:
    """All documents parsed once, as `parse --format json` prints them."""
    from handoff_issues.handoff import parse

    documents = sorted((SHARED / "corpus" / "docs").glob("*.md"))
    handoffs = [parse(path.read_text(encoding="utf-8"), path=path.name).model_dump(mode="json") for path in documents]
    target = Path(os.environ["HANDOFF_SCORE_FILE"])
    target.write_text(json.dumps({"version": 1, "handoffs": handoffs}))
    return target


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HANDOFF_SCORE_FILE", str(tmp_path_factory.mktemp("score") / "out.json"))
        return output()


def score(saved: Path, *options: str) -> str:
    command = [sys.executable, str(SCORE), "--from", str(saved), *options]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("part", FLOORS, ids=["whole", "build"])
def test_what_was_reached_is_kept(saved: Path, part: str | None) -> None:
    found = json.loads(score(saved, "--json", *(("--part", part) if part else ())))
    assert {name: round(found[name], 3) for name, floor in FLOORS[part].items() if found[name] < floor} == {}


def test_the_four_examples_come_out_right(saved: Path) -> None:
    report = score(saved, "--verbose", *SEEDS)
    shown = re.findall(r"^== (\S+)\n((?:  .*\n)*)", report, re.M)
    assert {name for name, _ in shown} == set(SEEDS)
    lines = [line for _, text in shown for line in text.splitlines()]
    assert sum(line.startswith("  missed") for line in lines) <= 2
    assert sum(line.startswith("  false alarm") for line in lines) <= 2
