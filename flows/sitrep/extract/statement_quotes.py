"""Quotations and their speakers: what a quotation adds to the drafts of the tree, and the quotations that no tree explains.

A quotation is one utterance over all its paragraphs. A draft that touches one takes the whole of it; one that nothing
claims goes to the reporting verb beside it, else to whoever was being quoted just before.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from itertools import pairwise

from spacy.tokens import Doc, Token

from sitrep.extract import cues
from sitrep.extract.doc_parts import text_of, tokens_of
from sitrep.extract.phrases import children, subject
from sitrep.extract.quotes import Quotation, paragraphs
from sitrep.extract.statement_drafts import Draft, Range, cue_range, source_range, speaker_of, tidy, without
from sitrep.resolve.date_dateline import dateline

REACH = 25  # words between a quotation and the verb that reports it
FINAL = re.compile(r"[.!?,;…—–-]['\"”’»]*$")


class Utterances:
    """The quotations of a text as utterances; `at` gives the one that a token lies in, in constant time.

    `starts` are the offsets of the tokens, `paragraphs` those of the paragraphs (first, end).
    """

    def __init__(self, doc: Doc, quotations: list[Quotation]):
        self.doc = doc
        self.pieces: list[list[Quotation]] = []
        outer = [q for q in quotations if not q.level]
        goes_on = {before.start for before, after in pairwise(outer) if after.continued}
        self.outer = [q if q.closed or q.start in goes_on else ended_at_cue(doc, q) for q in outer]
        self._outer_ends = [q.end for q in self.outer]
        self._of_token = [-1] * len(doc)
        for q in self.outer:
            if q.continued and self.pieces:
                self.pieces[-1].append(q)
            else:
                self.pieces.append([q])
            self._of_token[q.start : q.end] = [len(self.pieces) - 1] * (q.end - q.start)
        self.text, tokens = text_of(doc), tokens_of(doc)
        self.starts = [t.idx for t in tokens]
        self.paragraphs = paragraphs(self.text)
        self._sentences = [t.i for t in tokens if t.is_sent_start] or [0]
        starts = [a for a, _ in self.paragraphs]
        self._paragraph = [bisect_right(starts, at) for at in self.starts]
        self._opens = dict(zip(reversed(self._paragraph), range(len(doc) - 1, -1, -1), strict=True))
        self._ends = {n: t.i for n, t in zip(self._paragraph, doc, strict=True) if not t.is_space}
        head = dateline(self.text)
        self._after_dateline = min(bisect_right(self.starts, head.end - 1), len(doc) - 1) if head and len(doc) else 0
        self._filed = self._paragraph[self._after_dateline] if head and len(doc) else -1

    def at(self, i: int) -> int:
        return self._of_token[i]

    def ranges(self, u: int) -> list[Range]:
        return [(q.start, q.end) for q in self.pieces[u]]

    def quotations(self, start: int, end: int) -> list[Quotation]:
        """The outer quotations that share a token with a range."""
        first = bisect_right(self._outer_ends, start)
        last = first
        while last < len(self.outer) and self.outer[last].start < end:
            last += 1
        return self.outer[first:last]

    def sentence(self, i: int) -> Range:
        """The sentence of a token; `token.sent` would scan the whole text each time."""
        n = max(bisect_right(self._sentences, i) - 1, 0)
        return self._sentences[n], self._sentences[n + 1] if n + 1 < len(self._sentences) else len(self.doc)

    def paragraph(self, i: int) -> int:
        return self._paragraph[i]

    def in_paragraph(self, ranges: list[Range], i: int) -> list[Range]:
        """Ranges within the paragraph of token `i`, but for quotations and a block after a colon: nobody says headline and lead in one.

        A dateline at the paragraph's start is nobody's words either.
        """
        begin = self._after_dateline if self._paragraph[i] == self._filed else self._opens[self._paragraph[i]]
        end = len(self.doc) if self.colon(i) is not None else self._opens.get(self._paragraph[i] + 1, len(self.doc))
        return [
            (begin if a < begin < b and self._of_token[a] < 0 else a, end if a < end < b and self._of_token[end] < 0 else b)
            for a, b in ranges
            if self._of_token[a] >= 0 or b > begin
        ]

    def colon(self, i: int) -> int | None:
        """The colon that ends the paragraph of a token, if one does."""
        last = self._ends[self._paragraph[i]]
        return last if self.doc[last].text == ":" else None

    def paragraph_after(self, i: int) -> Range | None:
        """The paragraph that follows that of a token."""
        n = self._paragraph[i] + 1
        return (self._opens[n], self._ends[n] + 1) if n in self._opens and n in self._ends else None

    def breaks_off(self, u: int, i: int) -> bool:
        """Did the closing mark of an utterance get lost in a paragraph before that of token `i`, after the end of a sentence?"""
        last = self.pieces[u][-1]
        return not last.closed and self._paragraph[last.start] < self._paragraph[i] and self.doc[last.end - 1].text in {".", "!", "?"}

    def speaks(self, u: int) -> bool:
        """Is it something that one says, not a title or a term: it has a verb, or closes with punctuation of its own."""
        span = self.doc[self.pieces[u][0].start : self.pieces[u][-1].end]
        words = sum(t.text[0].isalnum() for t in span)
        return words >= 3 and any(t.pos_ in {"VERB", "AUX"} for t in span) or words >= 2 and bool(FINAL.search(span.text))

    def stands_alone(self, u: int) -> bool:
        """Does it open a sentence, or follow punctuation or a verb, unlike a title inside a phrase ("on “Face the Nation”")?"""
        first = self.pieces[u][0].start
        while first and self.doc[first - 1].is_space:
            first -= 1
        before = self.doc[first - 1] if first else None
        return (
            before is None
            or before.is_punct
            or before.pos_ in {"VERB", "AUX"}
            or self.paragraph(before.i) != self.paragraph(self.pieces[u][0].start)
        )


def ended_at_cue(doc: Doc, q: Quotation) -> Quotation:
    """A quotation whose closing mark was lost, up to the cue that ends one of its sentences: "“The bridge is gone, the pilot said." """
    for i in range(q.start + 1, q.end):
        verb = doc[i]
        if verb.tag_ not in {"VBD", "VBZ"} or not cues.reports(cues.lemma(verb)):
            continue
        who = next(iter(children(verb, "nsubj")), None)
        if who is None or who.lower_ in {"i", "we", "you"}:
            continue
        first, last = min(who.left_edge.i, i), max(who.right_edge.i, i)
        at_end = last + 1 == q.end or doc[last + 1].text in {".", ","}
        if at_end and first - 1 > q.start and doc[first - 1].text in {",", "?", "!"}:
            return replace(q, end=first)
    return q


def with_quotations(draft: Draft, said: Utterances) -> set[int]:
    """Extend a draft's content over every utterance that it touches; returns those utterances. A cue inside a quotation stays there."""
    within = said.at(draft.head)
    touched = sorted({said.at(i) for a, b in draft.content for i in range(a, b)} - {-1, within})
    stray = {u for u in touched if said.breaks_off(u, draft.head)}
    if stray:
        lost = [r for u in stray for r in said.ranges(u)]
        draft.content = tidy(said.doc, without(draft.content, lost)) or draft.content
        touched = [u for u in touched if u not in stray]
    for u in touched:
        cue = {i for a, b in draft.cue for i in range(a, b)}
        if not any(a <= i < b for a, b in said.ranges(u) for i in cue):
            draft.content = tidy(said.doc, merged([*draft.content, *said.ranges(u)]))
    return set(touched)


