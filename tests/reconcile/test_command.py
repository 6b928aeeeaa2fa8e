"""Which commands a comment holds: in plain paragraphs alone, each understood or not."""

from __future__ import annotations

import time

import pytest

from handoff_issues.model import Priority
from handoff_issues.reconcile.command import MOST, USAGE, Command, Name, commands
from support.pace import in_time

UNKNOWN = Command(name=None)
DONE = Command(name=Name.DONE)


def asked(name: Name, argument: str = "") -> Command:
    return Command(name=name, argument=argument)


UNDERSTOOD = [
    *[
        pytest.param(f"/handoff {name}", asked(name), id=name)
        for name in Name
        if name not in (Name.PRIORITY, Name.DUPLICATE)
    ],
    *[pytest.param(f"/handoff priority {level}", asked(Name.PRIORITY, level), id=level) for level in Priority],
    pytest.param("/handoff priority auto", asked(Name.PRIORITY, "auto"), id="auto"),
    pytest.param("/handoff duplicate #12", asked(Name.DUPLICATE, "12"), id="number"),
    pytest.param("/handoff duplicate 12", asked(Name.DUPLICATE, "12"), id="number without its sign"),
    pytest.param("/handoff duplicate of #12.", asked(Name.DUPLICATE, "12"), id="as people say it"),
    pytest.param("/Handoff  Priority\tHIGH", asked(Name.PRIORITY, "high"), id="any case and space"),
    pytest.param("   /handoff done!", DONE, id="indented a little, and meant"),
    pytest.param("Merged yesterday.\n/handoff done\nThanks!", DONE, id="a line among others"),
    pytest.param("Merged yesterday.\r\n\r\n/handoff done\r\n", DONE, id="lines as the web form saves them"),
    pytest.param("> Is this done?\n\n/handoff done", DONE, id="below a quote"),
    pytest.param("<!-- hello -->\n\n/handoff done", DONE, id="below a hidden comment"),
    pytest.param("It is `x`.  \n/handoff done", DONE, id="after a hard break"),
    pytest.param("<details>\n\n/handoff why\n\n</details>\n\n/handoff done", DONE, id="below what is folded away"),
]


@pytest.mark.parametrize(("comment", "command"), UNDERSTOOD)
def test_a_line_of_a_paragraph_is_a_command(comment: str, command: Command) -> None:
    assert commands(comment) == (command,)


NOT_UNDERSTOOD = [
    "/handoff",
    "/handoff finish",
    "/handoff done?",
    "/handoff done and dusted",
    "/handoff priority",
    "/handoff priority urgent",
    "/handoff priority high low",
    "/handoff priority `high`",
    "/handoff duplicate",
    "/handoff duplicate of",
    "/handoff duplicate #0",
    "/handoff duplicate other/repository#1",
    "/handoff duplicate #1234567890",
    "/handoff duplicate #１２",
    "/handoff ignore " + "x" * 300,
]


@pytest.mark.parametrize("comment", NOT_UNDERSTOOD)
def test_what_makes_no_sense_is_told_apart_from_text(comment: str) -> None:
    assert commands(comment) == (UNKNOWN,)


TEXT = [
    pytest.param("", id="nothing"),
    pytest.param("Please write /handoff done below.", id="within a sentence"),
    pytest.param("/handoffs done", id="another word"),
    pytest.param("/handoff-issues done", id="a longer word"),
    pytest.param("//handoff done", id="two slashes"),
    pytest.param("> /handoff done", id="quote"),
    pytest.param("> They said\n/handoff done", id="a quote that goes on without its mark"),
    pytest.param("> > /handoff done\n", id="quote within a quote"),
    pytest.param("- /handoff done", id="list"),
    pytest.param("1. Then\n\n   /handoff done", id="paragraph of a list"),
    pytest.param("`/handoff done`", id="code span"),
    pytest.param("`a\n/handoff done\nb`", id="code span over lines"),
    pytest.param("```\n/handoff done\n```", id="fence"),
    pytest.param("~~~\n/handoff done", id="fence that nobody closed"),
    pytest.param("Try\n\n    /handoff done", id="indented code"),
    pytest.param("\t/handoff done", id="code indented by a tab"),
    pytest.param("# /handoff done", id="heading"),
    pytest.param("/handoff done\n===", id="underlined heading"),
    pytest.param("<!--\n/handoff done\n-->", id="hidden comment"),
    pytest.param("so <!-- a\n/handoff done\n--> it is", id="hidden comment in a line"),
    pytest.param("<pre>\n/handoff done\n</pre>", id="preformatted"),
    pytest.param("so <code>\n/handoff done\n</code> it is", id="code in tags"),
    pytest.param("<blockquote>\n\n/handoff done\n\n</blockquote>", id="quote in tags"),
    pytest.param("<details>\n<summary>Old</summary>\n\n/handoff done\n", id="folded away"),
    pytest.param("**/handoff done**", id="bold"),
    pytest.param("\\/handoff done", id="escaped"),
    pytest.param("| a |\n| - |\n| /handoff done |", id="table"),
]


@pytest.mark.parametrize("comment", TEXT)
def test_all_else_is_text(comment: str) -> None:
    assert commands(comment) == ()


def test_several_are_heard_in_their_order_and_each_once() -> None:
    comment = "/handoff keep\n/handoff priority low\n\nand\n\n/handoff keep\n/handoff nonsense\n/handoff more nonsense"
    assert commands(comment) == (asked(Name.KEEP), asked(Name.PRIORITY, "low"), UNKNOWN)


def test_a_flood_is_not_heard_to_its_end() -> None:
    assert len(commands("".join(f"/handoff duplicate #{number}\n" for number in range(1, 100)))) == MOST


@pytest.mark.parametrize("unit", ["[", "<", "`", "<!--", "> ", "- ", "*", "\\", "<a ", "&", "/handoff `\n", "<code>\n"])
def test_no_comment_takes_long(unit: str) -> None:
    text = ("/handoff done\n\n" + unit * 65_536)[:65_536]
    began = time.process_time()
    commands(text)
    assert in_time(time.process_time() - began, 5)


@pytest.mark.parametrize("usage", USAGE)
def test_all_are_written_as_told(usage: str) -> None:
    example = usage.replace("#N", "#3").replace("LEVEL", "low")
    assert commands(example)[0].name is Name(example.split()[1])


def test_arguments_are_read_as_what_they_mean() -> None:
    assert asked(Name.PRIORITY, "high").level is Priority.HIGH
    assert asked(Name.PRIORITY, "auto").level is None
    assert asked(Name.DUPLICATE, "12").number == 12
