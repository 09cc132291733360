"""A small article, coded by hand without a flaw; tests break one thing at a time."""

from datetime import UTC, date, datetime

import pyarrow as pa
import pytest

from sitrep.batches import CODED_TABLES
from sitrep.edition import Edition
from sitrep.publishing import audit, release
from sitrep.tables import from_rows, write_part
from sitrep.validate import gate, reviews, validate, validation
from sitrep.validate.expectations import Finding, check_column

TEXT = (
    "Shells hit a market in Basra on Sunday, killing four traders and wounding nobody.\n\n"
    "“We condemn this crime,” said governor Asaad Eidani. He blamed the Coastal Brigade for the shelling."
)
ACTORS = {"brigade": "the Coastal Brigade", "eidani": "Asaad Eidani", "traders": "traders"}


def span(words, after=0):
    start = TEXT.index(words, after)
    return {"start": start, "end": start + len(words)}


def at(words):
    s = span(words)
    return {"char_start": s["start"], "char_end": s["end"]}


def sentence(words):
    return next(s for s in TEXT.replace(" He", "\n\nHe").split("\n\n") if words in s)


def rows():
    article = {
        "article_id": "a1", "source_uri": "basra.txt", "title": "Market shelled", "published_at": datetime(2024, 5, 6, tzinfo=UTC),
        "published_basis": "sidecar", "language": "en", "text": TEXT, "n_words": len(TEXT.split()), "coded_by": "0.1.0",
        "ingested_at": datetime(2024, 5, 7, tzinfo=UTC),
    }  # fmt: skip
    shelling = {
        "event_id": "a1-e1", "article_id": "a1", "event_type": "ASSAULT", "event_mode": "heavy-weapons", "cameo_code": "194",
        "acled_event_type": "Explosions/Remote violence", "acled_sub_event_type": "Shelling/artillery/missile attack",
        "quad_class": "Material Conflict", "intensity": -10.0, "modality": "actual", "event_date_start": date(2024, 5, 5),
        "event_date_end": date(2024, 5, 5), "date_precision": "day", "date_text": "on Sunday", "recipient_ids": ["traders"],
        "recipient_name": "traders", "recipient_sector": "CVL", "recipient_country": "IRQ", "place_text": "Basra", "place_name": "Basra",
        "admin1_code": "IQ-BA", "country": "IRQ", "latitude": 30.5, "longitude": 47.8, "geonames_id": "99532", "where_precision": 1,
        "fatalities_low": 4, "fatalities_best": 4, "fatalities_high": 4, "injured_low": 0, "injured_best": 0, "injured_high": 0,
        "trigger": "hit", **at("hit"), "mention_spans": [span("hit"), span("shelling", 90)], "evidence": sentence("Shells"),
        "confidence": 0.9, "rule": "lexicon:hit",
    }  # fmt: skip
    condemning = {
        "event_id": "a1-e2", "article_id": "a1", "event_type": "ACCUSE", "event_mode": "allege", "cameo_code": "112",
        "quad_class": "Verbal Conflict", "intensity": -2.8, "modality": "actual", "date_precision": "unknown", "actor_ids": ["eidani"],
        "actor_name": "Asaad Eidani", "actor_country": "IRQ", "actor_sector": "GOV", "recipient_ids": ["brigade"],
        "recipient_name": "the Coastal Brigade", "recipient_sector": "REB", "statement_id": "a1-s2", "trigger": "blamed", **at("blamed"),
        "mention_spans": [span("blamed")], "evidence": sentence("blamed"), "confidence": 0.8, "rule": "lexicon:blame",
    }  # fmt: skip
    statement = {
        "article_id": "a1", "speaker_id": "eidani", "speaker_name": "Asaad Eidani", "attribution_type": "communication",
        "negated": False, "determinate": True, "confidence": 0.9, "rule": "quote",
    }  # fmt: skip
    return {
        "articles": [article],
        "events": [shelling, condemning],
        "actors": [
            actor("brigade", kind="organization", sector="REB", n_mentions=1),
            actor("eidani", kind="person", sector="GOV", country="IRQ", role="governor", n_mentions=2),
            actor("traders", kind="group", sector="CVL", country="IRQ", resolution="description", n_mentions=1),
        ],
        "statements": [
            statement | {
                "statement_id": "a1-s1", "source_text": "governor Asaad Eidani", "cue": "said", "cue_lemma": "say",
                **at("“We condemn this crime,”"),
                "content": "“We condemn this crime,”", "content_spans": [span("“We condemn this crime,”")],
                "source_spans": [span("governor Asaad Eidani")],
                "cue_spans": [span("said")], "verbatim": ["We condemn this crime,"], "quote_type": "direct", "speech_act": "condemn",
                "evidence": TEXT[TEXT.index("“We") : TEXT.index(" He")], "speaker_resolution": "name",
            },
            statement | {
                "statement_id": "a1-s2", "source_text": "He", "cue": "blamed … for", "cue_lemma": "blame", "content": "the shelling",
                **at("the shelling"), "content_spans": [span("the shelling")], "source_spans": [span("He")],
                "cue_spans": [span("blamed"), span("for", 150)], "quote_type": "indirect", "speech_act": "accuse", "target_id": "brigade",
                "event_id": "a1-e2", "evidence": sentence("blamed"), "speaker_resolution": "pronoun",
            },
        ],
        "casualties": [
            claim("a1-c1", kind="killed", count_low=4, count_high=4, count_text="four", victims_text="traders", victim_class="civilians"),
            claim("a1-c2", kind="injured", count_low=0, count_high=0, count_text="nobody", victims_text="nobody"),
        ],
        "mentions": [
            mention("a1-m1", "traders", "traders", mention_type="nominal"),
            mention("a1-m2", "eidani", "Asaad Eidani"),
            mention("a1-m3", "eidani", "He", mention_type="pronoun"),
            mention("a1-m4", "brigade", "the Coastal Brigade"),
        ],
        "rejects": [
            {"reject_id": "rej-1", "run_id": "run-1", "stage": "parse", "source_uri": "empty.txt", "rule": "empty", "reason": "No text.",
             "severity": "critical"}
        ],
    }  # fmt: skip


