"""Bytes to text: every encoding that occurs, binary files, and line numbers that stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff_issues.handoff.files.decode import Decoded, NotText, decode


@pytest.mark.parametrize(
    ("content", "text", "is_guess"),
    [
        pytest.param(b"", "", False, id="empty"),
        pytest.param("Größe 引き継ぎ 🚀\n".encode(), "Größe 引き継ぎ 🚀\n", False, id="UTF-8"),
        pytest.param("\ufeff# Handoff\n".encode(), "# Handoff\n", False, id="UTF-8 with BOM"),
        pytest.param("\ufeff# Größe\n".encode("utf-16-le"), "# Größe\n", False, id="UTF-16 little endian"),
        pytest.param("\ufeff# Größe\n".encode("utf-16-be"), "# Größe\n", False, id="UTF-16 big endian"),
        pytest.param("Größe\n".encode("latin-1"), "Größe\n", True, id="Latin-1"),
        pytest.param("“quoted” – done\n".encode("cp1252"), "“quoted” – done\n", True, id="Windows-1252"),
        pytest.param(b"caf\xe9 \x81\n", "caf\xe9 \x81\n", True, id="what Windows-1252 does not know"),
        pytest.param(b"a\r\nb\r\n", "a\nb\n", False, id="CRLF"),
        pytest.param(b"a\r\nb\nc", "a\nb\nc", False, id="mixed line ends"),
        pytest.param(b"a\rb\r\r\nc", "a b \nc", False, id="a lone CR is no line end"),
        pytest.param(b"# Handoff\r\r- a\r", "# Handoff\n\n- a\n", False, id="lone CR, and no other line end"),
        pytest.param("a\u2028b\u2029c\x85d\fe\vf\x1cg\n".encode(), "a b c d e f g\n", False, id="other breaks"),
        pytest.param(
            b"\x1b[31mred\x1b[0m\n", "\x1b[31mred\x1b[0m\n", False, id="terminal colours stay, for others to mend"
        ),
    ],
)
def test_decode(content: bytes, text: str, is_guess: bool) -> None:
    assert decode(content) == Decoded(text=text, is_guess=is_guess)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", id="a picture"),
        pytest.param(b"# Handoff\n\0\n", id="one NUL"),
        pytest.param("# Handoff".encode("utf-16-le"), id="UTF-16 without a mark"),
        pytest.param("\ufeff# Handoff".encode("utf-32-le"), id="UTF-32"),
        pytest.param(b"\xff\xfe#\0x", id="half a UTF-16 unit"),
        pytest.param(bytes(range(1, 256)) * 4, id="bytes of all kinds"),
    ],
)
def test_binary_files_are_no_text(content: bytes) -> None:
    with pytest.raises(NotText):
        decode(content)


@given(st.binary(max_size=300))
def test_lines_are_gits_lines(content: bytes) -> None:
    try:
        text = decode(content).text
    except NotText:
        return
    assert text.splitlines() == (text.removesuffix("\n").split("\n") if text else [])
    if not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        ends = b"\n" if b"\n" in content else b"\r"  # a file without any LF is an old Macintosh's
        assert text.count("\n") == content.count(ends)
