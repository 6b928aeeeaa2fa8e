"""Where a command keeps issues: in a folder, or on GitHub."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from handoff_issues.config import Config
from handoff_issues.errors import HandoffError
from handoff_issues.git import Commit, Repository
from handoff_issues.model import Site
from handoff_issues.trackers import Tracker

if TYPE_CHECKING:
    from handoff_issues.trackers.github import GitHubTracker

_NOT_LOGGED_IN = """\
Either keep the issues in a folder, for which no token is needed:

    handoff-issues sync --issues-dir issues

or give a token that may read the repository and write its issues, e.g. that of the GitHub CLI:

    GITHUB_TOKEN=$(gh auth token) handoff-issues sync"""


@dataclass(frozen=True)
class Place:
    """Where issues are kept."""

    tracker: Tracker
    site: Site
    exclude: tuple[str, ...] = ()
    """Folders of the repository that hold issues, hence no handoffs."""
    used: GitHubTracker | None = None


def find_place(
    environ: Mapping[str, str],
    repository: Repository,
    config: Config,
    issues_dir: str | None,
    *,
    at: Commit,
    create: bool,
) -> Place:
    """A folder where one is named, else GitHub. `create`: the folder may be made; `at` dates what is written there."""
    if issues_dir is None:
        tracker, site = _github(environ, repository, config)
        return Place(tracker, site, used=tracker)
    from handoff_issues.trackers.directory import DirectoryTracker

    folder = _issues_folder(issues_dir, create=create)
    return Place(DirectoryTracker(folder, now=at.at), Site(url=None), _inside(folder, repository.top))


def _issues_folder(name: str, *, create: bool) -> Path:
    try:
        folder = Path(name).resolve()
        if create:
            folder.mkdir(parents=True, exist_ok=True)
        if folder.exists() and not folder.is_dir():
            raise NotADirectoryError(20, "it is no folder")
    except (OSError, RuntimeError) as error:  # also links that lead in a circle
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise HandoffError("the folder for issues cannot be used", where=name, why=why) from error
    return folder


def _inside(folder: Path, top: Path) -> tuple[str, ...]:
    """The folder relative to the repository, where it lies in it: the issues in it are no handoffs."""
    top = top.resolve()
    return (folder.relative_to(top).as_posix(),) if folder.is_relative_to(top) and folder != top else ()


def _github(environ: Mapping[str, str], repository: Repository, config: Config) -> tuple[GitHubTracker, Site]:
    token = environ.get("GITHUB_TOKEN") or environ.get("GH_TOKEN")
    if not token:
        raise HandoffError("there is no GitHub token", mend=_NOT_LOGGED_IN)
    from handoff_issues.trackers.github import GitHubTracker

    remote = urlsplit(repository.remote() or "")
    server = environ.get("GITHUB_SERVER_URL") or (f"https://{remote.netloc}" if remote.netloc else "https://github.com")
    server = server.rstrip("/")
    name = environ.get("GITHUB_REPOSITORY") or remote.path.strip("/").removesuffix(".git")
    if name.count("/") != 1:
        mend = "Set GITHUB_REPOSITORY to owner/name, or add the remote: git remote add origin ADDRESS"
        why = f"its address ends in {name}" if name else "there is none, or several and none is called origin"
        raise HandoffError("the git remote names no repository on GitHub", why=why, mend=mend)
    tracker = GitHubTracker(
        name,
        token=token,
        api_url=environ.get("GITHUB_API_URL") or _api(server),
        write_interval=config.write_interval,
        max_wait=config.max_wait,
    )
    return tracker, Site(url=f"{server}/{name}")


def _api(server: str) -> str:
    """https://docs.github.com/enterprise-server/rest/using-the-rest-api/getting-started-with-the-rest-api"""
    return "https://api.github.com" if server == "https://github.com" else f"{server}/api/v3"
