"""The reader's attributions and the tree's, joined: where both see a cue, each gives what it does better."""

from __future__ import annotations

from collections import Counter, defaultdict

from spacy.tokens import Doc, Span, Token

from sitrep.extract import cues
from sitrep.extract.phrases import children, relation
from sitrep.extract.statement_drafts import Draft, Range, overlap, tidy, trimmed, without, words_in
from sitrep.extract.statement_quotes import Utterances, merged

# A draft of the tree alone stands when its cue attributes at least this often in its construction; constructions that are not here
# were right less than a third of the time where the reader saw nothing (PolNeAR dev), and stay out.
SURE = {
    "clause": 0.8,
    "passive clause": 0.8,
    "parenthesis": 0.6,
    "colon": 0.6,
    "infinitive": 0.85,
    "object": 0.65,
    "passive": 0.5,
    "quality": 0.9,
    "noun": 0.55,
    "information": 0.5,
    "no comment": 0.5,
    "according to": 0.5,
}
# Constructions whose content is a whole clause: where the reader stops short of its end, the tree knows better.
WHOLE = {"clause", "passive clause", "parenthesis", "according to", "colon"}
OCCASIONS = {"press conference", "interview", "statement", "social media"}
ADDRESSEE = 12  # words


def learned_drafts(doc: Doc) -> list[Draft]:
    """The reader's attributions as drafts."""
    if not Doc.has_extension("attributions"):
        return []
    out = []
    for a in doc._.attributions or ():
        cue, content = _ranges(a.cue), tidy(doc, _ranges(a.content))
        if cue and content:
            out.append(Draft(cue_head(doc, cue), cue, _source(a.source), content, "learned", score=float(a.score)))
    return out


def _ranges(spans: tuple[Span, ...]) -> list[Range]:
    return merged([(s.start, s.end) for s in spans])


def _source(spans: tuple[Span, ...]) -> Range | None:
    """A source in pieces is its longest piece."""
    best = max(spans, key=lambda s: (s.end - s.start, -s.start), default=None)
    return trimmed(best.doc, best.start, best.end) if best is not None else None


def cue_head(doc: Doc, cue: list[Range]) -> int:
    """The word that decides what a cue means: the last verb after a light one ("released a statement saying"), else the topmost one."""
    tokens = [doc[i] for a, b in cue for i in range(a, b) if not doc[i].is_space]
    verbs = [t for t in tokens if t.pos_ == "VERB"]
    if len(verbs) > 1 and cues.lemma(verbs[0]) in cues.words("light_verbs"):
        return verbs[-1].i
    for token in [*verbs, *tokens]:
        if token.head.i not in {t.i for t in (verbs or tokens)} or token.head == token:
            return token.i
    return (verbs or tokens)[0].i


def joined(said: Utterances, tree: list[Draft], learned: list[Draft]) -> list[Draft]:
    """One draft for each attribution: the reader's, corrected by the tree's where they share a cue, and the tree's own where it is sure."""
    doc = said.doc
    by_head: dict[int, list[Draft]] = defaultdict(list)
    for draft in tree:
        by_head[draft.head].append(draft)
    cued = {i for d in learned for a, b in d.cue for i in range(a, b)}
    own = [d for d in tree if d.head not in cued and d.score >= SURE.get(d.rule, 2.0) and said.at(d.head) < 0 and (d.source or _unsourced(doc, d))]
    out = []
    for draft in learned:
        mates = [t for a, b in draft.cue for i in range(a, b) for t in by_head.get(i, ())] or of_document(doc, draft, by_head)
        draft = corrected(said, draft, mates, cued)
        out.append(draft)
    nearest_subjects(doc, out, by_head)
    for draft in out:
        if draft.source and not draft.content_moved:
            draft.content = tidy(doc, without(draft.content, [draft.source])) or draft.content
    out = split(doc, out, own)
    known = Contents(doc, out)
    return out + [d for d in own if not known.has(words_in(doc, d.content))]


