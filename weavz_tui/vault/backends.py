"""Which keyrings may hold a secret, and what their errors mean. Every call blocks."""

from __future__ import annotations

import contextlib
import importlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from weavz_tui.model.errors import VaultLocked, VaultUnavailable, WeavzError
from weavz_tui.vault.protocol import DOCTOR, UNLOCK, VaultMissing

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

Result = TypeVar("Result")

START_SESSION = "dbus-run-session -- bash"
UNLOCK_SECRET_SERVICE = "gnome-keyring-daemon --unlock --replace --components=secrets"

# gnome-keyring has no default collection for a moment now and then, while it reads its file anew.
REREADING_SECONDS = 0.25


@dataclass(frozen=True, slots=True)
class Allowed:
    """A keyring that encrypts what it holds. `name` is what a home records."""

    name: str
    module: str
    type: str


# Never `keyring.get_keyring()`: its chain takes in every installed backend, plaintext ones too.
ALLOWED = (
    Allowed("macOS Keychain", "keyring.backends.macOS", "Keyring"),
    Allowed("Windows Credential Manager", "keyring.backends.Windows", "WinVaultKeyring"),
    Allowed("Secret Service", "keyring.backends.SecretService", "Keyring"),
    Allowed("libsecret", "keyring.backends.libsecret", "Keyring"),
    Allowed("KWallet", "keyring.backends.kwallet", "DBusKeyring"),
)


def choose(recorded: str | None = None) -> tuple[Allowed, KeyringBackend]:
    """The recorded keyring, or the most fitting one of this machine.

    Raises VaultMissing where none answers, with the reason of each.
    """
    reasons: list[str] = []
    viable: list[tuple[float, Allowed, type[KeyringBackend]]] = []
    for allowed in ALLOWED:
        if recorded is not None and allowed.name != recorded:
            continue
        try:
            kind: type[KeyringBackend] = getattr(
                importlib.import_module(allowed.module), allowed.type
            )
            viable.append((float(kind.priority), allowed, kind))
        except Exception as error:  # whatever a foreign backend raises only says: not this one
            reasons.append(f"{allowed.name}: {_first_line(error)}")
    if not viable:
        wanted = f"the keyring of this home ({recorded})" if recorded else "a keyring"
        raise VaultMissing(
            f"This process cannot reach {wanted}",
            details={"reasons": reasons},
            hint=f"Start a session bus ({START_SESSION}) and unlock a keyring in it"
            f" ({UNLOCK_SECRET_SERVICE}), or use the encrypted vault ({UNLOCK})"
            if recorded is None
            else "Run it in the session that has the keyring, or take the secrets along from"
            " there: weavz-tui vault move encrypted",
        )
    _, allowed, kind = max(viable, key=lambda each: each[0])
    return allowed, kind()


def require_unlocked(allowed: Allowed) -> None:
    """Raise VaultLocked where a Secret Service is locked: asking it for a secret would open a
    prompt, on a screen that may not be there."""
    if allowed.name == "Secret Service":
        translated(_require_open_collection)


def prompt(allowed: Allowed) -> None:
    """Let the Secret Service ask the person at its own screen; raises VaultLocked if in vain."""
    if allowed.name == "Secret Service":
        translated(_prompt)


def translated(work: Callable[[], Result]) -> Result:
    """The outcome of work on a keyring, whose errors become VaultLocked or VaultUnavailable; a
    worker's edge."""
    from keyring.errors import InitError, KeyringLocked  # noqa: PLC0415

    try:
        return work()
    except WeavzError:
        raise
    except (InitError, KeyringLocked):
        failure: WeavzError = _locked()
    except Exception as error:
        if type(error).__name__ in {"LockedException", "PromptDismissedException"}:
            failure = _locked()
        else:
            failure = VaultUnavailable(f"The keyring failed ({type(error).__name__})", hint=DOCTOR)
    # Raised out here, without context: a foreign message may quote what was to be stored.
    raise failure


def _locked() -> VaultLocked:
    return VaultLocked(
        "The keyring is locked",
        hint=f"Unlock it: {UNLOCK} (it asks on the desktop). Without a desktop:"
        f" {UNLOCK_SECRET_SERVICE} reads its password from standard input",
    )


def _require_open_collection() -> None:
    import secretstorage  # noqa: PLC0415

    missing = secretstorage.exceptions.ItemNotFoundException
    patience = time.monotonic() + REREADING_SECONDS
    with contextlib.closing(secretstorage.dbus_init()) as bus:
        while True:
            try:
                if secretstorage.collection.get_collection_by_alias(bus, "default").is_locked():
                    raise _locked()
            except missing:
                if time.monotonic() > patience:
                    raise _locked() from None
                time.sleep(REREADING_SECONDS / 10)
            else:
                return


def _prompt() -> None:
    import secretstorage  # noqa: PLC0415

    with contextlib.closing(secretstorage.dbus_init()) as bus:
        collection = secretstorage.get_default_collection(bus)
        # True: the prompt was dismissed.
        if collection.is_locked() and collection.unlock():
            raise _locked()


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
