"""A call written for other doors (curl, SDKs, MCP, command line), and read back from curl."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable, Mapping
from typing import Any

from weavz_tui.model.errors import ValidationError
from weavz_tui.model.execution import ExecuteRequest

EXECUTE = "/api/v1/actions/execute"
BASE = "http://localhost:3000"


def body_of(request: ExecuteRequest) -> dict[str, Any]:
    """The body of `POST /actions/execute`: what is not given is left out."""
    return request.model_dump(mode="json", by_alias=True, exclude_none=True)


def as_curl(request: ExecuteRequest) -> str:
    """A curl command; the API key stays a variable of the shell."""
    body = json.dumps(body_of(request), ensure_ascii=False, indent=2)
    return (
        f"curl -X POST {BASE}{EXECUTE} \\\n"
        '  -H "Authorization: Bearer $WEAVZ_API_KEY" \\\n'
        '  -H "Content-Type: application/json" \\\n'
        f"  -d {shlex.quote(body)}"
    )


def as_python(request: ExecuteRequest) -> str:
    """A call with the published Python client."""
    given = body_of(request)
    names = {
        "integrationName": "integration_name",
        "actionName": "action_name",
        "workspaceId": "workspace_id",
        "input": "input",
        "integrationAlias": "integration_alias",
        "connectionExternalId": "connection_external_id",
        "endUserId": "end_user_id",
        "partialIds": "partial_ids",
        "idempotencyKey": "idempotency_key",
    }
    arguments = "".join(
        f"    {names[key]}={value!r},\n" for key, value in given.items() if key in names
    )
    return (
        "import os\n\nfrom weavz_sdk import WeavzClient\n\n"
        f'client = WeavzClient(api_key=os.environ["WEAVZ_API_KEY"], base_url="{BASE}")\n'
        f"result = client.actions.execute(\n{arguments})\nprint(result)"
    )


def as_typescript(request: ExecuteRequest) -> str:
    """A call with the published TypeScript client."""
    given = body_of(request)
    integration, action = given.pop("integrationName"), given.pop("actionName")
    options = json.dumps(given, ensure_ascii=False, indent=2)
    return (
        'import { WeavzClient } from "@weavz-io/sdk";\n\n'
        f'const client = new WeavzClient({{ apiKey: process.env.WEAVZ_API_KEY!, baseUrl: "{BASE}" '
        "});\n"
        f"const result = await client.actions.execute({json.dumps(integration)}, "
        f"{json.dumps(action)}, {options});"
    )


def as_mcp(request: ExecuteRequest, tool_name: str) -> str:
    """The JSON-RPC message of an MCP client."""
    return json.dumps(
        {
            "jsonrpc": "2.0",
            "id": 1,
            "method": "tools/call",
            "params": {"name": tool_name, "arguments": request.input},
        },
        ensure_ascii=False,
        indent=2,
    )


def as_command(request: ExecuteRequest, workspace: str) -> str:
    """A line for the shell."""
    alias = request.integration_alias or request.integration_name
    words = ["weavz-tui", "run", f"{alias}.{request.action_name}", "--workspace", workspace]
    for key, value in request.input.items():
        if isinstance(value, str):
            words += ["--set", f"{key}={value}"]
        else:
            words += ["--set-json", f"{key}={json.dumps(value, ensure_ascii=False)}"]
    if request.end_user_id is not None:
        words += ["--end-user", request.end_user_id]
    if request.connection_external_id is not None:
        words += ["--connection", request.connection_external_id]
    if request.partial_ids == []:
        words.append("--no-partials")
    for each in request.partial_ids or ():
        words += ["--partial", each]
    return shlex.join(words)


def forms(
    request: ExecuteRequest, *, workspace: str, tool_name: str
) -> Mapping[str, Callable[[], str]]:
    """Every form by the name that a person picks."""
    return {
        "curl": lambda: as_curl(request),
        "Python SDK": lambda: as_python(request),
        "TypeScript SDK": lambda: as_typescript(request),
        "MCP tools/call": lambda: as_mcp(request, tool_name),
        "Command line": lambda: as_command(request, workspace),
    }


def from_curl(text: str) -> ExecuteRequest:
    """The call that a curl of `/actions/execute` makes; raises ValidationError when it is none."""
    try:
        words = shlex.split(text.replace("\\\n", " "))
    except ValueError as error:
        raise ValidationError(f"This is not a command: {error}") from None
    if not any(EXECUTE in word for word in words):
        raise ValidationError(
            "This is not a call of an action",
            hint=f"copy the curl command of a POST to {EXECUTE}",
        )
    data = next(
        (
            words[index + 1]
            for index, word in enumerate(words[:-1])
            if word in {"-d", "--data", "--data-raw", "--data-binary", "--json"}
        ),
        None,
    )
    if data is None:
        raise ValidationError("The curl command has no body (-d)")
    try:
        body = json.loads(data)
    except ValueError as error:
        raise ValidationError(f"The body of the curl command is not JSON: {error}") from None
    if not isinstance(body, dict) or not body.get("integrationName") or not body.get("actionName"):
        raise ValidationError("The body names no integrationName and actionName")
    return ExecuteRequest.model_validate(body)
