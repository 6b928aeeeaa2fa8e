"""The forms in which people list work, and those that only look like it."""

# ruff: noqa: E501 -- each note stands in one line

from __future__ import annotations

import pytest

from handoff_issues.handoff import parse
from handoff_issues.handoff.lexicon import Lexicon
from handoff_issues.model import Kind


def works(text: str) -> list[str]:
    return [item.title for item in parse(text, path="HANDOFF.md").items]


THREE = {
    "setext": "Handoff\n=======\n\nNext steps\n----------\n\n- {a}\n- {b}\n- {c}\n",
    "caps line": "SESSION HANDOFF\n\nDONE:\n- Built the login\n- Fixed the menu\n\nNEXT STEPS:\n- {a}\n- {b}\n- {c}\n",
    "caps no colon": "SESSION HANDOFF\n\nDONE\n\n- Built the login\n- Fixed the menu\n\nNEXT STEPS\n\n- {a}\n- {b}\n- {c}\n",
    "equals": "=== HANDOFF ===\n\n=== DONE ===\n- Built the login\n\n=== NEXT ===\n- {a}\n- {b}\n- {c}\n",
    "dashes rule": "HANDOFF\n\n-- Done --\n- Built the login\n\n-- Pending --\n- {a}\n- {b}\n- {c}\n",
    "paren numbers": "# Handoff\n\n## Next steps\n\n(1) {a}\n(2) {b}\n(3) {c}\n",
    "letters": "# Handoff\n\n## Next steps\n\na) {a}\nb) {b}\nc) {c}\n",
    "letters dot": "# Handoff\n\n## Next steps\n\nA. {a}\n\nB. {b}\n\nC. {c}\n",
    "roman": "# Handoff\n\n## Next steps\n\ni. {a}\nii. {b}\niii. {c}\n",
    "xml tags": "<handoff>\n<done>\n- Built the login\n</done>\n<next_steps>\n- {a}\n- {b}\n- {c}\n</next_steps>\n</handoff>\n",
    "xml tags blank": "<handoff>\n\n<completed>\n\n- Built the login\n\n</completed>\n\n<pending>\n\n- {a}\n- {b}\n- {c}\n\n</pending>\n\n</handoff>\n",
    "yaml": "# Handoff\n\ndone:\n  - Built the login\nnext:\n  - {a}\n  - {b}\n  - {c}\n",
    "bold inline": "# Handoff\n\n**Done:** built the login.\n\n**Next:** {a}; {b}; {c}.\n",
    "table status last": "# Handoff\n\n| Task | Owner | Status |\n|---|---|---|\n| Build the login | Ana | Done |\n| {a} | Ben | Not started |\n| {b} | Ben | In progress |\n| {c} | Ana | Todo |\n",
    "table status first": "# Handoff\n\n| Status | Task |\n|---|---|\n| ✅ | Build the login |\n| ⬜ | {a} |\n| 🚧 | {b} |\n| ⬜ | {c} |\n",
    "table checkbox": "# Handoff\n\n| # | Task | Done |\n|---|---|---|\n| 1 | Build the login | [x] |\n| 2 | {a} | [ ] |\n| 3 | {b} | [ ] |\n| 4 | {c} | [ ] |\n",
    "emoji bullets": "# Handoff\n\n✅ Built the login\n⬜ {a}\n⬜ {b}\n⬜ {c}\n",
    "star bullets": "Handoff\n\nTODO\n* {a}\n* {b}\n* {c}\n",
    "plus bullets": "# Handoff\n\n## Left\n\n+ {a}\n+ {b}\n+ {c}\n",
    "no bullets": "# Handoff\n\n## Next steps\n\n{a}\n\n{b}\n\n{c}\n",
    "no bullets lines": "# Handoff\n\n## Next steps\n\n{a}\n{b}\n{c}\n",
    "no bullets br": "# Handoff\n\n## Next steps\n\n{a}.  \n{b}.  \n{c}.\n",
    "todo colon": "# Handoff\n\nTODO: {a}\nTODO: {b}\nTODO: {c}\n",
    "state lead": "# Handoff\n\n- DONE: Build the login\n- TODO: {a}\n- TODO: {b}\n- WIP: {c}\n",
    "state bold": "# Handoff\n\n- **Done** — Build the login\n- **Todo** — {a}\n- **Todo** — {b}\n- **In progress** — {c}\n",
    "state end": "# Handoff\n\n- Build the login — done\n- {a} — todo\n- {b} — pending\n- {c} — in progress\n",
    "state paren": "# Handoff\n\n- Build the login (done)\n- {a} (todo)\n- {b} (pending)\n- {c} (in progress)\n",
    "nested state": "# Handoff\n\n- Done\n  - Build the login\n- Pending\n  - {a}\n  - {b}\n  - {c}\n",
    "numbered sections": "# Handoff\n\n1. What was done\n   - Built the login\n2. What is left\n   - {a}\n   - {b}\n   - {c}\n3. Notes\n   - The port is 80\n",
    "bold numbered": "# Handoff\n\n**1. Completed**\n\nBuilt the login.\n\n**2. Remaining**\n\n- {a}\n- {b}\n- {c}\n",
    "quote": "# Handoff\n\n> **Next session**\n> - {a}\n> - {b}\n> - {c}\n",
    "callout": "# Handoff\n\n> [!TODO]\n> - {a}\n> - {b}\n> - {c}\n",
    "details": "# Handoff\n\n<details><summary>Next steps</summary>\n\n- {a}\n- {b}\n- {c}\n\n</details>\n",
    "day plan": "# Handoff\n\n## Tomorrow\n\n- {a}\n- {b}\n- {c}\n",
    "user should": "# Handoff\n\nYou need to:\n\n1. {a}\n2. {b}\n3. {c}\n",
    "arrows": "# Handoff\n\nNext:\n→ {a}\n→ {b}\n→ {c}\n",
    "deep": "# Handoff\n\n## Status\n\n### Backend\n\n#### Remaining\n\n- {a}\n- {b}\n\n### Frontend\n\n#### Remaining\n\n- {c}\n",
    "strike": "# Handoff\n\n## TODO\n\n- ~~Build the login~~\n- {a}\n- {b}\n- {c}\n",
    "indented code list": "# Handoff\n\nNext steps\n\n    - {a}\n    - {b}\n    - {c}\n",
    "tabs": "# Handoff\n\n## Next\n\n-\t{a}\n-\t{b}\n-\t{c}\n",
    "unicode bullets": "# Handoff\n\nNext steps:\n• {a}\n• {b}\n• {c}\n",
    "bold items paras": "# Handoff\n\n## Next steps\n\n**{a}**\nIt fails at night.\n\n**{b}**\nNobody uses it.\n\n**{c}**\nThere are none.\n",
    "heading items": "# Handoff\n\n## Next steps\n\n### {a}\n\nIt fails at night.\n\n### {b}\n\nNobody uses it.\n\n### {c}\n\nThere are none.\n",
    "lead-in with a remark": "# Handoff\n\nTODO before the freeze (Friday)\n- {a}\n- {b}\n- {c}\n",
    "boxes without bullets": "# Handoff\n\ntodo\n[ ] {a}\n[ ] {b}\n[x] Build the login\n[ ] {c}\n",
    "signs without bullets": "# Handoff\n\n✅ Built the login\n🚧 {a}\n❌ {b}\n💡 the port is 80\n⏳ {c}\n",
    "did not": "# Handoff\n\nDID\n- build the login\n\nDID NOT\n- {a}\n- {b}\n- {c}\n",
    "is there, is not": "# Handoff\n\nWhat is there\n- a login\n\nWhat is not there\n- {a}\n- {b}\n- {c}\n",
    "overdue": "# Handoff\n\nDue\n- {a}\n\nOverdue\n- {b}\n\nCorrective actions\n- {c}\n",
    "not begun": "# Handoff\n\n- Login: scrapped\n- {a}: not begun\n- {b}: half way\n- {c}: unassigned\n",
}
"""Three works each."""

