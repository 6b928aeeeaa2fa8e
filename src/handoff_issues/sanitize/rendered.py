"""An issue's Markdown as the page of an issue would show it.

Nothing of the source is copied: each construct that may stay is written anew as an element of ours, and all
text is escaped, so whatever the source was, only these elements come out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import LiteralString

from markdown_it.tree import SyntaxTreeNode

from handoff_issues.sanitize.addresses import safe_address
from handoff_issues.sanitize.parser import TooDeep, parse_blocks, parse_code_spans
from handoff_issues.sanitize.plain import html
from handoff_issues.sanitize.text import HtmlText, IssueText

_ELEMENTS: dict[str, LiteralString] = {
    "blockquote": "blockquote",
    "bullet_list": "ul",
    "list_item": "li",
    "table": "table",
    "thead": "thead",
    "tbody": "tbody",
    "tr": "tr",
    "th": "th",
    "td": "td",
    "strong": "strong",
    "em": "em",
    "s": "s",
}
_LEVELS: dict[str, LiteralString] = {"h4": "h4", "h5": "h5", "h6": "h6"}
"""Of the headings in an issue; higher ones are our own."""

_text = HtmlText.trusted


def rendered(text: IssueText) -> HtmlText:
    """A block of Markdown as elements: no address but http, https and mailto, and nothing that would be loaded."""
    try:
        return _all(SyntaxTreeNode(parse_blocks(text)).children)
    except TooDeep:
        return _element("pre", html(text))


def rendered_title(text: IssueText) -> HtmlText:
    """A title, in which nothing but code is set off."""
    parts = [(token.type == "code_inline", html(token.content)) for token in parse_code_spans(text)]
    return HtmlText.joined("", [_element("code", shown) if is_code else shown for is_code, shown in parts])


def _all(nodes: Sequence[SyntaxTreeNode]) -> HtmlText:
    return HtmlText.joined("", map(_node, nodes))


def _node(node: SyntaxTreeNode) -> HtmlText:
    match node.type:
        case "inline":
            return _all(node.children)
        case "text":
            return html(node.content)
        case "softbreak":
            return _text("\n")
        case "hardbreak":
            return _text("<br>")
        case "hr":
            return _text("<hr>")
        case "paragraph":
            # In a tight list the words stand in the entry itself.
            return _joined(_all(node.children), _text("\n")) if node.hidden else _element("p", _all(node.children))
        case "heading":
            return _element(_LEVELS.get(node.tag, "h4"), _all(node.children))
        case "code_inline":
            return _element("code", html(node.content))
        case "fence" | "code_block":
            return _element("pre", _element("code", html(node.content)))
        case "ordered_list":
            return _ordered(node)
        case "link":
            return _link(node)
        case _:
            name = _ELEMENTS.get(node.type)
            return _all(node.children) if name is None else _element(name, _all(node.children))


def _ordered(node: SyntaxTreeNode) -> HtmlText:
    start = HtmlText.number(int(node.attrs.get("start", 1)))
    return _joined(_text('<ol start="'), start, _text('">'), _all(node.children), _text("</ol>"))


def _link(node: SyntaxTreeNode) -> HtmlText:
    address = safe_address(str(node.attrs.get("href", "")))
    words = _all(node.children)
    if address is None:
        return words
    return _joined(_text('<a rel="noopener noreferrer" href="'), html(address), _text('">'), words, _text("</a>"))


def _element(name: LiteralString, inside: HtmlText) -> HtmlText:
    return _joined(_text(f"<{name}>"), inside, _text(f"</{name}>"))


def _joined(*parts: HtmlText) -> HtmlText:
    return HtmlText.joined("", parts)
