"""Participants of an event mention: from the slots of its frame to one span for each who acts or suffers."""

from __future__ import annotations

from spacy.tokens import Span, Token

from sitrep.extract import event_slots
from sitrep.extract.doc_parts import sentence_of
from sitrep.extract.event_deep import deep_objects, owners
from sitrep.extract.event_words import ACTING, classes, is_actor, is_thing, states, word_forms
from sitrep.extract.phrases import children, conjuncts, obliques, phrase, prepositions_of, relation
from sitrep.extract.triggers import Trigger, find_trigger, frames

DIRECTIONS = ("against", "on", "with", "to", "for", "from", "of")


def participants(token: Token, trigger: Trigger) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """(actors, recipients) of the event that `token` triggers, in text order; a participant is never on both sides."""
    fought = trigger.frame == "both" and token.tag_ == "VBG" and event_slots.between(token)
    actors, recipients = of_frame(token, "between" if fought else trigger.frame)
    if trigger.event_type == "REQUEST":
        recipients = tuple(r for r in recipients if not _is_to_be_freed(r.root))
    if trigger.event_type == "DISASTER":
        recipients = tuple(r for r in recipients if r.root.ent_type_ != "LOC" and r.root.lower_ not in states())  # where, not who
    if token.lemma_.lower() in classes()["charging"]:
        recipients = tuple(_without_charge(r) for r in recipients)
    recipients = tuple(r[1:] if r[0].tag_ == "WP$" and len(r) > 1 else r for r in recipients)  # "whose two daughters were killed"
    return actors, recipients


def _without_charge(span: Span) -> Span:
    """ "acquitted | the former minister | of corruption", which a parser took for his office."""
    of = [t for t in obliques(span.root, "of") if span.root.i < t.i < span.end and not is_actor(t) and t.tag_ in {"NN", "NNS", "VBG"}]
    return span.doc[span.start : min(c.i for c in children(of[0], "case", "mark"))] if of and children(of[0], "case", "mark") else span


def _is_to_be_freed(token: Token) -> bool:
    """ "Her" in "demanded her release", "the editor" in "called for the release of the editor": it is asked of whoever holds them."""
    of = relation(token) == "nmod" and (token.dep_ == "nmod:poss" or "of" in prepositions_of(token))
    return of and token.head.lemma_.lower() in classes()["freeing"]


