"""The events under the column names of ACLED, GDELT 2.0 and UCDP GED, for scripts written for those.

Names and codes are those of the codebooks (ACLED Codebook 2024; GDELT Event Database 2.0 codebook of 2015; UCDP GED
Codebook 24.1). A view has only the columns that our tables can fill; each is explained in `ACLED`, `GDELT`, `UCDP`.
Rows are one event an article: none of these views is deduplicated between articles, and none is a sample of the data
set whose names it borrows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from sitrep.schemas.contracts import countries

if TYPE_CHECKING:
    from sitrep.tables.load import Tables

ACLED = {
    "event_id_cnty": "events.event_id",
    "event_date": "first day; null where the text gives none (ACLED always has one)",
    "year": "of event_date",
    "time_precision": "1 day, 2 week, 3 month; null for years",
    "disorder_type": "Political violence, Demonstrations or Strategic developments, from the sub-event type",
    "event_type": "events.acled_event_type",
    "sub_event_type": "events.acled_sub_event_type",
    "actor1": "first actor",
    "assoc_actor_1": "the other actors, joined with ;",
    "actor2": "first recipient",
    "assoc_actor_2": "the other recipients, joined with ;",
    "country": "name of the country where it happened",
    "admin1": "events.admin1",
    "location": "place as the gazetteer names it, else as the text does",
    "latitude": "events.latitude",
    "longitude": "events.longitude",
    "geo_precision": "1 the place, 2 near it or its district, 3 its province; null above that",
    "source": "articles.publisher",
    "notes": "the sentence that the event rests on",
    "fatalities": "best figure; null when no claim was made (ACLED has 0)",
}
GDELT = {
    "GLOBALEVENTID": "events.event_id (text, where GDELT has a number)",
    "SQLDATE": "first day as YYYYMMDD, only where the day is known; GDELT has the publication's day",
    "MonthYear": "YYYYMM of the first day, where day, week or month are known",
    "Year": "of the first day",
    "Actor1Name": "first actor, in capitals",
    "Actor1CountryCode": "its country, ISO 3166-1 alpha-3 (CAMEO's codes for almost all)",
    "Actor1Type1Code": "its sector as a CAMEO type: MED for journalists, HLH for health; null where CAMEO has none",
    "Actor2Name": "first recipient, in capitals",
    "Actor2CountryCode": "its country",
    "Actor2Type1Code": "its sector as a CAMEO type",
    "EventCode": "CAMEO code",
    "EventBaseCode": "its first three digits",
    "EventRootCode": "its first two digits",
    "QuadClass": "1 verbal, 2 material cooperation, 3 verbal, 4 material conflict",
    "NumMentions": "mentions of the event in its article",
    "NumSources": "1: a row is one article's",
    "NumArticles": "1",
    "ActionGeo_Type": "1 country, 2 US state, 3 US place, 4 other place, 5 other province",
    "ActionGeo_FullName": "place, province, country",
    "ActionGeo_Lat": "events.latitude",
    "ActionGeo_Long": "events.longitude",
    "SOURCEURL": "articles.url, else articles.source_uri",
}
UCDP = {
    "id": "events.event_id (text, where UCDP has a number)",
    "year": "of date_start",
    "side_a": "the actors, joined with ,",
    "side_b": "the recipients, joined with ,",
    "source_article": "publisher, date and title in one",
    "source_office": "articles.publisher",
    "source_date": "day of publication",
    "source_headline": "articles.title",
    "source_original": "who is reported as the source of the deaths, joined with ,",
    "where_prec": "events.where_precision",
    "where_coordinates": "place as the gazetteer names it",
    "where_description": "place as the text names it",
    "adm_1": "events.admin1",
    "latitude": "events.latitude",
    "longitude": "events.longitude",
    "geom_wkt": "the point as WKT",
    "country": "name of the country where it happened",
    "date_prec": "1 the day, 2 two to six days, 3 a week, 4 a month, 5 more",
    "date_start": "first day",
    "date_end": "last day",
    "best": "events.fatalities_best",
    "high": "events.fatalities_high; null when open upwards",
    "low": "events.fatalities_low",
}

DEMONSTRATIONS = {"Peaceful protest", "Protest with intervention", "Violent demonstration"}
CAMEO_TYPES = {"JRN": "MED", "MED": "HLH", "PRM": "UAF", "REL": None, "SOC": None, "UNK": None}
QUAD_CLASSES = {"Verbal Cooperation": 1, "Material Cooperation": 2, "Verbal Conflict": 3, "Material Conflict": 4}
GEO_PRECISION = {1: 1, 2: 2, 3: 2, 4: 3}


def acled_view(t: Tables) -> pd.DataFrame:
    """The events that happened and that ACLED's scope covers, with the columns of `ACLED`."""
    e = _with_article(t, t.events[(t.events["modality"] == "actual") & t.events["acled_event_type"].notna()])
    names = _names(t)
    columns = {
        "event_id_cnty": e["event_id"],
        "event_date": e["event_date_start"],
        "year": _year(e["event_date_start"]),
        "time_precision": _coded(e["date_precision"], {"day": 1, "week": 2, "month": 3}),
        "disorder_type": _text(_disorder(kind, sub) for kind, sub in zip(e["acled_event_type"], e["acled_sub_event_type"], strict=True)),
        "event_type": e["acled_event_type"],
        "sub_event_type": e["acled_sub_event_type"],
        "actor1": e["actor_name"],
        "assoc_actor_1": _joined((ids[1:] for ids in e["actor_ids"]), names, "; "),
        "actor2": e["recipient_name"],
        "assoc_actor_2": _joined((ids[1:] for ids in e["recipient_ids"]), names, "; "),
        "country": _country(e["country"]),
        "admin1": e["admin1"],
        "location": e["place_name"].fillna(e["place_text"]),
        "latitude": e["latitude"],
        "longitude": e["longitude"],
        "geo_precision": _coded(e["where_precision"], GEO_PRECISION),
        "source": e["publisher"],
        "notes": e["evidence"],
        "fatalities": e["fatalities_best"],
    }
    return pd.DataFrame(columns)


