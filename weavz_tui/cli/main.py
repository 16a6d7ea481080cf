"""`weavz-tui`: the console, and one command for everything that a script needs."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

import click

from weavz_tui import __version__
from weavz_tui.cli.elsewhere import Elsewhere
from weavz_tui.cli.failures import INTERRUPTED, failed
from weavz_tui.cli.lazy import Lazy, LazyGroup

_HERE = "weavz_tui.cli.commands"


class Root(LazyGroup):
    """The command itself: it turns whatever goes wrong into a message and an exit code."""

    table = {  # noqa: RUF012 - never changed
        "run": Lazy(f"{_HERE}.run:run", "Run an action."),
        "workspaces": Lazy(f"{_HERE}.workspaces:workspaces", "Workspaces."),
        "integrations": Lazy(
            f"{_HERE}.integrations:integrations", "Integrations of a workspace, by alias."
        ),
        "connections": Lazy(f"{_HERE}.connections:connections", "Accounts and their secrets."),
        "oauth-apps": Lazy(
            f"{_HERE}.oauth_apps:oauth_apps", "Clients with which accounts are authorised."
        ),
        "end-users": Lazy(f"{_HERE}.end_users:end_users", "End users of a workspace."),
        "partials": Lazy(f"{_HERE}.partials:partials", "Saved inputs of a workspace."),
        "catalog": Lazy(f"{_HERE}.catalog:catalog", "Every integration and action there is."),
        "activity": Lazy(f"{_HERE}.activity:activity", "What was run, newest first."),
        "usage": Lazy(f"{_HERE}.usage:usage", "Executions of this month."),
        "serve": Lazy(f"{_HERE}.serve:serve", "Serve the REST API and MCP."),
        "mcp": Lazy(f"{_HERE}.mcp:mcp", "Serve MCP on standard input and output."),
        "keys": Lazy(f"{_HERE}.keys:keys", "API keys: who may call over REST."),
        "servers": Lazy(f"{_HERE}.servers:servers", "MCP servers, their tools and tokens."),
        "export": Lazy(f"{_HERE}.manifest:export", "Write a workspace as a file."),
        "apply": Lazy(f"{_HERE}.manifest:apply", "Make a workspace what a file says."),
        "contexts": Lazy(f"{_HERE}.contexts:contexts", "Engines on other machines."),
        "demo": Lazy(f"{_HERE}.demo:demo", "Try everything offline, in a throw-away home."),
        "vault": Lazy(f"{_HERE}.vault:vault", "The place of the secrets."),
        "doctor": Lazy(f"{_HERE}.doctor:doctor", "Check this installation and say what mends it."),
        "config": Lazy(f"{_HERE}.config:config", "Settings and where each comes from."),
        "completion": Lazy(f"{_HERE}.completion:completion", "Completion for a shell."),
    }

    def main(self, args: Sequence[str] | None = None, *rest: Any, **extra: Any) -> NoReturn:
        """Run with these arguments, the process's own by default, and exit."""
        given = list(sys.argv[1:] if args is None else args)
        extra["standalone_mode"] = False
        sys.exit(self._run(given, *rest, **extra))

    def _run(self, given: list[str], *rest: Any, **extra: Any) -> int:
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="backslashreplace")
        try:
            _check_encoding(given)
            code = super().main(given, *rest, **extra)
            sys.stdout.flush()
        except Exception as error:
            return failed(error, given)
        except KeyboardInterrupt:
            return INTERRUPTED
        return code if isinstance(code, int) else 0


def _check_encoding(words: Sequence[str]) -> None:
    """Refuse what is no text: neither JSON nor the database could hold it."""
    for word in words:
        try:
            word.encode()
        except UnicodeEncodeError:
            raise click.UsageError(f"{word!r} is not UTF-8 text.") from None


@click.group(
    cls=Root,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option("--screen", metavar="NAME", help="Open the console on this screen.")
@click.option("--theme", metavar="NAME", help="Open the console in this theme.")
@click.option("--read-only", is_flag=True, help="Open the console without anything that writes.")
@click.option("--no-mouse", is_flag=True, help="Leave the mouse to the terminal.")
@click.option("--server", metavar="URL", help="Use the engine at this address, not this machine's.")
@click.option("--context", "context_name", metavar="NAME", help="Use a saved engine by its name.")
@click.version_option(__version__, "--version", prog_name="weavz-tui")
@click.pass_context
def cli(
    ctx: click.Context,
    screen: str | None,
    theme: str | None,
    read_only: bool,
    no_mouse: bool,
    server: str | None,
    context_name: str | None,
) -> None:
    """Administer integrations and run their actions.

    Without a command it opens the console; `weavz-tui demo` opens it on a throw-away home, with
    everything there to try.

    \b
    weavz-tui demo
    weavz-tui run hash-encode.hash --set text=hello --set algorithm=sha256 --set encoding=hex
    weavz-tui doctor
    """
    if server is not None and context_name is not None:
        raise click.UsageError("--server and --context name the same thing; give one of them.")
    ctx.obj = Elsewhere(server, context_name)
    if ctx.invoked_subcommand is None:
        from weavz_tui.cli.commands.console import open_console

        ctx.exit(
            open_console(
                screen=screen,
                theme=theme,
                read_only=read_only,
                mouse=not no_mouse,
                elsewhere=ctx.obj,
            )
        )


def main() -> NoReturn:
    """The entry point of the installed command."""
    # pydantic would read the metadata of every installed package to find plugins for itself.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    cli.main(prog_name="weavz-tui")
