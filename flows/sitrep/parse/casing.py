"""Counting how words and names are usually written, from mixed-case text: `python -m sitrep.parse.casing OUT TEXT…`.

TEXT: JSONL records with "text", or CoNLL-U with its `# text = ` lines. OUT is `casing.txt`, which `truecase` reads: one word, or one name
of several words, a line, in its usual case. Words of a sentence's beginning, of headlines and of other upper-case passages are not counted.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

TOKEN = re.compile(r"[^\W\d_]+|[^\w\s]")
SENTENCE = re.compile(r"(?<=[.!?])[\"”’)]* +|\n")
MIN_WORDS = 6
MAX_CAPITALS = 0.4  # of a sentence's words; above it is a headline
OPENING = frozenset("\"“‘':.!?(–—-[")  # what a capital after it may be due to
MIN_NAME = 3  # times that a name must occur
MAX_AS_WORD = 0.25  # share of lower case from which a word counts as one


def sentences(paths: Iterable[Path]) -> Iterator[list[str]]:
    """The tokens of every sentence in mixed case."""
    for path in paths:
        with path.open(encoding="utf-8") as file:
            for line in file:
                if line.startswith("{"):
                    yield from filter(_is_prose, (TOKEN.findall(part) for part in SENTENCE.split(json.loads(line)["text"])))
                elif line.startswith("# text = ") and _is_prose(tokens := TOKEN.findall(line[9:])):
                    yield tokens


def _is_prose(tokens: list[str]) -> bool:
    words = [token for token in tokens if token[0].isalpha()]
    return len(words) >= MIN_WORDS and sum(word[0].isupper() for word in words) <= MAX_CAPITALS * len(words)


def usual_case(paths: Iterable[Path]) -> list[str]:
    """The lines of `casing.txt`: words and names seen often enough, and names of two to five words whose words alone are not names."""
    forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
    names: Counter[tuple[str, ...]] = Counter()
    corpus = list(sentences(paths))
    for tokens in corpus:
        _count(tokens, forms)
        names.update(_names(tokens))
    words = {word: form for word, found in forms.items() if (form := _usual(word, found))}
    frequent = {name: n for name, n in names.items() if n >= MIN_NAME and any(words.get(part.lower(), part).islower() for part in name)}
    lower = _lower_counts(corpus, {tuple(part.lower() for part in name) for name in frequent})
    kept = {" ".join(name) for name, n in frequent.items() if n > 4 * lower[tuple(part.lower() for part in name)]}
    return sorted({*words.values(), *kept}, key=lambda line: (line.lower(), line))


def _usual(word: str, found: Counter[str]) -> str | None:
    """The usual form, None when it is not known. In doubt lower case: a word that is also a name is more often only a word."""
    form = max(sorted(found), key=found.__getitem__)
    if found[word] >= MAX_AS_WORD * found.total():
        return word if found.total() > 1 else None
    return form if found[form] >= MIN_NAME else None


def _count(tokens: list[str], forms: defaultdict[str, Counter[str]]) -> None:
    opening = True
    for token in tokens:
        if token[0].isalpha():
            if not opening or token.islower():
                forms[token.lower()][token] += 1
            opening = False
        elif token in OPENING:
            opening = True


def _names(tokens: list[str]) -> Iterator[tuple[str, ...]]:
    """Whole runs of capitalised words inside a sentence, with "of" and "for" between them."""
    run: list[str] = []
    for token in [*tokens[1:], "."]:
        if token[0].isupper() and not (token.isupper() and len(token) > 1):
            run.append(token)
        elif token in ("of", "for") and run:
            run.append(token)
        else:
            while run and run[-1].islower():
                run.pop()
            if 2 <= len(run) <= 5 and run[0] != "The":
                yield tuple(run)
            run = []


def _lower_counts(corpus: Iterable[list[str]], names: set[tuple[str, ...]]) -> Counter[tuple[str, ...]]:
    """How often each name's words stand in lower case."""
    found: Counter[tuple[str, ...]] = Counter()
    for tokens in corpus:
        for start in range(len(tokens)):
            for length in range(2, 6):
                part = tuple(tokens[start : start + length])
                if part in names:
                    found[part] += 1
    return found


def main(arguments: list[str]) -> int:
    if len(arguments) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    lines = usual_case(map(Path, arguments[1:]))
    Path(arguments[0]).write_text("\n".join(lines) + "\n", "utf-8")
    print(f"{len(lines)} words and names")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
