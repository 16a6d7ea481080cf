"""Where a passphrase comes from when nobody is there to type it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from weavz_tui.model.errors import VaultUnavailable
from weavz_tui.vault.files import read_private
from weavz_tui.vault.protocol import VaultMissing

CREDENTIAL = "weavz-tui-passphrase"
CREDENTIALS_DIRECTORY = "CREDENTIALS_DIRECTORY"
PASSPHRASE_FILE = "WEAVZ_TUI_PASSPHRASE_FILE"


@dataclass(frozen=True, slots=True, repr=False)
class Passphrase:
    """A passphrase and, for messages, the place it came from."""

    text: str
    source: str

    def __repr__(self) -> str:
        return f"Passphrase(from {self.source})"


def unattended(environment: Mapping[str, str]) -> Passphrase | None:
    """From systemd's credential folder, else from the file that WEAVZ_TUI_PASSPHRASE_FILE names.

    Raises VaultUnavailable where a named file is missing, empty, or open to other users. systemd
    guards its own folder, and lends a file by an access list that shows as group bits, so modes
    are not looked at there.
    """
    if folder := environment.get(CREDENTIALS_DIRECTORY):
        credential = Path(folder) / CREDENTIAL
        if credential.is_file():
            return _passphrase(credential.read_bytes(), f"the systemd credential {CREDENTIAL}")
    if name := environment.get(PASSPHRASE_FILE):
        path = Path(name).expanduser()
        try:
            content = read_private(path)
        except VaultMissing:
            raise VaultMissing(
                f"The passphrase file {path} is missing",
                hint=f"Write the passphrase into it (mode 0600), or unset {PASSPHRASE_FILE}",
            ) from None
        return _passphrase(content, f"{path} ({PASSPHRASE_FILE})")
    return None


def _passphrase(content: bytes, source: str) -> Passphrase:
    text: str | None = None
    try:
        text = content.decode()
    except UnicodeDecodeError:
        text = None
    # One line break at the end is what an editor leaves; anything else belongs to it.
    text = None if text is None else text.removesuffix("\n").removesuffix("\r")
    if not text:
        raise VaultUnavailable(
            f"{source} holds no passphrase", hint="Write one line of text into it"
        )
    return Passphrase(text, source)
