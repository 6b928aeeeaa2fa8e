"""Fixtures for all tests: a GitHub over HTTP, and a guard that lets nothing reach the network."""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from forge.emulator import EmulatorMissing
from forge.hub import Forge, GitHub
from forge.recording import record

from support.jobs import Job


@pytest.fixture(scope="session", autouse=True)
def _loopback_only() -> Iterator[None]:
    """No test reaches anything but this machine."""
    connect, connect_ex, look_up = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        _check(self.family, address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        _check(self.family, address)
        return connect_ex(self, address)

    def guarded_look_up(host: Any, *args: Any, **kwargs: Any) -> Any:
        _check(socket.AF_INET, (host,))
        return look_up(host, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
        patch.setattr(socket, "getaddrinfo", guarded_look_up)
        patch.setenv("NO_PROXY", "127.0.0.1,localhost")
        patch.setenv("no_proxy", "127.0.0.1,localhost")
        yield


def _check(family: int, address: Any) -> None:
    if family not in (socket.AF_INET, socket.AF_INET6):
        return
    host = address[0].decode() if isinstance(address[0], bytes) else address[0]
    if host in (None, "", "localhost"):
        return
    try:
        local = ipaddress.ip_address(host).is_loopback
    except ValueError:
        local = False
    if not local:
        pytest.fail(f"a test tried to reach {host}")  # which no `except Exception` hides


@pytest.fixture(scope="session")
def forge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forge]:
    """The session's GitHub: one a worker, on ports of its own."""
    try:
        started = Forge(tmp_path_factory.mktemp("forge"))
    except EmulatorMissing as missing:
        pytest.fail(str(missing), pytrace=False)
    yield started
    started.stop()
    if folder := os.environ.get("FORGE_RECORDS"):  # as `make contract-check` asks
        record(started.exchanges(), Path(folder) / f"{os.getpid()}.jsonl")


@pytest.fixture
def github(forge: Forge) -> GitHub:
    """A fresh repository on it, with a bot's token and the people around it."""
    return forge.repository()


@pytest.fixture
def job(github: GitHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Job:
    """A job on a runner, for that repository."""
    return Job(github, tmp_path, monkeypatch, capsys)