def merged(ranges: list[Range]) -> list[Range]:
    """Overlapping or touching ranges as one."""
    out: list[Range] = []
    for a, b in sorted(ranges):
        if out and a <= out[-1][1]:
            out[-1] = (out[-1][0], max(b, out[-1][1]))
        else:
            out.append((a, b))
    return out


def to_own_cues(said: Utterances, drafts: list[Draft]) -> None:
    """Take from a draft each utterance that a cue in its own sentence, else paragraph, reports: "“Go,” he said." after "She denied it."

    A cue that ends its paragraph with a colon introduces what follows, whoever is quoted there in turn.
    """
    touching: dict[int, list[Draft]] = {}
    for draft in drafts:
        for u in {said.at(i) for a, b in draft.content for i in range(a, b)} - {-1, said.at(draft.head)}:
            touching.setdefault(u, []).append(draft)
    reporting = {
        said.sentence(d.head)[0]: d for d in drafts if said.at(d.head) < 0 and cues.reports(cues.lemma(said.doc[d.head]))
    }  # the last draft of each sentence
    for u, claims in touching.items():
        ends = [i for a, b in said.ranges(u) for i in (a, b - 1)]
        # An opening mark may hang on the sentence before.
        within = [i for a, b in said.ranges(u) for i in (min(a + 1, b - 1), max(b - 2, a))]
        paragraphs_of, sentences_of = {said.paragraph(i) for i in ends}, {said.sentence(i) for i in within}
        outside = [d for d in claims if said.at(d.head) != u]
        near = [d for d in outside if said.sentence(d.head) in sentences_of]
        near = [d for d in near if _right_after(said, u, d)] or near
        near = near or [d for d in outside if said.paragraph(d.head) in paragraphs_of]
        heir = None if near else _before_in_paragraph(said, u, reporting)
        if heir is not None and all(said.colon(d.head) is None and d.head > ends[-1] for d in outside):
            heir.content = tidy(said.doc, merged([*heir.content, *said.ranges(u)]))
            near = [heir]
        for draft in claims:
            same = said.paragraph(draft.head) in paragraphs_of
            if draft in near or same and not near or said.colon(draft.head) is not None and not same:
                continue
            cue = None if near else beside(said, u)
            if near or cue is not None and said.paragraph(cue.head) in paragraphs_of:
                draft.content = tidy(said.doc, without(draft.content, said.ranges(u))) or draft.content


