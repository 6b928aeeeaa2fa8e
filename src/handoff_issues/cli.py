"""The command line: parse, plan, sync, schema, action."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TextIO

from handoff_issues.bug import EXIT, bug_report
from handoff_issues.errors import HandoffError
from handoff_issues.model import Handoff, Warning
from handoff_issues.sanitize import terminal

PROGRAM = "handoff-issues"

_DESCRIPTION = """\
Reads the handoff notes of a git repository (HANDOFF.md, docs/handoff-2026-02-27-topic.md and their
like) and keeps issues in step with them: what a note lists as open becomes an issue, what it says
is done is closed, and what people changed is left to them.
"""

_EPILOG = """\
examples:
  handoff-issues parse HANDOFF.md               what is read from a note
  handoff-issues plan --issues-dir issues       what would become of it
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

_SYNC_EPILOG = """\
Settings that are not given here are taken from .github/handoff-issues.yml, as the commit that is
checked out has it; `handoff-issues schema` prints its JSON Schema. Only what is committed is read.

Without --issues-dir, issues go to GitHub: set GITHUB_TOKEN (or GH_TOKEN) to a token that may read
the repository and write its issues. The repository is that of the remote `origin`;
GITHUB_REPOSITORY, GITHUB_API_URL and GITHUB_SERVER_URL take precedence.

examples:
  handoff-issues sync --issues-dir issues
  handoff-issues sync --dry-run --format json
  handoff-issues sync --max-open 5 --on-absent close
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

    parse = add("parse", _parse, "show what is read from handoffs, wherever they lie", _PARSE_EPILOG)
    parse.add_argument("--format", choices=("table", "json"), default="table", help="(default: table)")
    parse.add_argument("files", nargs="+", metavar="FILE", help="a handoff; - is standard input")
    add("schema", _schema, "print the JSON Schema of .github/handoff-issues.yml, for editors")
    return parser


def _schema(_: argparse.Namespace) -> int:
    import json

    from handoff_issues.schema import schema

    print(json.dumps(schema(), indent=2))
    return 0


def _parse(arguments: argparse.Namespace) -> int:
    handoffs: list[Handoff] = []
    failed = False
    for name in arguments.files:
        try:
            handoffs.append(_read(name))
        except HandoffError as error:
            _say(f"{PROGRAM}: {error}")
            failed = True
    for handoff in handoffs:
        _warn(handoff.warnings)
    if arguments.format == "json":
        from handoff_issues.report import handoffs_document
        from handoff_issues.sanitize import json_text

        print(json_text(handoffs_document(handoffs)))
    elif handoffs:
        from handoff_issues.tables import console, print_handoffs

        print_handoffs(handoffs, console())
    return int(failed)


def _read(name: str) -> Handoff:
    """A handoff on disk or on standard input, whose path is its name as given."""
    from handoff_issues.handoff import parse
    from handoff_issues.handoff.decode import NotText, decode
    from handoff_issues.sanitize import redact

    try:
        content = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        decoded = decode(content)
    except (OSError, ValueError) as error:  # a NUL in a name is a ValueError
        why = error.strerror if isinstance(error, OSError) else str(error)
        what = "is no text" if isinstance(error, NotText) else "cannot be read"
        raise HandoffError(what, where=name, why=why) from error
    redacted = redact(decoded.text)
    handoff = parse(redacted.text, path=name)
    told = [
        Warning(message=f"a secret ({finding.name}) stands here; it is not shown", path=name, line=finding.line)
        for finding in redacted.findings
    ]
    if decoded.is_guess:
        told.append(Warning(message="this is no valid UTF-8 and was read as Latin-1", path=name))
    return handoff.model_copy(update={"warnings": (*told, *handoff.warnings)})


def _warn(warnings: Sequence[Warning]) -> None:
    for warning in warnings:
        place = ":".join(str(part) for part in (warning.path, warning.line) if part is not None)
        _say(f"warning: {place}: {warning.message}" if place else f"warning: {warning.message}")


def _say(text: str, to: TextIO | None = None) -> None:
    print(terminal(text), file=to or sys.stderr)


def _tokens(environ: Mapping[str, str]) -> list[str]:
    return [environ[name] for name in ("GITHUB_TOKEN", "GH_TOKEN", "INPUT_TOKEN") if environ.get(name)]
