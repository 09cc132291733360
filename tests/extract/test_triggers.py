"""The trigger lexicon as data: its form, its vocabulary, and how an entry is read."""

import jsonschema
import pytest

from sitrep.extract.triggers import FILES, SENSES, compile_entry, entries, frames
from sitrep.knowledge.lexicon import lexicon
from sitrep.resolve.codes import EVENT_MODES

GROUP = {"type": "ASSAULT", "mode": "drone", "frame": "n_attack", "when": "always"}


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("triggers", "frames"),
        *((f, "groups") for f in (*FILES, SENSES)),
        ("triggers_classes", "classes"),
        ("triggers_modes", "modes"),
        ("triggers_modality", "modality"),
    ],
)
def test_files_follow_their_schema(name, part):
    jsonschema.validate(lexicon(name), lexicon("triggers.schema")[part])


def test_types_modes_and_frames_are_known():
    for name in (*FILES, SENSES):
        for group in lexicon(name):
            assert group["frame"] in frames()
            assert group["type"] in {*EVENT_MODES, "HARM"}
            assert group["mode"] is None or group["mode"] in EVENT_MODES[group["type"]]


def test_modes_by_words_are_known():
    for event_type, modes in lexicon("triggers_modes").items():
        assert set(modes) <= set(EVENT_MODES[event_type])


def test_every_type_of_the_codebook_has_triggers():
    found = {t.event_type for group in entries().values() for t in group}
    assert found == {*EVENT_MODES, "HARM"}


def test_entries_with_more_conditions_are_tried_first():
    counts = [sum(not c.negated for c in t.conditions) for t in entries()["noun", "strike"]]
    assert counts == sorted(counts, reverse=True)


def test_an_entry_names_its_conditions():
    trigger = compile_entry("strike mod=drone|uav mod!=hunger", "noun", GROUP)
    assert [(c.slot, c.negated, sorted(c.words)) for c in trigger.conditions] == [
        ("mod", False, ["drone", "uav"]),
        ("mod", True, ["hunger"]),
    ]


def test_a_condition_without_a_value_is_refused():
    with pytest.raises(ValueError, match="slot=word"):
        compile_entry("strike drone", "noun", GROUP)


def test_an_unknown_class_is_refused():
    with pytest.raises(ValueError, match="triggers_classes"):
        compile_entry("strike mod=@nothing", "noun", GROUP)
