"""The body of an import (wire E.17)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from weavz_tui.api.bodies.base import Body, Name, Slug, Text
from weavz_tui.model.imports import ImportRequest

Many = Annotated[list[Name], Field(max_length=200, default_factory=list)]


class ImportBody(Body):
    """A description as `content`, or where it is; or an MCP server."""

    source: Text = ""
    content: str | None = None
    command: Many
    server_url: Text = ""
    name: Slug | None = None
    only: Many
    base_url: Text | None = None
    env: Many
    headers: Many
    allow_remote_refs: bool = False

    def model(self) -> ImportRequest:
        """As the engine takes it."""
        return ImportRequest.model_validate(self.given())
