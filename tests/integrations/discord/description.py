"""Discord's description of its API, out of the npm package discord-api-spec.

The package has the bodies as zod schemas, which Node turns into JSON Schema, and the operations
with their parameters as TypeScript types, which are read here.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from functools import cache
from typing import Any

from tests.fixtures.openapi_check import Description
from tests.fixtures.prism import node_modules
from tests.real import need

BASE = "https://discord.com/api/v10"
WANTED = (
    "POST /channels/{channel_id}/messages",
    "PATCH /channels/{channel_id}",
    "DELETE /channels/{channel_id}",
    "POST /webhooks/{webhook_id}/{webhook_token}",
    "GET /guilds/{guild_id}/channels",
    "POST /guilds/{guild_id}/channels",
    "GET /guilds/{guild_id}/members",
    "GET /guilds/{guild_id}/members/search",
    "PUT /guilds/{guild_id}/members/{user_id}/roles/{role_id}",
    "DELETE /guilds/{guild_id}/members/{user_id}/roles/{role_id}",
    "PUT /guilds/{guild_id}/bans/{user_id}",
    "DELETE /guilds/{guild_id}/bans/{user_id}",
    "GET /guilds/{guild_id}/roles",
    "POST /guilds/{guild_id}/roles",
    "DELETE /guilds/{guild_id}/roles/{role_id}",
    "GET /users/@me/guilds",
    "GET /users/@me",
)
_SCRIPT = """
import * as z from "zod";
import * as schemas from "discord-api-spec/zod";
const found = {};
for (const name of JSON.parse(process.argv[1])) {
  found[name] = z.toJSONSchema(schemas[name + "Schema"], { io: "input", unrepresentable: "any" });
}
console.log(JSON.stringify(found));
"""
_SNOWFLAKE = {"type": "string", "pattern": "^(0|[1-9][0-9]*)$"}
_TYPES = {
    "SnowflakeType": _SNOWFLAKE,
    "string": {"type": "string"},
    "number": {"type": "integer"},
    "boolean": {"type": "boolean"},
}


@cache
def description() -> Description:
    """The operations that the integration uses; without zod and Node the test is skipped."""
    folder = node_modules()
    there = folder is not None and all((folder / each).is_dir() for each in _PACKAGES)
    need(
        there and shutil.which("node") is not None,
        "install Node and the packages discord-api-spec and zod, and set WEAVZ_TUI_NODE_MODULES",
    )
    assert folder is not None
    text = (folder / "discord-api-spec" / "build" / "discord-api-spec.ts").read_text()
    operations = {each: _operation(text, *each.split(" ")) for each in WANTED}
    names = {body for _, _, body in operations.values() if body}
    schemas = _schemas(sorted(names), str(folder.parent))
    paths: dict[str, Any] = {}
    for each, (path, query, body) in operations.items():
        method, template = each.split(" ")
        operation: dict[str, Any] = {
            "parameters": [
                {"name": name, "in": "path", "required": True, "schema": kind}
                for name, kind in path.items()
            ]
            + [
                {"name": name, "in": "query", "required": required, "schema": kind}
                for name, (kind, required) in query.items()
            ]
        }
        if body:
            content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{body}"}}}
            operation["requestBody"] = {"content": content}
        paths.setdefault(template, {})[method.lower()] = operation
    document = {"openapi": "3.1.0", "paths": paths, "components": {"schemas": schemas}}
    return Description(document)


_PACKAGES = ("discord-api-spec", "zod")


def _operation(
    text: str, method: str, template: str
) -> tuple[dict[str, Any], dict[str, tuple[Any, bool]], str | None]:
    """The types of the path's parameters, of the query's, and the name of the body's schema."""
    paths = text[text.index("export interface Paths {") :]
    start = paths.index(f"    {method.lower()}: {{", paths.index(f'  "{template}": {{'))
    operation = paths[start : paths.index("responses: {", start)]
    path = {name: _kind(kind) for name, _, kind in _fields(operation, "path")}
    query = {name: (_kind(kind), not may) for name, may, kind in _fields(operation, "query")}
    written = re.search(r"requestBody\??:(.*?);\s*$", operation, re.DOTALL)
    names = re.findall(r"\w+", written[1]) if written else []
    chosen = next((each for each in names if "Guild" in each), names[0] if names else None)
    return path, query, None if chosen in {None, "undefined"} else chosen


def _fields(operation: str, place: str) -> list[tuple[str, str, str]]:
    block = re.search(rf"{place}\?: {{(.*?)}};", operation, re.DOTALL)
    return re.findall(r"(\w+)(\??): ([^;]+);", block[1]) if block else []


def _kind(type: str) -> dict[str, Any]:
    return _TYPES.get(type, {})


def _schemas(names: list[str], folder: str) -> dict[str, Any]:
    command = ["node", "--input-type=module", "-e", _SCRIPT, json.dumps(names)]
    done = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return {name: _inlined(schema, schema.get("$defs", {})) for name, schema in found.items()}


def _inlined(value: Any, definitions: dict[str, Any], seen: tuple[str, ...] = ()) -> Any:
    """The schema without references of its own; what contains itself is left open."""
    if isinstance(value, list):
        return [_inlined(each, definitions, seen) for each in value]
    if not isinstance(value, dict):
        return value
    if isinstance(reference := value.get("$ref"), str):
        name = reference.rpartition("/")[2]
        if name in seen:
            return {}
        return _inlined(definitions[name], definitions, (*seen, name))
    return {key: _inlined(each, definitions, seen) for key, each in value.items() if key != "$defs"}
