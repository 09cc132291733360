"""Which referent a description or a pronoun takes up: the one place that decides it.

What the words themselves settle comes first (a body named inside the phrase, an office with one holder), then what the
article has spoken of, then what it will name a little later.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitrep.extract.mention_nouns import nouns
from sitrep.extract.mentions import IT, Mention, participant_head
from sitrep.extract.phrases import children, prepositions_of
from sitrep.knowledge.lexicon import lexicon
from sitrep.resolve.actor_bodies import inside, registered, same_name
from sitrep.resolve.actor_descriptions import anaphoric, compatible, distinct, distinguishing
from sitrep.resolve.actor_introductions import apposed_later, headlined, named_later, only_opposition, person_later
from sitrep.resolve.actor_names import Referent
from sitrep.resolve.actor_pronouns import antecedent, is_source

if TYPE_CHECKING:
    from sitrep.resolve.coreference import Discourse

MEMORY = 12  # referents of one noun among which a description looks for its own
FORCES = {"militia", "armed group", "insurgent", "militiaman", "gunman", "soldier", "army", "police officer"}
STATE_FORCES = {"army", "military", "armed forces", "police", "air force", "navy"}  # nouns for what is a state's unless said otherwise
ATTACKERS = {"gunman", "criminal", "insurgent"}  # "gunmen … the attackers … the kidnappers"
SCENE = 3  # sentences in which they are the same
SERVICES = {"navy", "air force", "coast guard", "national guard"}  # of a state's forces, each for itself
COLLECTIVES = {"army", "police", "government", "parliament", "opposition"}  # a state has one of each, for an article's purposes


def find_antecedent(d: Discourse, m: Mention, draft: Referent | None) -> Referent | None:
    """The referent that `m` means; `draft` itself where the description only now turns out to be a known body; None if it is new.

    `draft` is what the words of a description say (kind, country, gender, owner); None for a pronoun.
    """
    if draft is None:
        return _pronoun(d, m)
    own = _own_name(d, m)
    if own is not None:
        return own if own in d.at.values() else None  # "The mayor of X, Y, said": Y, and nobody who was spoken of before
    found = inside(d, m) or same_name(d, m) or registered(d, m, draft) or _collective(d, m, draft)
    if found is None and not (m.counted and not m.definite):
        found = _definite(d, m, draft) if m.definite or anaphoric(m) else None
    found = (
        found
        or headlined(d, m, draft)
        or apposed_later(d, m, draft)
        or named_later(d, m, draft)
        or person_later(d, m, draft)
        or only_opposition(d, m)
    )
    return found or _some_of(d, m, draft)


def _own_name(d: Discourse, m: Mention) -> Referent | None:
    """The person whose name follows the description of one in apposition."""
    if m.noun_class is None or m.noun_class.kind != "person" or m.plural or m.counted:
        return None
    return next((d.named[c.i] for c in children(m.head, "appos") if c.i in d.named and d.mention_of[c.i].label == "PER"), None)


def _pronoun(d: Discourse, m: Mention) -> Referent | None:
    speaker = d.quote_speakers.get(m.head.i)
    if speaker is not None:
        who = participant_head(speaker)
        named = d.at.get(who.i) or d.named.get(who.i)
        later = d.mention_of.get(who.i) if named is None and who.i > m.head.i else None
        if later is not None and later.type == "pronoun" and who.i not in d.quote_speakers:  # "“We lost it,” | she | said"
            return antecedent(later, d.recent, requested=True)
        return named
    return antecedent(m, d.recent, requested=m.head.i in d.requested)


def _collective(d: Discourse, m: Mention, draft: Referent) -> Referent | None:
    """The one army, police, government … of a state."""
    if m.noun_class is None or m.noun_class.name not in COLLECTIVES or m.noun in SERVICES or m.counted or draft.country is None:
        return None
    if draft.owner is not None and draft.owner.kind not in {"country", "person"}:
        return None
    return d.collective.get((m.noun_class.name, draft.country))


def _definite(d: Discourse, m: Mention, draft: Referent) -> Referent | None:
    """The last compatible referent called by the same noun, by one of its class, or by a noun as general as "the group"."""
    if (body := _speaking_body(d, m, draft)) is not None:
        return body
    for noun in dict.fromkeys(n for n in (m.noun, m.head.lemma_.lower()) if n):
        found = _same_noun(d, m, draft, noun)
        if found is not None:
            return found
    if m.noun_class is None:
        return None
    if m.noun_class.name in ATTACKERS and m.plural and not m.counted and not distinguishing(m, d.setting):
        return d.recent.latest(m, lambda r: bool(r.classes & ATTACKERS) and bool(r.plural) and compatible(draft, r), sentences=SCENE)
    if m.noun_class.kind == "country" and m.definite and not m.plural:
        return d.recent.latest(m, lambda r: r.kind == "country" and bool(r.names), sentences=3)
    if (
        not distinguishing(m, d.setting)
        and not _seat_of(m)
        and draft.owner is None
        and not (m.noun_class.kind == "person" and _told_apart(m))
    ):
        for referent in reversed(d.by_class.get(m.noun_class.name, ())[-6:]):
            several = m.counted and m.plural  # "the three branches" are no one body
            if referent.names and compatible(draft, referent) and not several and not _foe_of_state(m, referent):
                return referent
        kind = next((k for k, words in lexicon("actor_nouns")["general"].items() if m.noun in words), None)
        if kind is not None and m.definite and (not m.plural or kind != "organization"):
            return d.recent.latest(m, lambda r: _of_kind(r, kind) and compatible(draft, r), sentences=2)
    return None


def _speaking_body(d: Discourse, m: Mention, draft: Referent) -> Referent | None:
    """ "The group said", after "the Front confirmed the raid and vowed revenge": the named body that spoke last, one sentence back."""
    general = m.noun in lexicon("actor_nouns")["general"]["organization"] and m.definite and not m.plural
    if not general or draft.owner is not None or distinguishing(m, d.setting) or not is_source(m.head):
        return None
    before = [(o, r) for o, r in d.recent.before(m, 1) if o.head.lower_ not in IT and d.sentence[o.head.i] < d.sentence[m.head.i]]
    if any(m.noun in r.nouns for _, r in before):
        return None  # it has been called so
    return next((r for o, r in before if is_source(o.head) and _is_body(r) and compatible(draft, r)), None)


def _is_body(r: Referent) -> bool:
    return r.kind in {"organization", "group"} and (bool(r.names) or r.known is not None or r.owner is not None)


def _foe_of_state(m: Mention, referent: Referent) -> bool:
    """ "The army" is the state's, not the Farm Workers' Liberation Army or what other rebels were named before."""
    if m.noun not in STATE_FORCES or m.owner is not None or referent.known is None:
        return False
    if m.noun == "army" and referent.known.entity_id.endswith(("-navy", "-air-force", "-coast-guard")):
        return True
    return referent.known.sector in {"REB", "UAF", "CRM", "PRM"}


def _seat_of(m: Mention) -> bool:
    """ "The offices of the union": the union's, not those of a body spoken of before."""
    return m.head.lower_ in nouns("seats") and any(c.i > m.head.i and "of" in prepositions_of(c) for c in children(m.head, "nmod"))


