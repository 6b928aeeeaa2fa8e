"""Plans in files: written, looked at, and carried out where they still are what would be done."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from forge.hub import BOT, GitHub
from forge.wire import Fault, Request

from handoff_issues import cli
from handoff_issues.planned import MAX_BYTES
from handoff_issues.proposal import SIGN
from support import events
from support.jobs import HANDOFF, Job
from support.repository import Repository

LATER = HANDOFF.replace("- Publish the map tiles\n", "- Publish the map tiles\n- Draw the legend of the map\n")
Document = dict[str, Any]


class Shell:
    """The command in this process, on a repository with one handoff."""

    def __init__(self, project: Repository, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
        self.project, self._capsys, self._monkeypatch = project, capsys, monkeypatch
        for name in [name for name in os.environ if name.startswith(("GITHUB_", "GH_", "INPUT_"))]:
            monkeypatch.delenv(name)
        monkeypatch.chdir(project.path)

    def on(self, github: GitHub) -> None:
        """From here on issues are GitHub's."""
        given = {"GITHUB_TOKEN": github.token, "GITHUB_API_URL": github.url, "GITHUB_REPOSITORY": github.name}
        for name, value in given.items():
            self._monkeypatch.setenv(name, value)

    def run(self, *arguments: str | Path) -> tuple[int, str, str]:
        self._capsys.readouterr()
        code = cli.main([str(argument) for argument in arguments])
        out, err = self._capsys.readouterr()
        return code, out, err

    def plan(self, *arguments: str) -> Document:
        """The plan, as it was written to plan.json."""
        code, _, err = self.run("plan", "--output", "plan.json", *arguments)
        assert code == 0
        assert "written: plan.json\n" in err
        return json.loads(Path("plan.json").read_text())

    def refused(self, *arguments: str) -> str:
        """Why the plan is not carried out."""
        code, out, err = self.run("apply", "plan.json", *arguments)
        assert (code, out) == (1, "")
        return err

    def issues(self) -> dict[str, str]:
        """Those in the folder, by name."""
        return {path.name: path.read_text() for path in Path("issues").glob("*.md")}


FOLDER = ("--issues-dir", "issues")
PACE = ("--write-interval", "0")


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shell:
    project = Repository(tmp_path / "project")
    project.commit({"HANDOFF.md": HANDOFF}, date="2026-03-01T12:00")
    return Shell(project, capsys, monkeypatch)


def rewrite(change: Callable[[Document], object]) -> None:
    """Change what plan.json says."""
    document = json.loads(Path("plan.json").read_text())
    change(document)
    Path("plan.json").write_text(json.dumps(document))


