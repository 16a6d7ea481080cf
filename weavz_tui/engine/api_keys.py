"""API keys of the organisation (wire B.8)."""

from __future__ import annotations

import builtins
from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import Any

import pydantic

from weavz_tui.engine.access import KEY_PREFIX
from weavz_tui.engine.parts import Parts
from weavz_tui.engine.tokens import new_token, token_hash
from weavz_tui.model.base import now
from weavz_tui.model.entities import new_id
from weavz_tui.model.errors import NotFound, ValidationError
from weavz_tui.model.keys import ApiKey, ApiKeyCreate, CreatedApiKey, KeyPermissions
from weavz_tui.model.lists import Deleted, Page, PageQuery
from weavz_tui.store import api_keys, workspaces
from weavz_tui.store.protocol import Rows

SHOWN = 8
NAME_LENGTH = 200
MOST_NAMED = 10


class LocalApiKeys:
    """Keys of the caller's organisation; managing them takes the whole organisation's reach."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def list(self, query: PageQuery) -> Page[ApiKey]:
        """A page, the newest first. Raises ScopeDenied."""
        self._parts.principal.require(None)
        return await self._parts.read(lambda rows: api_keys.page(rows, self._parts.org_id, query))

    async def create(self, data: ApiKeyCreate) -> CreatedApiKey:
        """A new key with its value, which is kept nowhere. Raises ScopeDenied, ValidationError,
        also for workspaces that are not there: a key for them would open nothing."""
        self._parts.principal.require(None)
        name = data.name.strip()
        if not 0 < len(name) <= NAME_LENGTH:
            raise ValidationError.of("Invalid API key", name=f"1 to {NAME_LENGTH} characters")
        wanted = _workspaces(data.permissions)
        moment = now()
        expires_at = _expiry(data.expires_at, moment)
        plain = new_token(KEY_PREFIX)
        made = ApiKey(
            id=new_id(),
            org_id=self._parts.org_id,
            name=name,
            key_prefix=plain[:SHOWN],
            permissions=data.permissions,
            expires_at=expires_at,
            created_at=moment,
        )

        def write(rows: Rows) -> None:
            if wanted:
                _require(wanted, workspaces.ids(rows, made.org_id))
            api_keys.insert(rows, made, token_hash(plain))

        await self._parts.write(write)
        return CreatedApiKey(api_key=made, plain_key=plain)

    async def delete(self, id: str) -> Deleted:
        """The key is refused from this moment on. Raises ScopeDenied, NotFound, and
        ValidationError for the key that asks for it."""
        self._parts.principal.require(None)
        org_id = self._parts.org_id
        found = await self._parts.read(lambda rows: api_keys.get(rows, org_id, id))
        if found is None:
            raise _not_found(id)
        if found.id == self._parts.principal.key_id:
            raise ValidationError(
                "A key cannot delete itself",
                details={"id": id},
                hint="use another key, or  weavz-tui keys delete",
            )
        if not await self._parts.write(lambda rows: api_keys.delete(rows, org_id, id)):
            raise _not_found(id)
        return Deleted(id=id)


def _workspaces(permissions: dict[str, Any] | None) -> builtins.list[str]:
    """The workspaces that permissions are limited to, if any. Raises ValidationError for those that
    mean nothing; they are kept as they came."""
    if permissions is None:
        return []
    try:
        read = KeyPermissions.model_validate(permissions)
    except pydantic.ValidationError as error:
        where = ".".join(str(each) for each in error.errors()[0]["loc"])
        raise ValidationError.of(
            "Invalid permissions", permissions=f"{where}: {error.errors()[0]['msg']}"
        ) from None
    if read.scope == "workspace" and not any(each.strip() for each in read.workspace_ids):
        raise ValidationError.of(
            "Invalid permissions", permissions="workspaceIds: required for scope workspace"
        )
    return read.workspace_ids if read.scope == "workspace" else []


def _require(wanted: Sequence[str], known: Collection[str]) -> None:
    """Raises ValidationError that names the workspaces that are not known."""
    unknown = [each for each in dict.fromkeys(wanted) if each not in known]
    if unknown:
        named = ", ".join(unknown[:MOST_NAMED]) + (", ..." if len(unknown) > MOST_NAMED else "")
        error = ValidationError.of(
            "Invalid permissions", permissions=f"workspaceIds: no such workspace: {named}"
        )
        error.hint = "give the ids of workspaces of this organisation"
        raise error


def _expiry(wanted: datetime | None, moment: datetime) -> datetime | None:
    if wanted is None:
        return None
    found = wanted if wanted.tzinfo else wanted.replace(tzinfo=UTC)
    if found <= moment:
        raise ValidationError.of("Invalid API key", expiresAt="must be in the future")
    return found


def _not_found(id: str) -> NotFound:
    return NotFound(
        f"API key '{id}' not found",
        details={"id": id},
        hint="`weavz-tui keys list` shows every key",
    )
