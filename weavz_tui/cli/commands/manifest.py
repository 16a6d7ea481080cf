"""`weavz-tui export` and `weavz-tui apply`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from weavz_tui.cli import options
from weavz_tui.cli.failures import CONNECTION, FAILED
from weavz_tui.cli.output import clean, note, print_json
from weavz_tui.cli.session import engine_command
from weavz_tui.engine.service import Service
from weavz_tui.model.errors import ValidationError

if TYPE_CHECKING:
    from weavz_tui.engine.manifest.steps import Plan, Step


@click.command()
@click.argument("workspace", metavar="SLUG", default="default")
@click.option(
    "--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="Into a file."
)
@engine_command
async def export(service: Service, workspace: str, output: Path | None) -> None:
    """Write a workspace as a file that `apply` takes: YAML, without any secret.

    Its integrations, partials and servers; connections by their external ids. End users, executions
    and what actions keep are not in it.
    """
    from weavz_tui.engine.manifest.applying import Manifest
    from weavz_tui.engine.manifest.text import written

    document = await Manifest(service).export(workspace)
    text = written(document)
    left_out = [each.title for each in document.partials if each.secrets]
    if output is None:
        click.echo(text, nl=False)
    else:
        _write(output, text)
    for title in left_out:
        note(f"left out of {title}: values that are secrets")


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True))
@click.option("--dry-run", is_flag=True, help="Say what would happen, and do nothing.")
@click.option("--prune", is_flag=True, help="Delete what is there beyond the file.")
@click.option("--workspace", "-w", metavar="SLUG", help="Another workspace than the file names.")
@options.json_option
@click.pass_context
def apply(
    context: click.Context,
    file: str,
    dry_run: bool,
    prune: bool,
    workspace: str | None,
    as_json: bool,
) -> None:
    """Make a workspace what a file says; a second time there is nothing to do.

    Connections that are not there yet are named, everything else is made, and the exit code is 3:
    make them and apply the file again.

    \b
    weavz-tui export acme -o acme.yaml
    weavz-tui apply acme.yaml --dry-run
    """
    context.exit(_apply(_text(file), file, dry_run, prune, workspace, as_json))


def _apply(
    text: str, name: str, dry_run: bool, prune: bool, workspace: str | None, as_json: bool
) -> int:
    codes: list[int] = []

    @engine_command
    async def run(service: Service) -> None:
        from weavz_tui.engine.manifest.applying import Manifest
        from weavz_tui.engine.manifest.text import read

        document = read(text, name)
        if workspace is not None:
            document.workspace.slug = workspace
        manifest = Manifest(service)
        if dry_run:
            plan, done = await manifest.plan(document, prune=prune), None
        else:
            plan, done = await manifest.apply(document, prune=prune)
        _print(plan, done, as_json=as_json)
        codes.append(FAILED if plan.fails else CONNECTION if plan.waits else 0)

    run()
    return codes[0]


def _print(plan: Plan, done: list[Step] | None, *, as_json: bool) -> None:
    from weavz_tui.engine.manifest.document import ServerEntry
    from weavz_tui.engine.manifest.steps import Verb

    if as_json:
        print_json({"plan": plan.wire(), "done": None if done is None else len(done)})
        return
    for step in plan.steps:
        changes = f": {', '.join(step.changes)}" if step.changes else ""
        where = f" of server {step.server}" if step.server else ""
        click.echo(clean(f"{step.verb:<6}  {step.title}{where}{changes}"))
    for held in plan.held:
        click.echo(clean(f"held    {held.title}: {held.reason}"))
    for title in plan.beyond:
        click.echo(clean(f"stays   {title}: not in the file, --prune deletes it"))
    counts = ", ".join(f"{plan.count(verb)} to {verb}" for verb in Verb)
    if not plan.steps and not plan.held:
        note(f"Workspace {plan.slug} is what the file says.")
    elif done is None:
        note(f"{counts}; nothing was done")
    else:
        note(f"{len(done)} of {len(plan.steps)} done")
    for step in done or ():
        entry = step.wanted
        if step.verb is Verb.CREATE and isinstance(entry, ServerEntry) and entry.auth != "oauth":
            note(f"server {entry.name} takes tokens: weavz-tui servers token {entry.name!r}")
    for name in dict.fromkeys(each.waits_for for each in plan.held if each.waits_for):
        note(f"waits for the {name}: make it, then apply the file again")


def _text(file: str) -> str:
    try:
        if file == "-":
            return sys.stdin.read()
        return Path(file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ValidationError(
            f"{file} cannot be read: {error}",
            details={"file": file},
            hint="`weavz-tui export` writes such a file",
        ) from error


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise ValidationError(
            f"{path} cannot be written: {error}", details={"file": str(path)}
        ) from error