class TestInAFolder:
    def test_a_plan_is_carried_out_exactly_as_a_run_would(self, shell: Shell):
        planned = shell.plan(*FOLDER)
        assert not Path("issues").exists()
        code, out, _ = shell.run("apply", "plan.json", *FOLDER, "--format", "json")
        done = json.loads(out)
        assert code == 0
        assert done["applied"] is True
        assert [row["digest"] for row in done["changes"]] == [row["digest"] for row in planned["changes"]]
        applied = shell.issues()
        shell.run("sync", "--issues-dir", "others")
        assert applied == {path.name: path.read_text() for path in Path("others").glob("*.md")}

    def test_a_plan_as_it_is_printed_can_be_applied_too(self, shell: Shell):
        _, out, _ = shell.run("plan", *FOLDER, "--format", "json")
        shell.plan(*FOLDER)
        assert json.loads(out) == json.loads(Path("plan.json").read_text())

    def test_what_is_done_already_is_not_what_was_planned(self, shell: Shell):
        shell.plan(*FOLDER)
        shell.run("apply", "plan.json", *FOLDER)
        before = shell.issues()
        told = shell.refused(*FOLDER)
        assert "nothing was written: 4 of 4 rows differ" in told
        assert "planned: open “Publish the map tiles” (pending; HANDOFF.md:5)" in told
        assert "now:     keep #2 “Publish the map tiles” (pending; HANDOFF.md:5)" in told
        assert shell.issues() == before

    def test_rows_that_came_to_nothing_are_counted_too(self, shell: Shell):
        shell.plan(*FOLDER)
        rewrite(lambda document: document["changes"].extend({**row, "issue": 9} for row in document["changes"][:2]))
        told = shell.refused(*FOLDER)
        assert "nothing was written: 2 of 6 rows differ" in told
        assert told.count("now:     nothing") == 2

    def test_the_folder_that_a_plan_is_for_is_asked_for(self, shell: Shell):
        shell.plan(*FOLDER)
        told = shell.refused()
        assert "plan.json: the plan is for issues in a folder" in told
        assert "handoff-issues apply plan.json --issues-dir FOLDER" in told

    def test_a_plan_is_for_the_commit_that_it_names(self, shell: Shell):
        shell.plan(*FOLDER)
        shell.project.commit({"HANDOFF.md": LATER}, date="2026-03-02T12:00")
        assert shell.run("apply", "plan.json", *FOLDER)[0] == 0
        assert len(shell.issues()) == 4
        assert not any("legend" in name for name in shell.issues())

    def test_a_plan_does_not_outlive_a_run_on_a_newer_commit(self, shell: Shell):
        shell.plan(*FOLDER)
        shell.project.commit({"HANDOFF.md": LATER}, date="2026-03-02T12:00")
        shell.run("sync", *FOLDER)
        before = shell.issues()
        told = shell.refused(*FOLDER)
        assert "rows differ" in told
        assert re.search(r"planned: nothing\n    now:     keep #\d “Draw the legend of the map”", told)
        assert shell.issues() == before

    def test_a_commit_that_is_not_there_is_named(self, shell: Shell):
        shell.plan(*FOLDER)
        rewrite(lambda document: document.update(commit="ab" * 20))
        assert f"the clone has no commit {'ab' * 20}" in shell.refused(*FOLDER)

    def test_it_is_made_with_the_same_settings(self, shell: Shell):
        shell.project.commit({"notes/quay.md": HANDOFF}, date="2026-03-01T13:00")
        shell.plan(*FOLDER, "--max-open", "2", "--files", "notes/*.md", "HAND*.md")
        shell.project.commit({".github/handoff-issues.yml": "max-open: 1\nfiles: [x.md]\n"}, date="2026-03-02T12:00")
        code, out, _ = shell.run("apply", "plan.json", *FOLDER, "--format", "json")
        assert code == 0
        assert len(shell.issues()) == 2
        assert json.loads(out)["settings"]["files"] == ["notes/*.md", "HAND*.md"]

    def test_settings_that_the_commit_does_not_have_are_named(self, shell: Shell):
        shell.plan(*FOLDER)
        rewrite(lambda document: document["settings"]["labels"]["handoff"].update(name="@octocat"))
        told = shell.refused(*FOLDER)
        assert "nothing was written: settings differ" in told
        assert "labels: planned with " in told
        assert shell.issues() == {}

    def test_settings_of_which_a_file_does_not_know_had_their_defaults(self, shell: Shell):
        shell.plan(*FOLDER)
        rewrite(lambda document: document["settings"].pop("absent-after"))
        assert shell.run("apply", "plan.json", *FOLDER)[0] == 0

    @pytest.mark.parametrize(
        "change",
        [
            pytest.param({"title": "Publish @octocat's tiles"}, id="title"),
            pytest.param({"digest": "0" * 16}, id="digest"),
            pytest.param({"digest": None}, id="no digest"),
            pytest.param({"change": "close"}, id="change"),
            pytest.param({"issue": 7}, id="issue"),
            pytest.param({"kind": "blocker"}, id="kind"),
            pytest.param({"mentions": []}, id="lines"),
            pytest.param({"path": "docs/HANDOFF.md"}, id="path"),
            pytest.param({"held": True}, id="held"),
        ],
    )
    def test_a_row_that_was_changed_is_refused(self, shell: Shell, change: Document):
        shell.plan(*FOLDER)
        rewrite(lambda document: document["changes"][1].update(change))
        told = shell.refused(*FOLDER)
        assert "rows differ" in told
        assert told.count("planned:") in (1, 2)
        assert shell.issues() == {}

    def test_rows_that_are_missing_or_too_many_are_refused(self, shell: Shell):
        shell.plan(*FOLDER)
        rewrite(lambda document: document["changes"].pop())
        assert "planned: nothing\n    now:     open" in shell.refused(*FOLDER)
        shell.plan(*FOLDER)
        rewrite(lambda document: document["changes"].append(document["changes"][0]))
        assert "now:     nothing" in shell.refused(*FOLDER)

    def test_no_text_of_the_file_is_written_anywhere(self, shell: Shell):
        shell.plan(*FOLDER)

        def plant(document: Document) -> None:
            document |= {"warnings": [{"message": "PLANTED", "path": None, "line": None}], "body": "PLANTED"}
            for row in document["changes"]:
                row |= {"reason": "PLANTED", "url": "https://example.com/PLANTED", "body": "PLANTED"}

        rewrite(plant)
        code, out, err = shell.run("apply", "plan.json", *FOLDER, "--format", "markdown")
        assert code == 0
        assert "PLANTED" not in out + err + "".join(shell.issues().values())
        assert len(shell.issues()) == 4

    def test_a_secret_is_neither_in_the_file_nor_in_its_way(self, shell: Shell):
        token = f"ghp_{'a1B2' * 9}"
        shell.project.commit({"HANDOFF.md": f"## Next steps\n\n- Revoke {token}\n"}, date="2026-03-02T12:00")
        shell.plan(*FOLDER)
        assert token not in Path("plan.json").read_text()
        assert shell.run("apply", "plan.json", *FOLDER)[0] == 0

    def test_a_plan_that_was_cut_is_none(self, shell: Shell):
        shell.plan(*FOLDER)
        rewrite(lambda document: document.update(note="Too large for an output"))
        assert "rows were left out of it" in shell.refused(*FOLDER)

    def test_what_was_carried_out_is_no_plan(self, shell: Shell):
        _, out, _ = shell.run("sync", *FOLDER, "--format", "json")
        Path("plan.json").write_text(out)
        assert "it is the report of a run" in shell.refused(*FOLDER)


