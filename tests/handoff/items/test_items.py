"""What is an item, of which kind, how urgent, how far; what is finished; what is one work."""

from __future__ import annotations

from datetime import date

import pytest

from handoff_issues.handoff import parse
from handoff_issues.model import Handoff, Item, Kind, Outcome, Priority, State


def read(text: str) -> Handoff:
    return parse(text, path="HANDOFF.md")


def titles(text: str) -> list[str]:
    return [item.title for item in read(text).items]


def only(text: str) -> Item:
    (item,) = read(text).items
    return item


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("## Next Steps\n\n- Add a retry\n- Cache tiles\n", ["Add a retry", "Cache tiles"], id="bullets"),
        pytest.param("## TODO\n\n1. Add a retry\n2. Cache tiles\n", ["Add a retry", "Cache tiles"], id="numbered"),
        pytest.param(
            "## Notes\n\n- [ ] Add a retry\n- [x] Cache tiles\n", ["Add a retry"], id="boxes under any heading"
        ),
        pytest.param(
            "## Remaining\n\n### 1. Rework the importer\n\nSlow.\n\n- profile\n- fix\n\n### 2. Ship it\n\nSoon.\n",
            ["Rework the importer", "Ship it"],
            id="numbered headings with their bodies",
        ),
        pytest.param(
            "## Remaining\n\n### Short term\n\n- Rework the importer\n\n### Backend\n\n- Ship the gateway\n",
            ["Rework the importer", "Ship the gateway"],
            id="headings that only sort",
        ),
        pytest.param(
            "## Tasks\n\n| Task | Status |\n|---|---|\n| Importer rework | open |\n| Tile cache | done |\n",
            ["Importer rework"],
            id="a table with states",
        ),
        pytest.param(
            "## Next priorities\n\n**Option A: Rework the importer**\n- profile it\n- fix it\n\n"
            "**Option B: Ship the gateway**\n- tag it\n",
            ["Rework the importer", "Ship the gateway"],
            id="options",
        ),
        pytest.param(
            "## 二、已完成功能\n\n- 登录页面\n\n## 三、没做完的\n\n1. 接入支付网关\n\n## 四、遗留问题\n\n"
            "| 编号 | 描述 | 状态 |\n|---|---|---|\n| B1 | 搜索结果为空时崩溃 | 未修复 |\n"
            "| B2 | 头像不显示 | 已修复 |\n\n"
            "## 五、可选依赖\n\n- redis\n\n## 六、后续可以做的优化\n\n- 增加缓存层\n",
            ["接入支付网关", "搜索结果为空时崩溃", "增加缓存层"],
            id="a note in Chinese",
        ),
        pytest.param(
            "## Next steps\n\n1. `make all && make check`\n2. Restart: `tools/restart.sh`\n3. API_TOKEN: abc-def\n"
            "4. Preview: https://example.org/preview\n5. 14 of 16 tests pass\n6. Add a retry\n",
            ["Add a retry"],
            id="commands, settings, addresses and counts among work",
        ),
        pytest.param(
            "## Next steps\n\n- [ ] Check PLAN.md for the details\n- [ ] Update PLAN.md\n",
            ["Update PLAN.md"],
            id="a file to look into",
        ),
        pytest.param(
            "## Notes\n\n- The parser is fast\n- TODO: test empty files\n- The TODO list is long\n",
            ["Test empty files"],
            id="a mark of open work under any heading",
        ),
        pytest.param(
            "## Features\n\n| Feature | Status |\n|---|---|\n| Login | Done |\n| Export | In progress |\n"
            "| Import | Not started |\n",
            ["Export", "Import"],
            id="states in words under any heading",
        ),
        pytest.param(
            "## Status\n\n✅ Login page\n⬜ Import page\n", ["Import page"], id="signs as boxes, line by line"
        ),
        pytest.param(
            "## Phases\n\n- Phase 1: Auth ✅\n- Phase 2: Billing — in progress\n- Phase 3: Reports — not started\n",
            ["Phase 2: Billing", "Phase 3: Reports"],
            id="a list that tells how far each is",
        ),
        pytest.param("## Next session\n\n→ Add a retry\n→ Cache tiles\n", ["Add a retry", "Cache tiles"], id="arrows"),
        pytest.param(
            "## Status\n\nThe importer works. Uploads are NOT YET encrypted.\n",
            ["Uploads are NOT YET encrypted"],
            id="a sentence that says it in capitals",
        ),
        pytest.param(
            "# Parser: next session to-do\n\n## 1. Retry on timeouts\n\n```\nx\n```\n\n## 2. Cache tiles\n\nSlow.\n",
            ["Retry on timeouts", "Cache tiles"],
            id="a page that is a list of work",
        ),
        pytest.param(
            "# Parser: session notes\n\n## 1. Timeouts\n\nRetried.\n\n## 2. Tiles\n\nCached.\n",
            [],
            id="a page of notes",
        ),
        pytest.param(
            "## 남은 일 — 검색 서버 붙이기 (최우선)\n\n### 상황\n\n- 내려받음\n\n### 실행\n\n1. 서버를 켠다\n",
            ["검색 서버 붙이기"],
            id="work that a heading names, with a remark behind it",
        ),
        pytest.param(
            "## On\n\n**Pick from this queue:**\n\n### Quick\n\n- **A. Bundle audit of the web client's pages**\n\n"
            "### Tests\n\n- Add a smoke test\n- Test the hooks\n\n## Pitfalls\n\n- Imports are slow\n",
            ["Bundle audit of the web client's pages", "Add a smoke test", "Test the hooks"],
            id="a line that says what the sections after it list",
        ),
        pytest.param(
            "## TODO\n\n### Tests\n\n- Add a smoke test\n- Test the hooks\n\n### Environment\n\n- Node 22\n- Ollama\n",
            ["Add a smoke test", "Test the hooks"],
            id="areas of work, and what is there",
        ),
        pytest.param(
            "## TODO\n\n- BUG FIXED - the crop is off by one\n- Add a retry\n",
            ["Add a retry"],
            id="finished in a label",
        ),
        pytest.param("## 现状\n\n- 缓存仍用旧配置；预设实验均已移除。\n", [], id="a state after a word that limits it"),
        pytest.param(
            "**Still needed:**\n\n- A video\n\nThe video should show:\n\n1. The portal login\n2. The alert banner\n",
            ["A video"],
            id="a list that explains the list before it",
        ),
        pytest.param(
            "## 次のステップ\n\n- この引き継ぎ書を読む\n- 設計書の完成\n- 地図を追加\n",
            ["設計書の完成", "地図を追加"],
            id="in Japanese, a reading ritual and what is to be completed",
        ),
        pytest.param(
            "## Done\n\n| Task | Status | Note |\n|---|---|---|\n| Index | ✅ Done | ok |\n| Words | ✅ Done | 412 |\n"
            "| Reranker | ❌ Not started | small |\n",
            ["Reranker"],
            id="open in a table of what is done",
        ),
        pytest.param(
            "## Known issues\n\n- **Dashboards are empty** - fixed in #88, waiting for deploy\n- A leak - fixed in #9",
            ["Dashboards are empty: fixed in #88, waiting for deploy"],
            id="fixed, but waiting",
        ),
        pytest.param(
            "## 下一步\n\n- ✅ 選題已定案(已查過全部資料)\n- 未做:註冊帳號\n- 參考「データ」的地圖,在首頁加上圖例\n",
            ["註冊帳號", "參考「データ」的地圖,在首頁加上圖例"],
            id="in Chinese, with names in Japanese and a sign before what is finished",
        ),
        pytest.param(
            "## 다음 할 일\n\n1. 도커 해결 — 포트를 연다\n2. 로그인 해결\n",
            ["도커 해결 — 포트를 연다", "로그인 해결"],
            id="in Korean, a work that is named like its end",
        ),
        pytest.param(
            "## Where it lives (important for future edits)\n\n- `ALBUMS` — an object\n", [], id="a heading's remark"
        ),
        pytest.param(
            "## Bugs\n\n- 9 of 23 results have no image\n- 14 of 16 tests pass\n",
            ["9 of 23 results have no image"],
            id="a count of what lacks",
        ),
        pytest.param(
            "## Known limits (by design, not bugs)\n\n- One language only\n\n## Known limits\n\n- No dark mode\n",
            ["Add dark mode"],
            id="limits that are meant",
        ),
        pytest.param(
            "## Importer\n\nTo keep the importer fast for each of the stations, changes were made:\n\n- Add a cache\n",
            [],
            id="a sentence that says what was done",
        ),
        pytest.param(
            "## Build\n\n- ❌ No charts\n- ✅ Always centred\n- ✅ Plain words\n", [], id="what to do and what not"
        ),
        pytest.param(
            "## Known issues\n\n### Crop is off\n\n- Cause: rounding\n- Decision: kept as is\n\n"
            "### Maps flicker on the second screen at night\n\n- Cause: two timers\n",
            ["Maps flicker on the second screen at night"],
            id="a problem that stays as it is",
        ),
        pytest.param(
            "## Fields\n\n| Key | What |\n|---|---|\n| a | Up |\n| b | Far |\n| c | Deep |\n| d | Kg |\n| e | Age |\n"
            "| f | Charging active |\n",
            [],
            id="a lone word of state in a table",
        ),
        pytest.param("## Old plan - superseded by plan B\n\n- Add a retry\n", [], id="a superseded section"),
        pytest.param("## Pending\n\nNone.\n\n## Next steps\n\n- Add a retry\n", ["Add a retry"], id="nothing pending"),
        pytest.param("## Blockers\n\n- None\n", [], id="no blockers"),
        pytest.param(
            "## Pending\n\n- tide.py (readings), berth.py, alarm.py and mail.py\n- Wire tide.py\n",
            ["Wire tide.py"],
            id="a row of files among work",
        ),
        pytest.param(
            "## Done in May\n\n- Built the poller\n\n### Known / open\n\n- The gauge drops readings at midnight\n",
            ["The gauge drops readings at midnight"],
            id="what is open within finished work",
        ),
        pytest.param(
            "| Status | Task |\n|---|---|\n| ✅ | Build the login |\n| ⬜ | Add a retry |\n| 🚧 | Cache tiles |\n",
            ["Add a retry", "Cache tiles"],
            id="a table with the state first",
        ),
        pytest.param(
            "| # | Task | Done |\n|---|---|---|\n| 1 | Build the login | [x] |\n| 2 | Add a retry | [ ] |\n",
            ["Add a retry"],
            id="a table with boxes",
        ),
        pytest.param(
            "| Feature | Done? |\n|---|---|\n| Login page | Yes |\n| Retry of the poller | No |\n",
            ["Retry of the poller"],
            id="a table that answers",
        ),
        pytest.param(
            "Die Anmeldung ist gebaut, der Rest noch nicht.\n\n"
            "| Funktion | Fertig? |\n|---|---|\n| Anmeldung | ja |\n| Warnung bei Flut | nein |\n",
            ["Warnung bei Flut"],
            id="a table that answers in German",
        ),
        pytest.param(
            "**Next:** Add a retry; Cache tiles; Draw the axis\n",
            ["Add a retry", "Cache tiles", "Draw the axis"],
            id="several works below a label",
        ),
        pytest.param(
            "Next: add a retry, drop the index, and write tests.\n",
            ["Add a retry", "Drop the index", "Write tests"],
            id="several works between commas",
        ),
        pytest.param(
            "## Next steps\n\n- Drop the old index; run the migrations; warm the cache\n"
            "- Cache the tiles; keep the old ones for a day\n- Add a retry (see the log; it says why)\n",
            [
                "Drop the old index",
                "Run the migrations",
                "Warm the cache",
                "Cache the tiles; keep the old ones for a day",
                "Add a retry (see the log; it says why)",
            ],
            id="several works in one entry, one that goes on about itself, and a semicolon in a remark",
        ),
        pytest.param(
            "- Poller — DONE\n- Importer — IN PROGRESS (encoding left)\n- Alarm — BLOCKED on the mail account\n"
            "- Export: not started\n",
            ["Importer (encoding left)", "Alarm — BLOCKED on the mail account", "Export"],
            id="a state behind the name, with a remark",
        ),
        pytest.param(
            "## To do\n\n| Task | State |\n| --- | --- |\n| Draw the map | not applicable |\n"
            "| Name the gauges | ➖ |\n| Add a retry | open |\n",
            ["Add a retry"],
            id="what is not applicable",
        ),
        pytest.param(
            "## 残作業\n\n- 実機で地図の表示を確認（古い端末では表示が正しいことを確認済み）\n- 目盛りを追加する\n",
            ["実機で地図の表示を確認（古い端末では表示が正しいことを確認済み）", "目盛りを追加する"],
            id="a long remark without blanks that something else is done",
        ),
        pytest.param(
            "- [x] Poller\n- [~] Tests of the poller\n- [ ] Alarm\n", ["Tests of the poller", "Alarm"], id="a half box"
        ),
        pytest.param(
            "## Failing tests\n\n- `test_retry`\n- `test_tide`\n", ["`test_retry`", "`test_tide`"], id="code that fails"
        ),
        pytest.param("## What I did not get to\n\n- The alarm\n", ["The alarm"], id="what was not reached"),
        pytest.param("## If time permits\n\n- Draw the axis\n", ["Draw the axis"], id="if there is time"),
        pytest.param(
            "## Known issues\n\n- **Poller**: hung at midnight. Fixed with a timeout.\n- The chart is an hour off\n",
            ["The chart is an hour off"],
            id="a problem that was mended",
        ),
        pytest.param(
            "## Check on the phone\n\n**Possible causes:**\n- The proxy is slow\n- The script does not load\n",
            [],
            id="supposed causes",
        ),
        pytest.param(
            "## Genuinely open (no order — to be agreed)\n\n- The export\n", ["The export"], id="a remark with a dash"
        ),
        pytest.param(
            "- Done\n  - Built the login\n- Pending\n  - Add a retry\n  - Cache tiles\n",
            ["Add a retry", "Cache tiles"],
            id="states as entries that hold the works",
        ),
        pytest.param(
            "## Known issue: the chart is an hour off\n\n- Seen since March\n- Only in the night of the change\n",
            ["The chart is an hour off"],
            id="a heading that names one problem",
        ),
        pytest.param(
            "## Next steps\n\nPick up these in this order:\n\n1. Poller: add a retry\n2. Map: cache tiles\n",
            ["Poller: add a retry", "Map: cache tiles"],
            id="a line that announces the works",
        ),
        pytest.param(
            "## Known issues\n\n- Signed links expire too early\n- Sorted lists lose their order\n- The map is blank\n",
            ["Signed links expire too early", "Sorted lists lose their order", "The map is blank"],
            id="participles before what they qualify",
        ),
        pytest.param(
            "## Next steps\n\n**P1 — Harden the poller**\n1. Add a retry\n2. Cache tiles\n\n"
            "**P2 — Polish the chart**\n3. Round the axis\n",
            ["Add a retry", "Cache tiles", "Round the axis"],
            id="labels among works that are counted through",
        ),
        pytest.param(
            "## Open work\n\n### Step 1: Wire the gauge\n\n- [x] Read it\n- [x] Show it\n\n"
            "### Step 2: Alarm\n\n- [ ] Ring\n",
            ["Ring"],
            id="a heading above boxes that are all ticked",
        ),
        pytest.param(
            "## The poller\n\n1. Add a retry\n2. Remove the cron\n3. Thread the berth through\n",
            ["Add a retry", "Remove the cron", "Thread the berth through"],
            id="one of a list of works that does not say so itself",
        ),
        pytest.param("## Next steps\n\n- Live-check the gauge\n", ["Live-check the gauge"], id="a state as a quality"),
        pytest.param(
            "## Next steps\n\n- Check the port of the proxy (two workers; 8072 is already published)\n",
            ["Check the port of the proxy (two workers; 8072 is already published)"],
            id="a state in a long remark",
        ),
        pytest.param(
            "## To do\n\n- Split the cache into two\n- Set up the log\n- Add a retry\n",
            ["Split the cache into two", "Set up the log", "Add a retry"],
            id="verbs whose past is the same word",
        ),
        pytest.param(
            "## Next steps\n\n### Fix the tests\n\n### Deploy to staging\n\n### Add a retry\n",
            ["Fix the tests", "Deploy to staging", "Add a retry"],
            id="headings that are told, and name what others are about",
        ),
        pytest.param(
            "## Tasks\n\n| Task | Status |\n| --- | --- |\n| Add a retry | pending |\n| Draw lakes | 🚫 Dropped |\n",
            ["Add a retry"],
            id="a state in words behind a sign",
        ),
        pytest.param("## Completed\n\n- Add a retry\n- Cache tiles\n", [], id="finished"),
        pytest.param(
            "## To do\n\n- Sign-in by code - after the first provider works\n- Cache tiles: merged\n- Round the axis\n",
            ["Sign-in by code - after the first provider works", "Round the axis"],
            id="an explanation that ends like a state",
        ),
        pytest.param(
            "## To do\n\n- TODO Add a retry\n- DONE Rotate the keys\n- Live data for the map\n",
            ["Add a retry", "Live data for the map"],
            id="a state in capitals",
        ),
        pytest.param(
            "## Tasks\n\n| Task | Status |\n| --- | --- |\n| Add a retry | pending |\n| Cache tiles | done |\n"
            "| Sort rows | pending |\n| Draw lakes | cancelled |\n| Round the axis | pending |\n| Sign | pending |\n",
            ["Add a retry", "Sort rows", "Round the axis", "Sign"],
            id="finished rows among open ones",
        ),
        pytest.param(
            "## Next steps\n\n- ~~Add a retry~~\n- Cache tiles ✅\n- Sort rows — done\n", [], id="finished among open"
        ),
        pytest.param(
            "## Done\n\n- Importer\n  - [ ] Handle empty files\n", ["Handle empty files"], id="open in finished"
        ),
        pytest.param("## Key files\n\n- `src/app.py` — entry point\n- `src/db.py` — storage\n", [], id="files"),
        pytest.param("## Rules\n\n- Never push to main\n- Always run the linter\n", [], id="rules"),
        pytest.param("## How to run\n\n1. Install it\n2. Start it\n", [], id="how to run"),
        pytest.param("## Definition of done\n\n- [ ] All pages load\n- [ ] No errors\n", [], id="definition of done"),
        pytest.param("## Success criteria\n\n- All pages load\n- [ ] No errors\n", [], id="criteria"),
        pytest.param(
            "## Next steps\n\n1. Read CLAUDE.md first\n2. Add a retry\n", ["Add a retry"], id="a reading ritual"
        ),
        pytest.param("## Next steps\n\n- [describe the task]\n", [], id="a placeholder"),
        pytest.param(
            "## To do\n\n- Split the importer into two modules\n- Cut the release branch\n",
            ["Split the importer into two modules", "Cut the release branch"],
            id="verbs that are their own past",
        ),
        pytest.param(
            "## To do\n\n- Caching - the old one works\n- Sign-in - after the first provider works\n",
            ["Caching - the old one works", "Sign-in - after the first provider works"],
            id="an explanation that ends like a state",
        ),
        pytest.param(
            "## State\n\n- The export is built but not yet deployed; it needs a key\n", None, id="open in prose"
        ),
        pytest.param(
            "# X\n\nPaste this:\n\n```\nPlease go on. What is left:\n- Fix the importer\n- Add a cache\n```\n",
            ["Fix the importer", "Add a cache"],
            id="a note that is one prompt",
        ),
    ],
)
def test_what_is_an_item(text: str, expected: list[str] | None) -> None:
    assert len(titles(text)) <= 1 if expected is None else titles(text) == expected


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param("## Next steps\n\n- Add a retry\n", Kind.PENDING, id="pending"),
        pytest.param("## Blockers\n\n- The token lacks a scope\n", Kind.BLOCKER, id="under blockers"),
        pytest.param("## Next steps\n\n- Add a key (BLOCKED)\n", Kind.BLOCKER, id="tagged as blocked"),
        pytest.param("## Open questions\n\n- Which port does it use?\n", Kind.QUESTION, id="under questions"),
        pytest.param("## Next steps\n\n- Decide whether to drop the old table\n", Kind.QUESTION, id="a decision"),
        pytest.param(
            "## Next steps\n\n- The branch is a rescue branch. Decide where to keep it\n",
            Kind.QUESTION,
            id="a decision in its second sentence",
        ),
        pytest.param(
            "## Next steps\n\n- [ ] **Old table: is it still read?** It holds two years of data.\n",
            Kind.QUESTION,
            id="its strong words ask",
        ),
        pytest.param("## Open questions / To do\n\n- Add a retry\n", Kind.PENDING, id="work beside questions"),
        pytest.param("## Open questions / To do\n\n- Which port?\n", Kind.QUESTION, id="a question beside work"),
        pytest.param("## Next steps\n\n- Add a retry (on hold)\n", Kind.PENDING, id="on hold"),
        pytest.param(
            "## Next steps\n\n- Deploy the map - blocked until the key is there\n", Kind.BLOCKER, id="until when"
        ),
        pytest.param(
            "## Next steps\n\n- Need a decision on the map's vendor\n", Kind.QUESTION, id="a decision is needed"
        ),
    ],
)
def test_kind(text: str, kind: Kind) -> None:
    item = only(text)
    assert item.kind is kind
    assert item.why.kind


