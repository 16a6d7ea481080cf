"""`weavz-tui connections authorize`."""

from __future__ import annotations

import asyncio
import shutil
import sys
from collections.abc import Collection
from typing import Literal

import click

from weavz_tui.browser import has_browser
from weavz_tui.cli import lookup, options
from weavz_tui.cli.output import note, print_fields, print_json
from weavz_tui.cli.session import engine_command
from weavz_tui.cli.stdin import asking, is_terminal, read_line
from weavz_tui.engine.service import Service
from weavz_tui.model.authorisations import (
    Authorisation,
    AuthorisationAnswer,
    AuthorisationStart,
    AuthorisationStatus,
    OAuthInfo,
)
from weavz_tui.model.enums import OAUTH2_TYPES, ConnectionScope
from weavz_tui.model.errors import NotOAuth2, OAuthError, ValidationError
from weavz_tui.model.oauth import Grant

Way = Literal["browser", "device", "paste", "client"]
GRANTS: dict[Way, Grant] = {
    "browser": Grant.AUTHORIZATION_CODE,
    "paste": Grant.AUTHORIZATION_CODE,
    "device": Grant.DEVICE_CODE,
    "client": Grant.CLIENT_CREDENTIALS,
}
LOOK_EVERY = 0.3


@click.command("authorize")
@click.argument("connection", required=False)
@click.option("--integration", metavar="SLUG", help="What it is an account of.")
@click.option("--external-id", metavar="ID", help="Your own name for it.")
@options.any_workspace_option
@click.option("--end-user", metavar="ID", help="Whose account it is.")
@click.option("--visible-to", type=click.Choice([each.value for each in ConnectionScope]),
              help="Who may use it.")  # fmt: skip
@click.option("--display-name", help="What people read.")
@click.option("--app", metavar="APP", help="The OAuth app, by id or label.")
@click.option("--scope", "scopes", multiple=True, help="Ask for this one; repeat it.")
@click.option("--set", "sets", multiple=True, metavar="FIELD=VALUE",
              help="What the provider's address differs by, such as subdomain=acme.")  # fmt: skip
@click.option("--browser", "way", flag_value="browser", help="A browser on this machine.")
@click.option("--device", "way", flag_value="device", help="A code that you enter elsewhere.")
@click.option("--paste", "way", flag_value="paste",
              help="Any browser; you paste the address that it ends on.")  # fmt: skip
@click.option("--client", "way", flag_value="client", help="As the app itself, with no person.")
@click.option("--no-qr", is_flag=True, help="Draw no QR code.")
@options.json_option
@engine_command
async def authorize(
    service: Service,
    connection: str | None,
    integration: str | None,
    external_id: str | None,
    workspace: str | None,
    end_user: str | None,
    visible_to: str | None,
    display_name: str | None,
    app: str | None,
    scopes: tuple[str, ...],
    sets: tuple[str, ...],
    way: Way | None,
    no_qr: bool,
    as_json: bool,
) -> None:
    """Sign in to an account with OAuth 2.

    That makes a new connection, or renews CONNECTION. Without a way of your own choosing it is a
    browser where there is one, else a code where the provider has such, else an address to open
    anywhere.

    \b
    weavz-tui connections authorize --integration github --external-id me
    weavz-tui connections authorize me --device
    """
    wish = AuthorisationStart(
        integration_name=integration or "",
        external_id=external_id or "",
        end_user_id=end_user,
        scope=ConnectionScope(visible_to) if visible_to else None,
        display_name=display_name or "",
        oauth_app_id=app,
        scopes=list(scopes) or None,
        fields=_fields(sets),
    )
    if connection is not None:
        row = await lookup.connection(
            service, connection, integration=integration, workspace=workspace
        )
        wish = wish.model_copy(
            update={
                "connection_id": row.id,
                "integration_name": row.integration_name,
                "external_id": row.external_id,
                "auth_method_key": row.auth_method_key if row.type in OAUTH2_TYPES else None,
            }
        )
    elif not integration or not external_id:
        raise click.UsageError("Give a CONNECTION, or --integration and --external-id.")
    else:
        if workspace is None and (end_user is not None or visible_to in {"WORKSPACE", "USER"}):
            workspace = "default"
        place = await lookup.workspace_id(service, workspace)
        wish = wish.model_copy(update={"workspace_id": place})
    info = await _oauth2(service, wish.integration_name, wish.auth_method_key)
    chosen = way or choose_way(info.grants, browser=has_browser())
    wish = wish.model_copy(update={"flow": GRANTS[chosen], "listen": chosen == "browser"})
    begun = await service.authorisations.start(wish)
    try:
        ended = await _wait(service, begun, chosen, qr=not no_qr)
    except BaseException:
        await asyncio.shield(service.authorisations.cancel(begun.id))
        raise
    await _tell(service, ended, as_json=as_json)


