"""A plan that was written to a file, to be carried out later: read with care, and only ever compared.

Nothing of it is sent anywhere. The plan is made anew from the commit that it names, and the file tells
whether that is still what somebody looked at.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, JsonValue, ValidationError

from handoff_issues.atomic import write_whole
from handoff_issues.config import Config
from handoff_issues.errors import ConfigError, HandoffError
from handoff_issues.git import Repository
from handoff_issues.model import Site
from handoff_issues.reconcile.change import Plan, Report
from handoff_issues.report import Basis, Effect, basis, document, rows
from handoff_issues.sanitize import json_text
from handoff_issues.settings import INPUTS

MAX_BYTES = 32 * 2**20
"""More than any plan has; what is larger is not read."""
_SHOWN = 20
"""Differences that are told."""
_LONGEST = 100
"""Characters of a title or a value that are told."""
_AGAIN = "Make a new plan and look at it: handoff-issues plan --output PLAN.json"


class PlannedRow(Effect):
    """One row of a plan, in a file or as it would be made now; what takes no effect is not read."""

    model_config = ConfigDict(extra="ignore")

    issue: Annotated[int, Field(le=2**63)] | None
    """Of so many digits that it can be shown."""

    def __str__(self) -> str:
        number = "" if self.issue is None else f" #{self.issue}"
        grades = ", ".join(str(each) for each in (self.kind, self.priority, "held back" if self.held else None) if each)
        line = f":{self.mentions[0].start}" if self.mentions else ""
        return f"{self.change}{number} “{_short(self.title)}” ({grades}; {_short(self.path or self.stream)}{line})"


class PlanFile(Basis):
    """A plan as read from a file. Its words are anybody's: they are shown, and never sent."""

    model_config = ConfigDict(extra="ignore")

    version: Literal[1]
    commit: Annotated[str, Field(pattern="^([0-9a-f]{40}|[0-9a-f]{64})$")]
    applied: bool
    stopped: str | None
    changes: tuple[PlannedRow, ...]
    note: str | None = None
    """That rows were left out for want of room."""

    def inputs(self) -> dict[str, str]:
        """The settings that a caller may give, as `settings.load` takes them."""
        return {name: _as_input(value) for name, value in self.settings.items() if name in INPUTS}


def read_plan(name: str) -> PlanFile:
    """The plan in a file. Raises `HandoffError` where it is none that could be carried out."""
    try:
        with Path(name).open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise _refusal(name, why or type(error).__name__) from error
    if len(content) > MAX_BYTES:
        raise _refusal(name, f"it is larger than {MAX_BYTES // 2**20} MB")
    try:
        plan = PlanFile.model_validate_json(content)
    except ValidationError as error:
        raise _refusal(name, _reason(error)) from error
    if plan.applied:
        raise _refusal(name, "it is the report of a run that has carried it out")
    if plan.stopped is not None:
        raise _refusal(name, "the run that made it was stopped before its end")
    if plan.note is not None:
        raise _refusal(name, "rows were left out of it to fit an output; the input plan-file and --output write all")
    return plan


def place_for_plan(name: str, workspace: Path, repository: Repository) -> Path | None:
    """Where the Action is to write a plan; None where nobody asked for it.

    Raises `ConfigError` where that is not inside the workspace, or where the commit has a file: a checkout
    can hold links to anywhere, and a plan takes the place of nothing that somebody may commit by mistake.
    """
    if not name:
        return None
    workspace = workspace.resolve()
    try:
        folder = (workspace / name).parent.resolve()
        place = folder / Path(name).name
        inside = folder.is_relative_to(workspace) and ".git" not in place.relative_to(
            workspace
        ).as_posix().casefold().split("/")
        if not inside or not Path(name).name or place.is_dir():
            raise ValueError("allowed: the path of a file inside the workspace")
        top = repository.top.resolve()
        if place.is_relative_to(top):
            path = place.relative_to(top).as_posix()
            if any(entry.path == path for entry in repository.tree(repository.head().id)):
                raise ValueError("the commit has a file there")
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, RuntimeError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise ConfigError(f"input plan-file cannot be {_short(name)}", why=why) from error
    return place


