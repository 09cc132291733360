"""Codes of events: every type and mode of the codebook has them, and they follow who takes part."""

import itertools

import pytest

from sitrep.resolve.codes import EVENT_MODES, EVENT_TYPES, codes, table
from sitrep.schemas.contracts import vocabulary

CODEBOOK = {
    "AGREE": "",
    "CONSULT": "visit third-party multilateral phone",
    "SUPPORT": "",
    "CONCEDE": "",
    "COOPERATE": "",
    "AID": "",
    "RETREAT": "withdraw release disarm ceasefire access resign",
    "REQUEST": "assist change yield meet",
    "ACCUSE": "disapprove investigate allege",
    "REJECT": "assist change yield meet",
    "THREATEN": "restrict arrest relations expel territory violence",
    "PROTEST": "demo riot strike hunger boycott obstruct vandalize",
    "SANCTION": "convict expel withdraw discontinue",
    "MOBILIZE": "troops weapons police militia",
    "COERCE": "seize restrict censor curfew martial-law arrest deport withhold misinformation cyber",
    "ASSAULT": (
        "abduct beat torture sexual targeted destroy primitive firearms explosives suicide-attack aerial drone heavy-weapons "
        "crowd-control unconventional"
    ),
    "DISASTER": "",
}
QUADS = {"Verbal Cooperation", "Material Cooperation", "Verbal Conflict", "Material Conflict"}
SECTORS = (None, *vocabulary("sector"))
ACLED = {
    "Battles": {"Armed clash", "Government regains territory", "Non-state actor overtakes territory"},
    "Explosions/Remote violence": {
        "Chemical weapon",
        "Air/drone strike",
        "Suicide bomb",
        "Shelling/artillery/missile attack",
        "Remote explosive/landmine/IED",
        "Grenade",
    },
    "Violence against civilians": {"Sexual violence", "Attack", "Abduction/forced disappearance"},
    "Protests": {"Peaceful protest", "Protest with intervention", "Excessive force against protesters"},
    "Riots": {"Violent demonstration", "Mob violence"},
    "Strategic developments": {
        "Agreement",
        "Arrests",
        "Change to group/activity",
        "Disrupted weapons use",
        "Headquarters or base established",
        "Looting/property destruction",
        "Non-violent transfer of territory",
        "Other",
    },
}
LEGAL = [(t, m) for t, modes in CODEBOOK.items() for m in (None, *modes.split())]


def test_vocabularies_are_the_codebooks():
    assert set(EVENT_TYPES) == set(CODEBOOK)
    assert {t: set(m) for t, m in EVENT_MODES.items()} == {t: set(m.split()) for t, m in CODEBOOK.items()}


@pytest.mark.parametrize(("event_type", "mode"), LEGAL)
def test_every_legal_combination_has_codes(event_type, mode):
    found = codes(event_type, mode)
    assert found.cameo_code.isdigit() and 3 <= len(found.cameo_code) <= 4
    assert found.quad_class in QUADS if event_type != "DISASTER" else found.quad_class == "Neutral"
    assert -10 <= found.intensity <= 10
    assert found.acled_event_type is None or found.acled_sub_event_type in ACLED[found.acled_event_type]


@pytest.mark.parametrize(("event_type", "mode"), LEGAL)
def test_whoever_takes_part_there_are_codes_of_the_vocabularies(event_type, mode):
    for actor, recipient in itertools.product(SECTORS, SECTORS):
        for modality in vocabulary("modality"):
            found = codes(event_type, mode, modality, [actor], [recipient])
            assert found.cameo_code.isdigit() and 3 <= len(found.cameo_code) <= 4
            assert found.quad_class in vocabulary("quad_class") and -10 <= found.intensity <= 10
            assert (found.acled_event_type is None) == (found.acled_sub_event_type is None)
            assert found.acled_event_type is None or found.acled_sub_event_type in ACLED[found.acled_event_type]
            assert found.acled_event_type is None or modality == "actual"


def test_table_has_nothing_else():
    assert set(table()) == set(LEGAL)


def test_cameo_codes_keep_their_leading_zero():
    assert codes("CONSULT", "visit").cameo_code == "042"


def test_cooperation_is_positive_and_conflict_negative():
    for event_type, mode in LEGAL:
        found = codes(event_type, mode)
        if event_type != "DISASTER":
            assert (found.intensity > 0) == found.quad_class.endswith("Cooperation")


def test_an_armed_clash_needs_arms_on_both_sides():
    assert codes("ASSAULT", "firearms", actors=["MIL", "REB"]).acled_event_type == "Battles"
    assert codes("ASSAULT", "firearms", actors=["UAF"], recipients=["MIL"]).acled_sub_event_type == "Armed clash"
    assert codes("ASSAULT", "firearms", actors=["UAF"], recipients=["CVL"]).acled_event_type == "Violence against civilians"


def test_an_airstrike_is_remote_violence_whoever_it_hits():
    assert codes("ASSAULT", "aerial", actors=["MIL"], recipients=["REB"]).acled_sub_event_type == "Air/drone strike"


def test_what_has_not_happened_is_nothing_for_acled():
    assert codes("PROTEST", "demo", "future").acled_event_type is None
    assert codes("PROTEST", "demo").acled_event_type == "Protests"


def test_territory_changes_hands():
    assert codes("COERCE", "seize", actors=["REB"], recipients=["MIL"]).acled_sub_event_type == "Non-state actor overtakes territory"


def test_an_unknown_mode_says_which_are_known():
    with pytest.raises(ValueError, match="disapprove, investigate, allege"):
        codes("ACCUSE", "drone")
