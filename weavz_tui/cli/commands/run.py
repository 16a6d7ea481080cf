"""`weavz-tui run ALIAS.ACTION`."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path
from typing import Any

import click

from weavz_tui.cli import lookup, options
from weavz_tui.cli.failures import CONNECTION, INVALID
from weavz_tui.cli.inputs import read_input
from weavz_tui.cli.output import Column, note, print_data, print_fields, print_json, print_table
from weavz_tui.cli.session import engine_command
from weavz_tui.engine.service import Service
from weavz_tui.model.errors import ActionFailed
from weavz_tui.model.execution import ExecuteRequest, ExecuteResult, Explanation, Preview, Step
from weavz_tui.result_files import saved

STEPS = (
    Column[Step]("step", lambda each: each.name),
    Column[Step]("outcome", lambda each: each.outcome),
    Column[Step]("connection", lambda each: each.connection_external_id),
    Column[Step]("reason", lambda each: each.reason),
)


@click.command()
@click.argument("action_path", metavar="ALIAS.ACTION")
@options.workspace_option
@options.set_option
@options.set_json_option
@options.set_file_option
@click.option(
    "--input", "given", metavar="JSON|@FILE|-", help="The whole input; --set goes over it."
)
@click.option("--end-user", metavar="ID", help="Run for this end user.")
@click.option(
    "--connection", metavar="EXTERNAL_ID", help="Use this connection, whatever the strategy."
)
@click.option(
    "--partial", "partials", multiple=True, metavar="ID", help="A partial, by id or name."
)
@click.option("--no-partials", is_flag=True, help="Apply no default partials either.")
@click.option("--dry-run", is_flag=True, help="Show what would be sent first, and send nothing.")
@click.option("--explain", is_flag=True, help="Show inputs and choice of connection alone.")
@click.option(
    "--idempotency-key", metavar="KEY", help="Run at most once under this key in 24 hours."
)
@click.option(
    "--timeout", type=click.FloatRange(0, min_open=True), metavar="SECONDS", help="Give up."
)
@click.option(
    "-o",
    "--output",
    "target",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Save the file of the result, of any size; a result without one as it is.",
)
@options.json_option
@engine_command
async def run(
    service: Service,
    action_path: str,
    workspace: str,
    sets: tuple[str, ...],
    json_sets: tuple[str, ...],
    file_sets: tuple[str, ...],
    given: str | None,
    end_user: str | None,
    connection: str | None,
    partials: tuple[str, ...],
    no_partials: bool,
    dry_run: bool,
    explain: bool,
    idempotency_key: str | None,
    timeout: float | None,
    target: Path | None,
    as_json: bool,
) -> None:
    """Run an action of an integration.

    ALIAS is an alias of the workspace, else the slug of an integration. Texts given with --set
    become what the action wants: numbers, true and false, JSON.

    \b
    weavz-tui run hash-encode.hash --set text=hello --set algorithm=sha256 --set encoding=hex
    weavz-tui run slack.send_channel_message --set channel=C024BE91L --set text=Hi --dry-run
    weavz-tui run amazon-s3.upload-file --set-file file=./backup.tar
    weavz-tui run amazon-s3.read-file --set key=backup.tar --output ./backup.tar
    """
    if dry_run and explain:
        raise click.UsageError("--dry-run and --explain exclude each other.")
    if partials and no_partials:
        raise click.UsageError("--partial and --no-partials exclude each other.")
    alias, _, action = action_path.partition(".")
    if not alias or not action:
        raise click.BadParameter(
            f"{action_path!r} is not of the form ALIAS.ACTION.", param_hint="'ALIAS.ACTION'"
        )
    values = read_input(given, sets, json_sets, file_sets)
    place = await lookup.workspace(service, workspace)
    name, instance = await lookup.alias_or_slug(service, place.id, alias)
    chosen = [(await lookup.partial(service, place.id, each)).id for each in partials]
    request = ExecuteRequest(
        integration_name=name,
        action_name=action,
        workspace_id=place.id,
        workspace_integration_id=instance.id if instance else None,
        connection_external_id=connection,
        end_user_id=end_user,
        partial_ids=chosen if chosen or no_partials else None,
        input=values,
        idempotency_key=idempotency_key,
    )
    if explain:
        _show_explanation(await service.actions.explain(request), as_json=as_json)
    elif dry_run:
        _show_preview(await service.actions.preview(request), as_json=as_json)
    else:
        result = await _execute(service, request, timeout, target)
        _show_result(result, as_json=as_json, is_saved=target is not None)


async def _execute(
    service: Service, request: ExecuteRequest, timeout: float | None, target: Path | None
) -> ExecuteResult:
    try:
        async with asyncio.timeout(timeout):
            if target is None:
                return await service.actions.execute(request)
            done = await saved(target, partial(service.actions.execute, request))
    except TimeoutError:
        raise ActionFailed(
            f"No result within {timeout:g} s; the call was cancelled",
            hint="give more time with --timeout; the service may have carried it out all the same",
        ) from None
    for each in done.told:
        note(each)
    return done.result


def _show_result(result: ExecuteResult, *, as_json: bool, is_saved: bool) -> None:
    if as_json:
        left_out = {"explanation", "requests", "timing"}
        print_json(result.model_dump(mode="json", by_alias=True, exclude=left_out))
        return
    if not is_saved:
        print_data(result.output)
    for warning in result.warnings:
        note(f"warning: {warning}")
    if result.replayed:
        note("This is the stored result of the same idempotency key; nothing was sent.")


def _show_preview(preview: Preview, *, as_json: bool) -> None:
    if as_json:
        print_json(preview)
        return
    if preview.description:
        note(preview.description)
    if preview.curl:
        click.echo(preview.curl)
    elif preview.request is not None:
        print_fields([("request", f"{preview.request.method} {preview.request.url}")])
    else:
        _show_inputs(preview.explanation)


def _show_explanation(explanation: Explanation, *, as_json: bool) -> None:
    if as_json:
        print_json(explanation)
    else:
        _show_inputs(explanation)
        click.echo()
        resolution = explanation.resolution
        if resolution.steps:
            print_table(STEPS, resolution.steps)
        elif not resolution.required:
            click.echo("This integration needs no account.")
    code = INVALID if explanation.errors else 0 if explanation.resolution.ok else CONNECTION
    if code:
        for field, message in explanation.errors.items():
            note(f"{field}: {message}")
        if code == CONNECTION:
            note(f"CONNECTION_REQUIRED: {explanation.resolution.reason}")
        click.get_current_context().exit(code)


def _show_inputs(explanation: Explanation) -> None:
    def origin(name: str) -> Any:
        found = explanation.origins.get(name)
        if found is None:
            return None
        return f"{found.source} {found.partial_name}" if found.partial_name else found.source

    columns = (
        Column[tuple[str, Any]]("input", lambda pair: pair[0]),
        Column[tuple[str, Any]]("from", lambda pair: origin(pair[0])),
        Column[tuple[str, Any]]("value", lambda pair: pair[1]),
    )
    print_table(columns, explanation.input.items())
