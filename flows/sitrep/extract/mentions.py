"""Doc → mentions: every phrase that names, describes or points at a possible participant, with what its own words tell of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Doc, Span, Token

from sitrep.extract.doc_parts import tokens_in, tokens_of, words_of
from sitrep.extract.mention_names import NOMINAL, label_of, name_noun, only_describes, proper_name
from sitrep.extract.mention_nouns import (
    JOINTS,
    NounClass,
    calendar_words,
    describing_noun,
    honorifics,
    is_sponsor,
    noun_classes,
    nouns,
    says_office,
)
from sitrep.extract.phrases import children, head_of, is_under, phrase, relation, trimmed

HEADS = {*NOMINAL, "NUM", "ADJ", "DET", "X"}
NOT_HEADS = {"flat", "fixed", "goeswith", "compound", "punct", "case", "mark", "cc", "det", "reparandum"}
COMPLEMENTS = {"of", "for", "from", "within", "at", "to"}  # prepositions whose phrase belongs to a description
FIRST = {"i", "me", "my", "mine", "myself"}
FIRST_PLURAL = {"we", "us", "our", "ours", "ourselves"}
MALE, FEMALE = {"he", "him", "his", "himself"}, {"she", "her", "hers", "herself"}
THEY = {"they", "them", "their", "theirs", "themselves"}
IT = {"it", "its", "itself"}
PERSONAL = FIRST | FIRST_PLURAL | MALE | FEMALE | THEY | IT
DEFINITE = {"the", "this", "that", "these", "those", "said", "such"}


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


def find_mentions(doc: Doc) -> list[Mention]:
    """All mentions of `doc` in text order, one for each head word."""
    out, taken = [], set()
    for token, pos, _, _ in words_of(doc):
        if pos not in HEADS or token.i in taken or not heads_phrase(token):
            continue
        mention = mention_at(token)
        if mention is not None:
            out.append(mention)
            taken.update(range(mention.name.start, mention.name.end) if mention.name else ())
    return out


def heads_phrase(token: Token) -> bool:
    """Is `token` the head of a noun phrase of its own, not a part of a name or a title before one?"""
    pos = token.pos_
    if pos not in HEADS or relation(token) in NOT_HEADS or token.dep_ in {"nmod:desc", "expl"} or token.lower_ in calendar_words():
        return False
    if pos in {"NOUN", "PROPN"}:
        return True
    if pos == "PRON":
        return token.lower_ in PERSONAL
    return relation(token) in {"nsubj", "obj", "iobj"} and token.lower_ not in DEFINITE


@lru_cache(maxsize=128)
def participant_head(span: Span) -> Token:
    """The word that names or describes the participant in `span`, also where the tree has it wrong or counts come first."""
    head = head_of(span)
    words = tokens_in(span)
    tops = [t for t in words if not t.is_space and not span.start <= t.head.i < span.end and t.pos_ in NOMINAL]
    if head.pos_ in NOMINAL and len(tops) < 2 and not is_sponsor(head):
        return head
    last, inside = None, range(span.start, span.end)
    for token in words:
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
    if name is None or only_describes(name):
        return _nominal(head, owner, definite)
    tokens = tokens_of(head.doc)
    opening = min([core.start, name.start, *(t.left_edge.i for t in _office_before(head, name))])
    before = [t for t in tokens[opening : name.start] if not _opens(t) and not (owner and is_under(owner, t))]
    title = trimmed(head.doc, before[0].i, before[-1].i + 1) if before and before[-1].i == name.start - 1 else None
    label = label_of(name)
    quality = title is not None and label == "ORG" and title[-1].pos_ == "ADJ"  # "the paramilitary Border Force" holds no office
    noun, noun_class = _title_noun(title) if title and not quality else name_noun(name)
    start = opening
    while start < name.start and head.doc[start].pos_ in {"ADP", "SCONJ"}:
        start += 1
    return Mention(
        head,
        trimmed(head.doc, start, max(name.end, core.end)),
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


def _office_before(head: Token, name: Span) -> list[Token]:
    """The office before a name of which its complement divides it: "Minister" of Trade Ama Boateng."""
    found = [c for c in children(head, "nmod:desc") if c.i < name.start and says_office(c)]
    if not found or any(c.i < name.start for c in children(head, "case")):
        return []  # the name is the complement
    return [c for c in found[:1] if not any(t.is_punct or t.is_space for t in tokens_of(head.doc)[c.i : name.start])]


def _title_noun(title: Span) -> tuple[str, NounClass | None]:
    """The noun of a title: its last word's, else that before its complement: "Minister" of Trade, "Secretary" for Health Dr."""
    words = tokens_in(title)
    noun, noun_class = describing_noun(words)
    if noun_class is None or noun_class.kind != "person":
        office = next((n for n, t in enumerate(words) if t.pos_ == "ADP"), 0)
        if office and describing_noun(words[:office])[1] is not None:
            return describing_noun(words[:office])
    return noun, noun_class


