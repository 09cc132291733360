"""What a speaker calls somebody: "called the police incompetent" condemns, "described him as a hero" praises."""

from __future__ import annotations

from spacy.tokens import Token

from sitrep.extract import cues
from sitrep.extract.event_speech import condemning, naming, praising
from sitrep.extract.event_words import classes


def names(verb: Token) -> bool:
    """Does a verb give somebody or something a name: call, brand, describe?"""
    return cues.lemma(verb) in classes()["naming"]


def named_by(verb: Token) -> Token | None:
    """Who or what a verb gives a name: "branded | the journalists | traitors"."""
    return naming(verb)[0] if names(verb) else None


def judgement(verb: Token) -> str | None:
    """The act of a verb that names, by the name that it gives; None where that judges nobody or the verb does not name."""
    words = naming(verb)[1] if names(verb) else set()
    bad, good = bool(words & condemning()), bool(words & praising())
    return None if bad == good else "condemn" if bad else "praise"
