"""What every error has: code, what happened, what mends it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar


class WeavzError(Exception):
    """An error that a door can show: `code`, `status` (HTTP), `message`, `details`, `hint`."""

    code: ClassVar[str] = "INTERNAL_ERROR"
    status: ClassVar[int] = 500

    def __init__(
        self, message: str, *, details: Mapping[str, Any] | None = None, hint: str = ""
    ) -> None:
        super().__init__(message)
        self.message = message
        self.details: dict[str, Any] = dict(details or {})
        self.hint = hint

    def wire(self) -> dict[str, Any]:
        """The error envelope of the wire (section B)."""
        body: dict[str, Any] = {"error": self.message, "code": self.code}
        details = {**self.details, **({"hint": self.hint} if self.hint else {})}
        if details:
            body["details"] = details
        return body
