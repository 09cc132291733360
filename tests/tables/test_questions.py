"""The questions that analysts ask of loaded tables first."""

from datetime import UTC, date, datetime

import pandas as pd
import pytest

from sitrep.tables import from_rows, load, publish, stage, write

TEXT = "Warplanes struck a depot near Derna. Two guards died, the mayor said. The army said five fell."


def at(words):
    start = TEXT.index(words)
    return {"char_start": start, "char_end": start + len(words)}


@pytest.fixture
def t(tmp_path, event, article, actor):
    def claim(key, words, low, source=None, kind="killed", event_id="e1"):
        return {"casualty_id": key, "event_id": event_id, "article_id": "a1", "kind": kind, "count_low": low, "count_high": low,
                "count_text": words, "victims_text": "guards", "attributed_to_id": source, **at(words), "evidence": TEXT,
                "confidence": 0.9}  # fmt: skip

    def statement(key, speaker, words):
        return {"statement_id": key, "article_id": "a1", "speaker_id": speaker, "speaker_name": speaker, "source_text": "the mayor",
                "cue": "said", "cue_lemma": "say", "content": words, **at(words), "quote_type": "indirect", "speech_act": "assert",
                "attribution_type": "communication", "negated": False, "determinate": True, "evidence": TEXT,
                "speaker_resolution": "nominal", "confidence": 0.9, "rule": "verb"}  # fmt: skip

    rows = {
        "articles": [article("a1", text=TEXT, published_at=datetime(2024, 5, 2, tzinfo=UTC), publisher="Coast Daily", title="Strike")],
        "events": [
            event("e1", actor_ids=["army", "allies"], actor_name="The Army", actor_sector="MIL", recipient_ids=["guards"],
                  recipient_name="guards", event_date_start=date(2024, 5, 1), event_date_end=date(2024, 5, 1), date_precision="day",
                  acled_event_type="Explosions/Remote violence", acled_sub_event_type="Air/drone strike", country="LBY",
                  place_name="Derna", place_text="near Derna", latitude=32.77, longitude=22.64, where_precision=2,
                  fatalities_low=2, fatalities_best=4, fatalities_high=5),
            event("e2", event_type="ACCUSE", cameo_code="112", quad_class="Verbal Conflict", actor_ids=["mayor"],
                  actor_name="Salma Warfalli", actor_sector="JRN", event_date_start=date(2024, 4, 1), event_date_end=date(2024, 4, 30),
                  date_precision="month"),
            event("e3", modality="hypothetical", event_date_start=date(2024, 4, 1), acled_event_type="Battles"),
        ],
        "actors": [actor("army", name="The Army", aliases=["the army"]), actor("allies", name="Allies", aliases=["forces"]),
                   actor("guards", aliases=["guards"]), actor("mayor", name="Salma Warfalli", aliases=["the mayor", "forces"])],
        "casualties": [claim("c1", "Two", 2, "mayor"), claim("c2", "five", 5, "army"), claim("c3", "fell", 4, kind="injured"),
                       claim("c4", "died", 1, event_id=None)],
        "statements": [statement("s2", "army", "five fell"), statement("s1", "army", "Two guards died"), statement("s3", "mayor", "died")],
    }  # fmt: skip
    staging = stage(tmp_path)
    for name in ("articles", "events", "actors", "statements", "casualties", "mentions", "rejects"):
        write(from_rows(name, rows.get(name, [])), name, staging / f"{name}.parquet")
    publish(staging, tmp_path)
    return load(tmp_path)


def test_one_row_a_participant(t):
    long = t.events_long()
    assert long[["event_id", "participant", "position", "actor_id"]].values.tolist() == [
        ["e1", "actor", 0, "army"], ["e1", "actor", 1, "allies"], ["e1", "recipient", 0, "guards"], ["e2", "actor", 0, "mayor"],
    ]  # fmt: skip
    assert long["name"].tolist()[0] == "The Army" and long["position"].dtype == pd.Int32Dtype()


