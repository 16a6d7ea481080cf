"""MCP servers that enter what is written to them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from weavz_tui.console.recording.part import RecordedPart
from weavz_tui.model.errors import NotFound, ValidationError


class RecordedServers(RecordedPart):
    """MCP servers, with their tools and the tokens of their end users."""

    async def _issue_access_token(self, id: str, data: Any) -> Any:
        return self._issued(id, await self._part.issue_access_token(id, data))

    async def _issue_oauth_token(self, id: str, data: Any) -> Any:
        return self._issued(id, await self._part.issue_oauth_token(id, data))

    def _issued(self, id: str, issued: Any) -> Any:
        async def back() -> None:
            await self._part.revoke_token(id, issued.token.id)

        self._journal.add(f"Issued a token for {issued.token.end_user_id}", back)
        return issued

    async def _add_tool(self, id: str, data: Any) -> Any:
        made = await self._part.add_tool(id, data)

        async def back() -> None:
            await self._part.delete_tool(id, made.id)

        self._journal.add(f"Added the tool {made.action_name}", back)
        return made

    async def _update_tool(self, id: str, tool_id: str, data: Any) -> Any:
        before = await self._tool(id, tool_id)
        own = await self._own(id, before)
        changed = await self._part.update_tool(id, tool_id, data)
        # What is as the workspace has it is so by having nothing of its own.
        old = {
            field: None if getattr(before, field) == own.get(field) else getattr(before, field)
            for field in data.model_fields_set
        }
        written = {field: getattr(changed, field) for field in old}

        async def back() -> None:
            present = await self._tool(id, tool_id)
            if any(getattr(present, field) != value for field, value in written.items()):
                raise ValidationError(
                    f"The tool {present.action_name} was changed once more since",
                    hint="edit it on its screen",
                )
            await self._part.update_tool(id, tool_id, type(data)(**old))

        self._journal.add(f"Changed the tool {before.action_name}", back)
        return changed

    async def _named(self, method: str, *given: Any) -> str:
        if method == "delete_tool":
            return f"tool {(await self._tool(*given)).action_name}"
        return await super()._named(method, *given)

    async def _tool(self, id: str, tool_id: str) -> Any:
        for each in await self._part.tools(id):
            if each.id == tool_id:
                return each
        raise NotFound(f"Tool '{tool_id}' not found", details={"toolId": tool_id})

    async def _own(self, id: str, tool: Any) -> Mapping[str, Any]:
        """What a tool has from its workspace; nothing for one added by hand."""
        if tool.source_workspace_integration_id is None:
            return {}
        server = await self._part.get(id)
        found = await self._service.integrations.get(
            server.workspace_id, tool.source_workspace_integration_id
        )
        return {
            "integration_alias": found.integration_alias,
            "sort_order": found.sort_order,
            "input_defaults": {},
        }
