"""Times what a run is made of, and holds it to its targets. `make bench-speed`.

Processor time, not time of day, so that other work on the machine counts little; the median of several rounds,
with the least and the most; garbage is collected before each round and never switched off within it.
"""

from __future__ import annotations

import gc
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt
from rich.console import Console
from rich.table import Table

from handoff_issues.config import Config
from handoff_issues.handoff import Lexicon, parse
from handoff_issues.model import Handoff, Issue, IssueState, Site, Snapshot, Standing, Stream, Version
from handoff_issues.reconcile.change import Write
from handoff_issues.reconcile.observed import Observed
from handoff_issues.reconcile.plan import make_plan

TOP = Path(__file__).resolve().parents[1]
EXAMPLE = TOP / "examples" / "handoff-2026-03-04.md"
LOGIN = "handoff-issues[bot]"
NOW = datetime(2026, 3, 1, tzinfo=UTC)
EVERYTHING = Config(max_open=10_000, max_close=10_000, max_new_per_handoff=10_000)
MAX_RATIO = 4.0
MAX_GROWTH = 13.0
"""For ten times the items."""
MAX_START = 0.4
"""Seconds."""


@dataclass(frozen=True)
class Figure:
    """One measured figure, round by round."""

    name: str
    rounds: Sequence[float]
    unit: str
    target: float | None = None

    @property
    def median(self) -> float:
        """What is quoted."""
        return statistics.median(self.rounds)

    @property
    def is_missed(self) -> bool:
        """Whether it has a target that is not met."""
        return self.target is not None and self.median > self.target

    @property
    def verdict(self) -> str:
        """The target, and whether it is met."""
        if self.target is None:
            return ""
        return f"{'MISSED' if self.is_missed else 'met'}: at most {self.target:g} {self.unit}"


def main(arguments: Sequence[str]) -> int:
    """Prints the table; `arguments` is the folder of real handoffs, which may be absent. 1: a target was missed."""
    folder = Path(arguments[0]) if arguments else TOP / "absent"
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.md"))]
    figures = [*growth(), *planning(), start()]
    if texts:
        figures = [*against_markdown(texts), *figures]
    table = Table("measured", "median", "least", "most", "target", box=None, pad_edge=False)
    for figure in figures:
        cells = [f"{value:.3g} {figure.unit}" for value in (figure.median, min(figure.rounds), max(figure.rounds))]
        table.add_row(figure.name, *cells, figure.verdict)
    # A table that is piped into a file is not folded to the width of a terminal that is none.
    Console(width=None if sys.stdout.isatty() else 130).print(table)
    if not texts:
        print(f"{folder} is not here: parsing was not timed against real handoffs")
    return int(any(figure.is_missed for figure in figures))


def seconds(work: Callable[[], object]) -> float:
    """Processor time of one piece of work."""
    gc.collect()
    begin = time.process_time()
    work()
    return time.process_time() - begin


def against_markdown(texts: Sequence[str], rounds: int = 9) -> list[Figure]:
    """Parsing handoffs beside the bare Markdown parser with the same syntax, on the same texts, in turns."""
    markdown = MarkdownIt("js-default")
    for text in texts:
        Lexicon.for_text(text)  # language files are read once a process
    ours: list[float] = []
    bare: list[float] = []
    for _ in range(rounds):
        bare.append(seconds(lambda: [len(markdown.parse(text)) for text in texts]))
        ours.append(seconds(lambda: [len(parse(text, path="HANDOFF.md").items) for text in texts]))
    size = sum(len(text.encode()) for text in texts) // 1024
    return [
        Figure(f"parse {len(texts)} handoffs ({size} kB)", ours, "s"),
        Figure("markdown-it-py alone on the same", bare, "s"),
        Figure("  as many times as long", [a / b for a, b in zip(ours, bare, strict=True)], "x", MAX_RATIO),
    ]


def growth(rounds: int = 5) -> list[Figure]:
    """Parsing one handoff of 1 to 10,000 items."""
    figures = [_parse_items(count, rounds) for count in (1, 10, 100, 1_000, 10_000)]
    lines = figures[:1]
    for less, more in pairwise(figures):
        lines += [more, Figure("  ten times the items", _times_as_long(more, less), "x", MAX_GROWTH)]
    return lines


def planning(rounds: int = 5) -> list[Figure]:
    """Planning a handoff's items, half of them reworded, beside open issues; and twice as many of both."""
    less, more = _plan_items(2_000, 5_000, rounds), _plan_items(4_000, 10_000, rounds)
    return [less, more, Figure("  twice as many of both", _times_as_long(more, less), "x")]


