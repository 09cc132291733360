"""A Doc as plain records with character offsets, one form for each kind of annotation (what `sitrep annotate` writes)."""


def syntax_record(doc):
    """{"tokens": [{"start", "end", "upos", "lemma", "head", "deprel", "sent"}]}; head is an index into the list, a root's its own.

    White space tokens are left out; `sent` is the number of the sentence.
    """
    words = [token for token in doc if not token.is_space]
    number = {token.i: i for i, token in enumerate(words)}
    sentence = {token.i: n for n, sent in enumerate(doc.sents) for token in sent}
    return {
        "tokens": [
            {
                "start": t.idx,
                "end": t.idx + len(t),
                "upos": t.pos_,
                "lemma": t.lemma_,
                "head": number[t.head.i],
                "deprel": "root" if t.dep_ == "ROOT" else t.dep_,
                "sent": sentence[t.i],
            }
            for t in words
        ]
    }


def names_record(doc):
    """{"entities": [{"start", "end", "label"}]}."""
    return {"entities": [{"start": ent.start_char, "end": ent.end_char, "label": ent.label_} for ent in doc.ents]}


def scheme(label_set):
    """What Reader.read is to look for when these kinds are asked for: "mentions" for kinds that only re3d has, else "names"."""
    return "mentions" if {"WEAPON", "VEHICLE"} & set(label_set) else "names"


def antecedents_record(doc):
    """{"mentions": [{"start", "end", "kind", "antecedent"}]} of the words that head mentions; antecedent: index in the list."""
    found = doc._.antecedents
    number = {one.token.i: i for i, one in enumerate(found)}
    return {
        "mentions": [
            {
                "start": one.token.idx,
                "end": one.token.idx + len(one.token),
                "kind": one.kind,
                "antecedent": None if one.antecedent is None else number[one.antecedent.i],
            }
            for one in found
        ]
    }


def attributions_record(attributions):
    """{"attributions": [{"source": [[start, end], …], "cue": …, "content": …}]} of Attributions."""

    def parts(spans):
        return [[span.start_char, span.end_char] for span in spans]

    return {"attributions": [{"source": parts(a.source), "cue": parts(a.cue), "content": parts(a.content)} for a in attributions]}
