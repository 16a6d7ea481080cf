"""What the dialog of an authorisation says."""

from __future__ import annotations

from typing import Any

from textual.content import Content

from weavz_tui.console.text import MUTED, line, lines, plain
from weavz_tui.model.authorisations import Authorisation
from weavz_tui.model.oauth import Grant

KEY = "bold $text-primary"
HERE = {
    "NO_OAUTH_APP": "Register one at the provider: it gives a client id and mostly a secret.\n"
    "n takes them in here and goes on.",
}
"""What mends an error in this dialog, where its own hint names a command."""


def heading(shown: Authorisation) -> Content:
    """What the person does now."""
    if shown.flow is Grant.DEVICE_CODE:
        code = shown.user_code or ""
        where = plain(shown.verification_uri or "")
        return lines(
            line("On any device, open ", where),
            line("and enter  ", (code, "bold"), "  or open the whole address:"),
        )
    if shown.listening:
        return Content("Open this address in a browser and agree; one on this machine comes back\n"
                       "by itself.")  # fmt: skip
    return Content("Open this address in any browser and agree. Then paste the address that it\n"
                   "ends on, whatever it shows there.")  # fmt: skip


def waiting(shown: Authorisation) -> Content:
    """That nothing has come yet."""
    until = f"until {shown.expires_at.astimezone():%H:%M}"
    return line(("● ", "$text-warning"), "waiting for you to agree  ", (until, MUTED))


def refused(error: dict[str, Any]) -> Content:
    """Why it came to nothing, and what mends it here."""
    details = error.get("details") or {}
    code = str(error.get("code") or "OAUTH_ERROR")
    hint = HERE.get(code) or str(details.get("hint") or "")
    told = line(("✗ ", "bold $text-error"), (code, "bold $text-error"), "\n",
                plain(error.get("error") or "It has ended"))  # fmt: skip
    return lines(told, line((hint, MUTED))) if hint else told


def code_picture(rows: list[str], width: int, height: int) -> Content:
    """The QR code, or why it is not there."""
    needed = (len(rows[0]), len(rows))
    if needed[0] > width or needed[1] > height:
        return line(
            (f"The QR code of this address takes {needed[0]} x {needed[1]} characters, there are "
             f"{width} x {height}. q goes back to the address.", MUTED)
        )  # fmt: skip
    return Content("\n").join(Content.styled(row, "#ffffff on #000000") for row in rows)


def keys(*known: tuple[str, str]) -> Content:
    """Keys with their words."""
    return Content("  ").join(line((key, KEY), f" {word}") for key, word in known)
