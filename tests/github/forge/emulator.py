"""The npm package `emulate` as a child process: the store behind the strict front server."""

from __future__ import annotations

import http.client
import itertools
import json
import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

FOLDER = Path(__file__).resolve().parent.parent
ENTRY = FOLDER / "node_modules" / "emulate" / "dist" / "index.js"
TOKENS_PER_USER = 50
"""The emulator counts 5,000 requests an hour against each of its tokens: the front takes turns."""


class EmulatorMissing(RuntimeError):
    """What has to be installed before the tests can have their GitHub."""


class Emulator:
    """One running emulator; only the front server talks to it, one request at a time."""

    def __init__(self, *, base_url: str, logins: list[str], scratch: Path) -> None:
        """Starts it; `base_url` is the address that its answers advertise."""
        self._tokens = {login: itertools.cycle(_tokens(login)) for login in logins}
        self._process, self.port = _start(base_url=base_url, logins=logins, scratch=scratch)
        self._connection = http.client.HTTPConnection("localhost", self.port, timeout=30)
        self._used = time.monotonic()

    def call(
        self, method: str, path: str, *, login: str, query: dict[str, str] | None = None, body: Any = None
    ) -> tuple[int, dict[str, str], Any]:
        """One request as `login`: status, headers in lower case, and the decoded JSON (None where empty)."""
        headers = {"Authorization": f"Bearer {next(self._tokens[login])}", "User-Agent": "front"}
        data = None
        if body is not None:
            data, headers["Content-Type"] = json.dumps(body).encode(), "application/json"
        if time.monotonic() - self._used > 2:  # the emulator hangs up after five seconds of silence
            self._connection.close()
        self._connection.request(method, f"{path}?{urlencode(query)}" if query else path, body=data, headers=headers)
        response = self._connection.getresponse()
        text = response.read()
        self._used = time.monotonic()
        found = {name.lower(): value for name, value in response.getheaders()}
        return response.status, found, json.loads(text) if text else None

    def stop(self) -> None:
        """Ends the process and whatever it started."""
        self._connection.close()
        _end(self._process)


def _tokens(login: str) -> list[str]:
    return [f"{login}-{index}" for index in range(TOKENS_PER_USER)]


def _start(*, base_url: str, logins: list[str], scratch: Path) -> tuple[subprocess.Popen[bytes], int]:
    node = shutil.which("node")
    if node is None:
        raise EmulatorMissing("the tests of the GitHub tracker need Node 20 or newer, and no `node` is on the PATH")
    if not ENTRY.is_file():
        raise EmulatorMissing(f"{ENTRY} is missing; run: npm ci --prefix tests/github --ignore-scripts")
    tokens = {token: {"login": login, "scopes": ["repo"]} for login in logins for token in _tokens(login)}
    seed = scratch / "seed.json"
    seed.write_text(json.dumps({"tokens": tokens, "github": {"users": [{"login": login} for login in logins]}}))
    for _ in range(5):  # another process may take the free port before the emulator does
        port = _free_port()
        command = [node, str(ENTRY), "start", "--service", "github", "--port", str(port)]
        log = (scratch / "emulator.log").open("wb")
        with log:
            process = subprocess.Popen(
                [*command, "--seed", str(seed), "--base-url", base_url],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env={"PATH": os.environ.get("PATH", "")},
                cwd=scratch,
                start_new_session=True,
            )
        if _answers(process, port, base_url=base_url, token=next(iter(tokens))):
            return process, port
        _end(process)
    raise RuntimeError(f"the emulator did not start: {(scratch / 'emulator.log').read_text(errors='replace')}")


def _answers(process: subprocess.Popen[bytes], port: int, *, base_url: str, token: str) -> bool:
    """Whether it came up within 30 seconds, and is ours: its answers advertise our address."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None:
        connection = http.client.HTTPConnection("localhost", port, timeout=5)
        try:
            connection.request("GET", "/user", headers={"Authorization": f"Bearer {token}"})
            return str(json.loads(connection.getresponse().read()).get("url", "")).startswith(base_url)
        except OSError:
            time.sleep(0.05)
        finally:
            connection.close()
    return False


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
