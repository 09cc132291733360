"""The proper name in a phrase: from the reader's entities and from the tree, each mending the other; titles cut off."""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from sitrep.extract.doc_parts import tokens_in, tokens_of
from sitrep.extract.mention_nouns import JOINTS, NounClass, calendar_words, describing_noun, honorifics, noun_classes, says_office, titled
from sitrep.extract.phrases import children, relation, trimmed

NOT_NAMES = {"DATE", "QUANTITY", "MONEY", "TIME", "PERCENT", "CARDINAL", "ORDINAL"}
NOMINAL = {"NOUN", "PROPN", "PRON"}


def proper_name(head: Token, core: Span) -> Span | None:
    """The proper name that `head` heads or, as a title, stands before ("president Sehar Memon"); titles cut off."""
    after = head.doc[head.i + 1] if head.i + 1 < len(head.doc) else None
    if after is not None and says_office(head) and head.tag_ != "NNS" and _begins_name(after):
        ent = entity_at(after)
        return _without_titles(
            _union(ent, _widen(after, after.i + 5)) if ent is not None and ent.start == after.i else _widen(after, after.i + 5)
        )
    ent = entity_at(head)
    if ent is not None and head.pos_ in {*NOMINAL, "X", "ADJ"} and not (head.pos_ == "NOUN" and head.text.islower()):
        return _without_titles(_union(ent, _person_run(head))) if ent.label_ == "PER" else _without_article(_union(ent, _run(head)))
    flat = [c for c in children(head, "flat") if c.pos_ in {"PROPN", "X"} and c.i > head.i]
    if flat and (head.pos_ in {"NOUN", "ADJ"} or says_office(head)):
        return _without_titles(_widen(flat[0], flat[0].i + 6))
    if head.pos_ == "PROPN" or head.pos_ == "X" and head.text[:1].isupper() or _written_as_name(head):
        return _without_titles(_run(head))
    tail = [
        c
        for c in children(head, "appos")
        if c.pos_ == "PROPN" and c.i > head.i and not any(t.is_punct or t.is_space for t in tokens_of(head.doc)[head.i + 1 : c.i])
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
    if ent.label_ == "PER":  # offices before and behind a name, offices alone, and a party's or owner's are taken for persons' names
        start = next((t.i + 1 for t in reversed(ent.doc[start : max(start, end - 2)]) if t.lower_ in {"'s", "’s"}), start)
        cut = next((t.i for t in ent.doc[start:end] if t.pos_ == "ADP" or t.text in {",", "(", ";"}), end)
        named = _hung_on(ent.doc[start:end]) if start < end else end
        if start < cut < named and titled(ent.doc[start:cut]):  # "Minister for Trade Ama Boateng": the name is what all hangs on
            start, cut = named, next((t.i for t in ent.doc[named:end] if t.text in {",", "(", ";"}), end)
        end = cut
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


def _hung_on(words: Span) -> int:
    """The first word of the name that ends `words`, or what all else hangs on: "Ama" of "Minister of Trade Ama Boateng"."""
    last = words[-1]
    while relation(last) == "flat" and last.head.i < last.i:
        last = last.head
    complement = relation(last) in {"nmod", "flat"} or any(words.start < c.i for c in children(last, "case"))
    return words.root.i if complement or not words.start < last.i else last.i


def _union(one: Span, other: Span) -> Span:
    return Span(one.doc, min(one.start, other.start), max(one.end, other.end))


def _widen(token: Token, end: int) -> Span:
    last = token.i
    doc = token.doc
    while last + 1 < min(end, len(doc)):
        following = doc[last + 1]
        named = relation(following) == "flat" or following.pos_ == "PROPN" and following.text[:1].isupper()  # "al" of "al-Ansari" too
        if not (following.text in JOINTS or named):
            break
        last += 1
    return trimmed(doc, token.i, last + 1)


def _begins_name(token: Token) -> bool:
    """May a person's name begin here, right after a title?"""
    if token.pos_ != "PROPN" or not token.text[:1].isupper() or token.lower_ in calendar_words():
        return False
    ent = entity_at(token)
    return (ent is None or ent.label_ == "PER") and not says_office(token)


def _person_run(head: Token) -> Span:
    """A person's name around its head: what is flat or compound, and what hyphens join."""
    left = right = head.i
    compound = {c.i for c in children(head, "compound") if c.pos_ == "PROPN"}
    while left - 1 in compound:
        left -= 1
    flat = {c.i for c in children(head, "flat")}
    while right + 1 < len(head.doc):
        if right + 1 in flat:
            right += 1
        elif head.doc[right + 1].text in {"-", "‑"} and right + 2 < len(head.doc):
            right += 2
        elif (after := _after_nickname(head.doc, right + 1)) in flat:
            right = after
        else:
            break
    return Span(head.doc, left, right + 1)


def _after_nickname(doc: Doc, i: int) -> int:
    """The token behind a nickname in quotation marks that opens at `i`: "Ivan | “the Bear” | Petrov"."""
    if not doc[i].is_quote:
        return -1
    return next((j + 1 for j in range(i + 2, min(i + 6, len(doc))) if doc[j].is_quote), -1)


def _run(head: Token) -> Span:
    """The capitalised run around a proper noun, joined by hyphens, "of", "for", "and the" when the tree hangs them on it."""
    doc = head.doc
    inside = {head.i}
    for child in children(head):
        if relation(child) in {"flat", "compound", "goeswith", "amod", "nmod", "nummod"} and child.dep_ not in {"nmod:desc", "nmod:poss"}:
            words = [t for t in child.subtree if not t.is_space]
            if (
                all(_name_word(t) for t in words)
                and any(t.text[:1].isupper() for t in words)
                and (relation(child) == "nmod" or not any(t.pos_ == "CCONJ" for t in words))
                and not _body_behind(head, child)
            ):
                inside.update(t.i for t in words)
    left = right = head.i
    while left - 1 in inside or left - 2 in inside and doc[left - 1].text in JOINTS:
        left -= 1
    while right + 1 in inside or right + 2 in inside and doc[right + 1].text in JOINTS:
        right += 1
    while left < head.i and not doc[left].text[:1].isupper():
        left += 1
    return trimmed(doc, left, right + 1)


def _body_behind(head: Token, child: Token) -> bool:
    """The body that somebody is of, a name to itself: Ama Boateng of the "Free Democrats"; not the "Bank" of X, nor the University of X."""
    if relation(child) != "nmod" or child.i < head.i or head.ent_type_ or child.ent_type_ != "ORG":
        return False
    known = noun_classes().get(head.lower_)
    named = any(c.pos_ == "PROPN" and c.text[:1].isupper() for c in children(head, "compound", "flat"))
    return named and (known is None or known.kind == "person")


def _name_word(token: Token) -> bool:
    return token.text[:1].isupper() or token.pos_ in {"PROPN", "ADP", "CCONJ", "DET", "NUM", "X", "PART"} or token.text in JOINTS


def _without_titles(name: Span) -> Span:
    """Leading determiners, honorifics and offices cut off while a name is left: "US President Joe Biden" → "Joe Biden"."""
    name = _without_article(name)
    known = noun_classes()
    complement = next((t.i for t in tokens_in(name) if t.pos_ == "ADP" and t.i > name.root.i), name.end)
    for i in range(min(name.end, complement) - 2, name.start - 1, -1):
        word = name.doc[i].lower_.rstrip(".")
        follows = name.doc[i + 1]
        if (
            follows.text[:1].isupper()
            and follows.lower_ not in known
            and (word in honorifics() or (word in known and known[word].kind == "person"))
        ):
            return Span(name.doc, i + 1, name.end)
    return name


def _without_article(name: Span) -> Span:
    start = name.start
    while start < name.end - 1 and (name.doc[start].dep_ == "det" or name.doc[start].lower_ in {"the", "a", "an"}):
        start += 1
    return Span(name.doc, start, name.end)


def name_noun(name: Span) -> tuple[str, NounClass | None]:
    """The class that a name carries in itself: Foreign "Ministry", "Observatory" for Human Rights, Trial "Court" Branch 259."""
    cut = next((t.i for t in tokens_in(name) if t.pos_ == "ADP"), name.end)
    words = tokens_of(name.doc)[name.start : cut]
    noun, found = describing_noun(words)
    if found is None:
        bodies = [(t.lower_, c) for t in words if (c := noun_classes().get(t.lower_)) is not None and c.kind == "organization"]
        return max(bodies, key=lambda b: b[1].name != "organization") if bodies else ("", None)
    if found.name == "organization" and len(name) > 2:
        better = next(
            (c for t in words if (c := noun_classes().get(t.lower_)) is not None and c.kind != "person" and c.name != found.name),
            None,
        )
        return (better.name, better) if better is not None else (noun, found)
    if found.kind == "person" and len(name) > 1 and cut == name.end:
        return "", None
    return noun, found


def label_of(name: Span) -> str | None:
    labels = [ent.label_ for t in tokens_in(name) if (ent := entity_at(t)) is not None]
    return max(sorted(set(labels)), key=labels.count) if labels else None


def only_describes(name: Span) -> bool:
    """A capitalised description: "The President", "the Foreign Ministry", "Prosecutors"; which one it is, the context tells."""
    cut = next((t.i for t in tokens_in(name) if t.pos_ == "ADP" and t.lower_ != "of"), name.end)
    if cut < name.end and titled(name.doc[name.start : cut]):
        return True
    if name.root.ent_type_ != "ORG" and name.root.i == name.end - 1 and titled(name) and relation(name.root) != "flat":
        return True  # "the Iraqi Foreign Minister"
    if name.root.ent_type_ != "ORG" and name.root.i + 1 < name.end and titled(name.doc[name.start : name.root.i + 1]):
        return True  # "Acting General Director of the Office of Museums", "CEO of Volta Energy"
    text = " ".join(t.lower_ for t in tokens_in(name))
    return text in noun_classes() or text.endswith("s") and text[:-1] in noun_classes()
