"""What a person says in a comment overrules the reading; what is no directive is told, and in code all is text."""

from __future__ import annotations

import pytest

from handoff_issues.handoff import parse
from handoff_issues.model import Handoff, Kind, Priority


def read(text: str) -> Handoff:
    return parse(text, path="HANDOFF.md")


def titles(text: str) -> list[str]:
    return [item.title for item in read(text).items]


def warnings(text: str) -> list[tuple[int | None, str]]:
    return [(warning.line, warning.message) for warning in read(text).warnings]


TABLE = "## Tasks\n\n| Task | Owner |\n|---|---|\n| Add a retry | Ada |\n| Write the report | Bob |\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("## Next\n\n- Add a retry <!-- handoff: ignore -->\n- Cache tiles\n", ["Cache tiles"], id="line"),
        pytest.param(
            "## Next\n\n- Write it\n<!-- handoff: ignore -->\n- Add a retry\n- Cache tiles\n",
            ["Write it", "Cache tiles"],
            id="line above",
        ),
        pytest.param(
            "## Next\n\n- Write it\n\n<!-- handoff: ignore -->\n\n- Add a retry\n- Cache tiles\n",
            ["Write it", "Cache tiles"],
            id="line above, set apart by a formatter",
        ),
        pytest.param(
            "## Next\n\n- Write it\n- Add a retry that\n  waits <!-- handoff: ignore -->\n",
            ["Write it"],
            id="second line",
        ),
        pytest.param(
            "## Next\n\n- Write it\n- Later <!-- HANDOFF:Ignore -->\n  - Add a retry\n", ["Write it"], id="nested too"
        ),
        pytest.param(
            "## Next\n<!-- handoff: ignore -->\n- Add a retry\n\n### Soon\n\n- Fix it\n\n## TODO\n\n- Cache tiles\n",
            ["Cache tiles"],
            id="section with its own sections",
        ),
        pytest.param("## Next\n\n<!-- handoff: ignore -->\n\n- Add a retry\n- Fix it\n", [], id="section, blank lines"),
        pytest.param("**Next steps**\n<!-- handoff: ignore -->\n- Add a retry\n- Fix it\n", [], id="strong words"),
        pytest.param("# Note\n<!-- handoff: ignore -->\n\n## Next\n\n- Add a retry\n", [], id="whole file"),
        pytest.param(
            "## Next <!-- handoff: ignore -->\n\n- Add a retry\n\n## TODO\n\n- Fix it\n", ["Fix it"], id="heading"
        ),
        pytest.param(
            "## Next\n<!-- handoff: ignore -->\n- Add a retry\n- Fix it <!-- handoff: item -->\n",
            ["Fix it"],
            id="the nearest says what holds",
        ),
        pytest.param("> <!-- handoff: ignore -->\n> - [ ] Add a retry\n> - [ ] Fix it\n", ["Fix it"], id="quotation"),
        pytest.param(TABLE.replace("Ada |", "Ada | <!-- handoff: ignore -->"), ["Write the report"], id="row"),
        pytest.param(TABLE.replace("Owner |", "Owner | <!-- handoff: ignore -->"), [], id="head of a table"),
        pytest.param(
            "## Next\n\nFirst of all.\n\n<!-- handoff: ignore -->" + TABLE.removeprefix("## Tasks\n"),
            [],
            id="above a table",
        ),
        pytest.param(
            "# Prompt\n\nGo on.\n<!-- handoff: ignore -->\n```\nNext steps:\n- Add a retry\n- Fix it\n- Ship it\n```\n",
            [],
            id="prompt to paste",
        ),
        pytest.param(
            "## Next\n\n- Write it <!-- handoff: ignore -->\n\n```\nNext steps:\n- Add a retry\n- Fix it\n```\n",
            [],
            id="an ignored item sends nobody to the prompt",
        ),
    ],
)
def test_what_is_ignored_is_as_if_it_were_no_item(text: str, expected: list[str]) -> None:
    assert titles(text) == expected
    assert warnings(text) == []
    assert len(titles(text.replace("handoff", "aside").replace("HANDOFF", "aside"))) > len(expected)


def test_another_mention_of_ignored_work_still_stands() -> None:
    text = "## Next\n\n- Fix the import\n\n## Blockers\n\n- Fix the import <!-- handoff: ignore -->\n"
    (item,) = read(text).items
    assert ([mention.start for mention in item.mentions], item.kind) == ([3], Kind.PENDING)