def choose_way(grants: Collection[Grant], *, browser: bool) -> Way:
    """How to authorise where nobody has said how; `browser` says whether there is one here."""
    if Grant.AUTHORIZATION_CODE not in grants and Grant.DEVICE_CODE not in grants:
        return "client"
    if Grant.AUTHORIZATION_CODE in grants and browser:
        return "browser"
    return "device" if Grant.DEVICE_CODE in grants else "paste"


async def _wait(service: Service, begun: Authorisation, way: Way, *, qr: bool) -> Authorisation:
    if not begun.is_pending:
        return begun
    _show_address(begun, qr=qr)
    if way == "browser" and not begun.listening:
        note("The app's redirect address is not on this machine.")
        way = "paste"
    if way == "paste":
        return await _paste(service, begun)
    if way == "browser":
        import webbrowser

        await asyncio.to_thread(webbrowser.open, begun.url)
        note("Waiting for the browser...")
    else:
        note(f"Waiting until you have entered {begun.user_code}...")
    shown = begun
    while shown.is_pending:
        await asyncio.sleep(shown.interval or LOOK_EVERY)
        shown = await service.authorisations.poll(begun.id)
    return shown


async def _paste(service: Service, begun: Authorisation) -> Authorisation:
    note("When you have agreed, the browser goes to an address that may show an error.")
    if not is_terminal():
        given = read_line()
    else:
        with asking():
            given = click.prompt("Paste that address here", err=True, type=str)
    answer = AuthorisationAnswer(id=begun.id, redirect_url=given)
    return await service.authorisations.complete(answer)


def _show_address(begun: Authorisation, *, qr: bool) -> None:
    note("Open this address, and agree there:" if begun.user_code is None
         else f"Open {begun.verification_uri} and enter {begun.user_code}, or open:")  # fmt: skip
    click.echo(f"\n{begun.url}\n", err=True)
    if not qr or not sys.stderr.isatty():
        return
    from weavz_tui.qr import qr_lines

    lines = qr_lines(begun.url)
    if len(lines[0]) <= shutil.get_terminal_size().columns:
        for line in lines:
            click.echo(click.style(line, fg="bright_white", bg="black"), err=True)
        click.echo(err=True)


async def _tell(service: Service, ended: Authorisation, *, as_json: bool) -> None:
    if ended.status is not AuthorisationStatus.COMPLETED or ended.connection_id is None:
        said = ended.error or {}
        details = dict(said.get("details") or {})
        hint = str(details.pop("hint", ""))
        raise OAuthError(
            str(said.get("error") or "The authorisation has ended"), details=details, hint=hint
        )
    row = await service.connections.get(ended.connection_id)
    if as_json:
        print_json({"connection": row})
        return
    note(f"Connected {row.external_id}.")
    print_fields(
        [
            ("external id", row.external_id),
            ("integration", row.integration_name),
            ("state", row.status),
            ("expires", row.expires_at),
            ("id", row.id),
        ]
    )


async def _oauth2(service: Service, integration: str, key: str | None) -> OAuthInfo:
    info = await service.catalogue.get(integration)
    for each in info.auth_options:
        if each.oauth2 is not None and key in {None, each.key}:
            return each.oauth2
    raise NotOAuth2(
        f"{info.display_name} cannot be signed in to with OAuth 2",
        hint="give it a token or a password: `weavz-tui connections create --help`",
    )


def _fields(sets: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for each in sets:
        name, equals, value = each.partition("=")
        if not equals or not name:
            raise ValidationError(f"--set {each!r} is not of the form FIELD=VALUE")
        found[name] = value
    return found
