"""Counts what the search for secrets finds in real handoffs: an upper bound of its false alarms.

Names kind, file and line of each finding, never the value: whoever doubts one looks it up.
"""

from __future__ import annotations

import sys
from pathlib import Path

from handoff_issues.sanitize import redact

ALLOWED = 1 / 10_000
"""False alarms a word."""


def main() -> int:
    """Prints the findings; the one argument is a folder of Markdown files, and 1 is returned for too many."""
    files = sorted(Path(sys.argv[1]).rglob("*.md"))
    words = found = 0
    for file in files:
        text = file.read_text(encoding="utf-8", errors="replace")
        words += len(text.split())
        for finding in redact(text).findings:
            found += 1
            print(f"  {file.name}:{finding.line}: {finding.name}")
    if not words:
        print("There are no words to search.")
        return 1
    print(f"{found} findings in {words:,} words of {len(files)} files: {10_000 * found / words:.2f} in 10,000 words.")
    return int(found / words > ALLOWED)


if __name__ == "__main__":
    sys.exit(main())
