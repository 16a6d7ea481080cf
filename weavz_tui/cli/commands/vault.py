"""`weavz-tui vault`."""

from __future__ import annotations

import os
from typing import Literal

import click

from weavz_tui.cli import options
from weavz_tui.cli.failures import VAULT
from weavz_tui.cli.output import note, print_fields, print_json
from weavz_tui.cli.secret_input import read_passphrase
from weavz_tui.cli.session import engine_command
from weavz_tui.engine.service import Service
from weavz_tui.model.status import VaultStatus


@click.group()
def vault() -> None:
    """The vault: the keyring of this machine, or an encrypted file where there is none."""


@vault.command("status")
@options.json_option
@engine_command
async def vault_status(service: Service, as_json: bool) -> None:
    """Show which vault is in force and whether it answers. Exits with 4 when it does not."""
    status = await service.vault.status(check=True)
    _show(status, as_json=as_json)
    if status.state in {"locked", "missing", "unreachable"}:
        click.get_current_context().exit(VAULT)


@vault.command("unlock")
@options.json_option
@engine_command
async def unlock_vault(service: Service, as_json: bool) -> None:
    """Unlock the vault.

    It stays so for this machine's session, where the system can hold the key. The passphrase is
    asked for, or is a line of standard input. A home without a vault, on a machine without a
    keyring, gets an encrypted one.
    """
    status = await service.vault.status(check=True)
    if status.state != "open":
        fresh = status.kind == "none"
        question = "New passphrase of the encrypted vault" if fresh else "Passphrase"
        status = await service.vault.unlock(read_passphrase(question, twice=fresh))
    _show(status, as_json=as_json)


@vault.command("lock")
@options.json_option
@engine_command
async def lock_vault(service: Service, as_json: bool) -> None:
    """Lock the vault."""
    _show(await service.vault.lock(), as_json=as_json)


@vault.command("passwd")
@options.json_option
@engine_command
async def change_passphrase(service: Service, as_json: bool) -> None:
    """Change the passphrase of the encrypted vault.

    The old and the new one are asked for, or are two lines of standard input.
    """
    old = read_passphrase("Old passphrase")
    new = read_passphrase("New passphrase", twice=True)
    _show(await service.vault.change_passphrase(old, new), as_json=as_json)


@vault.command("move")
@click.argument("target", type=click.Choice(["keyring", "encrypted"]))
@options.json_option
@engine_command
async def move_vault(
    service: Service, target: Literal["keyring", "encrypted"], as_json: bool
) -> None:
    """Bring every secret into the other vault, which is then in force.

    It may also be called before the first secret, to choose.
    """
    status = await service.vault.status()
    passphrase: str | None = None
    if target == "encrypted" and status.kind != "encrypted" and not _is_unattended():
        passphrase = read_passphrase("Passphrase of the encrypted vault", twice=True)
    moved = await service.vault.move(target, passphrase)
    note(f"Secrets moved: {moved}.")
    _show(await service.vault.status(check=True), as_json=as_json)


@vault.command("purge")
@options.yes_option
@options.json_option
@engine_command
async def purge_vault(service: Service, yes: bool, as_json: bool) -> None:
    """Remove every secret of this home, from the keyring too.

    The connections stay, and ask for a new secret.
    """
    options.confirm("Remove every secret of this home? It cannot be taken back.", yes=yes)
    connections = await service.vault.purge()
    if as_json:
        print_json({"purged": connections})
    else:
        note(f"Removed the secrets of {connections} connections.")


def _is_unattended() -> bool:
    from weavz_tui.vault.passphrase import unattended

    return unattended(os.environ) is not None


def _show(status: VaultStatus, *, as_json: bool) -> None:
    if as_json:
        print_json({"vault": status})
        return
    print_fields(
        [
            ("vault", status.kind),
            ("state", status.state),
            ("backend", status.backend or None),
            ("message", status.message or None),
            ("mended by", status.remedy or None),
        ]
    )
