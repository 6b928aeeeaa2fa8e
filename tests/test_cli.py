"""The command line as a user meets it: its output, its messages and its exit codes."""

from __future__ import annotations

import io
import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from forge.hub import GitHub

from handoff_issues import cli
from support.repository import Repository

HANDOFF = """\
---
date: 2026-03-01
---
# Where the tide gauge stands

## Next steps

- Publish the map tiles
- Measure the load time of the start page

## Blockers

- The vendor's key has not arrived

## Open questions

- Where are tiles stored?
"""
ROWS = {"change", "issue", "title", "path", "mentions", "reason"}


class Shell:
    """The command in this process: exit code, standard output, standard error."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
        self._capsys = capsys
        for name in [name for name in os.environ if name.startswith(("GITHUB_", "GH_", "INPUT_"))]:
            monkeypatch.delenv(name)

    def run(self, *arguments: str | Path) -> tuple[int, str, str]:
        self._capsys.readouterr()
        try:
            code = cli.main([str(argument) for argument in arguments])
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
        out, err = self._capsys.readouterr()
        return code, out, err


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shell:
    return Shell(capsys, monkeypatch)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A repository with one handoff, and the current directory in it."""
    repository = Repository(tmp_path / "project")
    repository.commit({"HANDOFF.md": HANDOFF})
    monkeypatch.chdir(repository.path)
    return repository


def command(
    *arguments: str, env: Mapping[str, str] | None = None, stdin: bytes = b""
) -> subprocess.CompletedProcess[str]:
    """The command as a process of its own, its output in a pipe."""
    done = subprocess.run(
        [sys.executable, "-m", "handoff_issues", *arguments],
        input=stdin,
        capture_output=True,
        env={**os.environ, **(env or {})},
        check=False,
    )
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def on_a_terminal(*arguments: str, env: Mapping[str, str] | None = None) -> str:
    """What the command shows on a terminal."""
    master, slave = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "handoff_issues", *arguments],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env={**os.environ, "TERM": "xterm-256color", "COLUMNS": "150", **(env or {})},
    ):
        os.close(slave)
        shown = b""
        while True:
            try:
                part = os.read(master, 65_536)
            except OSError:  # the other end is closed
                break
            if not part:
                break
            shown += part
    os.close(master)
    return shown.decode()


class Stdin(io.TextIOWrapper):
    """A standard input that fails when it is read."""

    def __init__(self, failure: BaseException):
        super().__init__(io.BytesIO())
        self.failure = failure

    @property
    def buffer(self) -> io.BufferedIOBase:
        raise self.failure


