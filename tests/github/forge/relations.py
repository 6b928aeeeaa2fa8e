"""What GitHub knows of issues beside their text: which waits for which, and whom they are assigned to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from forge.refusals import Refused, as_mapping, invalid
from forge.wire import Answer, Request

if TYPE_CHECKING:
    from forge.rules import Access, Repository

MAX_DEPENDENCIES, MAX_SUB_ISSUES = 50, 100


@dataclass
class Relations:
    """Those of one repository, and whether its server knows such things."""

    blocked_by: dict[int, list[int]] = field(default_factory=dict)
    """By number: the numbers of the issues that it waits for."""
    has_dependencies: bool = True
    """False on an older Enterprise Server."""
    has_assignees: bool = True
    sub_issues: dict[int, list[int]] = field(default_factory=dict)
    """By number: the numbers of the issues under it, in their order."""
    has_sub_issues: bool = True
    """False on an older Enterprise Server."""
    assignable: set[str] = field(default_factory=set)
    """Logins of the collaborators; others are silently dropped."""


def list_blockers(repository: Repository, request: Request, access: Access, number: str) -> Answer:
    _known(repository)
    repository.get_issue(request, access, number)
    blockers = repository.relations.blocked_by.get(int(number), [])
    return Answer(200, [repository.get_issue(request, access, str(blocker)).body for blocker in blockers])


def add_blocker(repository: Repository, request: Request, access: Access, number: str) -> Answer:
    _known(repository)
    repository.get_issue(request, access, number)
    given = as_mapping(request.body).get("issue_id")
    if not isinstance(given, int):
        raise invalid("IssueDependency", "issue_id", "missing_field")
    blocker, blocked = number_of(repository, access, given), int(number)
    relations = repository.relations.blocked_by
    there = relations.setdefault(blocked, [])
    if blocker in there:
        raise invalid("IssueDependency", "issue_id", "custom", "Target issue has already been added")
    if blocker == blocked or blocked in _ahead(relations, blocker):
        raise invalid("IssueDependency", "issue_id", "custom", "The dependency would make a cycle")
    if len(there) >= MAX_DEPENDENCIES:
        raise invalid("IssueDependency", "issue_id", "custom", "Too many dependencies")
    there.append(blocker)
    return Answer(201, repository.get_issue(request, access, str(blocker)).body)


def remove_blocker(repository: Repository, request: Request, access: Access, number: str, issue_id: str) -> Answer:
    _known(repository)
    repository.get_issue(request, access, number)
    blocker = number_of(repository, access, int(issue_id))
    if blocker not in repository.relations.blocked_by.get(int(number), []):
        raise Refused(404, "Not Found")
    repository.relations.blocked_by[int(number)].remove(blocker)
    return Answer(200, repository.get_issue(request, access, str(blocker)).body)


def add_assignees(repository: Repository, request: Request, access: Access, number: str) -> Answer:
    return Answer(201, _assigned("POST", repository, request, access, number))


def remove_assignees(repository: Repository, request: Request, access: Access, number: str) -> Answer:
    return Answer(200, _assigned("DELETE", repository, request, access, number))


def list_sub_issues(repository: Repository, request: Request, access: Access, number: str) -> Answer:
    _have_sub_issues(repository)
    repository.get_issue(request, access, number)
    under = repository.relations.sub_issues.get(int(number), [])
    return Answer(200, [repository.get_issue(request, access, str(child)).body for child in under])


def add_sub_issue(repository: Repository, request: Request, access: Access, number: str) -> Answer:
    _have_sub_issues(repository)
    parent = repository.get_issue(request, access, number).body
    given = as_mapping(request.body)
    if not isinstance(given.get("sub_issue_id"), int):
        raise invalid("SubIssue", "sub_issue_id", "missing_field")
    child, relations = number_of(repository, access, given["sub_issue_id"]), repository.relations.sub_issues
    above = next((other for other, under in relations.items() if child in under), None)
    why = "An error occurred while adding the sub-issue to the parent issue. "
    if above == int(number):
        raise Refused(422, f"{why}Issue may not contain duplicate sub-issues and Sub issue may only have one parent")
    if above is not None and not given.get("replace_parent"):
        raise Refused(422, f"{why}Sub issue may only have one parent")
    if child == int(number) or int(number) in _ahead(relations, child):
        raise Refused(422, f"{why}Sub issue may not be a parent of its parent")
    under = relations.setdefault(int(number), [])
    if len(under) >= MAX_SUB_ISSUES:  # closed ones count too
        raise Refused(422, f"{why}Parent cannot have more than {MAX_SUB_ISSUES} sub-issues")
    if above is not None:
        relations[above].remove(child)
    under.append(child)
    return Answer(201, parent)


def remove_sub_issue(repository: Repository, request: Request, access: Access, number: str) -> Answer:
    _have_sub_issues(repository)
    parent = repository.get_issue(request, access, number).body
    child = number_of(repository, access, int(as_mapping(request.body).get("sub_issue_id", 0)))
    if child not in repository.relations.sub_issues.get(int(number), []):
        raise Refused(404, "Not Found")
    repository.relations.sub_issues[int(number)].remove(child)
    return Answer(200, parent)


def number_of(repository: Repository, access: Access, issue_id: int) -> int:
    """The number of the issue with a database id."""
    page = 1
    while True:
        query = {"state": "all", "per_page": "100", "page": str(page)}
        _, headers, data = repository.upstream("GET", "/issues", access, query=query)
        found = next((issue["number"] for issue in data if issue["id"] == issue_id), None)
        if found is not None:
            return int(found)
        if 'rel="next"' not in headers.get("link", ""):
            raise Refused(404, "Not Found")
        page += 1


def _assigned(method: str, repository: Repository, request: Request, access: Access, number: str) -> dict[str, Any]:
    if not repository.relations.has_assignees:
        raise Refused(404, "Not Found")
    repository.get_issue(request, access, number)
    wanted = {str(login).casefold() for login in as_mapping(request.body).get("assignees", [])}
    # Who may not be assigned, and all where the token may not push, are dropped without a word.
    known = [login for login in sorted(repository.relations.assignable) if login.casefold() in wanted]
    if known and access.permission == "write":
        repository.upstream(method, f"/issues/{number}/assignees", access, body={"assignees": known})
    issue: dict[str, Any] = repository.get_issue(request, access, number).body
    return issue


def _known(repository: Repository) -> None:
    if not repository.relations.has_dependencies:
        raise Refused(404, "Not Found")


def _have_sub_issues(repository: Repository) -> None:
    if not repository.relations.has_sub_issues:
        raise Refused(404, "Not Found")


def _ahead(relations: dict[int, list[int]], first: int) -> set[int]:
    """All that an issue leads to, by way of others too."""
    seen: set[int] = set()
    stack = [first]
    while stack:
        for following in relations.get(stack.pop(), []):
            if following not in seen:
                seen.add(following)
                stack.append(following)
    return seen


ROUTES = (
    ("GET", r"/issues/(\d+)/dependencies/blocked_by", list_blockers),
    ("POST", r"/issues/(\d+)/dependencies/blocked_by", add_blocker),
    ("DELETE", r"/issues/(\d+)/dependencies/blocked_by/(\d+)", remove_blocker),
    ("GET", r"/issues/(\d+)/sub_issues", list_sub_issues),
    ("POST", r"/issues/(\d+)/sub_issues", add_sub_issue),
    ("DELETE", r"/issues/(\d+)/sub_issue", remove_sub_issue),
    ("POST", r"/issues/(\d+)/assignees", add_assignees),
    ("DELETE", r"/issues/(\d+)/assignees", remove_assignees),
)
