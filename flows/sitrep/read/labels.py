"""The labels that the reader's heads choose from, in the order of the model's outputs."""

import json
from dataclasses import asdict, dataclass

NAMES = ("PER", "ORG", "LOC", "NORP", "EVENT", "WEAPON", "VEHICLE", "DATE", "QUANTITY", "MONEY", "MISC")
ROLES = ("source", "cue", "content")


def bio(kinds):
    """The BIO labels of span kinds: O, then B- and I- of each."""
    return ["O", *(f"{prefix}-{kind}" for kind in kinds for prefix in "BI")]


@dataclass(frozen=True)
class Labels:
    """One list a head: `upos`, `xpos`, `rules` (lemma edit rules), `relations` (UD relations with subtypes), `names`, `roles` (BIO)."""

    upos: list
    xpos: list
    rules: list
    relations: list
    names: list
    roles: list

    def classes(self):
        """Width of each part of the classifier's output, in order; `starts` is one logit."""
        return {
            "upos": len(self.upos),
            "xpos": len(self.xpos),
            "rules": len(self.rules),
            "starts": 1,
            "names": len(self.names),
            "roles": len(self.roles),
        }

    def save(self, path):
        path.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=0) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, path):
        return cls(**json.loads(path.read_text(encoding="utf-8")))