def _unsourced(doc: Doc, draft: Draft) -> bool:
    """A passive that may stand without a source ("was accused of"), or a construction whose subject the tree lost."""
    return draft.rule != "passive" or cues.lemma(doc[draft.head]) in cues.words("unsourced")


class Contents:
    """The contents of some drafts, asked whether one of them is about as given (intersection over union of a half)."""

    def __init__(self, doc: Doc, drafts: list[Draft]):
        self.sizes: list[int] = []
        self.heads = [d.head for d in drafts]
        self.at: dict[int, list[int]] = defaultdict(list)
        for n, draft in enumerate(drafts):
            words = words_in(doc, draft.content)
            self.sizes.append(len(words))
            for i in words:
                self.at[i].append(n)

    def has(self, words: set[int]) -> bool:
        shared = Counter(n for i in words for n in self.at.get(i, ()))
        # One whose cue lies among the words is reported in turn: "he said …, a statement said".
        return any(both >= 0.5 * (len(words) + self.sizes[n] - both) for n, both in shared.items() if self.heads[n] not in words)


def split(doc: Doc, drafts: list[Draft], own: list[Draft]) -> list[Draft]:
    """Take from a reader's content each piece that a cue of its own reports: "…, one report claimed. …, sources said"."""
    pieces = {i: d for d in own for i in words_in(doc, d.content)}
    for draft in drafts:
        if len(draft.content) < 2:
            continue
        keep = []
        for piece in draft.content:
            words = words_in(doc, [piece])
            other = pieces.get(min(words)) if words else None
            if other is None or overlap(words, words_in(doc, other.content)) < 0.7:
                keep.append(piece)
        draft.content = keep or draft.content
    return drafts


def corrected(said: Utterances, draft: Draft, mates: list[Draft], cued: set[int]) -> Draft:
    """The reader's draft with what the tree knows of the same cue."""
    doc = said.doc
    draft = act_in_content(doc, draft)
    draft.content = in_full(doc, near(said, draft))
    if not mates:
        return draft
    words = words_in(doc, draft.content)
    best = max(mates, key=lambda m: overlap(words, words_in(doc, m.content)))
    theirs = words_in(doc, best.content)
    draft.construction = best.construction
    draft.rule = f"learned + {best.rule}"
    if words < theirs and not (theirs - words) & cued and (best.rule in WHOLE or len(words) < 3) and not draft.content_moved:
        draft.content = list(best.content)
    elif best.rule == "clause" and theirs < words and min(theirs) - min(words) <= ADDRESSEE and _addressed(doc, words - theirs, draft.head):
        draft.content = list(best.content)
    draft.source = _whose(doc, draft, best)
    draft.content = before_next_act(said, draft)
    if not any(said.at(i) >= 0 for i in range(*draft.content[-1])):
        draft.content = of_cue(doc, draft)
    return draft


def near(said: Utterances, draft: Draft) -> list[Range]:
    """The pieces of a content in the cue's sentence or in quotations; what the reader linked from other sentences is mostly astray."""
    sentence = said.doc[draft.head].sent
    keep = [(a, b) for a, b in draft.content if a < sentence.end and b > sentence.start or said.at(a) >= 0 or said.at(b - 1) >= 0]
    return keep or draft.content


def of_document(doc: Doc, draft: Draft, by_head: dict[int, list[Draft]]) -> list[Draft]:
    """For "the army's | statement | …" the verb that the document is subject of: "the army's statement | underlines | …"."""
    noun = doc[draft.head]
    if relation(noun) != "nsubj" or noun.pos_ != "NOUN" or not cues.medium(cues.lemma(noun)):
        return []
    mates = [m for m in by_head.get(noun.head.i, ()) if m.rule == "clause"]
    if mates:
        draft.head, draft.cue, draft.source = mates[0].head, list(mates[0].cue), mates[0].source
    return mates


