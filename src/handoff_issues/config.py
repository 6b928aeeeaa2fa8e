"""All settings of a run as one validated value; `settings` makes it out of inputs and the repository's file."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BeforeValidator, ConfigDict, Field, JsonValue, model_validator
from pydantic.config import JsonDict

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


def _whole(value: object) -> object:
    """JSON and YAML know one kind of number: 3.0 is as whole as 3."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


WHOLE = BeforeValidator(_whole)
# Relative, with `/`, and neither `./` nor `../` first: anything else would silently match nothing.
Glob = Annotated[
    str,
    Field(
        min_length=1,
        max_length=1_000,
        pattern=r"^([^/\\.]|\.[^/\\.]|\.\.[^/\\])[^\\]*$",
        title="a path from the repository's top such as docs/handoff-*.md",
    ),
]
Login = Annotated[
    str,
    Field(
        max_length=100,
        pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*(\[bot\])?$",
        title="a login such as octocat or my-app[bot]",
    ),
]
# The roles of `handoff.lexicon`, which this module may not know: `handoff` knows it.
Meaning = Literal[
    "pending",
    "progress",
    "blocker",
    "question",
    "issue",
    "future",
    "done",
    "log",
    "ritual",
    "rule",
    "decision",
    "reference",
    "metric",
    "architecture",
    "howto",
    "criteria",
]
Word = Annotated[str, Field(min_length=1, max_length=100, title="a word or a phrase of at most 100 characters")]


def _drop_required(schema: JsonDict) -> None:
    """What a file leaves out of a label is filled from its default before the label is made."""
    schema.pop("required", None)


class LabelSetting(Label):
    """A label's name, colour and description; what is left out keeps its default."""

    model_config = ConfigDict(use_attribute_docstrings=True, json_schema_extra=_drop_required)

    # A comma would part it in two where issues are listed by label.
    name: Annotated[
        str,
        Field(
            max_length=50,
            pattern=r"^[^,\s\x00-\x1f]([^,\x00-\x1f]*[^,\s\x00-\x1f])?$",
            title="a name of at most 50 characters without commas",
        ),
    ]
    """At most 50 characters, no comma; compared without regard to case."""
    color: Annotated[
        str, Field(pattern="^[0-9a-fA-F]{6}$", title='six hex digits in quotes and without #, such as "b60205"')
    ]
    """Six hex digits without `#`, in quotes."""
    description: Annotated[str, Field(max_length=100, title="a text of at most 100 characters")]
    """At most 100 characters."""


class Labels(Frozen):
    """The labels that we create and set. A name, colour and description can be configured for each."""

    handoff: LabelSetting = LabelSetting(name="handoff", color="5319e7", description="Filed from a handoff note")
    blocker: LabelSetting = LabelSetting(
        name="blocker", color="b60205", description="Stops other work and has to be cleared first"
    )
    question: LabelSetting = LabelSetting(
        name="question", color="d876e3", description="Waits for a decision or an answer"
    )
    critical: LabelSetting = LabelSetting(name="priority: critical", color="b60205", description="Before anything else")
    high: LabelSetting = LabelSetting(name="priority: high", color="d93f0b", description="Next in line")
    medium: LabelSetting = LabelSetting(name="priority: medium", color="fbca04", description="Soon")
    low: LabelSetting = LabelSetting(name="priority: low", color="0e8a16", description="When there is time")
    listed: LabelSetting = LabelSetting(
        name="handoff: listed", color="c5def5", description="Closed, and still listed as open in a handoff"
    )
    unconfirmed: LabelSetting = LabelSetting(
        name="handoff: unconfirmed", color="fef2c0", description="No recent handoff names this work"
    )
    ignore: LabelSetting = LabelSetting(
        name="handoff: ignore", color="ededed", description="Set by a person: the handoff no longer touches this issue"
    )
    keep: LabelSetting = LabelSetting(
        name="handoff: keep", color="d4e157", description="Set by a person: the handoff never closes this issue"
    )
    adopted: LabelSetting = LabelSetting(
        name="handoff: adopted",
        color="bfdadc",
        description="A person's issue that follows a handoff by a comment of ours",
    )
    dashboard: LabelSetting = LabelSetting(
        name="handoff: dashboard", color="5319e7", description="All handoff items at a glance, kept by the bot"
    )

    @model_validator(mode="before")
    @classmethod
    def _fill(cls, given: JsonValue) -> JsonValue:
        """A label that names only a part of itself has the rest from its default."""
        if not isinstance(given, dict):
            return given
        defaults: dict[str, dict[str, JsonValue]] = {
            name: field.default.model_dump() for name, field in cls.model_fields.items()
        }
        return {
            name: {**defaults.get(name, {}), **label} if isinstance(label, dict) else label
            for name, label in given.items()
        }

    @model_validator(mode="after")
    def _differ(self) -> Labels:
        """One name for two meanings could not be read back."""
        seen: dict[str, str] = {}
        for meaning in type(self).model_fields:
            label: Label = getattr(self, meaning)
            other = seen.setdefault(label.name.casefold(), meaning)
            if other != meaning:
                raise ValueError(f"{other} and {meaning} have the same name")
        return self

    def of(self, priority: Priority) -> Label:
        """The label of a priority."""
        label: Label = getattr(self, priority.value)
        return label


