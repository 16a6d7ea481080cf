"""What `weavz-tui doctor` says of the vault."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

from weavz_tui.model.base import now
from weavz_tui.model.errors import VaultUnavailable
from weavz_tui.model.status import Diagnosis, VaultStatus
from weavz_tui.vault.backends import START_SESSION, UNLOCK_SECRET_SERVICE
from weavz_tui.vault.keyring_vault import KeyringVault
from weavz_tui.vault.passphrase import PASSPHRASE_FILE, unattended
from weavz_tui.vault.protocol import UNLOCK, Vault

KINDS = {"keyring": "the keyring", "encrypted": "the encrypted vault"}


async def diagnose(
    vault: Vault, *, environment: Mapping[str, str] = os.environ, deadline: float = 5.0
) -> list[Diagnosis]:
    """Which vault is in force and whether it answers, what would be chosen where none is yet, and
    whether it opens without a person; each with the exact command that mends it. Asks the vault
    really, for at most `deadline` seconds a call; raises nothing."""
    status = await vault.status(check=True)
    lines = [_in_force(status)]
    if status.kind == "none" and status.state == "not checked":
        lines.append(await _keyring_here(environment, deadline))
    if status.kind != "keyring":
        lines.append(_unattended(environment))
    return lines


def _in_force(status: VaultStatus) -> Diagnosis:
    if status.kind == "none":
        return Diagnosis(
            name="vault",
            ok=status.state == "not checked",
            message=status.message,
            remedy=status.remedy,
            checked_at=now(),
        )
    message = f"{KINDS[status.kind]} ({status.backend}) is in force and {status.state}"
    return Diagnosis(
        name="vault",
        ok=status.state == "open",
        message=f"{message}: {status.message}" if status.message else message,
        remedy="" if status.state == "open" else status.remedy,
        details={"kind": status.kind, "state": status.state, "backend": status.backend},
        checked_at=now(),
    )


async def _keyring_here(environment: Mapping[str, str], deadline: float) -> Diagnosis:
    keyring = KeyringVault(deadline=deadline)
    try:
        status = await keyring.status(check=True)
    finally:
        await keyring.close()
    if status.state == "open":
        return Diagnosis(
            name="keyring",
            ok=True,
            message=f"{status.backend} answers; the first secret goes there",
            checked_at=now(),
        )
    if status.state == "locked":
        remedy = f"{UNLOCK}; without a desktop: {UNLOCK_SECRET_SERVICE}"
    elif sys.platform == "linux" and not environment.get("DBUS_SESSION_BUS_ADDRESS"):
        remedy = f"{START_SESSION}, then in it: {UNLOCK_SECRET_SERVICE}; or on a server: {UNLOCK}"
    else:
        remedy = f"Log in again, or use the encrypted vault: {UNLOCK}"
    return Diagnosis(
        name="keyring",
        ok=False,
        message=status.message or f"The keyring is {status.state}",
        remedy=remedy,
        checked_at=now(),
    )


def _unattended(environment: Mapping[str, str]) -> Diagnosis:
    try:
        found = unattended(environment)
    except VaultUnavailable as error:
        return Diagnosis(name="passphrase", ok=False, message=error.message, remedy=error.hint)
    if found is not None:
        return Diagnosis(name="passphrase", ok=True, message=f"It comes from {found.source}")
    return Diagnosis(
        name="passphrase",
        ok=True,
        message="The encrypted vault asks for its passphrase",
        remedy=f"For a server: {PASSPHRASE_FILE}=FILE (mode 0600), or a systemd credential",
    )
