"""Participants of one article: which phrases mean the same actor, and what the actor is (CODEBOOK "Actors")."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from spacy.tokens import Doc, Span, Token

from sitrep.extract.doc_parts import text_of
from sitrep.extract.mention_nouns import nouns
from sitrep.extract.mentions import Mention, find_mentions, participant_head
from sitrep.extract.phrases import children, conjuncts, trim
from sitrep.resolve.actor_documents import is_document, issuer
from sitrep.resolve.actor_home import home_country
from sitrep.resolve.actor_names import Referent, Setting, find_nations
from sitrep.resolve.coreference import Discourse
from sitrep.resolve.names import normalise
from sitrep.resolve.roles import Coder, Coding

PLACELESS = {"UNK", "EDU", "JRN", "IGO", "PRM", "REB", "MIL"}  # where such a group acts says little about whose it is
CONFIDENCE = {"registry": 0.95, "name": 0.85, "description": 0.65}


@dataclass(frozen=True, slots=True)
class Actor:
    """One participant, as this article shows it."""

    actor_id: str
    name: str
    kind: str  # person, country, organization, group
    country: str | None  # ISO alpha-3
    sector: str
    role: str | None = None
    affiliation_id: str | None = None  # an actor's id, or the state's, which is its ISO alpha-3 code
    aliases: tuple[str, ...] = ()
    resolution: str = "description"  # registry, name, description
    confidence: float = 0.5


@dataclass(frozen=True, slots=True)
class ActorMention:
    """Where the text mentions an actor; offsets are code points, half open."""

    actor_id: str
    start: int
    end: int
    mention_type: str  # name, nominal, pronoun


@dataclass(slots=True)
class ArticleActors:
    """The actors of one article, their mentions, and the way from a phrase to its actor."""

    actors: list[Actor]
    mentions: list[ActorMention]
    _by_head: dict[int, tuple[str, ...]] = field(default_factory=dict)
    _how: dict[int, str] = field(default_factory=dict)
    _travellers: frozenset[str] = frozenset()  # ids of pilgrims, migrants, tourists: where they are is not where they are from
    assumed: frozenset[str] = frozenset()  # ids whose country no words tell: the one that the article is about is taken for it

    def each(self, span: Span) -> list[Actor]:
        """All actors that a phrase stands for: the members of a family in the plural; a group, then those that it is said to include."""
        known = {a.actor_id: a for a in self.actors}
        return [known[i] for i in self._by_head.get(participant_head(span).i, ()) if i in known]

    def of(self, span: Span) -> Actor | None:
        """The actor that a phrase stands for, the first if several; None for a phrase that was not asked for or means no participant."""
        return next(iter(self.each(span)), None)

    def how(self, span: Span) -> str:
        """What kind of words the phrase is: name, nominal, pronoun, document."""
        return self._how.get(participant_head(span).i, "nominal")

    def with_event_countries(self, countries: Mapping[str, str | None]) -> ArticleActors:
        """The same actors; those unnamed whose country is unknown take the country of their event, by actor id."""

        def local(a: Actor) -> bool:
            unknown = a.country is None and a.resolution == "description"
            return unknown and a.sector not in PLACELESS and a.actor_id not in self._travellers

        filled = [replace(a, country=countries[a.actor_id]) if local(a) and countries.get(a.actor_id) else a for a in self.actors]
        return replace(self, actors=filled)


def resolve_actors(
    doc: Doc,
    spans: Sequence[Span],
    *,
    registry,
    published: date | None = None,
    quote_speakers: Mapping[int, Span] | None = None,
    toponyms: Iterable[tuple[int, int, str]] = (),
    scope: str = "",
) -> ArticleActors:
    """Actors of all phrases in `spans` (sources, addressees, targets, event participants; one participant each).

    `quote_speakers` gives, for a pronoun of the first person inside a quotation, by token position, the source of the quotation.
    `toponyms` are (char_start, char_end, ISO alpha-3) of places already resolved: they tell what country the article is about.
    `scope` ends the ids of the unnamed: another article's "gunmen" are other gunmen.
    """
    found = find_mentions(doc)
    _widen(doc, found, spans)
    nations = find_nations(doc, registry)
    located = tuple(sorted(toponyms))
    home, countries = home_country(doc, nations, located)
    heads = sorted({participant_head(span).i for span in spans})
    speakers = _who_speaks(doc, found, heads)
    sources = {participant_head(s).i for s in (quote_speakers or {}).values()}
    setting = Setting(registry, published, countries, frozenset(sources | {t.i for t in speakers.values()}), nations, located)
    discourse = Discourse(doc, found, setting, quote_speakers or {})
    discourse.run()
    return _Collection(discourse, Coder(discourse, home), scope).collect(speakers)


def _widen(doc: Doc, found: Sequence[Mention], spans: Sequence[Span]) -> None:
    """A description is shown as extraction has it: "the school where she taught"."""
    by_head = {participant_head(s).i: s for s in spans if len(s) <= 12}
    persons = [n for n in found if n.label == "PER" and n.span.start]
    named = [n for n in persons if doc[n.span.start - 1].pos_ in {"PROPN", "NOUN"}]
    behind = {n.span.start - 1: n for n in persons if doc[n.span.start - 1].text == ","}  # "said the agency's spokesman, Bo Chan"
    for m in found:
        span = by_head.get(m.head.i)
        if m.type == "nominal" and span is not None and span.start <= m.span.start and span.end >= m.span.end:
            start = next((t.i for t in span if t.pos_ != "CCONJ" and not t.is_punct), span.start)
            others = [c for c in children(m.head, "appos", "conj") if c.i > m.head.i and (c.pos_ == "PROPN" or c.dep_ == "conj")]
            end = min([span.end, *(c.left_edge.i for c in others), *(n.span.start for n in named if m.head.i < n.span.start)])
            end = min(end, m.span.end) if m.span.end in behind else end
            m.span = trim(doc[start : max(m.head.i + 1, end)])


def _who_speaks(doc: Doc, found: Sequence[Mention], heads: Sequence[int]) -> dict[int, Token]:
    """The token that means the participant: of a document its issuer, else the head itself."""
    mentions = {m.head.i: m for m in found}
    documents = [m.head for m in found if is_document(m.head)]
    return {i: (issuer(doc[i], mentions, documents) or doc[i]) if is_document(doc[i]) else doc[i] for i in heads}


class _Collection:
    """Referents that are used, turned into actors with ids."""

    def __init__(self, discourse: Discourse, coder: Coder, scope: str):
        self.discourse, self.coder, self.scope = discourse, coder, scope
        self.ids: dict[Referent, str | None] = {}
        self.actors: dict[str, Actor] = {}
        self.members: dict[str, list[Referent]] = {}
        self.described: Counter = Counter()

    def collect(self, speakers: Mapping[int, Token]) -> ArticleActors:
        by_head, how = {}, {}
        for i, token in speakers.items():
            ids = [self.actor_id(r) for t in (token, *_listed(token)) for r in self.discourse.referents(t.i)]
            by_head[i] = tuple(dict.fromkeys(x for x in ids if x is not None))
            mention = self.discourse.mention_of.get(token.i)
            how[i] = "document" if token.i != i else mention.type if mention is not None else "name"
        mentions = sorted(
            {m for a, rs in self.members.items() for r in rs for m in _mentions(a, r)},
            key=lambda m: (m.start, m.end, m.actor_id, m.mention_type),
        )
        aliases = _aliases(text_of(self.discourse.doc), mentions)
        actors = [replace(a, aliases=tuple(sorted(aliases.get(a.actor_id, ())))) for a in self.actors.values()]
        travellers = frozenset(a for a, rs in self.members.items() for r in rs if r.nouns & nouns("travellers"))
        assumed = frozenset(a for a, rs in self.members.items() if all(self.coder.facts(r).is_assumed for r in rs))
        return ArticleActors(sorted(actors, key=lambda a: a.actor_id), mentions, by_head, how, travellers, assumed)

    def actor_id(self, referent: Referent) -> str | None:
        """The id of the referent's actor, which is made when first asked for; None if it is no participant."""
        if referent in self.ids:
            return self.ids[referent]
        self.ids[referent] = None  # a body that is its own affiliate
        coding = self.coder.code(referent)
        if coding is None:
            return None
        key = self._key(referent, coding)
        self.ids[referent] = key
        self.members.setdefault(key, []).append(referent)
        affiliation = self.actor_id(coding.affiliation) if isinstance(coding.affiliation, Referent) else coding.affiliation
        if key not in self.actors:
            self.actors[key] = Actor(
                key,
                coding.name,
                coding.kind,
                coding.country,
                coding.sector,
                coding.role,
                affiliation if affiliation != key else None,
                (),
                coding.resolution,
                CONFIDENCE[coding.resolution],
            )
        return key

    def _key(self, referent: Referent, coding: Coding) -> str:
        known = self.coder.known_of(referent)
        if known is not None:
            return known.entity_id
        if coding.resolution == "name":
            return slug(coding.name, coding.country, coding.sector if coding.kind == "person" else coding.kind)
        key = "-".join(filter(None, (slug(coding.name, coding.country, coding.kind), self.scope)))
        self.described[key] += 1  # two crowds of "people" in one article are two
        return key if self.described[key] == 1 else f"{key}-{self.described[key]}"


