"""The master key of an encrypted vault, wrapped by a passphrase."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from weavz_tui.model.errors import VaultLocked, VaultUnavailable
from weavz_tui.vault.files import read_private, write_private
from weavz_tui.vault.protocol import UNLOCK

VERSION = 1
KEY_SIZE = 32
MEMORY_KIB = 64 * 1024
PASSES = 3
# One: with more, OpenSSL's thread pool hangs when two threads derive at the same time.
LANES = 1


@dataclass(frozen=True, slots=True, repr=False)
class KeyFile:
    """A file with a random 256-bit key under AES-256-GCM, by a key that Argon2id (64 MiB, three
    passes, about 0.2 s) derives from a passphrase. `id` tells one vault from another."""

    path: Path
    id: str
    salt: bytes
    nonce: bytes
    wrapped: bytes

    @classmethod
    def create(cls, path: Path, passphrase: str) -> tuple[KeyFile, bytes]:
        """A new vault's file, written, and its master key."""
        key = os.urandom(KEY_SIZE)
        return cls._wrap(path, str(uuid.uuid4()), key, passphrase), key

    @classmethod
    def read(cls, path: Path) -> KeyFile:
        """The file; raises VaultUnavailable where it is missing, damaged, newer or not private."""
        content = read_private(path)
        fields: Any = None
        with contextlib.suppress(ValueError):
            fields = json.loads(content)
        if not isinstance(fields, dict):
            raise _damaged(path)
        if fields.get("v") != VERSION:
            raise VaultUnavailable(
                f"{path} was written by a newer version", hint="Upgrade weavz-tui on this machine"
            )
        try:
            salt, nonce, wrapped = (
                base64.b64decode(fields[name], validate=True) for name in ("salt", "nonce", "key")
            )
            return cls(path, str(uuid.UUID(fields["id"])), salt, nonce, wrapped)
        except (KeyError, TypeError, ValueError, AttributeError):
            raise _damaged(path) from None

    def open(self, passphrase: str, source: str = "the passphrase") -> bytes:
        """The master key; raises VaultLocked where the passphrase is not the right one."""
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

        try:
            derived = _derive(passphrase, self.salt)
            return AESGCM(derived).decrypt(self.nonce, self.wrapped, _context(self.id))
        except InvalidTag:
            raise VaultLocked(
                f"The vault does not open with {source}",
                hint=f"Try again: {UNLOCK}. If it is surely right, {self.path} is damaged:"
                " restore it from a copy",
            ) from None
        except ValueError:
            raise _damaged(self.path) from None

    def rewrap(self, old: str, new: str) -> KeyFile:
        """The same master key under another passphrase, written; the entries stay as they are."""
        return self._wrap(self.path, self.id, self.open(old, "the old passphrase"), new)

    @classmethod
    def _wrap(cls, path: Path, id: str, key: bytes, passphrase: str) -> KeyFile:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

        if not passphrase:
            raise VaultLocked("A passphrase must not be empty", hint=UNLOCK)
        salt, nonce = os.urandom(16), os.urandom(12)
        wrapped = AESGCM(_derive(passphrase, salt)).encrypt(nonce, key, _context(id))
        fields = {"v": VERSION, "id": id, "kdf": f"argon2id m={MEMORY_KIB} t={PASSES} p={LANES}"}
        binary = {"salt": salt, "nonce": nonce, "key": wrapped}
        fields |= {name: base64.b64encode(value).decode() for name, value in binary.items()}
        write_private(path, json.dumps(fields, indent=1).encode())
        return cls(path, id, salt, nonce, wrapped)


def _derive(passphrase: str, salt: bytes) -> bytes:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id  # noqa: PLC0415

    derivation = Argon2id(
        salt=salt, length=KEY_SIZE, iterations=PASSES, lanes=LANES, memory_cost=MEMORY_KIB
    )
    try:
        return derivation.derive(passphrase.encode())
    except MemoryError:
        raise VaultUnavailable(
            "There is not enough memory to open the vault", hint="It takes 64 MiB for a moment"
        ) from None


def _context(id: str) -> bytes:
    return f"weavz-tui master key {VERSION} {id}".encode()


def _damaged(path: Path) -> VaultUnavailable:
    return VaultUnavailable(
        f"{path} is damaged", hint="Restore it from a copy; without it the secrets cannot be read"
    )
