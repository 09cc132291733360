"""Whether "held" means detention: police hold suspects, but parties hold seats, clubs hold leads, stadiums hold crowds."""

from __future__ import annotations

from spacy.tokens import Token

from sitrep.extract.phrases import children, is_passive, obliques, subject
from sitrep.knowledge.lexicon import lexicon

BEFORE = 60  # tokens, some three sentences, in which a bare number must have been told of as detained


def is_custody(verb: Token, held: Token) -> bool:
    """Whether a form of "hold" tells that `held`, its object or passive subject, is detained.

    People count when they are in somebody's hands by the words beside or by who holds them; a bare number ("35 had been held") counts
    when the text has just told of detention.
    """
    harm = lexicon("harm")
    beside = {t.lemma_.lower() for t in verb.subtree if t.i > verb.i}
    if not beside.isdisjoint(harm["held"]["beside"]):
        return True
    if held.pos_ in {"NUM", "PRON"}:
        detention = {word for form in ("transitive", "nouns_of", "adjectives") for word in harm["detained"][form]}
        before = verb.doc[max(0, verb.i - BEFORE) : verb.i]
        return is_passive(verb) and any(t.lemma_.lower() in detention for t in before)
    counted = bool(children(held, "nummod")) or held.tag_ == "NN"
    if not counted or held.pos_ != "NOUN":
        return False
    doers = obliques(verb, "by") if is_passive(verb) else [s for s in [subject(verb)] if s is not None]
    return any(d.lemma_.lower() in harm["held"]["by"] for d in doers)
