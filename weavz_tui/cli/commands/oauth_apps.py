"""`weavz-tui oauth-apps`."""

from __future__ import annotations

from typing import Any

import click

from weavz_tui.cli import options
from weavz_tui.cli.output import Column, note, print_fields, print_json, print_table
from weavz_tui.cli.secret_input import read_secret
from weavz_tui.cli.session import engine_command
from weavz_tui.engine.service import Service
from weavz_tui.model.authorisations import OAuthApp, OAuthAppCreate, OAuthAppUpdate
from weavz_tui.model.enums import PropertyType
from weavz_tui.model.properties import Property

COLUMNS = (
    Column[OAuthApp]("integration", lambda each: each.integration_name),
    Column[OAuthApp]("label", lambda each: each.label),
    Column[OAuthApp]("client id", lambda each: each.client_id),
    Column[OAuthApp]("redirect", lambda each: each.redirect_uri),
    Column[OAuthApp]("secret", lambda each: "in the vault" if each.has_secret else "none"),
    Column[OAuthApp]("id", lambda each: each.id),
)
SECRET = Property(
    name="clientSecret",
    type=PropertyType.SECRET_TEXT,
    display_name="Client secret",
    required=True,
    secret=True,
)
redirect_option = click.option(
    "--redirect-uri",
    metavar="URL",
    help="The one that is registered, where the provider does not take any port of 127.0.0.1.",
)
scopes_option = click.option(
    "--scope", "scopes", multiple=True, help="Ask for this one; repeat it. Else the integration's."
)


@click.group("oauth-apps")
def oauth_apps() -> None:
    """OAuth apps: clients registered with providers, with which accounts are authorised."""


@oauth_apps.command("list")
@click.option("--integration", metavar="SLUG", help="Of this integration.")
@options.json_option
@engine_command
async def list_apps(service: Service, integration: str | None, as_json: bool) -> None:
    """List the apps."""
    found = await service.oauth_apps.list(integration)
    print_json({"oauthApps": found}) if as_json else print_table(COLUMNS, found)


@oauth_apps.command("create")
@click.option("--integration", required=True, metavar="SLUG", help="What it signs in to.")
@click.option("--client-id", required=True, metavar="ID", help="As the provider gave it.")
@click.option("--label", default="default", show_default=True, help="Tells several apart.")
@click.option("--public", is_flag=True, help="The provider gave no secret.")
@redirect_option
@scopes_option
@options.json_option
@engine_command
async def create_app(
    service: Service,
    integration: str,
    client_id: str,
    label: str,
    public: bool,
    redirect_uri: str | None,
    scopes: tuple[str, ...],
    as_json: bool,
) -> None:
    """Register an app here. Its secret is read from standard input, or asked for."""
    await service.catalogue.get(integration)
    secret = None if public else str(read_secret([SECRET])["clientSecret"]).strip()
    made = await service.oauth_apps.create(
        OAuthAppCreate(
            integration_name=integration,
            client_id=client_id,
            label=label,
            client_secret=secret,
            redirect_uri=redirect_uri,
            scopes=list(scopes) or None,
        )
    )
    _show(made, as_json=as_json)


@oauth_apps.command("update")
@click.argument("app")
@click.option("--client-id", metavar="ID", help="As the provider gave it.")
@click.option("--label", help="Tells several apart.")
@click.option("--secret", is_flag=True, help="Replace the secret; it is read as in `create`.")
@click.option("--public", is_flag=True, help="There is no secret any more.")
@redirect_option
@scopes_option
@options.json_option
@engine_command
async def update_app(
    service: Service,
    app: str,
    client_id: str | None,
    label: str | None,
    secret: bool,
    public: bool,
    redirect_uri: str | None,
    scopes: tuple[str, ...],
    as_json: bool,
) -> None:
    """Change an app, by id or label. `--redirect-uri ""` takes the registered address away."""
    if secret and public:
        raise click.UsageError("--secret and --public exclude each other.")
    found = await service.oauth_apps.get(app)
    changes: dict[str, Any] = {}
    if client_id is not None:
        changes["client_id"] = client_id
    if label is not None:
        changes["label"] = label
    if redirect_uri is not None:
        changes["redirect_uri"] = redirect_uri or None
    if scopes:
        changes["scopes"] = [each for each in scopes if each] or None
    if public:
        changes["client_secret"] = None
    if secret:
        changes["client_secret"] = str(read_secret([SECRET])["clientSecret"]).strip()
    changed = await service.oauth_apps.update(found.id, OAuthAppUpdate(**changes))
    _show(changed, as_json=as_json)


@oauth_apps.command("delete")
@click.argument("app")
@options.yes_option
@options.json_option
@engine_command
async def delete_app(service: Service, app: str, yes: bool, as_json: bool) -> None:
    """Delete an app and its secret."""
    found = await service.oauth_apps.get(app)
    uses = (await service.oauth_apps.dependants(found.id)).sentence()
    options.confirm(
        f"Delete OAuth app {found.label} of {found.integration_name}"
        f"{f', without which {uses} cannot be renewed' if uses else ''}?",
        yes=yes,
    )
    deleted = await service.oauth_apps.delete(found.id)
    print_json(deleted) if as_json else note(f"Deleted OAuth app {found.label}.")


def _show(app: OAuthApp, *, as_json: bool) -> None:
    if as_json:
        print_json({"oauthApp": app})
        return
    pairs = [(each.title, each.value(app)) for each in COLUMNS]
    print_fields([*pairs, ("scopes", app.scopes), ("created", app.created_at)])