def actor(actor_id, **values):
    published = datetime(2024, 5, 6, tzinfo=UTC)
    return {"actor_id": actor_id, "name": ACTORS[actor_id], "aliases": [ACTORS[actor_id]], "resolution": "name", "n_articles": 1,
            "first_published": published, "last_published": published} | values  # fmt: skip


def claim(casualty_id, **values):
    return {"casualty_id": casualty_id, "event_id": "a1-e1", "article_id": "a1", **at(values["count_text"]), "evidence": sentence("Shells"),
            "confidence": 0.7} | values  # fmt: skip


def mention(mention_id, actor_id, words, **values):
    return {"mention_id": mention_id, "article_id": "a1", "actor_id": actor_id, **at(words), "text": words, "mention_type": "name"} | values


@pytest.fixture
def coded():
    """Rows by table."""
    return rows()


@pytest.fixture
def validated():
    """Validate rows by table."""

    def run(coded, **kwargs):
        return validate({name: from_rows(name, found) for name, found in coded.items()}, run_id="run-2", **kwargs)

    return run


@pytest.fixture
def tables(coded):
    return {name: from_rows(name, coded[name]) for name in CODED_TABLES}


def by_hand(name, frame, suite):
    """What Great Expectations finds in our checks, in a thousandth of the time; test_suites.py has it do so itself."""
    found = [(e, frame.get(check_column(e) if e.check else e.name)) for e in suite]
    failing = [(e, [] if column is None else [i for i, ok in enumerate(column) if not ok]) for e, column in found]
    return [Finding(e, len(rows), rows) for e, rows in failing]


@pytest.fixture
def publish(tmp_path, tables, monkeypatch):
    """Publish the coded article in a folder; later runs find it known."""
    for module in (validation, gate, reviews):
        monkeypatch.setattr(module, "evaluate", by_hand)
    part = tmp_path / "part"
    part.mkdir()
    for name, table in tables.items():
        if name == "actors":
            table = table.append_column("article_id", pa.array(["a1"] * table.num_rows, pa.string()))
        write_part(table, part / f"{name}.arrow")
    (part / "rejects.jsonl").write_text("")

    def run(out):
        edition = Edition.open(out)
        edition.sources = {"basra.txt": "a1"}
        edition.documents = 1
        first = not edition.standing
        edition.new, edition.known_seen = int(first), int(not first)
        edition.known |= set() if first else {"a1"}
        outcome = audit(edition, [part] if first else [])
        return release(edition, outcome), outcome, edition

    return run
