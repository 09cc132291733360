"""Where sentences probably start, by rule: used to cut a text into windows before the reader has seen it.

The reader's own sentence starts (a head of the model) replace these; a wrong guess here costs a little context, never a sentence.
"""

import re

# Short for a word that is followed by a name or a number more often than by a new sentence.
_NOT_FINAL = re.compile(r"^(?:Mr|Mrs|Ms|Dr|St|Sen|Rep|Gov|Gen|Lt|Col|Capt|Maj|Sgt|Adm|Rev|Hon|Prof|No|vs|(?:[A-Z]\.)*[A-Z])\.?$")
_FINAL = {".", "!", "?", "...", "…", "?!", "!!", "??", "...."}
_CLOSING = set("\"'”’)]»") | {"''", "’’"}


def probable_starts(text, words):
    """For each word (start, end) whether a sentence probably starts there; the first word always does."""
    starts, ended, previous, before = [], True, 0, ""
    for start, end in words:
        word, gap = text[start:end], text[previous:start]
        if word in _CLOSING and ended and not gap:
            starts.append(not starts)
        else:
            new_line = "\n" in gap
            starts.append(not starts or new_line or (ended and bool(gap) and not word[0].islower()))
            ended = word in _FINAL and not (word == "." and _NOT_FINAL.match(before))
        previous, before = end, word
    return starts


def paragraph_starts(text, words):
    """For each word how it begins: 0 inside a line, 1 after a line break, 2 after a blank line or at the start of the text."""
    out, previous = [], 0
    for start, end in words:
        breaks = text.count("\n", previous, start)
        out.append(2 if not out or breaks > 1 else min(breaks, 1))
        previous = end
    return out
