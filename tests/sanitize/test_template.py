"""Templates take what is safe, all of it, and look into none of it."""

from __future__ import annotations

import pytest

from handoff_issues.sanitize import HtmlTemplate, HtmlText, hex_color, html

TEMPLATE = HtmlTemplate('A remark.\n\n<!-- part one -->\n<p class="$name">$text</p>\n\n<!-- part other -->\n<hr>\n')


def test_a_part_is_filled() -> None:
    filled = TEMPLATE.fill("one", name=html('"x'), text=html("<b> $name"))
    assert filled == '<p class="&quot;x">&lt;b&gt; $name</p>'
    assert isinstance(filled, HtmlText)
    assert TEMPLATE.fill("other") == "<hr>"


@pytest.mark.parametrize(
    ("part", "values"),
    [
        pytest.param("third", {}, id="no such part"),
        pytest.param("one", {"name": html("x")}, id="a place without a value"),
        pytest.param("other", {"name": html("x")}, id="a value without a place"),
    ],
)
def test_what_does_not_fit_is_an_error(part: str, values: dict[str, HtmlText]) -> None:
    with pytest.raises(KeyError):
        TEMPLATE.fill(part, **values)


@pytest.mark.parametrize("digits", ["", "fff", "00000g", "0000000", "000000\n", "#00000", "red;}*"])
def test_a_colour_is_six_digits(digits: str) -> None:
    assert hex_color("00aAfF") == "00aAfF"
    with pytest.raises(ValueError, match="six hex digits"):
        hex_color(digits)
