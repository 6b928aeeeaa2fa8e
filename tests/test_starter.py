"""`init`: what it writes into repositories of all kinds, what it says, and that it never writes over anything."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from handoff_issues import cli
from handoff_issues.cli.start import set_up
from handoff_issues.config import CONFIG_PATH, Settings
from handoff_issues.errors import HandoffError
from handoff_issues.handoff import parse
from handoff_issues.schema import schema
from handoff_issues.settings import load
from handoff_issues.starter import texts
from handoff_issues.starter.files import write_new
from handoff_issues.starter.origin import Origin, read_origin
from handoff_issues.starter.similar import candidates, looks_like, settings_for
from support.repository import Repository

ROOT = Path(__file__).parent.parent
HANDOFF = """\
# Handoff

## Next steps

- Publish the map tiles (high)
- Measure the load time of the start page

## Blockers

- The vendor's key has not arrived
"""
PAGE = "https://github.com/harbour/map.git"


class Shell:
    """The command, run in one repository."""

    def __init__(self, repository: Repository, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
        self.repository, self.path = repository, repository.path
        self._capsys, self._go = capsys, monkeypatch.chdir
        self._go(self.path)

    def init(self, *arguments: str, owner: str | None = "octo", within: str = ".") -> tuple[int, str, str]:
        self._go(self.path / within)
        self._capsys.readouterr()
        code = cli.main(["init", *arguments, *(["--owner", owner] if owner else [])])
        out, err = self._capsys.readouterr()
        return code, out, err

    def files(self) -> dict[str, bytes]:
        """Everything outside of `.git`."""
        found = (path for path in self.path.rglob("*") if path.is_file() and ".git" not in path.parts)
        return {path.relative_to(self.path).as_posix(): path.read_bytes() for path in found}


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A repository with a page and without commits."""
    repository = Repository(tmp_path / "project")
    repository.git("remote", "add", "origin", PAGE)
    return Shell(repository, capsys, monkeypatch)


def readme_workflow() -> str:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    [block] = [block for block in re.findall(r"```yaml\n(.*?)```", readme, re.DOTALL) if "jobs:" in block]
    return block


def uncommented(text: str) -> str:
    """The settings file with every `#` before a key taken away."""
    return "".join(re.sub(r"^#(?! \S)", "", line) for line in text.splitlines(keepends=True))


class TestTexts:
    def test_the_readme_has_the_workflow_that_is_written(self) -> None:
        """`make readme` writes it anew."""
        assert readme_workflow() == texts.workflow("OWNER/handoff-issues", "main")

    def test_our_own_workflow_is_the_same_but_for_whose_action_runs(self) -> None:
        own = yaml.safe_load((ROOT / ".github/workflows/handoff.yml").read_text(encoding="utf-8"))
        ours = yaml.safe_load(texts.workflow("octo/handoff-issues", "main"))
        on = True  # YAML 1.1 reads the key `on` so
        assert set(own[on]) == set(ours[on])
        assert {name: own[on][name] for name in own[on] if name != "push"} == {
            name: ours[on][name] for name in ours[on] if name != "push"
        }
        assert own["permissions"] == ours["permissions"]
        assert own.get("concurrency") == ours.get("concurrency")
        [(own_name, own_job)] = own["jobs"].items()
        [(name, job)] = ours["jobs"].items()
        assert own_name == name
        for key in ("permissions", "concurrency", "if"):
            assert own_job.get(key) == job.get(key)
        assert own_job["steps"][:-1] == job["steps"][:-1]
        assert own_job["steps"][-1] == {**job["steps"][-1], "uses": "./"}

    def test_the_workflow_names_the_action_once(self) -> None:
        text = texts.workflow("octo/handoff-issues", "v2")
        assert text.count("octo/handoff-issues@v2") == 1
        assert "OWNER" not in text

    def test_settings_as_written_set_nothing(self) -> None:
        assert load(inputs={}, file=("f", texts.settings())).model_fields_set == set()

    def test_settings_name_every_key_with_its_default(self) -> None:
        text = uncommented(texts.settings())
        found = load(inputs={}, file=("f", text))
        assert {name: getattr(found, name) for name in Settings.model_fields} == dict(Settings())
        assert list(yaml.safe_load(text)) == list(schema()["properties"])
        labels = yaml.safe_load(text)["labels"]
        assert labels == schema()["properties"]["labels"]["default"]

    def test_a_line_of_the_settings_fits_a_screen(self) -> None:
        remarks = [line for line in texts.settings().splitlines() if re.match(r"# \S", line)]
        assert max(map(len, remarks)) <= 120

    def test_the_sample_is_read_as_it_says(self) -> None:
        handoff = parse(texts.sample(), path="HANDOFF.md")
        kinds = [str(item.kind) for item in handoff.items]
        assert (sorted(kinds), len(handoff.done)) == (["blocker", "pending", "pending", "question"], 1)


