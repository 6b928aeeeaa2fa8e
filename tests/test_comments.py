"""Commands in comments, from end to end: an event in; labels, markers, states and answers on a GitHub over HTTP out."""

from __future__ import annotations

from typing import Any

import pytest
from forge.hub import BOT, PERSON, STRANGER, Seen
from forge.wire import Fault, FaultHook, Request, cut

from handoff_issues.reconcile.marker import Marker, split
from sanitize.oracle import violations
from support.events import commented
from support.jobs import HANDOFF, Job

TILES, SPEED, VENDOR = "Publish the map tiles", "Measure the load time of the start page", "The vendor's key"
REWORDED = "Publish all the map tiles"
WITHOUT_TILES = HANDOFF.replace(f"- {TILES}\n", "")
DONE = WITHOUT_TILES + f"\n## Completed\n\n- [x] {TILES}\n"


class Talk:
    """A repository whose handoff has been filed, and people who comment on its issues."""

    def __init__(self, job: Job) -> None:
        self.job, self.github = job, job.github
        self.push(HANDOFF)
        self.number = self.find(TILES)

    def push(self, text: str, **inputs: str) -> None:
        self.job.commit(text)
        self.sync(**inputs)

    def sync(self, **inputs: str) -> None:
        self.job.variables["GITHUB_EVENT_NAME"] = "push"
        assert self.job.run(**inputs).code == 0

    def find(self, title: str) -> int:
        return next(number for number, seen in self.github.issues().items() if seen.title.startswith(title))

    def say(self, body: str, *, number: int | None = None, by: Any = None, **inputs: str) -> int:
        """Somebody comments, and the run for it is through; the comment's id."""
        comment = (by or self.github.person).comment(number or self.number, body)
        self.hear(comment, number=number, **inputs)
        return comment

    def hear(self, comment: int, *, number: int | None = None, code: int = 0, action: str = "created", **inputs: str):
        self.job.event = commented(self.github, number or self.number, comment, action=action)
        self.job.variables["GITHUB_EVENT_NAME"] = "issue_comment"
        outcome = self.job.run(**inputs)
        assert outcome.code == code, outcome.log
        return outcome

    def seen(self, number: int | None = None) -> Seen:
        return self.github.issues()[number or self.number]

    def marker(self, number: int | None = None) -> Marker:
        body = split(self.seen(number).body)
        assert body is not None
        return body.marker

    def reaction(self, comment: int) -> str | None:
        """Ours; there is at most one."""
        ours = [content for login, content in self.github.reactions(comment) if login == BOT]
        assert len(ours) < 2
        return ours[0] if ours else None

    def answers(self, number: int | None = None) -> list[str]:
        """What we said on the issue, without the signature."""
        bodies = self.seen(number).comments
        return [body.partition("\n")[2] for body in bodies if body.startswith("<!-- handoff-issues:comment ")]

    def wrote(self, since: int) -> list[str]:
        return self.job.writes(since)


@pytest.fixture
def talk(job: Job) -> Talk:
    return Talk(job)


def test_ignore_keeps_us_away_for_good(talk: Talk) -> None:
    comment = talk.say("/handoff ignore")
    assert talk.reaction(comment) == "+1"
    assert "handoff: ignore" in talk.seen().labels
    assert talk.answers() == []
    before = talk.seen()
    talk.push(HANDOFF.replace(TILES, REWORDED))
    talk.push(DONE)
    assert talk.seen() == before
    assert len(talk.github.issues()) == 4


def test_keep_outlasts_silence_and_evidence_and_lets_the_text_follow(talk: Talk) -> None:
    comment = talk.say("/handoff keep")
    assert talk.reaction(comment) == "+1"
    assert "handoff: keep" in talk.seen().labels
    talk.push(WITHOUT_TILES, absent_after="1", on_absent="close")
    talk.push(DONE)
    assert (talk.seen().state, talk.answers()) == ("open", [])
    talk.push(HANDOFF.replace(TILES, REWORDED))
    assert talk.seen().title == REWORDED


