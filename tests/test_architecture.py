"""Who may know whom: the directions of dependency, read from the imports themselves."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parent.parent / "src" / "handoff_issues"

EDGES = {"__main__", "action", "cli", "runner"}
"""They know everything, and nobody else knows them."""

KNOWS = {
    "model": set[str](),
    "errors": {"model"},
    "event": set[str](),
    "sanitize": {"model", "errors"},
    "config": {"model", "errors"},
    "handoff": {"model", "errors", "sanitize", "config"},
    "trackers": {"model", "errors", "sanitize", "config", "atomic"},
    "reconcile": {"model", "errors", "sanitize", "config", "trackers"},
    "git": {"model", "errors"},
}
"""Which parts a part may know besides itself; the shells, which are not named here, may know all but the edges."""

STAGES = ("once", "files", "lexicon", "outline", "sentences", "structure", "judging", "items", "page")
"""The way of a text through `handoff`: each stage knows those before it."""

IMPURE = {
    "asyncio", "builtins", "concurrent", "ctypes", "fcntl", "getpass", "github", "glob", "http", "io", "locale",
    "logging", "multiprocessing", "os", "pathlib", "platform", "random", "requests", "secrets", "shutil", "signal",
    "socket", "subprocess", "sys", "tempfile", "threading", "time", "urllib3", "uuid", "warnings",
}  # fmt: skip
IMPURE_FUNCTIONS = {"open", "print", "input"}
CLOCKS = {"now", "today", "utcnow"}
"""Of `datetime` and `date`, which the core may use as values."""


def _modules() -> dict[str, ast.Module]:
    found: dict[str, ast.Module] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        parts = path.relative_to(SOURCE).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = ast.parse(path.read_text(encoding="utf-8"), str(path))
    return found


MODULES = _modules()


def _imports(tree: ast.Module) -> Iterator[str]:
    """Absolute names as imported; `from package import thing` gives the module `package.thing` where there is one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports hide the direction"
            assert node.module is not None
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if inner.removeprefix("handoff_issues.") in MODULES else node.module


def _known(name: str) -> set[str]:
    """Modules of ours that a module imports."""
    ours = {target.removeprefix("handoff_issues.") for target in _imports(MODULES[name]) if "handoff_issues." in target}
    return {target for target in ours if target in MODULES and target != name}


def _others(name: str) -> set[str]:
    """Top-level names that a module imports from elsewhere."""
    return {target.partition(".")[0] for target in _imports(MODULES[name])} - {"handoff_issues"}


def _part(name: str) -> str:
    return name.partition(".")[0]


def _is_pure(name: str) -> bool:
    return _part(name) in {"sanitize", "handoff", "reconcile"}


def _impure_calls(tree: ast.Module) -> set[str]:
    functions = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    named = {function.id for function in functions if isinstance(function, ast.Name)}
    methods = {function.attr for function in functions if isinstance(function, ast.Attribute)}
    return named & IMPURE_FUNCTIONS | methods & CLOCKS


def _is_keeping(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "kept" and ast.unparse(node.value) == "IssueText"


@pytest.mark.parametrize("name", [name for name in MODULES if _part(name) in KNOWS])
def test_each_part_knows_only_what_it_may(name: str) -> None:
    allowed = KNOWS[_part(name)] | {_part(name)}
    assert {_part(known) for known in _known(name)} <= allowed


def test_the_reconciler_knows_what_trackers_promise_and_none_of_them() -> None:
    known = {name: _known(name) for name in MODULES if _part(name) == "reconcile"}
    assert {module for modules in known.values() for module in modules if _part(module) == "trackers"} == {"trackers"}
    callers = {"apply", "linking", "relate", "saying"}
    assert {name for name, modules in known.items() if "trackers" in modules} == {f"reconcile.{x}" for x in callers}


@pytest.mark.parametrize("name", [name for name in MODULES if _part(name) not in EDGES])
def test_nobody_knows_the_edges(name: str) -> None:
    assert not {_part(known) for known in _known(name)} & EDGES


def test_no_module_knows_itself_by_way_of_others() -> None:
    assert list(TopologicalSorter({name: _known(name) for name in MODULES}).static_order())


@pytest.mark.parametrize("name", [name for name in MODULES if name.startswith("handoff.")])
def test_each_stage_of_reading_knows_only_those_before_it(name: str) -> None:
    known = {module.split(".")[1] for module in _known(name) if module.startswith("handoff.")}
    assert max(map(STAGES.index, known), default=0) <= STAGES.index(name.split(".")[1])


@pytest.mark.parametrize("name", [name for name in MODULES if _is_pure(name)])
def test_the_core_is_pure(name: str) -> None:
    assert not _others(name) & IMPURE
    assert not _impure_calls(MODULES[name])


@pytest.mark.parametrize(
    ("library", "only"),
    [
        pytest.param("subprocess", "git.process", id="git is called in one place"),
        pytest.param("github", "trackers.client", id="PyGithub is known in one place"),
        pytest.param("actions_toolkit", "runner", id="actions-toolkit is wrapped in one place"),
    ],
)
def test_one_module_alone_knows(library: str, only: str) -> None:
    assert {name for name in MODULES if library in _others(name)} <= {only}


def test_text_is_kept_as_it_is_only_where_issues_are_written() -> None:
    """Whatever else goes into an issue passes `sanitize`."""
    keep = {name for name, tree in MODULES.items() for node in ast.walk(tree) if _is_keeping(node)}
    assert keep == {"reconcile.render", "reconcile.board"}


@pytest.mark.parametrize("module", ["git.process", "trackers.client"])
def test_what_is_wrapped_is_known_to_its_own_part_alone(module: str) -> None:
    assert {_part(name) for name in MODULES if module in _known(name)} == {_part(module)}
