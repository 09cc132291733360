"""Mentions of one article → referents: names joined, then appositions, descriptions and pronouns in the order of the text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from spacy.tokens import Doc, Span, Token

from sitrep.extract.mentions import Mention, mention_at, nouns, participant_head
from sitrep.extract.phrases import children, relation
from sitrep.knowledge.lexicon import lexicon
from sitrep.resolve.actor_descriptions import anaphoric, apposable, compatible, description, distinguishing, nominal_kind, same_class
from sitrep.resolve.actor_names import Referent, Setting, acronym_definitions, inner_names, join_names, name_kind, nation_of
from sitrep.resolve.actor_pronouns import Recent, antecedent
from sitrep.resolve.names import normalise

WHOLES = {
    "company",
    "party",
    "news medium",
    "armed group",
    "militia",
    "gang",
    "monitor",
    "aid organization",
}  # "Samsung company" is Samsung
COLLECTIVES = {"army", "police", "government", "parliament", "opposition"}  # a state has one of each, for an article's purposes
CATAPHORA = 3  # sentences in which "a war monitor" may get its name
NAMING = {"name", "identify", "confirm"}
LEAD_CATAPHORA = 8  # and what the lead leaves unnamed


class Discourse:
    """The referents of a document, built mention by mention."""

    def __init__(self, doc: Doc, mentions: Sequence[Mention], setting: Setting, quote_speakers: Mapping[int, Span]):
        self.doc, self.setting, self.requested, self.quote_speakers = doc, setting, setting.requested, quote_speakers
        self.mentions = with_requested(doc, mentions, setting)
        self.named, self.families = join_names(self.mentions, setting)
        self.at: dict[int, Referent] = {}
        self.inner: dict[int, Referent | None] = {}
        self.mention_of = {m.head.i: m for m in self.mentions}
        self.sentence = sentence_numbers(doc)
        self.recent = Recent(self.sentence, quoted_tokens(doc))
        self.by_noun: dict[str, list[Referent]] = defaultdict(list)
        self.by_class: dict[str, list[Referent]] = defaultdict(list)
        self.collective: dict[tuple[str, str], Referent] = {}
        self.spelt: dict[str, Referent] = {}
        self.introductions = self._introductions()
        self.acronyms = acronym_definitions(doc)
        self.cover = {i: m.head.i for m in self.mentions if m.type == "name" for i in range(m.span.start, min(m.span.end, m.name.end))}

    def run(self) -> None:
        for m in self.mentions:
            referent = self.resolve(m)
            if referent is not None:
                self.place(m, referent)

    def referents(self, head: int) -> list[Referent]:
        """What the mention at `head` refers to: one, a family ("the Skripals"), or nothing."""
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
        if m.type == "pronoun":
            referent.gender = referent.gender or m.gender
        if m.noun_class is not None:
            _push(self.by_class[m.noun_class.name], referent)
        for noun in {m.noun, m.head.lemma_.lower()} - {""}:
            _push(self.by_noun[noun], referent)
        if m.name is not None:
            self.spelt[normalise(m.name.text)] = referent
        self.recent.add(m, referent)

    def resolve(self, m: Mention) -> Referent | None:
        if m.type == "pronoun":
            return self._pronoun(m)
        if m.type == "name":
            return self._name(m)
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
        joined = self._defined(m) or self._apposed(m, referent)
        if joined is not None and joined is not referent:
            self._merge(joined, referent)
        return referent

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

    def _defined(self, m: Mention) -> Referent | None:
        """What an acronym was defined as before: "Chief of Army Staff (COAS)", "the Ministry of Defence (MoD)"."""
        where = self.acronyms.get(normalise(m.name.text))
        if where is None or m.head.i < where[0]:
            return None
        return next((self.at[i] for i in range(*where) if i in self.at), None)

    def _apposed(self, m: Mention, referent: Referent | None) -> Referent | None:
        """The referent that `m` stands in apposition to: "Saeed Khatibzadeh, spokesman for …", "X is the president"."""
        host = None
        if relation(m.head) == "appos":
            host = m.head.head
        elif relation(m.head) in {"obl", "xcomp"} and m.head.head.lemma_ in NAMING and any(c.lower_ == "as" for c in m.head.children):
            host = next(iter(children(m.head.head, "obj", "nsubj:pass")), None)
        elif m.type == "name" and self._named_as(m):
            host = self._named_as(m)
        elif relation(m.head) not in {"nsubj", "obj", "conj", "obl"}:
            host = self._before_comma(m)
        elif children(m.head, "cop") and not any(c.lower_ in {"not", "n't", "n’t"} for c in m.head.children):
            host = next(iter(children(m.head, "nsubj")), None)
        if host is not None and host.i not in self.mention_of:
            host = self.doc[self.cover.get(host.i, host.i)]
        other = self.mention_of.get(host.i) if host is not None else None
        if other is None or host.i not in self.at or other.type == "pronoun" and self.at[host.i].kind != "person":
            return None
        target = self.at[host.i]
        return target if apposable(other, m, target, referent) else None

    def _named_as(self, m: Mention) -> Token | None:
        """The object of "named … as NAME", "identified … as NAME", wherever the tree hangs the name."""
        before = self.doc[max(m.span.start - 1, 0)]
        if before.lower_ != "as" and not any(t.lower_ == "as" for t in self.doc[m.span.start : m.name.start]):
            return None
        for i in range(m.span.start - 1, max(m.span.start - 14, -1), -1):
            if self.doc[i].lemma_ in NAMING and self.doc[i].pos_ == "VERB":
                return next(iter(children(self.doc[i], "obj", "nsubj:pass", "nsubj")), None)
        return None

    def _before_comma(self, m: Mention) -> Token | None:
        """The name that ends right before the comma before an office: "Saeed Khatibzadeh, Spokesman for the Foreign Ministry", whatever the tree says."""
        if (
            m.type != "nominal"
            or m.plural
            or m.noun_class is None
            or m.noun_class.kind != "person"
            or m.span.start < 2
            or self.doc[m.span.start - 1].text != ","
        ):
            return None
        head = self.cover.get(m.span.start - 2)
        other = self.mention_of.get(head) if head is not None else None
        return other.head if other is not None and other.name.end == m.span.start - 1 and other.title is None else None

    # Descriptions

    def _nominal(self, m: Mention) -> Referent:
        owner = self.at.get(m.owner.i) if m.owner is not None else None
        country = self._country(m, owner)
        draft = Referent(kind=nominal_kind(m), country=country, gender=m.gender, plural=m.plural, counted=m.counted, owner=owner)
        apposed = self._apposed(m, draft)
        if apposed is not None:
            return apposed
        found = self._inside(m) or self._same_name(m) or self._registered(m, draft) or self._collective(m, draft)
        if found is None and not (m.counted and not m.definite):
            found = self._definite(m, draft) if m.definite or anaphoric(m) else None
        if found is None:
            found = self._headlined(m, draft) or self._named_later(m, draft) or self._person_later(m, draft) or self._only_opposition(m)
        if found is None:
            found = draft
        if found is not draft:
            found.country = found.country or country
        self._remember(m, found, country)
        return found

    def _country(self, m: Mention, owner: Referent | None) -> str | None:
        """State that the words tie the description to: "South Korean court", "Mexico's Senate", "government of Iraq"."""
        if owner is not None and owner.kind == "country":
            return owner.country
        found = self.setting.nations_between(m.span.start, m.head.i + 1)
        if found:
            return found[0][2]
        sponsored = any(t.lower_ in nouns("sponsored") for t in m.span)  # Iran-backed militias in Syria are not Syria's
        for child in children(m.head, "nmod"):
            if child.i > m.head.i and any(
                c.lower_ in ({"of"} if sponsored else {"of", "in"}) for c in child.children if relation(c) == "case"
            ):
                referent = self.named.get(child.i)
                if referent is not None and referent.kind == "country":
                    return referent.country
        return (
            owner.country
            if owner is not None and owner.kind == "person" and m.noun_class is not None and m.noun_class.kind == "organization"
            else None
        )

    def _inside(self, m: Mention) -> Referent | None:
        """The body named inside: "Hashd al-Shaabi forces", "four members of Kataib Hezbollah", but not "US forces"."""
        if not self._stands_for_whole(m):
            return None
        if m.head.lower_ in nouns("seats"):
            tokens = [c for c in children(m.head, "nmod") if c.i > m.head.i]
        else:
            tokens = inner_names(m)
        if m.plural:
            tokens += [
                c
                for c in children(m.head, "nmod")
                if c.i > m.head.i and c.pos_ == "PROPN" and any(g.lower_ in {"of", "from"} for g in c.children)
            ]
            tokens += [o for a in children(m.head, "acl") if a.lemma_ in {"belong", "belonging"} for o in children(a, "obl")]
        for token in tokens:
            referent = self.at.get(token.i) or self.referent_at(token)
            if referent is not None:
                self.spelt.setdefault(normalise(token.text if referent.best_name is None else referent.best_name), referent)
            if referent is not None and (referent.kind or name_kind(referent)) in {
                "organization",
                "group",
                "country" if m.head.lower_ in nouns("seats") else "",
            }:
                return referent
        return None

    def _stands_for_whole(self, m: Mention) -> bool:
        """Is it the body itself by another word: "Taliban fighters", "the 1MDB state fund", "the headquarters of the ministry"?"""
        if m.head.lower_ in nouns("seats") or m.noun_class is not None and m.noun_class.name in WHOLES:
            return True
        person = m.noun_class is not None and m.noun_class.kind == "person"
        return (m.head.lemma_.lower() in nouns("parts") or m.head.lower_ in nouns("parts")) and (not person or bool(m.plural))

    def referent_at(self, token: Token) -> Referent | None:
        """The referent named by a modifier, which heads no phrase of its own."""
        if token.i not in self.inner:
            self.inner[token.i] = self._named_inside(token)
        return self.inner[token.i]

    def _named_inside(self, token: Token) -> Referent | None:
        inner = mention_at(token)
        if inner is None or inner.type == "pronoun" or not token.text[:1].isupper() and inner.type == "nominal":
            return None
        words = inner.name or inner.span
        if not words.start <= token.i < words.end:  # the modifier of a title: "Samsung" chief Lee
            words = self.doc[min([token.i, *(c.i for c in children(token, "compound", "amod"))]) : token.i + 1]
        name = " ".join(words.text.split())
        if nation_of(name, self.setting.registry):
            return None
        key = normalise(name)
        for _, _, referent in self.introductions:
            if any(normalise(n) == key for n in referent.names):
                return referent if name_kind(referent) in {"organization", "group"} else None
        near = self._nearest_nation(token.i)
        known = self.setting.registry.lookup(name, on=self.setting.published, countries=(near,) if near else self.setting.countries)
        if known is None or known.kind != "organization":
            return None
        referent = Referent(known=known, kind=known.kind, country=known.country)
        referent.names[name] += 1
        self.introductions.append((self.sentence[token.i], inner, referent))
        return referent

    def _same_name(self, m: Mention) -> Referent | None:
        """A description that is a name of someone mentioned before: "the National Guard"."""
        if m.counted or not any(t.text[:1].isupper() for t in m.span if t.dep_ != "det"):
            return None
        return self.spelt.get(normalise(description(m)))

    def _registered(self, m: Mention, draft: Referent) -> Referent | None:
        """A description that is an institution's name ("the US military", "the Iranian foreign ministry") or an office with one holder."""
        if m.counted or draft.kind not in {"organization", "person"} and (draft.kind is not None or draft.country is None):
            return None
        words = description(m)
        registry, day = self.setting.registry, self.setting.published
        if draft.kind == "person":
            if not m.definite:
                return None
            known = registry.office(words, draft.country or self._home(), day)
        else:
            near = draft.country or self._nearest_nation(m.head.i) or self._home()
            known = registry.lookup(words, on=day, countries=(near,) if near else ())
        if known is None or (known.kind == "country"):
            return None
        referent = next((r for r in self.at.values() if r.known is not None and r.known.entity_id == known.entity_id), None)
        if referent is not None:
            return referent
        if draft.kind == "person":
            return None  # the office, not the person: the article has not named him
        draft.known, draft.country = known, known.country
        return None

    def _nearest_nation(self, i: int) -> str | None:
        """The last state named before position `i` in its sentence."""
        before = [code for a, _, code in self.setting.nations_between(max(0, i - 40), i) if self.sentence[a] == self.sentence[i]]
        return before[-1] if before else None

    def _home(self) -> str | None:
        return self.setting.countries[0] if self.setting.countries else None

    def _collective(self, m: Mention, draft: Referent) -> Referent | None:
        """The one army, police, government … of a state."""
        if m.noun_class is None or m.noun_class.name not in COLLECTIVES or m.counted or draft.country is None:
            return None
        if draft.owner is not None and draft.owner.kind not in {"country", "person"}:
            return None
        return self.collective.get((m.noun_class.name, draft.country))

    def _headlined(self, m: Mention, draft: Referent) -> Referent | None:
        """The lead introduces again whom the headline spoke of: "Court frees editor" … "A Greek court freed …"."""
        if m.definite or m.counted or not m.noun or not 0 < self.sentence[m.head.i] <= 3:
            return None
        for referent in reversed(self.by_noun.get(m.noun, ())):
            if (
                self.sentence[referent.mentions[0].head.i] == 0
                and not referent.counted
                and compatible(draft, referent)
                and referent.plural == draft.plural
            ):
                return referent if not self._distinct(m, referent) or len(referent.mentions) == 1 and not referent.names else None
        return None

    def _only_opposition(self, m: Mention) -> Referent | None:
        """ "a fractured opposition" is the country's opposition, which the article has named before."""
        if m.noun_class is None or m.noun_class.name != "opposition" or m.counted:
            return None
        return next(reversed(self.by_class["opposition"]), None)

    def _remember(self, m: Mention, referent: Referent, country: str | None) -> None:
        if m.noun_class is not None and m.noun_class.name in COLLECTIVES and country and not m.counted:
            self.collective.setdefault((m.noun_class.name, country), referent)

    def _definite(self, m: Mention, draft: Referent) -> Referent | None:
        """The last compatible referent called by the same noun, by one of its class, or by a noun as general as "the group"."""
        nouns_of = [m.noun, m.head.lemma_.lower()]
        for noun in dict.fromkeys(n for n in nouns_of if n):
            for referent in reversed(self.by_noun.get(noun, ())):
                if (m.noun == noun or noun in referent.nouns) and compatible(draft, referent, noun) and not self._distinct(m, referent):
                    return referent
            named = [r for r in self.by_noun.get(noun, ()) if r.names and r.kind == "person" and noun in r.nouns and compatible(draft, r)]
            if len(named) == 1 and draft.kind == "person" and m.definite and draft.owner is None and not m.plural and m.noun == noun:
                return named[0]  # "the SAS soldier": what is new is told, not what tells apart
        if m.noun_class is None:
            return None
        if m.noun_class.kind == "country" and m.definite and not m.plural:
            return self.recent.latest(m, lambda r: r.kind == "country" and bool(r.names), sentences=3)
        if not distinguishing(m, self.setting) and draft.owner is None and not (m.noun_class.kind == "person" and " " in m.noun):
            for referent in reversed(self.by_class.get(m.noun_class.name, ())[-6:]):
                if referent.names and compatible(draft, referent):
                    return referent
            general = lexicon("actor_nouns")["general"]
            for kind, words in general.items():
                if m.noun in words and m.definite and draft.owner is None and (not m.plural or kind != "organization"):
                    return self.recent.latest(m, lambda r: _of_kind(r, kind) and compatible(draft, r), sentences=2)
        return None

    def _distinct(self, m: Mention, referent: Referent) -> bool:
        """Do the words of `m` set it apart from `referent`: another court, the "female" convict?"""
        new = distinguishing(m, self.setting)
        if not new:
            return False
        old = {w.lower() for n in referent.names for w in n.split()}
        for other in referent.mentions:
            old |= {t.lower_ for t in other.span} | {t.lemma_.lower() for t in other.span}
        return not new <= old

    def _named_later(self, m: Mention, draft: Referent) -> Referent | None:
        """ "a war monitor" whose name comes a sentence or two later."""
        if m.noun_class is None or m.plural or m.counted or m.noun_class.kind == "country":
            return None
        if not any(c.lower_ in {"a", "an"} for c in children(m.head, "det")) and self.sentence[m.head.i] > 1 and m.owner is None:
            return None
        here = self.sentence[m.head.i]
        for sentence, other, referent in self.introductions:
            if sentence < here or other.head.i <= m.head.i:
                continue
            if sentence > here + (LEAD_CATAPHORA if here < 2 else CATAPHORA):
                break
            if same_class(m, other, referent, self.setting.registry) and compatible(draft, referent):
                return referent
        return None

    def _person_later(self, m: Mention, draft: Referent) -> Referent | None:
        """At the top of an article, the person who is described before he is named: "First picture of hero soldier … Sergeant Matt Tonroe"."""
        here = self.sentence[m.head.i]
        if (
            draft.kind != "person"
            or m.plural
            or m.counted
            or here > 2
            or m.owner is not None
            or relation(m.head) not in {"nsubj", "obj", "ROOT", "nmod"}
        ):
            return None
        sector = self.setting.registry.title(m.noun).sector
        if sector in {None, "CVL", "UNK"}:
            return None
        later = [(s, o, r) for s, o, r in self.introductions if o.head.i > m.head.i and s <= here + CATAPHORA and o.noun_class is not None]
        same = {
            r: None
            for _, o, r in later
            if o.noun_class.kind == "person" and self.setting.registry.title(o.noun).sector == sector and compatible(draft, r)
        }
        return next(iter(same)) if len(same) == 1 else None

    # Pronouns

    def _pronoun(self, m: Mention) -> Referent | None:
        speaker = self.quote_speakers.get(m.head.i)
        if speaker is not None:
            return self.at.get(participant_head(speaker).i) or self.named.get(participant_head(speaker).i)
        return antecedent(m, self.recent, requested=m.head.i in self.requested)


