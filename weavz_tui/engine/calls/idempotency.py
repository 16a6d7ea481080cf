"""Doing a call once per key (wire E.9)."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta

from weavz_tui.engine.calls.planning import Target
from weavz_tui.engine.calls.recording import Run
from weavz_tui.model.base import iso
from weavz_tui.model.entities import new_id
from weavz_tui.model.errors import Duplicate, IdempotencyInDoubt
from weavz_tui.model.execution import ExecuteRequest, ExecuteResult
from weavz_tui.model.files import FileContent
from weavz_tui.store import idempotency
from weavz_tui.store.idempotency import IdempotencyEntry
from weavz_tui.store.protocol import Rows, Store

KEPT = timedelta(hours=24)


class Idempotency:
    """Claims and results by organisation, workspace and key; kept for 24 hours."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._owner = new_id()

    async def replay(self, run: Run, target: Target) -> ExecuteResult | None:
        """The stored result of an earlier call with this key, or None when there was none.

        Raises Duplicate when the key was used with another action or input, IdempotencyInDoubt
        when an earlier call has been sent and its outcome is not known.
        """
        key = run.request.idempotency_key
        if not key:
            return None
        org_id, since = target.principal.org_id, run.moment - KEPT

        def look(rows: Rows) -> IdempotencyEntry | None:
            return idempotency.look_up(rows, org_id, target.workspace_id, key)

        entry = await self._store.read(look)
        if entry is None or entry.created_at < iso(since):
            return None
        if entry.fingerprint != fingerprint(target, run.request):
            raise Duplicate(
                "This idempotency key was used with another input",
                details={"idempotencyKey": key},
                hint="use a new key for a new call",
            )
        if entry.state != "done" or entry.result is None:
            raise in_doubt(key, running=entry.owner == self._owner)
        result = ExecuteResult.model_validate_json(entry.result)
        result.replayed = True
        return result

    async def claim(self, run: Run, target: Target) -> None:
        """Claim the key, durably, right before the call; raises IdempotencyInDoubt when another
        caller was quicker."""
        key = run.request.idempotency_key
        if not key:
            return
        entry = IdempotencyEntry(
            org_id=target.principal.org_id,
            workspace_id=target.workspace_id,
            key=key,
            action=target.action.name,
            fingerprint=fingerprint(target, run.request),
            owner=self._owner,
            created_at=iso(run.moment),
        )

        def take(rows: Rows) -> bool:
            idempotency.expire(rows, run.moment - KEPT)
            return idempotency.claim(rows, entry)

        if not await self._store.write(take):
            raise in_doubt(key, running=True)
        run.claimed = True


def settle(rows: Rows, run: Run, target: Target, result: ExecuteResult | None) -> None:
    """End a claim: keep the result, or give the key back when the call is known not to have
    happened or its action may be repeated; what may have happened stays in doubt."""
    key = run.request.idempotency_key
    if not run.claimed or not key:
        return
    place = (target.principal.org_id, target.workspace_id, key)
    if result is not None:
        kept = result.model_dump_json(by_alias=True, exclude={"explanation", "requests"})
        idempotency.finish(rows, *place, kept)
    elif target.action.idempotent or not run.may_have_happened:
        idempotency.release(rows, *place)


def fingerprint(target: Target, request: ExecuteRequest) -> str:
    """What makes two calls the same: action, instance and the caller's input."""
    said = [target.place.integration.name, target.action.name, target.alias, request.input]
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), default=_told)
    return hashlib.sha256(text.encode()).hexdigest()


def _told(value: object) -> object:
    """What makes a value that is no JSON the same as another."""
    if not isinstance(value, FileContent):
        return str(value)
    body = value.body
    content = hashlib.sha256(body).hexdigest() if isinstance(body, bytes) else repr(body)
    return [value.filename, value.mime_type, content]


def in_doubt(key: str, *, running: bool) -> IdempotencyInDoubt:
    """The error of a call whose outcome is not known."""
    what = "is still running" if running else "was sent and its outcome is not known"
    return IdempotencyInDoubt(
        f"A call with this idempotency key {what}",
        details={"idempotencyKey": key},
        hint="look at the service whether it happened; then use a new key",
    )
