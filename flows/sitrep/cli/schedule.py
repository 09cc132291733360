"""`sitrep schedule`: runs at the hours of prefect.yaml, on this machine."""

from __future__ import annotations

from pathlib import Path

import click

from sitrep.cli import options


@click.command()
@click.option("--port", default=4200, show_default=True, type=click.IntRange(1, 65535), help="Of the Prefect server on this machine.")
@click.option(
    "--project",
    default=".",
    show_default=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Folder with prefect.yaml.",
)
@click.option("--json", "as_json", is_flag=True, help="Say each step as a line of JSON.")
@options.quiet
def schedule(port: int, project: Path, as_json: bool, quiet: bool) -> None:
    """Run the deployments of prefect.yaml at their hours, until Ctrl-C.

    Starts what is missing on this machine: Prefect's server, the work pool, the deployments, a worker; and says where to look.

    \b
    Example:
      sitrep schedule
    """
    import json
    import signal

    from sitrep.schedule import CannotSchedule
    from sitrep.schedule import schedule as serve

    signal.signal(signal.SIGTERM, signal.default_int_handler)  # what a service manager sends ends it as Ctrl-C does

    def say(words: str) -> None:
        if as_json or not quiet:
            click.echo(json.dumps({"says": words}) if as_json else words, err=not as_json)

    try:
        serve(project, port, say)
    except CannotSchedule as error:
        raise click.ClickException(str(error)) from None
    except KeyboardInterrupt:
        say("stopped")
