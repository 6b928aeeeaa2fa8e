"""Puts the issues of steps under the issue of their item, by GitHub's own relation, once both are there.

The marker remembers it: what a person takes out is not put there again. A run that breaks off between the two is
healed by the next one. Where the server has no such relation, the text says of what an issue is a part.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from handoff_issues.config import Labels
from handoff_issues.errors import Invalid, LimitReached, NotOffered, PermissionDenied, TrackerError
from handoff_issues.model import Warning
from handoff_issues.reconcile import labels, render
from handoff_issues.reconcile.marker import split
from handoff_issues.reconcile.observed import Observed, ours
from handoff_issues.reconcile.sides import Known
from handoff_issues.trackers import Relations, Tracker


@dataclass(slots=True)
class Linked:
    """What came of it."""

    left: int = 0
    """What the next run has to do."""
    warnings: list[Warning] = field(default_factory=list[Warning])
    stopped: str | None = None
    mendable: bool = False


def link(observed: Observed, tracker: Tracker, relations: Relations, names: Labels) -> Linked:
    """Put under their parents all that are not yet there. Asks nothing where there are none."""
    outcome, left = Linked(), list(_to_link(observed, names))
    for at, (parent, child) in enumerate(left):
        try:
            _link(parent, child, tracker, relations)
        except NotOffered:
            break
        except LimitReached as error:
            outcome.stopped, outcome.left = str(error), len(left) - at
            break
        except PermissionDenied as error:
            outcome.stopped, outcome.left, outcome.mendable = str(error), len(left) - at, True
            break
        except TrackerError as error:
            outcome.left += 1
            outcome.warnings.append(Warning(message=str(error)))
    return outcome


def _to_link(observed: Observed, names: Labels) -> Iterator[tuple[Known, Known]]:
    """Open issues of ours with their open parents; a person's issue is left where it is."""
    if not any('"parent":' in issue.body for issue in observed.issues.values()):
        return
    known = ours(observed, names.adopted).known
    by_id = {each.body.marker.id: each for each in known}
    for child in known:
        marker = child.body.marker
        parent = by_id.get(marker.parent) if marker.parent and not marker.linked else None
        if parent is None or child.adoption is not None:
            continue
        if all(each.is_open and not labels.has(each.issue, names.ignore) for each in (parent, child)):
            yield parent, child


def _link(parent: Known, child: Known, tracker: Tracker, relations: Relations) -> None:
    """What stands elsewhere already, or was put there by a run that broke off, is only remembered."""
    issue = tracker.issue(child.issue.number)
    body = split(issue.body) if issue else None
    if issue is None or issue.id is None or body is None or body.marker.parent != child.body.marker.parent:
        return
    with suppress(Invalid):
        relations.add_sub_issue(parent.issue.number, issue.id)
    marker = body.marker.model_copy(update={"linked": True})
    tracker.edit(issue.number, body=render.body(marker, render.kept_region(body), around=body))
