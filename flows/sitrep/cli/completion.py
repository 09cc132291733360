"""`sitrep completion`: the script by which a shell completes commands and options."""

from __future__ import annotations

import click


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the completion script for SHELL; put its output where the shell reads such scripts.

    \b
    Example:
      sitrep completion bash > ~/.local/share/bash-completion/completions/sitrep
      sitrep completion zsh > ~/.zfunc/_sitrep          (a folder of your $fpath)
      sitrep completion fish > ~/.config/fish/completions/sitrep.fish
    """
    from click.shell_completion import get_completion_class

    script = get_completion_class(shell)
    if script is None:
        raise click.UsageError(f"click knows no completion for {shell}; there are bash, zsh and fish")
    click.echo(script(ctx.find_root().command, {}, "sitrep", "_SITREP_COMPLETE").source())
