"""`sync` and `plan` with issues in a folder: output, messages, exit codes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from support.repository import Repository
from support.shell import HANDOFF, Shell, command, on_a_terminal

ROWS = {"change", "issue", "title", "path", "mentions", "reason"}


class TestSync:
    def test_issues_in_a_folder(self, shell: Shell, project: Repository):
        code, out, err = shell.run("sync", "--issues-dir", "issues", "--format", "json")
        assert code == 0
        assert err == ""
        document = json.loads(out)
        assert (document["version"], document["remaining"], document["applied"]) == (1, 0, True)
        assert all(row.keys() >= ROWS for row in document["changes"])
        assert sorted(row["issue"] for row in document["changes"]) == [1, 2, 3, 4]
        assert len(list((project.path / "issues").glob("*.md"))) == 4

    def test_the_folder_is_relative_to_where_one_stands_and_holds_no_handoffs(
        self, shell: Shell, project: Repository, monkeypatch: pytest.MonkeyPatch
    ):
        (project.path / "tools").mkdir()
        monkeypatch.chdir(project.path / "tools")
        arguments = (
            "sync",
            "--root",
            "..",
            "--issues-dir",
            "../notes/issues",
            "--files",
            "**/*.md",
            "--format",
            "json",
        )
        shell.run(*arguments)
        assert len(list((project.path / "notes" / "issues").glob("*.md"))) == 4
        for _ in range(2):
            code, out, err = shell.run(*arguments)
            assert (code, err) == (0, ""), "issues that are not committed are no handoffs that are not"
            assert {(row["change"], row["path"]) for row in json.loads(out)["changes"]} == {("keep", "HANDOFF.md")}
            project.commit(date="2026-03-02T12:00")

    @pytest.mark.parametrize("plan", [["plan"], ["sync", "--dry-run"]], ids=" ".join)
    def test_a_plan_changes_nothing(self, shell: Shell, project: Repository, plan: list[str]):
        code, out, _ = shell.run(*plan, "--issues-dir", "issues", "--format", "json")
        document = json.loads(out)
        assert code == 0
        assert document["applied"] is False
        assert [(row["change"], row["issue"]) for row in document["changes"]] == [("open", None)] * 4
        assert not (project.path / "issues").exists()

    def test_what_is_kept_and_silent_is_listed_too(self, shell: Shell, project: Repository):
        shell.run("sync", "--issues-dir", "issues")
        project.commit({"HANDOFF.md": HANDOFF.replace("- Where are tiles stored?", "- Who pays for them?")})
        _, out, _ = shell.run("sync", "--issues-dir", "issues", "--format", "json", "--max-open", "0")
        rows = {row["title"]: row for row in json.loads(out)["changes"]}
        silent = rows["Where are tiles stored?"]
        assert (silent["change"], silent["mentions"], silent["path"]) == ("keep", [], "HANDOFF.md")
        held = rows["Who pays for them?"]
        assert (held["change"], held["issue"], held["held"]) == ("skip", None, True)
        assert json.loads(out)["remaining"] == 1

    def test_the_table_tells_what_and_why(self, shell: Shell, project: Repository):
        code, out, _ = shell.run("sync", "--issues-dir", "issues")
        assert code == 0
        assert re.search(r"open +#1 +The vendor's key has not arrived +HANDOFF.md 13 +listed, and no issue yet", out)
        assert out.endswith("Done: 4 opened.\n")
        assert shell.run("sync", "--issues-dir", "issues")[1] == "Done: 4 kept.\n"

    def test_it_says_what_became_of_the_dashboard(self, shell: Shell, project: Repository):
        sync = ("sync", "--issues-dir", "issues", "--dashboard", "true")
        assert shell.run(*sync)[1].endswith("Done: 4 opened.\nThe dashboard #5 was opened.\n")
        assert shell.run(*sync)[1] == "Done: 4 kept.\n", "where it shows the same as before there is nothing to tell"
        board = project.path / "issues" / "0005-handoff-dashboard.md"
        board.write_text(board.read_text().replace("state: open", "state: closed"))
        told = "The dashboard #5 was closed by a person, and is left alone."
        assert shell.run(*sync)[1] == f"Done: 4 kept.\n{told}\n"
        assert json.loads(shell.run(*sync, "--format", "json")[1])["dashboard"] == told

    def test_markdown_is_the_job_summary(self, shell: Shell, project: Repository):
        code, out, _ = shell.run("plan", "--issues-dir", "issues", "--format", "markdown")
        assert code == 0
        assert "| open |  | Publish the map tiles | `HANDOFF.md:8` |" in out

    @pytest.mark.parametrize("output", ["tree", "table", "json", "markdown"])
    def test_a_planted_title_is_no_command(self, project: Repository, output: str):
        project.commit({"HANDOFF.md": "## Next steps\n\n- ::error::Planted one\n- Planted ##[error]two\n"})
        done = command("plan", "--issues-dir", "issues", "--format", output)
        assert done.returncode == 0
        assert "Planted" in done.stdout
        lines = done.stdout.splitlines() + done.stderr.splitlines()
        assert [line for line in lines if line.lstrip().startswith("::") or "##[" in line] == []

    def test_the_tree_has_colours_on_a_terminal_only(self, shell: Shell, project: Repository):
        assert "\x1b[32mopen" in on_a_terminal("plan", "--issues-dir", "issues", env={"NO_COLOR": ""})
        assert "\x1b[3" not in on_a_terminal("plan", "--issues-dir", "issues", env={"NO_COLOR": "1"})
        piped = shell.run("plan", "--issues-dir", "issues")[1]
        assert "\x1b[" not in piped
        assert piped.startswith(
            "handoff.md\n├── open The vendor's key has not arrived  blocker\n│   └── HANDOFF.md:13: "
        )

    def test_options_beat_the_file_and_the_file_beats_the_defaults(self, shell: Shell, project: Repository):
        project.commit({"notes/gauge.md": HANDOFF, ".github/handoff-issues.yml": "files: [notes/*.md]\nmax-open: 1\n"})
        _, out, _ = shell.run("plan", "--issues-dir", "issues", "--max-open", "2", "--format", "json")
        rows = json.loads(out)["changes"]
        assert {row["path"] for row in rows} == {"notes/gauge.md"}
        assert [row["change"] for row in rows] == ["open", "open", "skip", "skip"]
        _, out, _ = shell.run("plan", "--issues-dir", "issues", "--files", "HANDOFF.md", "x/*.md", "--format", "json")
        assert {row["path"] for row in json.loads(out)["changes"]} == {"HANDOFF.md"}

    def test_warnings_go_to_standard_error_and_are_no_failure(self, shell: Shell, project: Repository):
        project.write({"HANDOFF.md": HANDOFF + "\n- One more\n", ".github/handoff-issues.yml": "max-open: 0\n"})
        code, out, err = shell.run("sync", "--issues-dir", "issues", "--format", "json")
        assert code == 0
        assert len(json.loads(out)["changes"]) == 4
        assert "warning: HANDOFF.md: has changes that are not committed" in err
        assert "warning: .github/handoff-issues.yml: the settings file has changes that are not committed" in err

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (["--max-open", "lots"], "--max-open cannot be lots (allowed: a whole number from 0 to 10000)"),
            (["--on-absent", "vanish"], "argument --on-absent: invalid choice: 'vanish'"),
            (["--max-age", "0", "--write-interval", "x"], "--write-interval cannot be x"),
            (["--format", "xml"], "argument --format: invalid choice: 'xml'"),
            (["--nonsense"], "unrecognized arguments: --nonsense"),
        ],
    )
    def test_what_is_not_understood_is_exit_2(
        self, shell: Shell, project: Repository, arguments: list[str], message: str
    ):
        code, out, err = shell.run("sync", "--issues-dir", "issues", *arguments)
        assert (code, out) == (2, "")
        assert message in err
        assert err.startswith("usage: handoff-issues")
        assert not (project.path / "issues").exists()

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            pytest.param(["--root", "nowhere"], "nowhere", id="no such folder"),
            pytest.param(["--config", "other.yml"], "other.yml: there is no such settings file", id="no settings file"),
            pytest.param(["--issues-dir", "HANDOFF.md"], "the folder for issues cannot be used", id="file for folder"),
        ],
    )
    def test_what_can_be_mended_is_exit_1(self, shell: Shell, project: Repository, arguments: list[str], message: str):
        code, out, err = shell.run("sync", "--issues-dir", "issues", *arguments)
        assert (code, out) == (1, "")
        assert err.startswith("handoff-issues: ")
        assert message in err

    def test_a_folder_that_leads_in_a_circle(self, shell: Shell, project: Repository):
        (project.path / "a").symlink_to("b")
        (project.path / "b").symlink_to("a")
        code, _, err = shell.run("sync", "--issues-dir", "a/issues")
        assert code == 1
        assert "the folder for issues cannot be used" in err

    def test_a_wrong_settings_file_is_exit_1_with_all_its_errors(self, shell: Shell, project: Repository):
        project.commit({".github/handoff-issues.yml": "max-open: x\nfoo: 1\n"})
        code, out, err = shell.run("sync", "--issues-dir", "issues")
        assert (code, out) == (1, "")
        assert ".github/handoff-issues.yml:1: max-open cannot be x" in err
        assert ".github/handoff-issues.yml:2: the key foo is not known" in err

    def test_outside_a_repository(self, shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.chdir(tmp_path)
        code, _, err = shell.run("sync", "--issues-dir", "issues")
        assert code == 1
        assert "there is no git repository" in err

    def test_without_a_token_it_says_both_ways_to_go_on(self, shell: Shell, project: Repository):
        code, _, err = shell.run("sync")
        assert code == 1
        assert "handoff-issues sync --issues-dir issues" in err
        assert "GITHUB_TOKEN=" in err


class TestComments:
    """Comments in a handoff overrule a run too, and never close an issue by themselves."""

    def changes(self, shell: Shell, project: Repository, text: str) -> dict[str, tuple[str, int | None]]:
        project.commit({"HANDOFF.md": text})
        code, out, _ = shell.run("sync", "--issues-dir", "../issues", "--format", "json")
        assert code == 0
        return {row["title"]: (row["change"], row["issue"]) for row in json.loads(out)["changes"]}

    def test_what_is_ignored_is_not_opened(self, shell: Shell, project: Repository):
        text = HANDOFF.replace("tiles\n", "tiles <!-- handoff: ignore -->\n")
        assert "Publish the map tiles" not in self.changes(shell, project, text)

    def test_an_issue_whose_entry_is_ignored_from_now_on_is_silent_and_stays_open(
        self, shell: Shell, project: Repository
    ):
        before = self.changes(shell, project, HANDOFF)
        assert before["Publish the map tiles"][0] == "open"
        after = self.changes(shell, project, HANDOFF.replace("tiles\n", "tiles <!-- handoff: ignore -->\n"))
        assert after["Publish the map tiles"] == ("keep", before["Publish the map tiles"][1])
        finished = HANDOFF.replace(
            "- Publish the map tiles\n", "- [x] Publish the map tiles <!-- handoff: ignore -->\n"
        )
        assert self.changes(shell, project, finished)["Publish the map tiles"][0] == "keep"
        shown = finished.replace(" <!-- handoff: ignore -->", "")
        assert self.changes(shell, project, shown)["Publish the map tiles"][0] == "close"

    def test_a_comment_that_changes_the_grade_changes_the_labels(self, shell: Shell, project: Repository):
        before = self.changes(shell, project, HANDOFF)
        text = HANDOFF.replace("tiles\n", "tiles <!-- handoff: priority=high -->\n")
        number = before["Publish the map tiles"][1]
        assert self.changes(shell, project, text)["Publish the map tiles"] == ("update", number)
        [issue] = (project.path.parent / "issues").glob(f"{number:04}-*.md")
        assert "priority: high" in issue.read_text()
        assert "<!-- handoff: priority" not in issue.read_text()
        assert self.changes(shell, project, text + "\n")["Publish the map tiles"] == ("keep", number)

    def test_an_entry_that_is_said_to_be_an_item_is_opened(self, shell: Shell, project: Repository):
        text = HANDOFF + "\n## Notes\n\n- The sky is blue <!-- handoff: item -->\n- The sea is not\n"
        changes = self.changes(shell, project, text)
        assert changes["The sky is blue"][0] == "open"
        assert "The sea is not" not in changes

    def test_a_bad_directive_is_warned_of(self, shell: Shell, project: Repository):
        project.commit({"HANDOFF.md": HANDOFF.replace("tiles\n", "tiles <!-- handoff: skip -->\n")})
        _, _, err = shell.run("sync", "--issues-dir", "../issues")
        assert "warning: HANDOFF.md:8: no directive is named “skip”" in err
