"""Described first, named or described again later: "a war monitor" and its name, a headline and its lead."""

from __future__ import annotations

import bisect
from typing import TYPE_CHECKING

from spacy.tokens import Span

from sitrep.extract.doc_parts import tokens_in
from sitrep.extract.mentions import Mention
from sitrep.extract.phrases import children, relation
from sitrep.resolve.actor_descriptions import compatible, distinct, distinguishing, same_class
from sitrep.resolve.actor_names import Referent
from sitrep.resolve.actor_pronouns import blocked

if TYPE_CHECKING:
    from sitrep.resolve.coreference import Discourse

CATAPHORA = 3  # sentences in which "a war monitor" may get its name
LEAD_CATAPHORA = 8  # and what the lead leaves unnamed


def introduced_after(d: Discourse, m: Mention, sentences: int) -> list[tuple[Mention, Referent]]:
    """Names that appear for the first time after `m`, up to `sentences` sentences on."""
    first = bisect.bisect_right(d.introduced_at, m.head.i)
    out = []
    for sentence, other, referent in d.introductions[first:]:
        if sentence > d.sentence[m.head.i] + sentences:
            break
        out.append((other, referent))
    return out


def headlined(d: Discourse, m: Mention, draft: Referent) -> Referent | None:
    """The lead introduces again whom the headline spoke of: "Court frees editor" … "A Greek court freed …"."""
    if m.definite or m.counted or not m.noun or not 0 < d.sentence[m.head.i] <= 3:
        return None
    for referent in reversed(d.by_noun.get(m.noun, ())[:6]):
        if (
            d.sentence[referent.mentions[0].head.i] == 0
            and not referent.counted
            and compatible(draft, referent)
            and referent.plural == draft.plural
        ):
            return referent if not distinct(m, referent, d.setting) or len(referent.mentions) == 1 and not referent.names else None
    return None


def apposed_later(d: Discourse, m: Mention, draft: Referent) -> Referent | None:
    """The headline's description that the lead ties to a name: "Danish nurse freed" … "Ida Lund, a Danish nurse, was freed"."""
    if d.sentence[m.head.i] != 0 or draft.kind != "person" or m.plural or m.counted or m.owner is not None:
        return None
    for other, referent in introduced_after(d, m, CATAPHORA):
        described = [
            d.mention_of[c.i].span for c in children(other.head, "appos") if c.i in d.mention_of and d.mention_of[c.i].noun == m.noun
        ]
        if other.title is not None and other.noun == m.noun:
            described.append(other.title)
        if any(_says_all_of(d, m, words) for words in described) and compatible(draft, referent):
            return referent
    return None


def _says_all_of(d: Discourse, m: Mention, words: Span) -> bool:
    """Do the words give the nation and all else that `m` tells its participant by?"""
    nations = {n for _, _, n in d.setting.nations_between(m.span.start, m.span.end)}
    told = {w for t in tokens_in(words) for w in (t.lower_, t.lemma_.lower())}
    return nations <= {n for _, _, n in d.setting.nations_between(words.start, words.end)} and distinguishing(m, d.setting) <= told


def named_later(d: Discourse, m: Mention, draft: Referent) -> Referent | None:
    """ "a war monitor" whose name comes a sentence or two later."""
    if m.noun_class is None or m.plural or m.counted or m.noun_class.kind == "country":
        return None
    if not any(c.lower_ in {"a", "an"} for c in children(m.head, "det")) and d.sentence[m.head.i] > 1 and m.owner is None:
        return None
    reach = LEAD_CATAPHORA if d.sentence[m.head.i] < 2 else CATAPHORA
    for other, referent in introduced_after(d, m, reach):
        if same_class(m, other, referent, d.setting.registry) and compatible(draft, referent):
            return referent
    return None


def person_later(d: Discourse, m: Mention, draft: Referent) -> Referent | None:
    """At the top of an article, the person who is described before he is named: "Hero soldier dies" … "Sergeant X"."""
    here = d.sentence[m.head.i]
    if (
        draft.kind != "person"
        or m.plural
        or m.counted
        or here > 2
        or m.owner is not None
        or relation(m.head) not in {"nsubj", "obj", "ROOT", "nmod"}
    ):
        return None
    sector = d.setting.registry.title(m.noun).sector
    if sector in {None, "CVL", "UNK"}:
        return None
    title = d.setting.registry.title
    same = {
        r: o.noun
        for o, r in introduced_after(d, m, CATAPHORA)
        if o.noun_class is not None and o.noun_class.kind == "person" and title(o.noun).sector == sector and compatible(draft, r)
        if not blocked(m.head, o.head) and not (title(m.noun).role and title(o.noun).role not in {None, title(m.noun).role})
    }
    if len(same) > 1:  # of a foreign secretary and a secretary of state the one who is called so
        same = {r: noun for r, noun in same.items() if noun == m.noun}
    return next(iter(same)) if len(same) == 1 else None


def only_opposition(d: Discourse, m: Mention) -> Referent | None:
    """ "a fractured opposition" is the country's opposition, which the article has named before."""
    if m.noun_class is None or m.noun_class.name != "opposition" or m.counted:
        return None
    return next(reversed(d.by_class.get("opposition", ())), None)
