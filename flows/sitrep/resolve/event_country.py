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
from sitrep.extract.records import Statement
from sitrep.resolve.dates import dateline
from sitrep.resolve.places import demonym_spans

SHARE = 0.5  # of the evidence, for a country to be the one that a passage tells of
AFAR = 0.15  # what evidence counts however far away it stands; beside the event it counts 1 more
PLACE, NATION, ACTOR = 1.0, 0.75, 0.5  # a place says most where something happens
FILED = 2.0  # the dateline, at any distance


@dataclass(frozen=True, slots=True)
class Setting:
    """The evidence of one article: (sentence, country, weight)."""

    evidence: tuple[tuple[int, str, float], ...]
    filed: str | None
    starts: tuple[int, ...]  # of sentences, in code points

    def country(self, char: int, abroad: Iterable[str] = ()) -> str | None:
        """The country that the passage around an offset tells of, None when several do; `abroad` are countries that it cannot be."""
        here, out = self.sentence(char), set(abroad)
        votes: defaultdict[str, float] = defaultdict(float)
        for sentence, country, weight in self.evidence:
            votes[country] += weight * (AFAR + 1 / (1 + abs(here - sentence)))
        if self.filed is not None:
            votes[self.filed] += FILED
        for country in out:
            votes.pop(country, None)
        if not votes:
            return None
        best = min(votes, key=lambda c: (-votes[c], c))
        return best if votes[best] >= SHARE * sum(votes.values()) else None

    def sentence(self, char: int) -> int:
        return bisect_right(self.starts, char) - 1


def setting(doc: Doc, places: Sequence, actors, statements: Sequence[Statement] = ()) -> Setting:
    """The evidence in `doc`, from its resolved `places` (a dateline's too) and `actors` (an ArticleActors, or None).

    Who only speaks of something says nothing of where it happened: the sources of `statements` are left out.
    """
    text, starts = text_of(doc), tuple(s.start_char for s in sentences_of(doc))
    head = dateline(text)
    begin = head.end if head else 0
    filed = next((p.country for p in places if p.start < begin and p.country), None)
    known = {a.actor_id: a.country for a in getattr(actors, "actors", ()) if a.country}
    found = [(p.start, p.country, PLACE) for p in places if p.country and not owns_deed(doc, p)]
    found += [(start, country, NATION) for start, _, country in demonym_spans(text)]
    found += [
        (m.start, known[m.actor_id], ACTOR) for m in getattr(actors, "mentions", ()) if m.actor_id in known and m.mention_type != "pronoun"
    ]
    speaking = [(s.source.start_char, s.source.end_char) for s in statements if s.source is not None]
    found = [f for f in found if not any(a <= f[0] < b for a, b in speaking)]
    return Setting(tuple((bisect_right(starts, at) - 1, c, w) for at, c, w in sorted(found) if at >= begin), filed, starts)


def owns_deed(doc: Doc, place) -> bool:
    """ "Israel's retaliatory strikes": whose deed it is, not where; "Iraq's war" may well be in Iraq."""
    span = doc.char_span(place.start, place.end, alignment_mode="expand")
    return span is not None and span.root.dep_ == "nmod:poss" and span.root.head.lemma_.lower() in classes()["launched"]