class TestOrigin:
    @pytest.mark.parametrize(
        ("record", "origin"),
        [
            pytest.param(None, Origin(None, "main"), id="from an index"),
            pytest.param("no JSON", Origin(None, "main"), id="broken"),
            pytest.param('["list"]', Origin(None, "main"), id="of another shape"),
            pytest.param(
                json.dumps({"url": "https://github.com/octo/handoff-issues", "vcs_info": {"vcs": "git"}}),
                Origin("octo/handoff-issues", "main"),
                id="from its repository",
            ),
            pytest.param(
                json.dumps(
                    {"url": "ssh://git@github.com/octo/handoff-issues.git", "vcs_info": {"requested_revision": "v1.2"}}
                ),
                Origin("octo/handoff-issues", "v1.2"),
                id="from a tag",
            ),
            pytest.param(
                json.dumps({"url": "file:///no/such/folder", "dir_info": {}}), Origin(None, "main"), id="a lost clone"
            ),
        ],
    )
    def test_it_is_read_from_the_record_of_the_installation(self, record: str | None, origin: Origin) -> None:
        assert read_origin(record) == origin

    def test_a_clone_knows_where_it_came_from(self, tmp_path: Path) -> None:
        clone = Repository(tmp_path / "with blank")
        record = json.dumps({"url": clone.path.as_uri(), "dir_info": {"editable": True}})
        assert read_origin(record).action is None
        clone.git("remote", "add", "origin", "git@github.com:octo/handoff-issues.git")
        assert read_origin(record) == Origin("octo/handoff-issues", "main")

    def test_a_folder_in_somebody_elses_clone_tells_nothing(self, tmp_path: Path) -> None:
        clone = Repository(tmp_path / "project")
        clone.git("remote", "add", "origin", PAGE)
        (clone.path / "vendored").mkdir()
        record = json.dumps({"url": (clone.path / "vendored").as_uri(), "dir_info": {}})
        assert read_origin(record).action is None


class TestSimilar:
    @pytest.mark.parametrize(
        ("path", "text", "expected"),
        [
            pytest.param("notes/2026-03-01.md", "# Session handoff\n", True, id="titled so"),
            pytest.param("notes/x.md", "\n## Übergabe, 1. März\n", True, id="titled so in German"),
            pytest.param("STATUS.md", "# Where we are\n", True, id="named after work"),
            pytest.param("wip/tiles.md", "# Tiles\n", True, id="in a folder named after work"),
            pytest.param("docs/install.md", "# How to install\n", False, id="something else"),
            pytest.param(
                "issues/0001-todo.md", "---\n---\n<!-- handoff-issues:v1 {} -->\n", False, id="an issue of ours"
            ),
            pytest.param("docs/handing.md", "# Handoff template\n", False, id="about handoffs"),
        ],
    )
    def test_a_file_looks_like_a_handoff(self, path: str, text: str, expected: bool) -> None:
        assert looks_like(path, text) is expected

    def test_what_cannot_be_one_is_not_looked_at(self) -> None:
        paths = [
            "README.md",
            "a.md",
            "notes/sample.md",
            "HANDOFF.md",
            "todo.txt",
            "tests/TODO.md",
            "z/TODO.md",
            "node_modules/x/TODO.md",
        ]
        assert candidates(paths, known=["HANDOFF.md"]) == ["z/TODO.md", "a.md"]

    @pytest.mark.parametrize(
        ("similar", "others", "defaults", "lines"),
        [
            pytest.param([], ["a.md"], False, [], id="none"),
            pytest.param(["STATUS.md"], [], False, ['files: ["STATUS.md"]'], id="one"),
            pytest.param(
                ["STATUS.md"], [], True, ['files: ["!**/templates/**", "STATUS.md"]'], id="beside the defaults"
            ),
            pytest.param(["n/2026-03-01.md", "n/2026-03-02.md"], [], False, ['files: ["n/*.md"]'], id="a dated folder"),
            pytest.param(
                ["n/a.md", "n/b.md"], ["n/c.md"], False, ['files: ["n/a.md", "n/b.md"]'], id="part of a folder"
            ),
            pytest.param(
                ["n/s1.md", "n/s2.md"], [], False, ['files: ["n/*.md"]', "streams:", '  "n": ["n/*.md"]'], id="numbered"
            ),
        ],
    )
    def test_the_settings_take_them_in_and_nothing_else(
        self, similar: list[str], others: list[str], defaults: bool, lines: list[str]
    ) -> None:
        found = settings_for(similar, every=[*similar, *others], defaults=defaults)
        assert found == lines
        load(inputs={}, file=("f", "\n".join(found)))


