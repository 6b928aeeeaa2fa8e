"""Whatever a handoff is replaced by: the run ends well, says what it could not use, and closes or loses nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from handoff_issues.cli import main
from support.repository import Repository

GOOD = "# Handoff\n\n## Next steps\n\n- Publish the map tiles\n- Mend the legend\n"
DEEP = "".join(f"{'  ' * depth}- Level {depth}\n" for depth in range(60))

BAD = [
    pytest.param(b"", None, id="empty"),
    pytest.param(b"\x00\x01\x02" * 200, "binary", id="binary"),
    pytest.param(b"- Publish the map tiles\n" * 450_000, "kB", id="10-MB"),
    pytest.param(
        b"## Next steps\n\n" + b"".join(b"- Chore %d\n" % n for n in range(5_000)), "confirm", id="5000-items"
    ),
    pytest.param(b"## Next steps\n\n- Draw a map\n\n```sh\nls\n", "fence", id="unclosed-fence"),
    pytest.param(b"## Next steps\n\n| Draw a map | open |\n| Fold it | open |\n", None, id="table-without-header"),
    pytest.param(f"## Next steps\n\n{DEEP}".encode(), None, id="60-levels"),
    pytest.param(b"## Next steps\r\n\r\n- Draw a map\n- Fold it\r- Sell it\r\n", None, id="mixed-line-ends"),
    pytest.param("## Next steps\n\n- Draw \u202ethe map\u202c backwards\n".encode(), None, id="bidirectional"),
    pytest.param(b"## N\xe4chste Schritte\n\n- Stra\xdfe zeichnen\n", "UTF-8", id="latin-1"),
]


def run(repository: Repository, issues: Path, capsys: pytest.CaptureFixture[str]) -> tuple[dict, str]:
    code = main(["sync", "--root", str(repository.path), "--issues-dir", str(issues), "--format", "json"])
    told = capsys.readouterr()
    assert code == 0, told.err
    return json.loads(told.out), told.err


@pytest.mark.parametrize(("content", "said"), BAD)
def test_no_issue_is_closed_or_lost(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, said: str | None
) -> None:
    repository, issues = Repository(tmp_path / "repository"), tmp_path / "issues"
    repository.commit({"HANDOFF.md": GOOD}, date="2026-03-01T12:00")
    first, _ = run(repository, issues, capsys)
    assert [row["change"] for row in first["changes"]] == ["open", "open"]
    repository.commit({"HANDOFF.md": content}, date="2026-03-02T12:00")
    second, warned = run(repository, issues, capsys)
    fate = {row["issue"]: row["change"] for row in second["changes"] if row["issue"] in (1, 2)}
    assert fate == {1: "keep", 2: "keep"}
    if said is not None:
        assert said.casefold() in warned.casefold()
        assert "HANDOFF.md" in warned
    repository.commit({"HANDOFF.md": GOOD}, date="2026-03-03T12:00")
    third, _ = run(repository, issues, capsys)
    assert {row["issue"]: row["change"] for row in third["changes"] if row["mentions"]} == {1: "keep", 2: "keep"}