def gdelt_view(t: Tables) -> pd.DataFrame:
    """The events that happened and have a CAMEO code, with the columns of `GDELT`."""
    e = _with_article(t, t.events[(t.events["modality"] == "actual") & (t.events["cameo_code"] != "000")])
    day, start = e["date_precision"] == "day", e["event_date_start"]
    columns = {"GLOBALEVENTID": e["event_id"], "SQLDATE": _number(start.where(day), "%Y%m%d")}
    columns |= {"MonthYear": _number(start.where(e["date_precision"].isin(["day", "week", "month"])), "%Y%m"), "Year": _year(start)}
    for n, side in ((1, "actor"), (2, "recipient")):
        sector = e[f"{side}_sector"]
        columns |= {
            f"Actor{n}Name": e[f"{side}_name"].str.upper(),
            f"Actor{n}CountryCode": e[f"{side}_country"],
            f"Actor{n}Type1Code": _text(None if pd.isna(s) else CAMEO_TYPES.get(s, s) for s in sector),
        }
    columns |= {
        "EventCode": e["cameo_code"],
        "EventBaseCode": e["cameo_code"].str[:3],
        "EventRootCode": e["cameo_code"].str[:2],
        "QuadClass": _coded(e["quad_class"], QUAD_CLASSES),
        "NumMentions": e["mention_spans"].map(len).astype("Int32"),
        "NumSources": pd.Series(1, index=e.index, dtype="Int32"),
        "NumArticles": pd.Series(1, index=e.index, dtype="Int32"),
        "ActionGeo_Type": _geo_type(e),
        "ActionGeo_FullName": _full_name(e),
        "ActionGeo_Lat": e["latitude"],
        "ActionGeo_Long": e["longitude"],
        "SOURCEURL": e["url"].fillna(e["source_uri"]),
    }
    return pd.DataFrame(columns)


