"""`weavz-tui completion`."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the script that completes commands and options.

    \b
    bash: eval "$(weavz-tui completion bash)"  in ~/.bashrc
    zsh:  eval "$(weavz-tui completion zsh)"   in ~/.zshrc
    fish: weavz-tui completion fish > ~/.config/fish/completions/weavz-tui.fish
    """
    found = get_completion_class(shell)
    if found is None:
        raise click.UsageError(f"There is no completion for {shell}.")
    root = ctx.find_root().command
    click.echo(found(root, {}, "weavz-tui", "_WEAVZ_TUI_COMPLETE").source())
