"""Builds the Dockerfile for real and runs its image: with Docker where there is one, else with Debian's buildah."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

SUITE = "trixie"
IMAGE = "localhost/handoff-issues:image-check"
PACKAGES = {"buildah": "buildah", "debootstrap": "debootstrap", "debian-archive-keyring": None}
"""What building without Docker needs, and the command by which we know that it is there."""


@dataclass(frozen=True)
class Image:
    """What a built image says of itself."""

    entrypoint: tuple[str, ...]
    environment: tuple[str, ...]
    user: str
    workdir: str
    size: str


@dataclass(frozen=True)
class Place:
    """Where a container runs: its environment, its working directory, and what of the host it sees (host: inside)."""

    environment: Mapping[str, str]
    workdir: str
    mounts: Mapping[Path, str] = field(default_factory=dict[Path, str])


class Engine(Protocol):
    """Something that builds an image from a folder with a Dockerfile, and runs commands in it."""

    name: str

    def build(self, folder: Path) -> Image: ...

    def run(self, command: Sequence[str], place: Place) -> subprocess.CompletedProcess[str]:
        """Runs the command in a container of its own, on the host's network; never raises for its exit status."""
        ...

    def close(self) -> None:
        """Removes image and containers."""
        ...


def find_engine(scratch: Path) -> Engine:
    """Docker where its engine answers, else buildah; ends the program with a sentence where neither can be had."""
    if shutil.which("docker") and subprocess.run(["docker", "info"], capture_output=True).returncode == 0:
        return Docker()
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        sys.exit("No Docker engine answers here, and building without one needs root on Debian or Ubuntu.")
    return Buildah(scratch)


class Docker:
    """The engine that GitHub's runners have; the base image comes from its registry."""

    name = "Docker"

    def build(self, folder: Path) -> Image:
        call("docker", "build", "--tag", IMAGE, str(folder))
        found: dict[str, Any] = json.loads(call("docker", "image", "inspect", IMAGE))[0]
        return _image(found["Config"], size=f"{found['Size'] / 1e6:.0f} MB")

    def run(self, command: Sequence[str], place: Place) -> subprocess.CompletedProcess[str]:
        mounts = [f"--volume={host}:{inside}" for host, inside in place.mounts.items()]
        environment = [f"--env={name}={value}" for name, value in place.environment.items()]
        options = ["--rm", "--network=host", f"--workdir={place.workdir}", f"--entrypoint={command[0]}"]
        whole = ["docker", "run", *options, *mounts, *environment, IMAGE, *command[1:]]
        return subprocess.run(whole, capture_output=True, text=True)

    def close(self) -> None:
        subprocess.run(["docker", "image", "rm", "--force", IMAGE], capture_output=True)


class Buildah:
    """No engine and no registry: a base of our own making, chroot for isolation, plain folders for storage."""

    name = "buildah"

    def __init__(self, scratch: Path) -> None:
        self._base = scratch / "base"
        self._buildah = ["buildah", "--storage-driver=vfs"]
        self._buildah += [f"--root={scratch / 'storage'}", f"--runroot={scratch / 'run'}"]

    def build(self, folder: Path) -> Image:
        _install_missing()
        _make_base(self._base)
        base = f"localhost/{SUITE}"
        container = self._call("from", "scratch").strip()
        self._call("add", "--quiet", container, str(self._base), "/")
        self._call("commit", "--quiet", "--rm", container, base)
        shutil.rmtree(self._base)
        self._call("build", "--isolation=chroot", f"--build-arg=BASE={base}", f"--tag={IMAGE}", str(folder))
        config = json.loads(self._call("inspect", "--type=image", IMAGE))["OCIv1"]["config"]
        return _image(config, size=json.loads(self._call("images", "--json", IMAGE))[0]["size"])

    def run(self, command: Sequence[str], place: Place) -> subprocess.CompletedProcess[str]:
        container = self._call("from", IMAGE).strip()
        mounts = [f"--volume={host}:{inside}" for host, inside in place.mounts.items()]
        environment = [f"--env={name}={value}" for name, value in place.environment.items()]
        options = ["--isolation=chroot", f"--workingdir={place.workdir}"]
        whole = [*self._buildah, "run", *options, *mounts, *environment, container, "--", *command]
        try:
            return subprocess.run(whole, capture_output=True, text=True)
        finally:
            self._call("rm", container)

    def close(self) -> None:
        if shutil.which("buildah"):
            subprocess.run([*self._buildah, "rm", "--all"], capture_output=True)

    def _call(self, *arguments: str) -> str:
        return call(*self._buildah, *arguments)


