"""Directives: what a person says of an entry in a hidden comment, which overrules what would be read from it.

`<!-- handoff: ignore -->`, `<!-- handoff: item -->`, `<!-- handoff: priority=high -->` and
`<!-- handoff: kind=blocker -->` stand on the entry's line or on the line above it; right under a heading they
speak for all that stands in its section.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace

from handoff_issues.handoff.outline import Block, Shape
from handoff_issues.handoff.outline.markdown import code_lines
from handoff_issues.handoff.outline.source import Comment, Source, indent_of
from handoff_issues.handoff.structure.headings import is_heading
from handoff_issues.handoff.structure.overrules import NO_OVERRULE, Overrule, Overrules, join
from handoff_issues.model import Kind, Priority, Warning

_PREFIX = re.compile(r"handoff\s*:", re.I)
_NEARLY = re.compile(r"handoff(?:[-_ ]?issues?)?\s*[:=]?\s*(?:ignore|item|priority|kind)\b", re.I)
"""What was meant as a directive, and is none."""
_SHOWN = 40
"""Letters of a word that nobody knows, as a warning quotes it."""


@dataclass(frozen=True)
class Directive:
    """One comment that was understood."""

    comment: Comment
    says: Overrule


def read_directives(source: Source, *, path: str) -> tuple[Source, list[Directive]]:
    """The directives of a text, and the text without them: they are no words of the entries they stand on.

    What was meant as one and is none is named in the source's warnings. In code they are text.
    """
    meant = [comment for comment in source.comments if _PREFIX.match(comment.text) or _NEARLY.match(comment.text)]
    if not meant:
        return source, []
    if any(comment.indent >= 4 for comment in meant):
        code = code_lines("\n".join(source.lines[: source.markdown.count("\n") + 1]))
        meant = [comment for comment in meant if comment.line not in code]
    directives: list[Directive] = []
    warnings: list[Warning] = []
    lines = list(source.lines)
    for comment in meant:
        said = _understand(comment, path)
        if isinstance(said, Warning):
            warnings.append(said)
        else:
            directives.append(Directive(comment, said))
        lines[comment.line - 1] = _without(lines[comment.line - 1], comment)
    return replace(source, lines=tuple(lines), warnings=(*source.warnings, *warnings)), directives


def _without(line: str, comment: Comment) -> str:
    """A line without the comment, where that starts and ends on it."""
    for found in re.finditer(r"<!--(.{0,300}?)-->", line):
        if found[1].strip() == comment.text:
            return (line[: found.start()] + line[found.end() :]).rstrip()
    return line


def _understand(comment: Comment, path: str) -> Overrule | Warning:
    prefix = _PREFIX.match(comment.text)
    if prefix is None:
        return _warning(comment, path, "looks like a directive and is none (write `<!-- handoff: ignore -->`)")
    said = Overrule(lines=(comment.line,))
    words = [word for word in re.split(r"[\s,;]+", comment.text[prefix.end() :]) if word]
    for word in words:
        more = _read_word(word)
        if isinstance(more, str):
            return _warning(comment, path, more)
        if _contradict(said, more):
            return _warning(comment, path, "the directive contradicts itself (leave one of its words out)")
        said = join(said, more)
    if not words:
        return _warning(comment, path, "the directive says nothing (write `<!-- handoff: ignore -->`)")
    return said


def _read_word(word: str) -> Overrule | str:
    """What one word says, or what is wrong with it."""
    name, equals, value = word.lower().partition("=")
    match name, equals:
        case "ignore", "":
            return Overrule(item=False)
        case "item", "":
            return Overrule(item=True)
        case "priority", "=" if value in list(Priority):
            return Overrule(priority=Priority(value))
        case "kind", "=" if value in list(Kind):
            return Overrule(kind=Kind(value))
        case "priority", _:
            return f"no priority is named {_quote(value)} (write `priority=` and {_any_of(Priority)})"
        case "kind", _:
            return f"no kind is named {_quote(value)} (write `kind=` and {_any_of(Kind)})"
        case _:
            return f"no directive is named {_quote(word)} (`ignore`, `item`, `priority=…` and `kind=…` are)"


def _quote(text: str) -> str:
    return f"“{text[:_SHOWN]}…”" if len(text) > _SHOWN else f"“{text}”"


def _any_of(names: type[Priority] | type[Kind]) -> str:
    *first, last = (f"`{name}`" for name in names)
    return f"{', '.join(first)} or {last}"


def _warning(comment: Comment, path: str, message: str) -> Warning:
    return Warning(message=f"{message}; it is not obeyed", path=path, line=comment.line)


def _contradict(left: Overrule, right: Overrule) -> bool:
    said = [(getattr(left, field.name), getattr(right, field.name)) for field in fields(Overrule)[:3]]
    return any(a is not None and b is not None and a != b for a, b in said)


@dataclass(frozen=True)
class _Target:
    """What is said of a block; `shared` where it is said of several at once, and what is said of one alone wins."""

    block: Block
    says: Overrule
    shared: bool = False


def bind(directives: Sequence[Directive], root: Block, source: Source, *, path: str) -> Overrules:
    """Find the blocks that each directive is about; one that is about none is named in the warnings."""
    if not directives:
        return Overrules()
    own: dict[Block, Overrule] = {}
    warnings: list[Warning] = []
    shared: list[_Target] = []
    finder = _Finder(root, source)
    for directive in directives:
        targets = finder.find(directive)
        if isinstance(targets, str):
            warnings.append(_warning(directive.comment, path, targets))
            continue
        shared += (target for target in targets if target.shared)
        for block, says in ((target.block, target.says) for target in targets if not target.shared):
            before = own.get(block, NO_OVERRULE)
            if _contradict(before, says):
                message = f"it contradicts the directive on line {before.lines[0]} (remove one of them)"
                warnings.append(_warning(directive.comment, path, message))
            else:
                own[block] = join(before, says)
    for target in reversed(shared):  # the nearest first: it stands below the others
        own[target.block] = join(own.get(target.block, NO_OVERRULE), target.says)
    return Overrules(own, warnings)


class _Finder:
    """Finds the blocks of a page that directives are about."""

    def __init__(self, root: Block, source: Source) -> None:
        self._lines = source.lines
        self._blocks = list(root.walk())
        self._starts = [block.start for block in self._blocks]
        self._said: set[tuple[Block, bool | None, Kind | None, Priority | None]] = set()

    def find(self, directive: Directive) -> list[_Target] | str:
        """The blocks that a directive is about; or why there is none."""
        targets = self._find(directive)
        if not directive.says.item or not targets or isinstance(targets, str):
            return targets
        worded = [target for target in targets if not target.says.item or _has_words(target.block)]
        return worded or "it stands on an entry without words, which gives no title (write some)"

    def _find(self, directive: Directive) -> list[_Target] | str:
        line, says = directive.comment.line, directive.says
        at = bisect_right(self._starts, line) - 1
        last = self._blocks[at] if at >= 0 else None
        following = self._blocks[at + 1] if at + 1 < len(self._blocks) else None
        if not directive.comment.alone:
            if last is not None and last.start <= line <= last.end:
                return [_Target(last, says)]
            if following is None or following.shape is not Shape.ROW:
                return "it stands on a line that is no entry (put it above one)"
            return self._share(following, says)
        if last is not None and is_heading(last):
            return self._share(last, says)
        if following is None:
            return "nothing follows it (put it on the line that it is about)"
        if following.shape is Shape.CODE and not says.ignored:
            return "a code block follows it, which is text (put it on the line that it is about)"
        if directive.comment.indent > indent_of(self._lines[following.start - 1]):
            return "it stands neither on an entry nor, as deep, above one (put it on the line that it is about)"
        is_table = following.shape is Shape.ROW and following is following.peers[0]
        return self._share(following, says) if is_table else [_Target(following, says)]

    def _share(self, first: Block, says: Overrule) -> list[_Target]:
        """What a heading or the head of a table says of all below it; said again it costs nothing."""
        key = (first, says.item, says.kind, says.priority)
        if key in self._said:
            return []
        self._said.add(key)
        return _rows(first, says) if first.shape is Shape.ROW else _section(first, says)


def _has_words(block: Block) -> bool:
    return any(char.isalnum() for char in block.text.plain)


def _rows(first: Block, says: Overrule) -> list[_Target]:
    return [_Target(row, says, shared=True) for row in first.peers]


def _section(heading: Block, says: Overrule) -> list[_Target]:
    """It holds for all in the section; that it is work, for the entries, and without entries for the section."""
    listed = list(_entries(heading)) if says.item else []
    if not listed:
        return [_Target(heading, says)]
    forced = Overrule(item=True, lines=says.lines)
    return [
        _Target(heading, replace(says, item=None)),
        *(_Target(entry, forced, shared=True) for entry in listed),
    ]


def _entries(heading: Block) -> Iterator[Block]:
    """The entries and rows of a section, those under its own headings too, but none that is nested in another."""
    for child in heading.children:
        if is_heading(child):
            yield from _entries(child)
        elif child.shape in (Shape.ENTRY, Shape.ROW):
            yield child
