"""`sitrep extract`: one article's rows, at once and unvalidated."""

from __future__ import annotations

import dataclasses
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from sitrep.cli import options


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@options.tables
@options.knowledge
@options.appeared
@options.as_json("the rows (which is the only form)")
def extract(file: Path, names: tuple[str, ...], knowledge: Path | None, published: datetime | None, as_json: bool) -> None:
    """Print the rows of the article in FILE as JSON, unvalidated, without starting a flow.

    What cannot be coded is printed under `rejects` with its reason; exit status 1 when that is all.

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
    from sitrep.knowledge import KnowledgeError, use
    from sitrep.parse import parse
    from sitrep.resolve.registry import registry

    try:
        use(knowledge)
    except KnowledgeError as error:
        raise click.UsageError(str(error)) from None
    registry()
    loading.join()

    unknown = sorted(set(names) - set(CODED_TABLES))
    if unknown:
        raise click.UsageError(f"no table {unknown[0]}; there are {', '.join(CODED_TABLES)}")
    out: dict[str, list[Any]] = {name: [] for name in names or CODED_TABLES}
    rejects, coded = [], 0
    for raw in collect([file], options.iso(published)):
        article = raw if isinstance(raw, Reject) else parse(raw)
        if isinstance(article, Reject):
            rejects.append(dataclasses.asdict(article))
            continue
        rows = code(article)
        coded += 1
        for name in out:
            out[name].extend(rows[name])
    if rejects:
        out["rejects"] = rejects
    options.show(out)
    gc.enable()
    if rejects and not coded:
        raise click.ClickException(f"{file} was not coded: {rejects[0]['reason']}")
