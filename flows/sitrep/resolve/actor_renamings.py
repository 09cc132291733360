"""Two names of one participant that the text itself equates: "X (XYZ)", "X, also known as Y", "X (Army of Y)"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.tokens import Token

from sitrep.extract.doc_parts import tokens_of
from sitrep.extract.mentions import Mention
from sitrep.extract.phrases import children, is_passive, relation
from sitrep.resolve.actor_names import Referent, name_kind
from sitrep.resolve.names import acronym_key

if TYPE_CHECKING:
    from sitrep.resolve.coreference import Discourse

CALLING = {"called", "dubbed", "nicknamed", "alias", "aka", "a.k.a.", "a.k.a"}
# What may stand between a name, "known as" and the other name.
BETWEEN = set("also better commonly formerly locally widely once previously now simply is was are were who which by its the".split())
BETWEEN |= {",", "(", "“", '"', "''", "``", "'", "‘", "’", "”"}
REACH = 8  # tokens
FOREIGN = 24  # tokens between a bracket and what stands in it: "(Arabic: … , “Army of Y”)"


def renamed(d: Discourse, m: Mention, referent: Referent) -> Referent | None:
    """The referent that the text equates with the name `m`: named before it, of the same kind."""
    host = _known_as(d, m) or _bracketed(d, m)
    if host is None or host.head.i not in d.at:
        return None
    target = d.at[host.head.i]
    if target.known is not None and referent.known is not None and target.known.entity_id != referent.known.entity_id:
        return None  # the registry knows better
    kinds = {target.kind or name_kind(target), referent.kind or name_kind(referent)} - {None}
    alike = len(kinds) < 2 or kinds <= {"organization", "group"} or "place" in kinds and acronym_key(m.name.text) is None
    return target if alike and "country" not in kinds and kinds != {"place"} else None


def _known_as(d: Discourse, m: Mention) -> Mention | None:
    i = _before(d, m.span.start - 1)
    word = d.doc[i].lower_ if i >= 0 else ""
    if word == "as":
        i = next((j for j in range(i - 1, max(i - REACH, -1), -1) if d.doc[j].lower_ in {"known", "referred"}), -1)
    elif word not in CALLING or _calls(d.doc[i]):
        return None
    host = d.name_ending(_before(d, i - 1)) if i > 0 else None
    if host is not None and relation(d.doc[i]) == "acl" and relation(host.head) == "nmod" and d.doc[i].head == host.head.head:
        return d.mention_of.get(host.head.head.i)  # "a group within the League called the Guard": the group
    return host


def _calls(verb: Token) -> bool:
    """Does somebody call another one so: "the minister called Novak a traitor", unlike "a group | called Novak"?"""
    callers = [c for c in children(verb, "nsubj") if c.tag_ not in {"WDT", "WP"} and c.dep_ != "nsubj:pass"]
    return verb.tag_ in {"VBD", "VBZ", "VBP"} and bool(callers) and not is_passive(verb)


def _before(d: Discourse, i: int) -> int:
    """The position at or before `i` of a word that is none of those in between, nor in brackets."""
    while i >= 0:
        if d.doc[i].text == ")":
            i = next((j for j in range(i - 1, max(i - FOREIGN, -1), -1) if d.doc[j].text == "("), 0)
        elif d.doc[i].lower_ not in BETWEEN and not d.doc[i].is_space:
            break
        i -= 1
    return i


def _bracketed(d: Discourse, m: Mention) -> Mention | None:
    """The body whose acronym, or whose name in translation, stands in brackets right after it."""
    after = next((t for t in tokens_of(d.doc)[m.name.end : m.name.end + 4] if not _quotes(t.text)), None)
    if after is None or after.text not in {")", ",", ";"}:
        return None
    opening = next((i for i in range(m.name.start - 1, max(m.name.start - FOREIGN, -1), -1) if d.doc[i].text in {"(", ")"}), -1)
    if opening < 1 or d.doc[opening].text != "(":
        return None
    host = d.name_ending(opening - (2 if d.doc[opening - 1].lower_ in {"'s", "’s"} else 1))
    if host is None or "ORG" not in {host.label, m.label}:
        return None
    if acronym_key(m.name.text) is not None:
        short = opening == m.name.start - 1 and sum(c.isupper() for c in m.name.text) > 2
        return host if short and len(host.name) > 1 and abbreviates(m.name.text, host.name.text) else None
    translated = opening < m.name.start - 1 and (_quotes(d.doc[m.name.start - 1].text) or d.doc[m.name.start - 1].lower_ in {"or", ":"})
    return host if translated and len(m.name) > 1 else None


def _quotes(text: str) -> bool:
    return not text.strip("\"'“”‘’«»„`")


def abbreviates(acronym: str, name: str) -> bool:
    """Are the letters of an acronym found in their order in two or more words of a name? NAVCENT of "Naval Forces Central Command"."""
    letters, words = [c for c in acronym.lower() if c.isalpha()], name.lower().split()
    for first, word in enumerate(words):
        if not word.startswith(letters[0]):
            continue
        left, used = letters, 0
        for following in words[first:]:
            rest = iter(following)
            taken = next((n for n, c in enumerate(left) if c not in rest), len(left))
            left, used = left[taken:], used + bool(taken)
        if not left and used > 1:
            return True
    return False