def of_cue(doc: Doc, draft: Draft) -> list[Range]:
    """Content without what belongs to the cue at its end: "called for more schools | in a statement on Thursday"."""
    head = doc[draft.head]
    end = draft.content[-1][1]
    for child in sorted(head.children, key=lambda c: -c.i):
        when = (
            child.dep_ in {"obl:tmod", "obl:unmarked"}
            or relation(child) == "obl"
            and (child.ent_type_ == "DATE" or cues.medium(cues.lemma(child)) in OCCASIONS)
        )
        if when and child.right_edge.i == end - 1 and child.left_edge.i > draft.content[-1][0] and child.i > head.i:
            end = child.left_edge.i
    return tidy(doc, [*draft.content[:-1], (draft.content[-1][0], end)]) or draft.content


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
    begin = draft.content[0][0]
    last, first = doc[draft.cue[-1][1] - 1], doc[begin]
    if not cues.medium(cues.lemma(last)):
        # The document may be the first thing in the content: "published" + "a video threatening to attack".
        last = next((doc[i] for i in range(begin, min(begin + 4, draft.content[0][1])) if doc[i].pos_ == "NOUN"), last)
        first = next((c for c in children(last, "acl") if last.i < c.i <= last.i + 4 and c.i < draft.content[0][1]), first)
    if not cues.medium(cues.lemma(last)) or first.tag_ != "VBG" or not 0 <= first.i - last.i <= 4:
        return draft
    end = first.i + 1
    while end + 1 < draft.content[0][1] and doc[end].lower_ in {"and", "or"} and doc[end + 1].tag_ == "VBG":
        end += 2
    rest = tidy(doc, [(end, draft.content[0][1]), *draft.content[1:]])
    if rest:
        draft.cue, draft.head, draft.content, draft.content_moved = merged([*draft.cue, (min(last.i + 1, begin), end)]), first.i, rest, True
    return draft


def before_next_act(said: Utterances, draft: Draft) -> list[Range]:
    """Content without what the cue's own verb is coordinated with: "confirmed his death | and paid tribute to his skill"."""
    doc, head = said.doc, said.doc[draft.head]
    holes = []
    for other in children(head, "conj"):
        if other.i > head.i and other.pos_ in {"VERB", "AUX"} and _tense(other) == _tense(head) and said.at(other.i) < 0:
            left = min([other.left_edge.i, *(c.i for c in children(other, "cc"))])
            holes.append((left, max(other.right_edge.i + 1, left + 1)))
    rest = tidy(doc, without(draft.content, holes))
    return rest if len(words_in(doc, rest)) >= 2 else draft.content


def nearest_subjects(doc: Doc, drafts: list[Draft], by_head: dict[int, list[Draft]]) -> None:
    """Give a cue its own subject where the reader gave it that of a cue before: "A said that …, while B claims …"."""
    before = sorted((d.source[0], d.head) for d in drafts if d.source)
    for draft in drafts:
        mate = next((m for m in by_head.get(draft.head, ()) if m.source), None)
        if mate is None or not draft.source or not draft.source[1] <= mate.source[0] < draft.head:
            continue
        if not any(mate.source[0] <= c.i < mate.source[1] for c in children(doc[draft.head], "nsubj")):
            continue  # a subject through control is the reader's to find
        if any(at == draft.source[0] and draft.source[1] <= head < mate.source[0] for at, head in before):
            draft.source = mate.source


def _tense(verb: Token) -> str:
    return "VBD" if verb.tag_ == "VBN" else verb.tag_


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
    if best.rule in {"passive", "noun", "passive clause"} or theirs is None:
        return ours
    if ours is None:
        return theirs if best.rule in {"clause", "object", "parenthesis", "according to"} else None
    if ours[1] - ours[0] == 1 and doc[ours[0]].tag_ in {"WDT", "WP"}:
        return theirs
    if theirs[0] <= ours[0] and ours[1] <= theirs[1]:
        return theirs
    return ours