class TestParse:
    def test_json_is_that_of_the_interface(self, shell: Shell, tmp_path: Path):
        path = tmp_path / "HANDOFF.md"
        path.write_text(HANDOFF)
        code, out, err = shell.run("parse", "--format", "json", path)
        assert (code, err) == (0, "")
        document = json.loads(out)
        assert document["version"] == 1
        [handoff] = document["handoffs"]
        assert handoff["path"] == str(path)
        found = {item["title"]: item for item in handoff["items"]}
        assert {title: (item["kind"], item["priority"], item["state"]) for title, item in found.items()} == {
            "Publish the map tiles": ("pending", None, "open"),
            "Measure the load time of the start page": ("pending", None, "open"),
            "The vendor's key has not arrived": ("blocker", None, "open"),
            "Where are tiles stored?": ("question", None, "open"),
        }
        assert found["Publish the map tiles"]["mentions"] == [{"start": 8, "end": 8}]

    def test_a_table_is_plain_in_a_pipe(self, tmp_path: Path):
        path = tmp_path / "HANDOFF.md"
        path.write_text(HANDOFF)
        done = command("parse", str(path))
        assert done.returncode == 0
        assert "\x1b" not in done.stdout
        assert re.search(r"13 +blocker +The vendor's key has not arrived", done.stdout)
        assert done.stdout.endswith("4 items in 1 handoff: 1 blocker, 1 question; 0 finished.\n")

    def test_a_terminal_gets_colour_unless_no_color_is_set(self, tmp_path: Path):
        path = tmp_path / "HANDOFF.md"
        path.write_text(HANDOFF)
        assert re.search(r"\x1b\[[0-9;]*31m", on_a_terminal("parse", str(path))), "red"
        plain = on_a_terminal("parse", str(path), env={"NO_COLOR": "1"})
        assert not re.search(r"\x1b\[[0-9;]*3\dm", plain)
        assert "blocker" in plain

    def test_standard_input(self, shell: Shell, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(HANDOFF.encode())))
        code, out, _ = shell.run("parse", "--format", "json", "-")
        assert code == 0
        assert [(handoff["path"], len(handoff["items"])) for handoff in json.loads(out)["handoffs"]] == [("-", 4)]

    def test_a_file_that_cannot_be_read_is_named_and_the_others_are_read(self, shell: Shell, tmp_path: Path):
        good, binary = tmp_path / "HANDOFF.md", tmp_path / "image.md"
        good.write_text(HANDOFF)
        binary.write_bytes(b"\x89PNG\0\0\0")
        missing = tmp_path / "missing.md"
        code, out, err = shell.run("parse", "--format", "json", missing, binary, tmp_path, good)
        assert code == 1
        assert [handoff["path"] for handoff in json.loads(out)["handoffs"]] == [str(good)]
        first, second, third = err.splitlines()
        assert first == f"handoff-issues: {missing}: cannot be read (No such file or directory)"
        assert second.startswith(f"handoff-issues: {binary}: cannot be read (it holds NUL bytes")
        assert third == f"handoff-issues: {tmp_path}: cannot be read (Is a directory)"

    def test_an_empty_file_has_no_items(self, shell: Shell, tmp_path: Path):
        path = tmp_path / "HANDOFF.md"
        path.write_bytes(b"")
        code, out, err = shell.run("parse", path)
        assert (code, err) == (0, "")
        assert "0 items in 1 handoff" in out

    def test_secrets_and_guesses_are_warned_of_on_standard_error(self, shell: Shell, tmp_path: Path):
        path = tmp_path / "HANDOFF.md"
        secret = "ghp_" + "0123456789abcdefghijklmnopqrstuvwxyz"
        path.write_bytes(f"## Next steps\n\n- Renew {secret} for Zoë\n".encode("latin-1"))
        code, out, err = shell.run("parse", "--format", "json", path)
        assert code == 0
        assert secret not in out + err
        assert f"warning: {path}:3: what looks like a secret (GitHub token) was redacted" in err
        assert "was read as Latin-1" in err
        assert "Zo\\u00eb" in out

    @pytest.mark.parametrize("output", ["table", "json"])
    def test_text_of_a_handoff_is_no_command_to_runner_or_terminal(self, tmp_path: Path, output: str):
        path = tmp_path / "HANDOFF.md"
        lines = ["::error::planted", "##[error]planted", "\x1b]0;planted\x07 title", "\x1b[2Jplanted", "a\u202eplanted"]
        path.write_text("## Next steps\n\n" + "".join(f"- {line} {n}\n" for n, line in enumerate(lines)))
        done = command("parse", "--format", output, str(path))
        for line in done.stdout.splitlines() + done.stderr.splitlines():
            assert not line.lstrip().startswith("::")
            assert "##[" not in line
            assert not set(line) & {"\x1b", "\x07", "\u202e"}
        assert "planted" in done.stdout

    @pytest.mark.parametrize("variables", [{}, {"FORCE_COLOR": "1"}], ids=["plain", "FORCE_COLOR"])
    def test_text_that_is_wrapped_begins_no_command(self, tmp_path: Path, variables: dict[str, str]):
        path = tmp_path / "HANDOFF.md"
        titles = [f"{'x' * size} ::error::planted {'y' * 150}::error::planted" for size in range(60, 120)]
        finished = [f"- [x] {title} {n}\n" for n, title in enumerate(titles)]
        steps = [f"- Mend {title} {n}\n" for n, title in enumerate(titles)]
        path.write_text("".join(["## Next steps\n\n", *steps, "\n## Completed\n\n", *finished]))
        done = command("parse", str(path), env=variables)
        assert done.stdout.count("::error::") >= 60
        assert "\x1b" not in done.stdout
        assert [line for line in done.stdout.splitlines() if line.lstrip().startswith("::")] == []

    def test_a_file_of_10_megabytes(self, shell: Shell, tmp_path: Path):
        path = tmp_path / "HANDOFF.md"
        path.write_bytes(b"- Mend the gauge\n" * 600_000)
        code, _, err = shell.run("parse", path)
        assert code == 1
        assert err == f"handoff-issues: {path}: cannot be read (it is larger than the 512 kB that a handoff may have)\n"

    def test_names_that_are_no_text(self, tmp_path: Path):
        path = tmp_path / os.fsdecode(b"HANDOFF-\xff.md")
        path.write_text(HANDOFF)
        for output in ("table", "json"):
            done = command("parse", "--format", output, os.fspath(path))
            assert done.returncode == 0, done.stderr
            assert "Publish the map tiles" in done.stdout

    def test_who_reads_may_stop_early(self, tmp_path: Path):
        path = tmp_path / "HANDOFF.md"
        path.write_text("## Next steps\n\n" + "".join(f"- Mend gauge number {n} in the north\n" for n in range(700)))
        script = f"{sys.executable} -m handoff_issues parse --format json {path} | head -c 10"
        done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False)
        assert (done.stdout, done.stderr) == ('{"version"', "")

    def test_it_starts_at_once(self, tmp_path: Path):
        path = tmp_path / "HANDOFF.md"
        path.write_text(HANDOFF)
        check = (
            "import sys, time; from handoff_issues.cli import main; main(['parse', '--format', 'json', sys.argv[1]]);"
            "print(time.process_time(), *sorted({'rich', 'github', 'requests', 'actions_toolkit'} & set(sys.modules)),"
            "file=sys.stderr)"
        )
        done = subprocess.run([sys.executable, "-c", check, path], capture_output=True, text=True, check=True)
        seconds, *loaded = done.stderr.split()
        assert loaded == []
        assert float(seconds) < 2, "on a slow machine under load; 0.25 s is usual"


