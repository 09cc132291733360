"""`sitrep collect`: the articles of feeds, sitemaps and pages into the raw folder."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from sitrep.cli import options


@click.command()
@click.argument("addresses", nargs=-1, required=True, metavar="FEED...")
@click.option("--to", default="raw", show_default=True, type=click.Path(path_type=Path, file_okay=False), help="Folder of the articles.")
@click.option("--limit", default=500, show_default=True, type=click.IntRange(min=1), help="New articles of one FEED in one run.")
@click.option("--delay", default=1.0, show_default=True, type=click.FloatRange(min=0), help="Seconds between two requests to one host.")
@click.option("--allow-private", is_flag=True, help="Also fetch from private networks and from this machine.")
@options.as_json("what was found")
@options.quiet
def collect(addresses: tuple[str, ...], to: Path, limit: int, delay: float, allow_private: bool, as_json: bool, quiet: bool) -> None:
    """Save the new articles of FEED... with where they are from, for `sitrep run`.

    FEED is the address of an RSS or Atom feed, of a sitemap or of one article. What the folder holds is not fetched again;
    a site's robots.txt is heeded. Exit status 1 when a FEED could not be read.

    \b
    Example:
      sitrep collect https://example.org/news/rss.xml --to raw/
    """
    from sitrep.collect.fetch import Fetcher
    from sitrep.collect.harvest import harvest

    fetcher = Fetcher(delay=delay, allow_private=allow_private)
    tell = (lambda _: None) if as_json or quiet else (lambda address: click.echo(f"asking {address}", err=True))
    try:
        found = harvest(addresses, to, fetcher, limit=limit, tell=tell)
    except OSError as error:
        raise click.ClickException(f"{to} cannot be written ({error.strerror}): allow it, or give another folder with --to") from None
    finally:
        fetcher.close()
    if as_json:
        options.show(found.summary())
    else:
        for problem in [*found.failed, *found.problems]:
            click.echo(f"{problem.source_uri}: {problem.reason}", err=True)
        if not quiet:
            click.echo(found.sentence(to))
    sys.exit(1 if found.failed else 0)
