"""`python -m handoff_issues`."""

from __future__ import annotations

import sys

from handoff_issues.cli import main

sys.exit(main())
