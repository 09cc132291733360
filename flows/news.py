"""The main flow: `python flows/news.py SOURCE...`, or what `prefect deploy` serves; `sitrep run` runs the same."""

from sitrep.pipeline import news

if __name__ == "__main__":
    import sys

    if len(sys.argv) < 2:
        sys.exit("usage: python flows/news.py SOURCE...   (files, folders or JSONL; tables go to output/)")
    news(sys.argv[1:])