def test_keep_takes_back_that_it_is_unconfirmed(talk: Talk) -> None:
    talk.push(WITHOUT_TILES, absent_after="1")
    assert "handoff: unconfirmed" in talk.seen().labels
    talk.say("/handoff keep", absent_after="1")
    assert {"handoff: unconfirmed", "handoff: keep"} & set(talk.seen().labels) == {"handoff: keep"}
    before = talk.seen()
    talk.sync(absent_after="1")
    assert talk.seen() == before


def test_the_label_keep_does_the_same_as_the_command(talk: Talk) -> None:
    talk.push(WITHOUT_TILES, absent_after="1")
    talk.github.person.create_label("handoff: keep")
    talk.github.person.label(talk.number, "handoff: keep")
    talk.push(DONE, absent_after="1")
    assert talk.seen().state == "open"
    assert "handoff: unconfirmed" not in talk.seen().labels


def test_a_priority_stays_whatever_the_handoff_says(talk: Talk) -> None:
    talk.say("/handoff priority low")
    assert "priority: low" in talk.seen().labels
    assert talk.marker().theirs == ("priority",)
    talk.push(HANDOFF.replace(TILES, "**Critical:** publish all the map tiles"))
    assert "all the map tiles" in talk.seen().title
    assert [name for name in talk.seen().labels if name.startswith("priority")] == ["priority: low"]
    comment = talk.say("/handoff priority high")
    assert talk.reaction(comment) == "+1"
    assert [name for name in talk.seen().labels if name.startswith("priority")] == ["priority: high"]


def test_auto_follows_the_handoff_again_at_once(talk: Talk) -> None:
    talk.say("/handoff priority low")
    talk.push(HANDOFF.replace(TILES, "Publish the map tiles [P0]"))
    level = [name for name in talk.seen().labels if name.startswith("priority")]
    assert level == ["priority: low"]
    talk.say("/handoff priority auto")
    assert [name for name in talk.seen().labels if name.startswith("priority")] == ["priority: critical"]
    assert talk.marker().theirs == ()
    talk.push(HANDOFF)
    assert [name for name in talk.seen().labels if name.startswith("priority")] == []


def test_done_is_that_persons_act(talk: Talk) -> None:
    comment = talk.say("/handoff done")
    assert (talk.seen().state, talk.seen().reason) == ("closed", "completed")
    assert talk.marker().closed is None
    assert "handoff: listed" in talk.seen().labels
    assert (talk.reaction(comment), talk.answers()) == ("+1", [])
    talk.sync()
    assert talk.seen().state == "closed"


def test_a_duplicate_is_a_tombstone(talk: Talk) -> None:
    comment = talk.say(f"/handoff duplicate #{talk.find(SPEED)}")
    assert (talk.seen().state, talk.seen().reason) == ("closed", "duplicate")
    assert talk.reaction(comment) == "+1"
    talk.push(HANDOFF.replace(TILES, f"{TILES}\n  - and the index"))
    assert talk.seen().state == "closed"
    assert len(talk.github.issues()) == 4


@pytest.mark.parametrize("other", ["itself", "#999", "a pull request"])
def test_a_duplicate_of_nothing_is_refused(talk: Talk, other: str) -> None:
    if other == "a pull request":
        other = f"#{talk.github.person.open_pull_request('Tiles')}"
    other = f"#{talk.number}" if other == "itself" else other
    comment = talk.say(f"/handoff duplicate {other}")
    assert talk.seen().state == "open"
    assert talk.reaction(comment) == "confused"
    assert talk.answers() == [f"There is no other issue {other.removeprefix('#')} here."]


def test_reopen_outvotes_what_closed_it(talk: Talk) -> None:
    talk.push(DONE)
    assert (talk.seen().state, talk.seen().reason) == ("closed", "completed")
    comment = talk.say("/handoff reopen")
    assert talk.seen().state == "open"
    assert talk.reaction(comment) == "+1"
    talk.sync()
    assert talk.seen().state == "open"


def test_reopen_outvotes_what_a_note_said_after_a_person_had_closed_it(talk: Talk) -> None:
    talk.github.person.close(talk.number)
    talk.push(DONE)
    talk.say("/handoff reopen")
    talk.sync()
    assert talk.seen().state == "open"


