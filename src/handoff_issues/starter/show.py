"""What `init` says at a terminal: what would be filed, which files there are now, and what is next."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from handoff_issues.config import CONFIG_PATH
from handoff_issues.plural import plural
from handoff_issues.reconcile.change import Verb
from handoff_issues.starter import texts
from handoff_issues.starter.setup import Done, File
from handoff_issues.starter.survey import Found, Survey
from handoff_issues.tables import safe, titled

_FIRST = 5
"""Items of a handoff that are shown."""
_MOST_CHANGES = 12
_NO_REMOTE = [
    "There is no remote on GitHub yet. To file issues there, create a repository, and push this one to it:",
    "    git remote add origin https://github.com/YOU/PROJECT.git && git push -u origin HEAD",
    "Or keep issues as files, without GitHub:",
    "    handoff-issues sync --issues-dir issues",
]
_DONE = {Done.WRITTEN: "green", Done.KEPT: "dim", Done.MISSING: "bold yellow"}


def print_survey(found: Survey, out: Console) -> None:
    """The handoffs with their first items; where there is none, how one can begin."""
    for handoff in found.handoffs:
        out.print(_tree(handoff))
    filed = [each for handoff in found.handoffs for each in handoff.changes if each.verb is Verb.OPEN]
    if found.handoffs:
        later = f", and {found.remaining} more in the next ones" if found.remaining else ""
        out.print(Text(f"The first run would open {plural(len(filed), 'issue')}{later}.\n", "bold"))
    elif found.known:
        out.print(Text("There is no handoff that can be acted on; the warnings say why.\n", "bold"))
    else:
        out.print(Text("There is no handoff yet.", "bold"), "It can be as short as this, in HANDOFF.md:\n")
        _print_to_copy(texts.sample().splitlines(), out)
        out.print()
    if found.similar:
        shown = ", ".join(found.similar[:_FIRST]) + (", …" if len(found.similar) > _FIRST else "")
        out.print(safe(f"Not read, though they look like handoffs: {shown}", "yellow"))
        out.print(f"To have them read, put into {CONFIG_PATH}:\n")
        _print_to_copy(found.settings, out)
        out.print()


def _print_to_copy(lines: Sequence[str], out: Console) -> None:
    """Lines to be copied: whatever the width, they are not broken."""
    for line in lines:
        out.print(safe(f"    {line}".rstrip(), "cyan"), soft_wrap=True)


def _tree(handoff: Found) -> Tree:
    about = " · ".join([*handoff.languages, *([] if handoff.committed else ["not committed yet"])])
    tree = Tree(Text.assemble(safe(handoff.path, "bold"), "  ", (about, "dim")), guide_style="dim")
    filed = [change for change in handoff.changes if change.issue is None]
    for change in filed[:_FIRST]:
        tree.add(titled(change))
    if len(filed) > _FIRST:
        tree.add(Text(f"… and {len(filed) - _FIRST} more", "dim"))
    if not filed:
        tree.add(Text("nothing outstanding", "dim"))
    return tree


def print_files(files: Sequence[File], out: Console) -> None:
    """What became of each file."""
    table = Table.grid(padding=(0, 2))
    for file in files:
        table.add_row(Text(file.done, _DONE[file.done]), safe(file.path), safe(file.said, "dim"))
    out.print(table)
    for file in files:
        for line in file.changes[:_MOST_CHANGES]:
            out.print(safe(f"    {line}", "green" if line.startswith("+") else "red"))
        if len(file.changes) > _MOST_CHANGES:
            out.print(Text(f"    … and {len(file.changes) - _MOST_CHANGES} more lines", "dim"))


def print_next(lines: Sequence[str], out: Console) -> None:
    """What a person does next."""
    for line in lines:
        out.print(safe(line, "cyan" if line.startswith(" ") else "bold"), soft_wrap=True)


def next_steps(
    found: Survey, files: Sequence[File], *, root: str, remote: str | None, branch: str | None, default: str | None
) -> list[str]:
    """What is to be done next, commands indented; nothing where all is in place."""
    if any(file.done is Done.MISSING for file in files):
        return ["Mend what is missing, and run this again."]
    new = [file.path for file in files if file.path not in found.committed]
    new += found.uncommitted if found.known else ["HANDOFF.md"]
    if not new:
        return _NO_REMOTE if remote is None else ["Nothing to do: each push keeps the issues in step."]
    git = "git" if root == "." else f"git -C {shlex.quote(root)}"
    commands = [
        f"    {git} add {' '.join(f':/{shlex.quote(path)}' for path in new)}",
        f'    {git} commit -m "File issues from handoffs"',
    ]
    begin = "" if found.known else "Write it. "
    if remote is None:
        return [f"{begin}Commit:", *commands, *_NO_REMOTE]
    lines = [f"{begin}Commit and push:", *commands, f"    {git} push -u origin HEAD"]
    if default is not None and branch != default:
        lines.append(f"Issues are filed once this is on {default}; a pull request shows what it would file.")
    return lines
