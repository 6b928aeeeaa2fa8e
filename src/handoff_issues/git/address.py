"""The address of a remote as that of its pages."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_PAGE = re.compile(r"[\w.~-]+(?:/[\w.~-]+)+", re.ASCII)


def web_address(url: str) -> str | None:
    """`https://host/owner/name` of a remote's address (https, ssh or `git@host:owner/name`); None for a local one.

    Credentials in the address are left out.
    """
    if "://" not in url:
        host, colon, path = url.partition(":")
        if not colon or "/" in host or path.startswith(":"):  # `ext::` and the like are programs
            return None
        url = f"ssh://{host}/{path.lstrip('/')}"
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    path = parts.path.strip("/").removesuffix(".git")
    if parts.scheme not in {"https", "http", "ssh", "git", "git+ssh"} or not host or not _PAGE.fullmatch(path):
        return None
    scheme = "http" if parts.scheme == "http" else "https"
    # A port of ssh says nothing of the pages' port.
    place = f"{host}:{port}" if port and parts.scheme in {"https", "http"} else host
    return f"{scheme}://{place}/{path}"
