"""What the tree mends in the reader's attributions: sources in full, contents that stop at the next act, cues with their documents."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from spacy.tokens import Doc, Token

from sitrep.extract import cues
from sitrep.extract.doc_parts import sentence_of
from sitrep.extract.phrases import children, is_passive, phrase, prepositions_of, relation
from sitrep.extract.statement_adjuncts import answers_claim
from sitrep.extract.statement_coordination import before_next_act, tells
from sitrep.extract.statement_drafts import (
    FAR,
    QUOTING,
    Draft,
    Range,
    clause_range,
    cue_range,
    overlap,
    quoting_verb,
    source_range,
    speaker_of,
    tidy,
    without,
    words_in,
)
from sitrep.extract.statement_quotes import Utterances, merged

# Constructions whose content is a whole clause: where the reader stops short of its end, the tree knows better.
WHOLE = {"clause", "passive clause", "parenthesis", "according to", "colon"}
OCCASIONS = {"press conference", "interview", "statement", "social media", "court"}
# Where and when, as dependents of a cue, by preposition and by what else the cue governs.
WHEN_OR_WHERE = {"during", "at", "in", "after", "before"}
WITH_COMPLEMENT = {"clause", "object", "oblique"}
ADDRESSEE = 12  # words
CIRCUMSTANCE = 8  # words that may stand between a document and what it does


def corrected(said: Utterances, draft: Draft, mates: list[Draft], cued: set[int]) -> Draft:
    """The reader's draft with what the tree knows of the same cue."""
    doc = said.doc
    draft = refused_act(doc, act_in_content(doc, draft))
    whole = next((m.content for m in mates if m.rule in WHOLE), None)
    draft.content = in_full(doc, near(said, draft) or tidy(doc, said.in_paragraph(whole or draft.content, draft.head)) or draft.content)
    if not mates:
        draft.source = draft.source or _before(doc, draft)
        return draft
    words = words_in(doc, draft.content)
    best = max(mates, key=lambda m: overlap(words, words_in(doc, m.content)))
    theirs = words_in(doc, best.content)
    draft.construction = best.construction
    answer = next((m for m in mates if m.rule == "relative"), None)
    draft.rule = f"learned + {best.rule}"
    if words < theirs and not (theirs - words) & cued and (best.rule in WHOLE or len(words) < 3) and not draft.content_moved:
        draft.content = list(best.content)
    elif best.rule == "clause" and theirs < words and min(theirs) - min(words) <= ADDRESSEE and _addressed(doc, words - theirs, draft.head):
        draft.content = list(best.content)
    if best.rule == "clause" and theirs < words and len(theirs) > 2 and doc[draft.head].dep_ == "advcl" and best.content[0][0] > draft.head:
        # "If he says that …, | nobody will care": what the reader took from beyond the cue's own clause.
        end = doc[draft.head].right_edge.i + 1
        draft.content = tidy(doc, [(a, min(b, end)) for a, b in draft.content if a < end]) or draft.content
    # "The plan seems to have failed": not the plan holds that.
    draft.source = None if cues.lemma(doc[draft.head]) in cues.words("raising") else before_relative(doc, _whose(doc, draft, best))
    head, first = doc[draft.head], draft.content[0]
    if said.at(first[0]) >= 0 and first[1] <= draft.head and cues.lemma(head) in cues.words("told"):
        # "“Never,” he told | me, | “did I …”": whom he told is no part of it.
        told = [(o.left_edge.i, o.right_edge.i + 1) for o in children(head, "obj", "iobj") if o.i > head.i and said.at(o.i) < 0]
        draft.content = tidy(doc, without(draft.content, told)) or draft.content
    draft.content = list(answer.content) if answer is not None else before_next_act(said, before_answer(said, draft))
    if not any(said.at(i) >= 0 for i in range(*draft.content[-1])):
        draft.content = of_cue(doc, draft)
    return draft


def before_answer(said: Utterances, draft: Draft) -> Draft:
    """A draft whose content ends before a claim in apposition that somebody answers: "said they were beaten | , a charge he denies"."""
    doc = said.doc
    for a, b in draft.content:
        for i in range(max(a, draft.head + 1), b):
            if said.at(i) < 0 and answers_claim(doc[i]) and phrase(doc[i]).start > a and doc[i].right_edge.i + 1 >= b:
                hole = (phrase(doc[i]).start, doc[i].right_edge.i + 1)
                draft.content = tidy(doc, without(draft.content, [hole])) or draft.content
                return draft
    return draft


