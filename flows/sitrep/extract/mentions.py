"""Doc → mentions: every phrase that names, describes or points at a possible participant, with what its own words tell of it."""

from __future__ import annotations

import calendar
import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from spacy.tokens import Doc, Span, Token

from sitrep.extract.phrases import children, head_of, phrase, relation, trim
from sitrep.knowledge.lexicon import lexicon

NOT_NAMES = {"DATE", "QUANTITY", "MONEY", "TIME", "PERCENT", "CARDINAL", "ORDINAL"}
NOT_HEADS = {"flat", "fixed", "goeswith", "compound", "punct", "case", "mark", "cc", "det", "reparandum"}
COMPLEMENTS = {"of", "for", "from", "within", "at", "to"}  # prepositions whose phrase belongs to a description
NOMINAL = {"NOUN", "PROPN", "PRON"}
FIRST = {"i", "me", "my", "mine", "myself"}
FIRST_PLURAL = {"we", "us", "our", "ours", "ourselves"}
MALE, FEMALE = {"he", "him", "his", "himself"}, {"she", "her", "hers", "herself"}
THEY = {"they", "them", "their", "theirs", "themselves"}
IT = {"it", "its", "itself"}
JOINTS = {"-", "–", "'", "’", "&", "/"}  # what holds the words of one name together
PERSONAL = FIRST | FIRST_PLURAL | MALE | FEMALE | THEY | IT
DEFINITE = {"the", "this", "that", "these", "those", "said", "such"}


class NounClass(NamedTuple):
    """A class of `knowledge/actor_nouns.yaml`: nouns that can name the same participant."""

    name: str
    kind: str
    gender: str | None


@dataclass(slots=True, eq=False)
class Mention:
    """One phrase. `span` is what an alias shows; `name` the proper name in it without titles, `title` the words before the name."""

    head: Token
    span: Span
    type: str  # name, nominal, pronoun
    name: Span | None = None
    label: str | None = None  # the reader's: PER, ORG, LOC, NORP, …
    title: Span | None = None
    noun: str = ""  # the descriptive noun, singular unless listed in the plural: "news agency", "forces"
    noun_class: NounClass | None = None
    plural: bool | None = None
    gender: str | None = None  # m, f
    definite: bool = False
    counted: bool = False  # "five others", "hundreds of supporters"
    owner: Token | None = None  # the possessor's head: "her" father, "Sergei"'s niece

    @property
    def start(self) -> int:
        return self.span.start


@functools.cache
def noun_classes() -> dict[str, NounClass]:
    """Noun or noun phrase → its class."""
    classes = lexicon("actor_nouns")["classes"]
    return {noun: NounClass(name, c["kind"], c.get("gender")) for name, c in classes.items() for noun in c["nouns"]}


@functools.cache
def nouns(name: str) -> frozenset[str]:
    """A flat list of `knowledge/actor_nouns.yaml`: documents, quantifiers, parts, sponsored, kin."""
    return frozenset(lexicon("actor_nouns")[name])


@functools.cache
def honorifics() -> dict[str, str]:
    """Honorific → m, f or any."""
    return {word: gender for gender, words in lexicon("actor_nouns")["honorifics"].items() for word in words}


def describing_noun(words: Sequence[Token]) -> tuple[str, NounClass | None]:
    """The longest known noun that ends `words`, and its class; the last word's lemma and None when it is not known."""
    words = [w for w in words if not w.is_space and not w.is_punct]
    if not words:
        return "", None
    known = noun_classes()
    last = words[-1]
    for size in (3, 2, 1):
        before = " ".join(w.lower_ for w in words[-size:-1])
        for final in dict.fromkeys((last.lower_, last.lemma_.lower(), last.lower_.removesuffix("s"), last.lower_.removesuffix("es"))):
            noun = f"{before} {final}".strip()
            if len(words) >= size and noun in known:
                return noun, known[noun]
    return last.lemma_.lower(), None


def find_mentions(doc: Doc) -> list[Mention]:
    """All mentions of `doc` in text order, one for each head word."""
    out, taken = [], set()
    for token in doc:
        if token.i in taken or not heads_phrase(token):
            continue
        mention = mention_at(token)
        if mention is not None:
            out.append(mention)
            taken.update(range(mention.name.start, mention.name.end) if mention.name else ())
    return out


