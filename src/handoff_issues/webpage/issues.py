"""What a handoff would file, rendered; and what it would not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from handoff_issues.config import Labels
from handoff_issues.explain import TakenFor
from handoff_issues.model import Item, Label, Priority
from handoff_issues.reconcile import render
from handoff_issues.reconcile.labels import wanted
from handoff_issues.sanitize import HtmlText, html, rendered, rendered_title
from handoff_issues.webpage.parts import NONE, fill, joined, lines
from handoff_issues.webpage.verdicts import Verdict


def colored(labels: Labels) -> tuple[Label, ...]:
    """The labels that a new issue may bear, in the order by which the style sheet numbers them."""
    return (labels.handoff, labels.blocker, labels.question, *map(labels.of, Priority))


def issues(items: Sequence[Item], verdicts: Sequence[Verdict], labels: Labels) -> HtmlText:
    """The issues as they would be filed, numbered from 1 on this page."""
    mentions: dict[int, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        for number in set(verdict.issues):
            mentions[number].append(verdict)
    filed = [_issue(number, item, mentions[number], labels) for number, item in enumerate(items, 1)]
    return fill("filed", issues=joined("\n", filed)) if filed else fill("nothing")


def others(verdicts: Sequence[Verdict]) -> HtmlText:
    """The entries for which no issue would be opened."""
    groups = {TakenFor.NOTHING: fill("nearly"), TakenFor.FINISHED: fill("finished"), TakenFor.IGNORED: fill("ignored")}
    sections: list[HtmlText] = []
    for outcome, head in groups.items():
        entries = [_other(number, verdict) for number, verdict in enumerate(verdicts) if verdict.outcome is outcome]
        if entries:
            sections.append(fill("others", head=head, entries=joined("\n", entries)))
    return joined("\n", sections)


def _issue(number: int, item: Item, mentions: Sequence[Verdict], labels: Labels) -> HtmlText:
    described = render.Description(item=item, kind=item.kind, priority=item.priority)
    facts = [fill("fact", text=rendered(fact)) for fact in render.standing(described)]
    return fill(
        "issue",
        number=HtmlText.number(number),
        look=html(f"{item.kind} of-{number}"),
        title=rendered_title(render.title(item)),
        labels=_labels(item, labels),
        words=rendered(render.words(item)),
        facts=joined("", [_origin(item), *facts]),
        whys=joined("\n", [fill("mention", lines=lines(verdict.at), why=verdict.why) for verdict in mentions]),
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


def _other(number: int, verdict: Verdict) -> HtmlText:
    here = HtmlText.number(number)
    return fill("other", number=here, look=verdict.look, title=verdict.title, lines=lines(verdict.at), why=verdict.why)