BAD = [
    pytest.param(b"", "it is not JSON", id="empty"),
    pytest.param(b"# Handoff\n", "it is not JSON", id="Markdown"),
    pytest.param(b"\xff\xfe\x00", "it is not JSON", id="bytes"),
    pytest.param(b"[" * 100_000, "it is not JSON", id="nesting"),
    pytest.param(b'{"a":' * 100_000, "it is not JSON", id="nested objects"),
    pytest.param(b"[]", "it holds no object", id="list"),
    pytest.param(b"{}", "field required", id="nothing in it"),
    pytest.param(b'{"version": 2}', "it is not of version 1", id="version"),
    pytest.param(b'{"version": 1e400}', "", id="infinite"),
    pytest.param(b"1" * 100_000, "", id="number"),
]


@pytest.mark.parametrize(("content", "message"), BAD)
def test_a_file_that_holds_no_plan(shell: Shell, content: bytes, message: str):
    Path("plan.json").write_bytes(content)
    told = shell.refused(*FOLDER)
    assert told.startswith("handoff-issues: plan.json: the file holds no plan that could be carried out (")
    assert message in told
    assert len(told) < 600


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param({"version": 2}, "it is not of version 1", id="version"),
        pytest.param({"commit": "--output=/etc/passwd"}, "commit: ", id="option as commit"),
        pytest.param({"commit": "HEAD"}, "commit: ", id="name as commit"),
        pytest.param({"changes": {}}, "changes: ", id="no list"),
        pytest.param({"changes": [{"change": "explode"}]}, "changes.0.change: ", id="verb"),
        pytest.param({"settings": {"max-open": 10**30}}, "max-open", id="huge setting"),
        pytest.param({"settings": {"on-absent": "vanish \x1b[31m"}}, "on-absent", id="impossible setting"),
        pytest.param({"settings": {"files": ["../../etc/*"]}}, "files", id="files outside"),
        pytest.param({"settings": {"x" * 5_000: 1}}, "xxx…", id="unknown setting"),
        pytest.param({"config": "../../etc/passwd"}, "there is no such settings file in the commit", id="config"),
        pytest.param({"repository": "https://evil.example/x\n::error::y"}, "for another place", id="repository"),
        pytest.param({"stopped": "by a limit"}, "stopped before its end", id="stopped"),
        pytest.param({"applied": True}, "report of a run", id="applied"),
    ],
)
def test_a_plan_that_cannot_be_carried_out(shell: Shell, change: Document, message: str):
    shell.plan(*FOLDER)
    rewrite(lambda document: document.update(change))
    told = shell.refused(*FOLDER)
    assert message in told
    assert "Traceback" not in told
    assert "\x1b" not in told
    assert not any(line.startswith("::") for line in told.splitlines())
    assert len(told) < 2_000
    assert shell.issues() == {}


