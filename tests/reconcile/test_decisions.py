"""What each command does to an issue, in which state: the write, or why there is none. And each comes to rest."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from handoff_issues.config import Config, Labels, LabelSetting, OnAbsent
from handoff_issues.desk import Asked, Desk
from handoff_issues.model import Mention, State, Step
from handoff_issues.reconcile import replies
from handoff_issues.reconcile.command import Command, Name, commands
from handoff_issues.reconcile.marker import split
from support.handoffs import History, World, done, item, snapshot

TILES, BARN = item("Publish the map tiles"), item("Paint the barn", line=9)


class Place:
    """A directory whose first issue is the tiles'."""

    def __init__(self, world: World) -> None:
        self.world, self.history = world, History().write(TILES, BARN)
        world.run(self.history)

    def ask(self, text: str, number: int = 1, **settings: object) -> Asked:
        config = Config(**settings)  # type: ignore[arg-type]
        at, tracker = snapshot(self.history), self.world.tracker(self.history)
        return Desk(at, tracker, config, site=self.world.site).carry_out(commands(text), number)

    def label(self, *more: str) -> None:
        self.world.set(1, labels=[*self.world.head(1)["labels"], *more])

    def texts(self) -> dict[str, str]:
        return {path.name: path.read_text() for path in sorted(self.world.folder.iterdir())}


def _as_filed(place: Place) -> None:
    """Nothing happens."""


def _closed(reason: str) -> Callable[[Place], None]:
    return lambda place: place.world.close(1, reason)


def _shown_done(place: Place) -> None:
    place.world.run(place.history.write(BARN, done(TILES.title)))


def _silent(place: Place) -> None:
    place.world.run(place.history.write(BARN), absent_after=1, on_absent=OnAbsent.CLOSE)


def _silent_only(place: Place) -> None:
    place.world.run(place.history.write(BARN))


def _in_steps(place: Place) -> None:
    lines = (Mention(start=2, end=2),)
    step = Step(
        title="Draw them", mentions=lines, text="- [ ] Draw them", matter="Draw them", body="", state=State.OPEN
    )
    place.world.run(place.history.write(TILES.model_copy(update={"steps": (step,)}), BARN))


def _twin(place: Place) -> None:
    text = place.world.file(1).read_text().replace("number: 1", "number: 3")
    (place.world.folder / "0003-twin.md").write_text(text)
    place.world.run(place.history)


def _ignored(place: Place) -> None:
    place.label("handoff: ignore")


def _retitled(place: Place) -> None:
    place.world.set(1, title="Publish the map tiles!")


def _low(place: Place) -> None:
    place.label("priority: low")


def _adopted(place: Place) -> None:
    place.world.set(1, author="ada", labels=["handoff", "handoff: adopted"])
    place.world.edit_body(1, place.world.body(1).partition("-->")[0], "<!--")


IGNORED = replies.ignored(Config().labels.ignore)
CASES = [
    pytest.param(_as_filed, "ignore", {"labels": ["handoff", "handoff: ignore"]}, None, id="ignore"),
    pytest.param(_as_filed, "keep", {"labels": ["handoff", "handoff: keep"]}, None, id="keep"),
    pytest.param(_closed("completed"), "keep", {"state": "closed"}, None, id="keep a closed one"),
    pytest.param(_as_filed, "priority high", {"labels": ["handoff", "priority: high"]}, None, id="priority"),
    pytest.param(_low, "priority high", {"labels": ["handoff", "priority: high"]}, None, id="another priority"),
    pytest.param(_low, "priority auto", {"labels": ["handoff"]}, None, id="priority of the handoff, which gives none"),
    pytest.param(_ignored, "priority auto", {}, IGNORED, id="auto where nothing follows"),
    pytest.param(_ignored, "priority low", {"labels": ["handoff", "handoff: ignore", "priority: low"]}, None, id="low"),
    pytest.param(_as_filed, "done", {"state": "closed", "state_reason": "completed"}, None, id="done"),
    pytest.param(_closed("completed"), "done", {"state": "closed"}, None, id="done, and closed already"),
    pytest.param(_closed("not_planned"), "done", {"state_reason": "not_planned"}, replies.CLOSED, id="done, dismissed"),
    pytest.param(_shown_done, "done", {"state": "closed", "state_reason": "completed"}, None, id="done, closed by us"),
    pytest.param(_as_filed, "duplicate #2", {"state": "closed", "state_reason": "duplicate"}, None, id="duplicate"),
    pytest.param(_as_filed, "duplicate #1", {"state": "open"}, replies.no_such(1), id="duplicate of itself"),
    pytest.param(_as_filed, "duplicate #9", {"state": "open"}, replies.no_such(9), id="duplicate of nothing"),
    pytest.param(_as_filed, "reopen", {"state": "open"}, None, id="reopen an open one"),
    pytest.param(_closed("completed"), "reopen", {"state": "open"}, None, id="reopen what a person closed"),
    pytest.param(_closed("not_planned"), "reopen", {"state": "open"}, None, id="reopen a tombstone"),
    pytest.param(_shown_done, "reopen", {"state": "open"}, None, id="reopen what evidence closed"),
    pytest.param(_silent, "reopen", {"state": "open"}, None, id="reopen what silence closed"),
    pytest.param(_retitled, "resume", {"title": "Publish the map tiles"}, None, id="resume the title"),
    pytest.param(_as_filed, "resume", {"title": "Publish the map tiles"}, None, id="resume what nobody edited"),
    pytest.param(_ignored, "resume", {}, IGNORED, id="resume where nothing follows"),
    pytest.param(_in_steps, "split", {"state": "open"}, replies.SPLIT, id="split"),
    pytest.param(_as_filed, "split", {"state": "open"}, replies.NO_STEPS, id="split what has no steps"),
    pytest.param(_silent_only, "split", {"state": "open"}, replies.NO_STEPS, id="split what is not listed"),
    pytest.param(_shown_done, "split", {"state": "closed"}, replies.STAYS_WHOLE, id="split a closed one"),
    pytest.param(_ignored, "split", {}, IGNORED, id="split where nothing follows"),
    pytest.param(_adopted, "done", {"state": "open"}, replies.THEIRS, id="done, and a person's"),
    pytest.param(_adopted, "duplicate #2", {"state": "open"}, replies.THEIRS, id="duplicate, and a person's"),
    pytest.param(_as_filed, "nonsense", {"state": "open"}, replies.HELP, id="unknown"),
]