A, B, C = "Add a retry to the poller", "Remove the old cron job", "Write tests for the importer"


@pytest.mark.parametrize("form", THREE)
def test_three_works_in_any_form(form: str) -> None:
    text = THREE[form].replace("{a}", A).replace("{b}", B).replace("{c}", C)
    assert works(text) == [A, B, C]


WORK = {
    "begun in strong words": (
        "# Handoff\n\n## Currently working on\n\n**Notifications tab** – the form throws on the second submit\n\n## My recommendation for the order\n\n1. offline mode\n2. code signing on Windows\n",
        3,
    ),
    "states with a remark": (
        "# Handoff\n\n| Finding | Sev | State |\n|---|---|---|\n| Open redirect | High | Fixed, retested |\n| Weak cookie | Low | Open – needs the new library |\n| Long timeout | Low | Accepted risk |\n| Loud errors | High | Blocked, the vendor is silent |\n",
        2,
    ),
    "answers with a remark": (
        "# Handoff\n\n| When | What | Resolved? |\n|---|---|---|\n| Mon | disk full | yes |\n| Tue | certificate expires | no, the renewal hangs |\n| Wed | slow queue | yes, scaled |\n",
        1,
    ),
    "labels of states": (
        "# Handoff\n\nLanded: the parser.\n\nUnstarted: the formatter\n\nIn flight: the linter, its happy path works\n\nGot stuck: comments at the end of a file vanish.\n\nGot postponed: the language server.\n",
        4,
    ),
    "status bullets mixed": (
        "# Handoff\n\n## Status\n\n- Poller: works\n- Importer: done, but tests are missing\n- Alarm: not started\n- Export: in progress, CSV left\n",
        3,
    ),
    "status colon": (
        "# Handoff\n\n- Poller — DONE\n- Importer — IN PROGRESS (encoding left)\n- Alarm — BLOCKED on the mail account\n- Export — NOT STARTED\n",
        3,
    ),
    "blocker bold": ("# Handoff\n\n**Blocker:** the API key has not arrived.\n", 1),
    "waiting": ("# Handoff\n\n## Waiting on\n\n- Harbour office: API key\n- Ana: review of the poller\n", 2),
    "questions": ("# Handoff\n\n## Questions\n\n- Which port should the server use?\n- Do we keep the old table?\n", 2),
    "question in prose": ("# Handoff\n\nOpen question: do we keep the old table?\n", 1),
    "decide": ("# Handoff\n\n## Needs your decision\n\n1. Keep or drop the old table\n2. Round to 5 or 10 cm\n", 2),
    "known bugs": (
        "# Handoff\n\n## Known bugs\n\n- The chart is an hour off in March\n- Export fails for empty stations\n",
        2,
    ),
    "failing tests": ("# Handoff\n\n## Failing tests\n\n- `test_poller_retry`\n- `test_export_empty`\n", 2),
    "tech debt": ("# Handoff\n\n## Tech debt\n\n- The importer has no tests\n- Two copies of the tide formula\n", 2),
    "priorities h3": ("# Handoff\n\n## Priorities\n\n### High\n\n- Add a retry\n\n### Low\n\n- Rename the table\n", 2),
    "p labels": ("# Handoff\n\n## Backlog\n\n- [P0] Add a retry\n- [P1] Rename the table\n- [P2] Draw the axis\n", 3),
    "phases": (
        "# Handoff\n\n## Roadmap\n\n### Phase 1 (done)\n\n- Built the poller\n\n### Phase 2\n\n- Add the alarm\n- Add the export\n",
        2,
    ),
    "owner table": (
        "# Handoff\n\n## Action items\n\n| Action | Owner | Due |\n|---|---|---|\n| Add a retry | Ana | Friday |\n| Rename the table | Ben | Monday |\n",
        2,
    ),
    "pending none then next": ("# Handoff\n\n## Pending\n\nNothing.\n\n## Next session\n\n- Add a retry\n", 1),
    "unchecked in done": ("# Handoff\n\n## Done this session\n\n- [x] Poller\n- [ ] Retry of the poller\n", 1),
    "follow ups": ("# Handoff\n\n## Follow-ups\n\n- Ask the harbour office for the key\n- Send Ana the logs\n", 2),
    "not verified": ("# Handoff\n\n## Not verified\n\n- The export on Windows\n- The alarm on a real phone\n", 2),
    "before release": ("# Handoff\n\n## Before release\n\n- [ ] Rotate the key\n- [ ] Update the docs\n", 2),
    "i did not": ("# Handoff\n\n## What I did not get to\n\n- Tests for the importer\n- The export\n", 2),
    "immediate": (
        "# Handoff\n\n## Immediate next action\n\nRun the migration on staging and check the row counts.\n",
        1,
    ),
    "steps deliverable": (
        "# Handoff\n\n## Next\n\n### 1. Deploy to staging\n\n1. Build the image\n2. Push it\n3. Restart\n\n### 2. Write the docs\n\n- Cover the API\n- Cover the alarm\n",
        2,
    ),
    "subtasks boxes": (
        "# Handoff\n\n## Next\n\n- [ ] Deploy to staging\n  - [ ] Build the image\n  - [ ] Push it\n- [ ] Write the docs\n",
        2,
    ),
    "recap twice": (
        "# Handoff\n\n## TL;DR\n\nNext: add a retry to the poller.\n\n## Next steps\n\n1. Add a retry to the poller, since the gauge drops requests\n2. Rename the table\n",
        2,
    ),
    "german": (
        "# Übergabe\n\n## Erledigt\n\n- Abfrage gebaut\n\n## Offen\n\n- Tests für den Import schreiben\n- Alarm anbinden\n\n## Blockiert\n\n- Schlüssel vom Hafenamt fehlt\n",
        3,
    ),
    "spanish": (
        "# Traspaso\n\n## Hecho\n\n- Sondeo construido\n\n## Pendiente\n\n- Escribir pruebas del importador\n- Conectar la alarma\n\n## Bloqueos\n\n- Falta la clave de la oficina del puerto\n",
        3,
    ),
    "french": (
        "# Passation\n\n## Fait\n\n- Relevé construit\n\n## À faire\n\n- Écrire les tests de l'import\n- Brancher l'alarme\n\n## Bloqué\n\n- La clé de la capitainerie manque\n",
        3,
    ),
    "chinese": (
        "# 交接\n\n## 已完成\n\n- 构建轮询\n\n## 待办\n\n- 编写导入测试\n- 接入警报\n\n## 阻塞\n\n- 港务局的密钥还没到\n",
        3,
    ),
    "japanese": (
        "# 引き継ぎ\n\n## 完了\n\n- ポーリングを実装\n\n## 残タスク\n\n- インポートのテストを書く\n- アラームを接続する\n\n## ブロッカー\n\n- 港湾局の鍵が届いていない\n",
        3,
    ),
    "korean": (
        "# 인수인계\n\n## 완료\n\n- 폴러 구현\n\n## 남은 작업\n\n- 가져오기 테스트 작성\n- 알람 연결\n\n## 차단 요소\n\n- 항만청 키가 아직 도착하지 않음\n",
        3,
    ),
    "portuguese": (
        "# Passagem\n\n## Feito\n\n- Leitura construída\n\n## Pendente\n\n- Escrever testes da importação\n- Ligar o alarme\n\n## Bloqueios\n\n- Falta a chave da capitania\n",
        3,
    ),
    "russian": (
        "# Передача\n\n## Сделано\n\n- Опрос построен\n\n## Осталось\n\n- Написать тесты импорта\n- Подключить тревогу\n\n## Блокеры\n\n- Нет ключа от порта\n",
        3,
    ),
    "italian": (
        "# Consegna\n\n## Fatto\n\n- Lettura costruita\n\n## Da fare\n\n- Scrivere i test dell'importazione\n- Collegare l'allarme\n\n## Bloccanti\n\n- Manca la chiave della capitaneria\n",
        3,
    ),
    "indonesian": (
        "# Serah terima\n\n## Selesai\n\n- Pembacaan dibuat\n\n## Sisa pekerjaan\n\n- Tulis tes untuk importir\n- Sambungkan alarm\n\n## Kendala\n\n- Kunci dari kantor pelabuhan belum ada\n",
        3,
    ),
    "malay": (
        "# Nota serahan\n\n## Dah siap\n\n- Borang pendaftaran\n\n## Belum siap\n\n- Semak kebenaran pengguna\n- Kemas kini sijil\n\n## Soalan\n\n- Adakah log lama perlu disimpan?\n",
        3,
    ),
    "vietnamese labels": (
        "# Bàn giao\n\nCần làm:\n+ form tạo đơn\n\nĐã xong:\n+ đăng nhập\n\nHỏi lại sếp:\n+ giá sỉ tính sao\n\nViệc của bạn:\n+ cấp khóa API\n",
        3,
    ),
    "vietnamese": (
        "# Bàn giao\n\n## Đã làm\n\n- Xây xong phần đọc\n\n## Còn lại\n\n- Viết test cho phần nhập\n- Nối báo động\n\n## Đang bị chặn\n\n- Thiếu khóa của cảng vụ\n",
        3,
    ),
    "emoji sections": (
        "# 🚀 Handoff\n\n## ✅ Done\n\n- Poller\n\n## 🚧 WIP\n\n- Importer tests\n\n## 🔜 Next\n\n- Alarm mail\n\n## 🐛 Bugs\n\n- Chart is an hour off\n",
        3,
    ),
    "checklist states": (
        "# Handoff\n\n- [x] Poller\n- [~] Importer tests\n- [ ] Alarm mail\n- [-] Rust rewrite (dropped)\n",
        2,
    ),
    "parens status": (
        "# Handoff\n\n## Tasks\n\n1. Poller (complete)\n2. Importer tests (50 %)\n3. Alarm mail (not started)\n",
        2,
    ),
    "long prose item": (
        "# Handoff\n\n## Remaining\n\nThe retry in `poller.py` has to be added, since the gauge drops requests at midnight.\n\nThe old table should be renamed.\n",
        2,
    ),
    "todo comments": (
        "# Handoff\n\n## TODOs in code\n\n- `poller.py:12` TODO add a retry\n- `export.py:40` FIXME empty stations\n",
        2,
    ),
    "if time": ("# Handoff\n\n## If time permits\n\n- Draw the axis\n- Cache tiles\n", 2),
    "dates": (
        "# Handoff\n\n## 2026-03-02\n\n### Next\n\n- Add the alarm\n\n## 2026-03-01\n\n### Next\n\n- Build the poller\n",
        1,
    ),
    "superseded": (
        "# Handoff\n\n## Next steps\n\n- Add the alarm\n\n## Old next steps (superseded)\n\n- Build the poller\n",
        1,
    ),
    "numbered tasks with numbered steps": (
        "# Handoff\n\n## Next steps\n\n**1. Build the alarm:**\n\n- see `alarm.py`\n\n"
        "**2. Test on the harbour server:**\n\n1. Open a shell\n2. Check the gauge\n3. Verify the chart\n\n"
        "**3. Test the mails:**\n\n1. Draw a flood\n2. Check the inbox\n",
        3,
    ),
    "asked of somebody": (
        "# Handoff\n\n## For the next session\n\n- @code: the axis of the chart\n- @ana: a gauge for the harbour\n",
        2,
    ),
    "a remark that begins like a ritual": (
        "# Handoff\n\n## Next steps\n\n- **Publish the map** (read section 2 first) and wait for the build\n- Add an axis\n",
        2,
    ),
    "a word of the note's own data before a work": (
        "# Handoff\n\n## Next steps\n\n- **Build:** the poller's step hangs\n- Draw the axis\n- Cache tiles\n- Name gauges\n",
        4,
    ),
    "a word of nothing in an instruction": (
        "# Handoff\n\n## Next steps\n\n- **Decide the colours.** Nothing is said of them yet\n- Add an axis\n",
        2,
    ),
}
"""Notes with the number of their works."""