def test_files_that_cannot_be_read(shell: Shell):
    assert "plan.json: the file holds no plan that could be carried out (No such file" in shell.refused(*FOLDER)
    Path("plan.json").mkdir()
    assert "Is a directory" in shell.refused(*FOLDER)
    Path("plan.json").rmdir()
    with Path("plan.json").open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    assert "it is larger than 32 MB" in shell.refused(*FOLDER)


def test_only_so_many_differences_are_told(shell: Shell):
    many = "\n".join(f"- Mend the pump called {name} in hall {name * 2}" for name in "abcdefghijklmnopqrstuvwxyz")
    shell.project.commit({"HANDOFF.md": f"## Next steps\n\n{many}\n"}, date="2026-03-02T12:00")
    shell.plan(*FOLDER)
    shell.run("sync", *FOLDER, "--max-open", "30")
    told = shell.refused(*FOLDER)
    assert told.count("planned:") == 20
    assert "and 6 more" in told


class TestOnGitHub:
    def test_a_plan_is_carried_out(self, shell: Shell, github: GitHub):
        shell.on(github)
        shell.plan()
        assert github.issues() == {}
        assert shell.run("apply", "plan.json", *PACE)[0] == 0
        assert len(github.issues()) == 4
        assert {issue.author for issue in github.issues().values()} == {BOT}

    def test_an_issue_that_a_person_has_changed_is_told(self, shell: Shell, github: GitHub):
        shell.on(github)
        shell.run("sync", *PACE)
        shell.project.commit({"HANDOFF.md": HANDOFF.replace("- Measure", "- [x] Measure")}, date="2026-03-02T12:00")
        shell.plan()
        number = next(number for number, issue in github.issues().items() if issue.title.startswith("Measure"))
        github.person.close(number, reason="not_planned")
        before = github.issues()
        told = shell.refused()
        assert f"planned: close #{number} “Measure the load time of the start page”" in told
        assert "now:     nothing" in told
        assert github.issues() == before

    def test_words_of_a_person_in_the_body_make_it_another_text(self, shell: Shell, github: GitHub):
        shell.on(github)
        shell.run("sync", *PACE)
        text = HANDOFF.replace("- Publish the map tiles", "- Publish the map tiles\n  - for both harbours")
        shell.project.commit({"HANDOFF.md": text}, date="2026-03-02T12:00")
        shell.plan()
        number = next(number for number, issue in github.issues().items() if issue.title.startswith("Publish"))
        github.person.label(number, "bug")
        before = github.issues()[number].body
        github.person.edit_body(number, f"I saw this too.\n\n{before}")
        told = shell.refused()
        assert "1 of 4 rows differ" in told
        assert "with another text or other labels" in told
        github.person.edit_body(number, before)
        assert shell.run("apply", "plan.json", *PACE)[0] == 0, "a label of theirs is in nobody's way"
        assert github.issues()[number].labels == ("bug", "handoff")
        assert "for both harbours" in github.issues()[number].body

    def test_what_moves_while_it_is_carried_out_is_left_and_not_planned_anew(self, shell: Shell, github: GitHub):
        shell.on(github)
        shell.run("sync", *PACE)
        text = HANDOFF.replace("- Publish the map tiles", "- Publish the map tiles\n  - for both harbours")
        shell.project.commit({"HANDOFF.md": text}, date="2026-03-02T12:00")
        shell.plan()
        number = next(number for number, issue in github.issues().items() if issue.title.startswith("Publish"))

        def meddle(index: int, request: Request) -> Fault | None:
            if request.method == "GET" and request.path.endswith(f"/issues/{number}"):
                github.faults = None
                github.person.edit_title(number, "Publish the tiles, all of them")
            return None

        github.faults = meddle
        code, out, _ = shell.run("apply", "plan.json", *PACE)
        assert code == 0
        assert "1 left to the next run" in out
        assert github.issues()[number].title == "Publish the tiles, all of them"
        assert "for both harbours" not in github.issues()[number].body

    def test_a_plan_is_for_one_repository(self, shell: Shell, github: GitHub, forge: Any):
        shell.on(github)
        shell.plan()
        shell.on(other := forge.repository())
        told = shell.refused()
        assert f"for https://github.com/{github.name}, not for https://github.com/{other.name}" in told
        assert other.issues() == {}
        assert "for issues in a folder" in shell.refused(*FOLDER).replace("not for issues", "for issues")


