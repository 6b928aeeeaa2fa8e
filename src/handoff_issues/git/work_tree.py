"""Whether a file in the work tree is what is committed: all for which it is looked at."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

from handoff_issues.git.process import ENCODING


def differs(top: Path, path: str, blob: str) -> bool:
    """Whether the file there has another content than the blob, line ends apart; False where it is absent."""
    content = _content(top, path)
    if content is None:
        return False
    digest = hashlib.sha1 if len(blob) == 40 else hashlib.sha256
    candidates = (content, content.replace(b"\r\n", b"\n"))
    return all(digest(b"blob %d\0" % len(text) + text).hexdigest() != blob for text in candidates)


def _content(top: Path, path: str) -> bytes | None:
    """Without following a link; None where it is no regular file, or cannot be read."""
    place = os.path.join(os.fsencode(top), path.encode(*ENCODING))  # noqa: PTH118 - bytes
    try:
        if not stat.S_ISREG(os.lstat(place).st_mode):
            return None
        with open(place, "rb") as file:  # noqa: PTH123 - bytes
            return file.read()
    except OSError:
        return None