def call(*command: str) -> str:
    """Runs a command that must succeed; gives its standard output, or ends the program showing what went wrong."""
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{shlex.join(command)} failed with {done.returncode}:\n{done.stdout[-4000:]}{done.stderr[-4000:]}")
    return done.stdout


def _image(config: dict[str, Any], *, size: str) -> Image:
    return Image(
        entrypoint=tuple(config.get("Entrypoint") or ()),
        environment=tuple(config.get("Env") or ()),
        user=config.get("User") or "",
        workdir=config.get("WorkingDir") or "",
        size=size,
    )


def _install_missing() -> None:
    missing = [package for package, command in PACKAGES.items() if command is None or not shutil.which(command)]
    if any(PACKAGES[package] for package in missing):
        call("apt-get", "update")
        call("apt-get", "install", "--yes", "--no-install-recommends", *missing)


def _make_base(folder: Path) -> None:
    """A minimal Debian, as slim as the published image, that reaches mirrors and indexes the way this machine does."""
    call("debootstrap", "--variant=minbase", SUITE, str(folder), *_mirror())
    unneeded = ["usr/share/doc", "usr/share/info", "usr/share/locale", "usr/share/man", "var/cache/apt"]
    for path in [*unneeded, "var/lib/apt/lists"]:
        shutil.rmtree(folder / path)
        (folder / path).mkdir()
    excluded = "".join(f"path-exclude /{path}/*\n" for path in unneeded if path.startswith("usr/"))
    (folder / "etc/dpkg/dpkg.cfg.d/slim").write_text(excluded)
    (folder / "etc/apt/apt.conf.d/99host").write_text(_apt_settings())
    (folder / "etc/pip.conf").write_text(_pip_settings(folder))


def _mirror() -> list[str]:
    """The mirror that this machine's own apt uses, where it is one of Debian's."""
    line = "$(ORIGIN) $(CREATED_BY) $(CODENAME) $(REPO_URI)"
    for target in call("apt-get", "indextargets", "--format", line).splitlines():
        origin, kind, codename, address = target.split(maxsplit=3)
        if origin == "Debian" and kind == "Packages" and "-" not in codename:
            return [address]
    return []


def _apt_settings() -> str:
    kept = ("Acquire::http", "Acquire::Check-", "Acquire::Retries")  # https is among them
    lines = call("apt-config", "dump").splitlines()
    return "".join(f"{line}\n" for line in lines if line.startswith(kept))


def _pip_settings(base: Path) -> str:
    """How this machine's pip reaches its index; its certificates are copied into the base."""
    found: dict[str, str] = {}
    for line in call(sys.executable, "-m", "pip", "config", "list").splitlines():
        name, _, value = line.partition("=")
        found[name.rpartition(".")[2].lstrip(":")] = value.strip("'")
    certificates = found.get("cert") or os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("SSL_CERT_FILE")
    settings = {name: found[name] for name in ("index-url", "proxy", "trusted-host") if name in found}
    if certificates:
        shutil.copyfile(certificates, base / "etc/host-certificates.pem")
        settings["cert"] = "/etc/host-certificates.pem"
    return "[global]\n" + "".join(f"{name} = {value}\n" for name, value in settings.items())
