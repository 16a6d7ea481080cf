"""What answers share."""

from __future__ import annotations

from typing import Any

from pydantic import ConfigDict, Field

from weavz_tui.model.base import Wire
from weavz_tui.model.lists import Dependants


class Answer(Wire):
    """A JSON object; more fields than those declared may come."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)


class Listed(Answer):
    """A list. `next` and `previous` are cursors of the neighbouring pages, null at the ends."""

    total: int
    next: str | None
    previous: str | None


class ErrorAnswer(Answer):
    """The envelope of every error."""

    error: str
    code: str
    details: dict[str, Any] = Field(default_factory=dict)

    model_config = ConfigDict(json_schema_serialization_defaults_required=False)


class DeletedAnswer(Answer):
    """A deletion. `undo` takes it back for ten seconds where that is possible."""

    deleted: bool
    id: str
    undo: str | None = None
    dependants: Dependants


class DependantsAnswer(Answer):
    dependants: Dependants


class HealthAnswer(Answer):
    status: str