def test_ignored_work_is_no_evidence_either() -> None:
    assert read("## Done\n\n- [x] Add a retry\n").done
    assert read("## Done\n\n- [x] Add a retry <!-- handoff: ignore -->\n").done == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("## Notes\n\n- The sky <!-- handoff: item -->\n- The sea\n", ["The sky"], id="line"),
        pytest.param(
            "## Notes\n<!-- handoff: item -->\n- The sky\n  - blue\n- The sea\n", ["The sky", "The sea"], id="section"
        ),
        pytest.param("## Notes\n" + "<!-- handoff: item -->\n" * 2 + "- The sky\n", ["The sky"], id="said twice"),
        pytest.param("## Notes\n\n### Colours <!-- handoff: item -->\n\n- The sky\n", ["Colours"], id="heading"),
        pytest.param(
            "## Colours\n<!-- handoff: item -->\n\nOf the sky.\n", ["Colours: Of the sky"], id="section without entries"
        ),
        pytest.param("## Done\n\n- [x] Paint <!-- handoff: item -->\n", ["Paint"], id="finished work"),
        pytest.param(
            "## Next\n\n- Build the shed\n  - order wood\n  - paint it <!-- handoff: item -->\n",
            ["Build the shed", "Paint it"],
            id="within an item",
        ),
        pytest.param(
            "## Notes\n<!-- handoff: item -->\n- The sky\n- The sea <!-- handoff: ignore -->\n",
            ["The sky"],
            id="but one",
        ),
        pytest.param("## Notes\n<!-- handoff: item -->\n- The sky\n- …\n", ["The sky"], id="but none without words"),
    ],
)
def test_what_is_said_to_be_an_item_is_one(text: str, expected: list[str]) -> None:
    assert titles(text) == expected
    assert warnings(text) == []


@pytest.mark.parametrize(
    ("text", "priority", "kind"),
    [
        pytest.param("- [ ] (P1) Fix it <!-- handoff: priority=low -->\n", Priority.LOW, Kind.PENDING, id="line"),
        pytest.param(
            "## Next\n\nOf the sea.\n<!-- handoff: priority=critical kind=blocker -->\n- Fix it\n",
            Priority.CRITICAL,
            Kind.BLOCKER,
            id="both, above",
        ),
        pytest.param(
            "## Next\n<!-- handoff: priority=high, kind=question -->\n- Fix it\n",
            Priority.HIGH,
            Kind.QUESTION,
            id="section",
        ),
        pytest.param(
            "## Next\n<!-- handoff: priority=high -->\n\n### Low\n\n- Fix it <!-- handoff: priority=medium -->\n",
            Priority.MEDIUM,
            Kind.PENDING,
            id="the nearest",
        ),
        pytest.param(
            "## Notes\n\n- The sky <!-- handoff: item priority=low -->\n", Priority.LOW, Kind.PENDING, id="with an item"
        ),
        pytest.param(
            "## Tasks\n\n| Task | Owner | <!-- handoff: priority=high -->\n|---|---|\n"
            "| Write the report | Bob | <!-- handoff: priority=low -->\n",
            Priority.LOW,
            Kind.PENDING,
            id="a row beats the head of its table",
        ),
        pytest.param(
            "# Next\n\nThe sky was clear.\n\n"
            "| Next steps | Open | <!-- handoff: priority=low -->\n|---|---|\n| Cache the tiles |\n",
            Priority.LOW,
            Kind.PENDING,
            id="the head of a table whose columns become labels",
        ),
        pytest.param(
            "## Notes\n<!-- handoff: item priority=low -->\n- The sky\n", Priority.LOW, Kind.PENDING, id="with items"
        ),
        pytest.param(
            "## Next\n\n- (P0) Fix it all\n\n## Blockers\n\n- Fix it all <!-- handoff: priority=low kind=pending -->\n",
            Priority.LOW,
            Kind.PENDING,
            id="one of two mentions",
        ),
    ],
)
def test_a_grade_is_overruled(text: str, priority: Priority, kind: Kind) -> None:
    (item,) = read(text).items
    assert (item.priority, item.kind) == (priority, kind)
    assert item.why.priority == "a comment says so"
    assert warnings(text) == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("- [ ] Fix it\n\n```\n<!-- handoff: nonsense -->\n```\n", id="fence"),
        pytest.param("- [ ] Fix it\n\nText.\n\n    <!-- handoff: nonsense -->\n", id="indented"),
        pytest.param("- [ ] Fix it with `<!-- handoff: ignore -->`\n", id="span"),
        pytest.param("- [ ] Fix it\n\n``x ` <!-- handoff: nonsense -->``\n", id="span of two back-ticks"),
        pytest.param("- [ ] Fix it <!-- on handoff: ignore the rest -->\n", id="another comment"),
        pytest.param("- [ ] Fix it <!-- handoffs are ignored -->\n", id="a sentence on handoffs"),
        pytest.param("- [ ] Fix it <!-- handoff-issues:v1 {} -->\n", id="our own marker"),
        pytest.param("- [ ] Fix it\n\nA comment that never ends: <!-- handoff: nonsense\n", id="unclosed"),
    ],
)
def test_code_and_other_comments_are_no_directives(text: str) -> None:
    assert len(titles(text)) == 1
    assert warnings(text) == []


