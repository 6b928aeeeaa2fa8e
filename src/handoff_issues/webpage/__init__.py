"""One handoff and what was made of it, as a page for the browser: the note beside the issues that it would file.

Pure. The page is whole in itself: no script, no request. Its HTML is `page.html`; what stands in a handoff reaches it
through `sanitize` alone.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Sequence
from hashlib import sha256

from handoff_issues.config import Labels
from handoff_issues.handoff import Page
from handoff_issues.model import Handoff, Mention
from handoff_issues.sanitize import HtmlText, hex_color, html
from handoff_issues.webpage.issues import colored, issues, others
from handoff_issues.webpage.parts import NONE, fill, joined, lines
from handoff_issues.webpage.sheet import sheet
from handoff_issues.webpage.verdicts import LOOKS, Verdict, judge

__all__ = ["web_page"]

_COUNTED = (
    ("blocker", "blocker", "blockers"),
    ("question", "question", "questions"),
    ("pending", "pending", "pending"),
    ("finished", "finished", "finished"),
    ("near", "nearly an issue", "nearly issues"),
    ("ignored", "ignored", "ignored"),
)
"""Looks, and what one and several of them are called."""
_MOST_PAIRS = 100
"""With more issues none lights up with its lines: a browser looks at the rule of each whenever the pointer moves."""


def web_page(page: Page, handoff: Handoff, labels: Labels) -> HtmlText:
    """The page that explains `handoff`, which was read of `page`; its issues would bear these `labels`."""
    verdicts = judge(page, handoff)
    style = joined("\n", [fill("style"), *_rules(len(handoff.items), labels)])
    return fill(
        "page",
        digest=html(b64encode(sha256(style.encode()).digest()).decode()),
        style=style,
        path=html(page.path),
        title=html(handoff.title or page.path),
        counts=joined("\n", _counts(handoff, verdicts)),
        warnings=_warnings(handoff),
        sheet=sheet(page, verdicts),
        issues=issues(handoff.items, verdicts, labels),
        others=others(verdicts),
    )


def _rules(items: int, labels: Labels) -> Iterable[HtmlText]:
    """The colours of the labels; and that an issue and its lines light up together."""
    for number, label in enumerate(colored(labels)):
        yield fill("color", number=HtmlText.number(number), color=hex_color(label.color))
    for number in range(1, items + 1) if items <= _MOST_PAIRS else ():
        yield fill("pair", number=HtmlText.number(number))


def _counts(handoff: Handoff, verdicts: Sequence[Verdict]) -> Iterable[HtmlText]:
    """How many there are of what there is; it is also the key to the colours."""
    looks = [LOOKS[verdict.outcome] for verdict in verdicts if verdict.outcome in LOOKS]
    found = [item.kind.value for item in handoff.items] + looks
    for look, one, several in _COUNTED:
        if number := found.count(look):
            name = html(one if number == 1 else several)
            yield fill("count", look=html(look), number=HtmlText.number(number), name=name)


def _warnings(handoff: Handoff) -> HtmlText:
    told = [
        fill(
            "warning",
            where=fill("where", lines=lines(Mention(start=each.line, end=each.line))) if each.line else NONE,
            message=html(each.message),
        )
        for each in handoff.warnings
    ]
    return fill("warnings", warnings=joined("\n", told)) if told else NONE
