"""The commands and their arguments, and to which function each is handed once it is understood."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Callable
from importlib.metadata import version

from handoff_issues.cli import manual
from handoff_issues.config import CONFIG_PATH
from handoff_issues.sanitize import terminal

PROGRAM = "handoff-issues"


def parser() -> argparse.ArgumentParser:
    """The parser; `run` of what it makes of a command line does what is asked, and gives the exit status."""
    top = argparse.ArgumentParser(
        prog=PROGRAM,
        description=manual.DESCRIPTION,
        epilog=manual.EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"{PROGRAM} {version(PROGRAM)}")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def add(
        name: str, run: Callable[[argparse.Namespace], int], does: str, epilog: str = ""
    ) -> argparse.ArgumentParser:
        command = commands.add_parser(
            name,
            help=does,
            description=f"{does[0].upper()}{does[1:]}.",
            epilog=epilog,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        command.set_defaults(run=run, usage=command.error)
        return command

    init = add(
        "init", _init, "write the workflow and the settings file, and show what would be filed", manual.INIT_EPILOG
    )
    init.add_argument("--root", default=".", metavar="DIR", help="a folder of the repository (default: here)")
    init.add_argument("--owner", type=_fits(r"[A-Za-z0-9][A-Za-z0-9-]*"), metavar="NAME", help="whose Action to run")
    init.add_argument("--ref", type=_fits(r"[\w][\w./-]*"), metavar="REF", help="its tag, branch or commit")
    parse = add("parse", _parse, "show what is read from handoffs, wherever they lie", manual.PARSE_EPILOG)
    explain = add("explain", _explain, "show why each line became an item, or nearly did", manual.EXPLAIN_EPILOG)
    explain.add_argument("--line", type=int, metavar="N", help="only what stands on this line, whatever it is")
    explain.add_argument("--html", metavar="OUT", help="write it as a page for the browser: one FILE beside its issues")
    lint = add("lint", _lint, "say which lines will become issues, and what is doubtful", manual.LINT_EPILOG)
    lint.add_argument("--strict", action="store_true", help="exit with 1 where there are warnings")
    lint.add_argument("--only-handoffs", action="store_true", help="pass over files that are not named like handoffs")
    for command in (parse, explain, lint):
        if command is not lint:
            command.add_argument("--format", choices=("table", "json"), default="table", help="(default: table)")
        _config_option(command)
        command.add_argument("files", nargs="+", metavar="FILE", help="a handoff; - is standard input")
    plan = add(
        "plan", _sync, "show what sync would change, and change nothing", manual.SYNC_EPILOG + manual.PLAN_EXAMPLES
    )
    plan.set_defaults(dry_run=True)
    plan.add_argument("--output", metavar="FILE", help="write the plan to a file too, for `apply`")
    does = "bring issues into step with the handoffs of a repository"
    sync = add("sync", _sync, does, manual.SYNC_EPILOG + manual.SYNC_EXAMPLES)
    sync.set_defaults(output=None)
    sync.add_argument("--dry-run", action="store_true", help="only show what would change")
    apply = add("apply", _apply, "carry out a plan that was written to a file, if it still holds", manual.APPLY_EPILOG)
    apply.add_argument("plan", metavar="PLAN.json", help="what `plan --output` or the Action's `plan-file` wrote")
    for command in (plan, sync, apply):
        command.add_argument("--root", default=".", metavar="DIR", help="a folder of the repository (default: here)")
        command.add_argument("--issues-dir", metavar="DIR", help="keep issues as Markdown files there, not on GitHub")
        formats = (*(("tree",) if command is plan else ()), "table", "json", "markdown")
        command.add_argument("--format", choices=formats, default=formats[0], help=f"(default: {formats[0]})")
        if command is apply:
            _pace(apply.add_argument_group("settings").add_argument)
        else:
            _config_option(command)
            _options(command)
    add("schema", _schema, "print the JSON Schema of .github/handoff-issues.yml, for editors")
    add("action", _action, "run as a GitHub Action: inputs, outputs and the event come from the environment")
    return top


def _config_option(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--config", default=CONFIG_PATH, metavar="PATH", help=f"settings file (default: {CONFIG_PATH})"
    )


def _options(command: argparse.ArgumentParser) -> None:
    """The settings that the Action has as inputs; what is not given here may be in the settings file."""
    add = command.add_argument_group("settings").add_argument
    add("--files", nargs="+", metavar="GLOB", help="handoffs, from the repository's top (default: found by name)")
    add(
        "--on-absent",
        choices=("label", "keep", "close"),
        help="what becomes of an issue passed over in silence (label)",
    )
    add("--absent-after", metavar="N", help="silent handoffs in a row, after which --on-absent applies (3)")
    add("--max-open", metavar="N", help="issues opened at most; the rest is left to the next run (20)")
    add("--max-close", metavar="N", help="issues closed at most; the rest is left to the next run (10)")
    add("--max-new-per-handoff", metavar="N", help="with more new items than this, a handoff has to be confirmed (40)")
    add("--confirm", nargs="+", metavar="PATH", help="handoffs whose many new items are meant")
    add("--max-age", metavar="DAYS", help="nothing is opened or closed for a handoff that is older (90)")
    add("--sub-issues", choices=("true", "false"), help="a sub-issue for each step of an item with several (false)")
    add("--assignees", choices=("true", "false"), help="assign whom an entry names, by the setting people (false)")
    add("--dashboard", choices=("true", "false"), help="one issue that shows all items at a glance (false)")
    _pace(add)


def _pace(add: Callable[..., object]) -> None:
    """The settings on which it does not depend what is done."""
    add("--write-interval", metavar="SECONDS", help="between two issues that are opened on GitHub (3)")
    add("--max-wait", metavar="SECONDS", help="waited in all where GitHub refuses or fails (300)")


def _fits(pattern: str) -> Callable[[str], str]:
    """A word for the workflow, in which nothing may stand that YAML could take for more than a word."""

    def word(text: str) -> str:
        if re.fullmatch(pattern, text, re.ASCII) is None:
            raise argparse.ArgumentTypeError(f"it cannot be {terminal(text)[:60]!r}")
        return text

    return word


def _init(arguments: argparse.Namespace) -> int:
    from handoff_issues.cli import start
    from handoff_issues.starter.origin import installed_from

    origin = installed_from().unless(owner=arguments.owner, ref=arguments.ref)
    return start.set_up(root=arguments.root, origin=origin)


def _schema(_: argparse.Namespace) -> int:
    from handoff_issues.cli import start

    return start.print_schema()


def _parse(arguments: argparse.Namespace) -> int:
    from handoff_issues.cli import files

    as_json = arguments.format == "json"
    return files.parse_files(arguments.files, config_path=arguments.config, as_json=as_json)


def _explain(arguments: argparse.Namespace) -> int:
    from handoff_issues.cli import files

    as_json, line = arguments.format == "json", arguments.line
    if arguments.html is not None:
        if line is not None or as_json or len(arguments.files) > 1:
            arguments.usage("--html explains one FILE as a whole: without --line, --format or another FILE")
        return files.write_page(arguments.files[0], out=arguments.html, config_path=arguments.config)
    return files.explain_files(arguments.files, config_path=arguments.config, line=line, as_json=as_json)


def _lint(arguments: argparse.Namespace) -> int:
    from handoff_issues.cli import files

    only, strict = arguments.only_handoffs, arguments.strict
    return files.lint_files(arguments.files, config_path=arguments.config, only_handoffs=only, strict=strict)


def _sync(arguments: argparse.Namespace) -> int:
    from handoff_issues.cli import runs

    return runs.sync_issues(
        os.environ,
        inputs=_inputs(arguments),
        root=arguments.root,
        config_path=arguments.config,
        issues_dir=arguments.issues_dir,
        dry_run=arguments.dry_run,
        output=arguments.format,
        out=arguments.output,
    )


def _apply(arguments: argparse.Namespace) -> int:
    from handoff_issues.cli import runs

    return runs.apply_plan(
        os.environ,
        name=arguments.plan,
        inputs=_inputs(arguments),
        root=arguments.root,
        issues_dir=arguments.issues_dir,
        output=arguments.format,
    )


def _inputs(arguments: argparse.Namespace) -> dict[str, str]:
    """The settings that were given; wrong ones end as argparse ends: the usage, the reason, exit code 2."""
    from handoff_issues.errors import ConfigErrors
    from handoff_issues.settings import INPUTS, load

    given: dict[str, str | list[str] | None] = {
        name: getattr(arguments, name.replace("-", "_"), None) for name in INPUTS if name != "mode"
    }
    inputs = {name: "\n".join(value) if isinstance(value, list) else value for name, value in given.items() if value}
    try:
        load(inputs=inputs, name_input="--{}".format)
    except ConfigErrors as error:
        arguments.usage(terminal(str(error)))
    return inputs


def _action(_: argparse.Namespace) -> int:
    from handoff_issues import action

    return action.main()