@pytest.mark.parametrize(
    ("text", "priority"),
    [
        pytest.param("## Next steps\n\n- Add a retry\n", None, id="no evidence"),
        pytest.param("## Next steps\n\n1. Add a retry\n", None, id="order is no level"),
        pytest.param("## Next steps\n\n### P1\n\n- Add a retry\n", Priority.HIGH, id="by its heading"),
        pytest.param("## Nice to have\n\n- Add a retry\n", Priority.LOW, id="by the section"),
        pytest.param("## Nice to have\n\n- Add a retry (P0)\n", Priority.CRITICAL, id="its own tag wins"),
        pytest.param(
            "## Known problems\n\n| Problem | Severity |\n| --- | --- |\n| The chart is an hour off | high |\n",
            Priority.HIGH,
            id="a column of levels",
        ),
        pytest.param(
            "## Next steps\n\n| Task | Effort |\n| --- | --- |\n| Add a retry | low |\n", None, id="another column"
        ),
        pytest.param(
            "## To do\n\n| Task | State |\n| --- | --- |\n| Add a retry | deferred |\n",
            Priority.LOW,
            id="put off, in a cell",
        ),
        pytest.param("## To do\n\n- The retry - later\n", Priority.LOW, id="put off, behind a dash"),
        pytest.param(
            "## Offen\n\n| Aufgabe | Stand |\n| --- | --- |\n| Wiederholung der Abfrage | zurückgestellt |\n",
            Priority.LOW,
            id="put off, in German",
        ),
        pytest.param(
            "## 待办\n\n| 任务 | 状态 |\n| --- | --- |\n| 重试查询 | 推迟 |\n", Priority.LOW, id="put off, in Chinese"
        ),
        pytest.param("## Next steps\n\n- 🟡 Add a retry\n", Priority.MEDIUM, id="a sign"),
        pytest.param("## Required before launch\n\n- Add a retry\n", Priority.HIGH, id="required before"),
        pytest.param(
            "## Next steps\n\n- Add a critical section to the critical path test\n", None, id="a word of the matter"
        ),
        pytest.param("## Blockers\n\n1. **Token scope (BLOCKER)**\n", Priority.CRITICAL, id="the top tag"),
        pytest.param("## Next steps\n\n### 2.1 BLOCKER — Renew the key\n", Priority.CRITICAL, id="in capitals"),
        pytest.param("## Next steps\n\n- **Blocker:** the key has expired\n", None, id="a mere name of the kind"),
        pytest.param("## Next steps\n\n- Add a retry (BLOCKED)\n", None, id="blocked is no level"),
        pytest.param("## Next steps\n\n### P2 — CRITICAL — Rebuild the index\n", Priority.CRITICAL, id="two tags"),
        pytest.param("## Next steps\n\n- Add a retry (part 2, critical)\n", Priority.CRITICAL, id="last in brackets"),
        pytest.param("## To do (P0/P1)\n\n- Add a retry\n", Priority.HIGH, id="codes side by side"),
        pytest.param("## To do\n\n- Two failing tests, not P0\n", None, id="denied"),
        pytest.param("## To do\n\n- Add a retry, deliberately deferred\n", Priority.LOW, id="put off, in a clause"),
        pytest.param("## To do\n\n- Add a button for deferred uploads\n", None, id="put off, as a quality"),
        pytest.param("## This week\n\n- Optional retry of the upload\n", Priority.LOW, id="optional at its start"),
        pytest.param("## To do\n\n- Add a retry. Severity: low\n", Priority.LOW, id="named behind it"),
        pytest.param(
            "## To do\n\n| Task | Prio |\n| --- | --- |\n| Add a retry | 2 |\n", Priority.MEDIUM, id="a number"
        ),
        pytest.param(
            "# Plan\n\nP6 and P7 follow.\n\n## To do\n\n### Add a retry\n\nPriority: 2\n\nIt is slow.\n",
            Priority.MEDIUM,
            id="a number beside phases",
        ),
        pytest.param("## For today\n\n- Add a retry\n", Priority.HIGH, id="for today"),
        pytest.param("## Open points found today\n\n- Add a retry\n", None, id="found today"),
        pytest.param("## To do\n\n- Add a retry (today it is slow)\n", None, id="today as a word"),
        pytest.param("## To do tomorrow\n\n- Add a retry\n", None, id="tomorrow is the next session"),
        pytest.param("## Critical path\n\n- [ ] Add a retry\n", None, id="the critical path"),
        pytest.param(
            "# Plan\n\nP6 and P7 follow in spring.\n\n## Next steps\n\n- P3: Add a retry\n", None, id="phases"
        ),
    ],
)
def test_priority(text: str, priority: Priority | None) -> None:
    item = only(text)
    assert item.priority is priority
    assert (item.why.priority is None) is (priority is None)