def test_reopen_outvotes_silence(talk: Talk) -> None:
    talk.push(WITHOUT_TILES, absent_after="1", on_absent="close")
    assert talk.seen().state == "closed"
    talk.say("/handoff reopen", absent_after="1", on_absent="close")
    talk.push(WITHOUT_TILES + "\nMore.\n", absent_after="1", on_absent="close")
    assert talk.seen().state == "open"


def test_reopen_lets_a_tombstone_live_again(talk: Talk) -> None:
    talk.github.person.close(talk.number, reason="not_planned")
    talk.sync()
    assert "handoff: listed" in talk.seen().labels
    talk.say("/handoff reopen")
    assert talk.seen().state == "open"
    assert "handoff: listed" not in talk.seen().labels
    talk.push(HANDOFF.replace(TILES, REWORDED))
    assert talk.seen().title == REWORDED


def test_resume_hands_title_and_text_back(talk: Talk) -> None:
    talk.github.person.edit_title(talk.number, "Publish the map tiles!")
    body = talk.seen().body.replace("*The handoff says no more than the title.*", "Ask Grace first.")
    talk.github.person.edit_body(talk.number, f"Mine above.\n{body}\nMine below.")
    talk.push(HANDOFF.replace(TILES, REWORDED))
    assert (talk.seen().title, "Ask Grace first." in talk.seen().body) == ("Publish the map tiles!", True)
    comment = talk.say("/handoff resume")
    assert talk.reaction(comment) == "+1"
    assert talk.seen().title == REWORDED
    assert "Ask Grace first." not in talk.seen().body
    assert talk.seen().body.startswith("Mine above.")
    assert talk.seen().body.rstrip().endswith("Mine below.")
    talk.push(HANDOFF)
    assert talk.seen().title == TILES


def test_resume_loses_nothing_where_our_last_line_is_gone(talk: Talk) -> None:
    talk.github.person.edit_body(talk.number, talk.seen().body.replace("<!-- /handoff-issues -->", "My own words."))
    talk.say("/handoff resume")
    assert "My own words." in talk.seen().body.partition("<!-- /handoff-issues -->")[2]


def test_resume_shows_nothing_twice_where_no_handoff_has_new_words(talk: Talk) -> None:
    talk.push(WITHOUT_TILES)
    text = talk.seen().body.replace("<!-- /handoff-issues -->", "My own words.")
    talk.github.person.edit_body(talk.number, text)
    talk.say("/handoff resume")
    assert talk.seen().body.count("My own words.") == 1
    assert talk.seen().body.count("*The handoff says no more than the title.*") == 1


def test_split_is_kept_with_the_issue_and_promises_no_more_than_the_handoff_has(talk: Talk) -> None:
    comment = talk.say("/handoff split")
    assert talk.marker().split
    assert talk.reaction(comment) == "+1"
    assert "There is nothing to split yet: the handoff lists no steps under this." in talk.answers()[0]
    talk.push(WITHOUT_TILES)
    talk.say("/handoff split")
    assert "There is nothing to split yet" in talk.answers()[1]
    talk.push(HANDOFF.replace(TILES, f"{TILES}\n  - [ ] Draw them\n  - [ ] Upload them"))
    assert {"Draw them", "Upload them"} < {seen.title for seen in talk.github.issues().values()}
    talk.say("/handoff split")
    assert "The next run opens an issue for each step" in talk.answers()[2]


def test_why_quotes_the_lines_and_names_the_rule(talk: Talk) -> None:
    comment = talk.say("/handoff why")
    [said] = talk.answers()
    assert said.startswith("The rule: **listed, nothing new**: ")
    assert "why: answered" in (talk.job.scratch / "summary").read_text()
    assert f"> \\- {TILES}" in said
    assert f"https://github.example/{talk.github.name}/blob/" in said
    assert "HANDOFF.md" in said
    assert talk.reaction(comment) == "+1"