def _parse_items(count: int, rounds: int) -> Figure:
    text = _text(map(_title, range(count)))
    found = len(parse(text, path="HANDOFF.md").items)
    if found != count:
        raise SystemExit(f"{found} items were read where {count} are listed, so the timing would be of something else")
    repeats = max(1, 200 // count)
    times = [seconds(lambda: [parse(text, path="HANDOFF.md") for _ in range(repeats)]) for _ in range(rounds)]
    return Figure(f"parse {count:,} item{'s'[: count > 1]}", [each / repeats for each in times], "s")


def _plan_items(items: int, issues: int, rounds: int) -> Figure:
    site = Site(url=None)
    before = parse(_text(map(_title, range(issues))), path="HANDOFF.md")
    opening = make_plan(_snapshot(before), _observed(()), EVERYTHING, site=site)
    opened = (change.write for change in opening.changes if change.write is not None)
    observed = _observed(_opened(number, write) for number, write in enumerate(opened, 1))
    names = [_reworded(_title(at)) if at % 2 else _title(at) for at in range(items)]
    snapshot = _snapshot(parse(_text(names), path="HANDOFF.md"), before)
    times = [seconds(lambda: make_plan(snapshot, observed, EVERYTHING, site=site)) for _ in range(rounds)]
    return Figure(f"plan {items:,} items beside {issues:,} open issues", times, "s")


def _times_as_long(more: Figure, less: Figure) -> list[float]:
    """The ratio round by round, the quickest with the quickest."""
    return [new / old for new, old in zip(sorted(more.rounds), sorted(less.rounds), strict=True)]


def start(rounds: int = 9) -> Figure:
    """The whole process that reads one handoff: start, import, parse, print.

    Its modules are compiled, as they are in the image and wherever pip installs them.
    """
    command = [sys.executable, "-m", "handoff_issues", "parse", "--format", "json", str(EXAMPLE)]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    times: list[float] = []
    with tempfile.TemporaryDirectory() as compiled:
        for _ in range(rounds + 1):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run(
                command, stdout=subprocess.DEVNULL, check=True, env=environment | {"PYTHONPYCACHEPREFIX": compiled}
            )
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    # The first one compiles the modules.
    return Figure(f"start and parse {EXAMPLE.name}", times[1:], "s", MAX_START)


def _word(number: int) -> str:
    """A made-up word of three syllables, the same for the same number."""
    places = (number % 60, number // 60 % 60, number // 3_600 % 60)
    return "".join("bdfgklmnprst"[at // 5] + "aeiou"[at % 5] for at in places)


def _title(number: int) -> str:
    """A title of which one word is common to many titles, and the whole is no other number's."""
    verb = ("Add", "Fix", "Write", "Update", "Remove")[number % 5]
    rare = (number * step % prime + 60 for step, prime in ((7_919, 4_001), (104_729, 3_989), (1_299_709, 3_967)))
    return " ".join([verb, _word(number % 60), *map(_word, rare)])


def _reworded(title: str) -> str:
    """The same work in other words: in another order, and one of them replaced."""
    verb, *words = title.split()
    return " ".join([verb, *reversed(words[:-1]), "somehow"])


def _text(titles: Iterable[str]) -> str:
    """A handoff that lists these as open."""
    return "# Handoff\n\n## Next steps\n\n" + "".join(f"- [ ] {title}\n" for title in titles)


def _snapshot(*newest_first: Handoff) -> Snapshot:
    """A commit with the versions of one handoff."""
    versions = tuple(Version(handoff=each, commit="c" * 40, written=NOW) for each in newest_first)
    stream = Stream(id="HANDOFF.md", standing=Standing.LIVE, versions=versions, reaches_back=True)
    return Snapshot(commit="c" * 40, committed_at=NOW, streams=(stream,))


def _opened(number: int, write: Write) -> Issue:
    """The issue that a write to the tracker opens."""
    return Issue(
        number=number,
        title=write.title or "",
        body=write.body or "",
        state=IssueState.OPEN,
        state_reason=None,
        labels=frozenset(write.add_labels),
        author=LOGIN,
        url=None,
    )


def _observed(issues: Iterable[Issue]) -> Observed:
    """What a run knows of a tracker that holds these issues."""
    return Observed(authors=frozenset({LOGIN}), issues={issue.number: issue for issue in issues}, whole=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
