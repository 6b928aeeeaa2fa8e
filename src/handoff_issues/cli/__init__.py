"""The command line: init, parse, explain, lint, plan, apply, sync, schema, action.

A command imports what it needs once it is called: who parses one note need not load what talks to GitHub.
"""

from __future__ import annotations

import argparse
import gc
import io
import os
import sys
from collections.abc import Callable, Mapping, Sequence

from handoff_issues.bug import EXIT, bug_report
from handoff_issues.cli.arguments import PROGRAM, parser
from handoff_issues.cli.output import say
from handoff_issues.errors import HandoffError

__all__ = ["main"]

_YOUNG = 50_000
"""Objects until garbage is looked for. What is loaded at the start is none, and looking takes a tenth of the start."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is that of the help."""
    gc.set_threshold(_YOUNG)
    for stream in (sys.stdout, sys.stderr):
        # A file name need not be text in any encoding, and a title need not fit the terminal's.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    arguments = parser().parse_args(argv)
    run: Callable[[argparse.Namespace], int] = arguments.run
    try:
        status = run(arguments)
        sys.stdout.flush()
    except HandoffError as error:
        say(f"{PROGRAM}: {error}")
        return 1
    except KeyboardInterrupt:
        say(f"{PROGRAM}: interrupted; the next run goes on from here")
        return 130
    except BrokenPipeError:
        # Whoever reads has seen enough (`| head`); Python must not complain once more when it flushes at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except Exception as error:
        print(bug_report(error, secrets=_tokens(os.environ)), file=sys.stderr)
        return EXIT
    return status


def _tokens(environ: Mapping[str, str]) -> list[str]:
    return [environ[name] for name in ("GITHUB_TOKEN", "GH_TOKEN", "INPUT_TOKEN") if environ.get(name)]
