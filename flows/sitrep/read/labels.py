"""The labels that the reader's heads choose from, in the order of the model's outputs."""

import json
from dataclasses import asdict, dataclass

NAMES = ("PER", "ORG", "LOC", "NORP", "EVENT", "WEAPON", "VEHICLE", "DATE", "QUANTITY", "MONEY", "MISC")
ROLES = ("source", "cue", "content")
# What a mention refers to, as GUM has it; first: the word heads no mention.
KINDS = ("none", "abstract", "animal", "event", "object", "organization", "person", "place", "plant", "substance", "time")


def bio(kinds):
    """The BIO labels of span kinds: O, then B- and I- of each."""
    return ["O", *(f"{prefix}-{kind}" for kind in kinds for prefix in "BI")]


@dataclass(frozen=True)
class Labels:
    """One list a head: `upos`, `xpos`, `rules` (lemma edit rules), `relations` (UD relations with subtypes), `names`, `roles`, `mentions`
    (BIO; mentions are re3d's: names, descriptions and pronouns of actors and places), `kinds` (of the mention that a word heads)."""

    upos: list
    xpos: list
    rules: list
    relations: list
    names: list
    roles: list
    mentions: list
    kinds: list

    def classes(self):
        """Width of each part of the classifier's output, in order; `starts` is one logit."""
        return {
            "upos": len(self.upos),
            "xpos": len(self.xpos),
            "rules": len(self.rules),
            "starts": 1,
            "names": len(self.names),
            "roles": len(self.roles),
            "mentions": len(self.mentions),
            "kinds": len(self.kinds),
        }

    def save(self, path):
        path.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=0) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, path):
        return cls(**json.loads(path.read_text(encoding="utf-8")))