def as_quoted(doc: Doc, draft: Draft) -> Draft:
    """ "Papers | quoted | him as saying rain was due" is "him | quoted … as saying | rain was due": who is quoted speaks."""
    head = doc[draft.head]
    if cues.lemma(head) not in QUOTING:
        return draft
    below = [*head.children, *(c for o in children(head, "obj") for c in o.children), *doc[head.i + 1 : head.i + FAR]]
    verb = next((c for c in below if c.tag_ == "VBG" and quoting_verb(c) == head), None)
    source = source_range(speaker_of(verb)) if verb is not None else None
    if source is None:
        return draft
    lead = next(c.i for c in verb.children if c.lower_ == "as")
    cue = [cue_range(head), (min(lead, verb.i), verb.i + 1)]
    clauses = [r for c in children(verb, "ccomp") for r in clause_range(c)]
    told = [(o.left_edge.i, o.right_edge.i + 1) for o in children(verb, "obj", "iobj", "obl") if clauses or draft.content[0][1] <= head.i]
    before = [r for r in draft.content if r[1] <= head.i] if not clauses else []
    content = tidy(doc, without(before or draft.content, [source, *cue, *told])) or clauses
    return replace(draft, head=verb.i, source=source, cue=cue, content=content, quoted_as=True) if content else draft


def as_cited(doc: Doc, draft: Draft) -> Draft:
    """ "Radio | reported |, citing the army, | that the rebels left", where reader or tree hang the clause on "citing"."""
    citing = doc[draft.head]
    verb = citing.head
    clause = next((c for c in children(citing, "ccomp") if c.i > citing.i), None)
    if cues.lemma(citing) != "cite" or citing.tag_ != "VBG" or verb.i > citing.i or clause is None or not cues.reports(cues.lemma(verb)):
        return draft
    source = source_range(speaker_of(verb))
    rest = tidy(doc, [(max(a, clause.left_edge.i), b) for a, b in draft.content if b > clause.left_edge.i])
    return replace(draft, head=verb.i, cue=[cue_range(verb)], source=source, content=rest) if source and rest else draft


def _before(doc: Doc, draft: Draft) -> Range | None:
    """The noun phrase right before a reporting verb that the tree has no subject for: "meddling | the congressman | said was planned"."""
    verb = doc[draft.head]
    if verb.tag_ not in {"VBD", "VBZ", "VBP"} or not verb.i or not cues.reports(cues.lemma(verb)) or is_passive(verb):
        return None
    noun = doc[draft.cue[0][0] - 1]
    inside = any(a <= noun.i < b for a, b in draft.content)
    return None if inside or noun.pos_ not in {"NOUN", "PROPN"} else source_range(noun)


def near(said: Utterances, draft: Draft) -> list[Range]:
    """The pieces of a content in the cue's sentence or in quotations; what the reader linked from other sentences is mostly astray."""
    start, end = said.sentence(draft.head)
    pieces = [(a, b) for a, b in draft.content if a < end and b > start or said.at(a) >= 0 or said.at(b - 1) >= 0]
    return tidy(said.doc, said.in_paragraph(pieces, draft.head))


def of_document(doc: Doc, draft: Draft, by_head: dict[int, list[Draft]]) -> list[Draft]:
    """For "the army's | statement | …" the verb that the document is subject of: "the army's statement | underlines | …"."""
    noun = doc[draft.head]
    if relation(noun) != "nsubj" or noun.pos_ != "NOUN" or not cues.medium(cues.lemma(noun)):
        return []
    mates = [m for m in by_head.get(noun.head.i, ()) if m.rule == "clause"]
    if mates:
        draft.head, draft.cue, draft.source = mates[0].head, list(mates[0].cue), mates[0].source
    return mates


def of_carried(doc: Doc, draft: Draft, by_head: dict[int, list[Draft]]) -> Draft:
    """ "voiced | concern about the vote" is "voiced concern about | the vote": the noun is what is done, as the tree has it."""
    head = doc[draft.head]
    if cues.lemma(head) not in cues.words("light_verbs"):
        return draft
    noun = next((o for o in children(head, "obj") if any(a <= o.i < b for a, b in draft.content[:1])), None)
    mate = next((m for m in by_head.get(noun.i, ()) if m.rule == "noun" and m.cue[0][0] <= head.i), None) if noun is not None else None
    if mate is None:
        return draft
    return replace(draft, cue=merged([*draft.cue, *mate.cue]), content=list(mate.content), content_moved=True)


