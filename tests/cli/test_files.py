"""`parse`, `explain` and `lint`: what they say of files, and what no file makes them do."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from support.shell import HANDOFF, Shell, command, on_a_terminal

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
        assert "On line 5 stands no entry" in out

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