def _pronoun(token: Token) -> Mention:
    word = token.lower_
    gender = "m" if word in MALE else "f" if word in FEMALE else None
    return Mention(
        token, Span(token.doc, token.i, token.i + 1), "pronoun", plural=word in THEY | FIRST_PLURAL, gender=gender, definite=True
    )


def _nominal(head: Token, owner: Token | None, definite: bool) -> Mention:
    tokens = tokens_of(head.doc)
    before = tokens[_tight(head).start : head.i]
    counted = any(
        t.pos_ == "NUM" and t.nbor().text not in JOINTS or t.lower_ in {"several", "some", "many", "various", "numerous", "dozens"}
        for t in before
    )  # "two boys", but not "a 14-year-old boy"
    what = head
    if head.lemma_.lower() in nouns("quantifiers") or head.pos_ in {"NUM", "DET"}:
        inner = [c for c in children(head, "nmod") if any(g.lower_ == "of" for g in children(c))]
        if inner:
            what, counted = inner[0], True
            definite = definite and head.pos_ == "NOUN" and head.tag_ == "NN"
    words = [t for t in tokens[_tight(what).start : what.i] if t.dep_ not in {"det", "nmod:poss"}]
    words.append(what)
    noun, noun_class = describing_noun(words)
    plural = (
        what.tag_ in {"NNS", "NNPS"}
        or what.lower_ in {"injured", "wounded", "dead"}
        or what.pos_ == "NUM"
        and what.lower_ not in {"one", "1"}
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
    tight, whole = _tight(head), phrase(head)
    if (tight.start, tight.end) == (whole.start, whole.end):
        return _before_comma(tight, head)
    tight, whole = _before_comma(tight, head), _before_comma(whole, head)
    tail = tokens_of(head.doc)[tight.end : whole.end]
    short = 0 < len(tail) <= 6 and tail[0].lower_ in COMPLEMENTS and not any(t.lower_ in calendar_words() for t in tail)
    return whole if short else tight


def _before_comma(span: Span, head: Token) -> Span:
    """`span` up to the comma or bracket after its head, and from the hyphenated word on that the tree left outside."""
    doc, start = span.doc, span.start
    end = next((i for i in range(head.i + 1, span.end) if doc[i].text in {",", "(", ";", ":"}), span.end)
    while start >= 2 and doc[start - 1].text in JOINTS and not doc[start - 1].whitespace_ and not doc[start - 2].whitespace_:
        start -= 2
    while start < head.i and doc[start].pos_ in {"ADP", "SCONJ", "CCONJ"}:
        start += 1
    return trimmed(doc, start, max(end, head.i + 1))


def _tight(head: Token) -> Span:
    """The phrase without prepositional complements: determiner, modifiers, titles, name."""
    return phrase(head, prepositions=False)


def _opens(token: Token) -> bool:
    return token.is_space or token.dep_ == "det" or token.is_punct or token.is_quote or token.lower_ in {"'s", "’s"}


def _plural_name(head: Token, name: Span) -> bool | None:
    """True for "the Kovacses", "Norwegians"; None for names that may be either."""
    if name[-1].tag_ != "NNPS":
        return False
    return True if noun_classes().get(name[-1].lower_) is None else None


def _title_gender(title: Span | None, noun_class: NounClass | None) -> str | None:
    for token in title or ():
        gender = honorifics().get(token.lower_.rstrip("."))
        if gender in {"m", "f"}:
            return gender
    return noun_class.gender if noun_class else None