def ucdp_view(t: Tables) -> pd.DataFrame:
    """The assaults that happened and in which, by one claim at least, somebody died, with the columns of `UCDP`.

    UCDP's further criteria (organised actors, 25 deaths a year between them) are the analyst's.
    """
    deaths = t.events[["fatalities_low", "fatalities_best", "fatalities_high"]].max(axis=1).fillna(0)
    e = _with_article(t, t.events[(t.events["modality"] == "actual") & (t.events["event_type"] == "ASSAULT") & (deaths > 0)])
    names = _names(t)
    published = e["published_at"].dt.strftime("%Y-%m-%d").astype("string")
    columns = {
        "id": e["event_id"],
        "year": _year(e["event_date_start"]),
        "side_a": _joined(e["actor_ids"], names, ", "),
        "side_b": _joined(e["recipient_ids"], names, ", "),
        "source_article": _text(map(_listed, e["publisher"], published, e["title"])),
        "source_office": e["publisher"],
        "source_date": published,
        "source_headline": e["title"],
        "source_original": _joined(_claimants(t, e["event_id"]), names, ", "),
        "where_prec": e["where_precision"],
        "where_coordinates": e["place_name"],
        "where_description": e["place_text"],
        "adm_1": e["admin1"],
        "latitude": e["latitude"],
        "longitude": e["longitude"],
        "geom_wkt": _text(map(_wkt, e["longitude"], e["latitude"])),
        "country": _country(e["country"]),
        "date_prec": pd.Series(map(_date_prec, e["event_date_start"], e["event_date_end"]), dtype="Int32"),
        "date_start": e["event_date_start"],
        "date_end": e["event_date_end"],
        "best": e["fatalities_best"],
        "high": e["fatalities_high"],
        "low": e["fatalities_low"],
    }
    return pd.DataFrame(columns)


def _with_article(t: Tables, events: pd.DataFrame) -> pd.DataFrame:
    about = t.articles[["article_id", "publisher", "title", "published_at", "url", "source_uri"]]
    return events.merge(about, on="article_id", how="left")


def _names(t: Tables) -> Mapping[str, str]:
    return dict(zip(t.actors["actor_id"], t.actors["name"], strict=True))


def _claimants(t: Tables, event_ids: pd.Series) -> list[list[str]]:
    deaths = t.casualties[t.casualties["kind"] == "killed"].dropna(subset=["attributed_to_id", "event_id"])
    by_event = deaths.groupby("event_id")["attributed_to_id"].unique()
    return [list(by_event.get(event_id, ())) for event_id in event_ids]


def _text(values: Iterable[Any]) -> pd.Series:
    return pd.Series(list(values), dtype="string")


def _joined(lists: Iterable[Any], names: Mapping[str, str], mark: str) -> pd.Series:
    return _text(mark.join(names.get(i, i) for i in ids) or None for ids in lists)


def _coded(column: pd.Series, codes: Mapping[Any, int]) -> pd.Series:
    return column.map(codes, na_action="ignore").astype("Int32")


def _country(codes: pd.Series) -> pd.Series:
    return _text(None if pd.isna(code) else countries()[code][1] for code in codes)


def _year(days: pd.Series) -> pd.Series:
    return pd.Series([None if pd.isna(d) else d.year for d in days], dtype="Int32")


def _number(days: pd.Series, form: str) -> pd.Series:
    return pd.Series([None if pd.isna(d) else int(d.strftime(form)) for d in days], dtype="Int32")


def _disorder(event_type: str, sub_event_type: str | None) -> str:
    """ACLED Codebook 2024, table of disorder types."""
    if event_type == "Strategic developments":
        return event_type
    if sub_event_type == "Excessive force against protesters":
        return "Political violence; Demonstrations"
    return "Demonstrations" if event_type == "Protests" or sub_event_type in DEMONSTRATIONS else "Political violence"


def _geo_type(e: pd.DataFrame) -> pd.Series:
    kinds = {1: (3, 4), 2: (3, 4), 4: (2, 5), 6: (1, 1)}  # where_precision → (in the United States, elsewhere)
    found = [
        None if pd.isna(precision) or precision not in kinds else kinds[precision][pd.isna(country) or country != "USA"]
        for precision, country in zip(e["where_precision"], e["country"], strict=True)
    ]
    return pd.Series(found, dtype="Int32")


def _full_name(e: pd.DataFrame) -> pd.Series:
    return _text(map(_listed, e["place_name"], e["admin1"], _country(e["country"])))


def _listed(*parts: Any) -> str | None:
    return ", ".join(dict.fromkeys(part for part in parts if pd.notna(part) and part)) or None


def _wkt(x: Any, y: Any) -> str | None:
    return None if pd.isna(x) or pd.isna(y) else f"POINT ({x} {y})"


def _date_prec(start: date, end: date) -> int | None:
    """UCDP GED Codebook 24.1, date_prec: by how many days it may span."""
    if pd.isna(start):
        return None
    days = 1 if pd.isna(end) else (end - start).days + 1
    return next((code for code, most in ((1, 1), (2, 6), (3, 7), (4, 31)) if days <= most), 5)