def of_cue(doc: Doc, draft: Draft) -> list[Range]:
    """Content without what belongs to the cue at its end: "called for more schools | in a statement on Thursday"."""
    head = doc[draft.head]
    begin, end = draft.content[-1]
    for child in sorted(head.children, key=lambda c: -c.i):
        if (
            child.i < end <= child.right_edge.i + 1
            and child.left_edge.i > begin
            and child.i > head.i
            and _of_occasion(child, draft.construction)
        ):
            end = child.left_edge.i
    end = _before_meeting(doc, begin, end) if draft.construction in {"object", "oblique"} else end
    return tidy(doc, [*draft.content[:-1], (begin, end)]) or draft.content


def _before_meeting(doc: Doc, begin: int, end: int) -> int:
    """Where a meeting begins that the tree hangs on the object: "cited the number | at the forum in May"."""
    token = doc[end - 1]
    while token.head != token and begin <= token.head.i < end:
        at_meeting = cues.lemma(token) in cues.words("occasions") and bool(prepositions_of(token) & WHEN_OR_WHERE)
        if relation(token) == "nmod" and at_meeting and token.left_edge.i > begin and cues.lemma(token.head) not in cues.words("occasions"):
            return token.left_edge.i
        token = token.head
    return end


def _of_occasion(token: Token, construction: str) -> bool:
    """When, where or in what medium something was said, as a dependent of the cue."""
    if token.dep_ in {"obl:tmod", "obl:unmarked"}:
        return True
    if relation(token) != "obl" or token.pos_ == "NUM":
        return False  # "put the toll | at three"
    occasion = token.ent_type_ == "DATE" or cues.medium(cues.lemma(token)) in OCCASIONS
    return occasion or construction in WITH_COMPLEMENT and bool(prepositions_of(token) & WHEN_OR_WHERE)


def in_full(doc: Doc, ranges: list[Range]) -> list[Range]:
    """Ranges that do not break off inside a noun phrase or verb group: "to sell the | howitzers" goes on to its head."""
    out = []
    for start, end in ranges:
        last = doc[end - 1]
        while relation(last) in {"det", "amod", "compound", "nummod", "case", "aux", "mark", "cop"} and end <= last.head.i < end + 4:
            end = last.head.i + 1
            last = doc[end - 1]
        out.append((start, end))
    return merged(out)


def act_in_content(doc: Doc, draft: Draft) -> Draft:
    """ "released a statement" + "condemning the raid" is "released a statement condemning" + "the raid"."""
    draft = _second_verb(doc, draft)
    begin = draft.content[0][0]
    last, first = doc[draft.cue[-1][1] - 1], doc[begin]
    paper = next((doc[i] for a, b in draft.cue for i in range(a, b) if doc[i].pos_ == "NOUN" and cues.medium(cues.lemma(doc[i]))), last)
    act = next((doc[i] for i in range(begin, min(begin + CIRCUMSTANCE, draft.content[0][1])) if doc[i].tag_ == "VBG"), None)
    if paper.i + 1 < last.i and act is not None and doc[paper.i + 1].lower_ in WHEN_OR_WHERE | {"following", "on"} and tells(act):
        # "released a statement in response to the raids threatening war"
        rest = tidy(doc, [(act.i + 1, draft.content[0][1]), *draft.content[1:]])
        if rest:
            draft.cue, draft.head = [(draft.cue[0][0], paper.i + 1), (act.i, act.i + 1)], act.i
            draft.content, draft.content_moved = rest, True
        return draft
    if not cues.medium(cues.lemma(last)):
        # The document may be the first thing in the content: "published" + "a video threatening to attack".
        last = next((doc[i] for i in range(begin, min(begin + 4, draft.content[0][1])) if doc[i].pos_ == "NOUN"), last)
        first = next((c for c in children(last, "acl") if last.i < c.i <= last.i + 4 and c.i < draft.content[0][1]), first)
    if not cues.medium(cues.lemma(last)) or not _is_participle(first) or not 0 <= first.i - last.i <= 4:
        return draft
    end = first.i + 1
    while end + 1 < draft.content[0][1] and doc[end].lower_ in {"and", "or"} and doc[end + 1].tag_ == "VBG":
        end += 2
    rest = tidy(doc, [(end, draft.content[0][1]), *draft.content[1:]])
    if rest:
        draft.cue, draft.head, draft.content, draft.content_moved = merged([*draft.cue, (min(last.i + 1, begin), end)]), first.i, rest, True
    return draft


def _second_verb(doc: Doc, draft: Draft) -> Draft:
    """ "a statement condemning" + "and rejecting the raid" is "a statement condemning and rejecting" + "the raid"."""
    begin, end = draft.content[0]
    if begin + 2 < end and doc[begin].dep_ == "cc" and begin == draft.cue[-1][1]:
        verb = doc[begin + 1]
        if relation(verb) == "conj" and verb.head.i == begin - 1 and verb.tag_ == verb.head.tag_ and children(verb, "obj"):
            draft.cue = merged([*draft.cue, (begin, begin + 2)])
            draft.content, draft.content_moved = [(begin + 2, end), *draft.content[1:]], True
    return draft