@pytest.mark.parametrize(("before", "command", "head", "reply"), CASES)
def test_a_command_comes_to_this_and_then_to_rest(
    tmp_path: Path, before: Callable[[Place], None], command: str, head: dict[str, object], reply: object
) -> None:
    place = Place(World(tmp_path / "issues"))
    before(place)
    asked = place.ask(f"/handoff {command}", absent_after=1)
    seen = place.world.head(1)
    assert {name: seen.get(name) for name in head} == head
    assert asked.replies == ([] if reply is None else [reply])
    assert asked.all_done is (reply in (None, replies.SPLIT, replies.NO_STEPS))
    texts = place.texts()
    again = place.ask(f"/handoff {command}", absent_after=1)
    assert not again.changes
    assert place.texts() == texts


@pytest.mark.parametrize(
    ("state", "command"), [("closed", "done"), ("closed", "reopen"), ("open", "done"), ("open", "duplicate #2")]
)
def test_what_is_asked_for_is_no_act_of_ours(tmp_path: Path, state: str, command: str) -> None:
    place = Place(World(tmp_path / "issues"))
    _shown_done(place)
    place.world.set(1, state=state)  # where a person has reopened it by hand, the marker still says that we closed it
    place.ask(f"/handoff {command}")
    body = split(place.world.body(1).lstrip("\n"))
    assert body is not None
    assert body.marker.closed is None


def test_a_twin_stays_closed(tmp_path: Path) -> None:
    place = Place(World(tmp_path / "issues"))
    _twin(place)
    assert place.world.head(3)["state_reason"] == "duplicate"
    asked = place.ask("/handoff reopen", 3)
    assert (asked.replies, asked.all_done) == ([replies.TWIN], False)
    assert place.world.head(3)["state"] == "closed"


def test_a_twin_with_the_label_keep_stays_open(tmp_path: Path) -> None:
    place = Place(World(tmp_path / "issues"))
    place.label("handoff: keep")
    text = place.world.file(1).read_text().replace("number: 1", "number: 3")
    (place.world.folder / "0003-twin.md").write_text(text)
    place.world.run(place.history)
    assert [place.world.head(number)["state"] for number in (1, 3)] == ["open", "open"]


def test_every_command_is_among_the_cases() -> None:
    asked = {commands(f"/handoff {case.values[1]}")[0].name for case in CASES}
    assert asked >= set(Name) - {Name.ADOPT, Name.WHY}  # which have tests of their own
    assert Command(name=None).name in asked


def test_the_answer_to_why_calls_labels_as_the_settings_do(tmp_path: Path) -> None:
    place = Place(World(tmp_path / "issues"))
    place.label("Leave Me Alone")
    labels = Labels(ignore=LabelSetting(name="leave me alone", color="ededed", description=""))
    [why] = place.ask("/handoff why", labels=labels).replies
    assert "the issue has the label `leave me alone`" in why