@pytest.mark.parametrize("nested", ["    ", "\t"])
def test_a_directive_may_be_nested_deeply(nested: str) -> None:
    text = f"## Next\n\n- Later:\n{nested}- Fix it\n{nested}- Cache tiles <!-- handoff: ignore -->\n"
    assert titles(text) == ["Fix it"]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        pytest.param("- [ ] A\n- ✅ <!-- handoff: item -->\n", 2, "an entry without words", id="no words"),
        pytest.param("- [ ] A\n- [ ] B <!-- handoff: skip -->\n", 2, "no directive is named “skip”", id="unknown"),
        pytest.param("- [ ] A <!-- handoff: priority=urgent -->\n", 1, "no priority is named “urgent”", id="priority"),
        pytest.param("- [ ] A <!-- handoff: priority -->\n", 1, "no priority is named “”", id="no priority"),
        pytest.param("- [ ] A <!-- handoff: kind=bug -->\n", 1, "`pending`, `blocker` or `question`", id="kind"),
        pytest.param("- [ ] A <!-- handoff: -->\n", 1, "the directive says nothing", id="empty"),
        pytest.param("- [ ] A <!-- handoff ignore -->\n", 1, "looks like a directive and is none", id="no colon"),
        pytest.param("- [ ] A <!-- handoff-issues: ignore -->\n", 1, "looks like a directive", id="other name"),
        pytest.param("- [ ] A <!-- handoff: ignore item -->\n", 1, "contradicts itself", id="itself"),
        pytest.param(
            "<!-- handoff: ignore -->\n- [ ] A <!-- handoff: item -->\n", 2, "the directive on line 1", id="another"
        ),
        pytest.param("- [ ] A\n\n<!-- handoff: ignore -->\n", 3, "nothing follows it", id="nothing below"),
        pytest.param("- [ ] A\n  <!-- handoff: ignore -->\n- [ ] B\n", 2, "neither on an entry nor", id="between"),
        pytest.param("- [ ] A\n\n<!-- handoff: item -->\n```\nx\n```\n", 3, "a code block follows it", id="code"),
        pytest.param(
            "---\nx: y # <!-- handoff: skip -->\n---\n\n- [ ] A\n\n<!-- handoff:\nskip -->\n", 7, "“skip”", id="lines"
        ),
        pytest.param(
            "- [ ] A <!-- handoff: " + "x" * 500 + " -->\n", 1, f"no directive is named “{'x' * 40}…”", id="long"
        ),
    ],
)
def test_what_cannot_be_obeyed_is_told_with_its_line(text: str, line: int, message: str) -> None:
    assert "A" in titles(text) or "ignore -->\n- [ ] A" in text
    [(told, said)] = warnings(text)
    assert told == line
    assert message in said
    assert said.endswith("; it is not obeyed")


def test_a_directive_is_no_word_of_its_entry() -> None:
    text = "## Next\n\n- **Fix the import.** It drops rows.\n  - try it\n- Cache tiles\n"
    plain = read(text).items
    said = read(text.replace("rows.", "rows. <!-- handoff: kind=pending -->")).items
    assert [(item.title, item.body, item.text) for item in said] == [
        (item.title, item.body, item.text) for item in plain
    ]
