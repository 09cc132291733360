"""Mentions of one article → referents: names joined, then appositions, descriptions and pronouns in the order of the text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from spacy.tokens import Doc, Span, Token

from sitrep.extract.doc_parts import tokens_in, tokens_of
from sitrep.extract.mention_nouns import gender_of, nouns
from sitrep.extract.mentions import Mention, mention_at
from sitrep.extract.phrases import children, prepositions_of
from sitrep.resolve.actor_appositions import apposed, defined, post_holder
from sitrep.resolve.actor_bodies import named_inside, same_forces
from sitrep.resolve.actor_descriptions import nominal_kind
from sitrep.resolve.actor_lists import listed_before
from sitrep.resolve.actor_names import Referent, Setting, acronym_definitions, join_names, name_kind
from sitrep.resolve.actor_pronouns import Recent
from sitrep.resolve.actor_renamings import renamed
from sitrep.resolve.antecedents import COLLECTIVES, SERVICES, find_antecedent
from sitrep.resolve.names import normalise


class Discourse:
    """The referents of a document, built mention by mention."""

    def __init__(self, doc: Doc, mentions: Sequence[Mention], setting: Setting, quote_speakers: Mapping[int, Span]):
        self.doc, self.setting, self.requested, self.quote_speakers = doc, setting, setting.requested, quote_speakers
        self.mentions = with_requested(doc, mentions, setting)
        self.named, self.families = join_names(self.mentions, setting)
        self.at: dict[int, Referent] = {}
        self.inner: dict[int, Referent | None] = {}
        self.mention_of = {m.head.i: m for m in self.mentions}
        self.heads = [m.head.i for m in self.mentions]
        self.described: dict[int, Mention] = {}  # descriptions so far by the token after them
        self.sentence = sentence_numbers(doc)
        self.recent = Recent(self.sentence, quoted_tokens(doc))
        self.by_noun: dict[str, list[Referent]] = defaultdict(list)
        self.by_class: dict[str, list[Referent]] = defaultdict(list)
        self.collective: dict[tuple[str, str], Referent] = {}
        self.spelt: dict[str, Referent] = {}
        self.introductions = self._introductions()
        self.introduced_at = [m.head.i for _, m, _ in self.introductions]
        self.by_name = {normalise(n): r for _, _, r in reversed(self.introductions) for n in r.names}
        self.by_id: dict[str, Referent] = {}
        self.acronyms = acronym_definitions(doc)
        self.cover = {i: m.head.i for m in self.mentions if m.type == "name" for i in range(m.span.start, min(m.span.end, m.name.end))}

    def cover_of_description(self, i: int) -> Mention | None:
        """The description so far whose phrase ends with token `i`."""
        return self.described.get(i + 1)

    def name_ending(self, i: int) -> Mention | None:
        """The name whose last token is `i`."""
        other = self.mention_of.get(self.cover.get(i, -1))
        return other if other is not None and other.name is not None and other.name.end == i + 1 else None

    def run(self) -> None:
        for m in self.mentions:
            members = listed_before(self, m)
            if members:
                self.families[m.head.i] = members
                for member in members:
                    member.mentions.append(m)
                continue
            referent = self.resolve(m)
            if referent is not None:
                self.place(m, referent)

    def referents(self, head: int) -> list[Referent]:
        """What the mention at `head` refers to: one, a family or list ("the Kovacs family", "the two men"), or nothing."""
        if head not in self.mention_of:
            head = self.cover.get(head, head)
        if self.families.get(head):
            return self.families[head]
        referent = self.at.get(head)
        return [referent] if referent is not None else []

    def persons(self) -> list[Referent]:
        """All persons, once each, in the order of their first mention."""
        return [r for r in dict.fromkeys(self.at.values()) if r.kind == "person"]

    def place(self, m: Mention, referent: Referent) -> None:
        self.at[m.head.i] = referent
        if m.type != "name":
            referent.add(m)
        if m.type == "nominal":
            self.described[m.span.end] = m
        if m.type == "pronoun":
            referent.gender = referent.gender or m.gender
        if m.noun_class is not None:
            _push(self.by_class[m.noun_class.name], referent)
        for noun in {m.noun, m.head.lemma_.lower()} - {""}:
            _push(self.by_noun[noun], referent)
        if m.name is not None:
            self.spelt[normalise(m.name.text)] = referent
        if referent.known is not None:
            self.by_id[referent.known.entity_id] = referent
        self.recent.add(m, referent)

    def resolve(self, m: Mention) -> Referent | None:
        if m.type == "name":
            return self._name(m)
        if m.type == "pronoun":
            return find_antecedent(self, m, None)
        return self._nominal(m)

    # Names

    def _introductions(self) -> list[tuple[int, Mention, Referent]]:
        """(sentence, mention, referent) where each named referent appears first."""
        seen, out = set(), []
        for m in self.mentions:
            referent = self.named.get(m.head.i)
            if referent is not None and id(referent) not in seen:
                seen.add(id(referent))
                out.append((self.sentence[m.head.i], m, referent))
        return out

    def _name(self, m: Mention) -> Referent:
        referent = self.named[m.head.i]
        if referent.kind is None:
            referent.kind = name_kind(referent)
        if referent.country is None and referent.known is not None:
            referent.country = referent.known.country
        if referent.owner is None and m.owner is not None:
            referent.owner = self.at.get(m.owner.i)
        if referent.gender is None and referent.kind == "person":
            referent.gender = gender_of(referent.best_name)
        joined = defined(self, m) or apposed(self, m, referent) or renamed(self, m, referent) or post_holder(self, m)
        joined = joined or self._forces(referent)
        if joined is not None and joined is not referent:
            self._merge(joined, referent)
        return referent

    def _forces(self, referent: Referent) -> Referent | None:
        """The soldiers that were described before the army to which they belong is named."""
        found = same_forces(self, referent.known) if referent.known is not None and referent.known.kind == "organization" else None
        return found if found is not None and not found.names else None

    def _merge(self, earlier: Referent, named: Referent) -> None:
        """What the text spoke of before, `earlier`, turns out to be `named`."""
        for m in earlier.mentions:
            named.add(m)
            self.at[m.head.i] = named
        for i, referent in self.named.items():
            if referent is earlier:
                self.named[i] = named
        named.known = named.known or earlier.known
        if earlier.kind == "person" or named.kind is None:
            named.kind = earlier.kind or named.kind
        named.mentions.sort(key=lambda m: m.head.i)
        named.country = named.country or earlier.country
        named.owner = named.owner or earlier.owner
        for index in (self.by_noun, self.by_class):
            for referents in index.values():
                if earlier in referents:
                    referents[referents.index(earlier)] = named
        for key, referent in self.collective.items():
            if referent is earlier:
                self.collective[key] = named
        self.recent.replace(earlier, named)

    # Descriptions

    def _nominal(self, m: Mention) -> Referent:
        owner = self.at.get(m.owner.i) if m.owner is not None else None
        country = self._country(m, owner)
        draft = Referent(kind=nominal_kind(m), country=country, gender=m.gender, plural=m.plural, counted=m.counted, owner=owner)
        host = apposed(self, m, draft)
        if host is not None:
            return host
        found = find_antecedent(self, m, draft) or draft
        if found is not draft:
            found.country = found.country or country
        self._remember(m, found, country)
        return found

    def _country(self, m: Mention, owner: Referent | None) -> str | None:
        """State that the words tie the description to: "South Korean court", "Mexico's Senate", "government of Iraq"."""
        if owner is not None and owner.kind == "country":
            return owner.country
        if m.noun_class is not None and m.noun_class.kind == "country":
            return None  # "a US ally" is another country
        found = self.setting.nations_between(m.span.start, m.head.i + 1)
        if found:
            return found[0][2]
        sponsored = any(t.lower_ in nouns("sponsored") for t in tokens_in(m.span))  # Iran-backed militias in Syria are not Syria's
        within = {"of"} if sponsored else {"of", "in"}
        for child in children(m.head, "nmod"):
            for place in (child, *children(child, "nmod")):  # "minister of foreign affairs of Ghana"
                referent = self.named.get(place.i)
                if place.i > m.head.i and within & prepositions_of(place) and referent is not None and referent.kind == "country":
                    return referent.country
        return (
            owner.country
            if owner is not None and owner.kind == "person" and m.noun_class is not None and m.noun_class.kind == "organization"
            else None
        )

    def referent_at(self, token: Token) -> Referent | None:
        """The referent named by a modifier, which heads no phrase of its own."""
        if token.i not in self.inner:
            self.inner[token.i] = named_inside(self, token)
        return self.inner[token.i]

    def _remember(self, m: Mention, referent: Referent, country: str | None) -> None:
        if m.noun_class is not None and m.noun_class.name in COLLECTIVES and m.noun not in SERVICES and country and not m.counted:
            self.collective.setdefault((m.noun_class.name, country), referent)


def with_requested(doc: Doc, found: Sequence[Mention], setting: Setting) -> list[Mention]:
    """All mentions of the text and, where a requested participant is only a modifier ("US" of "US airstrikes"), that one too."""
    mentions = list(found)
    known = {m.head.i for m in mentions}
    names = {i for m in mentions if m.name is not None and m.owner is None for i in range(m.span.start, m.name.end)}
    for i in sorted(setting.requested - known):
        if doc[i].is_space:
            continue
        nation = next(((a, b) for a, b, _ in setting.nations_between(max(0, i - 2), i + 3) if a <= i < b), None)
        name = doc[nation[0] : nation[1]] if nation else None
        if i not in names:
            mention = Mention(doc[i], name, "name", name, "LOC", plural=False) if name is not None else mention_at(doc[i])
            if mention is not None:
                mentions.append(mention)
    return sorted(mentions, key=lambda m: m.head.i)


def sentence_numbers(doc: Doc) -> list[int]:
    out, n = [], -1
    for token in tokens_of(doc):
        n += bool(token.is_sent_start) or n < 0
        out.append(n)
    return out


def quoted_tokens(doc: Doc) -> list[bool]:
    """Which tokens stand inside double quotation marks; an open quotation ends with its paragraph."""
    out, within = [], False
    for token in tokens_of(doc):
        text = token.text
        if token.is_space and "\n" in text:
            within = False
        elif text in {"“", "„", "``", "«"}:
            within = True
        elif text in {"”", "''", "»"}:
            within = False
        elif text == '"':
            within = not within
        out.append(within)
    return out


def _push(referents: list[Referent], referent: Referent) -> None:
    """Last used comes last."""
    if referents and referents[-1] is referent:
        return
    if referent in referents[-24:]:
        referents.remove(referent)
    referents.append(referent)