def heads_phrase(token: Token) -> bool:
    """Is `token` the head of a noun phrase of its own, not a part of a name or a title before one?"""
    if token.is_space or relation(token) in NOT_HEADS or token.dep_ in {"nmod:desc", "expl"} or token.lower_ in calendar_words():
        return False
    if token.pos_ in {"NOUN", "PROPN"}:
        return True
    if token.pos_ == "PRON":
        return token.lower_ in PERSONAL
    return token.pos_ in {"NUM", "ADJ", "DET", "X"} and relation(token) in {"nsubj", "obj", "iobj"} and token.lower_ not in DEFINITE


@functools.cache
def calendar_words() -> frozenset[str]:
    return frozenset(w.lower() for w in (*calendar.day_name, *calendar.month_name) if w)


def participant_head(span: Span) -> Token:
    """The word that names or describes the participant in `span`, also where the tree has it wrong or counts come first."""
    head = head_of(span)
    tops = [t for t in span if not t.is_space and not span.start <= t.head.i < span.end and t.pos_ in NOMINAL]
    if head.pos_ in NOMINAL and len(tops) < 2 and not is_sponsor(head):
        return head
    last, inside = None, range(span.start, span.end)
    for token in span:
        hyphened = token.i > span.start and token.nbor(-1).text in JOINTS
        if (
            last is not None
            and not hyphened
            and (token.pos_ in {"ADP", "SCONJ", "VERB", "AUX", "CCONJ"} or token.is_punct and token.text not in JOINTS)
        ):
            break
        if (
            token.pos_ in NOMINAL
            and token.lower_ not in {"least", "most"}
            and not (token.dep_ == "nmod:poss" and token.head.i in inside)
            and relation(token) != "flat"
        ):
            last = token
    return last if last is not None else head


def is_sponsor(token: Token) -> bool:
    """Is `token` the X of "X-backed", "X-led"?"""
    following = token.doc[token.i + 1 : token.i + 3]
    return len(following) == 2 and following[0].text in JOINTS and following[1].lower_ in nouns("sponsored")


def mention_at(head: Token) -> Mention | None:
    """The mention that `head` heads; None for a word that cannot mean a participant."""
    if head.is_space or head.pos_ not in {*NOMINAL, "NUM", "ADJ", "DET", "X", "SYM"}:
        return None
    if head.pos_ == "PRON" or head.lower_ in PERSONAL and head.pos_ == "DET":
        return _pronoun(head) if head.lower_ in PERSONAL else None
    core = _tight(head)
    name = proper_name(head, core)
    owner = next(iter(children(head, "nmod:poss")), None)
    definite = (
        any(c.lower_ in DEFINITE for c in children(head, "det"))
        or owner is not None
        or core.start > 0
        and head.doc[core.start - 1].lower_ == "the"
    )
    if name is None or _only_describes(name):
        return _nominal(head, owner, definite)
    before = [t for t in head.doc[min(core.start, name.start) : name.start] if not _opens(t) and not (owner and t in owner.subtree)]
    title = trim(head.doc[before[0].i : before[-1].i + 1]) if before and before[-1].i == name.start - 1 else None
    noun, noun_class = describing_noun(list(title)) if title else name_noun(name)
    label = label_of(name)
    start = min(core.start, name.start)
    while start < name.start and head.doc[start].pos_ in {"ADP", "SCONJ"}:
        start += 1
    return Mention(
        head,
        trim(head.doc[start : max(name.end, core.end)]),
        "name",
        name,
        label,
        title,
        noun,
        noun_class,
        plural=_plural_name(head, name),
        gender=_title_gender(title, noun_class),
        definite=definite,
        owner=owner,
    )


def _pronoun(token: Token) -> Mention:
    word = token.lower_
    gender = "m" if word in MALE else "f" if word in FEMALE else None
    return Mention(token, token.doc[token.i : token.i + 1], "pronoun", plural=word in THEY | FIRST_PLURAL, gender=gender, definite=True)


