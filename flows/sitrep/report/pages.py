"""Where each row is shown: articles stand a hundred to a page, the first page is the report itself."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from sitrep.report.figures import Tables

PAGE = 100  # articles of one page: more make a file that is slow to open
KEYS = {"events": "event_id", "statements": "statement_id", "casualties": "casualty_id"}
LETTERS = {"events": "e", "statements": "s", "casualties": "c"}


@dataclass(frozen=True, slots=True)
class Places:
    """Key of an article, event, statement or claim → number of its article and label inside it (`e3`; empty for the article)."""

    of: dict[str, tuple[int, str]]
    n_articles: int

    @property
    def n_pages(self) -> int:
        return max(1, -(-self.n_articles // PAGE))

    def href(self, key: str | None, page: int = 1) -> str | None:
        """Address of a row, seen from a page; None where the row is not shown."""
        if key not in self.of:
            return None
        number, label = self.of[key]
        there = (number - 1) // PAGE + 1
        return f"{'' if there == page else file_name(there)}#a{number}{label}"

    def label(self, key: str) -> str:
        """What the link to a row says: E3."""
        number, label = self.of[key]
        return label.upper() or str(number)


def file_name(page: int) -> str:
    """The file of a page, in the folder of the report."""
    return "index.html" if page == 1 else f"articles-{page}.html"


def places(tables: Tables) -> Places:
    """Where the rows of the tables are shown: rows of an article in the order of the text, numbered for each table."""
    articles = tables["articles"]["article_id"].to_pylist()
    number = {article: n for n, article in enumerate(articles, 1)}
    of: dict[str, tuple[int, str]] = {article: (n, "") for article, n in number.items()}
    for name, key in KEYS.items():
        of.update(_labels(tables[name], key, LETTERS[name], number))
    return Places(of, len(articles))


def _labels(table: pa.Table, key: str, letter: str, number: dict[str, int]) -> dict[str, tuple[int, str]]:
    columns = zip(*(table[c].to_pylist() for c in ("article_id", "char_start", key)), strict=True)
    rows = sorted((row for row in columns if row[0] in number), key=lambda row: (number[row[0]], row[1]))
    seen: dict[str, int] = {}
    labels = {}
    for article, _, row in rows:
        seen[article] = seen.get(article, 0) + 1
        labels[row] = (number[article], f"{letter}{seen[article]}")
    return labels
