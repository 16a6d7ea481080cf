"""The tokens of an MCP server (wire A.1, B.9, C.9)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Literal

from weavz_tui.engine.parts import Parts
from weavz_tui.engine.servers.server_auth import SCOPES
from weavz_tui.engine.tokens import new_token, token_hash
from weavz_tui.model.base import now
from weavz_tui.model.entities import EndUser, new_id
from weavz_tui.model.errors import (
    EndUserNotFound,
    InvalidMcpScopes,
    McpBearerDisabled,
    McpOauthDisabled,
    McpStaticBearerIncompatible,
    NotFound,
    ValidationError,
)
from weavz_tui.model.lists import Deleted
from weavz_tui.model.servers import (
    EndUserAccess,
    IssuedToken,
    McpServer,
    McpToken,
    SavedServer,
    TokenRequest,
)
from weavz_tui.store import end_users, mcp_tokens
from weavz_tui.store.mcp_tokens import StoredToken
from weavz_tui.store.protocol import Rows

PREFIXES = {"static": "mcp_", "bearer": "mcp_", "oauth": "mcpo_"}
SHOWN = 12
DAY = 86_400
DEFAULT_LIFE, LONGEST_LIFE = 30 * DAY, 366 * DAY

Kind = Literal["static", "bearer", "oauth"]


class ServerTokens:
    """Makes, lists and revokes tokens of servers that the caller reaches."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def list(self, server: McpServer) -> Sequence[McpToken]:
        """The end users' tokens that are in force."""
        found = await self._parts.read(
            lambda rows: mcp_tokens.of_server(rows, server.org_id, server.id, now())
        )
        return [_shown(each) for each in found]

    async def make_static(self, server: McpServer) -> str:
        """The value of a new token of the server's own; one before it is refused from now on."""
        value, _ = await self._make(server, "static", list(SCOPES), None, None)
        return value

    async def renew_static(self, server: McpServer) -> SavedServer:
        """See `LocalServers.regenerate_token`."""
        assert server.auth is not None
        if not server.auth.bearer_enabled:
            raise McpBearerDisabled(
                "The server takes no bearer tokens",
                details={"authMode": server.auth_mode.value},
                hint="set its auth mode to bearer or oauth_and_bearer",
            )
        if not server.auth.static_bearer_enabled:
            raise McpStaticBearerIncompatible(
                "A token of the server's own would act for nobody, and integrations of the "
                "workspace ask each end user for their own connection",
                hint="bind the server to an end user, or issue tokens for end users",
            )
        token = await self.make_static(server)
        return SavedServer(server=server, mcp_endpoint=server.mcp_endpoint, bearer_token=token)

    async def issue(
        self, server: McpServer, data: TokenRequest, kind: Literal["bearer", "oauth"]
    ) -> IssuedToken:
        """A token for an end user, who is made where the server is open to everyone."""
        assert server.auth is not None
        if kind == "bearer" and not server.auth.end_user_bearer_tokens_enabled:
            raise McpBearerDisabled(
                "The server takes no bearer tokens",
                details={"authMode": server.auth_mode.value},
                hint="issue an OAuth token, or set its auth mode to oauth_and_bearer",
            )
        if kind == "oauth" and not server.auth.oauth_enabled:
            raise McpOauthDisabled(
                "The server takes no OAuth tokens",
                details={"authMode": server.auth_mode.value},
                hint="issue a bearer token, or set its auth mode to oauth_and_bearer",
            )
        scopes = _scopes(data.scopes)
        seconds = DEFAULT_LIFE if data.expires_in is None else data.expires_in
        if not 0 < seconds <= LONGEST_LIFE:
            raise ValidationError.of("Invalid token", expiresIn=f"1 to {LONGEST_LIFE} seconds")
        user = await self._end_user(server, data.end_user_id)
        value, made = await self._make(server, kind, scopes, user.external_id, seconds)
        return IssuedToken(token=_shown(made), access_token=value, mcp_endpoint=server.mcp_endpoint)

    async def revoke(self, server: McpServer, token_id: str) -> Deleted:
        """See `LocalServers.revoke_token`."""

        def write(rows: Rows) -> bool:
            found = mcp_tokens.get(rows, server.org_id, token_id)
            if found is None or found.mcp_server_id != server.id:
                return False
            return mcp_tokens.delete(rows, server.org_id, token_id, server.workspace_id)

        if not await self._parts.write(write):
            raise NotFound(f"Token '{token_id}' not found", details={"tokenId": token_id})
        return Deleted(id=token_id)

    async def _make(
        self,
        server: McpServer,
        kind: Kind,
        scopes: Sequence[str],
        end_user_id: str | None,
        seconds: int | None,
    ) -> tuple[str, StoredToken]:
        """The value of a new token, and what is kept of it."""
        value, moment = new_token(PREFIXES[kind]), now()
        made = StoredToken(
            id=new_id(),
            org_id=server.org_id,
            mcp_server_id=server.id,
            kind=kind,
            token_prefix=value[:SHOWN],
            scopes=[*scopes],
            end_user_id=end_user_id,
            expires_at=moment + timedelta(seconds=seconds) if seconds else None,
            created_at=moment,
        )
        await self._parts.write(
            lambda rows: mcp_tokens.insert(rows, made, token_hash(value), server.workspace_id)
        )
        return value, made

    async def _end_user(self, server: McpServer, ref: str) -> EndUser:
        org_id, workspace_id, moment = server.org_id, server.workspace_id, now()
        if not ref.strip():
            raise ValidationError.of("Invalid token", endUserId="required")

        def find(rows: Rows) -> EndUser | None:
            found = end_users.known_as(rows, org_id, workspace_id, ref)
            if server.end_user_id not in {None, found.external_id if found else ref.strip()}:
                raise ValidationError.of(
                    f"The server is bound to end user '{server.end_user_id}'",
                    endUserId="is not the end user that the server is bound to",
                )
            if found is not None or server.end_user_access is EndUserAccess.RESTRICTED:
                return found
            user = EndUser(
                id=new_id(),
                workspace_id=workspace_id,
                external_id=ref.strip(),
                created_at=moment,
                updated_at=moment,
            )
            end_users.insert(rows, user)
            return user

        found = await self._parts.write(find)
        if found is None:
            raise EndUserNotFound(
                f"End user '{ref}' not found",
                details={"endUserId": ref},
                hint="make the end user first, or set endUserAccess to open",
            )
        return found


def _scopes(wanted: Sequence[str] | None) -> list[str]:
    if wanted is None:
        return list(SCOPES)
    if not wanted or any(each not in SCOPES for each in wanted):
        raise InvalidMcpScopes(
            "Unknown scopes" if wanted else "No scope is given",
            details={"scopes": list(wanted), "known": list(SCOPES)},
            hint=f"give one or both of {', '.join(SCOPES)}",
        )
    return list(dict.fromkeys(wanted))


def _shown(stored: StoredToken) -> McpToken:
    is_oauth = stored.kind == "oauth"
    return McpToken(
        id=stored.id,
        token_prefix=stored.token_prefix,
        scopes=stored.scopes,
        end_user_id=stored.end_user_id,
        auth_method="oauth" if is_oauth else "bearer",
        token_type="mcp_oauth" if is_oauth else "mcp_bearer",
        expires_at=stored.expires_at,
        created_at=stored.created_at,
    )
