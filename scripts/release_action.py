"""Makes the checkout's action.yml that of a release: it names the image by digest instead of building it."""

from __future__ import annotations

import re
import sys
from pathlib import Path

ACTION = Path(__file__).resolve().parent.parent / "action.yml"
BUILT = "  image: Dockerfile\n"
IMAGE = re.compile(r"ghcr\.io/[a-z0-9][a-z0-9._-]*/[a-z0-9][a-z0-9._-]*@sha256:[0-9a-f]{64}")


def released(text: str, image: str) -> str:
    """The action.yml of a release; raises `ValueError` where it cannot be made."""
    if not IMAGE.fullmatch(image):
        raise ValueError(f"{image} is no image with a digest")
    if text.count(BUILT) != 1:
        raise ValueError("action.yml does not say once that its image is built from the Dockerfile")
    return text.replace(BUILT, f"  image: docker://{image}\n")


def main() -> int:
    """Rewrites the file; the one argument is the image."""
    if len(sys.argv) != 2:
        print("usage: release_action.py ghcr.io/OWNER/NAME@sha256:DIGEST", file=sys.stderr)
        return 2
    try:
        text = released(ACTION.read_text(encoding="utf-8"), sys.argv[1])
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    ACTION.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
