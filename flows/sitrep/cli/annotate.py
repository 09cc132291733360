"""`sitrep annotate`: one layer of many texts, for scorers and other tools."""

from __future__ import annotations

import json
from pathlib import Path

import click

from sitrep.cli import options

LAYERS = ("syntax", "names", "antecedents", "statements", "places", "dates")


@click.command()
@click.argument("layer", type=click.Choice(LAYERS))
@click.argument("source", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="IN.jsonl")
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False), metavar="OUT.jsonl")
@options.as_json("what was written")
@options.quiet
def annotate(layer: str, source: Path, target: Path, as_json: bool, quiet: bool) -> None:
    """Annotate the texts of IN.jsonl, one {"id", "text", "date"?, "url"?, "spans"?, "label_set"?} a line, with one layer.

    The date of publication resolves relative dates, the address tells places of one name apart; spans [[start, end], …] are the toponyms
    to resolve (layer places) instead of looking for them; a label_set with WEAPON or VEHICLE asks for mentions instead of names.

    \b
    Example:
      sitrep annotate dates articles.jsonl dates.jsonl
    """
    from sitrep.annotate import annotate as annotate_record

    written = 0
    with open(source, encoding="utf-8") as lines, open(target, "w", encoding="utf-8") as out:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                record = json.loads(line)
                given = {"id": record["id"], "text": record["text"]}
            except (ValueError, KeyError, TypeError) as error:
                raise click.ClickException(
                    f'{source}, line {number}: not a record with "id" and "text" ({error}); mend or remove the line'
                ) from None
            out.write(json.dumps({"id": given["id"], **annotate_record(layer, {**record, **given})}, ensure_ascii=False) + "\n")
            written += 1
    if as_json:
        options.show({"layer": layer, "texts": written, "file": str(target)})
    elif not quiet:
        click.echo(f"{written} texts annotated with {layer} in {target}")
