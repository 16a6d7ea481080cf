"""OpenPGP by GnuPG, in a folder of its own that is gone afterwards."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from weavz_tui.catalog import ActionFailed

MEMORY = Path("/dev/shm")
SECONDS = 60.0
PASSPHRASE_ERRORS = {11, 177}  # libgpg-error: GPG_ERR_BAD_PASSPHRASE, GPG_ERR_NO_PASSPHRASE
MOST_BYTES = 256 * 1024 * 1024


async def decrypted(
    message: bytes, private_key: bytes, passphrase: bytes, *, without_seal: bool, any_key: bool
) -> bytes:
    """The content of a message, armoured or not.

    `without_seal` takes messages that nothing protects from changes, `any_key` keys that are not
    marked for encryption. Raises ActionFailed with GnuPG's reason.
    """
    async with _home() as home:
        imported = await _gpg(home, ["--import"], private_key, passphrase)
        if b"IMPORT_OK" not in imported.status:
            raise _failed("The secret holds no private key", imported)
        if b"sec" not in (await _gpg(home, ["--list-secret-keys"], b"", b"")).output:
            raise _failed("The key is a public one; the private key is needed", imported)
        options = ["--ignore-mdc-error"] if without_seal else []
        result = await _gpg(home, [*options, "--decrypt"], message, passphrase)
        if b"DECRYPTION_OKAY" not in result.status and not (
            without_seal and b"DECRYPTION_INFO" in result.status and result.output
        ):
            raise _failed(_reason(result.status), result)
        if not any_key and not await _is_for_encryption(home, result.status):
            raise _failed("The key is not marked for encryption", result)
        return result.output


class _Result:
    """What a run of GnuPG gave: its output, its status lines, what it said."""

    def __init__(self, output: bytes, status: bytes, said: bytes) -> None:
        self.output = output
        self.status = status
        self.said = said


@asynccontextmanager
async def _home() -> AsyncIterator[Path]:
    """A folder for keys, in memory where there is one, without an agent left in it."""
    if shutil.which("gpg") is None:
        details = {"message": "GnuPG is missing here", "statusCode": None, "reason": "REFUSED"}
        hint = "install GnuPG, which brings the program gpg (Debian: apt install gnupg)"
        raise ActionFailed("Action execution failed", details=details, hint=hint)
    parent = MEMORY if os.access(MEMORY, os.W_OK) else None
    home = Path(tempfile.mkdtemp(prefix="wz-", dir=parent))
    try:
        yield home
    finally:
        await asyncio.shield(_agent_gone(home))
        shutil.rmtree(home, ignore_errors=True)


async def _agent_gone(home: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        "gpgconf",
        "--homedir",
        str(home),
        "--kill",
        "all",
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    await process.wait()


async def _gpg(home: Path, arguments: list[str], given: bytes, passphrase: bytes) -> _Result:
    """One run: `given` on its input, the passphrase and the status through pipes of their own."""
    secret_in, secret_out = os.pipe()
    status = home / "status"
    with os.fdopen(secret_out, "wb") as pipe:
        pipe.write(passphrase.splitlines()[0] + b"\n" if passphrase else b"\n")
    try:
        process = await asyncio.create_subprocess_exec(
            *("gpg", "--homedir", str(home), "--batch", "--no-tty", "--no-options"),
            *("--pinentry-mode", "loopback", "--passphrase-fd", str(secret_in)),
            *("--status-file", str(status), "--with-colons", "--max-output", str(MOST_BYTES)),
            *("--no-auto-key-retrieve", "--disable-dirmngr", "--trust-model", "always"),
            *arguments,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            pass_fds=(secret_in,),
        )
    finally:
        os.close(secret_in)
    try:
        async with asyncio.timeout(SECONDS):
            output, said = await process.communicate(given)
    except BaseException:
        process.kill()
        await process.wait()
        raise
    return _Result(output, status.read_bytes() if status.exists() else b"", said)


async def _is_for_encryption(home: Path, status: bytes) -> bool:
    """Whether the key that decrypted is marked for it."""
    used = re.search(rb"DECRYPTION_KEY ([0-9A-F]+)", status)
    if used is None:
        return True
    listed = await _gpg(home, ["--list-secret-keys"], b"", b"")
    capabilities = b""
    for line in listed.output.splitlines():
        fields = line.split(b":")
        if fields[0] in {b"sec", b"ssb"}:
            capabilities = fields[11]
        elif fields[0] == b"fpr" and fields[9] == used[1]:
            return b"e" in capabilities
    return True


def _reason(status: bytes) -> str:
    refused = re.search(rb"pkdecrypt_failed (\d+)", status)
    if refused is not None and int(refused[1]) & 0xFFFF in PASSPHRASE_ERRORS:
        return "The passphrase of the private key is missing or wrong"
    if b"NO_SECKEY" in status:
        return "The file is encrypted for another key"
    if b"NODATA" in status:
        return "The file is no OpenPGP message"
    if b"DECRYPTION_INFO 0 " in status:
        return "The file has no seal against changes; allow that only where its origin is sure"
    return "The file cannot be decrypted"


def _failed(message: str, result: _Result) -> ActionFailed:
    said = result.said.decode(errors="replace").strip().splitlines()
    details = {"message": message, "statusCode": None, "reason": "REFUSED", "said": said[-5:]}
    return ActionFailed("Action execution failed", details=details)
