"""The pre-commit hook: its manifest has what pre-commit asks for, and its command lints the handoffs among files."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import yaml

from handoff_issues import cli
from handoff_issues.handoff.files.discover import discover

ROOT = Path(__file__).parent.parent
[HOOK] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
NOTE = "## Next steps\n\n- Fix the export of tides\n- Leaderboards\n"


def test_the_manifest_has_the_keys_that_pre_commit_knows() -> None:
    """As listed under https://pre-commit.com/#new-hooks."""
    assert {"id", "name", "entry", "language"} <= set(HOOK)
    assert set(HOOK) <= {"id", "name", "entry", "language", "files", "description", "require_serial", "verbose"}
    assert HOOK["language"] == "python"
    assert shlex.split(HOOK["entry"])[0] in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "path",
    [
        "HANDOFF.md",
        "docs/handoff-2026-03-06-topic.md",
        ".claude/handoffs/2026-03-06-1140.md",
        "NEXT_SESSION.MD",
        "notes/session-notes.markdown",
        "Übergabe.mdown",
        "引き継ぎ.mkd",
    ],
)
def test_every_file_that_a_run_reads_is_offered_to_the_hook(path: str) -> None:
    assert discover([path])
    assert re.search(HOOK["files"], path)


def test_other_files_are_not_offered() -> None:
    assert not any(re.search(HOOK["files"], path) for path in ("handoff.py", "handoff.md.bak", "docs/handoff.yml"))


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a handoff, and with files that are none, current."""
    for path in ("HANDOFF.md", "README.md", "templates/handoff.md", "docs/archive/handoff-2026-01-01.md", "notes/x.md"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(NOTE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(project: Path, *more: str) -> int:
    """The hook as pre-commit runs it on all files that its pattern lets through."""
    files = sorted(str(path.relative_to(project)) for path in project.rglob("*") if path.is_file())
    offered = [path for path in files if re.search(HOOK["files"], path)]
    return cli.main([*shlex.split(HOOK["entry"])[1:], *more, *offered])


def test_handoffs_alone_are_linted(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(project) == 0
    told = capsys.readouterr().out.splitlines()
    assert {line.partition(":")[0] for line in told[:-1]} == {"HANDOFF.md"}
    assert told[-1] == "1 handoff: 2 items, 1 warning."


def test_strict_fails_where_there_are_warnings(project: Path) -> None:
    assert run(project, "--strict") == 1
    (project / "HANDOFF.md").write_text(NOTE.replace("- Leaderboards\n", ""))
    assert run(project, "--strict") == 0


def test_the_settings_say_what_is_a_handoff(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / ".github").mkdir()
    (project / ".github/handoff-issues.yml").write_text('files: ["notes/*.md"]\n')
    assert run(project) == 0
    assert "notes/x.md:3: issue: " in capsys.readouterr().out


def test_without_a_handoff_among_the_files_it_passes(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "HANDOFF.md").unlink()
    assert run(project, "--strict") == 0
    assert capsys.readouterr().out == "0 handoffs: 0 items, 0 warnings.\n"
