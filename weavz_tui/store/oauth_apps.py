"""OAuth apps. The client's secret is in the vault; `state` and `next_gen` say how far a change of
it is, as with connections."""

from __future__ import annotations

from weavz_tui.model.authorisations import OAuthApp
from weavz_tui.model.base import iso, now
from weavz_tui.model.errors import OAuthAppNotFound
from weavz_tui.store.connections import UnfinishedConnection
from weavz_tui.store.protocol import Rows
from weavz_tui.store.records import Table

KIND = "oauth_app"
VAULT_COLUMNS = frozenset({"generation"})
TABLE = Table(
    KIND,
    OAuthApp,
    (
        "id",
        "org_id",
        "integration_name",
        "label",
        "client_id",
        "redirect_uri",
        "scopes",
        "has_secret",
        "generation",
        "created_at",
        "updated_at",
    ),
    json=frozenset({"scopes"}),
)


def insert_creating(rows: Rows, app: OAuthApp, /) -> None:
    """Add an app whose secret is not in the vault yet; nobody sees it. Raises Duplicate."""
    TABLE.insert(rows, app, state="creating", next_gen=None)
    rows.changed(KIND)


def activate(rows: Rows, org_id: str, id: str, generation: int, /) -> None:
    """The first secret is in the vault, in this generation."""
    _step(rows, org_id, id, "state = 'active', generation = ?, next_gen = null", (generation,))


def begin_rotate(rows: Rows, org_id: str, id: str, /) -> int:
    """The secret is about to be replaced; the generation to write. Raises OAuthAppNotFound."""
    app = get(rows, org_id, id)
    if app is None:
        raise OAuthAppNotFound("There is no such OAuth app")
    _step(rows, org_id, id, "next_gen = generation + 1", ())
    return app.generation + 1


def finish_rotate(rows: Rows, org_id: str, id: str, generation: int, /) -> None:
    """The secret of this generation is in the vault."""
    changes = "generation = ?, next_gen = null, updated_at = ?"
    _step(rows, org_id, id, changes, (generation, iso(now())))


def begin_delete(rows: Rows, org_id: str, id: str, /) -> None:
    """The secret is about to be removed; from now on nobody sees the app."""
    _step(rows, org_id, id, "state = 'deleting'", ())


def remove(rows: Rows, org_id: str, id: str, /) -> None:
    """The secret is gone: the row goes too, and connections stop naming it."""
    TABLE.delete(rows, org_id, id)
    rows.run("update oauth_grant set app_id = null where org_id = ? and app_id = ?", (org_id, id))
    rows.changed(KIND)


def unfinished(rows: Rows, /) -> list[UnfinishedConnection]:
    """Every app, of any organisation, that a crash left between vault and database."""
    found = rows.all(
        "select org_id, id, state, generation, next_gen from oauth_app "
        "where state <> 'active' or next_gen is not null"
    )
    return [UnfinishedConnection(**row) for row in found]


def ids(rows: Rows) -> list[str]:
    """Every app of every organisation, unfinished ones too: all that a vault may hold."""
    return [row["id"] for row in rows.all("select id from oauth_app")]


def update(rows: Rows, app: OAuthApp) -> bool:
    """Write it over the one with its id, but for the generation; whether it is there. Raises
    Duplicate."""
    found = TABLE.update(rows, app, app.org_id, keep=VAULT_COLUMNS)
    rows.changed(KIND)
    return found


def get(rows: Rows, org_id: str, id: str, /) -> OAuthApp | None:
    """The active app with an id, or None."""
    condition = "org_id = ? and id = ? and state = 'active'"
    return next(iter(TABLE.where(rows, condition, (org_id, id))), None)


def listed(rows: Rows, org_id: str, integration_name: str | None = None) -> list[OAuthApp]:
    """The apps of an integration or of all, by integration and label."""
    condition, values = "org_id = ? and state = 'active'", (org_id,)
    order = "integration_name, label, id"
    if integration_name is None:
        return TABLE.where(rows, condition, values, order)
    condition += " and integration_name = ?"
    return TABLE.where(rows, condition, (*values, integration_name), order)


def _step(rows: Rows, org_id: str, id: str, changes: str, values: tuple[int | str, ...]) -> None:
    rows.run(f"update oauth_app set {changes} where org_id = ? and id = ?", (*values, org_id, id))
    rows.changed(KIND)
