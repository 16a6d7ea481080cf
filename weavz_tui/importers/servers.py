"""Where an API is: servers with variables, and those of single paths."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit

MOST_VARIABLES = 20


def server_url(servers: Any, origin: str) -> str:
    """The address of the first usable server, its variables filled in with their defaults; relative
    ones stand beside the document. Empty where there is none."""
    for server in servers if isinstance(servers, list) else ():
        if isinstance(server, dict) and isinstance(server.get("url"), str):
            found = absolute(_filled(server["url"], server.get("variables")), origin)
            if found:
                return found
    return ""


def absolute(url: str, origin: str) -> str:
    """An http(s) address without a trailing slash; empty where it is none."""
    try:
        if origin.startswith(("http://", "https://")):
            url = urljoin(origin, url)
        if url.startswith("//"):
            url = f"https:{url}"
        parts = urlsplit(url)
        is_address = parts.scheme in {"http", "https"} and bool(parts.hostname)
        _ = parts.port
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}{parts.path}".rstrip("/") if is_address else ""


def _filled(url: str, variables: Any) -> str:
    if isinstance(variables, Mapping):
        for name, variable in list(variables.items())[:MOST_VARIABLES]:
            if not isinstance(variable, dict):
                continue
            values = variable.get("enum")
            default = variable.get("default")
            if default is None and isinstance(values, list) and values:
                default = values[0]
            if default is not None:
                url = url.replace(f"{{{name}}}", str(default))
    return url
