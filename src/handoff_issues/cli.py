"""The command line: init, parse, explain, lint, plan, apply, sync, schema, action."""

from __future__ import annotations

import argparse
import io
import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version

from handoff_issues.bug import EXIT, bug_report
from handoff_issues.config import CONFIG_PATH
from handoff_issues.errors import HandoffError
from handoff_issues.sanitize import terminal

PROGRAM = "handoff-issues"

_DESCRIPTION = """\
Reads the handoff notes of a git repository (HANDOFF.md, docs/handoff-2026-02-27-topic.md and their
like) and keeps issues in step with them: what a note lists as open becomes an issue, what it says
is done is closed, and what people changed is left to them.
"""

_EPILOG = """\
examples:
  handoff-issues init                           write the workflow, and show what would be filed
  handoff-issues parse HANDOFF.md               what is read from a note
  handoff-issues explain HANDOFF.md             why it is read so
  handoff-issues lint HANDOFF.md                what will become issues, and what is doubtful
  handoff-issues plan --issues-dir issues       what would become of it
  handoff-issues apply plan.json                carry out a plan that `plan --output` wrote
  handoff-issues sync --issues-dir issues       issues as Markdown files in a folder
  GITHUB_TOKEN=... handoff-issues sync          issues on GitHub
  handoff-issues sync --help                    all settings

exit codes:
  0    done (warnings are on standard error)
  1    something that you can mend, told in a message
  2    the command line was not understood
  3    a bug: a report to paste
  130  interrupted
"""

_PARSE_EPILOG = """\
examples:
  handoff-issues parse HANDOFF.md
  handoff-issues parse --format json docs/handoff-*.md
  git show HEAD~3:HANDOFF.md | handoff-issues parse -
"""

_INIT_EPILOG = """\
It writes .github/workflows/handoff-issues.yml and .github/handoff-issues.yml into the work tree, each
only where there is none, and nothing else. What stands there already is kept, and told apart from
what would have been written.

examples:
  handoff-issues init
  handoff-issues init --owner octocat --ref v1.0.0
"""

_COMMENTS = """\
What is misread can be set right in the handoff, by a comment on the line or on the line above it;
right under a heading it holds for the section:
  <!-- handoff: ignore -->          no item
  <!-- handoff: item -->            an item
  <!-- handoff: priority=high -->   critical, high, medium or low
  <!-- handoff: kind=blocker -->    pending, blocker or question
"""

_EXPLAIN_EPILOG = f"""\
{_COMMENTS}
examples:
  handoff-issues explain HANDOFF.md
  handoff-issues explain --line 25 HANDOFF.md
  handoff-issues explain --format json docs/handoff-*.md
  handoff-issues explain HANDOFF.md --html explained.html
"""

_LINT_EPILOG = f"""\
{_COMMENTS}
examples:
  handoff-issues lint HANDOFF.md
  handoff-issues lint --strict docs/handoff-*.md
"""

_PLAN_EXAMPLES = """
examples:
  handoff-issues plan --issues-dir issues
  handoff-issues plan --output plan.json
  handoff-issues plan --format markdown --max-open 5
"""

_SYNC_EXAMPLES = """
examples:
  handoff-issues sync --issues-dir issues
  handoff-issues sync --dry-run --format json
  handoff-issues sync --max-open 5 --on-absent close
"""

_APPLY_EPILOG = """\
The plan is made anew, at the commit and with the settings that the file names, and carried out where
it is the same. Where it is not, since an issue or the reading has changed, nothing is written, and
what differs is told. No text is taken from the file.

examples:
  handoff-issues plan --output plan.json && handoff-issues apply plan.json
  handoff-issues apply plan.json --issues-dir issues
"""

