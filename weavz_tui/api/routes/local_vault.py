"""The vault of the installation (wire E.17)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from weavz_tui.api.answers.servers import CountAnswer, VaultAnswer
from weavz_tui.api.bodies.local import MoveBody, PassphraseBody, PassphraseChange
from weavz_tui.api.callers import InstallationEngine
from weavz_tui.api.replies import reply
from weavz_tui.api.route import ApiRoute

router = APIRouter(prefix="/api/v1/local/vault", tags=["local: vault"], route_class=ApiRoute)


@router.get("", response_model=VaultAnswer)
async def get_vault(
    engine: InstallationEngine,
    check: Annotated[bool, Query(description="Really ask the vault.")] = False,
) -> Response:
    """Which vault is in force, and its state."""
    return reply({"vault": (await engine.vault.status(check=check)).wire()})


@router.post("/unlock", response_model=VaultAnswer)
async def unlock_vault(engine: InstallationEngine, body: PassphraseBody) -> Response:
    """Open the vault."""
    return reply({"vault": (await engine.vault.unlock(body.passphrase)).wire()})


@router.post("/lock", response_model=VaultAnswer)
async def lock_vault(engine: InstallationEngine) -> Response:
    """Close the vault, and forget the credentials in memory."""
    return reply({"vault": (await engine.vault.lock()).wire()})


@router.post("/passphrase", response_model=VaultAnswer)
async def change_passphrase(engine: InstallationEngine, body: PassphraseChange) -> Response:
    """Another passphrase for the encrypted vault."""
    return reply({"vault": (await engine.vault.change_passphrase(body.old, body.new)).wire()})


@router.post("/move", response_model=CountAnswer)
async def move_vault(engine: InstallationEngine, body: MoveBody) -> Response:
    """Bring every secret into the other vault; how many."""
    return reply({"count": await engine.vault.move(body.target, body.passphrase)})


@router.post("/purge", response_model=CountAnswer)
async def purge_vault(engine: InstallationEngine) -> Response:
    """Remove every secret; how many connections ask for a new one."""
    return reply({"count": await engine.vault.purge()})