@pytest.mark.parametrize("form", WORK)
def test_each_work_of_a_note_is_read(form: str) -> None:
    text, number = WORK[form]
    assert len(works(text)) == number


NO_WORK = {
    "limits by design": "# Handoff\n\n## Limitations by design\n\n- one printer per till\n- no colour\n",
    "please do not": "# Handoff\n\nThe model is live.\n\nPlease don't retrain with the whole set, it holds test rows.\n",
    "labels of nothing": "# Handoff\n\nOngoing: nothing.\n\nIn progress: 0\n\n- Pending: none\n- Waiting for: -\n- Deferred: n/a\n",
    "commands": "## Commands\n\n- `make test` runs the tests\n- `make demo` shows it\n- Run `npm start` to start the server\n",
    "how to run": "## How to run locally\n\n1. Install Node 20\n2. Copy `.env.example` to `.env`\n3. Run `npm start`\n",
    "env": "## Environment\n\n- API_KEY must be set in .env\n- Node 20\n- The server needs Redis on port 6379\n",
    "decisions": "## Decisions\n\n- Use Postgres instead of SQLite because of locks\n- Keep the poller in Python\n- No microservices\n",
    "gotchas": "## Gotchas\n\n- Do not run the migration twice\n- Always restart the worker after a deploy\n- The cache must be cleared by hand\n",
    "gotchas prose": "## Watch out\n\nThe importer needs the file in UTF-8, otherwise it fails silently. Never delete the lock file.\n",
    "architecture": "## Architecture\n\n- The poller reads each gauge every minute\n- The API should stay stateless\n- The alarm is sent by mail\n",
    "metrics": "## Metrics\n\n- 120 tests pass\n- Coverage: 84 %\n- Build takes 3 minutes\n- Target: 90 % coverage\n",
    "files": "## Files changed\n\n- `poller.py` - added a retry\n- `importer.py` - fixed the encoding\n- `README.md` - updated\n",
    "done past": "## What I did\n\n- Added a retry to the poller\n- Fixed the importer\n- Wrote tests for the API\n",
    "done imperative": "## Completed\n\n- Add a retry to the poller\n- Fix the importer\n",
    "commits": "## Commits\n\n- abc1234 Add a retry to the poller\n- def5678 Fix the importer\n",
    "ritual": "## Start here\n\n1. Read CLAUDE.md\n2. Run `git status`\n3. Check the open pull requests\n",
    "resume prompt": "## Resume prompt\n\n> Read HANDOFF.md, then continue with the poller.\n",
    "prompt fence": "## Prompt for the next session\n\n```\nRead HANDOFF.md and continue with the poller. Fix the retry first.\n```\n",
    "rules": "## Rules\n\n- Write tests for every change\n- Keep functions short\n- Ask before you delete anything\n",
    "context": "## Context\n\nWe are building a tide alarm. Users want to be warned before a flood. The old system is in PHP.\n",
    "criteria": "## Definition of done\n\n- [ ] All tests pass\n- [ ] The docs are updated\n- [ ] No warnings\n",
    "none": "## Blockers\n\nNone.\n\n## Open questions\n\n- None at this time.\n\n## Known issues\n\nN/A\n",
    "links": "## Links\n\n- Dashboard: https://example.org/d\n- Docs: https://example.org/docs\n- Issue tracker: https://example.org/i\n",
    "team": "## Contacts\n\n- Ana: poller\n- Ben: importer\n- Support: help@example.org\n",
    "accounts": "## Access\n\n- Server: ssh deploy@host\n- Database: read only user `app`\n",
    "verification": "## Verification\n\n- `make test` → 120 passed\n- Start the server, open `/`, expect the chart\n- Curl `/api` returns 200\n",
    "status table done": "## Status\n\n| Part | State |\n|---|---|\n| Poller | Working |\n| Importer | Done |\n| Alarm | Live |\n",
    "lessons": "## Lessons learned\n\n- Test with real data early\n- Avoid mocking the database\n- We should have asked the harbour office first\n",
    "workflow": "## Workflow\n\n1. Create a branch\n2. Open a pull request\n3. Wait for review\n4. Merge\n",
    "schema": "## Data model\n\n- `station` has many `reading`\n- `reading.value` is in metres\n- `alert.sent_at` may be null\n",
    "features": "## Features\n\n- Tide chart with forecast\n- Alarm by mail and SMS\n- Export as CSV\n",
    "changelog": "## Changelog\n\n### 1.2\n\n- Add a retry\n- Fix the encoding\n\n### 1.1\n\n- Add the export\n",
    "works now": "## What works\n\n- Login\n- Export as CSV\n- The alarm\n",
    "summary": "## Summary\n\nThis session added a retry to the poller and fixed the importer. All tests pass. The branch was merged.\n",
    "tips": "## Tips\n\n- Use `make dev` for hot reload\n- If the port is taken, kill the old process\n",
    "out of scope": "## Out of scope\n\n- Rewrite the importer in Rust\n- Support for Windows\n",
    "deploy": "## Deployment\n\n1. Build the image\n2. Push it to the registry\n3. Restart the service\n",
    "history": "## Session log\n\n- 2026-03-01: added the poller; next: write tests\n- 2026-03-02: wrote tests\n",
    "troubleshooting": "## Troubleshooting\n\n- If the poller hangs, restart it\n- Error 500: check the logs\n",
    "config": "## Configuration\n\n- `RETRY=3`\n- `PORT` defaults to 80\n- Set `DEBUG=1` to see more\n",
    "key insight": "## Key insights\n\n- The gauge sends duplicates at midnight\n- Retry must be idempotent\n",
    "prefs": "## User preferences\n\n- Prefers short commits\n- Wants tests for everything\n- Never push to main\n",
    "metadata": "**Date:** 2026-03-01\n**Branch:** feature/retry\n**Status:** In progress\n**Next session:** tomorrow\n",
    "old log": "# Log\n\n### 2026-03-02\n\n- Done: the alarm\n\n### 2026-03-01\n\n- Done: the poller\n- Blocked on: the mail account\n",
    "test checklist": "## Testing checklist\n\n### Visual design\n\n- [ ] Texts have one size\n- [ ] Buttons are green\n",
    "a condition": "## If something isn't working:\n\n1. **Chart:** `chart.py`\n2. **Poller:** `poller.py`\n",
    "new machine": "## First steps on the new laptop\n\n1. Clone the repository\n2. Copy `.env`\n3. Run the tests\n",
    "recently closed": "## Recently closed\n\n- Cache tiles\n- Draw the axis\n",
    "accepted": "## Known issues\n\n- **Accepted tradeoff, not a bug:** the chart draws twice at midnight\n",
    "a found problem supposed": "## If issues are found\n\n- Verify the wiring\n- Check the power\n",
    "metadata list": "- **Status:** partly verified, alarm open\n- **Date:** 2026-03-01\n- **To:** next session\n- **Branch:** main\n",
    "how to add": "**To add a new station:**\n\n1. Edit `stations.json`\n2. Name its gauge\n3. Restart the poller\n",
    "what stays": "## Ownership\n\nRemain protected:\n\n- the retry of the poller\n- the format of the export\n",
}
"""Sections without work."""