def test_a_file_that_came_meanwhile_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "there.yml").write_text("mine")
    with pytest.raises(HandoffError, match="cannot be written"):
        write_new(tmp_path, "there.yml", "ours")
    assert (tmp_path / "there.yml").read_text() == "mine"


def test_a_repository_with_a_handoff_gets_both_files(shell: Shell) -> None:
    shell.repository.commit({"HANDOFF.md": HANDOFF})
    code, out, err = shell.init()
    assert (code, err) == (0, "")
    assert shell.files().keys() == {"HANDOFF.md", texts.WORKFLOW_PATH, CONFIG_PATH}
    assert shell.files()[texts.WORKFLOW_PATH].decode() == texts.workflow("octo/handoff-issues", "main")
    assert shell.files()[CONFIG_PATH].decode() == texts.settings()
    assert (
        "HANDOFF.md  English\n├── The vendor's key has not arrived  blocker\n├── Publish the map tiles  high\n" in out
    )
    assert "The first run would open 3 issues." in out
    assert f"git add :/{texts.WORKFLOW_PATH} :/{CONFIG_PATH}\n" in out


def test_the_command_that_it_names_commits_what_is_needed(shell: Shell) -> None:
    shell.repository.write({"sub/notes.txt": "x", "my notes/HANDOFF.md": HANDOFF})
    _, out, _ = shell.init(within="sub")
    [add] = [line.strip() for line in out.splitlines() if " add " in line and "remote" not in line]
    assert os.system(add) == 0
    staged = shell.repository.git("diff", "--cached", "--name-only").split("\n")
    assert sorted(staged) == sorted([texts.WORKFLOW_PATH, CONFIG_PATH, "my notes/HANDOFF.md"])


def test_a_second_time_there_is_nothing_to_do(shell: Shell) -> None:
    shell.repository.commit({"HANDOFF.md": HANDOFF})
    shell.init()
    shell.repository.commit()
    before = shell.files()
    code, out, err = shell.init(owner=None)
    assert (code, err, shell.files()) == (0, "", before)
    assert out.count("as it would be written") == 2
    assert out.rstrip().endswith("Nothing to do: each push keeps the issues in step.")


@pytest.mark.parametrize(
    ("there", "said"),
    [
        pytest.param({texts.WORKFLOW_PATH: "name: mine\n"}, "it differs from what would be written", id="a workflow"),
        pytest.param(
            {texts.WORKFLOW_PATH: "- uses: me/handoff-issues@v3\n"}, "me/handoff-issues@v3", id="the ref stays"
        ),
        pytest.param({CONFIG_PATH: "max-open: 5\nfiles: [x.md]\n"}, "it sets files, max-open", id="settings"),
        pytest.param({CONFIG_PATH: "\n"}, "all of it is the default", id="empty settings"),
        pytest.param(
            {".github/workflows/mine.yaml": "      - uses: me/handoff-issues@v3\n"},
            "it runs handoff-issues already",
            id="a workflow of another name",
        ),
    ],
)
@pytest.mark.parametrize("committed", [True, False])
def test_nothing_is_written_over(shell: Shell, there: Mapping[str, str], said: str, committed: bool) -> None:
    shell.repository.write({"HANDOFF.md": HANDOFF, **there})
    if committed:
        shell.repository.commit()
    before = shell.files()
    code, out, _ = shell.init()
    assert code == 0
    assert before.items() <= shell.files().items()
    assert said in out
    workflows = [name for name in shell.files() if name.startswith(".github/workflows/")]
    assert len(workflows) == 1


def test_an_older_workflow_of_ours_is_shown_beside_the_new_one(shell: Shell) -> None:
    older = texts.workflow("me/handoff-issues", "v3").replace("fetch-depth: 0", "fetch-depth: 1")
    shell.repository.commit({"HANDOFF.md": HANDOFF, texts.WORKFLOW_PATH: older})
    _, out, _ = shell.init()
    changes = [line.strip() for line in out.splitlines() if re.match(r" {4}[+-]", line)]
    assert [change[:1] + change[1:].strip()[:14] for change in changes] == ["-fetch-depth: 1", "+fetch-depth: 0"]


