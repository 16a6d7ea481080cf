"""Connect links as answers show them."""

from __future__ import annotations

from typing import Any

from fastapi import Request

from weavz_tui.api.options import options_of
from weavz_tui.model.connect import ConnectLink


def link_shown(request: Request, link: ConnectLink) -> dict[str, Any]:
    """A link with the address of this server in front where it is a path alone."""
    return link.wire() | {"connectUrl": options_of(request).absolute(request, link.connect_url)}