def _nominal(head: Token, owner: Token | None, definite: bool) -> Mention:
    before = head.doc[_tight(head).start : head.i]
    counted = any(t.pos_ == "NUM" or t.lower_ in {"several", "some", "many", "various", "numerous", "dozens"} for t in before)
    what = head
    if head.lemma_.lower() in nouns("quantifiers") or head.pos_ in {"NUM", "DET"}:
        inner = [c for c in children(head, "nmod") if any(g.lower_ == "of" for g in c.children)]
        if inner:
            what, counted = inner[0], True
            definite = definite and head.pos_ == "NOUN" and head.tag_ == "NN"
    words = [
        t for t in what.doc[phrase(what, prepositions=False).start : what.i + 1] if t.i == what.i or t.dep_ not in {"det", "nmod:poss"}
    ]
    noun, noun_class = describing_noun(words)
    plural = (
        what.tag_ in {"NNS", "NNPS"}
        or what.lower_ in {"injured", "wounded", "dead"}
        or what.lower_ == f"{noun.split()[-1] if noun else ''}s"
        or (noun_class is not None and noun in {"people", "police", "media", "personnel"})
        or counted
        and what is not head
    )
    return Mention(
        head,
        _shown(head),
        "nominal",
        noun=noun,
        noun_class=noun_class,
        plural=plural,
        gender=noun_class.gender if noun_class else None,
        definite=definite,
        counted=counted,
        owner=owner,
    )


def _shown(head: Token) -> Span:
    """The phrase as an alias shows it: with complements when they are short, without when they run on."""
    tight, whole = _before_comma(_tight(head), head), _before_comma(phrase(head), head)
    tail = head.doc[tight.end : whole.end]
    short = 0 < len(tail) <= 6 and tail[0].lower_ in COMPLEMENTS and not any(t.lower_ in calendar_words() for t in tail)
    return whole if short else tight


def _before_comma(span: Span, head: Token) -> Span:
    """`span` up to the comma or bracket after its head, and from the hyphenated word on that the tree left outside."""
    start, end = span.start, next((t.i for t in span if t.i > head.i and t.text in {",", "(", ";", ":"}), span.end)
    while start >= 2 and span.doc[start - 1].text in JOINTS and not span.doc[start - 1].whitespace_ and not span.doc[start - 2].whitespace_:
        start -= 2
    while start < head.i and span.doc[start].pos_ in {"ADP", "SCONJ", "CCONJ"}:
        start += 1
    return trim(span.doc[start : max(end, head.i + 1)])


def _only_describes(name: Span) -> bool:
    """A capitalised description: "The President", "the Foreign Ministry", "Prosecutors"; which one it is, the context tells."""
    cut = next((t.i for t in name if t.pos_ == "ADP" and t.lower_ != "of"), name.end)
    if cut < name.end and titled(name.doc[name.start : cut]):
        return True
    text = " ".join(t.lower_ for t in name)
    return text in noun_classes() or text.endswith("s") and text[:-1] in noun_classes()


def _tight(head: Token) -> Span:
    """The phrase without prepositional complements: determiner, modifiers, titles, name."""
    return phrase(head, prepositions=False)


def _opens(token: Token) -> bool:
    return token.is_space or token.dep_ == "det" or token.is_punct or token.is_quote or token.lower_ in {"'s", "’s"}


def proper_name(head: Token, core: Span) -> Span | None:
    """The proper name that `head` heads or, as a title, stands before ("president Sehar Memon"); titles cut off."""
    after = head.doc[head.i + 1] if head.i + 1 < len(head.doc) else None
    if after is not None and titled(head.doc[head.i : head.i + 1]) and head.tag_ != "NNS" and _begins_name(after):
        ent = entity_at(after)
        return _without_titles(
            _union(ent, _widen(after, after.i + 5)) if ent is not None and ent.start == after.i else _widen(after, after.i + 5)
        )
    ent = entity_at(head)
    if ent is not None and head.pos_ in {*NOMINAL, "X", "ADJ"} and not (head.pos_ == "NOUN" and head.text.islower()):
        return _without_titles(_union(ent, _person_run(head))) if ent.label_ == "PER" else _without_article(_union(ent, _run(head)))
    flat = [c for c in children(head, "flat") if c.pos_ in {"PROPN", "X"} and c.i > head.i]
    if flat and (head.pos_ in {"NOUN", "ADJ"} or titled(head.doc[head.i : head.i + 1])):
        return _without_titles(_widen(flat[0], flat[0].i + 6))
    if head.pos_ == "PROPN" or head.pos_ == "X" and head.text[:1].isupper() or _written_as_name(head):
        return _without_titles(_run(head))
    tail = [
        c
        for c in children(head, "appos")
        if c.pos_ == "PROPN" and c.i > head.i and not any(t.is_punct or t.is_space for t in head.doc[head.i + 1 : c.i])
    ]
    return _without_titles(_run(tail[0])) if tail else None