def _listed(token: Token) -> list[Token]:
    """The members that a group is said to include: "several militias, including X and Y"."""
    first = [
        c
        for c in children(token, "nmod", "acl")
        if c.i > token.i and any(g.lower_ in {"including", "like", "namely"} for g in (c, *c.children))
    ]
    members = [o for c in first for o in (children(c, "obj") if c.pos_ == "VERB" else [c])]
    return [t for member in members for t in conjuncts(member) if t.pos_ == "PROPN"]


def slug(name: str, country: str | None, kind: str) -> str:
    """An id from name, country and kind, the same in every article: "volta-energy-gha-organization".

    A person's kind is the sector: two articles' "Ahmed Ali" are one only if country and sector agree ("ahmed-ali-pak-cop").
    """
    words = normalise(name).replace(" ", "-")
    if len(words) > 60:
        words = f"{words[:48]}-{hashlib.sha256(words.encode()).hexdigest()[:8]}"
    return f"{words or 'unnamed'}-{(country or 'xx').lower()}-{kind.lower()}"


def _mentions(actor_id: str, referent: Referent) -> Iterable[ActorMention]:
    for m in referent.mentions:
        if m.type == "name" and m.title is None and m.head.dep_ != "appos":
            yield ActorMention(actor_id, m.name.start_char, m.name.end_char, "name")
        else:
            yield ActorMention(actor_id, m.span.start_char, m.span.end_char, m.type)


def _aliases(text: str, mentions: Iterable[ActorMention]) -> dict[str, set[str]]:
    """Names and descriptions by actor, as the text has them, on one line."""
    out: dict[str, set[str]] = {}
    for m in mentions:
        if m.mention_type != "pronoun":
            out.setdefault(m.actor_id, set()).add(" ".join(text[m.start : m.end].split()))
    return out
