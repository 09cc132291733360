"""Contents that only the layout shows: blocks after a colon, and quotations with a byline under them, whose cue is the dash."""

from __future__ import annotations

import re
from bisect import bisect_right

from sitrep.extract.statement_drafts import Draft, tidy
from sitrep.extract.statement_quotes import Utterances, merged
from sitrep.extract.statement_transcripts import LABEL

# A dash, then a name that opens with a capital, to the end of the line: "— Amina Yusuf, a farmer".
BYLINE = re.compile(r"\s*(?P<dash>--|[—–―-])[ \xa0]*(?P<who>[^\W\d_a-z][^\n.!?;:“”\"]{1,80}?)[ \t]*\.?(?=\n|$)")
BEFORE_COLON = 8  # words from a cue to the colon that introduces a block


def block_contents(said: Utterances, drafts: list[Draft]) -> None:
    """Give a cue that ends its paragraph with a colon the whole of the next one, set off as a block: "The governor added:"."""
    doc = said.doc
    for draft in drafts:
        colon, block = said.colon(draft.head), said.paragraph_after(draft.head)
        if colon is None or block is None or not 0 < colon - draft.head <= BEFORE_COLON or LABEL.match(doc.text, doc[block[0]].idx):
            continue
        begun = any(block[0] <= a <= block[0] + 1 for a, _ in draft.content)
        if begun and all(said.at(i) < 0 for i in range(*block)):
            draft.content = tidy(doc, merged([*draft.content, block]))


def byline_drafts(said: Utterances, drafts: list[Draft]) -> list[Draft]:
    """Quotations with a dash and a name under them, where no draft claims their words."""
    doc, text, starts = said.doc, said.text, said.starts
    claimed = {said.at(i) for d in drafts for a, b in d.content for i in range(a, b)}
    out = []
    for u, pieces in enumerate(said.pieces):
        last = doc[pieces[-1].end - 1]
        byline = BYLINE.match(text, last.idx + len(last)) if pieces[-1].closed and u not in claimed and said.speaks(u) else None
        if byline is None:
            continue
        dash, first, end = (bisect_right(starts, c) - 1 for c in (byline.start("dash"), byline.start("who"), byline.end("who") - 1))
        if not any(t.pos_ in {"VERB", "AUX"} and t.dep_ == "ROOT" for t in doc[first : end + 1]):
            out.append(Draft(dash, [(dash, dash + 1)], (first, end + 1), tidy(doc, said.ranges(u)), "byline", "colon", 0.8))
    return out