@pytest.mark.parametrize("form", NO_WORK)
def test_what_only_looks_like_work_is_none(form: str) -> None:
    assert works(f"# Handoff\n\n{NO_WORK[form]}") == []
    assert works(f"# Handoff\n\n## Next steps\n\n- {B}\n\n{NO_WORK[form]}") == [B]


QUESTIONS = [
    "# Handoff\n\n## Decisions\n\n| Decision | Outcome |\n|---|---|\n| Queue | RabbitMQ |\n| Regions | open |\n",
    "# Handoff\n\n## Next steps\n\n- Ask Jonas whether we keep the old table\n",
    "# Handoff\n\n## Open threads\n\n- Names of the counters not agreed with the platform team\n",
    "# Handoff\n\n## Unsure about\n\n- keeping the state in Postgres or in S3\n",
]


@pytest.mark.parametrize("text", QUESTIONS)
def test_what_somebody_has_to_decide_is_a_question(text: str) -> None:
    assert [item.kind for item in parse(text, path="HANDOFF.md").items] == [Kind.QUESTION]


LANGUAGES = {
    "de": {
        "A": "Tests für den Import schreiben",
        "B": "Alarm per Mail anbinden",
        "C": "Alte Tabelle umbenennen",
        "X": "Abfrage der Pegel bauen",
        "done": "Erledigt",
        "next": "Nächste Schritte",
        "open": "Offen",
        "blk": "Blocker",
        "q": "Offene Fragen",
        "st": "Status",
        "task": "Aufgabe",
        "dn": "fertig",
        "ns": "nicht begonnen",
        "ip": "in Arbeit",
        "key": "Der Schlüssel vom Hafenamt fehlt noch",
        "qq": "Welchen Port soll der Server nutzen?",
        "left": "Was noch fehlt",
        "intro": "Die Abfrage der Pegel läuft und wurde heute gebaut.",
        "wait": "wartet auf das Hafenamt",
        "bug": "Bekannte Probleme",
        "b1": "Das Diagramm ist im März um eine Stunde falsch",
        "low": "Später / optional",
        "todo": "TODO",
    },
    "zh": {
        "A": "编写导入模块的测试",
        "B": "接入邮件警报",
        "C": "重命名旧表",
        "X": "构建水位轮询",
        "done": "已完成",
        "next": "下一步",
        "open": "待办事项",
        "blk": "阻塞",
        "q": "待确认问题",
        "st": "状态",
        "task": "任务",
        "dn": "已完成",
        "ns": "未开始",
        "ip": "进行中",
        "key": "港务局的密钥还没有到",
        "qq": "服务器应该使用哪个端口？",
        "left": "剩余工作",
        "intro": "水位轮询今天已经完成。",
        "wait": "等待港务局",
        "bug": "已知问题",
        "b1": "图表在三月会偏差一小时",
        "low": "可选优化",
        "todo": "TODO",
    },
    "ko": {
        "A": "가져오기 테스트 작성",
        "B": "메일 알람 연결",
        "C": "이전 테이블 이름 변경",
        "X": "수위 폴러 구현",
        "done": "완료된 작업",
        "next": "다음 단계",
        "open": "남은 작업",
        "blk": "차단 요소",
        "q": "미해결 질문",
        "st": "상태",
        "task": "작업",
        "dn": "완료",
        "ns": "미착수",
        "ip": "진행 중",
        "key": "항만청 키가 아직 도착하지 않음",
        "qq": "서버는 어떤 포트를 사용해야 하나요?",
        "left": "남은 일",
        "intro": "수위 폴러는 오늘 완료했다.",
        "wait": "항만청 대기",
        "bug": "알려진 문제",
        "b1": "3월에 차트가 한 시간 어긋남",
        "low": "선택 사항",
        "todo": "TODO",
    },
    "fr": {
        "A": "Écrire les tests de l'import",
        "B": "Brancher l'alarme par mail",
        "C": "Renommer l'ancienne table",
        "X": "Construire le relevé",
        "done": "Fait",
        "next": "Prochaines étapes",
        "open": "À faire",
        "blk": "Blocages",
        "q": "Questions ouvertes",
        "st": "Statut",
        "task": "Tâche",
        "dn": "terminé",
        "ns": "pas commencé",
        "ip": "en cours",
        "key": "La clé de la capitainerie n'est pas arrivée",
        "qq": "Quel port le serveur doit-il utiliser ?",
        "left": "Ce qui reste",
        "intro": "Le relevé des marées a été construit aujourd'hui.",
        "wait": "en attente de la capitainerie",
        "bug": "Problèmes connus",
        "b1": "Le graphique a une heure de décalage en mars",
        "low": "Plus tard",
        "todo": "TODO",
    },
    "es": {
        "A": "Escribir pruebas del importador",
        "B": "Conectar la alarma por correo",
        "C": "Renombrar la tabla antigua",
        "X": "Construir el sondeo",
        "done": "Hecho",
        "next": "Próximos pasos",
        "open": "Pendiente",
        "blk": "Bloqueos",
        "q": "Preguntas abiertas",
        "st": "Estado",
        "task": "Tarea",
        "dn": "completado",
        "ns": "sin empezar",
        "ip": "en curso",
        "key": "La clave de la oficina del puerto no ha llegado",
        "qq": "¿Qué puerto debe usar el servidor?",
        "left": "Lo que falta",
        "intro": "El sondeo de mareas se construyó hoy.",
        "wait": "a la espera del puerto",
        "bug": "Problemas conocidos",
        "b1": "El gráfico está una hora desfasado en marzo",
        "low": "Más adelante",
        "todo": "TODO",
    },
    "ja": {
        "A": "インポートのテストを書く",
        "B": "メールアラームを接続する",
        "C": "古いテーブルの名前を変更する",
        "X": "水位ポーラーを実装",
        "done": "完了した作業",
        "next": "次のステップ",
        "open": "残タスク",
        "blk": "ブロッカー",
        "q": "未解決の質問",
        "st": "状態",
        "task": "タスク",
        "dn": "完了",
        "ns": "未着手",
        "ip": "進行中",
        "key": "港湾局の鍵がまだ届いていない",
        "qq": "サーバーはどのポートを使うべきですか？",
        "left": "残っている作業",
        "intro": "水位ポーラーは今日完成した。",
        "wait": "港湾局待ち",
        "bug": "既知の問題",
        "b1": "3月にグラフが1時間ずれる",
        "low": "余裕があれば",
        "todo": "TODO",
    },
    "pt": {
        "A": "Escrever testes do importador",
        "B": "Ligar o alarme por e-mail",
        "C": "Renomear a tabela antiga",
        "X": "Construir a leitura",
        "done": "Concluído",
        "next": "Próximos passos",
        "open": "Pendente",
        "blk": "Bloqueios",
        "q": "Questões em aberto",
        "st": "Status",
        "task": "Tarefa",
        "dn": "concluído",
        "ns": "não iniciado",
        "ip": "em andamento",
        "key": "A chave da capitania ainda não chegou",
        "qq": "Que porta o servidor deve usar?",
        "left": "O que falta",
        "intro": "A leitura das marés foi construída hoje.",
        "wait": "à espera da capitania",
        "bug": "Problemas conhecidos",
        "b1": "O gráfico está uma hora desfasado em março",
        "low": "Mais tarde",
        "todo": "TODO",
    },
    "pl": {
        "A": "Napisać testy importu",
        "B": "Podłączyć alarm mailowy",
        "C": "Zmienić nazwę starej tabeli",
        "X": "Zbudować odczyt",
        "done": "Zrobione",
        "next": "Następne kroki",
        "open": "Do zrobienia",
        "blk": "Blokery",
        "q": "Otwarte pytania",
        "st": "Status",
        "task": "Zadanie",
        "dn": "gotowe",
        "ns": "nie rozpoczęte",
        "ip": "w toku",
        "key": "Klucz z kapitanatu jeszcze nie dotarł",
        "qq": "Którego portu ma używać serwer?",
        "left": "Co zostało",
        "intro": "Odczyt pływów został dziś zbudowany.",
        "wait": "czeka na kapitanat",
        "bug": "Znane problemy",
        "b1": "Wykres jest przesunięty o godzinę w marcu",
        "low": "Później",
        "todo": "TODO",
    },
    "ru": {
        "A": "Написать тесты импорта",
        "B": "Подключить тревогу по почте",
        "C": "Переименовать старую таблицу",
        "X": "Построить опрос",
        "done": "Сделано",
        "next": "Следующие шаги",
        "open": "Осталось сделать",
        "blk": "Блокеры",
        "q": "Открытые вопросы",
        "st": "Статус",
        "task": "Задача",
        "dn": "готово",
        "ns": "не начато",
        "ip": "в работе",
        "key": "Ключ из порта ещё не пришёл",
        "qq": "Какой порт должен использовать сервер?",
        "left": "Что осталось",
        "intro": "Опрос уровней сегодня построен.",
        "wait": "ждём порт",
        "bug": "Известные проблемы",
        "b1": "График в марте сдвинут на час",
        "low": "Позже",
        "todo": "TODO",
    },
    "it": {
        "A": "Scrivere i test dell'importazione",
        "B": "Collegare l'allarme via mail",
        "C": "Rinominare la vecchia tabella",
        "X": "Costruire la lettura",
        "done": "Fatto",
        "next": "Prossimi passi",
        "open": "Da fare",
        "blk": "Blocchi",
        "q": "Domande aperte",
        "st": "Stato",
        "task": "Attività",
        "dn": "completato",
        "ns": "non iniziato",
        "ip": "in corso",
        "key": "La chiave della capitaneria non è arrivata",
        "qq": "Quale porta deve usare il server?",
        "left": "Cosa manca",
        "intro": "La lettura delle maree è stata costruita oggi.",
        "wait": "in attesa della capitaneria",
        "bug": "Problemi noti",
        "b1": "Il grafico è sfasato di un'ora a marzo",
        "low": "Più avanti",
        "todo": "TODO",
    },
    "id": {
        "A": "Tulis tes untuk importir",
        "B": "Sambungkan alarm lewat surel",
        "C": "Ganti nama tabel lama",
        "X": "Bangun pembacaan pasang surut",
        "done": "Sudah selesai",
        "next": "Langkah berikutnya",
        "open": "Belum dikerjakan",
        "blk": "Hambatan",
        "q": "Pertanyaan terbuka",
        "st": "Status",
        "task": "Tugas",
        "dn": "selesai",
        "ns": "belum dimulai",
        "ip": "sedang dikerjakan",
        "key": "Kunci dari kantor pelabuhan belum datang",
        "qq": "Port mana yang harus dipakai server?",
        "left": "Yang masih tersisa",
        "intro": "Pembacaan pasang surut dibangun hari ini.",
        "wait": "menunggu pelabuhan",
        "bug": "Masalah yang diketahui",
        "b1": "Grafik meleset satu jam di bulan Maret",
        "low": "Nanti",
        "todo": "TODO",
    },
    "vi": {
        "A": "Viết test cho phần nhập dữ liệu",
        "B": "Nối báo động qua email",
        "C": "Đổi tên bảng cũ",
        "X": "Xây dựng phần đọc thủy triều",
        "done": "Đã hoàn thành",
        "next": "Bước tiếp theo",
        "open": "Việc cần làm",
        "blk": "Vướng mắc",
        "q": "Câu hỏi mở",
        "st": "Trạng thái",
        "task": "Công việc",
        "dn": "xong",
        "ns": "chưa bắt đầu",
        "ip": "đang làm",
        "key": "Khóa của cảng vụ vẫn chưa tới",
        "qq": "Máy chủ nên dùng cổng nào?",
        "left": "Những gì còn lại",
        "intro": "Phần đọc thủy triều được xây hôm nay.",
        "wait": "chờ cảng vụ",
        "bug": "Vấn đề đã biết",
        "b1": "Biểu đồ lệch một giờ vào tháng ba",
        "low": "Để sau",
        "todo": "TODO",
    },
}
"""The words of a small note, by the names that `SHAPES` has for them."""

