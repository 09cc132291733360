"""`sitrep completion`: the script by which a shell completes commands and options."""

from __future__ import annotations

import click

from sitrep.cli import options


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]), metavar="SHELL")
@options.as_json("shell and script")
@click.pass_context
def completion(ctx: click.Context, shell: str, as_json: bool) -> None:
    """Print the completion script for SHELL (bash, zsh, fish); put its output where the shell reads such scripts.

    \b
    Example:
      sitrep completion bash > ~/.local/share/bash-completion/completions/sitrep
      sitrep completion zsh > ~/.zfunc/_sitrep          (a folder of your $fpath)
      sitrep completion fish > ~/.config/fish/completions/sitrep.fish
    """
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    if kind is None:
        raise click.UsageError(f"click knows no completion for {shell}; there are bash, zsh and fish")
    script = kind(ctx.find_root().command, {}, "sitrep", "_SITREP_COMPLETE").source()
    if as_json:
        options.show({"shell": shell, "script": script})
    else:
        click.echo(script)
