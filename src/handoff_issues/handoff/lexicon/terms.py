"""What a phrase of a language file can mean."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What stands under a heading."""

    PENDING = "pending"
    PROGRESS = "progress"
    BLOCKER = "blocker"
    QUESTION = "question"
    ISSUE = "issue"
    FUTURE = "future"
    DONE = "done"
    LOG = "log"
    RITUAL = "ritual"
    RULE = "rule"
    DECISION = "decision"
    REFERENCE = "reference"
    METRIC = "metric"
    ARCHITECTURE = "architecture"
    HOWTO = "howto"
    CRITERIA = "criteria"

    @property
    def is_work(self) -> bool:
        """Whether outstanding work is to be expected there."""
        return self in _WORK


_WORK = frozenset({Role.PENDING, Role.PROGRESS, Role.BLOCKER, Role.QUESTION, Role.ISSUE, Role.FUTURE})


class Tag(StrEnum):
    """How far an entry says it has come."""

    OPEN = "open"
    PROGRESS = "progress"
    BLOCKED = "blocked"
    QUESTION = "question"
    DONE = "done"
    CANCELLED = "cancelled"
    SUPERSEDED = "superseded"


FINISHED = frozenset({Tag.DONE, Tag.CANCELLED, Tag.SUPERSEDED})
UNFINISHED = frozenset({Tag.OPEN, Tag.PROGRESS, Tag.BLOCKED})


class Cue(StrEnum):
    """What a phrase within a sentence hints at."""

    OPEN = "open"
    DONE = "done"
    RULE = "rule"
    RITUAL = "ritual"
    BLOCKER = "blocker"
    QUESTION = "question"
    """What begins a question; within a sentence it can be the program that decides."""
    DECISION = "decision"
    """That people have to decide, wherever it is said: "product has to decide"."""


class Sense(StrEnum):
    """What words say of a work that an entry names."""

    AFTER = "after"
    """The entry waits for it."""
    BEFORE = "before"
    """It waits for the entry."""
    APART = "apart"
    """Neither, though words of the others are in it: "no longer blocked by"."""
    WORK = "work"
    """Nothing: they only say that a work's name follows, as "issue" does."""
    DONE = "done"
    """That it comes about, behind its name: "is merged"."""


class Amount(StrEnum):
    """How much of the work a statement is about: "no open tasks", "all of it is done"."""

    NONE = "none"
    ALL = "all"
    WORK = "work"
    """What work is called where nothing is said of it: "tasks", "loose ends"."""


class Holds(StrEnum):
    """What stands in a column of a table, by its name."""

    WORK = "work"
    """What is to be done, or what is wrong: "Task", "Issue"."""
    TEXT = "text"
    """What is said of a name; alone with an area it is the work: "Description"."""
    AREA = "area"
    """What a work is a part of: "Component", "Phase"."""
    ASIDE = "aside"
    """What is told of a work besides: "Owner", "Effort", "Notes"."""
    ANSWER = "answer"
    """What was answered to a question: "Decision"."""


class Statement(StrEnum):
    """How a sentence says that something is still to be done."""

    AHEAD = "ahead"
    """By words that the work follows: "what is left is"."""
    WITHIN = "within"
    """By words about what it names: "still needs"."""
    WAITS = "waits"
    """By words for what holds it up: "we are waiting for"."""
    LABELS = "labels"
    """By a label before it: "known bug:"."""
    REMINDS = "reminds"
    """By words for what must not be forgotten, where it is said by when: "don't forget to", before a release."""


class Group(StrEnum):
    """The lists of a language file."""

    HEADINGS = "headings"
    WHOLE_HEADINGS = "whole_headings"
    HEADING_HINTS = "heading_hints"
    PRIORITY = "priority"
    TAGS = "tags"
    CUES = "cues"
    EMPTY = "empty"
    AMOUNTS = "amounts"
    DETAILS = "details"
    GROUPS = "groups"
    VERBS = "verbs"
    VERBS_LAST = "verbs_last"
    FINISHED = "finished"
    PLANS = "plans"
    NEGATIONS = "negations"
    RESERVATIONS = "reservations"
    PHASES = "phases"
    COUNTERS = "counters"
    OPTIONS = "options"
    METADATA = "metadata"
    NOUNS = "nouns"
    PEOPLE = "people"
    DUTIES = "duties"
    SMALL_WORDS = "small_words"
    MARKS = "marks"
    URGENCY = "urgency"
    STATUSES = "statuses"
    ANSWERS = "answers"
    UNRELATED = "unrelated"
    MANUALS = "manuals"
    RISKS = "risks"
    FAULTS = "faults"
    PRODUCTS = "products"
    HEADING_VERBS = "heading_verbs"
    LACKS = "lacks"
    UNDONE = "undone"
    QUALITIES = "qualities"
    LINKS = "links"
    TAILS = "tails"
    EXPLANATIONS = "explanations"
    REASONS = "reasons"
    REMARKS = "remarks"
    NARROWINGS = "narrowings"
    ABBREVIATIONS = "abbreviations"
    MEASURES = "measures"
    STATEMENTS = "statements"
    OWED = "owed"
    DEADLINES = "deadlines"
    POINTERS = "pointers"
    CONDITIONS = "conditions"
    PROSPECTS = "prospects"
    BLOCKERS = "blockers"
    ATTEMPTS = "attempts"
    LIMITS = "limits"
    REVERSALS = "reversals"
    INTENTIONS = "intentions"
    SUPPOSITIONS = "suppositions"
    LATELY = "lately"
    PROCEDURES = "procedures"
    CHECKS = "checks"
    RANKS = "ranks"
    COLUMNS = "columns"
    AUXILIARIES = "auxiliaries"
    VERDICTS = "verdicts"