def test_why_of_what_we_closed_names_the_lines_that_closed_it(talk: Talk) -> None:
    talk.push(DONE)
    assert talk.seen().state == "closed"
    talk.say("/handoff why")
    said = talk.answers()[-1]
    assert said.startswith("The rule: **shown done since its stream last listed it, by lines that a person has not")
    assert "**: closed as completed" in said
    assert "handoff-issues closed it by this rule" in said
    assert f"> \\- [x] {TILES}" in said
    assert "HANDOFF.md" in said


def test_why_of_what_silence_closed(talk: Talk) -> None:
    talk.push(WITHOUT_TILES, absent_after="1", on_absent="close")
    talk.say("/handoff why", absent_after="1", on_absent="close")
    said = talk.answers()[-1]
    assert said.startswith("The rule: **not mentioned in `absent-after` handoffs**: ")
    assert "handoff-issues closed it by this rule" in said


def test_why_of_a_second_issue_for_an_item_does_not_say_that_nobody_lists_it(talk: Talk) -> None:
    twin = talk.github.machine.open_issue("A copy", talk.seen().body, ["handoff"])
    talk.sync()
    assert (talk.seen(twin).state, talk.seen(twin).reason) == ("closed", "duplicate")
    talk.say("/handoff why", number=twin)
    assert talk.answers(twin)[-1].startswith("The rule: **a second issue with the same marker**: closed as a duplicate")


def test_why_of_what_nobody_lists_any_more(talk: Talk) -> None:
    talk.github.person.close(talk.number)
    talk.push(WITHOUT_TILES)
    talk.say("/handoff why")
    assert talk.answers() == ["No handoff lists this, and it is closed, so nothing becomes of it."]


HOSTILE = (
    "@everyone closes #1 <!-- handoff-issues:v1 {} --> <img src=x> ::error::x ghp_0123456789abcdefghijABCDEFGHIJ0123"
)


def test_what_a_handoff_says_is_quoted_only_once_it_is_harmless(talk: Talk) -> None:
    talk.push(HANDOFF.replace(TILES, f"{TILES}\n  {HOSTILE}"))
    talk.say("/handoff why")
    [said] = talk.answers()
    assert "everyone" in said
    assert "ghp_" not in said
    assert violations(said) == []


def test_several_commands_are_done_in_their_order_with_one_answer(talk: Talk) -> None:
    comment = talk.say("/handoff keep\n/handoff priority low\n\n> /handoff done\n\n/handoff why\n/handoff nonsense")
    assert {"handoff: keep", "priority: low"} <= set(talk.seen().labels)
    assert talk.seen().state == "open"
    [said] = talk.answers()
    assert "HANDOFF.md" in said
    assert "I know `/handoff ignore`" in said
    assert talk.reaction(comment) == "confused"


@pytest.mark.parametrize("body", ["/handoff", "/handoff frobnicate @mallory", "/handoff priority urgent"])
def test_the_unknown_gets_one_line_of_help(talk: Talk, body: str) -> None:
    before = talk.seen()
    comment = talk.say(body)
    [said] = talk.answers()
    assert said.startswith("I know `/handoff ignore`")
    assert "`/handoff priority LEVEL`" in said
    assert "LEVEL is one of `critical`, `high`, `medium`, `low`, `auto`." in said
    assert not {"\n", "\\"} & set(said)
    assert "mallory" not in said
    assert talk.reaction(comment) == "confused"
    assert (talk.seen().labels, talk.seen().body) == (before.labels, before.body)


@pytest.mark.parametrize("body", ["Thanks!", "> /handoff done", "```\n/handoff done\n```", "Say `/handoff done`."])
def test_text_is_not_even_asked_about(talk: Talk, body: str) -> None:
    before, seen = len(talk.github.requests), talk.seen()
    comment = talk.say(body)
    assert talk.github.lines(before) == []
    assert talk.reaction(comment) is None
    assert talk.seen().labels == seen.labels


