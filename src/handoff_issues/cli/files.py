"""The commands on files that are named: `parse`, `explain` and `lint`; nothing need be committed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from handoff_issues.cli.output import say, warn
from handoff_issues.config import Config
from handoff_issues.disk import load_page, read_settings
from handoff_issues.errors import HandoffError
from handoff_issues.handoff import Page, read_handoff
from handoff_issues.sanitize import terminal

_HTML = "Name a file for it: --html explained.html"


def parse_files(names: Sequence[str], *, config_path: str, as_json: bool) -> int:
    """Print what is read from handoffs on disk (`-`: standard input); 1 where one could not be read."""
    handoffs = [read_handoff(page) for page in _pages(names, read_settings(config_path))]
    warn([warning for handoff in handoffs for warning in handoff.warnings])
    if as_json:
        from handoff_issues.report import handoffs_document
        from handoff_issues.sanitize import json_text

        print(json_text(handoffs_document(handoffs)))
    elif handoffs:
        from handoff_issues.tables import print_handoffs, printing

        with printing() as out:
            print_handoffs(handoffs, out)
    return int(len(handoffs) < len(names))


def explain_files(names: Sequence[str], *, config_path: str, line: int | None, as_json: bool) -> int:
    """Print why lines became items, or nearly did; 1 where a file could not be read. `line`: that one alone."""
    from handoff_issues.explain import explain, explanations_document

    pages = _pages(names, read_settings(config_path))
    warn([warning for page in pages for warning in page.warnings])
    explained = [explain(page, read_handoff(page), line=line) for page in pages]
    if as_json:
        from handoff_issues.sanitize import json_text

        print(json_text(explanations_document(explained)))
    elif explained:
        from handoff_issues.tables import print_explanations, printing

        with printing() as out:
            print_explanations(explained, out, line=line)
    return int(len(pages) < len(names))


def write_page(name: str, *, out: str, config_path: str) -> int:
    """Write a page for the browser that explains one handoff; 1 where that could not be read."""
    from handoff_issues.webpage import web_page

    # A note that was named by mistake is not written over.
    if Path(out).suffix not in (".html", ".htm"):
        raise HandoffError("the page cannot be written", where=out, why="its name does not end in .html", mend=_HTML)
    config = read_settings(config_path)
    pages = _pages([name], config)
    if not pages:
        return 1
    text = web_page(pages[0], read_handoff(pages[0]), config.labels)
    try:
        Path(out).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise HandoffError("the page cannot be written", where=out, why=error.strerror) from error
    say(f"written: {out}")
    return 0


def lint_files(names: Sequence[str], *, config_path: str, only_handoffs: bool, strict: bool) -> int:
    """Print which lines will become issues, and what cannot be read with certainty.

    1 where a file could not be read and, if `strict`, where there are warnings. `only_handoffs`: files that a
    run would not take for handoffs, by name or setting, are left out.
    """
    from handoff_issues.lint import findings_lines, lint

    config = read_settings(config_path)
    if only_handoffs:
        from handoff_issues.handoff.files.discover import discover

        known = discover(names, globs=config.files)
        names = [name.path for name in known if not name.is_history]
    findings = [lint(page, most=config.max_new_per_handoff) for page in _pages(names, config)]
    for line in findings_lines(findings):
        print(terminal(line))
    warned = any(found.warnings for found in findings)
    return int(len(findings) < len(names) or (strict and warned))


def _pages(names: Sequence[str], config: Config) -> list[Page]:
    """The files that could be read; why the others could not is said."""
    pages: list[Page] = []
    for name in names:
        try:
            pages.append(load_page(name, config))
        except HandoffError as error:
            say(f"handoff-issues: {error}")
    return pages
