"""What a rule for a time expression knows besides its match: the publication date, the last date mentioned, where the clause looks."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import ModuleType

from sitrep.resolve.date_lexicon import fragments, lexicon

FORWARD, PAST = "forward", "past"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a rule makes of its match; `days` overrides the interval that the value has by itself."""

    value: str
    type: str = "DATE"
    relative: bool = False
    ambiguous: bool = False
    days: tuple[date | None, date | None] | None = None
    precision: str | None = None


@dataclass(slots=True)
class Context:
    """The state of one pass over a text. `day` is the last full date said, `period` the last quarter or month said."""

    text: str
    published: date | None
    day: date | None = None
    moment: date | None = None  # the first day of the last date said, whatever its precision
    period: str | None = None
    day_first: bool | None = None  # whether an unambiguous 25/12/2001 stands in the text

    @property
    def anchor(self) -> date | None:
        """What "two days earlier" counts from."""
        return self.day or self.published

    def looks(self, start: int, end: int) -> str | None:
        """Whether the clause around an expression looks forward or back: the nearest cue to its left decides, else to its right."""
        left = _SENTENCE_BREAK.split(self.text[max(0, start - 120) : start])[-1]
        right = _SENTENCE_BREAK.split(self.text[end : end + 80])[0]
        for n, word in enumerate(reversed(_words(left)[-14:])):
            if (cue := _cue(word)) and (n < 2 or word not in lexicon()["beside"]):
                return cue
        for word in _words(right)[:7]:
            if cue := _cue(word):
                # After the expression, only an opening one ("On Tuesday, voters will …") is governed by what follows.
                return cue if cue == PAST or len(_words(left)) <= 2 else None
        return None


_SENTENCE_BREAK = re.compile(r"(?<=[a-z)”\"’][.!?])[”\"’']*\s+(?=[A-Z“\"])|\n\s*\n")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?|['’]ll")


def _words(text: str) -> list[str]:
    return [w.lower() for w in _WORD.findall(text)]


@cache
def _cues() -> dict[str, str]:
    words = lexicon()
    return {w: PAST for w in words["past"]} | {w: FORWARD for w in words["forward"]}


def _cue(word: str) -> str | None:
    known = _cues().get(word)
    if known or not word.endswith(("ed", "ll")):
        return known
    return FORWARD if word.endswith(("'ll", "’ll")) else PAST if word.endswith("ed") and len(word) > 4 else None


Rule = Callable[[re.Match[str], Context], Reading | None]


def rule(pattern: str) -> Callable[[Rule], Rule]:
    """Attach a pattern to a rule; `{MONTH}` and the like stand for the fragments of `date_lexicon`."""

    def attach(function: Rule) -> Rule:
        expanded = re.sub(r"\{([A-Z]+)\}", lambda m: fragments()[m[1]], pattern)
        compiled = re.compile(rf"(?:{expanded})(?![\w])", re.IGNORECASE | re.VERBOSE)
        vars(function)["patterns"] = [*vars(function).get("patterns", []), compiled]
        return function

    return attach


def rules_of(module: ModuleType) -> list[tuple[re.Pattern[str], Rule]]:
    """The rules defined in a module, in the order of the file."""
    own = [f for f in vars(module).values() if getattr(f, "__module__", None) == module.__name__ and hasattr(f, "patterns")]
    return [(pattern, function) for function in own for pattern in reversed(function.patterns)]