def with_requested(doc: Doc, found: Sequence[Mention], setting: Setting) -> list[Mention]:
    """All mentions of the text and, where a requested participant is only a modifier ("US" of "US airstrikes"), that one too."""
    mentions = list(found)
    known = {m.head.i for m in mentions}
    for i in sorted(setting.requested - known):
        if doc[i].is_space:
            continue
        nation = next(((a, b) for a, b, _ in setting.nations_between(max(0, i - 2), i + 3) if a <= i < b), None)
        name = doc[nation[0] : nation[1]] if nation else None
        inside = next((m for m in mentions if m.name is not None and m.span.start <= i < m.name.end and m.owner is None), None)
        if inside is None:
            mention = Mention(doc[i], name, "name", name, "LOC", plural=False) if name is not None else mention_at(doc[i])
            if mention is not None:
                mentions.append(mention)
    return sorted(mentions, key=lambda m: m.head.i)


def sentence_numbers(doc: Doc) -> list[int]:
    out, n = [], -1
    for token in doc:
        n += bool(token.is_sent_start) or n < 0
        out.append(n)
    return out


def quoted_tokens(doc: Doc) -> list[bool]:
    """Which tokens stand inside double quotation marks; an open quotation ends with its paragraph."""
    out, inside = [], False
    for token in doc:
        if token.is_space and "\n" in token.text:
            inside = False
        elif token.text in {"“", "„", "``", "«"}:
            inside = True
        elif token.text in {"”", "''", "»"}:
            inside = False
        elif token.text == '"':
            inside = not inside
        out.append(inside)
    return out


def _of_kind(referent: Referent, kind: str) -> bool:
    return referent.kind == kind or kind == "organization" and referent.kind == "group" and bool(referent.names)


def _push(referents: list[Referent], referent: Referent) -> None:
    """Last used comes last."""
    if referents and referents[-1] is referent:
        return
    if referent in referents:
        referents.remove(referent)
    referents.append(referent)