SHAPES = {
    "sections": (
        "# H\n\n## {done}\n\n- {X}\n\n## {next}\n\n- {A}\n- {B}\n\n## {blk}\n\n- {key}\n\n## {q}\n\n- {qq}\n",
        4,
    ),
    "bold labels": ("{intro}\n\n**{done}:**\n- {X}\n\n**{open}:**\n- {A}\n- {B}\n- {C}\n", 3),
    "tight labels": ("{intro}\n\n{done}:\n- {X}\n{open}:\n- {A}\n- {B}\n- {C}\n", 3),
    "table": ("{intro}\n\n| {task} | {st} |\n|---|---|\n| {X} | {dn} |\n| {A} | {ns} |\n| {B} | {ip} |\n", 2),
    "table signs": ("{intro}\n\n| {st} | {task} |\n|---|---|\n| ✅ | {X} |\n| ⬜ | {A} |\n| 🚧 | {B} |\n", 2),
    "state list": ("{intro}\n\n- {X} — {dn}\n- {A} — {ns}\n- {B} — {ip}\n- {C} — {ns}\n", 3),
    "state paren": ("{intro}\n\n- {X} ({dn})\n- {A} ({ns})\n- {B} ({ip})\n", 2),
    "state lead": ("{intro}\n\n- **{dn}**: {X}\n- **{ns}**: {A}\n- **{ip}**: {B}\n", 2),
    "boxes": ("{intro}\n\n- [x] {X}\n- [ ] {A}\n- [ ] {B}\n", 2),
    "label line": ("{intro}\n\n**{open}:** {A}; {B}\n", 2),
    "left": ("{intro}\n\n## {left}\n\n1. {A}\n2. {B}\n", 2),
    "bugs low": ("{intro}\n\n## {bug}\n\n- {b1}\n\n## {low}\n\n- {C}\n", 2),
    "mixed en heads": ("# Handoff\n\n## Done\n\n- {X}\n\n## Next Steps\n\n- {A}\n- {B}\n\n## Blockers\n\n- {key}\n", 3),
    "todo inline": ("{intro}\n\n{todo}: {A}\n\n{todo}: {B}\n", 2),
    "nothing": ("{intro}\n\n## {done}\n\n- {X}\n", 0),
}
"""Shapes of a note, with the number of works."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("shape", SHAPES)
def test_a_shape_is_read_in_each_language(shape: str, language: str) -> None:
    text, number = SHAPES[shape]
    assert len(works(text.format(**LANGUAGES[language]))) == number


OTHER_WORDS = {
    "de": ("Liegen geblieben", "Wo es hakt", "Irgendwann mal"),
    "fr": ("Par où continuer", "Ça bloque", "Plus tard"),
    "es": ("Me quedé en", "Qué nos frena", "Si da tiempo"),
    "pt": ("Ficou faltando", "O que está travando", "Se sobrar tempo"),
    "it": ("Da riprendere", "Cosa ci blocca", "Se avanza tempo"),
    "ca": ("Em vaig quedar a", "Què ens atura", "Si queda temps"),
    "nl": ("Niet afgekomen", "Waar het vastloopt", "Als er tijd is"),
    "pl": ("Zostało jeszcze", "Co blokuje", "Jak będzie czas"),
    "ru": ("Не успел", "Упёрлись в", "Если будет время"),
    "uk": ("Ще треба доробити", "Вперлися в", "Якщо буде час"),
    "tr": ("Yetişmeyenler", "Bizi bloklayan", "Vakit kalırsa"),
    "id": ("Belum sempat", "Yang bikin macet", "Kalau sempat"),
    "vi": ("Chưa kịp làm", "Đang vướng gì", "Khi nào rảnh"),
    "zh": ("没来得及做的", "等别人", "以后再说"),
    "ja": ("やり残し", "詰まっているところ", "できればやりたい"),
    "ko": ("잔여 작업", "기다리는 중", "시간 나면"),
    "he": ("לא הספקתי", "מה תוקע", "אם יהיה זמן"),
    "ar": ("نكمل من هنا", "ما يعيقنا", "إن توفر الوقت"),
}
"""How people head what is left, what holds them up, and what may wait, in words of every day."""


@pytest.mark.parametrize("language", OTHER_WORDS)
def test_headings_in_words_of_every_day_are_read(language: str) -> None:
    left, held, later = OTHER_WORDS[language]
    text = f"# H\n\n## {left}\n\n- CSV\n- SMS\n\n## {held}\n\n- VPN\n\n## {later}\n\n- PDF\n"
    items = parse(text, path="HANDOFF.md", lexicon=Lexicon.of("en", language)).items
    assert [(item.title, item.kind) for item in items] == [
        ("CSV", Kind.PENDING),
        ("SMS", Kind.PENDING),
        ("VPN", Kind.BLOCKER),
        ("PDF", Kind.PENDING),
    ]


@pytest.mark.parametrize(
    ("language", "log", "step"),
    [
        ("es", "Sesiones anteriores", "Siguiente paso: escribir el importador"),
        ("pt", "Sessões anteriores", "Próximo passo: escrever o importador"),
        ("it", "Sessioni precedenti", "Prossimo passo: scrivere l'importatore"),
    ],
)
def test_what_came_next_in_an_older_session_is_no_work(language: str, log: str, step: str) -> None:
    text = f"# H\n\n## {log}\n\n### 3\n\n- SMS\n- {step}\n"
    assert parse(text, path="HANDOFF.md", lexicon=Lexicon.of("en", language)).items == ()


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        pytest.param(["## 2026-03-04", "## 2026-03-02"], ["Draw the legend"], id="two days"),
        pytest.param(["## 2026-03-02", "## 2026-03-04"], ["Write the importer"], id="the newer one below"),
        pytest.param(["## 2026-03-04 a", "## 2026-03-04 b"], ["Draw the legend", "Write the importer"], id="one day"),
        pytest.param(
            ["**Written: 2026-03-04**", "## 2026-03-02"], ["Draw the legend", "Write the importer"], id="a line"
        ),
    ],
)
def test_of_a_journal_the_newest_session_tells_what_is_left(headings: list[str], expected: list[str]) -> None:
    works = ("- [ ] Draw the legend", "- [ ] Write the importer")
    text = "# H\n\n" + "\n\n".join(f"{heading}\n\n{work}" for heading, work in zip(headings, works, strict=True)) + "\n"
    assert [item.title for item in parse(text, path="HANDOFF.md").items] == expected


PLAIN_HEADINGS = [
    "Legend of the harbour map",
    "Set up monitoring for the pier",
    "Clean up old_search",
    "Position indicator",
    "Test the database",
    "Session archiving",
]
SORTING_HEADINGS = ["Context", "High priority", "Backend", "Notes", "Cleanup", "None"]


@pytest.mark.parametrize("count", [1, 12])
def test_headings_with_nothing_below_them_are_works_where_work_is_listed(count: int) -> None:
    """Also on a page of many blocks, which are compared with one another."""
    more = [f"Paint pier {number}" for number in range(count)]
    headings = [*PLAIN_HEADINGS, *more, *SORTING_HEADINGS]
    text = "# H\n\n## Next steps\n\n" + "".join(f"### {heading}\n\n" for heading in headings)
    assert [item.title for item in parse(text, path="HANDOFF.md").items] == [*PLAIN_HEADINGS, *more]


def test_a_heading_with_nothing_below_it_is_none_beside_headings_of_lists() -> None:
    text = "# H\n\n## Next steps\n\n### Mail\n\n- Fix the import\n- Sign the map\n\n### Tides\n"
    assert [item.title for item in parse(text, path="HANDOFF.md").items] == ["Fix the import", "Sign the map"]


@pytest.mark.parametrize("heading", ["Set up the mail server", "Test the database", "Document the release process"])
def test_an_instruction_below_a_heading_of_work_is_a_work_whatever_its_words_name(heading: str) -> None:
    text = f"# H\n\n## Next steps\n\n### {heading}\n\nOnly Mia knows how.\n\n### Move the pier\n\nIt is green.\n"
    assert [item.title for item in parse(text, path="HANDOFF.md").items] == [heading, "Move the pier"]


@pytest.mark.parametrize(
    ("begun", "next_up"),
    [
        ("Move the file uploads to S3", "Move the thumbnails to S3"),
        ("Encrypt the message queue", "Encrypt the backups"),
        ("Mahnversand auf die neue Queue umstellen", "Rechnungsversand auf die neue Queue umstellen"),
    ],
)
def test_the_same_deed_done_to_two_things_is_two_works(begun: str, next_up: str) -> None:
    text = f"# H\n\n## In progress\n\n- {begun}\n\n## Next steps\n\n- {next_up}\n- Raise the timeout of the mail\n"
    assert len(parse(text, path="HANDOFF.md").items) == 3
