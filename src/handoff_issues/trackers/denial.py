"""What a refusal that does not pass by waiting means, and how the user can mend it."""

from __future__ import annotations

from collections.abc import Mapping

from handoff_issues.errors import Invalid, PermissionDenied, TrackerError

GRANT = """\
The token may not do this. Give it to the job that runs handoff-issues:

    permissions:
      contents: read
      issues: write

A personal access token needs "Issues: read and write" for this repository. A run for a pull
request from a fork or by Dependabot has a read-only token whatever its workflow says.
https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#permissions"""

RENEW = """\
It is mistyped, expired or revoked. In a workflow give the job's own:

    with:
      token: ${{ github.token }}

On the command line, set GITHUB_TOKEN."""

SWITCH_ON = "Switch them on: the repository's Settings, General, Features, Issues."

UNARCHIVE = "Unarchive it in the repository's Settings, or remove the workflow that runs handoff-issues."

RENAMED = "Where the repository was renamed or transferred, use its new name: git remote set-url origin ADDRESS"

INVISIBLE = f"""\
Its name is wrong, or the token cannot see it: check owner and name, and where they are right,
the token. {GRANT}"""


class Gone(TrackerError):
    """The issue that was asked for is not there (any more), or not in this repository."""


class Moved(TrackerError):
    """What was asked for is in another place now; nothing follows it there."""


def explain(
    status: int, message: str, headers: Mapping[str, str], *, doing: str, repository: str, one_issue: bool
) -> TrackerError:
    """The error for an answer of 400 to 499 that is no rate limit.

    `doing` completes "GitHub refused to …"; `one_issue` tells that the request was about a
    single issue (or person), so that 404 speaks of it and not of the repository.
    """
    what, why, said = f"GitHub refused to {doing}", f"{status}: {message}", message.lower()
    if status == 401:
        return PermissionDenied(f"GitHub does not accept the token, asked to {doing}", why=why, mend=RENEW)
    if status == 410 and "disabled" in said:
        return PermissionDenied(f"Issues are switched off in {repository}", why=why, mend=SWITCH_ON)
    if status == 403 and "archived" in said:
        return PermissionDenied(f"{repository} is archived", why=why, mend=UNARCHIVE)
    if status in (404, 410) and one_issue:
        return Gone(what, why=why)
    if status == 404:
        return PermissionDenied(f"{repository} is not to be found, asked to {doing}", why=why, mend=INVISIBLE)
    if status == 403 and one_issue and "comment" in said:
        return TrackerError(what, why=why)  # the issue is locked, or has the 2,500 comments that it can have
    if status == 403:
        needed = headers.get("x-accepted-github-permissions")
        mend = f"{GRANT}\nGitHub asks for: {needed}" if needed else GRANT
        return PermissionDenied(what, why=why, mend=mend)
    if status == 422:
        return Invalid(what, why=why)
    return TrackerError(what, why=why)
