"""Mending a connection whose credential is good for nothing any more, from wherever that shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from weavz_tui.console.screens.connections.ways import wish_again
from weavz_tui.model.lists import ConnectionQuery

if TYPE_CHECKING:
    from weavz_tui.console.base import ConsoleBase
    from weavz_tui.model.catalogue import AuthOption
    from weavz_tui.model.errors import WeavzError
    from weavz_tui.model.lists import ConnectionRow


async def mend(console: ConsoleBase, row: ConnectionRow) -> bool:
    """Authorise a connection again, or ask for its new secret; whether it has one now. From a
    worker; raises WeavzError."""
    from weavz_tui.console.screens.connections.authorise import AuthoriseDialog
    from weavz_tui.console.screens.connections.editor import ConnectionEditor

    option = await _option(console, row)
    if option is None or option.oauth2 is None:
        saved = await console.push_screen_wait(ConnectionEditor(row=row))
        return saved is True
    dialog = AuthoriseDialog(wish_again(row, option), option.oauth2.grants)
    made = await console.push_screen_wait(dialog)
    return made != ""


async def to_mend(
    console: ConsoleBase, integration: str, error: WeavzError | None
) -> ConnectionRow | None:
    """The connection that an error says must be authorised again, or None."""
    if error is None or error.details.get("reason") != "REAUTHORISE":
        return None
    name = str(error.details.get("connectionExternalId") or "")
    service = await console.session.service()
    if not name:
        return None
    page = await service.connections.list(
        ConnectionQuery(search=name, integration_name=integration, limit=100)
    )
    found = [each for each in page.items if each.external_id == name]
    broken = [each for each in found if each.status == "ERROR"]
    return next(iter([*broken, *found]), None)


async def _option(console: ConsoleBase, row: ConnectionRow) -> AuthOption | None:
    service = await console.session.service()
    info = await service.catalogue.get(row.integration_name)
    fitting = [each for each in info.auth_options if each.type == row.type
               and row.auth_method_key in {None, each.key}]  # fmt: skip
    return next(iter(fitting), None)
