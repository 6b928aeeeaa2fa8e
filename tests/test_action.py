"""The Action from end to end: a checkout, an event and a GitHub over HTTP in; issues, outputs and a summary out."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from typing import Any

import pytest
from forge import wire
from forge.limits import Secondary

from sanitize.attacks import ATTACKS
from sanitize.oracle import title_violations, violations
from support.jobs import HANDOFF, Job
from support.repository import Repository

DONE = """\
# Handoff

## Completed

- [x] Measure the load time of the start page

## Next steps

- Publish the map tiles

## Blockers

- The vendor's key has not arrived

## Open questions

- Where are tiles stored?
"""


def test_a_push_to_the_default_branch_files_the_handoffs_items(job: Job):
    commit = job.commit()
    outcome = job.run()
    assert outcome.code == 0
    assert outcome.counts() == {"opened": 4, "blockers": 1}
    assert sorted(issue.title for issue in job.github.issues().values()) == [
        "Measure the load time of the start page",
        "Publish the map tiles",
        "The vendor's key has not arrived",
        "Where are tiles stored?",
    ]
    link = f"https://github.example/{job.github.name}/blob/{commit}/HANDOFF.md?plain=1#L5"
    assert f"[`HANDOFF.md:5`]({link})" in outcome.summary
    number = next(number for number, issue in job.github.issues().items() if issue.title.startswith("Measure"))
    assert f"[`#{number}`]({job.github.url}/{job.github.name}/issues/{number})" in outcome.summary
    assert "This run is for the default branch main." in outcome.summary
    assert "4 opened" in outcome.summary
    blocker = next(number for number, issue in job.github.issues().items() if "vendor" in issue.title)
    [(place, message)] = outcome.annotations("notice")
    assert "file=HANDOFF.md,line=10," in place
    assert message == f"Blocker: The vendor's key has not arrived (#{blocker})"


def test_a_second_run_writes_nothing_and_says_so(job: Job):
    job.commit()
    job.run()
    before, requests = job.github.issues(), len(job.github.requests)
    outcome = job.run()
    assert outcome.counts() == {"kept": 4, "blockers": 1}
    assert job.writes(requests) == []
    assert job.github.issues() == before
    assert "Kept: 4" in outcome.summary


def test_the_plan_is_an_output_in_the_interfaces_form(job: Job):
    job.commit()
    plan = json.loads(job.run().outputs["plan"])
    assert (plan["version"], plan["remaining"], plan["applied"]) == (1, 0, True)
    assert {(row["change"], row["path"]) for row in plan["changes"]} == {("open", "HANDOFF.md")}
    assert {row["issue"] for row in plan["changes"]} == set(job.github.issues())
    assert {(m["start"], m["end"]) for row in plan["changes"] for m in row["mentions"]} == {
        (5, 5),
        (6, 6),
        (10, 10),
        (14, 14),
    }


def test_caps_leave_the_rest_to_the_next_run_and_name_it(job: Job):
    job.commit()
    outcome = job.run(max_open="3")
    assert outcome.counts() == {"opened": 3, "remaining": 1, "blockers": 1}
    _, _, left = outcome.summary.partition("### Left to the next run")
    assert left.count("held back by max-open (3)") == 1
    assert job.run(max_open="3").counts() == {"opened": 1, "kept": 3, "blockers": 1}


def test_what_the_workflow_leaves_out_the_settings_file_says(job: Job):
    job.commit(**{".github/handoff-issues.yml": "max-open: 1\nlabels:\n  blocker: {name: stuck}\n"})
    outcome = job.run()
    assert outcome.counts() == {"opened": 1, "remaining": 3, "blockers": 1}
    assert [issue.labels for issue in job.github.issues().values()] == [("handoff", "stuck")]
    assert job.run(max_open="2").counts()["opened"] == 2


def pull_request(repository: dict[str, Any] | None, *, user: str) -> dict[str, Any]:
    head, base = {"ref": "topic", "sha": "a" * 40, "repo": repository}, {"ref": "main", "sha": "b" * 40}
    return {"number": 7, "head": head, "base": base, "user": {"login": user}}


PLANNED = [
    pytest.param({"mode": "plan"}, {}, {}, "the workflow asks for `mode: plan`", id="mode"),
    pytest.param({}, {"GITHUB_REF": "refs/heads/topic"}, {}, "the branch topic", id="branch"),
    pytest.param(
        {},
        {"GITHUB_EVENT_NAME": "pull_request", "GITHUB_REF": "refs/pull/7/merge"},
        {"pull_request": pull_request({"full_name": "mallory/ship", "fork": True}, user="mallory")},
        "a pull request from a fork",
        id="fork",
    ),
    pytest.param(
        {},
        {"GITHUB_EVENT_NAME": "pull_request", "GITHUB_REF": "refs/pull/7/merge"},
        {"pull_request": pull_request(None, user="dependabot[bot]")},
        "a pull request by Dependabot",
        id="Dependabot",
    ),
]


@pytest.mark.parametrize(("inputs", "variables", "event", "why"), PLANNED)
def test_elsewhere_it_plans_only_and_says_so(
    job: Job, inputs: dict[str, str], variables: dict[str, str], event: dict[str, Any], why: str
):
    job.commit()
    job.variables |= variables
    job.event |= event
    token = job.github.issue_token(permission="read")
    outcome = job.run(token=token, **inputs)
    assert outcome.code == 0
    assert job.writes() == []
    assert outcome.counts() == {"opened": 4, "blockers": 1}
    assert "Nothing is changed: " in outcome.summary
    assert why in outcome.summary.replace("\\", "")
    assert "A plan, nothing was changed: 4 to open." in outcome.summary
    assert json.loads(outcome.outputs["plan"])["applied"] is False


def test_a_token_that_may_only_read_is_told_what_to_add(job: Job):
    job.commit()
    outcome = job.run(token=job.github.issue_token(permission="read"))
    assert outcome.code == 1
    assert job.github.issues() == {}
    [(_, message)] = outcome.annotations("error")
    assert "issues: write" in message
    assert "      issues: write\n" in outcome.summary, "as lines to paste"
    assert outcome.counts() == {"remaining": 4, "blockers": 1}
    assert "      issues: write\n" in outcome.log
    assert "Traceback" not in outcome.log


def test_issues_switched_off(job: Job):
    job.commit()
    job.github.settings.issues_enabled = False
    outcome = job.run()
    assert outcome.code == 1
    assert "Issues are switched off" in outcome.annotations("error")[0][1]
    assert "Settings, General, Features, Issues" in outcome.summary


def test_an_archived_repository(job: Job):
    job.commit()
    job.github.settings.archived = True
    outcome = job.run()
    assert outcome.code == 1
    assert "archived" in outcome.annotations("error")[0][1]
    assert job.github.issues() == {}


def test_a_token_for_another_repository(job: Job):
    job.commit()
    outcome = job.run(token=job.github.issue_token(permission="none"))
    assert outcome.code == 1
    assert "is not to be found" in outcome.annotations("error")[0][1]


def test_a_repository_without_handoffs_closes_nothing_and_explains(job: Job):
    job.commit()
    job.run()
    job.workspace.commit({"HANDOFF.md": None, "README.md": "# Maps\n"}, date="2026-03-02T12:00")
    outcome = job.run()
    assert outcome.code == 0
    assert {issue.state for issue in job.github.issues().values()} == {"open"}
    [(_, message)] = outcome.annotations("warning")
    assert "no handoff" in message


def test_a_shallow_clone_works_and_says_once_what_is_off(job: Job):
    job.commit()
    job.run()
    job.commit(DONE, date="2026-03-02T12:00")
    shallow = job.workspace.clone(job.scratch / "shallow", depth=1)
    job.variables["GITHUB_WORKSPACE"] = str(shallow.path)
    outcome = job.run()
    assert outcome.code == 0
    assert outcome.counts()["blockers"] == 1
    assert "opened" not in outcome.counts()
    assert [message for _, message in outcome.annotations("warning") if "fetch-depth: 0" in message] != []
    assert outcome.log.count("fetch-depth: 0") == 2, "once in the log, once as an annotation"


def test_lines_that_could_not_be_used_are_shown_beside_them(job: Job):
    job.commit(HANDOFF + "\n```\nnever closed\n")
    outcome = job.run()
    assert outcome.code == 0
    [(place, message)] = outcome.annotations("warning")
    assert "file=HANDOFF.md,line=16," in place
    assert "code fence" in message
    assert "code fence" in outcome.summary


def test_at_most_ten_annotations_of_a_level_and_the_rest_in_the_summary(job: Job):
    blockers = "".join(f"- The {number}th permit has not arrived from the harbour office\n" for number in range(4, 19))
    job.commit(f"# Handoff\n\n## Blockers\n\n{blockers}")
    outcome = job.run()
    notices = outcome.annotations("notice")
    assert len(notices) == 10
    assert notices[-1] == ("", "and 6 more: see the job summary and the log")
    assert outcome.counts()["blockers"] == 15
    assert all(f"The {number}th permit" in outcome.summary for number in range(4, 19))


def test_a_handoff_of_thousands_of_long_items_fits_summary_and_output(job: Job):
    words = " ".join(f"word{number}" for number in range(40))
    items = "".join(f"- Mend gauge {number} {words}\n" for number in range(1_500))
    job.workspace.commit({f"docs/{'long' * 50}/HANDOFF.md": f"## Next steps\n\n{items}"})
    outcome = job.run(mode="plan", max_open="10000", max_new_per_handoff="10000")
    assert outcome.code == 0
    assert outcome.counts() == {"opened": 1_500}
    assert 900_000 < len(outcome.summary.encode()) <= 1_048_576
    assert "This summary is cut here" in outcome.summary[-300:]
    assert len(outcome.outputs["plan"]) <= 400_000
    assert "rows and 0 warnings are left out" in json.loads(outcome.outputs["plan"])["note"]


HOSTILE = """\
# Handoff

