"""A credential as the engine hands it to an action; its text never shows a secret."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from weavz_tui.model.enums import OAUTH2_TYPES, ConnectionType
from weavz_tui.model.secrets import is_secret_name

MASK = "•••"


@dataclass(frozen=True, slots=True, repr=False)
class Credential:
    """What a connection authenticates with.

    `values` by type: SECRET_TEXT `secretText`; BASIC_AUTH `username`, `password`; CUSTOM_AUTH the
    fields of the integration's auth; OAUTH2 `accessToken`, `refreshToken`, `tokenType`, `data`.
    `public` names those of its fields that are no secrets, as the integration declares them.
    """

    type: ConnectionType
    values: Mapping[str, Any] = field(default_factory=dict)
    base_url: str | None = None
    public: frozenset[str] = frozenset()

    def __repr__(self) -> str:
        return f"Credential({self.type.value}, {MASK})"

    def get(self, key: str, default: str = "") -> str:
        """One field as text."""
        value = self.values.get(key)
        return default if value is None else str(value)

    @property
    def token(self) -> str:
        """The bearer-like secret: the access token of OAUTH2, the text of SECRET_TEXT."""
        return self.get("accessToken") or self.get("secretText")

    def secrets(self) -> tuple[str, ...]:
        """Every text that must be redacted wherever it shows up, longest first.

        What comes with an OAuth 2 token is no secret unless its name says so: the name of a team
        or the word `bearer` would be masked in every answer.
        """
        found: set[str] = set()
        pending: list[Any] = [each for key, each in self.values.items() if key not in self.public]
        if self.type in OAUTH2_TYPES:
            pending = list(_named_secrets(self.values))
        while pending:
            value = pending.pop()
            if isinstance(value, Mapping):
                pending.extend(value.values())
            elif isinstance(value, list):
                pending.extend(value)
            elif isinstance(value, str) and value:
                found.add(value)
        return tuple(sorted(found, key=len, reverse=True))


def _named_secrets(values: Mapping[str, Any]) -> list[str]:
    """The texts that stand under the name of a secret, however deep."""
    found: list[str] = []
    pending: list[Any] = [values]
    while pending:
        value = pending.pop()
        if isinstance(value, list):
            pending.extend(value)
        elif isinstance(value, Mapping):
            found += [each for name, each in value.items()
                      if isinstance(each, str) and is_secret_name(str(name))]  # fmt: skip
            pending += [each for each in value.values() if not isinstance(each, str)]
    return found