def test_whose_action_is_to_run_must_be_said_where_nothing_tells_it(
    shell: Shell, capsys: pytest.CaptureFixture[str]
) -> None:
    shell.repository.commit({"HANDOFF.md": HANDOFF})
    capsys.readouterr()
    assert set_up(root=".", origin=Origin(None, "main")) == 1
    out, _ = capsys.readouterr()
    assert "--owner NAME" in out
    assert "3 issues" in out, "what would be filed is shown all the same"
    assert shell.files().keys() == {"HANDOFF.md", CONFIG_PATH}
    assert shell.init()[0] == 0
    assert texts.WORKFLOW_PATH in shell.files()


@pytest.mark.parametrize("word", [["--owner", "a b"], ["--owner", "x/y"], ["--ref", "v1 # x"], ["--ref", "-x\ny: z"]])
def test_what_is_no_name_never_gets_into_a_workflow(shell: Shell, word: list[str]) -> None:
    with pytest.raises(SystemExit) as end:
        shell.init(*word)
    assert end.value.code == 2
    assert shell.files() == {}


def test_without_a_handoff_a_sample_is_shown_and_not_written(shell: Shell) -> None:
    code, out, _ = shell.init()
    assert code == 0
    shown = "\n".join(line.removeprefix("    ") for line in out.splitlines())
    assert texts.sample() in shown
    assert "Write it. Commit and push:" in out
    assert shell.files().keys() == {texts.WORKFLOW_PATH, CONFIG_PATH}


def test_uncommitted_handoffs_are_counted_and_named(shell: Shell) -> None:
    old = HANDOFF.replace("## Blockers", "- Draw the legend\n\n## Blockers")
    shell.repository.commit({"docs/handoff-2026-03-01.md": old})
    shell.repository.write(
        {"docs/handoff-2026-03-02.md": HANDOFF, "ops/HANDOFF.md": "# Handoff\n\n## TODO\n\n- Scale up\n"}
    )
    _, out, _ = shell.init()
    assert "docs/handoff-2026-03-02.md  English · not committed yet" in out
    assert "docs/handoff-2026-03-01.md" not in out, "the newer one supersedes it"
    assert "open 4 issues" in out
    assert ":/docs/handoff-2026-03-02.md :/ops/HANDOFF.md" in out


def test_an_older_handoff_that_is_added_late_does_not_supersede(shell: Shell) -> None:
    shell.repository.commit({"docs/handoff-2026-03-02.md": HANDOFF})
    shell.repository.write({"docs/handoff-2026-03-01.md": "# Handoff\n\n## TODO\n\n- Scale up\n"})
    _, out, _ = shell.init()
    assert "docs/handoff-2026-03-02.md  English\n" in out
    assert "Scale up" not in out


def test_what_the_caps_hold_back_is_told(shell: Shell) -> None:
    works = "".join(f"- Replace pump number {word}\n" for word in ("north", "south", "east"))
    shell.repository.commit({"HANDOFF.md": f"# Handoff\n\n## TODO\n\n{works}", CONFIG_PATH: "max-open: 2\n"})
    assert "would open 2 issues, and 1 more in the next ones" in shell.init()[1]


def test_a_handoff_that_looks_misread_is_warned_of(shell: Shell) -> None:
    works = "".join(f"- Replace pump {word}\n" for word in ("north", "south", "east"))
    text = f"# Handoff\n\n## TODO\n\n{works}"
    shell.repository.write({"HANDOFF.md": text, CONFIG_PATH: "max-new-per-handoff: 2\n"})
    _, out, err = shell.init()
    assert "would open 0 issues" in out
    assert "name the file in the input confirm" in err
    assert "not committed, and only" not in err


def test_the_language_is_told(shell: Shell) -> None:
    works = "- Die Karte für die Häfen zeichnen\n- Den Schlüssel des Anbieters erneuern und prüfen\n"
    german = f"# Übergabe\n\n## Offen\n\n{works}"
    shell.repository.commit({"HANDOFF.md": german})
    assert "HANDOFF.md  Deutsch\n" in shell.init()[1]


def test_files_that_look_like_handoffs_are_offered(shell: Shell) -> None:
    shell.repository.commit(
        {
            "notes/s1.md": "# Session notes\n\n## TODO\n\n- Scale up the tile server\n",
            "notes/s2.md": "# Session notes\n\n## TODO\n\n- Scale down the tile server\n",
            "docs/finished.md": "# Session notes\n\nAll is well.\n",
        }
    )
    out = shell.init()[1]
    assert "Not read, though they look like handoffs: notes/s1.md, notes/s2.md\n" in out
    lines = "\n".join(re.findall(r"(?m)^    ((?:files|streams|  \"notes\"):.*)$", out))
    shell.repository.write({CONFIG_PATH: lines})
    again = shell.init()[1]
    assert "notes/s2.md  English" in again
    assert "open 1 issue." in again
    assert "look like handoffs" not in again


