"""What becomes of a handoff's lines, and what of it cannot be read with certainty. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from handoff_issues.explain import Explanation, TakenFor, explain
from handoff_issues.handoff import Page, read_handoff
from handoff_issues.handoff.judging.scores import NEAR
from handoff_issues.handoff.lexicon import Group, Reading
from handoff_issues.model import Frozen, Handoff, Item, Kind, Warning
from handoff_issues.plural import plural
from handoff_issues.reconcile.index import Index
from handoff_issues.reconcile.profile import profile
from handoff_issues.reconcile.rarity import Weights
from handoff_issues.reconcile.similarity import about

_FINISHED = 0.75
"""How alike a finished statement and an item must be to be told as a contradiction.

More than evidence of a newer handoff needs: within one handoff both are said on purpose.
"""
_FEW = 4
"""Words without a verb that may leave open what is to be done."""
_EMPTY = (Group.TAGS, Group.CUES, Group.HEADINGS, Group.GROUPS, Group.PRIORITY, Group.MARKS, Group.DETAILS)
"""Words that say how something stands, not what it is."""


class Findings(Frozen):
    """One handoff with what a person may want to mend in it."""

    handoff: Handoff
    warnings: tuple[Warning, ...]
    """By line, those of the whole file first."""


def lint(page: Page, *, most: int) -> Findings:
    """Check what was read of a page. A run opens none of its items where more than `most` are new."""
    handoff = read_handoff(page)
    found = [
        *handoff.warnings,
        *_too_many(handoff, most),
        *_contradictions(handoff),
        *_items(page, handoff),
        *_unsure(page, handoff),
    ]
    return Findings(handoff=handoff, warnings=tuple(sorted(dict.fromkeys(found), key=lambda each: each.line or 0)))


def findings_lines(findings: Sequence[Findings]) -> Iterator[str]:
    """What to print: a line each, with its place, and the sum. The words are a handoff's own: untrusted."""
    for found in findings:
        handoff = found.handoff
        lines = [(item.mentions[0].start, _issue_line(item, handoff.path)) for item in handoff.items]
        if not handoff.items:
            lines.append((0, f"{handoff.path}: no line of it becomes an issue (`explain --line N` says why of a line)"))
        lines += [
            (warning.line or 0, f"{handoff.path}:{warning.line or 1}: warning: {warning.message}")
            for warning in found.warnings
        ]
        yield from (" ".join(line.split()) for _, line in sorted(lines, key=lambda line: line[0]))
    items = sum(len(found.handoff.items) for found in findings)
    warnings = sum(len(found.warnings) for found in findings)
    yield f"{plural(len(findings), 'handoff')}: {plural(items, 'item')}, {plural(warnings, 'warning')}."


def _issue_line(item: Item, path: str) -> str:
    told = ", ".join(str(each) for each in (item.kind, item.priority) if each)
    others = ", ".join(str(mention.start) for mention in item.mentions[1:])
    also = f" (also on line {others})" if others else ""
    return f"{path}:{item.mentions[0].start}: issue: {item.title} [{told}]{also}"


def _too_many(handoff: Handoff, most: int) -> Iterator[Warning]:
    if len(handoff.items) > most:
        message = (
            f"it has {len(handoff.items)} items: where more than {most} are new (max-new-per-handoff), "
            "none of these is opened until the input confirm names the file"
        )
        yield Warning(message=message, path=handoff.path)


def _contradictions(handoff: Handoff) -> Iterator[Warning]:
    """Works that are listed open and shown finished: only a newer handoff's evidence would close them."""
    works = [profile(item.title, item.body) for item in handoff.items]
    statements = [profile(evidence.title, evidence.text) for evidence in handoff.done]
    index = Index(works, Weights([*works, *statements]), compare=about)
    for evidence, said in zip(handoff.done, statements, strict=True):
        for at, _ in index.like(said, floor=_FINISHED)[:1]:
            message = (
                f"it is listed as open, and line {evidence.mentions[0].start} shows “{evidence.title}” finished: it "
            )
            yield _warning(handoff, handoff.items[at], f"{message}stays open (leave out what no longer holds)")


def _items(page: Page, handoff: Handoff) -> Iterator[Warning]:
    for item in handoff.items:
        words = page.lexicon.read(item.text)
        if item.kind is Kind.BLOCKER and _names_nothing(words, page.lexicon.small_words):
            yield _warning(handoff, item, "the blocker names nothing (say what is waited for, and whose turn it is)")
        elif item.kind is Kind.PENDING and len(page.lexicon.read(item.title).words) <= _FEW and not _has_verb(words):
            yield _warning(handoff, item, "it does not say what is to be done (begin it with a verb)")


def _names_nothing(words: Reading, small: frozenset[str]) -> bool:
    said = {at for group in _EMPTY for hit in words.of(group) for at in range(hit.first, hit.stop)}
    left = [word for at, word in enumerate(words.words) if at not in said and word not in small]
    return not any(word.isalpha() for word in left)


def _has_verb(words: Reading) -> bool:
    """Whether an entry says in a word what is to be done, or that something is."""
    return any(words.has(group) for group in (Group.VERBS, Group.VERBS_LAST, Group.CUES, Group.TAGS))


def _unsure(page: Page, handoff: Handoff) -> Iterator[Warning]:
    """What could as well have been read the other way, neighbours together."""
    near = [
        entry
        for entry in explain(page, handoff).entries
        if not entry.comments and abs(entry.score) < NEAR and entry.outcome in (TakenFor.ITEM, TakenFor.NOTHING)
    ]
    while near:
        run = [near.pop(0)]
        while near and near[0].outcome is run[0].outcome and 0 < near[0].start - run[-1].end <= 2:
            run.append(near.pop(0))
        yield Warning(message=_doubt(run), path=page.path, line=run[0].start)


def _doubt(run: Sequence[Explanation]) -> str:
    first, last = run[0], run[-1]
    taken = first.outcome is TakenFor.ITEM
    by_how_much = "only just" if taken else "nearly"
    word = "ignore" if taken else "item"
    what = "it is none" if taken else "it is one"
    if len(run) == 1:
        mend = f"if {what}, write `<!-- handoff: {word} -->` on the line"
        return f"“{first.title}” was {by_how_much} taken for an item ({mend})"
    lines = f"the {len(run)} entries on lines {first.start} to {last.end}"
    mend = (
        f"if they are {'none' if taken else 'some'}, write `<!-- handoff: {word} -->` on the lines or under the heading"
    )
    return f"{lines}, from “{first.title}” on, were {by_how_much} taken for items ({mend})"


def _warning(handoff: Handoff, item: Item, message: str) -> Warning:
    return Warning(message=f"“{item.title}”: {message}", path=handoff.path, line=item.mentions[0].start)
