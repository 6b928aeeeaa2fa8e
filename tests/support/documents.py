"""Markdown as people and machines leave it, for Hypothesis: pages of blocks in many scripts, sound and broken."""

from __future__ import annotations

from hypothesis import strategies as st

_WORDS = [
    *("Fix the login", "Add retries to the uploader", "Write tests", "still needs a review", "NOT YET done", "is done"),
    *(
        "Waiting for access",
        "Blocked by #3",
        "Should we cache it?",
        "see `src/app.py`",
        "(P1)",
        "[high]",
        "TODO",
        "and",
    ),
    *(
        "AB-12",
        "#7",
        "v1.2.3",
        "2026-03-01",
        "14 of 16 tests pass",
        "`npm test`",
        "https://example.org/a?b=c",
        "+",
        "—",
    ),
    *("Fehler beheben", "noch offen", "erledigt", "Corriger l'import", "à faire", "Añadir pruebas", "Исправить ошибку"),
    *(
        "修复登录问题",
        "尚未完成",
        "已完成",
        "テストを追加する",
        "未完了",
        "오류 수정",
        "완료",
        "إصلاح الخطأ",
        "לתקן את הבאג",
    ),
    *("✅", "⏳", "🔴", "1️⃣", "👩\u200d💻", "→", "•", "e\u0301", "ﬁx", "\u00a0", "ß", "İ", "²", "Ⅷ"),
]
_MARKS = [
    *("**", "__", "~~", "*", "_", "`", "``", "[", "]", "(", ")", "[a](b)", "![a](b)", "[a][b]", "<b>", "</b>", "<br>"),
    *("<!--", "-->", "&amp;", "&#64;", "\\", "|", ":", "：", ". ", ", ", "?", "!", "$", "@user", "::error::"),
    *("<!-- handoff: ignore -->", "<!-- handoff: item -->", "<!-- handoff: priority=high -->"),
]
_UNSEEN = [
    "\u200b",
    "\u200e",
    "\u202e",
    "\u2066",
    "\ufeff",
    "\u00ad",
    "\x00",
    "\x07",
    "\x1b[31m",
    "\x0b",
    "\x0c",
    "\x85",
]
_HEADINGS = [
    *("Next steps", "Remaining", "Pending: None", "Done", "Completed ✅", "Blockers", "Open questions", "P1", "Later"),
    *(
        "Phase 2: Backend",
        "Session log",
        "Commands",
        "Superseded",
        "Nächste Schritte",
        "下一步",
        "待办",
        "次のステップ",
    ),
    *("다음 단계", "Следующие шаги", "الخطوات التالية", "Known issues", "Step 3 - Fix it", "Date", ""),
]

words = st.one_of(
    st.sampled_from(_WORDS),
    st.sampled_from(_WORDS),
    st.sampled_from(_MARKS),
    st.sampled_from(_UNSEEN),
    st.text(st.characters(exclude_characters="\n\r", exclude_categories=["Cs"]), max_size=8),
)
lines = st.lists(words, max_size=7).map(" ".join)
long_lines = st.tuples(words, st.integers(min_value=500, max_value=3_000)).map(lambda part: (part[0] + " ") * part[1])
_bullets = st.sampled_from(["- ", "* ", "+ ", "1. ", "2) ", "- [ ] ", "- [x] ", "* [X] ", "• ", "□ ", "-", "a) "])
_titles = st.one_of(st.sampled_from(_HEADINGS), lines)


def _indented(block: str, mark: str) -> str:
    return "\n".join(mark + line for line in block.split("\n"))


def _listed(entries: list[tuple[str, str, int]]) -> str:
    return "\n".join(" " * depth + bullet + line for bullet, line, depth in entries)


def _fenced(fence: str, info: str, inner: list[str], closed: bool) -> str:
    return "\n".join([fence + info, *inner, *([fence] if closed else [])])


def _table(rows: list[list[str]], rule: str) -> str:
    cells = ["|" + "|".join(row) + "|" for row in rows]
    return "\n".join([*cells[:1], rule * max(1, len(rows[0])) + "|", *cells[1:]])


_headings = st.tuples(st.integers(min_value=1, max_value=7), _titles).map(lambda part: "#" * part[0] + " " + part[1])
_underlined = st.tuples(_titles, st.sampled_from(["===", "---", "-"])).map("\n".join)
_lists = st.lists(st.tuples(_bullets, lines, st.integers(min_value=0, max_value=14)), min_size=1, max_size=8).map(
    _listed
)
_tables = st.builds(
    _table,
    st.lists(st.lists(st.one_of(st.sampled_from(_HEADINGS), lines), max_size=4), min_size=1, max_size=5),
    st.sampled_from(["|---", "|:-:", "|-", "|"]),
)
_fences = st.builds(
    _fenced,
    st.sampled_from(["```", "~~~", "````", "   ```"]),
    st.sampled_from(["", "text", "sh", "md"]),
    st.lists(st.one_of(lines, _lists), max_size=4),
    st.booleans(),
)
_odd = st.sampled_from(
    [
        *(
            "---",
            "***",
            "===",
            "<details>\n<summary>More</summary>",
            "</details>",
            "<div>",
            "<!-- a\n\nb -->",
            "<!-- a",
        ),
        *("[a]: https://example.org 'x'", "[^1]: note", "    code", "\tcode", "**Blocker:** push rejected", "Steps:"),
        *("**Status**", "**Next:** fix it\n**Then:** test it", "> - quoted", "---\ndate: 2026-01-01\ntitle: x\n---"),
    ]
)
_paragraphs = st.lists(lines, min_size=1, max_size=4).map("\n".join)
_flat = st.one_of(_headings, _headings, _lists, _lists, _paragraphs, _tables, _fences, _underlined, _odd, long_lines)
_nested = st.recursive(
    st.lists(_flat, min_size=1, max_size=3).map("\n\n".join),
    lambda inner: st.tuples(inner, st.sampled_from(["> ", "  ", "    ", "- ", "\t", "> - "])).map(
        lambda part: _indented(*part)
    ),
    max_leaves=6,
)
_gaps = st.sampled_from(["\n", "\n\n", "\n\n\n", "\n \n"])

documents = st.lists(st.tuples(st.one_of(_flat, _flat, _nested), _gaps), max_size=12).map(
    lambda blocks: "".join(block + gap for block, gap in blocks)
)
"""Texts with LF at the ends of their lines."""

_pieces = st.sampled_from(
    [
        *("# ", "## Next steps", "## Done\n", "- ", "  - ", "1. ", "[ ] ", "[x] ", "**", "~~", "`", "```", "|"),
        *("|---|---|", "\n", "\n\n", "> ", "<!--", "-->", "---", "Fix it", "add tests", "TODO", "done", "(P1)", ":"),
        *("blocked by #3", "✅", "🔴", "⏳", "\t", "    ", "\r\n", "\u202e", "\u200b", "\x00", "修复", "待办"),
        *("해야 할 일", "نص", "&#8203;", "\\", "(", "[a](b)", "![", "$", "* * *", "===", "A + B", "—", "…"),
        *("date: 2026-01-01", "e\u0301", "\ud7ff", "\U0001f9d1\u200d\U0001f4bb"),
    ]
)
soups = st.lists(_pieces | st.text(max_size=8), max_size=60).map("".join)
"""Marks, words and odd characters in any order, with all ends of lines."""