def write_plan(report: Report, made_on: Basis, path: Path) -> None:
    """Write a plan to a file, which is there as a whole or not at all; a link in its place is replaced.

    Raises `HandoffError`.
    """
    text = json_text(document(report, made_on=made_on))
    try:
        write_whole(path, f"{text}\n")
    except OSError as error:
        raise HandoffError("the plan cannot be written", where=str(path), why=error.strerror) from error


def check_basis(planned: PlanFile, now: Basis) -> None:
    """Raises `HandoffError` where the plan is for another place, or its settings are not those of the commit."""
    if planned.repository != now.repository:
        there, here = (each or "issues in a folder" for each in (planned.repository, now.repository))
        raise HandoffError(
            "the plan is for another place, so nothing was written", why=f"for {there}, not for {here}", mend=_AGAIN
        )
    # A setting that the file does not know had its default when it was made.
    before = {**basis(Config(), Site(url=None), "").settings, **planned.settings}
    told = [
        f"{_short(name)}: planned with {_value(before.get(name))}, now {_value(now.settings.get(name))}"
        for name in sorted({*before, *now.settings})
        if before.get(name) != now.settings.get(name)
    ]
    if told:
        raise _differs("settings", told, len(told))


def check_rows(planned: PlanFile, plan: Plan) -> None:
    """Raises `HandoffError`, naming row by row what differs, where `plan` is not the one that was planned."""
    made = Report(commit=plan.commit, applied=False, changes=plan.changes, remaining=plan.remaining)
    # What is written to a file is without secrets and broken characters: so is what it is compared with.
    fresh = (PlannedRow.model_validate_json(json_text(row.model_dump())) for row in rows(made))
    before, now = Counter(planned.changes), Counter(fresh)
    gone, new = list((before - now).elements()), list((now - before).elements())
    if gone or new:
        told, same = list(_pairs(gone, new)), (before & now).total()
        raise _differs("rows", told, len(told) + same)


def _pairs(gone: Sequence[PlannedRow], new: Sequence[PlannedRow]) -> Iterator[str]:
    """What was planned beside what would be done now, by the item's id, else by its issue."""
    left = list(new)
    for row in gone:
        other = next((each for each in left if _same(row, each)), None)
        if other is None:
            yield f"planned: {row}\n    now:     nothing"
            continue
        left.remove(other)
        differs = "" if str(row) != str(other) else ", with another text or other labels"
        yield f"planned: {row}\n    now:     {other}{differs}"
    yield from (f"planned: nothing\n    now:     {row}" for row in left)


def _same(one: PlannedRow, other: PlannedRow) -> bool:
    by_id = one.id is not None and one.id == other.id
    by_number = one.issue is not None and one.issue == other.issue
    return one.path == other.path and (by_id or by_number or one.title == other.title)


def _differs(what: str, told: Sequence[str], of: int) -> HandoffError:
    shown = [f"  {each}" for each in told[:_SHOWN]]
    more = [f"  and {len(told) - _SHOWN} more"] if len(told) > _SHOWN else []
    many = f"{len(told)} of {of} {what}" if what == "rows" else what
    return HandoffError(
        f"the plan is not what would be done now, so nothing was written: {many} differ",
        mend="\n".join(["", *shown, *more, f"  {_AGAIN}"]).lstrip(),
    )


def _refusal(name: str, why: str) -> HandoffError:
    return HandoffError("the file holds no plan that could be carried out", where=name, why=why, mend=_AGAIN)


def _reason(error: ValidationError) -> str:
    """The first complaint, with its place; pydantic quotes nothing of the file but names of fields."""
    found = error.errors(include_url=False, include_input=False)
    if any(each["loc"] == ("version",) and each["type"] != "missing" for each in found):
        return "it is not of version 1, so another handoff-issues has made it"
    first = found[0]
    if first["type"] == "json_invalid":
        return "it is not JSON"
    place = ".".join(_short(str(step)) for step in first["loc"])
    return f"{place}: {first['msg'][:1].lower()}{first['msg'][1:]}" if place else "it holds no object"


def _as_input(value: JsonValue) -> str:
    if isinstance(value, list):
        return "\n".join(str(each) for each in value)
    return str(value).lower() if isinstance(value, bool) else "" if value is None else str(value)


def _value(value: object) -> str:
    return _short(json.dumps(value, ensure_ascii=False))


def _short(text: str) -> str:
    line = " ".join(text[: 2 * _LONGEST].split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST].rstrip()}…"
