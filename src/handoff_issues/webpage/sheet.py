"""The handoff as it is written, line by line, with its entries marked."""

from __future__ import annotations

from collections.abc import Sequence

from handoff_issues.handoff import Page
from handoff_issues.handoff.outline import Shape
from handoff_issues.sanitize import HtmlText, html
from handoff_issues.webpage.parts import fill, joined, lines
from handoff_issues.webpage.stretches import Stretch, stretches
from handoff_issues.webpage.verdicts import Verdict

_DEEPEST = 6
_BELOW = 2
"""Levels of headings that the page has above those of the handoff."""


def sheet(page: Page, verdicts: Sequence[Verdict]) -> HtmlText:
    """All lines, those of each of the `verdicts` set off and with what it says."""
    # Blank lines at the end are left out, unless something is said of them.
    said = [warning.line for warning in page.warnings if warning.line]
    last = max([1, *said, *(number for number, line in enumerate(page.written, 1) if line.strip())])
    written = _lines(page)[:last]
    parts: list[HtmlText] = []
    for stretch in stretches(last, [verdict.at for verdict in verdicts]):
        shown = joined("\n", written[stretch.start - 1 : stretch.end])
        parts.append(shown if stretch.inside is None else _marked(stretch, verdicts[stretch.inside], shown, verdicts))
    return joined("\n", parts)


def _lines(page: Page) -> list[HtmlText]:
    levels: dict[int, int] = {}
    code: set[int] = set()
    for block in page.root.walk():
        if block.shape is Shape.SECTION:
            levels[block.start] = min(block.level + _BELOW, _DEEPEST)
        elif block.shape is Shape.CODE:
            code.update(range(block.start, block.end + 1))
    written: list[HtmlText] = []
    for number, line in enumerate(page.written, 1):
        here, text = HtmlText.number(number), html(line)
        if number in levels:
            written.append(fill("heading", number=here, text=text, level=HtmlText.number(levels[number])))
        else:
            written.append(fill("code" if number in code else "line", number=here, text=text))
    return written


def _marked(stretch: Stretch, verdict: Verdict, shown: HtmlText, verdicts: Sequence[Verdict]) -> HtmlText:
    """Lines of one entry, after what is said of each entry that begins there."""
    return fill(
        "marked",
        look=verdict.look,
        name=verdict.name,
        badges=joined("", [_badges(number, verdicts[number]) for number in stretch.opening]),
        lines=shown,
        tips=joined("", [_tip(number, verdicts[number]) for number in stretch.opening]),
    )


def _badges(number: int, verdict: Verdict) -> HtmlText:
    """The way from an entry to its issue, or to the list that it stands in, and to the other mentions."""
    here = HtmlText.number(number)
    targets = [fill("toissue", number=HtmlText.number(issue)) for issue in verdict.issues]
    badges = [
        fill("badge", target=target, number=here, name=verdict.name)
        for target in targets or [fill("toentry", number=here)]
    ]
    return fill("badges", badges=joined("", badges), also=joined("", map(lines, verdict.also)))


def _tip(number: int, verdict: Verdict) -> HtmlText:
    return fill("tip", number=HtmlText.number(number), why=verdict.why)
