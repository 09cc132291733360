"""Confidence of casualty claims: measured, and lower where the words leave more open."""

from pathlib import Path

import jsonschema
import pytest
import yaml

from sitrep import knowledge
from sitrep.extract.casualties import find_casualties
from sitrep.knowledge.lexicon import lexicon
from sitrep.read import reader
from sitrep.resolve.casualty_confidence import confidence, features


def claim(text):
    return find_casualties(reader().read(text))[0]


@pytest.mark.parametrize(
    ("surer", "less_sure"),
    [
        ("A soldier was killed.", "Twelve soldiers were killed."),
        ("Twelve soldiers were killed.", "The army counted 12 dead soldiers."),
        ("Twelve soldiers were killed.", "At least twelve soldiers were killed."),
        ("Twelve soldiers were killed.", "Twelve soldiers were wounded."),
    ],
)
def test_what_the_words_leave_open_is_less_sure(surer, less_sure):
    assert 1 > confidence(claim(surer), attributed=False) > confidence(claim(less_sure), attributed=False) > 0.3


def test_a_claim_under_a_source_is_less_sure_than_one_of_the_article():
    c = claim("Six miners died.")
    assert confidence(c, attributed=True) < confidence(c, attributed=False)


def test_every_weight_has_its_feature_and_the_file_its_schema():
    weights = lexicon("harm_confidence")
    assert list(features(claim("Six miners died."), attributed=True)) == list(weights)
    schema = yaml.safe_load((Path(knowledge.__file__).parent / "harm_confidence.schema.yaml").read_text(encoding="utf-8"))
    jsonschema.validate(weights, schema)