def _told_apart(m: Mention) -> bool:
    """Does a person's description say which one: "foreign minister", "the mayor of Istanbul"?"""
    return " " in m.noun or any(c.i > m.head.i and c.pos_ == "PROPN" and "of" in prepositions_of(c) for c in children(m.head, "nmod"))


def _some_of(d: Discourse, m: Mention, draft: Referent) -> Referent | None:
    """Some of a force that was spoken of: "militants attacked … five militants were killed"."""
    if not (m.counted and m.plural) or m.noun_class is None or m.noun_class.name not in FORCES or distinguishing(m, d.setting):
        return None
    whole = [r for r in d.by_noun.get(m.noun, ())[-MEMORY:] if r.plural and not r.counted and not r.names and m.noun in r.nouns]
    return next((r for r in reversed(whole) if compatible(draft, r)), None)


def _same_noun(d: Discourse, m: Mention, draft: Referent, noun: str) -> Referent | None:
    recent = d.by_noun.get(noun, ())[-MEMORY:]
    for referent in reversed(recent):
        called = m.noun == noun or noun in referent.nouns
        if called and compatible(draft, referent, noun) and not distinct(m, referent, d.setting) and not _foe_of_state(m, referent):
            return referent
    named = [r for r in recent if r.names and r.kind == "person" and noun in r.nouns and compatible(draft, r)]
    if len(named) == 1 and draft.kind == "person" and m.definite and draft.owner is None and not m.plural and m.noun == noun:
        return named[0]  # "the SAS soldier": what is new is told, not what tells apart
    return None


def _of_kind(referent: Referent, kind: str) -> bool:
    return referent.kind == kind or kind == "organization" and referent.kind == "group" and bool(referent.names)