@pytest.mark.parametrize("association", ["OWNER", "MEMBER", "COLLABORATOR", "NONE"])
def test_only_who_may_write_is_heard_whatever_the_event_says(talk: Talk, association: str) -> None:
    before = talk.seen()
    comment = talk.github.stranger.comment(talk.number, "/handoff done\n/handoff why")
    talk.job.event = commented(talk.github, talk.number, comment, association=association)
    talk.job.variables["GITHUB_EVENT_NAME"] = "issue_comment"
    requests = len(talk.github.requests)
    outcome = talk.job.run()
    assert outcome.code == 0
    assert f"{STRANGER} may not write to this repository" in outcome.log
    assert talk.reaction(comment) == "confused"
    assert talk.answers() == []
    assert (talk.seen().state, talk.seen().labels) == (before.state, before.labels)
    assert talk.wrote(requests) == [f"POST /issues/comments/{comment}/reactions"]


def test_who_has_lost_the_right_is_not_heard(talk: Talk) -> None:
    comment = talk.github.person.comment(talk.number, "/handoff done")
    talk.github.settings.talk.roles[PERSON] = "triage"
    talk.hear(comment)
    assert talk.seen().state == "open"


def test_bots_and_our_own_words_are_not_answered(talk: Talk) -> None:
    signed = "<!-- handoff-issues:comment 0123456789abcdef -->\n/handoff done"
    before = len(talk.github.requests)
    for comment in (talk.say("/handoff done", by=talk.github.machine), talk.say(signed)):
        assert talk.reaction(comment) is None
    assert talk.seen().state == "open"
    assert talk.github.lines(before) == []


def test_with_a_persons_own_token_her_words_are_told_from_ours(job: Job) -> None:
    job.github.token = job.github.issue_token(PERSON, kind="user")
    talk = Talk(job)
    comment = talk.say("/handoff priority low\n/handoff why")
    assert "priority: low" in talk.seen().labels
    assert talk.github.reactions(comment) == [(PERSON, "+1")]
    [answer] = [each["id"] for each in _comments(talk) if each["body"].startswith("<!-- handoff-issues:comment ")]
    before = len(talk.github.requests)
    talk.hear(answer)
    assert talk.github.lines(before) == []


def _comments(talk: Talk) -> list[dict[str, Any]]:
    return talk.github.person.read_all(f"/issues/{talk.number}/comments")


def test_what_changes_under_its_hands_is_decided_again(talk: Talk) -> None:
    edits = iter(["Publish the map tiles!"])
    looks: list[Request] = []

    def meanwhile(_: int, request: Request) -> None:
        """A person edits the title after the first look, so that what was decided on it no longer holds."""
        if (request.method, request.path) == ("GET", f"/repos/{talk.github.name}/issues/{talk.number}"):
            looks.append(request)
            if len(looks) == 2:
                talk.github.person.edit_title(talk.number, next(edits))

    talk.github.faults = meanwhile
    comment = talk.say("/handoff priority low")
    talk.github.faults = None
    assert talk.seen().title == "Publish the map tiles!"
    assert "priority: low" in talk.seen().labels
    assert talk.marker().theirs == ("priority",)
    assert talk.reaction(comment) == "+1"


def test_an_event_without_a_comment_is_told(talk: Talk) -> None:
    talk.job.event = {**talk.job.event, "action": "created", "comment": {"id": 1, "body": None}}
    talk.job.variables["GITHUB_EVENT_NAME"] = "issue_comment"
    outcome = talk.job.run()
    assert outcome.code == 1
    assert "the event does not tell of a comment on an issue" in outcome.summary


def test_a_ghosts_comment_is_nobodys(talk: Talk) -> None:
    comment = talk.github.person.comment(talk.number, "/handoff done")
    talk.job.event = commented(talk.github, talk.number, comment)
    talk.job.event["comment"]["user"] = None
    talk.job.variables["GITHUB_EVENT_NAME"] = "issue_comment"
    assert talk.job.run().code == 0
    assert talk.seen().state == "open"


def test_an_issue_that_is_gone_gets_no_answer(talk: Talk) -> None:
    comment = talk.github.person.comment(talk.number, "/handoff done\n/handoff why")
    event = commented(talk.github, talk.number, comment)
    talk.github.person.delete(talk.number)
    talk.job.event = event
    talk.job.variables["GITHUB_EVENT_NAME"] = "issue_comment"
    assert talk.job.run().code == 0
    assert len(talk.github.issues()) == 3  # nothing was opened in its place


