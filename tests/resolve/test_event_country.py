"""The country of an event whose sentence names no place (CODEBOOK "country"): what the passage tells of, not who is abroad in it."""

import functools

import pytest

from sitrep.article import RawDocument
from sitrep.coder import code
from sitrep.parse import parse


@functools.cache
def countries(text, event_type="ASSAULT"):
    meta = {"title": "News", "published": "2021-06-25"}
    rows = code(parse(RawDocument("x", text.encode(), "text/plain", meta)))
    return [e["country"] for e in rows["events"] if e["event_type"] == event_type]


@pytest.mark.parametrize(
    "text",
    [
        "Colombian police searched for a U.S. citizen on Friday. The Colombian army said gunmen had kidnapped the U.S. citizen.",
        "BOGOTA, June 25 - A bomb exploded outside the Cuban embassy on Friday. The Cuban ambassador was wounded.",
        "BOGOTA, June 25 - A bomb exploded on Friday at the home of Canada's honorary consul.",
    ],
)
def test_embassies_and_citizens_are_in_another_country(text):
    assert set(countries(text)) == {"COL"}


def test_rebels_are_in_the_state_that_they_fight():
    text = "BOGOTA, June 25 - A U.S. engineer is missing, the U.S. company said. The ELN kidnapped the U.S. engineer."
    assert set(countries(text)) == {"COL"}


def test_where_a_deed_is_condemned_it_did_not_happen():
    text = "Nigerian gunmen shot a Nigerian judge in Lagos. The murder was condemned by leaders in Ghana."
    assert set(countries(text)) == {"NGA"}
