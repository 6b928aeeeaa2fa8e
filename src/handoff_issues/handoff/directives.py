"""What a person says of an entry in a hidden comment, which overrules what would be read from it.

`<!-- handoff: ignore -->`, `<!-- handoff: item -->`, `<!-- handoff: priority=high -->` and
`<!-- handoff: kind=blocker -->` stand on the entry's line or on the line above it; right under a heading they
speak for all that stands in its section.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace

from handoff_issues.handoff.headings import is_heading
from handoff_issues.handoff.outline import Block, Shape, code_lines
from handoff_issues.handoff.source import Comment, Source, indent_of
from handoff_issues.model import Kind, Priority, Warning

_PREFIX = re.compile(r"handoff\s*:", re.I)
_NEARLY = re.compile(r"handoff(?:[-_ ]?issues?)?\s*[:=]?\s*(?:ignore|item|priority|kind)\b", re.I)
"""What was meant as a directive, and is none."""
_SHOWN = 40
"""Letters of a word that nobody knows, as a warning quotes it."""


@dataclass(frozen=True)
class Overrule:
    """What people say of a block; where they say nothing, it is left to the reading."""

    item: bool | None = None
    """True: it is an item whatever it looks like; False: it is to be ignored."""
    kind: Kind | None = None
    priority: Priority | None = None
    lines: tuple[int, ...] = ()
    """Where they say so."""

    @property
    def ignored(self) -> bool:
        """Whether it is as if it were not there."""
        return self.item is False


NO_OVERRULE = Overrule()


class Overrules:
    """What people say of each block of a page."""

    def __init__(self, own: dict[Block, Overrule] | None = None, warnings: Iterable[Warning] = ()) -> None:
        self._own = own or {}
        self.warnings = tuple(warnings)
        """Directives that cannot be obeyed."""

    def of(self, block: Block) -> Overrule:
        """What holds for a block: its own directives, then those of what it stands in, the nearest first.

        That something is an item is said of it alone, and not of what is nested in it.
        """
        if not self._own:
            return NO_OVERRULE
        found, above = self._own.get(block, NO_OVERRULE), block.parent
        said = found.item is not None
        while above is not None:
            outer = self._own.get(above, NO_OVERRULE)
            if not said and outer.item is not None:
                said = True
                found = found if outer.item else _join(found, Overrule(item=False, lines=outer.lines))
            found = _join(found, replace(outer, item=None))
            above = above.parent
        return found

    def forced_in(self, block: Block) -> Iterator[Block]:
        """The outermost blocks nested in `block` that are said to be items."""
        stack = list(reversed(block.children)) if self._own else []
        while stack:
            inner = stack.pop()
            if self._own.get(inner, NO_OVERRULE).item:
                yield inner
            else:
                stack.extend(reversed(inner.children))


def _join(near: Overrule, far: Overrule) -> Overrule:
    """What the nearer one says, and what only the other says."""
    kind, priority = near.kind or far.kind, near.priority or far.priority
    item = far.item if near.item is None else near.item
    if (item, kind, priority) == (near.item, near.kind, near.priority):
        return near
    return Overrule(item, kind, priority, (*near.lines, *far.lines))


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
        said = _join(said, more)
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


def bind(directives: Iterable[Directive], root: Block, source: Source, *, path: str) -> Overrules:
    """Find the blocks that each directive is about; one that is about none is named in the warnings."""
    own: dict[Block, Overrule] = {}
    warnings: list[Warning] = []
    blocks = list(root.walk()) if directives else []
    starts = [block.start for block in blocks]
    for directive in directives:
        comment, says = directive.comment, directive.says
        targets = _targets(directive, blocks, starts, source)
        if isinstance(targets, str):
            warnings.append(_warning(comment, path, targets))
            continue
        for block, said in targets:
            before = own.get(block, NO_OVERRULE)
            if _contradict(before, said):
                message = f"it contradicts the directive on line {before.lines[0]} (remove one of them)"
                warnings.append(_warning(comment, path, message))
            else:
                own[block] = replace(_join(before, said), lines=(*before.lines, *says.lines))
    return Overrules(own, warnings)


def _targets(
    directive: Directive, blocks: list[Block], starts: list[int], source: Source
) -> list[tuple[Block, Overrule]] | str:
    """The blocks with what is said of each; or why there is none."""
    line, says = directive.comment.line, directive.says
    at = bisect_right(starts, line) - 1
    last = blocks[at] if at >= 0 else None
    following = blocks[at + 1] if at + 1 < len(blocks) else None
    if not directive.comment.alone:
        if last is not None and last.start <= line <= last.end:
            return [(last, says)]
        is_table = following is not None and following.shape is Shape.ROW
        return _rows(following, says) if is_table else "it stands on a line that is no entry (put it above one)"
    if last is not None and is_heading(last):
        return _section(last, says)
    if following is None:
        return "nothing follows it (put it on the line that it is about)"
    if following.shape is Shape.CODE and not says.ignored:
        return "a code block follows it, which is text (put it on the line that it is about)"
    if directive.comment.indent > indent_of(source.lines[following.start - 1]):
        return "it stands neither on an entry nor, as deep, above one (put it on the line that it is about)"
    header = following.shape is Shape.ROW and following is following.peers[0]
    return _rows(following, says) if header else [(following, says)]


def _rows(first: Block | None, says: Overrule) -> list[tuple[Block, Overrule]]:
    """A table's head, or what stands above it, speaks for all rows."""
    return [(row, says) for row in first.peers] if first is not None else []


def _section(heading: Block, says: Overrule) -> list[tuple[Block, Overrule]]:
    """What is said under a heading holds for all in it; that it is work, for its entries, else for itself."""
    if not says.item:
        return [(heading, says)]
    listed = list(_entries(heading))
    rest = replace(says, item=None)
    whole = [(heading, rest)] if (rest.kind, rest.priority) != (None, None) else []
    forced = Overrule(item=True, lines=says.lines)
    return [*whole, *((entry, forced) for entry in listed)] if listed else [(heading, says)]


def _entries(heading: Block) -> Iterator[Block]:
    """The entries and rows of a section, those under its own headings too, but none that is nested in another."""
    for child in heading.children:
        if is_heading(child):
            yield from _entries(child)
        elif child.shape in (Shape.ENTRY, Shape.ROW):
            yield child