def test_a_handoff_too_old_to_act_on_is_no_reason_for_a_sample(shell: Shell) -> None:
    shell.repository.commit({"docs/handoff-2025-01-01.md": HANDOFF}, date="2025-01-01T12:00")
    shell.repository.commit({"a.txt": "x"}, date="2026-03-01T12:00")
    code, out, err = shell.init()
    assert code == 0
    assert "the warnings say why" in out
    assert "days old" in err
    assert "## Next steps" not in out


def test_a_shallow_clone_is_told_of(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shell.repository.commit({"HANDOFF.md": HANDOFF})
    shell.repository.commit({"HANDOFF.md": HANDOFF + "\n"})
    shell.path = shell.repository.clone(tmp_path / "copy", depth=1).path
    assert "this is a shallow clone" in shell.init()[2]


def test_off_the_default_branch_it_says_when_issues_are_filed(shell: Shell, tmp_path: Path) -> None:
    shell.repository.commit({"HANDOFF.md": HANDOFF})
    copy = shell.repository.clone(tmp_path / "copy")
    copy.git("remote", "set-url", "origin", PAGE)
    shell.path = copy.path
    assert "once this is on" not in shell.init()[1]
    copy.branch("topic")
    assert "once this is on main" in shell.init()[1]


def test_without_a_remote_it_says_how_to_get_one_and_how_to_do_without(shell: Shell) -> None:
    shell.repository.git("remote", "remove", "origin")
    shell.repository.commit({"HANDOFF.md": HANDOFF})
    _, out, _ = shell.init()
    assert "git remote add origin" in out
    assert "handoff-issues sync --issues-dir issues" in out


@pytest.mark.parametrize(
    ("there", "link", "said"),
    [
        pytest.param({CONFIG_PATH: "max-opn: 5\n"}, None, "handoff-issues.yml:1: the key max-opn", id="wrong settings"),
        pytest.param({".github/handoff-issues.yaml": "max-open: 5\n"}, None, "rename it", id="settings misnamed"),
        pytest.param({".github": "x"}, None, "cannot be", id="a file in the way"),
        pytest.param({}, ".github", "symbolic link", id="a link out of the repository"),
        pytest.param({"x.md": "x"}, texts.WORKFLOW_PATH, "symbolic link", id="the workflow is a link"),
        pytest.param({CONFIG_PATH: "\0\1"}, None, "handoff-issues.yml", id="no settings at all"),
    ],
)
def test_what_is_to_be_mended_is_told_and_left_as_it_is(
    shell: Shell,
    there: Mapping[str, str],
    link: str | None,
    said: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    shell.repository.write({"HANDOFF.md": HANDOFF, **there})
    if link is not None:
        (shell.path / link).parent.mkdir(parents=True, exist_ok=True)
        (shell.path / link).symlink_to(outside)
    before = shell.files()
    code, out, err = shell.init()
    assert code == 1
    assert said in out + err
    assert "Traceback" not in err
    assert before.items() <= shell.files().items()
    assert list(outside.iterdir()) == []


def test_outside_of_a_repository_and_in_a_bare_one_it_says_so(shell: Shell, tmp_path: Path) -> None:
    shell.repository.commit({"HANDOFF.md": HANDOFF})
    shell.path = tmp_path
    assert "there is no git repository here" in shell.init()[2]
    shell.path = shell.repository.clone(tmp_path / "bare", "--bare").path
    assert "a bare repository has no files" in shell.init()[2]


def test_workflows_of_others_that_cannot_be_read_are_in_nobodys_way(shell: Shell) -> None:
    shell.repository.write({"HANDOFF.md": HANDOFF, ".github/workflows/odd.yml": b"\xff\xfe"})
    (shell.path / ".github/workflows/linked.yml").symlink_to("/nowhere")
    assert shell.init()[0] == 0
    assert texts.WORKFLOW_PATH in shell.files()


def test_what_a_repository_is_called_does_no_harm(shell: Shell) -> None:
    evil = "notes/\x1b[31m$(touch taken); HANDOFF.md"
    shell.repository.write({evil: "# Handoff\n\n## TODO\n\n- Scale up \x1b]0;taken\x07 ::error::x\n"})
    _, out, _ = shell.init()
    assert "\x1b" not in out
    [add] = [line.strip() for line in out.splitlines() if " add " in line and "remote" not in line]
    os.system(add)
    assert not list(shell.path.rglob("taken"))
