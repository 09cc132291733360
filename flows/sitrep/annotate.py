"""One layer of annotation for one text, in the form that scorers and other tools read."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any


def annotate(layer: str, text: str, published: str | None = None) -> dict[str, Any]:
    """The annotation of `text`; offsets are code points.

    `syntax` gives {"tokens"}, `names` {"entities"}, `statements` {"attributions"}, `places` {"toponyms"}, `dates` {"timexes"}.
    `published` is an ISO 8601 day, needed for relative dates only. Raises ValueError for another layer.
    """
    if layer not in _LAYERS:
        raise ValueError(f"no layer {layer!r}; there are {', '.join(_LAYERS)}")
    return _LAYERS[layer](text, published)


def _syntax(text: str, _: str | None) -> dict:
    from sitrep.read import reader
    from sitrep.read.annotate import syntax_record

    return syntax_record(reader().read(text))


def _names(text: str, _: str | None) -> dict:
    from sitrep.read import reader
    from sitrep.read.annotate import names_record

    return names_record(reader().read(text))


def _statements(text: str, _: str | None) -> dict:
    from sitrep.extract.statements import attributions_record, find_attributions
    from sitrep.read import reader

    return attributions_record(find_attributions(reader().read(text)))


def _places(text: str, _: str | None) -> dict:
    from sitrep.read import reader
    from sitrep.resolve.places import places_record

    return places_record(reader().read(text))


def _dates(text: str, published: str | None) -> dict:
    from sitrep.resolve.dates import times_record

    return times_record(text, _day(published))


def _day(published: str | None) -> date | None:
    """The day of an ISO 8601 date or time; None when there is none or it is no date."""
    try:
        return datetime.fromisoformat(published).date() if published else None
    except ValueError:
        return None


_LAYERS = {"syntax": _syntax, "names": _names, "statements": _statements, "places": _places, "dates": _dates}
