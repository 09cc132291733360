"""The command line: `sitrep run`, `extract`, `annotate`, `schema`. Exit status 0 done, 1 not published, 2 wrong usage."""

from __future__ import annotations

import dataclasses
import json
import sys
from pathlib import Path

import click

import sitrep

LAYERS = ("syntax", "names", "statements", "places", "dates")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(sitrep.__version__, prog_name="sitrep")
def main() -> None:
    """News articles in, analysis-ready tables of events, actors and statements out."""


@main.command()
@click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="SOURCE...")
@click.option(
    "--out", default="output", show_default=True, type=click.Path(path_type=Path, file_okay=False), help="Folder of the published tables."
)
@click.option("--workers", type=click.IntRange(min=1), help="Reading processes.  [default: one a core]")
@click.option("--fresh", is_flag=True, help="Forget what lies in the output folder and code every article again.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON and nothing else.")
@click.option("--quiet", is_flag=True, help="Print only errors.")
def run(sources: tuple[Path, ...], out: Path, workers: int | None, fresh: bool, as_json: bool, quiet: bool) -> None:
    """Code the articles of SOURCE... and publish their tables.

    SOURCE is a file (text, Markdown, HTML), a folder of them, or JSONL with one {"id", "text", "title", "published", "url",
    "publisher"} a line. Articles that the same version has coded before are not read again.

    \b
    Example:
      sitrep run raw/ --out output/
    """
    from sitrep.collect import SourceError, collect
    from sitrep.console import Console

    console = Console(quiet=quiet or as_json)
    try:
        collect(sources)  # looks at the sources at once, reads none
    except SourceError as error:
        raise click.UsageError(str(error)) from None
    console.announce(sources, out)
    with console.progress():
        from sitrep.pipeline import news  # Prefect takes seconds to import: the user has been told

        result = news([str(s) for s in sources], str(out), workers=workers, fresh=fresh)
    if as_json:
        click.echo(json.dumps(result, indent=2))
    else:
        console.summary(result)
    sys.exit(0 if result["published"] else 1)


@main.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--table", "names", multiple=True, help="Only this table; may be given more than once.")
def extract(file: Path, names: tuple[str, ...]) -> None:
    """Print the rows of the article in FILE as JSON, unvalidated, without starting a flow.

    \b
    Example:
      sitrep extract raw/us-airstrikes-iran-backed-militias.txt --table events
    """
    import gc
    import threading

    from sitrep.read import reader

    gc.disable()  # one article and out: collecting garbage takes a twentieth of the time and frees nothing
    loading = threading.Thread(target=reader)  # the model comes off the disk while the rooms are imported
    loading.start()

    from sitrep.article import Reject
    from sitrep.batches import CODED_TABLES
    from sitrep.coder import code
    from sitrep.collect import collect
    from sitrep.parse import parse
    from sitrep.resolve.registry import registry

    registry()
    loading.join()

    unknown = sorted(set(names) - set(CODED_TABLES))
    if unknown:
        raise click.UsageError(f"no table {unknown[0]}; there are {', '.join(CODED_TABLES)}")
    out: dict[str, list] = {name: [] for name in names or CODED_TABLES}
    rejects = []
    for raw in collect([file]):
        article = raw if isinstance(raw, Reject) else parse(raw)
        if isinstance(article, Reject):
            rejects.append(dataclasses.asdict(article))
            continue
        rows = code(article)
        for name in out:
            out[name].extend(rows[name])
    if rejects:
        out["rejects"] = rejects
    click.echo(json.dumps(out, indent=2, ensure_ascii=False, default=str))
    gc.enable()


@main.command()
@click.argument("layer", type=click.Choice(LAYERS))
@click.argument("source", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="IN.jsonl")
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False), metavar="OUT.jsonl")
def annotate(layer: str, source: Path, target: Path) -> None:
    """Annotate the texts of IN.jsonl, one {"id", "text", "date"?} a line, with one layer, for scoring or for other tools.

    \b
    Example:
      sitrep annotate dates articles.jsonl dates.jsonl
    """
    from sitrep.annotate import annotate as annotate_record

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
            out.write(
                json.dumps({"id": given["id"], **annotate_record(layer, given["text"], record.get("date"))}, ensure_ascii=False) + "\n"
            )


@main.command()
@click.argument("table", required=False)
@click.option("--format", "form", type=click.Choice(["text", "markdown"]), default="text", show_default=True)
def schema(table: str | None, form: str) -> None:
    """Print the data dictionary, of one TABLE or of all.

    \b
    Example:
      sitrep schema events
    """
    from sitrep.schemas import TABLES, data_dictionary

    if table is not None and table not in TABLES:
        raise click.UsageError(f"no table {table}; there are {', '.join(TABLES)}")
    click.echo(data_dictionary(table, format=form))


if __name__ == "__main__":
    main()
