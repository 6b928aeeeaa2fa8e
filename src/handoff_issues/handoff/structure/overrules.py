"""What people say of the blocks of a page, and how it reaches what stands in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from handoff_issues.handoff.outline import Block
from handoff_issues.model import Kind, Priority, Warning


@dataclass(frozen=True)
class Overrule:
    """What people say of a block; where they say nothing, it is left to the reading."""

    item: bool | None = None
    """True: it is an item whatever it looks like; False: it is to be ignored."""
    kind: Kind | None = None
    priority: Priority | None = None
    lines: tuple[int, ...] = ()
    """Where they say so."""

    @property
    def ignored(self) -> bool:
        """Whether it is as if it were not there."""
        return self.item is False


NO_OVERRULE = Overrule()


class Overrules:
    """What people say of each block of a page."""

    def __init__(self, own: dict[Block, Overrule] | None = None, warnings: Iterable[Warning] = ()) -> None:
        self._own = own or {}
        self.warnings = tuple(warnings)
        """Directives that cannot be obeyed."""

    def of(self, block: Block) -> Overrule:
        """What holds for a block: its own directives, then those of what it stands in, the nearest first.

        That something is an item is said of it alone, and not of what is nested in it.
        """
        if not self._own:
            return NO_OVERRULE
        found, above = self._own.get(block.whole or block, NO_OVERRULE), block.parent
        while above is not None:
            outer = self._own.get(above.whole or above, NO_OVERRULE)
            found = join(found, replace(outer, item=None) if outer.item else outer)
            above = above.parent
        return found


def join(near: Overrule, far: Overrule) -> Overrule:
    """What the nearer one says, and what only the other says."""
    kind, priority = near.kind or far.kind, near.priority or far.priority
    item = far.item if near.item is None else near.item
    if (item, kind, priority) == (near.item, near.kind, near.priority):
        return near
    return Overrule(item, kind, priority, (*near.lines, *far.lines))
