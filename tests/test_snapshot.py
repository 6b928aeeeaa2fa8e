"""A real repository becomes a snapshot: streams, versions, standing and warnings of one commit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from handoff_issues.config import Config
from handoff_issues.git import Repository
from handoff_issues.handoff.outline.source import MAX_BYTES
from handoff_issues.model import Mention, Site, Snapshot, Standing, Stream
from handoff_issues.snapshot import MAX_VERSIONS, read
from support.repository import Repository as Builder


@pytest.fixture
def builder(tmp_path: Path) -> Builder:
    return Builder(tmp_path / "project")


def handoff(*titles: str, date: str | None = None, more: str = "") -> str:
    dated = f"**Date:** {date}\n\n" if date else ""
    entries = "".join(f"- [ ] {title}\n" for title in titles)
    return f"# Handoff\n\n{dated}{more}## Next steps\n\n{entries}"


def snapshot(builder: Builder, *, exclude: Sequence[str] = (), **settings: Any) -> Snapshot:
    return read(Repository(builder.path), Config.model_validate(settings), exclude)


def stream(builder: Builder, **settings: Any) -> Stream:
    (only,) = snapshot(builder, **settings).streams
    return only


def paths(found: Stream) -> list[str]:
    return [version.handoff.path for version in found.versions]


def commits(found: Stream) -> list[str]:
    return [version.commit for version in found.versions]


def titles(found: Stream) -> list[list[str]]:
    return [[item.title for item in version.handoff.items] for version in found.versions]


def told(taken: Snapshot) -> list[tuple[str | None, str]]:
    return [(warning.path, warning.message) for warning in taken.warnings]


def test_the_commit_and_its_streams(builder: Builder) -> None:
    files = {
        "HANDOFF.md": handoff("Fix the build"),
        "docs/handoff-2026-03-01.md": handoff("Write the guide"),
        "a.py": "",
    }
    head = builder.commit(files, date="2026-03-01T12:30")
    taken = snapshot(builder)
    assert (taken.commit, taken.committed_at) == (head, datetime(2026, 3, 1, 12, 30, tzinfo=UTC))
    assert [each.id for each in taken.streams] == ["docs/handoff", "handoff.md"]
    assert [each.standing for each in taken.streams] == [Standing.LIVE, Standing.LIVE]
    assert [titles(each) for each in taken.streams] == [[["Write the guide"]], [["Fix the build"]]]
    assert taken.warnings == ()
    assert taken == snapshot(builder)


def test_a_living_file_has_its_versions(builder: Builder) -> None:
    one = builder.commit({"HANDOFF.md": handoff("One")}, date="2026-03-01T12:00")
    builder.commit({"a.py": "x"}, date="2026-03-02T12:00")
    two = builder.commit({"HANDOFF.md": handoff("Two")}, date="2026-03-03T12:00")
    found = stream(builder)
    assert commits(found) == [two, one]
    assert titles(found) == [["Two"], ["One"]]
    assert [version.written.day for version in found.versions] == [3, 1]
    assert found.reaches_back


def test_dated_files_supersede_each_other(builder: Builder) -> None:
    builder.commit({"docs/handoff-2026-03-02-b.md": handoff("New")}, date="2026-03-02T12:00")
    builder.commit({"docs/handoff-2026-03-01-a.md": handoff("Old, committed late")}, date="2026-03-05T12:00")
    found = stream(builder)
    assert paths(found) == ["docs/handoff-2026-03-02-b.md", "docs/handoff-2026-03-01-a.md"]
    assert [version.written.day for version in found.versions] == [2, 1]


def test_a_dated_live_file_that_was_edited_has_its_versions_before_older_files(builder: Builder) -> None:
    old = builder.commit({"handoff-2026-03-01.md": handoff("Old")}, date="2026-03-01T12:00")
    builder.commit({"handoff-2026-03-01.md": handoff("Old, edited")}, date="2026-03-01T13:00")
    first = builder.commit({"handoff-2026-03-02.md": handoff("New")}, date="2026-03-02T12:00")
    second = builder.commit({"handoff-2026-03-02.md": handoff("Newer")}, date="2026-03-03T12:00")
    found = stream(builder)
    assert titles(found) == [["Newer"], ["New"], ["Old, edited"]]
    assert commits(found)[:2] == [second, first]
    assert old not in commits(found)


def test_two_handoffs_of_one_minute_go_by_the_order_of_commits(builder: Builder) -> None:
    builder.commit({"handoff-2026-03-01-zebra.md": handoff("First")}, date="2026-03-01T12:00")
    builder.commit({"handoff-2026-03-01-apple.md": handoff("Second")}, date="2026-03-01T12:00")
    builder.commit({"handoff-2026-03-01-zebra.md": handoff("First, edited")}, date="2026-03-01T12:00")
    assert paths(stream(builder)) == ["handoff-2026-03-01-apple.md", "handoff-2026-03-01-zebra.md"]


def test_the_date_in_the_text_comes_before_the_order_of_commits(builder: Builder) -> None:
    builder.commit({"handoff-2026-03-01-b.md": handoff("New", date="2026-03-02")})
    builder.commit({"handoff-2026-03-01-a.md": handoff("Old", date="2026-03-01")})
    assert titles(stream(builder)) == [["New"], ["Old"]]


def test_agents_of_their_own_names_have_streams_of_their_own(builder: Builder) -> None:
    builder.commit({f"A{n}-SESSION-SUMMARY-2026-03-0{n}.md": handoff(f"Repair pump {n}") for n in (1, 2, 3)})
    assert [each.id for each in snapshot(builder).streams] == [f"a{n}-session-summary" for n in (1, 2, 3)]


def test_a_link_to_the_previous_handoff_ties_streams(builder: Builder) -> None:
    builder.commit({"notes/handoff-2026-03-01.md": handoff("Old")})
    more = "Previous handoff: [last](../notes/handoff-2026-03-01.md)\n\n"
    builder.commit({"docs/session-notes-2026-03-02.md": handoff("New", more=more)})
    found = stream(builder)
    assert found.id == "notes/handoff"
    assert titles(found) == [["New"], ["Old"]]


def test_a_rename_is_followed(builder: Builder) -> None:
    entries = [f"Step {n} of the long way" for n in range(9)]
    one = builder.commit({"HANDOFF.md": handoff(*entries)}, date="2026-03-01T12:00")
    two = builder.move("HANDOFF.md", "docs/HANDOFF.md", date="2026-03-02T12:00")
    found = stream(builder)
    assert (found.id, paths(found), commits(found)) == ("docs/handoff.md", ["docs/HANDOFF.md"], [two])
    assert found.versions[0].written.day == 1, "only moved, so its words are as old as before"
    three = builder.commit({"docs/HANDOFF.md": handoff(*entries, "More")}, date="2026-03-03T12:00")
    found = stream(builder)
    assert (paths(found), commits(found)) == (["docs/HANDOFF.md", "docs/HANDOFF.md"], [three, two])
    assert one not in commits(found)


def test_a_rename_by_case_alone_keeps_the_stream(builder: Builder) -> None:
    builder.commit({"handoff.md": handoff("Fix the build", "Write the guide")})
    before = stream(builder).id
    builder.move("handoff.md", "HANDOFF.md")
    assert stream(builder).id == before


def test_a_deleted_handoff_is_gone(builder: Builder) -> None:
    builder.commit({"HANDOFF.md": handoff("One"), "NEXT_SESSION.md": handoff("Two")})
    builder.delete("HANDOFF.md")
    assert [each.id for each in snapshot(builder).streams] == ["next_session.md"]


def test_a_rewritten_branch_leaves_nothing_of_what_it_was(builder: Builder) -> None:
    first = builder.commit({"HANDOFF.md": handoff("One")})
    builder.commit({"HANDOFF.md": handoff("Withdrawn"), "NEXT_SESSION.md": handoff("Withdrawn too")})
    builder.reset(first)
    builder.commit({"HANDOFF.md": handoff("Two")})
    assert titles(stream(builder)) == [["Two"], ["One"]]


def test_a_revert_shows_the_old_text_again(builder: Builder) -> None:
    builder.commit({"HANDOFF.md": handoff("One")})
    second = builder.commit({"HANDOFF.md": handoff("Two")})
    builder.revert(second)
    assert titles(stream(builder)) == [["One"], ["Two"], ["One"]]


def test_a_merge_is_one_version(builder: Builder) -> None:
    builder.commit({"HANDOFF.md": handoff("One")})
    builder.branch("side")
    builder.commit({"HANDOFF.md": handoff("Half")})
    builder.commit({"HANDOFF.md": handoff("Two")})
    builder.checkout("main")
    builder.commit({"a.py": "x"})
    merge = builder.merge("side")
    found = stream(builder)
    assert titles(found) == [["Two"], ["One"]]
    assert commits(found)[0] == merge


def test_clocks_that_lie_do_not_reorder_a_living_file(builder: Builder) -> None:
    builder.commit({"HANDOFF.md": handoff("One")}, date="2026-05-01T12:00")
    builder.commit({"HANDOFF.md": handoff("Two")}, date="2020-01-01T12:00")
    builder.commit({"HANDOFF.md": handoff("Three")}, date="2026-03-01T12:00")
    assert titles(stream(builder)) == [["Three"], ["Two"], ["One"]]


def test_an_archive_is_history(builder: Builder) -> None:
    files = {f"docs/archive/handoff-2026-03-0{n}.md": handoff(f"Repair pump {n}") for n in (1, 9)}
    builder.commit(
        {**files, "docs/handoff-2026-03-02.md": handoff("Repair the pump"), "old/NEXT_SESSION.md": handoff("Over")}
    )
    found = stream(builder)
    assert titles(found) == [["Repair the pump"], ["Repair pump 9"], ["Repair pump 1"]]
    assert found.id == "docs/handoff"


def test_an_archived_copy_of_a_version_is_no_further_handoff(builder: Builder) -> None:
    builder.commit({"HANDOFF.md": handoff("One")})
    builder.commit({"HANDOFF.md": handoff("Two"), "archive/HANDOFF-2026-03-01.md": handoff("One")})
    assert titles(stream(builder)) == [["Two"], ["One"]]


def test_a_change_of_mode_is_no_version(builder: Builder) -> None:
    builder.commit({"HANDOFF.md": handoff("One")})
    (builder.path / "HANDOFF.md").chmod(0o755)
    builder.commit()
    assert titles(stream(builder)) == [["One"]]


def test_no_more_versions_are_read_than_the_cap(builder: Builder) -> None:
    for n in range(MAX_VERSIONS + 5):
        builder.commit({"HANDOFF.md": handoff(f"Repair pump {n}")})
    found = stream(builder)
    assert titles(found) == [[f"Repair pump {n}"] for n in range(MAX_VERSIONS + 4, 4, -1)]
    assert not found.reaches_back


def test_no_more_dated_files_are_read_than_the_cap(builder: Builder) -> None:
    names = [f"handoffs/2026-{month:02}-{day:02}.md" for month in (1, 2) for day in range(1, 25)]
    builder.commit({name: handoff(name) for name in names}, date="2026-03-01T12:00")
    found = stream(builder)
    assert paths(found) == names[: -MAX_VERSIONS - 1 : -1]
    assert not found.reaches_back


class TestAge:
    @pytest.mark.parametrize(
        ("name", "text", "committed", "read_at", "standing"),
        [
            pytest.param("HANDOFF.md", None, "2026-01-01", "2026-04-01", Standing.LIVE, id="90 days"),
            pytest.param("HANDOFF.md", None, "2026-01-01", "2026-04-02", Standing.UNKNOWN, id="91 days"),
            pytest.param("handoff-2026-01-01.md", None, "2026-03-30", "2026-04-02", Standing.LIVE, id="a newer commit"),
            pytest.param(
                "HANDOFF.md", "2026-03-30", "2026-01-01", "2026-04-02", Standing.LIVE, id="a newer date in it"
            ),
            pytest.param(
                "handoff-2025-10-01.md", "2025-10-01", "2025-10-01", "2026-04-02", Standing.UNKNOWN, id="all old"
            ),
        ],
    )
    def test_counts_from_the_commit_that_is_read(
        self, builder: Builder, name: str, text: str | None, committed: str, read_at: str, standing: Standing
    ) -> None:
        builder.commit({name: handoff("One", date=text)}, date=f"{committed}T12:00")
        builder.commit({"a.py": "x"}, date=f"{read_at}T12:00")
        taken = snapshot(builder)
        assert taken.streams[0].standing is standing
        assert (taken.streams[0].live is None) == (standing is Standing.UNKNOWN)
        assert titles(taken.streams[0]) == [["One"]]
        assert [path for path, _ in told(taken)] == ([name] if standing is Standing.UNKNOWN else [])

    def test_can_be_set(self, builder: Builder) -> None:
        builder.commit({"HANDOFF.md": handoff("One")}, date="2026-01-01T12:00")
        builder.commit({"a.py": "x"}, date="2026-04-02T12:00")
        assert stream(builder, max_age=91).standing is Standing.LIVE

    @pytest.mark.parametrize(
        ("name", "standing"),
        [
            ("handoff-2025-12-01.md", Standing.UNKNOWN),
            ("handoff-2026-03-01.md", Standing.LIVE),
            ("HANDOFF.md", Standing.LIVE),
        ],
    )
    def test_in_a_shallow_clone_is_that_of_its_own_date(
        self, builder: Builder, tmp_path: Path, name: str, standing: Standing
    ) -> None:
        builder.commit({name: handoff("One")}, date="2025-12-01T12:00")
        builder.commit({"a.py": "x"}, date="2026-04-01T12:00")
        shallow = snapshot(builder.clone(tmp_path / "shallow", depth=1))
        assert shallow.streams[0].standing is standing

    def test_in_a_shallow_clone_that_reaches_its_last_commit_is_known(self, builder: Builder, tmp_path: Path) -> None:
        builder.commit({"a.py": "x"}, date="2025-12-01T12:00")
        builder.commit({"handoff-2025-12-01.md": handoff("One")}, date="2026-03-01T12:00")
        builder.commit({"a.py": "y"}, date="2026-04-01T12:00")
        shallow = snapshot(builder.clone(tmp_path / "shallow", depth=3))
        assert shallow.streams[0].standing is Standing.LIVE

    def test_a_date_to_come_is_named(self, builder: Builder) -> None:
        builder.commit({"handoff-2062-03-01.md": handoff("One")}, date="2026-03-01T12:00")
        taken = snapshot(builder)
        assert taken.streams[0].standing is Standing.LIVE
        ((path, message),) = told(taken)
        assert path == "handoff-2062-03-01.md"
        assert "later than the commit" in message


class TestShallowClones:
    def test_are_named_once_with_the_lines_to_paste(self, builder: Builder, tmp_path: Path) -> None:
        for n in range(3):
            builder.commit({"HANDOFF.md": handoff(f"Repair pump {n}"), "NEXT_SESSION.md": handoff(f"Paint wall {n}")})
        taken = snapshot(builder.clone(tmp_path / "shallow", depth=1))
        assert [each.reaches_back for each in taken.streams] == [False, False]
        assert [titles(each) for each in taken.streams] == [[["Repair pump 2"]], [["Paint wall 2"]]]
        ((_, message),) = told(taken)
        assert "fetch-depth: 0" in message

    def test_show_what_they_hold(self, builder: Builder, tmp_path: Path) -> None:
        for n in range(3):
            builder.commit({"HANDOFF.md": handoff(f"Repair pump {n}")})
        assert titles(stream(builder.clone(tmp_path / "shallow", depth=2))) == [["Repair pump 2"], ["Repair pump 1"]]

    def test_without_handoffs_are_fine(self, builder: Builder, tmp_path: Path) -> None:
        builder.commit({"a.py": "x"})
        builder.commit({"a.py": "y"})
        assert not any("shallow" in message for _, message in told(snapshot(builder.clone(tmp_path / "c", depth=1))))


class TestUnreadable:
    @pytest.mark.parametrize(
        ("content", "words"),
        [
            pytest.param(b"# Handoff\n\0\x01\x02", "binary", id="binary"),
            pytest.param(b"- [ ] Work\n" * 1_000_000, "kB", id="10 MB"),
            pytest.param(b"x" * (MAX_BYTES + 1), "kB", id="one byte too many"),
        ],
    )
    def test_a_newest_handoff_makes_its_stream_unknown(self, builder: Builder, content: bytes, words: str) -> None:
        builder.commit({"handoff-2026-03-01.md": handoff("One"), "NEXT_SESSION.md": handoff("Two")})
        builder.commit({"handoff-2026-03-02.md": content})
        taken = snapshot(builder)
        unknown, other = taken.streams
        assert (unknown.standing, unknown.versions, unknown.live) == (Standing.UNKNOWN, (), None)
        assert other.live is not None
        ((path, message),) = told(taken)
        assert path == "handoff-2026-03-02.md"
        assert words in message

    def test_an_older_handoff_is_passed_over(self, builder: Builder) -> None:
        builder.commit({"handoff-2026-03-01.md": handoff("One"), "handoff-2026-03-02.md": b"\0"})
        builder.commit({"handoff-2026-03-03.md": handoff("Three")}, date="2026-03-03T12:00")
        taken = snapshot(builder)
        assert titles(taken.streams[0]) == [["Three"], ["One"]]
        assert [path for path, _ in told(taken)] == ["handoff-2026-03-02.md"]

    def test_an_earlier_version_is_passed_over(self, builder: Builder) -> None:
        builder.commit({"HANDOFF.md": handoff("One")})
        builder.commit({"HANDOFF.md": b"\0"})
        builder.commit({"HANDOFF.md": handoff("Three")})
        taken = snapshot(builder)
        assert titles(taken.streams[0]) == [["Three"], ["One"]]
        assert told(taken) == []

    def test_a_link_is_never_followed(self, builder: Builder, tmp_path: Path) -> None:
        (tmp_path / "secret.md").write_text(handoff("Not of this repository"))
        builder.link("HANDOFF.md", "../secret.md")
        taken = snapshot(builder)
        assert [each.standing for each in taken.streams] == [Standing.UNKNOWN]
        ((path, message),) = told(taken)
        assert path == "HANDOFF.md"
        assert "symbolic link" in message

    def test_a_submodule_is_never_entered(self, builder: Builder) -> None:
        builder.commit({"HANDOFF.md": handoff("One")})
        builder.submodule("docs/handoffs")
        taken = snapshot(builder)
        assert [each.id for each in taken.streams] == ["handoff.md"]
        assert told(taken) == [("docs/handoffs", "is a submodule, which is never followed")]

    def test_an_empty_file_is_a_handoff_without_items(self, builder: Builder) -> None:
        builder.commit({"HANDOFF.md": ""})
        found = stream(builder)
        assert (found.standing, titles(found)) == (Standing.LIVE, [[]])

    def test_a_partial_clone_reads_what_it_has(self, builder: Builder, tmp_path: Path) -> None:
        builder.git("config", "uploadpack.allowFilter", "true")
        builder.commit({"HANDOFF.md": handoff("One")})
        builder.commit({"HANDOFF.md": handoff("Two")})
        clone = builder.clone(tmp_path / "partial", "--filter=blob:none")
        found = stream(clone)
        assert titles(found) == [["Two"]]
        assert not found.reaches_back
        bare = builder.clone(tmp_path / "bare", "--filter=blob:none", "--bare")
        taken = snapshot(bare)
        assert taken.streams[0].standing is Standing.UNKNOWN
        assert "partial clone" in told(taken)[0][1]


class TestTexts:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
    def test_any_encoding(self, builder: Builder, encoding: str) -> None:
        builder.commit({"HANDOFF.md": handoff("Größe prüfen").encode(encoding)})
        taken = snapshot(builder)
        assert titles(taken.streams[0]) == [["Größe prüfen"]]
        assert len(told(taken)) == (encoding == "latin-1")

    @pytest.mark.parametrize("end", ["\n", "\r\n"])
    def test_lines_are_those_of_the_file(self, builder: Builder, end: str) -> None:
        text = "# Handoff\n\nA form\ffeed, a lone\rreturn and a \u2028 too.\n\n## Next steps\n\n- [ ] Fix the build\n"
        builder.commit({"HANDOFF.md": text.replace("\n", end).encode()})
        (item,) = stream(builder).versions[0].handoff.items
        assert item.mentions == (Mention(start=7, end=7),)

    def test_secrets_are_redacted_and_named_by_line(self, builder: Builder) -> None:
        secret = "ghp_" + "a1B2c3D4e5" * 4
        builder.commit({"HANDOFF.md": handoff(f"Rotate {secret} at once")})
        taken = snapshot(builder)
        assert secret not in taken.model_dump_json()
        (warning,) = taken.warnings
        assert (warning.path, warning.line) == ("HANDOFF.md", 5)
        assert "GitHub token" in warning.message

    def test_secrets_of_earlier_versions_are_redacted_in_silence(self, builder: Builder) -> None:
        secret = "ghp_" + "a1B2c3D4e5" * 4
        builder.commit({"HANDOFF.md": handoff(f"Rotate {secret} at once")})
        builder.commit({"HANDOFF.md": handoff("Rotate the token at once")})
        taken = snapshot(builder)
        assert secret not in taken.model_dump_json()
        assert taken.warnings == ()


class TestNames:
    def test_a_name_that_is_not_utf8_can_be_read_and_linked(self, builder: Builder) -> None:
        head = builder.commit({"caf\udce9/HANDOFF.md": handoff("One")})
        found = stream(builder)
        assert (found.id, paths(found)) == ("caf\\xe9/handoff.md", ["caf\udce9/HANDOFF.md"])
        link = Site(url="https://example.com/o/n").lines(head, paths(found)[0], Mention(start=1, end=2))
        assert link == f"https://example.com/o/n/blob/{head}/caf%E9/HANDOFF.md?plain=1#L1-L2"

    def test_the_files_setting_replaces_the_defaults(self, builder: Builder) -> None:
        builder.commit({"HANDOFF.md": handoff("One"), "notes/today.txt": handoff("Two")})
        assert titles(stream(builder, files=("notes/*",))) == [["Two"]]

    def test_the_trackers_own_folder_is_no_handoff(self, builder: Builder) -> None:
        builder.commit({"HANDOFF.md": handoff("One"), "issues/0001-handoff.md": handoff("Two")})
        assert [each.id for each in snapshot(builder, exclude=["issues"]).streams] == ["handoff.md"]

    def test_no_handoffs_is_said(self, builder: Builder) -> None:
        builder.commit({"README.md": "x"})
        assert snapshot(builder).streams == ()
        assert "no handoff" in told(snapshot(builder))[0][1]
        assert "notes/*.md" in told(snapshot(builder, files=("notes/*.md",)))[0][1]

    def test_hostile_attributes_change_nothing(self, builder: Builder) -> None:
        attributes = "* -text -diff filter=none eol=crlf ident working-tree-encoding=UTF-16 export-ignore\n"
        builder.commit({"HANDOFF.md": handoff("Fix $Id$")})
        builder.git("update-index", "--add", "--cacheinfo", _blob(builder, attributes, ".gitattributes"))
        builder.git("commit", "--quiet", "-m", "Attributes")
        assert titles(stream(builder)) == [["Fix $Id$"]]


class TestUncommitted:
    def test_changes_are_named_and_not_read(self, builder: Builder) -> None:
        builder.commit({"HANDOFF.md": handoff("One"), "a.py": "x"})
        builder.write({"HANDOFF.md": handoff("Two"), "a.py": "y", "b.py": "z"})
        taken = snapshot(builder)
        assert titles(taken.streams[0]) == [["One"]]
        ((path, message),) = told(taken)
        assert path == "HANDOFF.md"
        assert "not committed" in message

    @pytest.mark.parametrize("staged", [False, True])
    def test_a_new_handoff_is_named(self, builder: Builder, staged: bool) -> None:
        builder.commit({"HANDOFF.md": handoff("One")})
        builder.write({"NEXT_SESSION.md": handoff("Two"), "templates/HANDOFF.md": "x"})
        if staged:
            builder.git("add", "--all")
        taken = snapshot(builder)
        assert [each.id for each in taken.streams] == ["handoff.md"]
        assert [path for path, _ in told(taken)] == ["NEXT_SESSION.md"]

    def test_an_ignored_file_is_nobodys_concern(self, builder: Builder) -> None:
        builder.commit({"HANDOFF.md": handoff("One"), ".gitignore": "NEXT_SESSION.md\n"})
        builder.write({"NEXT_SESSION.md": handoff("Two")})
        assert snapshot(builder).warnings == ()


def _blob(builder: Builder, text: str, name: str) -> str:
    return f"100644,{builder.git('hash-object', '-w', '--stdin', stdin=text.encode())},{name}"
