"""Cues: how likely a word attributes, and what its attribution means.

The facts lie in `knowledge/cues.yaml` (meanings) and `knowledge/cue_counts.csv` (how often a verb in a construction was
a cue, counted on PolNeAR's training part).
"""

from __future__ import annotations

import csv
import functools
from pathlib import Path

from spacy.tokens import Doc, Token

from sitrep.extract.doc_parts import TEXTS, tokens_of, words_of
from sitrep.extract.phrases import children
from sitrep.knowledge import lexicon as knowledge
from sitrep.knowledge.lexicon import lexicon

# How often any verb in a construction is a cue, and how many sightings that average is worth against a verb's own count.
PRIOR = {
    "clause": 0.80,
    "infinitive": 0.38,
    "object": 0.31,
    "oblique": 0.20,
    "passive": 0.25,
    "parenthesis": 0.3,
    "colon": 0.3,
    "bare": 0.15,
}
PRIOR_WEIGHT = 2.0


@functools.cache
def _counts() -> dict[tuple[str, str], tuple[int, int]]:
    with open(Path(knowledge.__file__).parent / "cue_counts.csv", encoding="utf-8", newline="") as f:
        return {(r["lemma"], r["construction"]): (int(r["cue"]), int(r["seen"])) for r in csv.DictReader(f)}


@functools.cache
def probability(lemma: str, construction: str) -> float:
    """Share of uses of `lemma` in `construction` that attribute, shrunk towards the construction's own share."""
    cue, seen = _counts().get((lemma, construction), (0, 0))
    return (cue + PRIOR_WEIGHT * PRIOR[construction]) / (seen + PRIOR_WEIGHT)


@functools.cache
def reports(lemma: str) -> bool:
    """Is the verb known to report speech more often than not?"""
    known = probability(lemma, "clause") > PRIOR["clause"] or probability(lemma, "parenthesis") > PRIOR["parenthesis"]
    return known and probability(lemma, "clause") >= 0.7 and lemma not in words("not_cues")


@functools.cache
def _vocabulary() -> frozenset[str]:
    data = lexicon("cues")
    listed = {w for table in ("speech_acts", "attribution_types", "documents") for members in data[table].values() for w in members}
    listed |= {
        w
        for name in ("refusals", "speaking", "light_verbs", "information", "nouns", "told", "experiencers", "figures", "not_cues")
        for w in data[name]
    }
    return frozenset(listed | {lemma for lemma, _ in _counts()})


@functools.cache
def _lemma(form: str, lemma: str) -> str:
    known = _vocabulary()
    if lemma in known:
        return lemma
    for ending, instead in (
        ("ies", "y"),
        ("ied", "y"),
        ("es", "e"),
        ("ed", "e"),
        ("ing", "e"),
        ("es", ""),
        ("ed", ""),
        ("ing", ""),
        ("s", ""),
    ):
        if form.endswith(ending) and form.removesuffix(ending) + instead in known:
            return form.removesuffix(ending) + instead
    return lemma


def lemma(token: Token) -> str:
    """A token's lemma in lower case; where the lexicon does not know it, one it knows that the form allows (denounced: denounce)."""
    return _lemmas(token.doc)[token.i]


@functools.lru_cache(maxsize=TEXTS)
def _lemmas(doc: Doc) -> list[str]:
    return [_lemma(form, lemma) for _, _, form, lemma in words_of(doc)]


@functools.cache
def words(name: str) -> frozenset[str]:
    """One flat list of `cues.yaml`."""
    return frozenset(lexicon("cues")[name])


def says_nothing(token: Token) -> bool:
    """Is a verb of speaking part of a set phrase that reports nobody ("it is worth noting that"), or "called" in "called a vote"?"""
    if lemma(token) == "call":
        called = [c for c in children(token, "obj", "xcomp") if c.i > token.i]
        return len(called) == 1 and called[0].lemma_.lower() in words("convened") and not children(called[0], "nmod:poss")
    tokens = tokens_of(token.doc)
    for phrase, at in _set_phrases().get(token.lower_, ()):
        first = token.i - at
        if first >= 0 and tuple(t.lower_ for t in tokens[first : first + len(phrase)]) == phrase:
            return True
    return False


@functools.cache
def _set_phrases() -> dict[str, list[tuple[tuple[str, ...], int]]]:
    """word → the set phrases that it is in, with its place there."""
    out: dict[str, list[tuple[tuple[str, ...], int]]] = {}
    for text in lexicon("cues")["set_phrases"]:
        phrase = tuple(text.split())
        for at, word in enumerate(phrase):
            out.setdefault(word, []).append((phrase, at))
    return out


@functools.cache
def _inverted(name: str) -> dict[str, str]:
    """word → the first class of `cues.yaml`'s table `name` that lists it."""
    out: dict[str, str] = {}
    for label, members in lexicon("cues")[name].items():
        for word in members:
            out.setdefault(word, label)
    return out


def speech_act(lemma: str, construction: str = "", particle: str = "") -> str:
    """The act that a cue performs ("assert" when no list names it); `particle` is the preposition it governs ("for" in "called for")."""
    by = lexicon("cues")["act_by_construction"].get(lemma, {})
    if particle in by or construction in by:
        return by.get(particle) or by[construction]
    acts = _inverted("speech_acts")
    return acts.get(f"{lemma} {particle}") or acts.get(lemma) or "assert"


def attribution_type(lemma: str, construction: str = "", particle: str = "") -> str:
    """communication, belief, intention or knowledge."""
    by = lexicon("cues")["type_by_construction"].get(lemma, {})
    return by.get(particle) or by.get(construction) or _inverted("attribution_types").get(lemma, "communication")


def medium(word: str) -> str | None:
    """The medium that a noun names ("briefing" → press conference)."""
    return _inverted("documents").get(word)


def verb_medium(lemma: str) -> str | None:
    return lexicon("cues")["medium_by_verb"].get(lemma)


def target_paths(act: str) -> tuple[str, ...]:
    """Where the target of an act stands: its dependents in the order in which they are tried."""
    return tuple(lexicon("cues")["targets"].get(act, ()))