def of_frame(token: Token, name: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The participants of `token` by a frame, whichever the lexicon gives it."""
    frame = frames()[name]
    actors = _of_slots(token, frame["actor"], doing=True)
    taken = {i for s in actors for i in range(s.start, s.end)}
    recipients = tuple(s for s in _of_slots(token, frame["recipient"], doing=False) if not taken & set(range(s.start, s.end)))
    return actors, recipients


def one_sided(token: Token, actors: tuple[Span, ...], recipients: tuple[Span, ...]) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The participants of a joint act as one side's: its subject acts, the others are those whom it concerns."""
    own = {(s.start, s.end) for s in _of_slots(token, ["agent"], doing=True)}
    doers = tuple(a for a in actors if (a.start, a.end) in own)
    if not doers:
        return actors, recipients
    return doers, (*(a for a in actors if a not in doers), *recipients)


def _of_slots(token: Token, slots: list[str], *, doing: bool) -> tuple[Span, ...]:
    spans: dict[tuple[int, int], Span] = {}
    for slot in slots:
        if slot.startswith("else:") and any(s.root.tag_ != "PRP$" for s in spans.values()):
            continue
        slot = slot.removeprefix("else:")
        for span in SPECIAL[slot](token) if slot in SPECIAL else _of_heads(event_slots.dependents(token, slot), doing=doing):
            spans.setdefault((span.start, span.end), span)
    ordered = [spans[key] for key in sorted(spans)]
    return tuple(
        s
        for s in ordered
        if not any(o is not s and o.start <= s.start and s.end <= o.end and s.root.dep_ not in {"amod", "compound"} for o in ordered)
    )


def _of_heads(heads: list[Token], *, doing: bool) -> list[Span]:
    return [span for head in heads if not _takes_bearings(head) for span in who(head, doing=doing)]


def _takes_bearings(head: Token) -> bool:
    """ "South of the capital", "90 km from the border": where, not whom."""
    before = head.left_edge
    return before.lower_ in {"of", "from"} and before.i > 0 and before.nbor(-1).lower_ in classes()["bearing"]


def _people(token: Token) -> list[Span]:
    """Whoever is arrested or killed is somebody, whether the lexicon knows the noun or not: "arrested two homeguards"."""
    found = []
    for first in deep_objects(token):
        for head in conjuncts(first):
            named = who(head, doing=False) if head == first else _one(head, False, 0)
            unknown = head.tag_ in {"NN", "NNS"} and not head.ent_type_ and find_trigger(head) is None and not is_thing(head)
            found += named or ([phrase(head)] if unknown else [])
    return found


def _content(token: Token) -> list[Span]:
    """Whom the content of a threat, promise or refusal concerns: "threatened to attack Israel", "agreed to send the army troops"."""
    found: list[Span] = []
    for clause in children(token, "xcomp", "ccomp", "advcl", *(["acl"] if token.pos_ == "NOUN" else [])):
        if relation(clause) in {"advcl", "acl"} and clause.tag_ not in {"VB", "VBG"}:
            continue
        trigger = find_trigger(clause)
        if any(c.lower_ == "for" for c in children(clause, "mark")):
            found += _of_heads(children(clause, "nsubj"), doing=False)  # "asked for the guards to leave"
        own = not classes()["strengthening"].isdisjoint(word_forms(clause))
        told = one_sided(clause, *participants(clause, trigger))[1] if trigger is not None and not own else ()
        if not told:
            objects = children(clause, "iobj", "nsubj:pass") + ([] if own or trigger is not None else children(clause, "obj"))
            told = tuple(_of_heads(objects + _directed(clause), doing=False))
        found += [span for span in told if not _is_own(span)]
    return found


def _directed(token: Token, depth: int = 0) -> list[Token]:
    """At whom the phrases of a clause and of its things point: "to provide training alongside relief to the region's army"."""
    found = obliques(token, *DIRECTIONS)
    if depth < 3:
        things = [o for o in children(token, "obj", "nmod", "conj") if not is_actor(o) and o.pos_ in {"NOUN", "PROPN", "NUM", "SYM"}]
        found += [t for thing in things for t in _directed(thing, depth + 1)]
    return [t for t in found if t.ent_type_ != "DATE"]


def _is_own(span: Span) -> bool:
    """ "Its troops", "their weapons": the doer's, whom his own deed is not done to."""
    return any(c.tag_ == "PRP$" and c.lower_ in {"its", "their", "his", "her", "our", "my"} for c in span.root.children)


def _nested(token: Token) -> list[Span]:
    """Whom the event in the object was done to: "lifted the blockade of the port city", "dropped charges against the editor"."""
    found: list[Span] = []
    for thing in deep_objects(token):
        trigger = find_trigger(thing) if not is_actor(thing) else None
        if trigger is not None:
            found += participants(thing, trigger)[1]
    return found


def _pointed_at(token: Token) -> list[Span]:
    return _of_heads(_directed(token), doing=False)


def _purpose(token: Token) -> list[Span]:
    """Whom help is meant for: "gave two million to support refugees"."""
    things = [token, *deep_objects(token)]
    things += [t for thing in things[1:] for t in children(thing, "nmod")]
    clauses = [c for thing in things for c in children(thing, "advcl", "acl", "xcomp")]
    helping = [c for c in clauses if c.tag_ == "VB" and c.lemma_.lower() in classes()["helping"]]
    return [span for c in helping for span in _of_heads(deep_objects(c) + _directed(c), doing=False)]


SPECIAL = {"person": _people, "content": _content, "nested": _nested, "directed": _pointed_at, "purpose": _purpose}


def who(head: Token, *, doing: bool, depth: int = 0) -> list[Span]:
    """The participants that a noun phrase names: itself if it can act, else those it belongs to."""
    found: list[Span] = []
    for token in conjuncts(head):
        found += _one(token, doing, depth)
        found += _members_named(token)
    return found


def _one(token: Token, doing: bool, depth: int) -> list[Span]:
    lemma = token.lemma_.lower()
    if lemma in classes()["law_text"]:
        return []
    if lemma in classes()["weapon"] and token.ent_type_ not in ACTING:
        return _owned(token, doing, depth)
    if lemma in classes()["aircraft"] and token.ent_type_ not in ACTING:
        return _owned(token, doing, depth) + ([phrase(token)] if doing else [])
    if not doing and lemma in classes()["document"] and not token.ent_type_:
        return _owned(token, doing, depth)
    if is_actor(token) and not (lemma in classes()["stretch"] and not token.ent_type_):
        named = _membership(token)
        return [phrase(named)] if named is not None else [phrase(token)]
    return _owned(token, doing, depth)


def _owned(token: Token, doing: bool, depth: int) -> list[Span]:
    """Participants behind a thing or an event: "Russia's invasion", "US airstrikes", "arms depot of the army", "used by militias"."""
    if depth > 2 or token.pos_ == "PRON" or token.lemma_.lower() in classes()["stretch"]:
        return []
    found: list[Span] = []
    lemma = token.lemma_.lower()
    heads = [*owners(token), *obliques(token, "of", "belonging"), *(obliques(token, "by") if doing else [])]
    if find_trigger(token) is not None and not doing:
        heads = [*owners(token), *obliques(token, "by"), *event_slots.light_subjects(token)]
        heads += obliques(token, "of", "from") if lemma in classes()["asked"] else []
    if not doing and lemma in classes()["facility"]:
        heads += children(token, "amod", "compound") if not heads else []
    for clause in children(token, "acl"):
        if clause.lemma_.lower() in classes()["using"]:
            heads += obliques(clause, "by", "to") + ([] if clause.tag_ == "VBN" else [])
        elif clause.tag_ == "VBG" and clause.lemma_.lower() in {"carry", "transport", "house", "belong"}:
            heads += children(clause, "obj") + obliques(clause, "to")
    if not doing and lemma in classes()["facility"]:
        heads += _users_told_next(token)
    for head in heads:
        if _takes_bearings(head):
            continue
        if relation(head) in {"amod", "compound"}:
            if is_actor(head) or head.lower_ in states() or head.ent_type_ in ACTING or head.lemma_.lower() in classes()["armed"]:
                found.append(_modifier_span(head))
        elif is_actor(head) or depth < 2:
            found += who(head, doing=doing, depth=depth + 1)
    return found


def _users_told_next(token: Token) -> list[Token]:
    """Who uses what was hit, as one of the next two sentences says: "The depots are said to be used by several groups, including X"."""
    doc, end, found = token.doc, sentence_of(token).end, []
    for _ in range(2):
        sentence = sentence_of(doc[end]) if end < len(doc) else ()
        for t in sentence:
            if t.lemma_ == token.lemma_ and relation(t) == "nsubj" and any(c.lower_ in {"the", "these"} for c in children(t, "det")):
                verbs = [v for v in (t.head, *children(t.head, "xcomp")) if v.tag_ == "VBN" and v.lemma_.lower() in classes()["using"]]
                found += [head for v in verbs for head in obliques(v, "by")]
        end = sentence.end if sentence else end
    return found


def _modifier_span(token: Token) -> Span:
    """A name in front of a noun, with what belongs to the name: "Islamic State" in "Islamic State positions"."""
    left = token.i
    while left > 0 and token.doc[left - 1].head.i == token.i and relation(token.doc[left - 1]) in {"compound", "flat", "amod"}:
        left -= 1
    right = token.i + 1
    while right < len(token.doc) and token.doc[right].head.i == token.i and relation(token.doc[right]) == "flat":
        right += 1
    return token.doc[left:right]


def _membership(token: Token) -> Token | None:
    """The named body behind "members of the Taliban", "four members belonging to Hashd al-Shaabi forces"."""
    if token.lemma_.lower() not in classes()["member"] or token.tag_ not in {"NNS", "NN"}:
        return None
    heads = obliques(token, "of", "from") + [h for c in children(token, "acl") if c.lemma_ == "belong" for h in obliques(c, "to")]
    named = [h for h in heads if h.ent_type_ in {"ORG", "NORP"} or any(c.ent_type_ in {"ORG", "NORP"} for c in h.children)]
    return named[0] if named else None


def _members_named(token: Token) -> list[Span]:
    """Members that a list adds to a group: "several militias, including A and B", "groups such as A"."""
    found = []
    for child in children(token, "nmod", "obl", "acl", "appos", "conj"):
        listing = {c.lower_ for c in children(child, "case", "mark", "cc")} & {"including", "like", "as", "namely", "among"}
        if listing and (
            "as" not in listing
            or any(c.lower_ == "such" for c in children(child, "case") + [g for c in children(child, "case") for g in c.children])
        ):
            found += [phrase(t) for t in conjuncts(child) if is_actor(t)]
        elif relation(child) == "acl" and child.lower_ == "including":
            found += [phrase(t) for o in children(child, "obj") for t in conjuncts(o) if is_actor(t)]
    return found
