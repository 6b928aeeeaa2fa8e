"""What a handoff would file, rendered; and what it would not."""

from __future__ import annotations

from collections.abc import Sequence

from handoff_issues.config import Labels
from handoff_issues.explain import Outcome
from handoff_issues.model import Item, Label, Priority
from handoff_issues.reconcile import render
from handoff_issues.reconcile.labels import wanted
from handoff_issues.sanitize import HtmlText, html, rendered, rendered_title
from handoff_issues.webpage.notes import Note
from handoff_issues.webpage.parts import NONE, fill, joined, lines


def colored(labels: Labels) -> tuple[Label, ...]:
    """The labels that a new issue may bear, in the order by which the style sheet numbers them."""
    return (labels.handoff, labels.blocker, labels.question, *map(labels.of, Priority))


def issues(items: Sequence[Item], notes: Sequence[Note], labels: Labels) -> HtmlText:
    """The issues as they would be filed, numbered from 1 on this page."""
    filed = [_issue(number, item, notes, labels) for number, item in enumerate(items, 1)]
    return fill("filed", issues=joined("\n", filed)) if filed else fill("nothing")


def others(notes: Sequence[Note]) -> HtmlText:
    """The entries for which no issue would be opened."""
    groups = {Outcome.NOTHING: fill("nearly"), Outcome.FINISHED: fill("finished"), Outcome.IGNORED: fill("ignored")}
    sections: list[HtmlText] = []
    for outcome, head in groups.items():
        entries = [_other(number, note) for number, note in enumerate(notes) if note.outcome is outcome]
        if entries:
            sections.append(fill("others", head=head, entries=joined("\n", entries)))
    return joined("\n", sections)


def _issue(number: int, item: Item, notes: Sequence[Note], labels: Labels) -> HtmlText:
    described = render.Description(item=item, kind=item.kind, priority=item.priority)
    facts = [fill("fact", text=rendered(fact)) for fact in render.standing(described)]
    mentions = [note for note in notes if number in note.issues]
    return fill(
        "issue",
        number=HtmlText.number(number),
        look=html(f"{item.kind} of-{number}"),
        title=rendered_title(render.title(item)),
        labels=_labels(item, labels),
        words=rendered(render.words(item)),
        facts=joined("", [_origin(item), *facts]),
        whys=joined("\n", [fill("mention", lines=lines(note.at), why=note.why) for note in mentions]),
    )


def _origin(item: Item) -> HtmlText:
    """Where the item stands; on this page a link to its lines, in the issue one to the file."""
    path = joined(" › ", map(html, item.section))
    under = fill("section", path=path) if item.section else NONE
    return fill("from", lines=joined(", ", map(lines, item.mentions)), section=under)


def _labels(item: Item, labels: Labels) -> HtmlText:
    names = wanted(labels, item.kind, item.priority)
    known = enumerate(colored(labels))
    told = [(number, label.name) for number, label in known if label.name in names]
    return joined("", [fill("label", number=HtmlText.number(number), name=html(name)) for number, name in told])


def _other(number: int, note: Note) -> HtmlText:
    here = HtmlText.number(number)
    return fill("other", number=here, look=note.look, title=note.title, lines=lines(note.at), why=note.why)
