"""Titles: short, without ornament, as instructions where the words allow, never cut inside a word or code."""

from __future__ import annotations

import pytest

from handoff_issues.handoff import parse
from handoff_issues.handoff.items.titles import MAX_TITLE


def title(entry: str) -> str:
    (item,) = parse(f"## Next steps\n\n{entry}\n", path="HANDOFF.md").items
    return item.title


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        pytest.param("- Add a retry to the uploader", "Add a retry to the uploader", id="as it stands"),
        pytest.param(
            "- **Add a retry to the uploader** — the server drops us", "Add a retry to the uploader", id="strong"
        ),
        pytest.param("- 🔥 **3. Add a retry to the uploader**", "Add a retry to the uploader", id="emoji and number"),
        pytest.param("- Add a retry to the uploader (2-3 hours)", "Add a retry to the uploader", id="an estimate"),
        pytest.param("- Add a retry to the uploader (P1)", "Add a retry to the uploader", id="a priority"),
        pytest.param(
            "- Priority 2: Add a retry to the uploader", "Add a retry to the uploader", id="a label that sorts"
        ),
        pytest.param(
            "- DEMO-12: Add a retry to the uploader", "DEMO-12: Add a retry to the uploader", id="a ticket stays"
        ),
        pytest.param("- #12 Add a retry to the uploader", "Add a retry to the uploader", id="an issue number"),
        pytest.param(
            "- add a retry to `up-load.py` and log it", "Add a retry to `up-load.py` and log it", id="code stays"
        ),
        pytest.param("- **Retry**: add one to the uploader", "Retry: add one to the uploader", id="a short name"),
        pytest.param("- Developer must upgrade the old gateway", "Upgrade the old gateway", id="who must do it"),
        pytest.param("- Landing page deployment", "Deploy Landing page", id="a noun that has a verb"),
        pytest.param("### 1. Rework importer\n\nSlow.", "Rework importer", id="a heading"),
        pytest.param("- [ ] ⭐ Add a retry to it", "Add a retry to it", id="a box"),
        pytest.param("- iOS uploads stop at 2 MB", "iOS uploads stop at 2 MB", id="a name keeps its letters"),
        pytest.param("- **Kunden-Nr.** fehlt im Fuß", "Kunden-Nr. fehlt im Fuß", id="strong words that go on"),
        pytest.param("- **Blocker:** Add a retry to it", "Add a retry to it", id="a label that says what it is"),
        pytest.param("- **History**: show the last files", "History: show the last files", id="a label that names it"),
        pytest.param(
            "- **Which queue do we use?** Both have been tried before now", "Which queue do we use?", id="a question"
        ),
        pytest.param(
            "- Wire the uploader to storage because it is there", "Wire the uploader to storage", id="a reason"
        ),
        pytest.param(
            "- Add a retry to the uploader (it would help much)", "Add a retry to the uploader", id="a remark"
        ),
        pytest.param("- **Sales wizard**: not yet tested", "Test Sales wizard", id="a state that calls for a verb"),
        pytest.param(
            "| Part | State |\n|---|---|\n| Sales wizard | not implemented |",
            "Implement Sales wizard",
            id="in a cell",
        ),
        pytest.param(
            "- **Push the tags to\n  the mirror** by hand",
            "Push the tags to the mirror by hand",
            id="strong over two lines",
        ),
        pytest.param("- Push the tags\n  Owner: Ana", "Push the tags", id="a label and a value on the next line"),
        pytest.param("- Push loadTags(zoom) to the mirror", "Push loadTags(zoom) to the mirror", id="a call"),
        pytest.param(
            "- Push `a` with push_tags! in parallel", "Push `a` with push_tags! in parallel", id="a name with !"
        ),
        pytest.param("- Phase 3: push the tags", "Phase 3: Push the tags", id="a stage of a larger work"),
        pytest.param("- **Phase 4** — push the tags", "Phase 4: Push the tags", id="a stage behind a dash"),
        pytest.param("### Step 8.3 — Push the tags", "Step 8.3: Push the tags", id="a step of a stage"),
        pytest.param("- Step 3: push the tags", "Push the tags", id="a step that only counts"),
        pytest.param("- Task 3: push the tags", "Push the tags", id="a task that only counts"),
        pytest.param("- Priority 2: push the tags", "Push the tags", id="a priority is no stage"),
        pytest.param("- Push the tags (effort: low)", "Push the tags", id="an effort"),
        pytest.param("- Push the tags (low risk)", "Push the tags", id="a risk"),
        pytest.param("- **Push the tags**: `git push --tags`", "Push the tags", id="a command"),
    ],
)
def test_titles(entry: str, expected: str) -> None:
    assert title(entry) == expected


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        pytest.param(
            "- **Main pages**\n  - Start\n  - Prices\n  - Contact\n",
            "Main pages: Start, Prices, Contact",
            id="short entries",
        ),
        pytest.param(
            "### 完善地图页面\n\n- 离线缓存\n- 路线导出\n", "完善地图页面: 离线缓存, 路线导出", id="Chinese ones"
        ),
        pytest.param("- **Main pages**\n  - Start\n  - Prices\n\n  All of them.\n", "Main pages", id="no list alone"),
        pytest.param(
            "- **Rework the importer**\n  - Profile it\n  - Split it\n",
            "Rework the importer",
            id="steps of an instruction",
        ),
        pytest.param(
            "### Tile audit\n\nProfile the tile writer again. It is old.\n",
            "Tile audit: profile the tile writer again",
            id="a first sentence",
        ),
        pytest.param(
            "### Order service\n\n**File:** `src/orders.py`\n\n**Needed:** paging and filters by day\n",
            "Order service (`src/orders.py`)",
            id="the only identifier",
        ),
        pytest.param("### Order service\n\n**Files:** `a.py`, `b.py`\n", "Order service", id="one of several"),
        pytest.param(
            "### Tile cache - BROKEN\n\n**Impact:** slow\n**Fix required:** Write it on upload\n",
            "Tile cache: write it on upload",
            id="a plan that does not name the matter",
        ),
        pytest.param(
            "### Tile cache - BROKEN\n\n**Impact:** slow\n**Fix required:** Write the cache on upload\n",
            "Write the cache on upload",
            id="a plan that does",
        ),
    ],
)
def test_what_is_nested_helps_a_short_name(entry: str, expected: str) -> None:
    assert title(entry) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("## Credentials to rotate\n\n- Gateway key\n", "Rotate Gateway key", id="the verb of the heading"),
        pytest.param(
            "## Blockers\n\n- Retry is missing\n\n## Next steps\n\n- Retry: add it to the uploader\n",
            "Retry: add it to the uploader",
            id="the mention that says what to do",
        ),
    ],
)
def test_what_stands_around_helps(text: str, expected: str) -> None:
    assert expected in [item.title for item in parse(text, path="HANDOFF.md").items]