HOSTILE = ["::error::planted", "##[error]planted", "\x1b]0;planted\x07 title", "\x1b[2Jplanted", "a\u202eplanted"]


def plant(path: Path) -> None:
    """A handoff whose items, comments, title and section try to be commands."""
    path.write_text(
        f"# {HOSTILE[0]}\n\n## Next steps {HOSTILE[1]}\n\n"
        + "".join(f"- {line} {n} <!-- handoff: {line} -->\n" for n, line in enumerate(HOSTILE))
        + "".join(f"- [ ] {line}\n" for line in HOSTILE)
    )


def assert_harmless(done: subprocess.CompletedProcess[str]) -> None:
    assert "planted" in done.stdout
    for line in done.stdout.splitlines() + done.stderr.splitlines():
        assert not line.lstrip().startswith("::")
        assert "##[" not in line
        assert not set(line) & {"\x1b", "\x07", "\u202e"}


class TestExplain:
    def test_a_table_says_what_each_line_was_taken_for_and_why(self, shell: Shell, tmp_path: Path):
        path = tmp_path / "HANDOFF.md"
        path.write_text(HANDOFF.replace("arrived", "arrived <!-- handoff: priority=high -->"))
        code, out, err = shell.run("explain", path)
        assert (code, err) == (0, "")
        assert re.search(r"8 +pending +Publish the map tiles +kind: stands under “next steps”", out)
        assert re.search(r"13 +blocker +The vendor's key has not arrived", out)
        assert re.search(r" high .*priority: a comment says so", out)
        assert "overruled by a comment: line 13" in out
        assert re.search(r"for: .*\+\d", out)

    def test_one_line_may_be_asked_for(self, shell: Shell, tmp_path: Path):
        path = tmp_path / "HANDOFF.md"
        path.write_text(HANDOFF)
        code, out, _ = shell.run("explain", "--format", "json", "--line", "4", path)
        assert code == 0
        [handoff] = json.loads(out)["handoffs"]
        assert [(entry["title"], entry["outcome"]) for entry in handoff["entries"]] == [
            ("Where the tide gauge stands", "nothing")
        ]
        code, out, _ = shell.run("explain", "--line", "5", path)
        assert code == 0
        assert "Nothing there became, or nearly became, an item." in out

    def test_a_file_that_cannot_be_read_is_named(self, shell: Shell, tmp_path: Path):
        code, out, err = shell.run("explain", tmp_path / "missing.md")
        assert (code, out) == (1, "")
        assert "cannot be read (No such file or directory)" in err

    def test_a_directive_that_cannot_be_obeyed_is_warned_of(self, shell: Shell, tmp_path: Path):
        path = tmp_path / "HANDOFF.md"
        path.write_text(HANDOFF.replace("tiles\n", "tiles <!-- handoff: skip -->\n"))
        assert f"warning: {path}:8: no directive is named “skip”" in shell.run("explain", path)[2]

    @pytest.mark.parametrize("output", ["table", "json"])
    def test_text_of_a_handoff_is_no_command_to_runner_or_terminal(self, tmp_path: Path, output: str):
        path = tmp_path / "HANDOFF.md"
        plant(path)
        assert_harmless(command("explain", "--format", output, str(path)))


