"""The manual: what `--help` shows beside the arguments."""

from __future__ import annotations

DESCRIPTION = """\
Reads the handoff notes of a git repository (HANDOFF.md, docs/handoff-2026-02-27-topic.md and their
like) and keeps issues in step with them: what a note lists as open becomes an issue, what it says
is done is closed, and what people changed is left to them.
"""

EPILOG = """\
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
  141  nobody reads the output any more
"""

PARSE_EPILOG = """\
examples:
  handoff-issues parse HANDOFF.md
  handoff-issues parse --format json docs/handoff-*.md
  git show HEAD~3:HANDOFF.md | handoff-issues parse -
"""

INIT_EPILOG = """\
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

EXPLAIN_EPILOG = f"""\
{_COMMENTS}
examples:
  handoff-issues explain HANDOFF.md
  handoff-issues explain --line 25 HANDOFF.md
  handoff-issues explain --format json docs/handoff-*.md
  handoff-issues explain HANDOFF.md --html explained.html
"""

LINT_EPILOG = f"""\
{_COMMENTS}
examples:
  handoff-issues lint HANDOFF.md
  handoff-issues lint --strict docs/handoff-*.md
"""

PLAN_EXAMPLES = """
examples:
  handoff-issues plan --issues-dir issues
  handoff-issues plan --output plan.json
  handoff-issues plan --format markdown --max-open 5
"""

SYNC_EXAMPLES = """
examples:
  handoff-issues sync --issues-dir issues
  handoff-issues sync --dry-run --format json
  handoff-issues sync --max-open 5 --on-absent close
"""

APPLY_EPILOG = """\
The plan is made anew, at the commit and with the settings that the file names, and carried out where
it is the same. Where it is not, since an issue or the reading has changed, nothing is written, and
what differs is told. No text is taken from the file.

examples:
  handoff-issues plan --output plan.json && handoff-issues apply plan.json
  handoff-issues apply plan.json --issues-dir issues
"""

SYNC_EPILOG = """\
Settings that are not given here are taken from .github/handoff-issues.yml, as the commit that is
checked out has it; `handoff-issues schema` prints its JSON Schema. Only what is committed is read.

Without --issues-dir, issues go to GitHub: set GITHUB_TOKEN (or GH_TOKEN) to a token that may read
the repository and write its issues. The repository is that of the remote `origin`;
GITHUB_REPOSITORY, GITHUB_API_URL and GITHUB_SERVER_URL take precedence.
"""