def test_a_long_title_is_cut_between_words_and_outside_of_code() -> None:
    words = "Add the " + "very " * 40 + "`long name` thing"
    found = title(f"- {words}")
    assert len(found) <= MAX_TITLE
    assert found.endswith("very…")


def test_a_label_stays_where_it_tells_two_works_apart() -> None:
    text = "# Handoff\n\n## To do\n\n- Backend: check the size\n- Frontend: check the size\n- Backend: cache tiles\n"
    found = [item.title for item in parse(text, path="HANDOFF.md").items]
    assert found == ["Backend: Check the size", "Frontend: Check the size", "Cache tiles"]


def test_what_happens_when_is_part_of_the_title() -> None:
    text = "# Handoff\n\n## To do\n\n- Fix the crash that happens when the list is empty\n- Drop it, as we said\n"
    first, _ = parse(text, path="HANDOFF.md").items
    assert first.title == "Fix the crash that happens when the list is empty"


REMARKS = (
    "{}, high priority",
    "{}. High priority",
    "{} — priority high",
    "{} - Priority: High",
    "{} (severity: high)",
    "{} - nice to have",
    "{} (effort: 2h, priority: low)",
    "{} (P1, 2h)",
    "{} - 2 hours",
    "{} - owner: Ana",
    "{} (owner: Ana)",
    "{} (@ana)",
    "{} - Status: in progress",
    "{} (Status: blocked)",
    "{} (carried over)",
    "{} (new)",
    "NEW: {}",
    "{} | P2 | open",
    "{} - high",
    "{} — low",
    "High - {}",
    "**{}** - P2",
    "@ana {}",
    "@ana: {}",
)


@pytest.mark.parametrize("title", ["Notify @scope", "Reduce the effort - high", "@scope packages need an upgrade"])
def test_what_only_looks_like_a_remark_stays(title: str) -> None:
    text = f"## Next steps\n\n- {title}\n- Cache the map tiles\n"
    assert parse(text, path="HANDOFF.md").items[0].title == title


@pytest.mark.parametrize("form", REMARKS)
def test_what_is_only_remarked_is_none_of_the_title(form: str) -> None:
    text = f"## Next steps\n\n- {form.format('Add a retry to the uploader')}\n- Cache the map tiles\n"
    assert parse(text, path="HANDOFF.md").items[0].title == "Add a retry to the uploader"


@pytest.mark.parametrize(
    "title",
    [
        "Fix the modal re-open",
        "Write chapter six (Conclusions and Future Work)",
        "STUCK on the host's memory",
        "Support read-only and pre-approved",
        "Name the level: high",
        "Set the log level to P1",
        "Build the flow editor, 7 kinds of nodes",
        "Begin the optimization (Phase 1: choice of models)",
    ],
)
def test_what_looks_like_a_remark_stays(title: str) -> None:
    items = parse(f"## Next steps\n\n- {title}\n- Cache the map tiles\n", path="HANDOFF.md").items
    assert items[0].title == title


def test_a_row_of_a_sign_alone_is_no_work() -> None:
    text = "## Next steps\n\n| Task |\n| --- |\n| → |\n| Add a retry |\n"
    assert [item.title for item in parse(text, path="HANDOFF.md").items] == ["Add a retry"]