def _is_participle(token: Token) -> bool:
    return token.tag_ == "VBG" or token.text.endswith("ing") and relation(token) == "acl"


def refused_act(doc: Doc, draft: Draft) -> Draft:
    """ "declined" + "to say who fired" is "declined to say" + "who fired"."""
    begin, end = draft.content[0]
    verb = next((x for x in children(doc[draft.head], "xcomp") if begin < x.i < min(begin + 3, end)), None)
    if verb is None or doc[begin].lower_ != "to" or cues.lemma(doc[draft.head]) not in cues.words("refusals"):
        return draft
    rest = tidy(doc, [(verb.i + 1, end), *draft.content[1:]])
    if rest and cues.lemma(verb) in cues.words("speaking"):
        draft.cue, draft.content = merged([*draft.cue, (begin, verb.i + 1)]), rest
    return draft


def nearest_subjects(doc: Doc, drafts: list[Draft], by_head: dict[int, list[Draft]]) -> None:
    """Give a cue its own subject where the reader gave it that of a cue before: "A said that …, while B claims …"."""
    before: dict[int, list[int]] = defaultdict(list)
    for draft in drafts:
        if draft.source:
            before[draft.source[0]].append(draft.head)
    for draft in drafts:
        mate = next((m for m in by_head.get(draft.head, ()) if m.source), None)
        if mate is None or not draft.source or not draft.source[1] <= mate.source[0] < draft.head:
            continue
        if not any(mate.source[0] <= c.i < mate.source[1] for c in children(doc[draft.head], "nsubj")):
            continue  # a subject through control is the reader's to find
        if any(draft.source[1] <= head < mate.source[0] for head in before[draft.source[0]]):
            draft.source = mate.source


def before_relative(doc: Doc, source: Range | None) -> Range | None:
    """A source without the pronoun of the clause in which it speaks: "his generals | , who"."""
    if source and source[1] - source[0] > 1 and doc[source[1] - 1].tag_ in {"WP", "WDT"} and doc[source[1] - 2].text == ",":
        return source[0], source[1] - 2
    return source


def _is_when(doc: Doc, start: int, end: int) -> bool:
    return start < end and all(doc[i].ent_type_ == "DATE" or doc[i].dep_ in {"obl:unmarked", "obl:tmod"} for i in range(start, end))


def _breaks_bracket(doc: Doc, span: Range) -> bool:
    marks = [doc[i].text for i in range(*span)]
    return marks.count("(") > marks.count(")")


def _addressed(doc: Doc, extra: set[int], head: int) -> bool:
    """Are the words that the reader put before the clause the one who is told?"""
    objects = [c for c in doc[head].children if c.dep_ in {"iobj", "obj"}]
    extra = {i for i in extra if doc[i].dep_ != "mark"}
    return any(extra <= {t.i for t in o.subtree} for o in objects)


def _whose(doc: Doc, draft: Draft, best: Draft) -> Range | None:
    """The reader's source in the tree's full phrase; the tree's where the reader has none or one that is elsewhere."""
    ours, theirs = draft.source, best.source
    if best.quoted_as:
        return theirs
    head = doc[draft.head]
    if head.tag_ == "VBN" and head.dep_ == "advcl" and not any(c.dep_.startswith(("aux", "nsubj")) for c in head.children):
        return theirs if best.rule == "passive" else None  # "Asked about the attack, he said …": somebody asked him
    if ours is not None and theirs is not None and ours[0] == theirs[0] and _is_when(doc, theirs[1], ours[1]):
        return theirs  # "The experts | today"
    if ours is not None and theirs is not None and ours[0] >= sentence_of(head).end > theirs[0]:
        return theirs  # "The ministry condemned it and | said … . | The envoy said": the next sentence's speaker
    if ours is None and best.rule == "passive" and theirs is not None and doc[theirs[0] - 1].lower_ == "by":
        return theirs  # "was criticised by teachers"
    if best.rule in {"passive", "noun", "passive clause"} or theirs is None:
        return ours
    if ours is not None and _breaks_bracket(doc, ours):
        return theirs  # "GENEVA (AP | ) Norway said": a dateline
    if ours is None:
        return theirs if best.rule in {"clause", "object", "oblique", "infinitive", "parenthesis", "according to"} else None
    if ours[1] - ours[0] == 1 and doc[ours[0]].tag_ in {"WDT", "WP"}:
        return theirs
    if theirs[0] <= ours[0] and ours[1] <= theirs[1]:
        return theirs
    return ours
