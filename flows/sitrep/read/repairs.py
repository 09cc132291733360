"""Facts of grammar that hold whatever the scores say: what a tree may not be is put right before the Doc is made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

NOMINAL = {"NOUN", "PROPN"}


def one_subject(forms: Sequence[str], upos: Sequence[str], heads: list[int], relations: list[str]) -> None:
    """A verb has one subject: of "The spokesman for the army, Ali Hassan, said" the name is an apposition of the description.

    The second of two nominal subjects goes to the first when nothing but a comma stands between their phrases. One entry a
    word; `heads` index words, a root its own. Changes `heads` and `relations` in place.
    """
    subjects = defaultdict(list)
    for word, relation in enumerate(relations):
        if relation in {"nsubj", "nsubj:pass"}:
            subjects[heads[word]].append(word)
    for verb, pair in subjects.items():
        if len(pair) != 2 or not all(upos[w] in NOMINAL and w < verb for w in pair):
            continue
        first, second = pair
        between = [w for w in range(first + 1, second) if not _under(w, first, heads) and not _under(w, second, heads)]
        commas = [w for w in range(first + 1, second) if forms[w] == ","]
        if commas and all(forms[w] == "," for w in between):
            heads[second], relations[second] = first, "appos"


def one_hearer(upos: Sequence[str], heads: list[int], relations: list[str]) -> None:
    """Who is told is told once: in "told the charity Red Lamp that" the name is an apposition of the description. Changes both lists."""
    told = [word for word, relation in enumerate(relations) if relation == "iobj"]
    for first, second in zip(told, told[1:], strict=False):
        beside = all(w == first or w == second or _under(w, second, heads) for w in range(first, second + 1))
        if heads[first] == heads[second] and upos[first] == "NOUN" and upos[second] == "PROPN" and beside:
            heads[second], relations[second] = first, "appos"


def passive_verb(upos: list[str], xpos: list[str], heads: Sequence[int], relations: Sequence[str]) -> None:
    """What has a passive subject, or is a participle with a clause of its own, is a verb: "Dozens arrested as police break up rally".

    Changes `upos` and `xpos` in place.
    """
    for word, relation in enumerate(relations):
        if relation == "acl" and upos[word] == "ADJ" and xpos[word] == "VBN":
            upos[word] = "VERB"
        if relation == "nsubj:pass" and upos[heads[word]] == "ADJ" and xpos[heads[word]] in {"VBN", "VBD", "JJ"}:
            upos[heads[word]], xpos[heads[word]] = "VERB", "VBN"


def no_pronoun(forms: Sequence[str], upos: list[str], xpos: list[str]) -> None:
    """ "WHO say" and "the US" name somebody, where not everything is in capitals. Changes `upos` and `xpos` in place."""
    for word, form in enumerate(forms):
        if form in {"WHO", "US", "IT"} and upos[word] == "PRON":
            beside = [f for f in (*forms[max(0, word - 2) : word], *forms[word + 1 : word + 3]) if f.isalpha() and len(f) > 1]
            if beside and not any(f.isupper() for f in beside):
                upos[word], xpos[word] = "PROPN", "NNP"


def left_so(forms: Sequence[str], upos: Sequence[str], heads: list[int], relations: list[str]) -> None:
    """An adjective behind the object of "leave" says how that was left: "left two soldiers dead". Changes both lists in place."""
    for word, relation in enumerate(relations):
        noun = heads[word]
        if relation != "amod" or noun != word - 1 or relations[noun] != "obj" or upos[word] not in {"ADJ", "VERB"}:
            continue
        if forms[heads[noun]].lower() in {"leave", "leaves", "left", "leaving"}:
            heads[word], relations[word] = heads[noun], "xcomp"


def object_before_mark(forms: Sequence[str], heads: list[int], relations: list[str]) -> None:
    """What stands before the preposition of a clause belongs to the verb before: "accused the rebels | of shelling the town".

    Changes both lists in place.
    """
    for mark, relation in enumerate(relations):
        clause = heads[mark]
        if relation != "mark" or clause <= mark or forms[mark].lower() not in {"of", "for", "from", "into"}:
            continue
        verb = heads[clause]
        for word in range(verb + 1, mark) if verb < mark else ():
            if relations[word] in {"obj", "nsubj"} and heads[word] == clause:
                heads[word], relations[word] = verb, "obj"


def _under(word: int, head: int, heads: Sequence[int]) -> bool:
    """Is `word` in the subtree of `head`? Linear in the depth of the tree."""
    for _ in range(len(heads)):
        if word == head:
            return True
        if heads[word] == word:
            return False
        word = heads[word]
    return False
