"""Who can be a source: persons, bodies and texts speak; pictures and numbers only for their issuer, events and qualities never."""

from __future__ import annotations

from spacy.tokens import Span, Token

from sitrep.extract.event_words import is_actor
from sitrep.extract.mention_nouns import nouns
from sitrep.extract.mentions import participant_head
from sitrep.extract.phrases import children, obliques

# Pronouns for things; "all" only where a clause says what ("all they get").
THINGS = {"this", "what", "everything", "something", "anything", "nothing"}
FINDINGS = {"result", "figure", "statistic", "datum", "data"}  # "the results of the study" are the study's; "photos of the army" are of it


def is_mute(source: Span) -> bool:
    """Is the source a thing that speaks for nobody: "photos", "the security lapses", "figures", but not "the ministry's figures"?"""
    head = participant_head(source)
    if head.lower_ in THINGS or head.lower_ == "all" and children(head, "acl"):
        return True
    if head.pos_ != "NOUN" or head.ent_type_:
        return False
    lemma = head.lemma_.lower()
    if lemma in nouns("events_and_properties") and lemma not in nouns("documents"):
        return not is_actor(head)
    return lemma in nouns("records") and not _issued(head)


def _issued(head: Token) -> bool:
    """Does the phrase name somebody whose pictures or numbers they are: "police figures", "data from the bank", "images released by X"?"""
    before = [c for c in children(head, "nmod:poss", "compound", "amod", "nmod") if c.i < head.i]
    agents = [o for clause in (head, *children(head, "acl")) for o in obliques(clause, "by", "from")]
    if head.lemma_.lower() in FINDINGS:
        agents += [o for o in obliques(head, "of") if o.ent_type_ == "ORG" or o.lemma_.lower() in nouns("documents")]
    return any(
        c.ent_type_ or c.pos_ in {"PROPN", "PRON"} or is_actor(c) or c.lemma_.lower() in nouns("documents") for c in (*before, *agents)
    )
