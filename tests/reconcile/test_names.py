"""Which work a name means: the one that it surely is, else none."""

from __future__ import annotations

import pytest

from handoff_issues.config import Config
from handoff_issues.model import Direction, Item, Reference, Site
from handoff_issues.reconcile.match import Matching
from handoff_issues.reconcile.names import Names
from handoff_issues.reconcile.observed import Observed
from handoff_issues.reconcile.situation import situation
from support.handoffs import History, item, snapshot


def meant(name: str, *listed: Item) -> str | None:
    """The title of the work that the first item means by a name, in a handoff that lists these."""
    number = int(name[1:]) if name.startswith("#") else None
    reference = Reference(direction=Direction.AFTER, name=name, number=number)
    first = item("Paint the barn").model_copy(update={"references": (reference,)})
    at = situation(snapshot(History().write(first, *listed)), Observed(frozenset(), {}), Config(), Site(url=None))
    found = Names(Matching(), at).meant(reference, at.listed[0])
    return None if found is None or found.place is None else at.listed[found.place].item.title


@pytest.mark.parametrize(
    ("name", "listed", "expected"),
    [
        ("Mend the roof", ["Mend the roof", "Mend the door"], 0),
        ("mend the roof", ["Mend the Roof"], 0),
        ("the roof is mended", ["Mend the roof", "Order paint"], 0),
        ("token upgraded", ["Upgrade the GitHub token scope", "Order paint"], 0),
        ("roof mended", ["Mend the roof of the north barn", "Mend the roof of the south barn"], None),
        ("Mend the roof", ["Mend the roof", "Mend the roof"], None),
        ("the roof", ["Mend the roof of the north barn before the storm", "Order paint"], None),
        ("the weather", ["Mend the roof"], None),
        ("RF-12", ["RF-12: Mend the roof", "RF-13: Mend the door"], 0),
        ("RF-12", ["RF-12: Mend the roof", "RF-12: Mend the door"], None),
        ("RF-1", ["RF-12: Mend the roof"], None),
        ("R2", ["R2: Mend the roof", "R3: Mend the door"], 0),
        ("R2", ["Mend the roof of R2", "R3: Mend the door"], None),
        ("P1", ["P1: Mend the roof"], None),
    ],
)
def test_a_name_means_the_one_work_that_it_surely_is(name: str, listed: list[str], expected: int | None) -> None:
    items = [item(title, line=place + 2) for place, title in enumerate(listed)]
    assert meant(name, *items) == (None if expected is None else listed[expected])


def test_a_number_is_the_tag_of_an_entry_of_the_same_note() -> None:
    tagged = item("Mend the roof", number=12, line=2)
    assert meant("#12", tagged) == "Mend the roof"
    assert meant("#13", tagged) is None


def test_what_names_another_work_is_not_that_work() -> None:
    waits = Reference(direction=Direction.AFTER, name="mending the roof")
    other = item("Order paint after mending the roof", line=2).model_copy(update={"references": (waits,)})
    assert meant("mending the roof", other, item("Mend the roof", line=3)) == "Mend the roof"
