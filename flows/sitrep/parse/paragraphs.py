"""Lines to paragraphs: blank lines, indents, and lines wrapped at a fixed width."""

from __future__ import annotations

import re
from itertools import pairwise

# A line break is a wrap only where the line is full: the next line's first word would not have fitted. Wires wrap at 60 to 80.
MIN_WIDTH, MAX_WIDTH = 45, 100
SLACK = 6  # columns that a wrapped line may fall short of the width: ragged converters break early
FULL = 0.8  # share of the lines of a block that must be full
INDENT = re.compile(r"(?: {2,}|\t)")
FINAL = tuple('.!?:;"”’)')


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a plain text, each on one line. Words are not changed; spaces around lines go."""
    blocks = list(_blocks(text.split("\n")))
    width = max((_width(block) for block in blocks if len(block) > 2 and _wrapped(block, _width(block))), default=0)
    found: list[str] = []
    for block in blocks:
        own = max(width, _width(block))
        if _wrapped(block, own) or _plainly_continued(block):
            found.extend(_joined(block, own))
        else:
            found.extend(line.strip() for line in block)
    return found


def _blocks(lines: list[str]) -> list[list[str]]:
    """Runs of lines without a blank line between them; an indented line after one that is not begins a new run."""
    blocks: list[list[str]] = [[]]
    indented = False
    for line in lines:
        if not line.strip():
            blocks.append([])
        elif blocks[-1] and INDENT.match(line) and not indented:
            blocks.append([line.rstrip()])
        else:
            blocks[-1].append(line.rstrip())
        indented = bool(INDENT.match(line))
    return [block for block in blocks if block]


def _width(block: list[str]) -> int:
    return max(map(len, block))


def _wrapped(block: list[str], width: int) -> bool:
    if len(block) < 2 or not MIN_WIDTH <= width <= MAX_WIDTH or _width(block) > width:
        return False
    return sum(_full(line, after, width) for line, after in pairwise(block)) >= FULL * (len(block) - 1)


def _full(line: str, after: str, width: int) -> bool:
    return len(line) + 1 + len(after.split(None, 1)[0]) > width - SLACK


def _plainly_continued(block: list[str]) -> bool:
    """Every line but the last stops inside a sentence, and every next one goes on in lower case."""
    if len(block) < 2 or _width(block) > MAX_WIDTH:
        return False
    return all(not line.endswith(FINAL) and after.lstrip()[0].islower() and len(line) >= MIN_WIDTH for line, after in pairwise(block))


def _joined(block: list[str], width: int) -> list[str]:
    """The paragraphs of a wrapped block: one, unless a line that is not full is a heading on top or ends a sentence."""
    found: list[list[str]] = [[block[0].strip()]]
    for number, (line, after) in enumerate(pairwise(block)):
        if not _full(line, after, width) and (number == 0 or line.endswith(FINAL)):
            found.append([])
        elif not (line.endswith("-") and line[-2:-1].isalpha() and after.lstrip()[0].isalpha()):
            found[-1].append(" ")  # a word that breaks at its own hyphen goes on without a space
        found[-1].append(after.strip())
    return ["".join(parts) for parts in found]
