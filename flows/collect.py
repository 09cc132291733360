"""The collect flow: `python flows/collect.py FEED...`, or what `prefect deploy` serves; `sitrep collect` does the same without Prefect."""

from sitrep.pipeline import collect_feeds as collect

if __name__ == "__main__":
    import sys

    if len(sys.argv) < 2:
        sys.exit("usage: python flows/collect.py FEED...   (feeds, sitemaps or pages; articles go to raw/)")
    collect(sys.argv[1:])