def test_claims_stand_side_by_side_under_their_sources(t):
    by_id = t.claims("e1")
    assert by_id[["source", "kind", "count_low"]].values.tolist() == [
        ["Salma Warfalli", "killed", 2], ["The Army", "killed", 5], ["(the article)", "injured", 4],
    ]  # fmt: skip
    assert by_id.equals(t.claims(t.events.iloc[0]))
    assert t.claims("e2").empty
    with pytest.raises(KeyError, match="no event 'e9'"):
        t.claims("e9")


def test_statements_by_id_name_or_alias(t):
    assert t.statements_by("army")["statement_id"].tolist() == ["s1", "s2"]
    assert t.statements_by("ARMY").equals(t.statements_by("army"))
    assert t.statements_by("The Mayor")["statement_id"].tolist() == ["s3"]


def test_an_unknown_or_ambiguous_speaker_is_told(t):
    with pytest.raises(KeyError, match="did you mean Salma Warfalli"):
        t.statements_by("Salma Warfali")
    with pytest.raises(KeyError, match="allies, mayor"):
        t.statements_by("forces")


def test_the_timeline_has_what_happened_and_when(t):
    assert t.timeline()["event_id"].tolist() == ["e2", "e1"]


def test_words_in_context(t):
    claim = t.casualties.iloc[0]
    assert t.quote(claim, width=12) == "… Derna. |Two| guards …"
    assert t.quote(claim, width=1000) == TEXT.replace("Two", "|Two|")
    with pytest.raises(KeyError, match="has no article_id, char_start"):
        t.quote(t.actors.iloc[0])


def test_acled_names(t):
    from sitrep.tables.views import ACLED

    (row,) = t.acled_view().to_dict("records")  # what did not happen and what is out of ACLED's scope is not in it
    assert list(row) == list(ACLED)
    assert (row["event_type"], row["sub_event_type"], row["disorder_type"]) == (
        "Explosions/Remote violence", "Air/drone strike", "Political violence",
    )  # fmt: skip
    assert (row["actor1"], row["assoc_actor_1"], row["country"], row["geo_precision"], row["fatalities"]) == (
        "The Army", "Allies", "Libya", 2, 4,
    )  # fmt: skip


def test_gdelt_names(t):
    from sitrep.tables.views import GDELT

    strike, accusation = t.gdelt_view().to_dict("records")
    assert list(strike) == list(GDELT)
    assert (strike["SQLDATE"], strike["EventRootCode"], strike["QuadClass"], strike["ActionGeo_Type"]) == (20240501, "19", 4, 4)
    assert strike["ActionGeo_FullName"] == "Derna, Libya"
    assert pd.isna(accusation["SQLDATE"]) and accusation["MonthYear"] == 202404  # a month is no day
    assert accusation["Actor1Type1Code"] == "MED"  # media in CAMEO


def test_ucdp_names(t):
    from sitrep.tables.views import UCDP

    (row,) = t.ucdp_view().to_dict("records")
    assert list(row) == list(UCDP)
    assert (row["best"], row["low"], row["high"], row["date_prec"]) == (4, 2, 5, 1)
    assert row["source_original"] == "Salma Warfalli, The Army"
    assert row["source_article"] == "Coast Daily, 2024-05-02, Strike" and row["geom_wkt"] == "POINT (22.64 32.77)"


@pytest.mark.parametrize("question", ["events_long", "timeline", "acled_view", "gdelt_view", "ucdp_view"])
def test_empty_tables_give_empty_frames(tmp_path, article, question):
    staging = stage(tmp_path)
    for name in ("articles", "events", "actors", "statements", "casualties", "mentions", "rejects"):
        write(from_rows(name, []), name, staging / f"{name}.parquet")
    publish(staging, tmp_path)
    assert getattr(load(tmp_path), question)().empty
