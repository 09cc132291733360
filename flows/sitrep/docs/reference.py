"""The reference, made of what the code says of itself: commands, columns, vocabularies, rules, views.

python -m sitrep.docs.reference        writes reference.md beside this file; a test compares the two
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import click

FILE = Path(__file__).parent / "reference.md"
HEAD = """# Reference

Made by `python -m sitrep.docs.reference` from the command line, the contracts and the checks; do not edit.
"""
# Rules that reject a document before there are rows to check, by stage; `sitrep rejects` says the reason in each case.
DOCUMENT_RULES = {
    "collect": {
        "bad_address": "an address is not one of the web",
        "bad_date": "a date in the provenance cannot be read; the document is kept without it",
        "bad_feed": "an answer is no feed, sitemap or article",
        "bad_record": "a line of a JSONL file is no record with `id` and `text`",
        "bad_sidecar": "the provenance file cannot be used; the document is kept without it",
        "broken_archive": "an archive ends early or is damaged; what was read before is kept",
        "broken_member": "one file of an archive is damaged",
        "damaged_record": "what the collector keeps of failed feeds and pages cannot be read",
        "http_status": "a server answers that it does not give the page",
        "no_page": "an answer, or a record of a web archive, is no page that can be read",
        "orphan_sidecar": "a provenance file has no document",
        "private_address": "an address lies in a private network",
        "redirects": "an address leads on too often or to nowhere",
        "robots": "the site's robots.txt asks collectors to leave it alone",
        "timeout": "a server did not answer in time",
        "too_large": "the document is larger than any article",
        "unreadable": "the file cannot be opened",
        "unreachable": "a server could not be reached",
        "unsupported_type": "the file is of a type that holds no prose",
    },
    "parse": {
        "binary": "the document is not text",
        "duplicate": "the same text has come by before",
        "empty": "nothing is left, or there was nothing",
        "not_english": "the text is in another language",
        "too_long": "the text is longer than can be read in one piece",
        "too_short": "there is no full sentence",
    },
    "read": {"process_died": "the reading process died on the article twice"},
    "extract": {"exception": "coding the article failed; the reason names the error"},
}


def reference() -> str:
    """The whole page as Markdown."""
    return "\n".join([HEAD, *_commands(), *_settings(), *_tables(), *_vocabularies(), *_rules(), *_views()]) + "\n"


def _commands() -> Iterator[str]:
    from sitrep.cli import main

    yield "## Commands\n\nExit status of all: 0 done; 1 not done, and the message says why; 2 wrong usage. `NO_COLOR` is kept to.\n"
    for name, command in sorted(main.commands.items()):
        parent = click.Context(main, info_name="sitrep", terminal_width=100, **main.context_settings)
        context = click.Context(command, info_name=name, parent=parent, terminal_width=100)
        yield f"### sitrep {name}\n\n```text\n{_plain(command.get_help(context))}\n```\n"


def _plain(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.splitlines())


def _settings() -> Iterator[str]:
    yield "## Settings\n\nAny option may stand in `sitrep.toml` (or the file of `sitrep --config FILE`) by its name, under its command;"
    yield 'the command line wins, and an unknown name is wrong usage.\n\n```toml\n[run]\nout = "output/"\nworkers = 4\n```\n'


def _tables() -> Iterator[str]:
    from sitrep.schemas import data_dictionary

    yield "## Tables\n\n`?` after a type: may be null, which means unknown. `sitrep schema` prints the same.\n"
    yield data_dictionary(format="markdown")


def _vocabularies() -> Iterator[str]:
    from sitrep.schemas import RECORDS, TABLES, contract

    yield "## Vocabularies\n"
    found: dict[str, Mapping[str, str]] = {}
    for table in (*TABLES, *RECORDS):
        for column in contract(table).columns:
            if column.vocabulary and column.vocabulary != "country" and column.values:
                found[column.vocabulary] = column.values
    for name in sorted(found):
        yield f"### {name}\n"
        yield from _listed(found[name])


def _rules() -> Iterator[str]:
    from sitrep.validate.checks import CHECKS
    from sitrep.validate.suites import checks_of

    yield "## Rules\n\nWhat puts documents and rows into `rejects` (or, where a rule only warns, into the report).\n"
    for stage, rules in DOCUMENT_RULES.items():
        yield f"### Documents: {stage}\n"
        yield from _listed(rules)
    tables = sorted({c.table for c in CHECKS})
    for table in tables:
        yield f"### Rows: {table}\n\nBeside types, vocabularies, patterns, bounds and keys of the contract, every row must satisfy that\n"
        yield from _listed({c.name: c.says + (" (warns)" if c.mode == "warn" else "") for c in checks_of(table)})


def _views() -> Iterator[str]:
    from sitrep.tables import views

    yield "## Views in the names of other data sets\n\nOf `sitrep.load()`; only columns that can be filled.\n"
    for name in ("ACLED", "GDELT", "UCDP"):
        yield f"### {name.lower()}_view()\n"
        yield from _listed(getattr(views, name))


def _listed(meanings: Mapping[str, str]) -> Iterator[str]:
    yield "\n".join(f"- `{name}`: {about}" for name, about in meanings.items()) + "\n"


if __name__ == "__main__":
    FILE.write_text(reference(), encoding="utf-8")