@pytest.mark.parametrize(
    ("text", "state"),
    [
        pytest.param("## Next steps\n\n- Add a retry\n", State.OPEN, id="open"),
        pytest.param("## In progress\n\n- Add a retry\n", State.IN_PROGRESS, id="under in progress"),
        pytest.param("## Next steps\n\n- Add a retry (in progress)\n", State.IN_PROGRESS, id="tagged"),
    ],
)
def test_state(text: str, state: State) -> None:
    assert only(text).state is state


@pytest.mark.parametrize(
    ("entry", "number"),
    [
        pytest.param("#12 Add a retry", 12, id="at the start"),
        pytest.param("Add a retry (#12)", 12, id="at the end"),
        pytest.param("Add a retry as in PR #12", None, id="a pull request"),
        pytest.param("Add a retry, left from #12 and others", None, id="within the sentence"),
        pytest.param("Add a retry", None, id="none"),
    ],
)
def test_number(entry: str, number: int | None) -> None:
    assert only(f"## Next steps\n\n- {entry}\n").number == number


def test_an_item_has_its_lines_its_section_and_its_body() -> None:
    text = (
        "# Note\n\n## Next steps\n\n### Importer\n\n"
        "1. **Add a retry** — the server drops us\n   - [ ] three times\n   - then give up\n\n2. Sort the rows\n"
    )
    first, second = read(text).items
    assert [(mention.start, mention.end) for mention in first.mentions] == [(7, 9)]
    assert first.section == ("Next steps", "Importer")
    assert first.title == "Add a retry: the server drops us"
    assert first.body == "- three times\n- then give up"
    assert first.text == "1. **Add a retry** — the server drops us\n   - [ ] three times\n   - then give up"
    assert second.body == ""


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        pytest.param(
            "## Open\n\n- Rotate the upload key of the gateway\n- Add a cache\n\n"
            "## Next steps\n\n1. Rotate the gateway's upload key\n",
            [[3, 8], [4]],
            id="the same words in another order",
        ),
        pytest.param(
            "## Open\n\n- [ ] Fill the vault with secrets\n- [ ] Run the migrations of the ledger\n\n"
            "## Recommended next steps\n\n1. Fill vault + run ledger migrations\n",
            [[3, 8], [4, 8]],
            id="an entry that covers two",
        ),
        pytest.param(
            "## Open\n\n- Add tests for the parser\n- Add tests for the printer\n",
            [[3], [4]],
            id="entries of one list are different works",
        ),
        pytest.param(
            "## Open\n\n- Add tests for parser7\n\n## Next steps\n\n- Add tests for parser9\n",
            [[3], [7]],
            id="names that differ in a number",
        ),
        pytest.param(
            "## Open\n\n- DEMO-7: Importer is slow on wide tables\n\n## Next\n\n- Profile DEMO-7\n",
            [[3, 7]],
            id="a ticket's key",
        ),
    ],
)
def test_the_same_work_is_one_item(text: str, mentions: list[list[int]]) -> None:
    assert [[mention.start for mention in item.mentions] for item in read(text).items] == mentions


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param("# X\n\n```\n- Fix the importer\n- Add a cache\n```\n", 4, id="between fences"),
        pytest.param("# X\n\n    - Fix the importer\n    - Add a cache\n", 3, id="set off by blanks"),
    ],
)
def test_an_item_of_a_prompt_has_the_lines_of_the_page(text: str, line: int) -> None:
    found = [(item.title, item.mentions[0].start) for item in parse(text, path="HANDOFF.md").items]
    assert found == [("Fix the importer", line), ("Add a cache", line + 1)]