class TestInAWorkflow:
    def test_the_plan_of_a_pull_request_is_carried_out_once_somebody_says_so(
        self, job: Job, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ):
        job.commit()
        number = job.github.person.open_pull_request("Tell what is left")
        job.event = events.proposed(job.github, number)
        job.event["pull_request"]["base"]["ref"] = "main"
        job.variables |= {"GITHUB_EVENT_NAME": "pull_request", "GITHUB_REF": f"refs/pull/{number}/merge"}
        outcome = job.run(plan_file="out/plan.json")
        place = job.workspace.path / "out/plan.json"
        assert outcome.code == 0
        assert json.loads(place.read_text()) == json.loads(outcome.outputs["plan"])
        assert place.stat().st_mode & 0o777 == 0o644, "for upload-artifact, which runs as another user"
        assert job.github.issues() == {}
        monkeypatch.setenv("GITHUB_TOKEN", job.github.token)
        monkeypatch.chdir(job.workspace.path)
        assert cli.main(["apply", "out/plan.json", *PACE]) == 0
        assert capsys.readouterr().out.endswith("Done: 4 opened.\n")
        assert len(job.github.issues()) == 4

    def test_nobody_who_did_not_ask_for_it_finds_a_file(self, job: Job):
        job.commit()
        job.run()
        assert job.workspace.git("status", "--porcelain") == ""

    def test_a_run_that_writes_leaves_its_report_there(self, job: Job):
        job.commit()
        job.run(plan_file="plan.json")
        assert json.loads((job.workspace.path / "plan.json").read_text())["applied"] is True

    @pytest.mark.parametrize(
        ("name", "why"),
        [
            pytest.param("../plan.json", "allowed: the path of a file inside the workspace", id="above"),
            pytest.param("/plan.json", "allowed: the path of a file inside the workspace", id="absolute"),
            pytest.param(".git/hooks/post-checkout", "allowed: the path of a file inside the workspace", id="git"),
            pytest.param("docs", "allowed: the path of a file inside the workspace", id="folder"),
            pytest.param("..", "allowed: the path of a file inside the workspace", id="dots"),
            pytest.param("HANDOFF.md", "the commit has a file there", id="tracked"),
            pytest.param("HANDOFF.md/plan.json", "File exists", id="below a file"),
        ],
    )
    def test_a_place_where_no_plan_belongs(self, job: Job, name: str, why: str):
        job.commit(**{"docs/map.md": "# Map\n"})
        outcome = job.run(plan_file=name)
        assert outcome.code == 1
        [(_, message)] = outcome.annotations("error")
        assert f"input plan-file cannot be {name}" in message
        assert why in message
        assert job.github.issues() == {}, "said before anything is written"

    def test_links_of_a_checkout_lead_nowhere(self, job: Job):
        outside = job.scratch / "outside"
        outside.mkdir()
        (outside / "file").write_text("theirs")
        job.commit()
        (job.workspace.path / "plan.json").symlink_to(outside / "file")
        (job.workspace.path / "link").symlink_to(outside)
        assert job.run(plan_file="link/plan.json").code == 1
        assert job.run(plan_file="plan.json", mode="plan").code == 0
        assert (outside / "file").read_text() == "theirs"
        assert sorted(path.name for path in outside.iterdir()) == ["file"]
        assert not (job.workspace.path / "plan.json").is_symlink()


def test_the_sign_of_the_comment_is_no_marker_of_an_issue():
    from handoff_issues.reconcile.marker import PREFIX

    assert not SIGN.startswith(PREFIX.rstrip())
