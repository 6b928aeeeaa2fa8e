"""Where a repository comes from, and on which branch it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from handoff_issues.git import Repository, web_address
from support.repository import Repository as Builder


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://github.com/octo/cat.git", "https://github.com/octo/cat"),
        ("https://github.com/octo/cat", "https://github.com/octo/cat"),
        ("https://github.com/octo/cat/", "https://github.com/octo/cat"),
        ("https://x-access-token:secret@github.com/octo/cat.git", "https://github.com/octo/cat"),
        ("https://git.example.com:8443/octo/cat.git", "https://git.example.com:8443/octo/cat"),
        ("http://localhost:3000/octo/cat.git", "http://localhost:3000/octo/cat"),
        ("git@github.com:octo/cat.git", "https://github.com/octo/cat"),
        ("github.com:octo/cat", "https://github.com/octo/cat"),
        ("git@github.com:/octo/cat.git", "https://github.com/octo/cat"),
        ("ssh://git@github.com/octo/cat.git", "https://github.com/octo/cat"),
        ("ssh://git@ssh.example.com:2222/octo/cat.git", "https://ssh.example.com/octo/cat"),
        ("git://github.com/octo/cat.git", "https://github.com/octo/cat"),
        ("https://github.com/octo.cat/my.git.git", "https://github.com/octo.cat/my.git"),
        ("/srv/git/cat.git", None),
        ("../cat", None),
        ("./a:b/cat", None),
        ("file:///srv/git/octo/cat.git", None),
        ("https://github.com/cat", None),
        ("https://github.com:port/octo/cat", None),
        ("https://[::1/octo/cat", None),
        ("ext::sh -c evil/x", None),
        ("", None),
    ],
)
def test_web_address(url: str, address: str | None) -> None:
    assert web_address(url) == address


def test_origin_is_asked_first(builder: Builder) -> None:
    repository = Repository(builder.path)
    assert repository.remote() is None
    builder.git("remote", "add", "fork", "git@github.com:me/cat.git")
    assert repository.remote() == "https://github.com/me/cat"
    builder.git("remote", "add", "upstream", "git@github.com:them/cat.git")
    assert repository.remote() is None
    builder.git("remote", "add", "origin", "https://github.com/octo/cat.git")
    assert repository.remote() == "https://github.com/octo/cat"


def test_branches(builder: Builder, tmp_path: Path) -> None:
    head = builder.commit({"a.md": "1"})
    clone = builder.clone(tmp_path / "clone")
    repository = Repository(clone.path)
    assert (repository.branch(), repository.default_branch()) == ("main", "main")
    clone.branch("topic/one")
    assert (repository.branch(), repository.default_branch()) == ("topic/one", "main")
    clone.checkout(head)
    assert repository.branch() is None
    assert Repository(builder.path).default_branch() is None
