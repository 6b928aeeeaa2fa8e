"""How Markdown is read: by markdown-it-py, within limits, and with lists and labels as notes have them."""

from __future__ import annotations

import re
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, list_block
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

MAX_NESTING = 260
"""Levels of markdown-it-py; a list takes two of them, so that 120 levels of lists are read."""
MAX_BRACKETS = 1000
"""Opening brackets in one paragraph, or as much work in several: each is looked at again by all that follow it."""
_BEGINNING = 200
"""Characters of a line in which a code block begins."""
_MARKS = re.compile(r"[\n\\`*_~\[!<&]")
"""Without one of these a paragraph is one line of mere words."""
_COUNTED = re.compile(r"[1-9]\d?[.)][ \t]+\S")
_ENTRY = re.compile(r"(?:[-*+•]|\d{1,3}[.)])[ \t]+\S")
_LABEL_LENGTH = 60
_LABELS_END = ("**", "__", ":", "：")


def read_tokens(markdown: str) -> list[Token]:
    """The page as markdown-it-py's flat list of tokens."""
    return _parser().parse(markdown)


def code_lines(text: str) -> frozenset[int]:
    """The lines of a text that belong to code blocks, those by indentation too."""
    # Long lines cost more than linear time, and none of them begins a code block by its end.
    tokens = read_tokens("\n".join(line[:_BEGINNING] for line in text.split("\n")))
    blocks = (token.map for token in tokens if token.type in ("fence", "code_block") and token.map)
    return frozenset(line for first, stop in blocks for line in range(first + 1, stop + 1))


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("js-default", {"maxNesting": MAX_NESTING, "linkify": False, "typographer": False})
    parser.core.ruler.at("inline", _read_lines)
    parser.block.ruler.at("list", _read_list, {"alt": ["paragraph", "reference", "blockquote"]})
    parser.block.ruler.before("paragraph", "label", _ends_entry, {"alt": ["paragraph"]})
    return parser


def _read_list(state: StateBlock, first: int, stop: int, silent: bool) -> bool:
    """A list that goes on counting below a label ("**P2**", then "4. ..."), which Markdown alone takes for text."""
    below = silent and state.parentType == "paragraph" and state.sCount[first] - state.blkIndent in range(4)
    if below and _COUNTED.match(_line(state, first)) and _line(state, first - 1).endswith(_LABELS_END):
        return True
    return list_block(state, first, stop, silent)


def _ends_entry(state: StateBlock, first: int, stop: int, silent: bool) -> bool:
    """A label right below a list ("- built it", then "Next:" and a list), which Markdown takes for the last entry's."""
    if not silent or first + 1 >= stop or state.sCount[first] >= state.blkIndent:
        return False
    line = _line(state, first)
    return len(line) <= _LABEL_LENGTH and line.endswith(_LABELS_END) and bool(_ENTRY.match(_line(state, first + 1)))


def _line(state: StateBlock, at: int) -> str:
    return state.src[state.bMarks[at] + state.tShift[at] : state.eMarks[at]].rstrip()


def _read_lines(state: StateCore) -> None:
    """Read the marks within each paragraph. One without any, or with far too many brackets, is mere words."""
    left = MAX_BRACKETS**2
    for token in state.tokens:
        if token.type != "inline":
            continue
        left -= token.content.count("[") ** 2
        token.children = []
        if left >= 0 and _MARKS.search(token.content):
            state.md.inline.parse(token.content, state.md, state.env, token.children)
            continue
        for number, line in enumerate(token.content.split("\n")):
            if number:
                token.children.append(Token("softbreak", "br", 0))
            token.children.append(Token("text", "", 0, content=line.strip() if number else line))