@pytest.mark.parametrize("action", ["edited", "deleted"])
def test_a_comment_is_heard_once_when_it_is_written(talk: Talk, action: str) -> None:
    comment = talk.github.person.comment(talk.number, "/handoff done")
    before = len(talk.github.requests)
    outcome = talk.hear(comment, action=action)
    assert "a comment is heard once, when it is written" in outcome.summary
    assert talk.github.lines(before) == []


def test_where_only_plans_are_made_nothing_is_done(talk: Talk) -> None:
    before = len(talk.github.requests)
    talk.say("/handoff done", mode="plan")
    assert talk.github.lines(before) == []


def test_on_a_pull_request_nothing_is_done_but_to_say_where_commands_are_heard(talk: Talk) -> None:
    number = talk.github.person.open_pull_request("Tiles")
    before = len(talk.github.requests)
    comment = talk.say("/handoff done", number=number)
    assert talk.reaction(comment) == "confused"
    assert talk.github.person.read(number)["state"] == "open"
    assert talk.wrote(before) == [f"POST /issues/{number}/comments", f"POST /issues/comments/{comment}/reactions"]
    assert f"GET /issues/{number}" not in talk.github.lines(before)
    said = [each["body"] for each in talk.github.person.read_all(f"/issues/{number}/comments")]
    assert len(said) == 2
    assert "Say it in a comment on the issue that it is about." in said[1]
    talk.hear(comment, number=number)
    assert talk.github.person.read(number)["comments"] == 2


def test_on_a_pull_request_only_who_may_write_is_told_where_commands_are_heard(talk: Talk) -> None:
    number = talk.github.person.open_pull_request("Tiles")
    comment = talk.say("/handoff done", number=number, by=talk.github.stranger)
    assert talk.reaction(comment) == "confused"
    assert talk.github.person.read(number)["comments"] == 1


def test_a_lost_answer_on_a_pull_request_is_not_given_twice(talk: Talk) -> None:
    number = talk.github.person.open_pull_request("Tiles")
    comment = talk.github.person.comment(number, "/handoff done")
    talk.github.faults = _from_write(0, effect=True)
    talk.hear(comment, number=number, code=1, max_wait="0")
    talk.github.faults = None
    talk.hear(comment, number=number)
    assert (talk.github.person.read(number)["comments"], talk.reaction(comment)) == (2, "confused")


def test_a_token_that_may_not_speak_on_pull_requests_is_no_failure(talk: Talk) -> None:
    token = talk.github.issue_token(pulls="read")
    number = talk.github.person.open_pull_request("Tiles")
    comment = talk.say("/handoff done", number=number, token=token)
    assert talk.reaction(comment) is None
    assert talk.github.person.read(number)["comments"] == 1


@pytest.mark.parametrize("body", ["/handoff done", "/handoff why", "/handoff priority high"])
def test_on_a_persons_issue_only_adopting_makes_sense(talk: Talk, body: str) -> None:
    number = talk.github.stranger.open_issue("The printer is on fire")
    before = talk.seen(number)
    comment = talk.say(body, number=number)
    [said] = talk.answers(number)
    assert "only `/handoff adopt` makes sense here" in said
    assert talk.reaction(comment) == "confused"
    assert (talk.seen(number).state, talk.seen(number).labels) == (before.state, before.labels)


def test_adopt_follows_the_handoff_by_a_comment(talk: Talk) -> None:
    number = talk.github.stranger.open_issue("The printer is on fire", "Help!")
    comment = talk.say("/handoff adopt\n/handoff priority high", number=number)
    assert talk.reaction(comment) == "+1"
    seen = talk.seen(number)
    assert {"handoff", "handoff: adopted", "priority: high"} <= set(seen.labels)
    assert (seen.title, seen.body, seen.state) == ("The printer is on fire", "Help!", "open")
    marked = [body for body in seen.comments if split(body)]
    assert len(marked) == 1
    talk.sync()
    assert talk.seen(number) == seen


