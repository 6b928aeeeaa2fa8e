"""The parser: markdown-it as GitHub reads Markdown, without HTML, and with comments that vanish."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.reference import reference
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

MAX_COMMENT_LINES = 200
MAX_DEPTH = 40
"""Nesting of blocks, and of marks within a line, beyond which a text is shown as it is."""


MAX_BRACKETS = 1000
"""Opening brackets in one paragraph, or as much work in several: each is looked at again by all that follow."""


class TooDeep(ValueError):
    """The text nests deeper, or opens more, than anybody can read."""


def parse_blocks(text: str) -> list[Token]:
    """The tokens of a block of Markdown; raises `TooDeep`."""
    return _checked(_PARSER.parse(text))


def parse_line(text: str) -> list[Token]:
    """The tokens of one line of inline Markdown, short enough for any number of brackets; raises `TooDeep`."""
    return _checked(_LINE_PARSER.parseInline(text))


def parse_code_spans(text: str) -> list[Token]:
    """The tokens of one line in which only back-ticks have a meaning, as in a title."""
    return _CODE_SPANS.parseInline(text)[0].children or []


def _refuse_brackets(state: StateCore) -> None:
    """Between blocks and lines: what would take long is not begun."""
    if sum(token.content.count("[") ** 2 for token in state.tokens if token.type == "inline") > MAX_BRACKETS**2:
        raise TooDeep


def _checked(tokens: list[Token]) -> list[Token]:
    for token in tokens:
        if token.level > MAX_DEPTH or any(child.level > MAX_DEPTH for child in token.children or ()):
            raise TooDeep
    return tokens


def _comment_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A comment that fills whole lines."""
    position = state.bMarks[start] + state.tShift[start]
    if state.is_code_block(start) or not state.src.startswith("<!--", position):
        return False
    position += 2
    for line in range(start, min(end, start + MAX_COMMENT_LINES)):
        if line > start:
            if state.sCount[line] < state.blkIndent:
                return False
            position = state.bMarks[line] + state.tShift[line]
        closing = state.src.find("-->", position, state.eMarks[line])
        if closing >= 0:
            if state.src[closing + 3 : state.eMarks[line]].strip():
                return False
            if not silent:
                state.line = line + 1
            return True
    return False


def _comment_inline(state: StateInline, _silent: bool) -> bool:
    """A comment within a paragraph."""
    if not state.src.startswith("<!--", state.pos):
        return False
    ends: dict[str, int] = state.env.setdefault("last comment end", {})
    if state.src not in ends:
        ends[state.src] = state.src.rfind("-->")
    if ends[state.src] < state.pos + 2:
        return False
    state.pos = state.src.find("-->", state.pos + 2) + 3
    return True


def _definition(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The definition of a link; but not `[^1]: note`, nor `[KEY-1]: word`, which are text."""
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    label, _, target = line.partition("]:")
    if label.startswith("[^") or (target.strip() and not set(target) & set("/:#<.")):
        return False
    return reference(state, start, end, silent)


def _any_address(url: str) -> bool:  # noqa: ARG001
    return True


def _parser() -> MarkdownIt:
    parser = MarkdownIt("js-default")
    parser.block.ruler.before(
        "html_block", "comment", _comment_block, {"alt": ["paragraph", "reference", "blockquote"]}
    )
    parser.block.ruler.at("reference", _definition)
    parser.inline.ruler.before("autolink", "comment", _comment_inline)
    # Every address is judged by `addresses`, in one place, and as it was written.
    parser.validateLink = _any_address
    parser.normalizeLink = lambda url: url
    parser.normalizeLinkText = lambda link: link
    return parser


_PARSER = _parser()
_PARSER.core.ruler.before("inline", "brackets", _refuse_brackets)
_LINE_PARSER = _parser()
_CODE_SPANS = MarkdownIt("zero").enable("backticks")
