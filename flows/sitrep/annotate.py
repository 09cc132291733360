"""One layer of annotation for one text, in the form that scorers and other tools read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any


def annotate(layer: str, record: Mapping[str, Any]) -> dict[str, Any]:
    """The annotation of `record["text"]`; offsets are code points.

    `syntax` gives {"tokens"}, `names` {"entities"}, `antecedents` {"mentions"}, `statements` {"attributions"}, `places` {"toponyms"},
    `dates` {"timexes"}.
    `date`, an ISO 8601 day, is needed for relative dates only. `url`, where the text was published, helps to tell places of one name apart;
    `spans`, [[start, end], …], are the toponyms to resolve instead of looking for them. `label_set`: the kinds of names wanted; with kinds
    that only re3d has (WEAPON, VEHICLE) what re3d codes, mentions instead of names. Raises ValueError for another layer.
    """
    if layer not in _LAYERS:
        raise ValueError(f"no layer {layer!r}; there are {', '.join(_LAYERS)}")
    return _LAYERS[layer](record["text"], record)


def _syntax(text: str, _: Mapping[str, Any]) -> dict[str, Any]:
    from sitrep.read import reader
    from sitrep.read.annotate import syntax_record

    return syntax_record(reader().read(text))


def _names(text: str, record: Mapping[str, Any]) -> dict[str, Any]:
    from sitrep.read import reader
    from sitrep.read.annotate import names_record, scheme

    return names_record(reader().read(text, scheme(record.get("label_set") or ())))


def _antecedents(text: str, _: Mapping[str, Any]) -> dict[str, Any]:
    from sitrep.read import reader
    from sitrep.read.annotate import antecedents_record

    return antecedents_record(reader().read(text))


def _statements(text: str, _: Mapping[str, Any]) -> dict[str, Any]:
    from sitrep.extract.statements import attributions_record, find_attributions
    from sitrep.read import reader

    return attributions_record(find_attributions(reader().read(text)))


def _places(text: str, record: Mapping[str, Any]) -> dict[str, Any]:
    from sitrep.read import reader
    from sitrep.resolve.places import places_record

    spans = [(int(start), int(end)) for start, end in record["spans"]] if record.get("spans") is not None else None
    return places_record(reader().read(text), url=record.get("url"), spans=spans)


def _dates(text: str, record: Mapping[str, Any]) -> dict[str, Any]:
    from sitrep.resolve.dates import times_record

    return times_record(text, _day(record.get("date")))


def _day(published: str | None) -> date | None:
    """The day of an ISO 8601 date or time; None when there is none or it is no date."""
    try:
        return datetime.fromisoformat(published).date() if published else None
    except ValueError:
        return None


_LAYERS = {"syntax": _syntax, "names": _names, "antecedents": _antecedents, "statements": _statements, "places": _places, "dates": _dates}