def test_an_adopted_issue_is_closed_by_its_people(talk: Talk) -> None:
    number = talk.github.stranger.open_issue("The printer is on fire", "Help!")
    talk.say("/handoff adopt", number=number)
    comment = talk.say("/handoff done", number=number)
    assert talk.seen(number).state == "open"
    assert talk.reaction(comment) == "confused"
    assert "close or reopen it yourself" in talk.answers(number)[-1]


def test_a_closed_issue_that_is_called_adopted_and_is_not_says_so(talk: Talk) -> None:
    number = talk.github.stranger.open_issue("The printer is on fire", "Help!")
    talk.github.person.label(number, "handoff: adopted")
    talk.github.stranger.close(number)
    comment = talk.say("/handoff priority low", number=number)
    assert talk.reaction(comment) == "confused"
    assert "only `/handoff adopt` makes sense here" in talk.answers(number)[0]


def test_our_own_issue_needs_no_adopting(talk: Talk) -> None:
    comment = talk.say("/handoff adopt")
    assert talk.reaction(comment) == "confused"
    assert "opened this issue itself" in talk.answers()[0]


def test_other_issues_are_left_to_other_runs(talk: Talk) -> None:
    others = {number: seen for number, seen in talk.github.issues().items() if number != talk.number}
    talk.job.commit(HANDOFF.replace(SPEED, "Measure the load time of every page") + "- Who pays for the tiles?\n")
    talk.say("/handoff priority high")
    now = talk.github.issues()
    assert {number: seen for number, seen in now.items() if number != talk.number} == others


EVERY = ["ignore", "keep", "priority low", "done", "split", "reopen", "resume", "why", "nonsense"]


@pytest.mark.parametrize("command", EVERY)
def test_the_same_event_again_does_nothing_twice(talk: Talk, command: str) -> None:
    comment = talk.say(f"/handoff {command}")
    before, requests = talk.github.issues(), len(talk.github.requests)
    outcome = talk.hear(comment)
    assert "has been answered" in outcome.log
    assert talk.github.issues() == before
    assert talk.github.lines(requests)[:1] == [f"GET /issues/comments/{comment}/reactions"]
    assert talk.wrote(requests) == []


@pytest.mark.parametrize("effect", [True, False])
@pytest.mark.parametrize(
    "command", ["priority low", "done", "split", "why", "nonsense", "keep\n/handoff why\n/handoff done"]
)
def test_a_run_that_breaks_off_anywhere_is_healed_by_the_same_run_again(talk: Talk, command: str, effect: bool) -> None:
    since = len(talk.github.requests)
    talk.say(f"/handoff {command}")
    expected, writes = talk.seen(), len(talk.wrote(since))
    assert writes > 0
    for at in range(writes):
        fresh = Talk(_another(talk.job))
        comment = fresh.github.person.comment(fresh.number, f"/handoff {command}")
        fresh.github.faults = _from_write(at, effect=effect)
        fresh.hear(comment, code=1, max_wait="0")
        assert fresh.reaction(comment) is None or (at == writes - 1 and effect)
        fresh.github.faults = None
        fresh.hear(comment)
        seen = fresh.seen()
        assert (seen.state, seen.reason, seen.labels) == (expected.state, expected.reason, expected.labels)
        assert len(seen.comments) == len(expected.comments)
        assert fresh.marker().model_dump(exclude={"region"}) == talk.marker().model_dump(exclude={"region"})
        assert fresh.reaction(comment) is not None


def _another(job: Job) -> Job:
    """The same runner, for a repository of its own."""
    other = job.github.forge.repository()
    folder = job.scratch / other.name.replace("/", "-")
    folder.mkdir()
    return Job(other, folder, job.monkeypatch, job.capsys)


def _from_write(first: int, *, effect: bool) -> FaultHook:
    """The connection is lost with the write of this number, and stays so."""
    seen: list[Request] = []

    def hook(_: int, request: Request) -> Fault | None:
        if not request.is_read:
            seen.append(request)
        if len(seen) <= first:
            return None
        return cut(effect=effect and len(seen) == first + 1 and not request.is_read)

    return hook