class Settings(Frozen):
    """What `.github/handoff-issues.yml` may say. Its keys are the field names, with `-` for `_`."""

    model_config = ConfigDict(
        alias_generator=lambda name: name.replace("_", "-"),
        validate_by_name=True,
        validate_by_alias=True,
        use_attribute_docstrings=True,
    )

    files: tuple[Glob, ...] = ()
    """Globs that replace the default search for handoffs; empty: the defaults."""
    on_absent: OnAbsent = OnAbsent.LABEL
    """What becomes of an issue whose item the newer handoffs of its stream pass over in silence."""
    absent_after: Annotated[int, Field(ge=1, le=1_000), WHOLE] = 3
    """Silent handoffs in a row, after which `on-absent` applies."""
    max_open: Annotated[int, Field(ge=0, le=10_000), WHOLE] = 20
    """Issues opened in one run at most; the rest is left to the next run."""
    max_close: Annotated[int, Field(ge=0, le=10_000), WHOLE] = 10
    """Issues closed in one run at most; the rest is left to the next run."""
    max_new_per_handoff: Annotated[int, Field(ge=1, le=10_000), WHOLE] = 40
    """More new items than this in one handoff look like a misreading: none is opened until `confirm` names it."""
    confirm: tuple[Glob, ...] = ()
    """Paths of handoffs whose many new items are meant."""
    max_age: Annotated[int, Field(ge=1, le=36_500), WHOLE] = 90
    """Days, counted back from the date of the commit that is read; for older handoffs nothing is opened or closed."""
    write_interval: Annotated[float, Field(ge=0, le=3_600, allow_inf_nan=False)] = 3.0
    """Seconds between two creates; other writes wait a third of it."""
    max_wait: Annotated[float, Field(ge=0, le=21_600, allow_inf_nan=False)] = 300.0
    """Seconds that a run waits at most, in all, where GitHub refuses or fails; the rest is left to the next run."""
    trusted_authors: tuple[Login, ...] = ()
    """Logins besides the token's own whose issues with our marker are ours."""
    sub_issues: bool = False
    """Whether an item with several substantial steps has a sub-issue for each, instead of a mere list."""
    assignees: bool = False
    """Whether whoever an entry names as its owner is assigned to its issue."""
    people: Mapping[Word, Login] = Field(default_factory=dict[Word, Login])
    """Names as handoffs have them, with the logins of those whom they mean; for `assignees`."""
    dashboard: bool = False
    """Whether one issue shows all items at a glance, with boxes that open held back or restore ignored ones."""
    labels: Labels = Labels()
    """Name, colour and description of the labels that are set."""
    headings: Mapping[Meaning, tuple[Word, ...]] = Field(default_factory=dict[Meaning, tuple[Word, ...]])
    """Further words for headings, by what stands under such a heading."""
    streams: Mapping[Word, tuple[Glob, ...]] = Field(default_factory=dict[Word, tuple[Glob, ...]])
    """Names of streams, with the globs of the handoffs that belong to each; what is a handoff, `files` says."""


class Config(Settings):
    """All settings of a run: those of the file, and those that only the caller may give."""

    mode: Mode = Mode.APPLY
    """Whether changes are carried out."""
