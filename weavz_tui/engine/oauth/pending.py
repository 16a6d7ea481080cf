"""Authorisations on their way: in memory alone, because half of each is secret."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from weavz_tui.catalog.auth import OAuth2
from weavz_tui.engine.oauth.loopback import Loopback
from weavz_tui.model.authorisations import (
    Authorisation,
    AuthorisationStart,
    AuthorisationStatus,
    OAuthApp,
)
from weavz_tui.model.base import now
from weavz_tui.model.entities import Connection
from weavz_tui.model.errors import NotFound, OAuthError, WeavzError

MOST = 1000
# One organisation leaves the others room.
MOST_OF_ONE = 200
REMEMBERED = timedelta(minutes=30)


@dataclass(slots=True, repr=False)
class Pending:
    """One authorisation with all that its end needs; `connection` is what it renews."""

    org_id: str
    shown: Authorisation
    data: AuthorisationStart
    auth: OAuth2
    app: OAuthApp
    fields: Mapping[str, str]
    scopes: list[str]
    connection: Connection | None = None
    verifier: str = ""
    device_code: str = ""
    next_poll: float = 0.0
    listener: Loopback | None = None
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    def end(self, status: AuthorisationStatus, *, connection_id: str | None = None,
            error: WeavzError | None = None) -> None:  # fmt: skip
        """It has ended; what was secret goes."""
        self.shown = self.shown.model_copy(
            update={
                "status": status,
                "connection_id": connection_id,
                "error": error.wire() if error else None,
                "listening": False,
            }
        )
        self.verifier = self.device_code = ""


class PendingAuthorisations:
    """Every authorisation of an engine by its id; ended ones are known for half an hour."""

    def __init__(self) -> None:
        self._held: dict[str, Pending] = {}
        self._closing: set[asyncio.Task[None]] = set()

    def add(self, pending: Pending) -> None:
        """Know it from now on; raises OAuthError where far too many are on their way."""
        self.require_room(pending.org_id)
        self._held[pending.shown.id] = pending
        left = (pending.shown.expires_at - now()).total_seconds()
        asyncio.get_running_loop().call_later(max(left, 0.0), self.let_go, pending)

    def require_room(self, org_id: str) -> None:
        """Raises OAuthError where too many are on their way, of this organisation or of all."""
        self._tidy(now())
        own = sum(each.org_id == org_id for each in self._held.values())
        if len(self._held) >= MOST or own >= MOST_OF_ONE:
            raise OAuthError(
                "Too many authorisations are on their way", hint="try again in half an hour"
            )

    def get(self, org_id: str, id: str) -> Pending:
        """By its id; raises NotFound. One whose time is over has failed."""
        found = self._held.get(id)
        if found is None or found.org_id != org_id:
            raise NotFound(
                f"Authorisation '{id}' not found",
                hint="it was begun by another process, or long ago: begin again",
            )
        if found.shown.is_pending and found.shown.expires_at <= now():
            found.end(AuthorisationStatus.FAILED, error=_too_late())
            self.let_go(found)
        return found

    def by_state(self, org_id: str, state: str) -> Pending:
        """The one that was begun with a state; raises OAuthError where there is none."""
        for each in self._held.values():
            known = each.shown.state
            if not known or each.org_id != org_id:
                continue
            if hmac.compare_digest(known.encode(), state.encode()):
                return self.get(org_id, each.shown.id)
        raise OAuthError(
            "This answer belongs to no authorisation that is on its way",
            hint="begin again; the address may be of an earlier attempt",
        )

    def let_go(self, pending: Pending) -> None:
        """Stop listening for it."""
        listener, pending.listener = pending.listener, None
        if listener is not None:
            task = asyncio.create_task(listener.close())
            self._closing.add(task)
            task.add_done_callback(self._closing.discard)

    async def close(self) -> None:
        """Stop listening for any."""
        for each in self._held.values():
            self.let_go(each)
        await asyncio.gather(*self._closing, return_exceptions=True)
        self._held.clear()

    def _tidy(self, moment: datetime) -> None:
        for id, each in list(self._held.items()):
            if each.shown.expires_at + REMEMBERED <= moment:
                self.let_go(each)
                del self._held[id]


def _too_late() -> OAuthError:
    return OAuthError("Nobody authorised it in time", details={"error": "expired_token"},
                      hint="begin again")  # fmt: skip
