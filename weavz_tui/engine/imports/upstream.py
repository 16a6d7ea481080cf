"""The MCP servers whose tools are actions: sessions that stay open while they are used, and what
they say has changed."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import shlex
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

from weavz_tui.importers.description import Common, Description, Operation, Way, WayKind
from weavz_tui.model.errors import ActionFailed, ImportRefused, WeavzError
from weavz_tui.net import Client

if TYPE_CHECKING:
    from weavz_tui.catalog.context import Context
    from weavz_tui.engine.parts import Shared
    from weavz_tui.importers.description import ServerAddress
    from weavz_tui.importers.imported import ImportedIntegration
    from weavz_tui.importers.mcp.session import McpSession
    from weavz_tui.model.credentials import Credential

IDLE_SECONDS = 600.0
MOST_SESSIONS = 64

_log = logging.getLogger(__name__)
Key = tuple[str, str, str]


class Upstream:
    """Sessions by organisation, integration and credential. One for the process."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        self._sessions: dict[Key, McpSession] = {}
        # A lock goes with the last caller that waits for it.
        self._opening: WeakValueDictionary[Key, asyncio.Lock] = WeakValueDictionary()
        self._tasks: set[asyncio.Task[None]] = set()

    async def describe(
        self, address: ServerAddress, name: str | None, known: Mapping[str, str]
    ) -> Description:
        """A server's tools as an import; raises ImportRefused."""
        from weavz_tui.importers.mcp.tools import operations_of  # noqa: PLC0415
        from weavz_tui.importers.texts import clean, slug  # noqa: PLC0415

        session = self._made(address, {}, {}, lambda: None)
        try:
            await session.open()
            tools = await session.tools()
            title, about = await session.about()
        except Exception as error:
            raise ImportRefused.because(
                "UNREACHABLE",
                f"The MCP server did not answer: {_reason(error)}",
                "check the command or the URL; a server over stdio says more when started by hand",
            ) from None
        finally:
            await session.close()
        operations, skipped = operations_of(tools, known)
        origin = address.url or shlex.join(address.command)
        fields = (*address.env, *address.headers)
        way = Way(key="server", kind=WayKind.SERVER, title="Server keys", fields=fields)
        return Description(
            common=Common(
                name=name or slug(title or "mcp-server"),
                title=clean(title, 80) or "MCP server",
                description=clean(about, 400),
                source="mcp",
                origin=origin,
                auth=(way,) if fields else (),
                server=address,
            ),
            operations=tuple(operations),
            skipped=tuple(skipped),
        )

    async def call(
        self, ctx: Context, integration: ImportedIntegration, tool: str, inputs: Mapping[str, Any]
    ) -> Any:
        """What a tool answers; raises ActionFailed."""
        from mcp.shared.exceptions import MCPError  # noqa: PLC0415

        from weavz_tui.importers.mcp.tools import answer_of, text_of  # noqa: PLC0415

        await ctx.announce(f"calls the tool {tool} of {integration.common.origin}")
        session = await self._session(integration, ctx.credential)
        try:
            result = await session.call(tool, inputs)
        except MCPError as error:
            if not session.is_open or "closed" in str(error).lower():
                await self._drop(session)
            raise _failed(_reason(error)) from None
        except Exception as error:  # the SDK lets through whatever its transport raises
            await self._drop(session)
            raise _failed(_reason(error)) from None
        if result.is_error:
            raise _failed(text_of(result) or "the tool says that it failed")
        return answer_of(result)

    async def close(self) -> None:
        """End every session."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        sessions, self._sessions = self._sessions, {}
        await asyncio.gather(*(each.close() for each in sessions.values()))

    async def _session(
        self, integration: ImportedIntegration, credential: Credential | None
    ) -> McpSession:
        values = dict(credential.values) if credential is not None else {}
        address = integration.common.server
        assert address is not None, "an MCP import names its server"
        told = json.dumps([address.model_dump(), values], sort_keys=True, default=str)
        key = (integration.org_id, integration.name, hashlib.sha256(told.encode()).hexdigest())
        opening = self._opening.setdefault(key, asyncio.Lock())
        async with opening:
            found = self._sessions.get(key)
            if found is not None and found.is_open:
                return found
            await self._make_room()
            session = self._made(
                address,
                {name: str(values[name]) for name in address.env if name in values},
                {name: str(values[name]) for name in address.headers if name in values},
                lambda: self._changed(key),
            )
            try:
                await session.open()
            except Exception as error:
                raise _failed(f"The MCP server did not answer: {_reason(error)}") from None
            self._sessions[key] = session
        # What has changed while nobody listened.
        self._changed(key)
        return session

    def _made(
        self, address: ServerAddress, env: dict[str, str], headers: dict[str, str], changed: Any
    ) -> McpSession:
        from weavz_tui.importers.mcp.session import McpSession  # noqa: PLC0415

        transport = self._shared.transport
        network = transport.settings if isinstance(transport, Client) else None
        return McpSession(address, network=network, changed=changed, env=env, headers=headers)

    async def _make_room(self) -> None:
        """End the sessions that nobody has used for a while, and the oldest of too many."""
        now = time.monotonic()
        by_age = sorted(self._sessions.items(), key=lambda each: each[1].used)
        excess = len(by_age) - MOST_SESSIONS + 1
        ending = [
            (key, session)
            for place, (key, session) in enumerate(by_age)
            if place < excess or now - session.used > IDLE_SECONDS or not session.is_open
        ]
        # Before anything is waited for: somebody else may be making room.
        for key, _ in ending:
            del self._sessions[key]
        await asyncio.gather(*(session.close() for _, session in ending))

    async def _drop(self, session: McpSession) -> None:
        for key, each in list(self._sessions.items()):
            if each is session:
                del self._sessions[key]
        await session.close()

    def _changed(self, key: Key) -> None:
        task = asyncio.create_task(self._follow(key))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _follow(self, key: Key) -> None:
        """Bring the import up to what the server has now."""
        from weavz_tui.engine.imports.importing import keep  # noqa: PLC0415
        from weavz_tui.importers.comparing import changes, operations_of  # noqa: PLC0415
        from weavz_tui.importers.mcp import tools as mcp_tools  # noqa: PLC0415

        session = self._sessions.get(key)
        integration = self._shared.library.get(key[0], key[1])
        if session is None or integration is None:
            return
        try:
            tools = await session.tools()
            before: list[Operation] = operations_of(integration)
            known = {each.identity: each.name for each in before}
            after, _ = mcp_tools.operations_of(tools, known)
            if any(changes(before, after)):
                await keep(self._shared, key[0], Description(
                    common=integration.common, operations=tuple(after)
                ))  # fmt: skip
        except WeavzError as error:
            _log.warning("the tools of %s could not be followed: %s", key[1], error.code)
        except Exception as error:  # a server of others: it takes nothing down
            _log.warning("the tools of %s: %s", key[1], type(error).__name__)


def _failed(message: str) -> ActionFailed:
    return ActionFailed("Action execution failed", details={"message": message})


def _reason(error: BaseException) -> str:
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    if isinstance(error, TimeoutError):
        return "no answer in time"
    return f"{error}"[:300] or type(error).__name__