class TestLint:
    def test_lines_that_will_become_issues_and_what_is_doubtful(self, shell: Shell, tmp_path: Path):
        path = tmp_path / "HANDOFF.md"
        path.write_text(HANDOFF + "- Leaderboards <!-- handoff: item kind=pending -->\n")
        code, out, err = shell.run("lint", path)
        assert (code, err) == (0, "")
        lines = out.splitlines()
        assert lines[0] == f"{path}:8: issue: Publish the map tiles [pending]"
        assert lines[-2].startswith(f"{path}:18: warning: “Leaderboards”: it does not say what is to be done")
        assert lines[-1] == "1 handoff: 5 items, 1 warning."
        assert shell.run("lint", "--strict", path)[0] == 1

    def test_strict_passes_where_nothing_is_doubtful(self, shell: Shell, tmp_path: Path):
        path = tmp_path / "HANDOFF.md"
        path.write_text(HANDOFF)
        assert shell.run("lint", "--strict", path)[0] == 0

    def test_a_file_that_cannot_be_read_is_exit_1(self, shell: Shell, tmp_path: Path):
        assert shell.run("lint", tmp_path / "missing.md")[0] == 1

    def test_text_of_a_handoff_is_no_command_to_runner_or_terminal(self, tmp_path: Path):
        path = tmp_path / "HANDOFF.md"
        plant(path)
        assert_harmless(command("lint", str(path)))


class TestSettings:
    """What is read of files that need not be committed obeys the words of the settings as they lie there."""

    @pytest.mark.parametrize("name", ["parse", "explain", "lint"])
    def test_words_of_ones_own(self, shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str):
        monkeypatch.chdir(tmp_path)
        Path("HANDOFF.md").write_text("## Auf der Werkbank\n\n- Legende\n")
        assert "Legende" not in shell.run(name, "HANDOFF.md")[1]
        Path(".github").mkdir()
        Path(".github/handoff-issues.yml").write_text('headings:\n  pending: ["Auf der Werkbank"]\n')
        assert "Legende" in shell.run(name, "HANDOFF.md")[1]

    @pytest.mark.parametrize(
        ("content", "message"),
        [
            pytest.param(None, "there is no such settings file", id="missing"),
            pytest.param(b"heading: {}\n", "heading", id="unknown key"),
            pytest.param(b"\xff\xfe", "the settings file cannot be read", id="no text"),
            pytest.param(b"# \n" * 200_000, "larger than", id="too large"),
        ],
    )
    def test_a_settings_file_that_cannot_be_used_is_named(
        self, shell: Shell, tmp_path: Path, content: bytes | None, message: str
    ):
        note, settings = tmp_path / "HANDOFF.md", tmp_path / "settings.yml"
        note.write_text(HANDOFF)
        if content is not None:
            settings.write_bytes(content)
        code, out, err = shell.run("lint", "--config", settings, note)
        assert (code, out) == (1, "")
        assert str(settings) in err
        assert message in err


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


