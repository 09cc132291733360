"""`sitrep doctor`: is everything there that a run needs?"""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import click

from sitrep.cli import options


@click.command()
@click.option(
    "--out", default="output", show_default=True, type=click.Path(path_type=Path, file_okay=False), help="Folder of the published tables."
)
@options.as_json("the findings")
@options.quiet
def doctor(out: Path, as_json: bool, quiet: bool) -> None:
    """Check versions, model, gazetteer, Prefect's settings, the output folder and disk space. Exit status 1 when a check fails.

    \b
    Example:
      sitrep doctor
    """
    from sitrep.diagnosis import diagnose

    findings = []
    for finding in diagnose(out):
        findings.append(finding)
        if as_json or (quiet and finding.ok):
            continue
        click.echo(f"{'ok  ' if finding.ok else 'FAIL'}  {finding.check}: {finding.found}", err=quiet)
        if finding.remedy:
            click.echo(f"      {finding.remedy}", err=quiet)
    if as_json:
        options.show([asdict(finding) for finding in findings])
    sys.exit(0 if all(finding.ok for finding in findings) else 1)
