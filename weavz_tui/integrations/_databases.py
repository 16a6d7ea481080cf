"""What the integrations of databases have in common: signing in, and what is announced."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from weavz_tui.catalog import Property
from weavz_tui.integrations._sockets import Place
from weavz_tui.model.credentials import Credential
from weavz_tui.model.enums import PropertyType


def sign_in(
    port: Property, user: str, *, tls: bool, trust: Sequence[Property] = ()
) -> tuple[Property, ...]:
    """The fields of a connection: where, as whom, and how it is encrypted. `user` is the title of
    the user's name, `tls` whether encryption is on unless it is turned off, and `trust` what is
    asked between that and the authority."""
    return (
        Property(name="host", type=PropertyType.SHORT_TEXT, display_name="Host", required=True),
        port,
        Property(name="user", type=PropertyType.SHORT_TEXT, display_name=user, required=True),
        Property(
            name="password",
            type=PropertyType.SECRET_TEXT,
            display_name="Password",
            required=True,
            secret=True,
        ),
        Property(
            name="database", type=PropertyType.SHORT_TEXT, display_name="Database", required=True
        ),
        Property(
            name="enable_ssl",
            type=PropertyType.CHECKBOX,
            display_name="Use TLS",
            default_value=tls,
        ),
        *trust,
        Property(
            name="certificate",
            type=PropertyType.LONG_TEXT,
            display_name="Certificate authority",
            description="PEM; the system's authorities when empty.",
        ),
    )


def purpose_of(
    kind: str, place: Place, credential: Credential, statement: str, values: Sequence[Any]
) -> str:
    """What a person is told of a statement before it is sent; see `Context.resolve`."""
    told = f"{kind} query on {place}/{credential.get('database')}\n{statement}"
    if values:
        told += f"\narguments: {json.dumps(values, ensure_ascii=False, default=str)}"
    return told