class TestGitHub:
    @pytest.fixture
    def variables(self, github: GitHub, shell: Shell, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
        for name, value in {"GITHUB_TOKEN": github.token, "GITHUB_API_URL": github.url}.items():
            monkeypatch.setenv(name, value)
        return monkeypatch

    def test_the_remote_names_the_repository(
        self, shell: Shell, project: Repository, github: GitHub, variables: pytest.MonkeyPatch
    ):
        commit = project.head()
        project.git("remote", "add", "origin", f"git@github.com:{github.name}.git")
        code, out, err = shell.run("sync", "--write-interval", "0", "--format", "json")
        assert (code, err) == (0, "")
        assert sorted(row["issue"] for row in json.loads(out)["changes"]) == sorted(github.issues())
        bodies = "".join(issue.body for issue in github.issues().values())
        assert f"https://github.com/{github.name}/blob/{commit}/HANDOFF.md" in bodies

    def test_the_environment_takes_precedence(
        self, shell: Shell, project: Repository, github: GitHub, variables: pytest.MonkeyPatch
    ):
        project.git("remote", "add", "origin", "https://github.com/somebody/else.git")
        variables.setenv("GITHUB_REPOSITORY", github.name)
        variables.setenv("GH_TOKEN", github.token)
        variables.delenv("GITHUB_TOKEN")
        code, _, _ = shell.run("sync", "--write-interval", "0")
        assert code == 0
        assert len(github.issues()) == 4

    @pytest.mark.parametrize("remote", [None, "../other", "https://github.com/owner-alone"])
    def test_without_a_remote_on_github(
        self, shell: Shell, project: Repository, variables: pytest.MonkeyPatch, remote: str | None
    ):
        if remote:
            project.git("remote", "add", "origin", remote)
        code, _, err = shell.run("sync")
        assert code == 1
        assert "the git remote names no repository on GitHub" in err
        assert "GITHUB_REPOSITORY" in err

    def test_a_refusal_is_exit_1_and_the_report_is_printed_all_the_same(
        self, shell: Shell, project: Repository, github: GitHub, variables: pytest.MonkeyPatch
    ):
        variables.setenv("GITHUB_REPOSITORY", github.name)
        variables.setenv("GITHUB_TOKEN", github.issue_token(permission="read"))
        code, out, err = shell.run("sync", "--write-interval", "0", "--format", "json")
        assert code == 1
        assert json.loads(out)["remaining"] == 4
        assert "issues: write" in err
        assert github.issues() == {}

    def test_a_progress_bar_on_a_terminal_while_many_are_written(self, project: Repository, github: GitHub):
        env = {
            "GITHUB_TOKEN": github.token,
            "GITHUB_API_URL": github.url,
            "GITHUB_REPOSITORY": github.name,
        }
        shown = on_a_terminal("sync", "--write-interval", "0.1", env=env)
        assert "writing issues" in shown
        assert "4/4" in shown
        assert len(github.issues()) == 4


class TestMain:
    def test_help_teaches_and_names_the_exit_codes(self, shell: Shell):
        code, out, _ = shell.run("--help")
        assert code == 0
        for word in ("parse", "explain", "lint", "plan", "sync", "schema", "action", "examples:", "exit codes:", "130"):
            assert word in out

    def test_no_command_is_exit_2(self, shell: Shell):
        assert shell.run()[0] == 2

    def test_the_version(self, shell: Shell):
        assert re.fullmatch(r"handoff-issues \d+\.\d+\.\d+\n", shell.run("--version")[1])

    def test_the_action_outside_of_actions_says_what_to_use_instead(self, shell: Shell):
        code, out, _ = shell.run("action")
        assert code == 1
        assert "the environment variable GITHUB_REPOSITORY is not set" in out
        assert "handoff-issues sync" in out

    def test_a_bug_is_exit_3_without_the_token(self, shell: Shell, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setenv("GITHUB_TOKEN", "correct-horse-battery")
        # A part that fails as no part should, and gives a secret away.
        monkeypatch.setattr(sys, "stdin", Stdin(RuntimeError("while using correct-horse-battery")))
        code, out, err = shell.run("parse", "-")
        assert (code, out) == (3, "")
        assert "This is a bug in handoff-issues" in err
        assert "RuntimeError: while using [redacted: token]" in err
        assert "correct-horse-battery" not in err

    def test_ctrl_c_is_130(self, shell: Shell, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(sys, "stdin", Stdin(KeyboardInterrupt()))
        told = "handoff-issues: interrupted; the next run goes on from here\n"
        assert shell.run("parse", "-") == (130, "", told)
