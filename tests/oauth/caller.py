"""A process of its own that calls `acme` many times at once: `caller.py PROVIDER CALLS ROUNDS`.

It says `ready`, then for every line of standard input makes its calls and answers with one line of
JSON: how many succeeded, and the codes of the others.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter

from tests.oauth.world import acme, oidc_auth
from weavz_tui.engine.local import LocalService, open_local
from weavz_tui.home import Home
from weavz_tui.model.enums import Source
from weavz_tui.model.errors import WeavzError
from weavz_tui.model.execution import ExecuteRequest


async def main(provider: str, calls: int) -> None:
    engine = await open_local(Home.find(), source=Source.CLI, tidy_after=3600)
    engine.parts.shared.registry.add(acme(oidc_auth(provider), provider))
    workspace = await engine.workspaces.get("default")
    try:
        say("ready")
        while await asyncio.to_thread(sys.stdin.readline):
            request = ExecuteRequest(
                workspace_id=workspace.id, integration_name="acme", action_name="whoami", input={}
            )
            found = await asyncio.gather(*(outcome(engine, request) for _ in range(calls)))
            say(json.dumps(Counter(found)))
    finally:
        await engine.close()


async def outcome(engine: LocalService, request: ExecuteRequest) -> str:
    """How one call ended."""
    try:
        await engine.actions.execute(request)
    except WeavzError as error:
        return f"{error.code}: {error.message}"
    return "success"


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
