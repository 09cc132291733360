"""The reader's attributions and the tree's, joined: where both see a cue, each gives what it does better."""

from __future__ import annotations

from spacy.tokens import Doc, Span

from sitrep.extract import cues
from sitrep.extract.statement_drafts import Draft, Range, overlap, tidy, words_in
from sitrep.extract.statement_quotes import Utterances, merged


def learned_drafts(doc: Doc) -> list[Draft]:
    """The reader's attributions as drafts."""
    if not Doc.has_extension("attributions"):
        return []
    out = []
    for a in doc._.attributions or ():
        cue, content = _ranges(a.cue), tidy(doc, _ranges(a.content))
        if cue and content:
            out.append(Draft(cue_head(doc, cue), cue, _source(a.source), content, "learned", score=float(a.score), learned=True))
    return out


def _ranges(spans: tuple[Span, ...]) -> list[Range]:
    return merged([(s.start, s.end) for s in spans])


def _source(spans: tuple[Span, ...]) -> Range | None:
    """A source in pieces is its longest piece."""
    best = max(spans, key=lambda s: (s.end - s.start, -s.start), default=None)
    return (best.start, best.end) if best is not None else None


def cue_head(doc: Doc, cue: list[Range]) -> int:
    """The word that decides what a cue means: its last verb after a light one ("released a statement saying"), else its topmost verb or word."""
    tokens = [doc[i] for a, b in cue for i in range(a, b) if not doc[i].is_space]
    verbs = [t for t in tokens if t.pos_ == "VERB"]
    if len(verbs) > 1 and verbs[0].lemma_.lower() in cues.words("light_verbs"):
        return verbs[-1].i
    for token in [*verbs, *tokens]:
        if token.head.i not in {t.i for t in (verbs or tokens)} or token.head is token:
            return token.i
    return (verbs or tokens)[0].i


def joined(doc: Doc, said: Utterances, tree: list[Draft], learned: list[Draft]) -> list[Draft]:
    by_head: dict[int, list[Draft]] = {}
    for draft in tree:
        by_head.setdefault(draft.head, []).append(draft)
    out: list[Draft] = []
    used: set[int] = set()
    taken: set[int] = set()
    for draft in learned:
        mates = [t for a, b in draft.cue for i in range(a, b) for t in by_head.get(i, ())]
        used.update(i for a, b in draft.cue for i in range(a, b))
        if mates:
            draft = agreed(doc, draft, mates)
        out.append(draft)
    del taken
    seen = [words_in(doc, d.content) for d in out]
    for draft in tree:
        if draft.head in used or draft.score < 0.5:
            continue
        words = words_in(doc, draft.content)
        if any(overlap(words, s) >= 0.5 for s in seen):
            continue
        out.append(draft)
    return out


def agreed(doc: Doc, draft: Draft, mates: list[Draft]) -> Draft:
    words = words_in(doc, draft.content)
    best = max(mates, key=lambda m: overlap(words, words_in(doc, m.content)))
    draft.construction = best.construction
    draft.rule = f"learned + {best.rule}"
    if draft.source is None and best.rule not in {"passive", "noun", "passive clause"}:
        draft.source = best.source
    return draft