## Next steps

- ::error file=src/app.py,line=1::Planted in a title
- ::add-mask::the
- ::stop-commands::forever
- Ask ##[error]nobody about ##[group]this
- Ping @octocat about #1, fixes #2
- Token ghp_0123456789abcdefghijklmnopqrstuvwxyzAB is needed for the mirror

## Blockers

- ::warning::Planted beside a line%0A::error::and more
"""


def test_a_handoffs_text_is_no_command_to_the_runner(job: Job):
    job.commit(HOSTILE)
    outcome = job.run()
    assert outcome.code == 0
    assert {command for command, _, _ in outcome.commands()} == {"add-mask", "notice", "warning"}
    [mask] = [message for command, _, message in outcome.commands() if command == "add-mask"]
    assert mask == job.github.token
    assert all("file=src" not in place for _, place, _ in outcome.commands())
    [(_, blocker)] = outcome.annotations("notice")
    assert "%0A" not in blocker.replace("%250A", "")
    assert "ghp_0123456789abcdefghijklmnopqrstuvwxyzAB" not in outcome.log + outcome.summary + str(outcome.outputs)
    assert re.search(r"(?<!`)@octocat", outcome.summary) is None
    assert "##[" not in outcome.outputs["plan"]


def own_words(text: str) -> str:
    """What is left of an issue or a summary without the HTML and the links to issues that we write ourselves."""
    text = re.sub(r"(?m)^<!-- (?:handoff-issues:v1 .*|/handoff-issues) -->$|<sub>.*</sub>$|^#{2,3} ", "", text)
    text = re.sub(r"</?details>|</?summary>", "", text)
    return re.sub(r"\[#\d+\]\(https://github\.example/\S+?\)|\(http://127\.0\.0\.1:\d+/\S+/issues/\d+\)", "", text)


def test_no_attack_in_a_handoff_reaches_issues_summary_or_log(job: Job):
    entries = [" ".join(attack.text.split()) for attack in ATTACKS]
    entries = [f"Look into {entry}".translate({0: None, 0xD800: None}) for entry in entries if entry]
    job.commit("# Handoff\n\n## Next steps\n\n" + "".join(f"- {entry}\n" for entry in entries))
    outcome = job.run(max_open="500", max_new_per_handoff="1000")
    issues = job.github.issues().values()
    assert outcome.code == 0
    assert len(issues) > 150
    for seen in issues:
        assert title_violations(seen.title) == []
        assert violations(own_words(seen.body)) == [], seen.body
        assert len(re.findall("(?m)^<!--", seen.body)) == 2
    assert violations(own_words(outcome.summary)) == []
    assert {command for command, _, _ in outcome.commands()} <= {"add-mask", "notice", "warning"}
    assert len(json.loads(outcome.outputs["plan"])["changes"]) >= len(issues)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]", outcome.log)


def test_a_secret_is_redacted_everywhere_and_its_line_named(job: Job):
    value = "ghp_" + "0123456789abcdefghijklmnopqrstuvwxyzAB"
    entry = f"- Renew the mirror's token `{value}`\n"
    job.commit(f"# Handoff\n\n## Next steps\n\n{entry}- Write the release notes\n")
    first = job.run()
    job.commit(
        f"# Handoff\n\n## Done\n\n{entry}\n## Next steps\n\n- Write the release notes\n", date="2026-03-02T12:00"
    )
    second = job.run()
    issues = job.github.issues().values()
    assert len(issues) == 2
    shown = str([first, second]) + "".join(seen.title + seen.body + "".join(seen.comments) for seen in issues)
    assert value not in shown
    assert value[4:] not in shown
    assert "[redacted: GitHub token]" in shown.replace("\\", "")
    assert any("HANDOFF.md,line=5" in place and "secret" in said for place, said in first.annotations("warning"))


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(os.fsdecode(b"docs/HANDOFF-\xff.md"), id="no text"),
        pytest.param("docs/a\nb|`x`/HANDOFF.md", id="line break"),
        pytest.param("docs/##[error]x/::error::HANDOFF.md", id="commands"),
        pytest.param("docs/%0A::error::,line=:/HANDOFF.md", id="escapes"),
        pytest.param("docs/ü 漢/HANDOFF #1.md", id="other letters"),
    ],
)
def test_any_name_that_git_can_hold(job: Job, name: str):
    job.workspace.commit({name: HANDOFF})
    outcome = job.run()
    assert outcome.code == 0
    assert outcome.counts() == {"opened": 4, "blockers": 1}
    assert {command for command, _, _ in outcome.commands()} == {"add-mask", "notice"}
    assert job.run().counts() == {"kept": 4, "blockers": 1}


def test_the_token_is_masked_and_shown_nowhere(job: Job):
    job.commit()
    outcome = job.run()
    assert outcome.log.splitlines()[0] == f"::add-mask::{job.github.token}"
    assert outcome.log.count(job.github.token) == 1
    assert job.github.token not in outcome.summary + str(outcome.outputs)


@pytest.mark.parametrize(
    ("inputs", "variables", "message"),
    [
        pytest.param({"token": ""}, {}, "input token cannot be empty", id="no token"),
        pytest.param({"root": "../elsewhere"}, {}, "input root cannot be ../elsewhere", id="root outside"),
        pytest.param({"root": "/etc"}, {}, "input root cannot be /etc", id="absolute root"),
        pytest.param({"root": "nowhere"}, {}, "nowhere", id="no such root"),
        pytest.param({"mode": "dry"}, {}, "input mode cannot be dry", id="wrong input"),
        pytest.param({"config": "other.yml"}, {}, "there is no such settings file in the commit", id="no such file"),
        pytest.param({}, {"GITHUB_REPOSITORY": ""}, "GITHUB_REPOSITORY is not set", id="not in Actions"),
        pytest.param({}, {"GITHUB_EVENT_NAME": ""}, "GITHUB_EVENT_NAME is not set", id="no event"),
        pytest.param({}, {"GITHUB_EVENT_PATH": "/nowhere"}, "the event cannot be read", id="no payload"),
        pytest.param({}, {"GITHUB_WORKSPACE": ""}, "GITHUB_WORKSPACE is not set", id="no workspace"),
    ],
)
def test_what_the_user_can_mend_is_one_message_and_exit_1(
    job: Job, inputs: dict[str, str], variables: dict[str, str], message: str
):
    job.commit()
    job.variables |= variables
    outcome = job.run(**inputs)
    assert outcome.code == 1
    assert message in outcome.annotations("error")[0][1]
    assert message in outcome.summary.replace("\\", "").replace("`", "")
    assert "Traceback" not in outcome.log
    assert job.github.issues() == {}


def test_a_root_that_is_a_link_out_of_the_workspace_is_refused(job: Job):
    job.commit()
    outside = Repository(job.scratch / "outside")
    outside.commit({"HANDOFF.md": HANDOFF})
    (job.workspace.path / "link").symlink_to(outside.path)
    assert "input root cannot be link" in job.run(root="link").annotations("error")[0][1]


def test_a_root_that_leads_in_a_circle_is_refused(job: Job):
    job.commit()
    (job.workspace.path / "a").symlink_to("b")
    (job.workspace.path / "b").symlink_to("a")
    outcome = job.run(root="a")
    assert outcome.code == 1
    assert len(outcome.annotations("error")) == 1


def test_a_workspace_without_checkout(job: Job):
    empty = job.scratch / "empty"
    empty.mkdir()
    job.variables["GITHUB_WORKSPACE"] = str(empty)
    outcome = job.run()
    assert outcome.code == 1
    assert "actions/checkout" in outcome.annotations("error")[0][1]


def test_each_error_of_the_settings_file_is_shown_beside_its_line(job: Job):
    job.commit(**{".github/handoff-issues.yml": "max-open: 5\nmax-clos: 3\non-absent: vanish\n"})
    outcome = job.run()
    assert outcome.code == 1
    first, second = outcome.annotations("error")
    assert first[0].startswith("title=handoff-issues,file=.github/handoff-issues.yml,line=2,")
    assert first[1].startswith("the key max-clos is not known (allowed: ")
    assert first[1].endswith("Did you mean max-close?")
    assert second[0].startswith("title=handoff-issues,file=.github/handoff-issues.yml,line=3,")
    assert second[1] == "on-absent cannot be vanish (allowed: label, keep or close)"
    assert job.github.issues() == {}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"max-open: \xff\n", "it is not UTF-8"),
        (b"#" * 70_000, "larger than 64 kB"),
        (b"a: &x 1\nb: *x\n", "anchors (&) and aliases"),
    ],
)
def test_a_settings_file_that_cannot_be_read(job: Job, content: bytes, message: str):
    job.workspace.commit({"HANDOFF.md": HANDOFF, ".github/handoff-issues.yml": content})
    outcome = job.run()
    assert outcome.code == 1
    assert message in outcome.annotations("error")[0][1]


def test_a_settings_file_that_is_a_link_is_not_followed(job: Job):
    job.commit()
    (job.workspace.path / ".github").mkdir()
    job.workspace.link(".github/handoff-issues.yml", "/etc/passwd")
    assert "is a symbolic link" in job.run().annotations("error")[0][1]


def test_the_settings_are_those_of_the_commit_and_not_of_the_work_tree(job: Job):
    job.commit(**{".github/handoff-issues.yml": "max-open: 1\n"})
    job.workspace.write({".github/handoff-issues.yml": "max-open: 9\nmax-clos: 3\n"})
    outcome = job.run()
    assert outcome.counts() == {"opened": 1, "remaining": 3, "blockers": 1}
    [(place, message)] = outcome.annotations("warning")
    assert "file=.github/handoff-issues.yml" in place
    assert "not committed" in message


def test_a_limit_that_will_not_pass_leaves_the_rest_to_the_next_run(job: Job):
    job.commit()
    job.github.limit(Secondary(creates_per_hour=2))
    outcome = job.run(clock=job.github.clock)
    assert outcome.code == 0
    assert outcome.counts() == {"opened": 2, "remaining": 2, "blockers": 1}
    [(_, message)] = outcome.annotations("warning")
    assert "limit" in message
    assert "The run stopped early:" in outcome.summary
    job.github.limit(Secondary())
    assert job.run(clock=job.github.clock).counts() == {"opened": 2, "kept": 2, "blockers": 1}


def test_what_the_run_cost_is_told_in_log_and_summary(job: Job):
    job.commit()
    outcome = job.run(clock=job.github.clock, write_interval="3")
    exchanges, slept = job.github.requests, sum(job.github.clock.slept)
    writes = sum(not exchange.request.is_read for exchange in exchanges)
    left = exchanges[-1].answer.headers["x-ratelimit-remaining"]
    told = (
        f"Used {len(exchanges)} requests, {writes} of them writes, and waited {slept:.0f} s; "
        f"GitHub still allows {left} this hour."
    )
    assert slept > 9
    assert told in outcome.log
    assert told in outcome.summary


def test_a_limit_before_anything_is_known_does_nothing_and_says_so(job: Job):
    job.commit()
    job.github.faults = lambda index, request: wire.refuse(403, retry_after="4000")
    outcome = job.run(clock=job.github.clock)
    assert outcome.code == 0
    assert "Nothing was done: the issues could not be read to the end." in outcome.log
    assert "The run stopped early:" in outcome.summary
    assert job.writes() == []


def test_no_more_is_waited_than_the_input_allows(job: Job):
    job.commit()
    job.github.faults = lambda index, request: wire.refuse(429, retry_after="70") if index > 3 else None
    outcome = job.run(clock=job.github.clock, max_wait="100")
    assert outcome.code == 0
    assert job.github.clock.slept == [70]
    assert "The run stopped early:" in outcome.summary
    job.github.faults = None
    assert "remaining" not in job.run(clock=job.github.clock).counts()


@dataclass
class BrokenClock:
    """A part that fails as no part should, and gives a secret away."""

    secret: str

    def now(self) -> float:
        raise ZeroDivisionError(f"by {self.secret}")

    def sleep(self, seconds: float) -> None: ...


def test_a_bug_is_exit_3_with_a_report_to_paste_and_without_the_token(job: Job):
    job.commit()
    outcome = job.run(clock=BrokenClock(job.github.token))
    assert outcome.code == 3
    assert "ZeroDivisionError: by [redacted: token]" in outcome.log
    assert "handoff-issues 0." in outcome.log
    assert outcome.log.count(job.github.token) == 1, "only to mask it"
    assert "report to paste" in outcome.annotations("error")[0][1]


def test_without_files_for_outputs_and_summary_the_run_still_works(job: Job):
    job.commit()
    job.variables |= {"GITHUB_OUTPUT": "/nowhere/output", "GITHUB_STEP_SUMMARY": ""}
    outcome = job.run()
    assert outcome.code == 0
    assert len(job.github.issues()) == 4
    assert "set-output" not in outcome.log
