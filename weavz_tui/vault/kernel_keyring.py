"""The kernel's keyring, which holds an unlocked master key between two commands."""

from __future__ import annotations

import ctypes
import os
import platform
import sys

HOURS_8 = 8 * 3600

_USER_KEYRING = -4
_REVOKE, _SETPERM, _SEARCH, _READ, _SET_TIMEOUT, _INVALIDATE = 3, 5, 10, 11, 15, 21
# All for the possessor, all but changing its ownership for the same user: a cron job's session
# does not possess the user's keyring. Nothing for group and others.
_PERMISSIONS = 0x3F3F0000
# add_key, keyctl: syscalls that the C library does not wrap.
_NUMBERS = {
    "x86_64": (248, 250),
    "aarch64": (217, 219),
    "riscv64": (217, 219),
    "armv7l": (309, 311),
    "i686": (286, 288),
    "ppc64le": (269, 271),
    "s390x": (278, 280),
}


class KernelKeyring:
    """Keys of this user in the kernel's memory, gone after `timeout` seconds or a restart.

    Where there is no such keyring (another system, a container that forbids it) nothing is kept
    and nothing is found; no method raises.
    """

    def __init__(self, *, timeout: int = HOURS_8) -> None:
        self._timeout = timeout
        self._numbers = _NUMBERS.get(platform.machine()) if sys.platform == "linux" else None

    def put(self, name: str, key: bytes) -> bool:
        """Keep a key; whether it is kept."""
        serial = self._add(name, key)
        if serial < 0:
            return False
        limited = self._control(_SETPERM, serial, _PERMISSIONS) >= 0
        if limited and self._control(_SET_TIMEOUT, serial, self._timeout) >= 0:
            return True
        self._remove(serial)
        return False

    def get(self, name: str) -> bytes | None:
        """The key, or None."""
        serial = self._search(name)
        if serial < 0:
            return None
        buffer = ctypes.create_string_buffer(256)
        length = self._control(_READ, serial, buffer, ctypes.c_size_t(len(buffer)))
        return buffer.raw[:length] if 0 < length <= len(buffer) else None

    def forget(self, name: str) -> None:
        """Let a key go at once."""
        serial = self._search(name)
        if serial >= 0:
            self._remove(serial)

    def _remove(self, serial: int) -> None:
        # A key that is only revoked goes on counting against the user's 200 for minutes.
        if self._control(_INVALIDATE, serial) < 0:
            self._control(_REVOKE, serial)

    def _add(self, name: str, key: bytes) -> int:
        if self._numbers is None:
            return -1
        return self._call(
            self._numbers[0], b"user", name.encode(), key, ctypes.c_size_t(len(key)), _USER_KEYRING
        )

    def _search(self, name: str) -> int:
        return self._control(_SEARCH, _USER_KEYRING, b"user", name.encode(), 0)

    def _control(self, operation: int, *arguments: object) -> int:
        if self._numbers is None:
            return -1
        return self._call(self._numbers[1], operation, *arguments)

    def _call(self, number: int, *arguments: object) -> int:
        library = ctypes.CDLL(None, use_errno=True)
        library.syscall.restype = ctypes.c_long
        wide = [ctypes.c_long(each) if isinstance(each, int) else each for each in arguments]
        return int(library.syscall(ctypes.c_long(number), *wide))


def name_for(vault_id: str) -> str:
    """What a vault's master key is called in the kernel; other users have their own keyring."""
    return f"weavz-tui:{vault_id}:{os.getuid() if hasattr(os, 'getuid') else 0}"
