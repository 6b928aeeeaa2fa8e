"""Which other works an entry names, and whom; what only looks so names nothing."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings

from handoff_issues.handoff import Lexicon, parse
from handoff_issues.handoff.items.references import MOST, entry_lines, read_references
from handoff_issues.handoff.outline import Block, Shape
from handoff_issues.handoff.outline.inline import Inline
from handoff_issues.handoff.sentences.people import read_people
from support.documents import documents
from support.pace import in_time


def named(text: str, *languages: str) -> list[tuple[str, str]]:
    """What one entry names: direction and name."""
    block = Block(Shape.ENTRY, 1, 1, Inline.of(text))
    found = read_references(block, entry_lines(block, text), ("en", *languages))
    return [(each.direction.value, each.name) for each in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- Publish the tiles after #12", ["after #12"]),
        ("- Publish the tiles (blocked by #12, #13 and #14)", ["after #12", "after #13", "after #14"]),
        ("- Publish the tiles. Blocked-by: #12 (the vendor's key), #13", ["after #12", "after #13"]),
        ("- Publish the tiles, **waiting on:** PCC-99", ["after PCC-99"]),
        ("- Publish the tiles once `PCC-99` is merged", ["after PCC-99"]),
        ("- Publish the tiles; depends on issue #12 for the key", ["after #12"]),
        ("- Publish the tiles; depends on B1", ["after B1"]),
        ("- Publish the tiles, requires #12 first", ["after #12"]),
        ("- Publish the tiles, requires the vendor key first", ["after vendor key"]),
        ("- Publish the tiles: #12 must land first", ["after #12"]),
        ("- Publish after “Rotate the vendor key” is done", ["after Rotate the vendor key"]),
        ("- Publish after the key rotation is done, then tell the pilots", ["after key rotation"]),
        (
            "- Publish. Depends on: Rotate the key; Clean the bucket.",
            ["after Rotate the key", "after Clean the bucket"],
        ),
        ("- The vendor's key is missing, which blocks #12 and PCC-99", ["before #12", "before PCC-99"]),
        (
            "- The vendor's key is missing. **Blocks:** #12, Publish the tiles",
            ["before #12", "before Publish the tiles"],
        ),
        ("- Clean the bucket; must land before #12", ["before #12"]),
        ("- Clean the bucket, unblocks #12", ["before #12"]),
        ("- Publish, blocked by [#12](../issues/12)", ["after #12"]),
        ("- Publish\n  - blocked by #12\n  - blocked by #12", ["after #12"]),
    ],
)
def test_what_is_named_in_english(text: str, expected: list[str]) -> None:
    assert [" ".join(each) for each in named(text)] == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "- Kacheln veröffentlichen, erst nach #12", "after #12"),
        ("de", "- Kacheln veröffentlichen: wartet auf PCC-99", "after PCC-99"),
        ("de", "- Kacheln veröffentlichen, hängt von #12 ab", "after #12"),
        ("de", "- Kacheln veröffentlichen, sobald der Schlüssel getauscht fertig ist", "after Schlüssel getauscht"),
        ("de", "- Schlüssel fehlt, blockiert #12", "before #12"),
        ("fr", "- Publier les tuiles après #12", "after #12"),
        ("fr", "- Publier les tuiles, bloqué par PCC-99", "after PCC-99"),
        ("fr", "- Publier (dépend de : « Changer la clé »)", "after Changer la clé"),
        ("fr", "- La clé manque, bloque #12", "before #12"),
        ("es", "- Publicar las teselas después de #12", "after #12"),
        ("es", "- Publicar las teselas, depende de «Cambiar la clave»", "after Cambiar la clave"),
        ("es", "- Falta la clave: bloquea #12", "before #12"),
        ("id", "- Terbitkan ubin peta setelah #12", "after #12"),
        ("id", "- Terbitkan ubin peta, bergantung pada PCC-99", "after PCC-99"),
        ("id", "- Terbitkan ubin peta (menunggu: “Ganti kunci API”)", "after Ganti kunci API"),
        ("id", "- Kuncinya hilang, memblokir #12", "before #12"),
        ("vi", "- Đăng ô bản đồ sau khi #12 xong", "after #12"),
        ("vi", "- Đăng ô bản đồ, phụ thuộc vào PCC-99", "after PCC-99"),
        ("vi", "- Đăng ô bản đồ (chờ: “Đổi khóa API”)", "after Đổi khóa API"),
        ("vi", "- Mất khóa, đang chặn #12", "before #12"),
        ("zh", "- 发布地图瓦片，等待 #12", "after #12"),
        ("zh", "- 发布地图瓦片，被 PCC-99 阻塞", "after PCC-99"),
        ("zh", "- 在 #12 完成后发布地图瓦片", "after #12"),
        ("zh", "- 更新密钥，依赖：发布地图瓦片（高）", "after 发布地图瓦片"),
        ("zh", "- 密钥缺失，阻塞 #12", "before #12"),
        ("ja", "- #12 の完了後に地図タイルを公開する", "after #12"),
        ("ja", "- 鍵を更新する（「地図タイルを公開する」の後）", "after 地図タイルを公開する"),
        ("ja", "- 鍵がない、#12 をブロック", "before #12"),
        ("ko", "- #12 완료 후 지도 타일 게시", "after #12"),
        ("ko", "- 로드 시간 측정 (PCC-99 대기)", "after PCC-99"),
        ("ko", "- 키가 없음, #12 를 차단", "before #12"),
    ],
)
def test_what_is_named_in_other_languages(language: str, text: str, expected: str) -> None:
    assert [" ".join(each) for each in named(text, language)] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "- Publish the tiles, no longer blocked by #12",
        "- Publish the tiles; was blocked by #12",
        "- Publish the tiles, not waiting for #12",
        "- Publish the tiles ~~after #12~~",
        "- Publish the tiles <!-- blocked by #12 -->",
        "- Publish the tiles after PR #12",
        "- Publish the tiles after acme/maps#12",
        "- Publish the tiles, see [#12](https://github.example/other/place/issues/12), waiting on [#12](https://x.y/1)",
        "- Publish the tiles after lunch",
        "- Publish the tiles (#12)",
        "- Publish the tiles, requires Python 3.11",
        "- Look after the tiles",
        "- Publish the tiles\n  ```\n  blocked by #12\n  ```",
        "- 发布地图瓦片，不再依赖 #12",
        "- #12 に依存しない地図タイルを公開する",
    ],
)
def test_what_only_looks_so(text: str) -> None:
    numbers = [name for _, name in named(text, "zh", "ja") if "12" in name or "tiles" in name]
    assert numbers == []


def test_a_number_of_the_entrys_own_list_is_no_issue() -> None:
    text = "# Handoff\n\n## Next steps\n\n1. Rotate the key\n2. Publish the tiles after #1\n3. Add a test after #12\n"
    items = parse(text, path="HANDOFF.md").items
    assert [[each.name for each in item.references] for item in items] == [[], [], ["#12"]]


def test_many_entries_that_name_many_numbers_take_no_time() -> None:
    text = "\n".join(f"1. Fix part {n} after #{9_000 + n}, #{8_000 + n}, #{7_000 + n}" for n in range(2_000))
    started = time.process_time()
    items = parse(f"# Handoff\n\n## Next steps\n\n{text}\n", path="HANDOFF.md").items
    assert in_time(time.process_time() - started, 4)
    assert [len(each.references) for each in items[:2]] == [3, 3]


def test_the_columns_of_a_table_are_labels() -> None:
    text = (
        "# Handoff\n\n## Blockers\n\n| Item | Blocks | Assignee |\n| --- | --- | --- |\n"
        "| The vendor's key has not arrived | #12, Publish the tiles | Ana, @kim |\n"
    )
    [item] = parse(text, path="HANDOFF.md").items
    assert [(each.direction.value, each.name) for each in item.references] == [
        ("before", "#12"),
        ("before", "Publish the tiles"),
    ]
    assert item.people == ("Ana", "@kim")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- Rotate the key (owner: @ana)", ["@ana"]),
        ("- Rotate the key (@ana, @kim-b)", ["@ana", "@kim-b"]),
        ("- Rotate the key — @ana", ["@ana"]),
        ("- @ana: rotate the key", ["@ana"]),
        ("- Rotate the key, assigned to @ana and @kim-b", ["@ana", "@kim-b"]),
        ("- Rotate the key. **Owner:** Ana & Ben Ito", ["Ana", "Ben Ito"]),
        ("- AR to verify the load test", ["AR"]),
        ("- Maria Silva to review the draft", ["Maria Silva"]),
        ("- Schlüssel tauschen (zuständig: Ana)", ["Ana"]),
        ("- Schlüssel tauschen (@ana und @kim-b)", ["@ana", "@kim-b"]),
        ("- Changer la clé, responsable : Ana", ["Ana"]),
        ("- Changer la clé, responsables : Ana et Ben", ["Ana", "Ben"]),
        ("- Ganti kunci yang dipakai untuk ubin (penanggung jawab: Budi)", ["Budi"]),
        ("- Ganti kunci yang dipakai untuk ubin (penanggung jawab: Budi dan Sari)", ["Budi", "Sari"]),
        ("- Đổi khóa cho ô bản đồ (người phụ trách: Minh)", ["Minh"]),
        ("- 更新密钥（负责人：小王）", ["小王"]),
        ("- 更新密钥（负责人：小王和小李）", ["小王", "小李"]),
        ("- 鍵を更新する 担当：田中", ["田中"]),
        ("- 키 교체, 담당자: 김민수", ["김민수"]),
        ("- Ask @ana what she thinks", []),
        ("- Mail ana@harbour.example (ana@harbour.example)", []),
        ("- Ask @harbour/pilots (@harbour/pilots)", []),
        ("- Users must log in", []),
        ("- Nothing to do", []),
        ("- Owner: the people who run the two pilot boats", []),
    ],
)
def test_people(text: str, expected: list[str]) -> None:
    assert list(read_people([text], Lexicon.of("en", "de", "fr", "id", "vi", "zh", "ja", "ko"))) == expected


def test_who_names_a_crowd_names_nobody() -> None:
    crowd = ", ".join(f"@a{n}" for n in range(9))
    assert read_people([f"- Rotate the key, owners: {crowd}"], Lexicon.of("en")) == ()


def test_what_is_named_is_bounded_and_takes_no_time() -> None:
    many = "- Publish after " + ", ".join(f"#{n}" for n in range(1, 300))
    assert len(named(many)) <= MOST
    started = time.process_time()
    for text in ("after (" * 5_000, "blocked by #1 " * 5_000, "[a](" * 5_000, "@a" * 9_000, "~~" * 9_000, "**" * 9_000):
        named(text, "de", "zh", "ja", "ko")
        read_people([text[:1_000]], Lexicon.of("en", "de"))
    assert in_time(time.process_time() - started, 2)


@settings(max_examples=60, deadline=None)
@given(documents)
def test_any_text_is_read(text: str) -> None:
    for item in parse(text, path="HANDOFF.md").items:
        assert len(item.references) <= 4 * MOST
        for each in item.references:
            assert (each.number is None) == (not each.name.startswith("#"))
            assert "\n" not in each.name
