"""From a comment `/handoff adopt` to the closing by its people, as the Action lives it, event by event."""

from __future__ import annotations

import pytest
from forge.hub import BOT, Seen

from handoff_issues.reconcile.marker import split
from support.events import Payload, commented
from support.jobs import HANDOFF, Job, Outcome

TITLE, BODY = "Map tiles are not published", "They told me on Monday.\r\n\r\nPlease publish the map tiles.\r\n"
ADOPTED = {"handoff", "handoff: adopted"}


class Story:
    """A stranger's issue for what the handoff lists too."""

    def __init__(self, job: Job):
        self.job, self.github = job, job.github
        self.push: Payload = job.event
        self.number = self.github.stranger.open_issue(TITLE, BODY)
        self.commit(HANDOFF)

    def commit(self, text: str, *, old: str = "", new: str = "") -> Outcome:
        """The handoff says this, with `new` for `old`; it is pushed, and the Action runs."""
        self.job.event, self.job.variables["GITHUB_EVENT_NAME"] = self.push, "push"
        assert old in text
        self.job.commit(text.replace(old, new) if old else text)
        return self._run()

    def says(self, words: str, number: int | None = None) -> Outcome:
        """A person with write access comments, and the Action runs."""
        at = number or self.number
        self.job.event = commented(self.github, at, self.github.person.comment(at, words))
        self.job.variables["GITHUB_EVENT_NAME"] = "issue_comment"
        return self._run()

    def again(self) -> list[str]:
        """The same event once more; what it wrote."""
        before = len(self.github.requests)
        self._run()
        return self.job.writes(before)

    def _run(self) -> Outcome:
        outcome = self.job.run()
        assert outcome.code == 0, outcome.log
        seen = self.seen()
        assert (seen.title, seen.body) == (TITLE, BODY)
        return outcome

    def seen(self) -> Seen:
        return self.github.issues()[self.number]

    def ours(self, number: int | None = None) -> list[str]:
        """What we said on the issue, or on another."""
        found = self.github.person.read_all(f"/issues/{number or self.number}/comments")
        return [comment["body"] for comment in found if comment["user"]["login"] == BOT]

    def count(self) -> int:
        return len(self.github.issues())


@pytest.fixture
def story(job: Job) -> Story:
    return Story(job)


def test_adopted_followed_shown_done_and_closed_by_its_people(story: Story) -> None:
    before = story.count()
    story.says("It is the same.\n\n/handoff adopt")
    [ours] = story.ours()
    assert split(ours) is not None
    assert "**Publish the map tiles**" in ours
    assert {*story.seen().labels} == ADOPTED
    assert story.count() == before
    assert not story.again(), "the command was answered"

    reworded = HANDOFF.replace("Publish the map tiles", "**High**: publish the map tiles for all of Norway")
    story.commit(reworded)
    [ours] = story.ours()
    assert "for all of Norway" in ours
    assert {*story.seen().labels} == {*ADOPTED, "priority: high"}
    assert not story.again()

    done = reworded.replace(
        "## Next steps\n", "## Completed\n\n- [x] Published the map tiles for all of Norway\n\n## Next steps\n"
    )
    story.commit(done, old="- **High**: publish the map tiles for all of Norway\n")
    assert "Done, says" in story.ours()[1]
    assert story.seen().state == "open"
    assert not story.again()

    story.github.stranger.close(story.number)
    story.commit(reworded)
    assert (story.seen().state, story.seen().reason) == ("closed", "completed")
    assert "handoff: listed" in story.seen().labels
    assert len(story.ours()) == 2
    assert story.count() == before
    assert not story.again()


def test_unadopted_by_taking_the_label_off(story: Story) -> None:
    story.says("/handoff adopt")
    story.github.person.unlabel(story.number, "handoff: adopted")
    before = story.seen()
    story.commit(HANDOFF, old="Publish the map tiles", new="Publish the map tiles by Friday")
    assert story.seen() == before
    story.says("/handoff adopt")
    assert "by Friday" in story.ours()[0]
    assert len(story.ours()) == 1, "the comment that is there serves again"


