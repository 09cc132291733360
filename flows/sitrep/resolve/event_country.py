"""Which country a passage tells of: the default of an event whose sentence names no place.

The evidence are the article's places, its nationalities ("Salvadoran police") and its actors whose country is known, near ones
counting more than far ones. Where a report was filed is no event's place (CODEBOOK "Events"), but it is what "the capital" and
"this country" mean in it: so it counts among the rest.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from sitrep.extract.doc_parts import sentences_of, text_of
from sitrep.extract.event_words import classes
from sitrep.extract.phrases import prepositions_of, relation
from sitrep.extract.records import Statement
from sitrep.resolve.dates import dateline
from sitrep.resolve.places import demonym_spans, is_unlisted

SHARE = 0.5  # of the evidence, for a country to be the one that a passage tells of
LEAST, AHEAD = 0.35, 1.5  # the same, for one with so many times the evidence of the next
AFAR = 0.15  # what evidence counts however far away it stands; beside the event it counts 1 more
PLACE, NATION, ACTOR = 1.0, 0.75, 0.5  # a place says most where something happens
ASSUMED = 0.25  # an actor whose country no words tell
FILED = 2.0  # the dateline, at any distance
HEARD = 1.0  # the same for a deed that is only spoken of: condemned, denied, investigated
REBELS = 1.0  # those who rise against a state are in it, if nothing else is said


@dataclass(frozen=True, slots=True)
class Setting:
    """The evidence of one article: (sentence, country, weight)."""

    evidence: tuple[tuple[int, str, float], ...]
    filed: str | None
    starts: tuple[int, ...]  # of sentences, in code points

    def country(self, char: int, abroad: Iterable[str] = (), rebels: Iterable[str] = (), *, spoken_of: bool = False) -> str | None:
        """The country that the passage around an offset tells of, None when several do; `abroad` are countries that it cannot be,
        `rebels` those of armed groups that no state commands and that did it. Where somebody only speaks of a deed (`spoken_of`), what
        he says is filed where he is."""
        here, out = self.sentence(char), set(abroad)
        votes: defaultdict[str, float] = defaultdict(float)
        for sentence, country, weight in self.evidence:
            votes[country] += weight * (AFAR + 1 / (1 + abs(here - sentence)))
        if self.filed is not None:
            votes[self.filed] += HEARD if spoken_of else FILED
        for country in set(rebels):
            votes[country] += REBELS
        for country in out:
            votes.pop(country, None)
        if not votes:
            return None
        best = min(votes, key=lambda c: (-votes[c], c))
        share, second = votes[best] / sum(votes.values()), max((n for c, n in votes.items() if c != best), default=0.0)
        return best if share >= SHARE or share >= LEAST and votes[best] >= AHEAD * second else None

    def sentence(self, char: int) -> int:
        return bisect_right(self.starts, char) - 1


def setting(doc: Doc, places: Sequence, actors, statements: Sequence[Statement] = ()) -> Setting:
    """The evidence in `doc`, from its resolved `places` (a dateline's too) and `actors` (an ArticleActors, or None).

    Who only speaks of something says nothing of where it happened: the sources of `statements` and the media are left out. So are places
    whose country is only that in which the others lie.
    """
    text, starts = text_of(doc), tuple(s.start_char for s in sentences_of(doc))
    head = dateline(text)
    begin = head.end if head else 0
    filed = next((p.country for p in places if p.start < begin and p.country), None)
    assumed = getattr(actors, "assumed", frozenset())
    known = {a.actor_id: a.country for a in getattr(actors, "actors", ()) if a.country and a.sector != "JRN"}
    mentions = [m for m in getattr(actors, "mentions", ()) if m.actor_id in known and m.mention_type != "pronoun"]
    listed = [p for p in places if p.country and not is_unlisted(p)]
    found = [(p.start, p.country, PLACE) for p in listed if not owns_deed(doc, p) and not is_of_one_abroad(doc, p.start, p.end)]
    found += [(start, country, NATION) for start, end, country in demonym_spans(text) if not is_of_one_abroad(doc, start, end)]
    weight = {a: ASSUMED if a in assumed else ACTOR for a in known}
    found += [(m.start, known[m.actor_id], weight[m.actor_id]) for m in mentions if not is_of_one_abroad(doc, m.start, m.end)]
    speaking = [(s.source.start_char, s.source.end_char) for s in statements if s.source is not None]
    found = [f for f in found if not any(a <= f[0] < b for a, b in speaking)]
    return Setting(tuple((bisect_right(starts, at) - 1, c, w) for at, c, w in sorted(found) if at >= begin), filed, starts)


def is_of_one_abroad(doc: Doc, start: int, end: int) -> bool:
    """ "A U.S. citizen", "the Cuban embassy", "Canada's honorary consul": who is called so is in another country."""
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None:
        return False
    head, abroad = span.root, classes()["abroad"]
    while relation(head) == "conj" and head.head != head and head.head.i < head.i:  # "the Swiss and Greek embassies"
        head = head.head
    before = head.head.i > head.i  # the preposition of what follows may hang on it: "outside the Swiss and Greek embassies"
    names = head.dep_ == "nmod:poss" or relation(head) in {"amod", "compound", "nmod", "flat"} and (before or not prepositions_of(head))
    return head.lemma_.lower() in abroad or names and head.head.lemma_.lower() in abroad


def owns_deed(doc: Doc, place) -> bool:
    """ "Israel's retaliatory strikes": whose deed it is, not where; "Iraq's war" may well be in Iraq."""
    span = doc.char_span(place.start, place.end, alignment_mode="expand")
    return span is not None and span.root.dep_ == "nmod:poss" and span.root.head.lemma_.lower() in classes()["launched"]
