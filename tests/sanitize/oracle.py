"""What GitHub would make of a text, judged without any of the sanitiser's own code.

`violations` renders a text and returns everything in it that would notify, link, execute, hide
or escape. It reads the text with markdown-it in its GitHub-like preset, with HTML and
automatic links on, and says no where in doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import category, normalize
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

_GITHUB = MarkdownIt("gfm-like", {"html": True, "linkify": True, "maxNesting": 200})
# GitHub makes no links of addresses without a scheme.
assert _GITHUB.linkify is not None
_GITHUB.linkify.add("//", None)
_GITHUB.linkify.set({"fuzzy_link": False})
_KEYWORDS = r"(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?)"
_ACTIVE_TEXT = {
    "mention": re.compile(r"(?:^|[^A-Za-z0-9_])@[A-Za-z0-9]"),
    "reference": re.compile(r"#\d"),
    "GH reference": re.compile(r"\bGH-\d", re.I),
    "commit": re.compile(r"\b(?=[0-9a-f]*[a-f])(?=[0-9a-f]*\d)[0-9a-f]{7,40}\b|\b\d{40}\b", re.I),
    "closing keyword": re.compile(rf"\b{_KEYWORDS}:?\s+(?:\S+#\d|#\d|GH-\d|https?://\S*(?:issues|pull)/)", re.I),
    "address of a reference": re.compile(r"github\.com/[^/\s]+/[^/\s]+/(?:issues|pull|discussions|commit)/\w", re.I),
    "part of an address": re.compile(r"\bwww\.\w\S*(?:@\w|#\d|github)", re.I),
    "alert": re.compile(r"^\[!\w+\]"),
    "mathematics": re.compile(r"\$\$|\$[^\s$](?:[^$]*[^\s$])?\$(?![0-9A-Za-z])"),
}
_BIDIRECTIONAL = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_UNSEEN = re.compile("[\u00ad\u034f\u115f\u1160\u180e\u2060-\u2064\u3164\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]")
_JOINER_IN_LATIN = re.compile("[\x20-\u024f][\u200c\u200d]|[\u200c\u200d][\x20-\u024f]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_OUR_MARK = re.compile(r"<!--+\s*/?\s*handoff-issues", re.I)
_COMMAND_LINE = re.compile(r"^/[A-Za-z][\w-]*(?:\s|$)", re.M)
_RENDERED_FENCES = {"mermaid", "geojson", "topojson", "stl", "math", "suggestion"}


def violations(text: str) -> list[str]:
    """Everything in a block of Markdown that is more than words."""
    return [*_in_source(text), *_in_tokens(_GITHUB.parse(text)), *_footnotes(text)]


def title_violations(text: str) -> list[str]:
    """Everything in a title that is more than words; GitHub renders back-ticks there, and nothing else."""
    plain = re.sub(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", "\N{REPLACEMENT CHARACTER}", text)
    # Commands and mathematics have no meaning there.
    found = [name for name in (*_in_source(text), *_in_text(plain)) if not name.startswith(("slash", "mathematics"))]
    if "\n" in text or not text.strip() or len(text) > 256:
        found.append("not a title")
    if "`" in plain:
        found.append("a back-tick without a partner")
    return found


def swallowed(fragment: str) -> list[str]:
    """In which surroundings what stands before or after a fragment is no longer what it was."""
    indented = "\n".join(f"  {line}" if line else line for line in fragment.split("\n"))
    places = {
        "between paragraphs": f"Before *one*\n\n{fragment}\n\nAfter **two** `x`\n",
        "details": f"<details>\n<summary>More</summary>\n\n{fragment}\n\n</details>\n\nAfter **two** `x`\n",
        "list": f"- Before *one*\n\n{indented}\n\nAfter **two** `x`\n",
    }
    return [name for name, text in places.items() if not _is_whole(name, _GITHUB.parse(text))]


def inline_violations(text: str) -> list[str]:
    """Everything in a line of Markdown that is more than words, or that changes the place it stands in."""
    places = {
        "sentence": f"Before {text} after.",
        "line": text,
        "entry": f"- {text}",
        "quote": f"> {text}",
        "heading": f"#### {text}",
        "emphasis": f"*{text}*",
        "table": f"| a | b | c |\n| --- | --- | --- |\n| one | {text} | three |",
    }
    found = [f"{problem} ({name})" for name, written in places.items() for problem in violations(written)]
    shapes = {
        "sentence": ["paragraph_open"],
        "line": ["paragraph_open"] if text.strip() else [],
        "entry": ["bullet_list_open", "list_item_open"] + ["paragraph_open"] * bool(text.strip()),
        "quote": ["blockquote_open"] + ["paragraph_open"] * bool(text.strip()),
        "heading": ["heading_open"],
    }
    for name, shape in shapes.items():
        opened = [token.type for token in _GITHUB.parse(places[name]) if token.nesting == 1]
        if opened != shape:
            found.append(f"{name} became {opened}")
    cells = [token for token in _GITHUB.parse(places["table"]) if token.type == "inline"]
    if [cells[n].content for n in (3, -1)] != ["one", "three"] or len(cells) != 6:
        found.append("the table changed")
    return found


def shown(text: str) -> str:
    """The words that a reader sees, code included, blanks folded, without our zero-width spaces."""
    return " ".join("".join(_words(_GITHUB.parse(text))).replace("\u200b", "").split())


def _words(tokens: list[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type == "inline":
            yield from _words(token.children or [])
        elif token.type in ("softbreak", "hardbreak"):
            yield " "
        else:
            yield token.content
        if token.type in ("paragraph_close", "heading_close", "th_close", "td_close", "fence"):
            yield " "


def _is_whole(name: str, tokens: list[Token]) -> bool:
    after = [(token.type, token.level, token.content) for token in tokens[-3:]]
    if after != [("paragraph_open", 0, ""), ("inline", 1, "After **two** `x`"), ("paragraph_close", 0, "")]:
        return False
    html = [token.content for token in tokens if token.type == "html_block"]
    if name == "details":
        return html == ["<details>\n<summary>More</summary>\n", "</details>\n"] and tokens[-4].type == "html_block"
    first = next(token for token in tokens if token.type == "inline")
    return first.content == "Before *one*" and not html


def _in_source(text: str) -> Iterator[str]:
    for name, pattern in (
        ("bidirectional character", _BIDIRECTIONAL),
        ("character that nobody sees", _UNSEEN),
        ("joiner that joins nothing", _JOINER_IN_LATIN),
        ("control character", _CONTROL),
        ("our marker", _OUR_MARK),
        ("slash command", _COMMAND_LINE),
    ):
        if pattern.search(text):
            yield name
    if _OUR_MARK.search(normalize("NFKC", text)):
        yield "our marker in disguise"


def _in_tokens(tokens: list[Token]) -> Iterator[str]:
    for number, token in enumerate(tokens):
        if token.type == "html_block":
            yield f"HTML: {token.content!r}"
        elif token.type == "fence" and token.info.split()[:1] and token.info.split()[0].lower() in _RENDERED_FENCES:
            yield f"rendered fence: {token.info}"
        elif token.type == "heading_open" and int(token.tag[1]) < 4:
            yield f"heading: {token.tag}"
        elif token.type == "inline":
            yield from _in_line(token.children or [])
            in_entry = number > 1 and tokens[number - 2].type == "list_item_open"
            if in_entry and re.match(r"\[[ xX]\](?:\s|$)", token.content):
                yield "box to tick"


def _in_line(tokens: list[Token]) -> Iterator[str]:
    automatic = False
    for number, token in enumerate(tokens):
        starts_line = number == 0 or tokens[number - 1].type in ("softbreak", "hardbreak")
        if starts_line and re.match(r"\s*[/\uff0f\u2215\u2044][^\W\d_]", token.content if token.type == "text" else ""):
            yield f"slash command: {token.content!r}"
        if token.type in ("html_inline", "image"):
            yield f"{token.type}: {token.content!r}"
        elif token.type == "link_open":
            automatic = token.info == "auto"
            yield from _in_link(token)
        elif token.type == "link_close":
            automatic = False
        elif token.type == "text" and not automatic:
            yield from _in_text(token.content)


def _in_link(token: Token) -> Iterator[str]:
    if "title" in token.attrs:
        yield f"link title: {token.attrs['title']}"
    if "@" in str(token.attrs["href"]).partition("://")[2].partition("/")[0]:
        yield f"login in an address: {token.attrs['href']}"
    target = unquote(unquote(str(token.attrs["href"]))).lower()
    if not re.match(r"(?:https?://[a-z0-9]|mailto:[^/])", target):
        yield f"address: {target}"
    path = re.sub(r"/+", "/", target.partition("://")[2].split("?")[0].split("#")[0])
    if re.match(r"[^/]+/[^/]+/(?:.*/)?(?:issues|pull|pulls|discussions|commit|commits|compare)/\w", path):
        yield f"link to a reference: {target}"
    if re.fullmatch(r"(?:[^/@]+@)?(?:www\.|m\.)?github\.com\.?(?::\d+)?/[^/]+/?", path):
        yield f"link to a user: {target}"


def _in_text(text: str) -> Iterator[str]:
    for seen in {text, _folded(text)}:
        for name, pattern in _ACTIVE_TEXT.items():
            if pattern.search(seen):
                yield f"{name}: {text!r}"


def _folded(text: str) -> str:
    """Without disguises; raised and circled digits are no disguise."""
    return "".join(letter if category(letter) == "No" else normalize("NFKC", letter) for letter in text)


def _footnotes(text: str) -> list[str]:
    """Footnotes are no part of markdown-it: count what is not escaped and not in code."""
    tokens = _GITHUB.parse(text)
    inner = [child for token in tokens for child in token.children or []]
    in_code = sum(
        len(re.findall(r"(?<!\\)\[\^", token.content))
        for token in [*tokens, *inner]
        if token.type in ("fence", "code_block", "code_inline")
    )
    return ["footnote"] if len(re.findall(r"(?<!\\)\[\^", text)) > in_code else []
