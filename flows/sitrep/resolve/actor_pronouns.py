"""Pronouns → the referent that they stand for: agreement first, then nearness, grammatical role and how much the text speaks of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from spacy.tokens import Token

from sitrep.extract import cues
from sitrep.extract.mentions import FEMALE, FIRST, FIRST_PLURAL, IT, MALE, THEY, Mention
from sitrep.extract.phrases import children, patients, prepositions_of, relation, subject
from sitrep.resolve.actor_names import Referent

SENTENCES = 4  # how far back a pronoun looks
MENTIONS = 60
SPEAKING = {"speak", "talk", "say", "write", "appeal"}
GOING_ON = {"continue", "add", "conclude", "reiterate", "stress", "elaborate", "go"}
BESIDE = {"around", "behind", "near", "beside", "before", "above", "over", "about"}  # "he looked around him"


class Recent:
    """The mentions of a text so far with their referents, newest last; `sentence` and `quoted` say of each token where it stands."""

    def __init__(self, sentence: Sequence[int], quoted: Sequence[bool]):
        self.sentence, self.quoted = sentence, quoted
        self.seen: list[tuple[Mention, Referent]] = []

    def add(self, mention: Mention, referent: Referent) -> None:
        self.seen.append((mention, referent))

    def replace(self, old: Referent, new: Referent) -> None:
        self.seen = [(m, new if r is old else r) for m, r in self.seen]

    def before(self, mention: Mention, sentences: int) -> list[tuple[Mention, Referent]]:
        """Mentions up to `sentences` sentences back, newest first."""
        here, out = self.sentence[mention.head.i], []
        for m, r in reversed(self.seen[-MENTIONS:]):
            if here - self.sentence[m.head.i] > sentences:
                break
            out.append((m, r))
        return out

    def latest(self, mention: Mention, fits: Callable[[Referent], bool], sentences: int) -> Referent | None:
        return next((r for _, r in self.before(mention, sentences) if fits(r)), None)


def antecedent(pronoun: Mention, recent: Recent, *, requested: bool) -> Referent | None:
    """The best referent for a pronoun; `requested` says that it does or says something, so it is no mere thing."""
    word = pronoun.head.lower_
    if word in FIRST | FIRST_PLURAL:
        return _same_word(pronoun, recent)
    best, best_score = None, 0.0
    goes_on = relation(pronoun.head) == "nsubj" and pronoun.head.head.lemma_ in GOING_ON
    speaks = goes_on or relation(pronoun.head) == "nsubj" and cues.reports(cues.lemma(pronoun.head.head))
    counts: dict[int, int] = {}
    candidates = recent.before(pronoun, SENTENCES)
    barred = set()
    for m, r in candidates:
        counts[id(r)] = counts.get(id(r), 0) + 1
        if blocked(pronoun.head, m.head):
            barred.add(id(r))
    for m, r in candidates:
        agreement = agrees(word, m, r, requested)
        if agreement is None or id(r) in barred:
            continue
        distance = recent.sentence[pronoun.head.i] - recent.sentence[m.head.i]
        score = 10.0 + agreement - 1.6 * distance + prominence(m.head) + 0.35 * min(counts[id(r)], 4) + 0.15 * min(len(r.mentions), 6)
        score -= 0.01 * (pronoun.head.i - m.head.i)
        if recent.quoted[m.head.i] and not recent.quoted[pronoun.head.i]:
            score -= 1.5  # whom a speaker spoke of is rarely the one who speaks on
        if parallel(pronoun.head, m.head):
            score += 0.5
        if speaks and _is_told(m.head, pronoun.head.head):
            score -= 2.5  # "The father drove a car into the gate, he said": not the father
        if speaks and is_source(m.head):
            score += 1.5 if goes_on else 1.0  # "She continued": whoever spoke last; "he said": rather who spoke than whom he spoke of
        if pronoun.head.dep_ == "nmod:poss" and _does(m.head, pronoun.head):
            score += 1.0  # "While X called on Y, the embassy warned its citizens": the embassy's
        if score > best_score:
            best, best_score = r, score
    return best


def _is_told(candidate: Token, verb: Token) -> bool:
    """Does the candidate stand in what the verb reports, before it or around it: "the bus, she said, was empty"?"""
    return verb.is_ancestor(candidate) or relation(verb) == "parataxis" and verb.head.is_ancestor(candidate)


def is_source(head: Token) -> bool:
    """Who says something: "the mayor said", "according to the mayor"; not who is spoken of in what is said."""
    return (
        relation(head) == "nsubj"
        and cues.reports(cues.lemma(head.head))
        or relation(head) == "obl"
        and any(c.lower_ == "according" for c in children(head, "case"))
    )


def _same_word(pronoun: Mention, recent: Recent) -> Referent | None:
    """ "I" and "we" outside a known quotation: whoever the last one was, in the same passage."""
    return next((r for m, r in recent.before(pronoun, 1) if m.type == "pronoun" and m.head.lower_ in FIRST | FIRST_PLURAL), None)


def agrees(word: str, m: Mention, r: Referent, requested: bool) -> float | None:
    """None where number, gender or kind forbid it; else a bonus or malus."""
    if m.type == "pronoun" and m.head.lower_ in FIRST | FIRST_PLURAL and word not in MALE | FEMALE:
        return None
    if any(c.lower_ == "no" for c in children(m.head, "det")):
        return None  # "no child will be left behind": there is none
    if word in MALE | FEMALE:
        gender = "m" if word in MALE else "f"
        if r.gender not in {None, gender} or r.plural and not r.names:
            return None
        if r.kind == "person":
            return 1.0 if r.gender == gender else 0.6
        return 0.0 if r.kind is None and r.names else None
    if word in IT:
        if r.kind == "person" or r.gender or r.plural and (r.kind == "group" or not r.names):
            return None
        if r.kind in {"organization", "country"}:
            return 0.5
        if r.kind == "group":
            return 0.3
        return None if requested else 0.0
    if word in THEY:
        if r.kind in {"organization", "country"} and _coordinated(m.head):
            return 0.9
        if r.kind == "group" or r.plural and r.kind == "person":
            return 1.0
        if r.kind == "organization":
            return 0.2
        if _coordinated(m.head) and r.kind in {"person", "country"}:
            return 0.5
        if r.kind == "person" and not r.names and r.gender is None:
            return -1.0
        return None if requested or not r.plural else 0.0
    return None


def _coordinated(head: Token) -> bool:
    return any(c.pos_ in {"NOUN", "PROPN"} for c in children(head, "conj"))


def prominence(head: Token) -> float:
    """Subjects before objects before the rest; the main clause's before others."""
    rel = relation(head)
    if rel == "nsubj":
        return 1.2 if relation(head.head) in {"ROOT", "root", "parataxis", "ccomp"} else 0.9
    if rel == "obl" and head.head.lemma_ in SPEAKING and "to" in prepositions_of(head):
        return 0.6  # whom somebody speaks to is who is spoken to further
    if rel in {"obj", "iobj"} or head.dep_ == "obl:agent":
        return 0.4
    if head.dep_ == "nmod:poss":
        return 0.3
    if rel in {"appos", "flat"}:
        return 0.2
    return 0.1


def parallel(one: Token, other: Token) -> bool:
    return relation(one) == relation(other) == "nsubj"


def _does(candidate: Token, word: Token) -> bool:
    """Is the candidate the subject of the clause that the word stands in?"""
    clause = next((t for t in word.ancestors if t.pos_ in {"VERB", "AUX"}), None)
    return clause is not None and subject(clause) == candidate


def blocked(pronoun: Token, candidate: Token) -> bool:
    """Arguments of one verb are different people ("X met him", "X came and thanked him"), and nobody is his own owner ("his father")."""
    if pronoun.dep_ == "nmod:poss":
        return pronoun.head == candidate
    if pronoun.lower_.endswith(("self", "selves")):
        return False
    verb, roles = pronoun.head, {"nsubj", "obj", "iobj", "obl"}
    if verb == candidate.head:
        return relation(candidate) in roles and relation(pronoun) in roles
    if relation(pronoun) not in {"obj", "iobj", "obl"} or verb.pos_ != "VERB" or subject(verb) != candidate:
        return False
    return relation(pronoun) != "obl" or not (prepositions_of(pronoun) & BESIDE or "with" in prepositions_of(pronoun) and patients(verb))
