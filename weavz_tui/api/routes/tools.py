"""The tools of MCP servers, and scripts over them (wire B.9)."""

from __future__ import annotations

from fastapi import APIRouter, Response

from weavz_tui.api.answers.base import DeletedAnswer
from weavz_tui.api.answers.servers import CodeAnswer, ToolAnswer
from weavz_tui.api.bodies.servers import CodeBody, ToolBody, ToolChange
from weavz_tui.api.callers import Engine
from weavz_tui.api.replies import reply
from weavz_tui.api.route import ApiRoute
from weavz_tui.engine.servers.code_mode import ServerScripts
from weavz_tui.model.errors import ValidationError

router = APIRouter(
    prefix="/api/v1/mcp/servers/{server_id}", tags=["MCP tools"], route_class=ApiRoute
)


@router.post("/tools", response_model=ToolAnswer, status_code=201)
async def add_tool(engine: Engine, server_id: str, body: ToolBody) -> Response:
    """Add a tool by hand."""
    return reply({"tool": (await engine.servers.add_tool(server_id, body.model())).wire()}, 201)


@router.patch("/tools/{tool_id}", response_model=ToolAnswer)
async def update_tool(engine: Engine, server_id: str, tool_id: str, body: ToolChange) -> Response:
    """Change a tool."""
    changed = await engine.servers.update_tool(server_id, tool_id, body.model())
    return reply({"tool": changed.wire()})


@router.delete("/tools/{tool_id}", response_model=DeletedAnswer)
async def delete_tool(engine: Engine, server_id: str, tool_id: str) -> Response:
    """Remove a tool added by hand, or hide one that comes from the workspace."""
    return reply((await engine.servers.delete_tool(server_id, tool_id)).wire())


@router.post("/execute-code", response_model=CodeAnswer)
async def execute_code(engine: Engine, server_id: str, body: CodeBody) -> Response:
    """Run a script with the tools of a server. It is Python here."""
    if bool(body.code) == bool(body.approval_id):
        raise ValidationError.of(
            "Give a script or an approval", code="exactly one of code and approvalId"
        )
    if body.code is None:
        raise ValidationError.of(
            "No script waits for an approval", approvalId="scripts are not gated here"
        )
    return reply(await ServerScripts().run(engine, server_id, body.code))