def _written_as_name(head: Token) -> bool:
    """Capitals that the tagger missed: "1MDB", "Regional Trial Court Branch"."""
    if head.pos_ not in {"NOUN", "ADJ"} or not any(c.isupper() for c in head.text):
        return False
    return head.is_upper and 2 <= len(head) <= 7 or head.text[:1].isupper() and any(c.pos_ == "PROPN" for c in children(head, "compound"))


def entity_at(token: Token) -> Span | None:
    """The named entity that `token` lies in."""
    return _entities(token.doc).get(token.i)


def _entities(doc: Doc) -> dict[int, Span]:
    table = doc.user_data.get("sitrep.entity_at")
    if table is None:
        ents: list[Span] = []
        for found in doc.ents:
            ent = _plausible(found)
            if ent is not None and ents and ents[-1].end == ent.start and ents[-1].label == ent.label == "PER" and not titled(ents[-1]):
                ents[-1] = Span(doc, ents[-1].start, ent.end, label=ent.label)  # one name in two pieces
            elif ent is not None:
                ents.append(ent)
        table = {i: ent for ent in ents for i in range(ent.start, ent.end)}
        doc.user_data["sitrep.entity_at"] = table
    return table


def _plausible(ent: Span) -> Span | None:
    """The name in what the reader took for one: without articles before and prepositions after it, with a proper noun in it."""
    start, end = ent.start, ent.end
    while start < end and (ent.doc[start].dep_ == "det" or ent.doc[start].pos_ in {"DET", "ADP"} or ent.doc[start].is_punct):
        start += 1
    while end > start and (
        ent.doc[end - 1].pos_ in {"ADP", "DET", "CCONJ"} or ent.doc[end - 1].is_punct or ent.doc[end - 1].lower_ in {"'s", "’s"}
    ):
        end -= 1
    if ent.label_ == "PER":  # offices behind a name, and offices alone, are taken for persons' names
        end = next((t.i for t in ent.doc[start:end] if t.pos_ == "ADP" or t.text in {",", "(", ";"}), end)
        if start == end or titled(ent.doc[start:end]):
            return None
    words = ent.doc[start:end]
    if (
        start == end
        or ent.label_ in NOT_NAMES
        or not any(t.pos_ in {"PROPN", "X"} or t.text[:1].isupper() and t.pos_ == "ADJ" for t in words)
    ):
        return None
    return Span(ent.doc, start, end, label=ent.label_)


def titled(words: Span) -> bool:
    """Does the last word say an office, so that a name may follow?"""
    known = noun_classes().get(words[-1].lower_)
    return known is not None and known.kind == "person" or words[-1].lower_.rstrip(".") in honorifics()


def _union(one: Span, other: Span) -> Span:
    return one.doc[min(one.start, other.start) : max(one.end, other.end)]


def _widen(token: Token, end: int) -> Span:
    last = token.i
    doc = token.doc
    while last + 1 < min(end, len(doc)):
        following = doc[last + 1]
        if not (following.text in JOINTS or following.text[:1].isupper() and (relation(following) == "flat" or following.pos_ == "PROPN")):
            break
        last += 1
    return trim(token.doc[token.i : last + 1])


def _begins_name(token: Token) -> bool:
    """May a person's name begin here, right after a title?"""
    if token.pos_ != "PROPN" or not token.text[:1].isupper() or token.lower_ in calendar_words():
        return False
    ent = entity_at(token)
    return (ent is None or ent.label_ == "PER") and not titled(token.doc[token.i : token.i + 1])


