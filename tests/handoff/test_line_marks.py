"""Lines that begin with marks which Markdown does not know, and boxes that are ticked in part."""

from __future__ import annotations

import pytest

from handoff_issues.handoff import parse


@pytest.mark.parametrize(
    "mark",
    [
        "{0}\ufe0f\u20e3 ",
        "· ",
        "-> ",
        "=> ",
        "› ",
        "#{0} ",
        "{0}: ",
        "{0} - ",
        "[{0}] ",
        "No. {0}: ",
        "Nr. {0} ",
        "2.{0} ",
        "({r}) ",
    ],
)
def test_each_line_is_a_work(mark: str) -> None:
    works = ["Cache the map tiles", "Rotate the keys", "Draw the grid"]
    lines = [mark.format(at, r="i" * at) + work for at, work in enumerate(works, 1)]
    text = "## Next steps\n\n" + "\n".join(lines) + "\n"
    assert [item.title for item in parse(text, path="HANDOFF.md").items] == works


@pytest.mark.parametrize("mark", ["{0}、", "（{0}）"])
@pytest.mark.parametrize("numbers", ["123", "一二三"])
def test_each_line_of_chinese_is_a_work(mark: str, numbers: str) -> None:
    works = ["缓存地图瓦片", "轮换密钥", "绘制网格"]
    lines = [mark.format(number) + work for number, work in zip(numbers, works, strict=True)]
    text = "## 下一步\n\n" + "\n".join(lines) + "\n"
    assert [item.title for item in parse(text, path="HANDOFF.md").items] == works


def test_a_wrapped_line_is_none() -> None:
    text = "## Next steps\n\nCache the map tiles of the harbour, which takes\n2 - 3 days, and draw the grid.\n"
    assert len(parse(text, path="HANDOFF.md").items) == 1


@pytest.mark.parametrize(("box", "state"), [("[/]", "in_progress"), ("[~]", "in_progress"), ("[ ]", "open")])
def test_a_box_that_is_ticked_in_part_is_begun(box: str, state: str) -> None:
    [item] = parse(f"## To do\n\n- {box} Draw the grid\n", path="HANDOFF.md").items
    assert item.state == state


def test_boxes_without_bullets_in_a_fence_are_works() -> None:
    text = "## Next steps\n\n```\n[ ] Cache the map tiles\n[x] Rotate the keys\n[ ] Draw the grid\n```\n"
    assert [item.title for item in parse(text, path="HANDOFF.md").items] == ["Cache the map tiles", "Draw the grid"]
