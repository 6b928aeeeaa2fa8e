"""Inputs and `.github/handoff-issues.yml` become one validated `Config`: input beats file beats default."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from handoff_issues.model import Frozen, Label, Priority

CONFIG_PATH = ".github/handoff-issues.yml"


class OnAbsent(StrEnum):
    """What becomes of an issue whose item was not named in `absent-after` successive handoffs."""

    LABEL = "label"
    KEEP = "keep"
    CLOSE = "close"


class Mode(StrEnum):
    """Whether changes are carried out."""

    APPLY = "apply"
    PLAN = "plan"


class Labels(Frozen):
    """The labels that we create and set. A name, colour and description can be configured for each."""

    handoff: Label = Label(name="handoff", color="5319e7", description="Filed from a handoff note")
    blocker: Label = Label(name="blocker", color="b60205", description="Stops other work and has to be cleared first")
    question: Label = Label(name="question", color="d876e3", description="Waits for a decision or an answer")
    critical: Label = Label(name="priority: critical", color="b60205", description="Before anything else")
    high: Label = Label(name="priority: high", color="d93f0b", description="Next in line")
    medium: Label = Label(name="priority: medium", color="fbca04", description="Soon")
    low: Label = Label(name="priority: low", color="0e8a16", description="When there is time")
    listed: Label = Label(
        name="handoff: listed", color="c5def5", description="Closed, and still listed as open in a handoff"
    )
    unconfirmed: Label = Label(
        name="handoff: unconfirmed", color="fef2c0", description="No recent handoff names this work"
    )
    ignore: Label = Label(
        name="handoff: ignore", color="ededed", description="Set by a person: the handoff no longer touches this issue"
    )

    def of(self, priority: Priority) -> Label:
        """The label of a priority."""
        label: Label = getattr(self, priority.value)
        return label


class Config(Frozen):
    """All settings of a run. Field names are those of inputs and file keys, with `_` for `-`."""

    files: tuple[str, ...] = ()
    """Globs that replace the default search for handoffs; empty: the defaults."""
    mode: Mode = Mode.APPLY
    on_absent: OnAbsent = OnAbsent.LABEL
    absent_after: int = Field(default=3, ge=1)
    """Silent handoffs in a row, after which `on_absent` applies."""
    max_open: int = Field(default=20, ge=0)
    max_close: int = Field(default=10, ge=0)
    max_new_per_handoff: int = Field(default=40, ge=1)
    confirm: tuple[str, ...] = ()
    """Paths of handoffs whose many new items are meant."""
    max_age: int = Field(default=90, ge=1)
    """Days, counted back from the date of the commit that is read."""
    write_interval: float = Field(default=3.0, ge=0)
    """Seconds between two creates; other writes wait a third of it."""
    root: str = "."
    """Folder of the repository to be read."""
    trusted_authors: tuple[str, ...] = ()
    """Logins besides the token's own whose issues with our marker are ours."""
    labels: Labels = Labels()
