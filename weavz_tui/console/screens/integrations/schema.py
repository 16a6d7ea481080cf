"""A workspace integration as a form sees it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from weavz_tui.console.editing.fields import Way
from weavz_tui.console.editing.form import choice, text
from weavz_tui.model.enums import ConnectionStrategy, PropertyType
from weavz_tui.model.properties import Option, Options, Property

if TYPE_CHECKING:
    from weavz_tui.model.catalogue import IntegrationInfo

WAYS = (
    Way("fixed", "one connection, whoever calls", "fixed"),
    Way("per user", "their own, or CONNECTION_REQUIRED", "per_user"),
    Way("with fallback", "their own, or the one below", "per_user_with_fallback"),
)


def fields(info: IntegrationInfo | None, strategy: ConnectionStrategy) -> Sequence[Property]:
    """The integration alone while none is chosen; then alias, strategy, connection, actions."""
    found = [choice("integration_name", "Integration", "from the catalogue", required=True)]
    if info is None:
        return found
    about = "lower case, digits, _ -; at most 64"
    found.append(text("integration_alias", "Alias", about, required=True))
    if info.needs_connection:
        about = "whose connection a call uses"
        found.append(text("connection_strategy", "Strategy", about, required=True))
        if strategy is not ConnectionStrategy.PER_USER:
            found.append(_connection(strategy is ConnectionStrategy.FIXED))
    names = [Option(label=each.name, value=each.name) for each in info.actions]
    found.append(
        Property(
            name="allowed_actions",
            type=PropertyType.STATIC_MULTI_SELECT_DROPDOWN,
            display_name="Actions",
            description=f"which of its {len(names)} actions may run; unset: all of them",
            options=Options(options=tuple(names)),
        )
    )
    return found


def _connection(fixed: bool) -> Property:
    label = "Connection" if fixed else "Fallback"
    about = "the connection that it uses" if fixed else "used by who has none"
    return choice("connection_id", label, about, required=fixed, searchable=True)