def test_the_strongest_mention_wins() -> None:
    text = (
        "## Blockers\n\n- The upload token of the gateway has expired\n\n"
        "## Next steps\n\n- Renew the expired gateway upload token (P1)\n"
    )
    item = only(text)
    assert (item.kind, item.priority) == (Kind.BLOCKER, Priority.HIGH)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "## Done\n\n- Added a retry\n- Cached tiles\n",
            [("Added a retry", "done"), ("Cached tiles", "done")],
            id="section",
        ),
        pytest.param(
            "## Next steps\n\n- [x] Add a retry\n- Add a cache\n", [("Add a retry", "done")], id="a ticked box"
        ),
        pytest.param("## Next steps\n\n- ~~Add a retry~~\n", [("Add a retry", "done")], id="struck out"),
        pytest.param("## Next steps\n\n- Add a retry — cancelled\n", [("Add a retry", "cancelled")], id="cancelled"),
        pytest.param(
            "## To do\n\n| Task | State |\n| --- | --- |\n| Add a retry | 🚫 Dropped |\n| Cache tiles | ⏳ begun |\n",
            [("Add a retry", "cancelled")],
            id="a cell whose word says more than its sign",
        ),
        pytest.param("## Next steps\n\n- Add a retry — superseded\n", [("Add a retry", "superseded")], id="superseded"),
        pytest.param(
            "## Tasks\n\n| # | Task | Status |\n|---|---|---|\n| 1 | Importer rework | done |\n",
            [("Importer rework", "done")],
            id="a row",
        ),
        pytest.param(
            "## Work\n\n### Import wizard ✅ RESOLVED\n\nIt was slow.\n", [("Import wizard", "done")], id="a heading"
        ),
        pytest.param("## Key files\n\n- `a.py` ✅\n- Server runs ✅\n", [], id="how things are is no evidence"),
        pytest.param("**Branch:** main (pushed)\n\n**Status:** done\n", [], id="lines about the note"),
    ],
)
def test_evidence(text: str, expected: list[tuple[str, str]]) -> None:
    found = read(text).done
    assert [(evidence.title, evidence.outcome.value) for evidence in found] == expected
    assert all(evidence.text and isinstance(evidence.outcome, Outcome) for evidence in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("---\ndate: 2026-02-03\n---\n# X\n", date(2026, 2, 3), id="front matter"),
        pytest.param("# X\n\n**Date:** 2026-02-03\n", date(2026, 2, 3), id="a line"),
        pytest.param("# X\n\n- Last updated: 3 Feb 2026, evening\n", date(2026, 2, 3), id="day first"),
        pytest.param("# Session Handoff - February 3, 2026\n", date(2026, 2, 3), id="the title"),
        pytest.param("# X\n\n> **Stand:** 03.02.2026\n", date(2026, 2, 3), id="German"),
        pytest.param("# X\n\n**最后更新**：2026年2月3日\n", date(2026, 2, 3), id="Chinese"),
        pytest.param("# X\n\n**Diperbarui:** 3 Februari 2026\n", date(2026, 2, 3), id="Indonesian"),
        pytest.param("# X\n\nCập nhật: 2026-02-03\n", date(2026, 2, 3), id="Vietnamese"),
        pytest.param("# X\n\n**Date:** 2026-02-31\n", None, id="no day of the calendar"),
        pytest.param("# X\n\nWe met on 2026-02-03.\n", None, id="a date in a sentence"),
    ],
)
def test_date(text: str, expected: date | None) -> None:
    assert read(text).date == expected


def test_the_first_heading_is_the_title() -> None:
    assert read("intro\n\n## One `two`\n\n# Three\n").title == "One two"
    assert read("no heading\n").title is None


@pytest.mark.parametrize(
    ("line", "works"),
    [
        ("Move the camera; add a tide table", ("Move the camera", "add a tide table")),
        ("Move the camera, then write to the club", ("Move the camera", "then write to the club")),
        (
            "Move the camera (mast, cable). Also add a tide table.",
            ("Move the camera (mast, cable).", "Also add a tide table."),
        ),
        ("Move the camera, which is old, to the pier", ()),
        ("Camera and tide table: move both", ()),
    ],
)
def test_an_item_knows_the_works_that_its_line_joins(line: str, works: tuple[str, ...]) -> None:
    (found,) = parse(f"# Handoff\n\n## Next steps\n\n- {line}\n", path="HANDOFF.md").items
    assert found.works == works