def _right_after(said: Utterances, u: int, draft: Draft) -> bool:
    """Does a cue follow an utterance that opens a sentence, read as one with that before: "It failed. “We tried,” | he said"?"""
    first, last = said.pieces[u][0].start, said.pieces[u][-1].end
    opens = first > 0 and said.doc[first - 1].text in {".", "!", "?"}
    return opens and 0 <= draft.cue[0][0] - last <= 6 and not any(t.text in {".", "!", "?"} for t in said.doc[last : draft.cue[0][0]])


def _before_in_paragraph(said: Utterances, u: int, reporting: dict[int, Draft]) -> Draft | None:
    """The draft whose cue stands in the sentence right before an utterance, in its paragraph: "He said it failed. “We tried.”" """
    first = said.pieces[u][0].start
    begin = said.sentence(first)[0]
    if not begin or said.at(begin) != u or said.paragraph(begin - 1) != said.paragraph(first):
        return None
    return reporting.get(said.sentence(begin - 1)[0])


def quote_drafts(said: Utterances, drafts: list[Draft]) -> list[Draft]:
    """Drafts for the utterances that no draft's content touches; earlier drafts get those that continue them."""
    claims: dict[int, Draft] = {}
    by_cue = {i: d for d in drafts for a, b in d.cue for i in range(a, b)}
    for draft in drafts:
        for u in with_quotations(draft, said):
            claims.setdefault(u, draft)
    out: list[Draft] = []
    for u in range(len(said.pieces)):
        if u in claims or not said.speaks(u) or not said.stands_alone(u):
            continue
        draft = beside(said, u)
        known = by_cue.get(draft.head) if draft is not None else None
        if known is None and draft is None and u - 1 in claims and _goes_on(said, u - 1, u):
            known = claims[u - 1]
        if known is not None:
            known.content = tidy(said.doc, merged([*known.content, *said.ranges(u)]))
        elif draft is not None:
            out.append(draft)
        if known is not None or draft is not None:
            claims[u] = known or draft
    return out


def _goes_on(said: Utterances, before: int, u: int) -> bool:
    """Does an utterance without a cue go on from the one before: same paragraph, at most the rest of the cue's sentence between?"""
    a, b = said.pieces[before][-1].end, said.pieces[u][0].start
    if said.paragraph(a - 1) != said.paragraph(b):
        return False
    between = said.doc[a:b]
    return len(between) <= REACH and sum(t.text in {".", "!", "?"} for t in between) <= 1


def beside(said: Utterances, u: int) -> Draft | None:
    """The reporting verb next to an utterance, after it rather than before."""
    doc, first, last = said.doc, said.pieces[u][0], said.pieces[u][-1]
    after = _verb(said, range(last.end, min(len(doc), last.end + REACH)), said.paragraph(last.end - 1))
    before = _verb(said, range(first.start - 1, max(-1, first.start - 1 - REACH), -1), said.paragraph(first.start))
    ends_open = (
        last.closed
        and doc[last.end - 2].text in {",", "?", "!", "—", "–", "--"}
        or doc[min(last.end, len(doc) - 1)].text in {",", "—", "–"}
    )
    choice = (
        (after or before)
        if ends_open or before is None
        else before
        if not ends_open and doc[first.start - 1].text in {":", ",", "that"}
        else after or before
    )
    if choice is None:
        return None
    who = _who(said, choice)
    if who is None:
        return None
    return Draft(choice.i, [cue_range(choice)], who, tidy(doc, said.ranges(u)), "beside quotation", "clause", 0.8)


def _verb(said: Utterances, where: range, paragraph: int) -> Token | None:
    """The first reporting verb along `where` outside quotations, not across the end of a sentence."""
    for i in where:
        token = said.doc[i]
        if said.paragraph(i) != paragraph or token.text in {".", "!", "?"} or said.at(i) >= 0:
            return None
        if token.pos_ == "VERB" and cues.reports(cues.lemma(token)):
            return token
    return None


def _who(said: Utterances, verb: Token) -> Range | None:
    """The verb's subject, else the noun phrase that stands next to it."""
    for token in (subject(verb), speaker_of(verb)):
        if token is not None and said.at(token.i) < 0:
            return source_range(token)
    for i in (*range(verb.i + 1, min(len(said.doc), verb.i + 4)), *range(verb.i - 1, max(-1, verb.i - 4), -1)):
        token = said.doc[i]
        if token.pos_ in {"PROPN", "NOUN", "PRON"} and said.at(i) < 0:
            return source_range(token.head if token.dep_ in {"compound", "flat"} and token.head.pos_ in {"NOUN", "PROPN"} else token)
    return None