def test_what_nobody_lists_waits_for_a_handoff_that_does(story: Story) -> None:
    number = story.github.stranger.open_issue("Draw the legend in French")
    story.says("/handoff adopt", number)
    assert "No handoff lists this yet" in story.ours(number)[0]
    before = story.count()
    story.commit(HANDOFF, old="- Measure", new="- Draw the map's legend in French\n- Measure")
    [ours] = story.ours(number)
    assert "**Draw the map's legend in French**" in ours
    assert story.count() == before


def test_who_may_not_write_adopts_nothing(story: Story) -> None:
    comment = story.github.stranger.comment(story.number, "/handoff adopt")
    story.job.event = commented(story.github, story.number, comment, association="NONE")
    story.job.variables["GITHUB_EVENT_NAME"] = "issue_comment"
    story.job.run()
    assert story.seen().labels == ()
    assert story.ours() == []


@pytest.mark.parametrize("why", ["ours", "closed"])
def test_what_cannot_be_adopted_is_told_in_a_line(story: Story, why: str) -> None:
    if why == "closed":
        number = story.number
        story.github.person.close(number)
    else:
        number = next(number for number, seen in story.github.issues().items() if seen.author == BOT)
    before = story.github.issues()[number]
    story.says("/handoff adopt", number)
    after = story.github.issues()[number]
    assert after.labels == before.labels
    assert (after.body, after.state) == (before.body, before.state)
    assert {"ours": "opened this issue itself", "closed": "is closed"}[why] in after.comments[-1]


def test_the_issue_of_ours_gives_way(story: Story) -> None:
    title = "Measure the load time of the start page"
    theirs = story.github.stranger.open_issue(title, "It is slow.")
    story.says("/handoff adopt", theirs)
    story.commit(HANDOFF)
    [duplicate] = [seen for seen in story.github.issues().values() if seen.reason == "duplicate"]
    assert (duplicate.title, duplicate.author) == (title, BOT)
    assert f"The same item as #{theirs}, which stays." in duplicate.comments[-1]
    assert story.github.issues()[theirs].state == "open"
    assert not story.again()


SPEED = "Measure the load time of the start page"
SPEED_DONE = HANDOFF.replace(f"- {SPEED}\n", f"\n## Completed\n\n- [x] {SPEED}\n")


@pytest.mark.parametrize("listed", [True, False], ids=["listed meanwhile", "done at once"])
@pytest.mark.parametrize(
    ("title", "is_same"),
    [
        pytest.param(SPEED, True, id="same title"),
        pytest.param("Measure the load time of our start page", True, id="surely the same"),
        pytest.param("Measure how fast the start page is there on phones", False, id="perhaps the same"),
    ],
)
@pytest.mark.parametrize("how", ["command", "label"])
def test_one_run_says_all_that_is_done_though_we_had_an_issue_for_it(
    story: Story, how: str, title: str, is_same: bool, listed: bool
) -> None:
    theirs = story.github.stranger.open_issue(title, "It is slow.")
    if how == "command":
        story.says("/handoff adopt", theirs)
    else:
        story.github.person.create_label("handoff: adopted")
        story.github.person.label(theirs, "handoff", "handoff: adopted")
    if listed:
        story.commit(HANDOFF + "- Who pays for the tiles?\n")
        assert not story.again()
    story.commit(SPEED_DONE)
    [ours] = [seen for seen in story.github.issues().values() if seen.title == SPEED and seen.author == BOT]
    assert ours.state == "closed"
    said = [body for body in story.ours(theirs) if "Done, says" in body]
    assert len(said) == is_same
    assert story.github.issues()[theirs].state == "open"
    assert not story.again()
    assert not story.again()
