"""`explain FILE --html OUT` writes the page, and nothing but a page."""

from __future__ import annotations

from pathlib import Path

import pytest

from handoff_issues import cli

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "handoff-2026-03-06.md"


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_the_page_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["explain", str(EXAMPLE), "--html", "page.html"]) == 0
    assert capsys.readouterr() == ("", "written: page.html\n")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>\n")
    assert "Kestrel Bay" in page


def test_labels_and_headings_are_those_of_the_settings(tmp_path: Path) -> None:
    (tmp_path / "settings.yml").write_text(
        "headings: {blocker: [Auf Grund gelaufen]}\nlabels: {blocker: {name: aground}}\n", encoding="utf-8"
    )
    (tmp_path / "HANDOFF.md").write_text("## Auf Grund gelaufen\n\n- No key\n", encoding="utf-8")
    assert cli.main(["explain", "HANDOFF.md", "--html", "page.html", "--config", "settings.yml"]) == 0
    assert ">aground</li>" in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_a_secret_does_not_reach_the_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    token = "ghp_" + "a1B2c3D4" * 4 + "e5F6"
    (tmp_path / "HANDOFF.md").write_text(f"## Next steps\n\n- Revoke {token}\n", encoding="utf-8")
    assert cli.main(["explain", "HANDOFF.md", "--html", "page.html"]) == 0
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert token not in page
    assert "was redacted" in page, "and the page says so"
    assert token not in "".join(capsys.readouterr())


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        pytest.param(["none.md", "--html", "page.html"], 1, "none.md: cannot be read", id="no handoff"),
        pytest.param(["a.md", "--html", "a.md"], 1, "--html explained.html", id="over the handoff"),
        pytest.param(["a.md", "--html", "none/page.html"], 1, "No such file or directory", id="no folder"),
        pytest.param(["a.md", "b.md", "--html", "page.html"], 2, "--html explains one FILE", id="two handoffs"),
        pytest.param(["a.md", "--line", "3", "--html", "page.html"], 2, "--html explains one FILE", id="one line"),
        pytest.param(["a.md", "--format", "json", "--html", "page.html"], 2, "--html explains one FILE", id="JSON"),
    ],
)
def test_what_cannot_be_done_is_said(
    arguments: list[str], status: int, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text("## Next steps\n\n- Fix it\n", encoding="utf-8")
    try:
        ended = cli.main(["explain", *arguments])
    except SystemExit as usage:
        ended = usage.code
    assert ended == status
    assert told in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.md", "b.md"]
    assert (tmp_path / "a.md").read_text(encoding="utf-8").startswith("## Next steps")