def _person_run(head: Token) -> Span:
    """A person's name around its head: what is flat or compound, and what hyphens join."""
    left = right = head.i
    compound = {c.i for c in children(head, "compound") if c.pos_ == "PROPN"}
    while left - 1 in compound:
        left -= 1
    flat = {c.i for c in children(head, "flat")}
    while right + 1 < len(head.doc) and (right + 1 in flat or head.doc[right + 1].text in {"-", "‑"} and right + 2 < len(head.doc)):
        right += 1 if right + 1 in flat else 2
    return head.doc[left : right + 1]


def _run(head: Token) -> Span:
    """The capitalised run around a proper noun, joined by hyphens, "of", "for", "and the" when the tree hangs them on it."""
    doc = head.doc
    inside = {head.i}
    for child in head.children:
        if relation(child) in {"flat", "compound", "goeswith", "amod", "nmod", "nummod"} and child.dep_ not in {"nmod:desc", "nmod:poss"}:
            words = [t for t in child.subtree if not t.is_space]
            if (
                all(_name_word(t) for t in words)
                and any(t.text[:1].isupper() for t in words)
                and (relation(child) == "nmod" or not any(t.pos_ == "CCONJ" for t in words))
            ):
                inside.update(t.i for t in words)
    left = right = head.i
    while left - 1 in inside or left - 2 in inside and doc[left - 1].text in JOINTS:
        left -= 1
    while right + 1 in inside or right + 2 in inside and doc[right + 1].text in JOINTS:
        right += 1
    while left < head.i and not doc[left].text[:1].isupper():
        left += 1
    return trim(doc[left : right + 1])


def _name_word(token: Token) -> bool:
    return token.text[:1].isupper() or token.pos_ in {"PROPN", "ADP", "CCONJ", "DET", "NUM", "X", "PART"} or token.text in JOINTS


def _without_titles(name: Span) -> Span:
    """Leading determiners, honorifics and offices cut off while a name is left: "US President Joe Biden" → "Joe Biden"."""
    name = _without_article(name)
    known = noun_classes()
    for i in range(name.end - 2, name.start - 1, -1):
        word = name.doc[i].lower_.rstrip(".")
        follows = name.doc[i + 1]
        if (
            follows.text[:1].isupper()
            and follows.lower_ not in known
            and (word in honorifics() or (word in known and known[word].kind == "person"))
        ):
            return name.doc[i + 1 : name.end]
    return name


def _without_article(name: Span) -> Span:
    start = name.start
    while start < name.end - 1 and (name.doc[start].dep_ == "det" or name.doc[start].lower_ in {"the", "a", "an"}):
        start += 1
    return name.doc[start : name.end]


def name_noun(name: Span) -> tuple[str, NounClass | None]:
    """The class that a name carries in itself: Foreign "Ministry", "Observatory" for Human Rights, Trial "Court" Branch 259."""
    cut = next((t.i for t in name if t.pos_ == "ADP"), name.end)
    noun, found = describing_noun(list(name.doc[name.start : cut]))
    if found is None:
        bodies = [
            (t.lower_, c)
            for t in name.doc[name.start : cut]
            if (c := noun_classes().get(t.lower_)) is not None and c.kind == "organization"
        ]
        return max(bodies, key=lambda b: b[1].name != "organization") if bodies else ("", None)
    if found.name == "organization" and len(name) > 2:
        better = next(
            (
                c
                for t in name.doc[name.start : cut]
                if (c := noun_classes().get(t.lower_)) is not None and c.kind != "person" and c.name != found.name
            ),
            None,
        )
        return (better.name, better) if better is not None else (noun, found)
    if found.kind == "person" and len(name) > 1 and cut == name.end:
        return "", None
    return noun, found


def label_of(name: Span) -> str | None:
    labels = [entity_at(t).label_ for t in name if entity_at(t) is not None]
    return max(sorted(set(labels)), key=labels.count) if labels else None


def _plural_name(head: Token, name: Span) -> bool | None:
    """True for "the Skripals", "South Koreans"; None for names that may be either."""
    if name[-1].tag_ != "NNPS":
        return False
    return True if noun_classes().get(name[-1].lower_) is None else None


def _title_gender(title: Span | None, noun_class: NounClass | None) -> str | None:
    for token in title or ():
        gender = honorifics().get(token.lower_.rstrip("."))
        if gender in {"m", "f"}:
            return gender
    return noun_class.gender if noun_class else None
