"""`sitrep run`: articles in, published tables out."""

from __future__ import annotations

import errno
import sys
from datetime import datetime
from pathlib import Path

import click

from sitrep.cli import options, stop

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
REMEDY = "make room and run again. The tables stand as they were, and what was coded is taken up."


@click.command()
@click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="SOURCE...")
@click.option(
    "--out", default="output", show_default=True, type=click.Path(path_type=Path, file_okay=False), help="Folder of the published tables."
)
@click.option("--workers", type=click.IntRange(min=1), help="Reading processes.  [default: one a core]")
@click.option("--fresh", is_flag=True, help="Forget what lies in the output folder and code every article again.")
@options.knowledge
@options.appeared
@click.option("--wait", is_flag=True, help="When another run works on the output folder, wait until it is done.")
@click.option("--dask", metavar="ADDRESS", help="Read on the Dask cluster whose scheduler is at ADDRESS (tcp://host:8786).")
@options.as_json("the summary")
@options.quiet
def run(
    sources: tuple[Path, ...],
    out: Path,
    workers: int | None,
    fresh: bool,
    knowledge: Path | None,
    published: datetime | None,
    wait: bool,
    dask: str | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Code the articles of SOURCE... and publish their tables.

    SOURCE is a file (text, Markdown, HTML), a folder of them, JSONL with one {"id", "text", "title", "published", "url",
    "publisher"} a line, or an archive of such files (zip, tar, WARC). Articles that the same version has coded before are not read again.

    \b
    Example:
      sitrep run raw/ --out output/
    """
    from sitrep.collect import SourceError, collect
    from sitrep.console import Console
    from sitrep.edition import EditionUnreadable
    from sitrep.knowledge import KnowledgeError, use
    from sitrep.lock import OutputInUse, OutputNotWritable, check

    console = Console(quiet=quiet or as_json)
    try:
        collect(sources)  # looks at the sources at once, reads none
        use(knowledge)
        if not wait:
            check(out)
    except (SourceError, KnowledgeError, OutputInUse, OutputNotWritable) as error:
        raise click.UsageError(str(error)) from None
    console.announce(sources, out)
    stop.at_once()
    with console.progress():
        from sitrep.pipeline import MissingExtra, news, on_dask  # Prefect takes seconds to import: the user has been told

        try:
            own, day = str(knowledge) if knowledge else None, options.iso(published)
            flow = on_dask(dask) if dask else news
            result = flow(
                [str(s) for s in sources], str(out), workers=workers, fresh=fresh, knowledge=own, wait=wait, dask=dask, published=day
            )
        except (MissingExtra, OutputInUse, OutputNotWritable, EditionUnreadable) as error:
            raise click.ClickException(str(error)) from None
        except OSError as error:
            if error.errno not in FULL:
                raise
            raise click.ClickException(f"{error.strerror} while writing {out}: {REMEDY}") from None
    if as_json:
        options.show(result)
    else:
        console.summary(result)
    sys.exit(0 if result["published"] else 1)
