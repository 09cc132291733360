"""An article of our own with hand-made rows, as the tables hold them."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

from sitrep.tables import from_rows

TITLE = "Shelling of Tal Rafa market kills at least nine"
BODY = (
    "Government forces shelled a market in Tal Rafa on Monday, killing at least nine people, rescue workers said.",
    "The defence ministry said “four militants” had died and denied that its forces had fired on civilians.",
    "General Omar Haddad accused the rebels of hiding among traders.",
)
TEXT = "\n\n".join((TITLE, *BODY))


def span(words: str, after: str = "", text: str = TEXT) -> dict[str, int]:
    start = text.index(words, text.index(after))
    return {"start": start, "end": start + len(words)}


def article(number: int = 1, text: str = TEXT, title: str = TITLE, **columns) -> dict:
    return {
        "article_id": f"{number:016x}",
        "source_uri": f"in/{number}.txt",
        "title": title,
        "text": text,
        "n_words": len(text.split()),
        "language": "en",
        "published_at": datetime(2021, 6, 29, tzinfo=UTC),
        "published_basis": "sidecar",
        "ingested_at": datetime(2021, 6, 30, tzinfo=UTC),
        "coded_by": "test",
        **columns,
    }


def actor(name: str, kind: str, country: str | None, sector: str, **columns) -> dict:
    return {
        "actor_id": "act-" + name.lower().replace(" ", "-"),
        "name": name,
        "kind": kind,
        "country": country,
        "sector": sector,
        "aliases": [name],
        "resolution": "name",
        "n_mentions": 1,
        "n_articles": 1,
        **columns,
    }


def event(number: int, event_type: str, trigger: str, after: str = "", article_id: str = f"{1:016x}", **columns) -> dict:
    words = span(trigger, after)
    return {
        "event_id": f"{article_id}-e{number:03d}",
        "article_id": article_id,
        "event_type": event_type,
        "cameo_code": "190",
        "quad_class": "Material Conflict",
        "intensity": -9.0,
        "modality": "actual",
        "date_precision": "unknown",
        "actor_ids": [],
        "recipient_ids": [],
        "attributed_to_ids": [],
        "trigger": trigger,
        "char_start": words["start"],
        "char_end": words["end"],
        "mention_spans": [words],
        "evidence": BODY[0],
        "confidence": 0.8,
        "rule": "verb",
        **columns,
    }


def statement(number: int, source: str, cue: str, content: str, after: str, **columns) -> dict:
    whole = span(content, after)
    return {
        "statement_id": f"{1:016x}-s{number:03d}",
        "article_id": f"{1:016x}",
        "speaker_id": "act-" + source.lower().replace(" ", "-"),
        "speaker_name": source,
        "source_text": source,
        "cue": cue,
        "cue_lemma": cue,
        "content": content,
        "char_start": whole["start"],
        "char_end": whole["end"],
        "content_spans": [whole],
        "source_spans": [span(source, after)],
        "cue_spans": [span(cue, after)],
        "verbatim": [],
        "quote_type": "indirect",
        "attribution_type": "communication",
        "speech_act": "assert",
        "negated": False,
        "determinate": True,
        "evidence": content,
        "speaker_resolution": "name",
        "confidence": 0.9,
        "rule": "quote",
        **columns,
    }


def casualty(number: int, count: str, low: int | None, high: int | None, **columns) -> dict:
    words = span(count, columns.pop("after", ""))
    return {
        "casualty_id": f"{1:016x}-c{number:03d}",
        "article_id": f"{1:016x}",
        "event_id": f"{1:016x}-e001",
        "kind": "killed",
        "count_low": low,
        "count_high": high,
        "count_text": count,
        "victims_text": "people",
        "char_start": words["start"],
        "char_end": words["end"],
        "evidence": BODY[0],
        "confidence": 0.9,
        **columns,
    }


def rows() -> dict[str, list[dict]]:
    ministry, workers = "act-the-defence-ministry", "act-rescue-workers"
    return {
        "articles": [article()],
        "events": [
            event(
                1,
                "ASSAULT",
                "shelled",
                event_mode="heavy-weapons",
                mention_spans=[span("Shelling"), span("shelled")],
                event_date_start=date(2021, 6, 28),
                event_date_end=date(2021, 6, 28),
                date_precision="day",
                actor_ids=["act-government-forces"],
                date_text="Monday",
                place_text="Tal Rafa",
                place_name="Tal Rafa",
                country="SYR",
                latitude=35.1,
                longitude=37.2,
                where_precision=1,
                fatalities_low=4,
                fatalities_best=6,
                attributed_to_ids=[workers],
            ),
            event(2, "ACCUSE", "accused", evidence=BODY[2], actor_ids=["act-general-omar-haddad"], recipient_ids=["act-the-rebels"]),
        ],
        "statements": [
            statement(1, "rescue workers", "said", BODY[0].split(", rescue")[0], BODY[0], event_id=f"{1:016x}-e001"),
            statement(
                2, "The defence ministry", "said", "“four militants” had died", BODY[1], quote_type="mixed", verbatim=["four militants"]
            ),
            statement(3, "The defence ministry", "denied", "its forces had fired on civilians", BODY[1], speech_act="deny", negated=True),
            statement(
                4,
                "General Omar Haddad",
                "accused",
                "the rebels of hiding among traders",
                BODY[2],
                speech_act="accuse",
                target_id="act-the-rebels",
            ),
        ],
        "casualties": [
            casualty(1, "at least nine", 9, None, after=BODY[0], attributed_to_id=workers, statement_id=f"{1:016x}-s001"),
            casualty(2, "four", 4, 4, attributed_to_id=ministry, victims_text="militants", statement_id=f"{1:016x}-s002"),
        ],
        "actors": [
            actor("Government forces", "organization", "SYR", "MIL"),
            actor("rescue workers", "group", "SYR", "MED"),
            actor("The defence ministry", "organization", "SYR", "GOV"),
            actor("General Omar Haddad", "person", "SYR", "MIL", role="General", affiliation_id=ministry),
            actor("the rebels", "group", "SYR", "REB"),
        ],
        "mentions": [
            {
                "mention_id": f"{1:016x}-m{n:03d}",
                "article_id": f"{1:016x}",
                "actor_id": "act-" + words.lower().replace(" ", "-"),
                "char_start": at["start"],
                "char_end": at["end"],
                "text": words,
                "mention_type": "name",
            }
            for n, words in enumerate(["Government forces", "rescue workers", "The defence ministry", "General Omar Haddad", "the rebels"])
            for at in [span(words)]
        ],
        "rejects": [
            {
                "reject_id": "rej-1",
                "run_id": "run-1",
                "stage": "parse",
                "source_uri": "in/b.pdf",
                "rule": "binary",
                "reason": "It looks like a PDF.",
                "severity": "critical",
            }
        ],
    }


def tables(**changed) -> dict:
    return {name: from_rows(name, found) for name, found in {**rows(), **changed}.items()}


def result(
    table: str, expectation: str, *, failing: tuple[str, ...] = (), severity: str = "critical", n_checked: int = 2, **known
) -> SimpleNamespace:
    """What validation gives back for one expectation."""
    found = {"columns": ("x",), "notes": "", "error": None, "kwargs": {}, "quarantined": bool(failing), **known}
    return SimpleNamespace(
        table=table,
        expectation=expectation,
        severity=severity,
        success=not failing,
        n_checked=n_checked,
        n_failed=len(failing),
        failing_ids=list(failing),
        **found,
    )


SUMMARY = {
    "run_id": "run-1",
    "version": "0.1.0",
    "out": "output",
    "articles_in": 2,
    "articles_known": 0,
    "articles_new": 1,
    "articles_rejected": 1,
    "rows": {"articles": 1, "events": 2},
    "rejects": {"parse: binary": 1},
    "expectations": {"critical": {"checked": 9, "failed": 0}},
    "published": True,
    "changed": True,
    "report": None,
}
