"""What a speaker calls somebody: "called the police incompetent" condemns, "described him as a hero" praises."""

from __future__ import annotations

from spacy.tokens import Token

from sitrep.extract import cues
from sitrep.extract.event_speech import condemning, naming, praising
from sitrep.extract.event_words import classes, is_actor
from sitrep.extract.phrases import children, obliques


def names(verb: Token) -> bool:
    """Does a verb give somebody or something a name: call, brand, describe?"""
    return cues.lemma(verb) in classes()["naming"]


def named_by(verb: Token) -> Token | None:
    """Who or what a verb gives a name: "branded | the journalists | traitors"; "it" is no one in particular."""
    named = naming(verb)[0] if names(verb) else None
    return None if named is not None and named.lower_ in {"it", "this", "that"} else named


def judgement(verb: Token) -> str | None:
    """The act of a verb that names, by the name that it gives; None where that judges nobody or the verb does not name."""
    words = naming(verb)[1] if names(verb) else set()
    bad, good = bool(words & condemning()), bool(words & praising())
    return None if bad == good else "condemn" if bad else "praise"


def rules_out(verb: Token) -> bool:
    """ "ruled out talks": no ruling of a court, but a refusal of the thought."""
    return cues.lemma(verb) == "rule" and any(c.lower_ == "out" for c in children(verb, "compound:prt"))


def is_deed(verb: Token, thing: Token) -> bool:
    """Is what a verb governs nobody's word: "dismissed | the minister", "calling | itself X", "whose resignation | unions demand"?"""
    if thing.lower_.endswith(("self", "selves")):
        return True
    if thing.i < verb.i and any(c.tag_ == "WP$" for c in children(thing, "nmod")):
        return True
    sacked = cues.lemma(verb) in cues.words("sacking") and (is_actor(thing) or thing.pos_ == "PROPN") and thing.pos_ != "PRON"
    return sacked and not obliques(verb, "as") and cues.medium(cues.lemma(thing)) is None


def tells_a_deed(verb: Token) -> bool:
    """Does a verb that often speaks govern nothing but a deed here?"""
    things = children(verb, "obj")
    return bool(things) and not children(verb, "ccomp", "xcomp", "parataxis") and all(is_deed(verb, t) for t in things)