_SYNC_EPILOG = """\
Settings that are not given here are taken from .github/handoff-issues.yml, as the commit that is
checked out has it; `handoff-issues schema` prints its JSON Schema. Only what is committed is read.

Without --issues-dir, issues go to GitHub: set GITHUB_TOKEN (or GH_TOKEN) to a token that may read
the repository and write its issues. The repository is that of the remote `origin`;
GITHUB_REPOSITORY, GITHUB_API_URL and GITHUB_SERVER_URL take precedence.
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is that of the help."""
    for stream in (sys.stdout, sys.stderr):
        # A file name need not be text in any encoding, and a title need not fit the terminal's.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    arguments = _parser().parse_args(argv)
    run: Callable[[argparse.Namespace], int] = arguments.run
    try:
        status = run(arguments)
        sys.stdout.flush()
    except HandoffError as error:
        _say(f"{PROGRAM}: {error}")
        return 1
    except KeyboardInterrupt:
        _say(f"{PROGRAM}: interrupted; the next run goes on from here")
        return 130
    except BrokenPipeError:
        # Whoever reads has seen enough (`| head`); Python must not complain once more when it flushes at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except Exception as error:
        print(bug_report(error, secrets=_tokens(os.environ)), file=sys.stderr)
        return EXIT
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=PROGRAM, description=_DESCRIPTION, epilog=_EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--version", action="version", version=f"{PROGRAM} {version(PROGRAM)}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

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

    init = add("init", _init, "write the workflow and the settings file, and show what would be filed", _INIT_EPILOG)
    init.add_argument("--root", default=".", metavar="DIR", help="a folder of the repository (default: here)")
    init.add_argument("--owner", type=_fits(r"[A-Za-z0-9][A-Za-z0-9-]*"), metavar="NAME", help="whose Action to run")
    init.add_argument("--ref", type=_fits(r"[\w][\w./-]*"), metavar="REF", help="its tag, branch or commit")
    parse = add("parse", _parse, "show what is read from handoffs, wherever they lie", _PARSE_EPILOG)
    explain = add("explain", _explain, "show why each line became an item, or nearly did", _EXPLAIN_EPILOG)
    explain.add_argument("--line", type=int, metavar="N", help="only what stands on this line, whatever it is")
    explain.add_argument("--html", metavar="OUT", help="write it as a page for the browser: one FILE beside its issues")
    lint = add("lint", _lint, "say which lines will become issues, and what is doubtful", _LINT_EPILOG)
    lint.add_argument("--strict", action="store_true", help="exit with 1 where there are warnings")
    lint.add_argument("--only-handoffs", action="store_true", help="pass over files that are not named like handoffs")
    for command in (parse, explain, lint):
        if command is not lint:
            command.add_argument("--format", choices=("table", "json"), default="table", help="(default: table)")
        _config_option(command)
        command.add_argument("files", nargs="+", metavar="FILE", help="a handoff; - is standard input")
    plan = add("plan", _sync, "show what sync would change, and change nothing", _SYNC_EPILOG + _PLAN_EXAMPLES)
    plan.set_defaults(dry_run=True)
    plan.add_argument("--output", metavar="FILE", help="write the plan to a file too, for `apply`")
    does = "bring issues into step with the handoffs of a repository"
    sync = add("sync", _sync, does, _SYNC_EPILOG + _SYNC_EXAMPLES)
    sync.set_defaults(output=None)
    sync.add_argument("--dry-run", action="store_true", help="only show what would change")
    apply = add("apply", _apply, "carry out a plan that was written to a file, if it still holds", _APPLY_EPILOG)
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
    return parser


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
    from handoff_issues import commands
    from handoff_issues.starter.origin import installed_from

    origin = installed_from().unless(owner=arguments.owner, ref=arguments.ref)
    return commands.set_up(root=arguments.root, origin=origin)


def _schema(_: argparse.Namespace) -> int:
    from handoff_issues import commands

    return commands.print_schema()


def _parse(arguments: argparse.Namespace) -> int:
    from handoff_issues import commands

    as_json = arguments.format == "json"
    return commands.parse_files(arguments.files, config_path=arguments.config, as_json=as_json)


def _explain(arguments: argparse.Namespace) -> int:
    from handoff_issues import commands

    as_json, line = arguments.format == "json", arguments.line
    if arguments.html is not None:
        if line is not None or as_json or len(arguments.files) > 1:
            arguments.usage("--html explains one FILE as a whole: without --line, --format or another FILE")
        return commands.write_page(arguments.files[0], out=arguments.html, config_path=arguments.config)
    return commands.explain_files(arguments.files, config_path=arguments.config, line=line, as_json=as_json)


def _lint(arguments: argparse.Namespace) -> int:
    from handoff_issues import commands

    only, strict = arguments.only_handoffs, arguments.strict
    return commands.lint_files(arguments.files, config_path=arguments.config, only_handoffs=only, strict=strict)


def _sync(arguments: argparse.Namespace) -> int:
    from handoff_issues import commands

    return commands.sync_issues(
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
    from handoff_issues import commands

    return commands.apply_plan(
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


def _say(text: str) -> None:
    print(terminal(text), file=sys.stderr)


def _tokens(environ: Mapping[str, str]) -> list[str]:
    return [environ[name] for name in ("GITHUB_TOKEN", "GH_TOKEN", "INPUT_TOKEN") if environ.get(name)]
