"""Whether two mentions mean one event: type, participants, place, time and weapon must not disagree (CODEBOOK "Events")."""

from __future__ import annotations

from collections.abc import Callable

from sitrep.extract.doc_parts import sentence_of
from sitrep.extract.event_slots import dependents
from sitrep.extract.event_words import classes
from sitrep.extract.phrases import children
from sitrep.resolve.event_clashes import countries_of, dates_clash, lasts_apart, places_clash, places_of, told_apart
from sitrep.resolve.event_grounding import SPEECH, Grounded
from sitrep.resolve.event_victims import are_new, each, is_force, number, other_fate, same_fate, turned

FAMILIES = (
    {"explosives", "suicide-attack"},
    {
        "targeted",
        "firearms",
        "explosives",
        "primitive",
        "suicide-attack",
        "aerial",
        "drone",
        "heavy-weapons",
        "unconventional",
        "abduct",
        "beat",
        "torture",
    },
    {"aerial", "destroy", "drone", "heavy-weapons", "explosives"},
    {"beat", "primitive", "crowd-control"},
    {"demo", "riot", "obstruct", "strike"},
    {"allege", "investigate"},
    {"troops", "weapons", "militia", "police"},
    {"arrest", "restrict"},
)
TARGETED = ("obj", "on", "against", "at", "outside")  # slots of what is hit
ADDING = {"also", "elsewhere", "separately", "meanwhile", "later", "then"}
OWN_ACTS = SPEECH | {
    "CONCEDE",
    "RETREAT",
}  # one's own: a group of nobody knows whom shares in none
TWO_SIDED = {"CONSULT", "COOPERATE"}
NEAR = 3  # sentences within which a bare mention continues the story
THRESHOLD = 1.0
OLDEST, LATEST = 5, 12  # mentions of a long event that are compared: keeps long texts linear


def modes_agree(a: str | None, b: str | None) -> bool:
    """Equal, or one untold, or one the general word for the other (a suicide attack is an explosion, a killing has some weapon)."""
    if a is None or b is None or a == b:
        return True
    if "targeted" in (a, b):
        return {a, b} <= FAMILIES[1]
    if "destroy" in (a, b):
        return {a, b} <= FAMILIES[2]
    return any({a, b} <= family for family in (FAMILIES[0], *FAMILIES[3:]))


def score(group: list[Grounded], event: list[Grounded], related: Callable[..., bool]) -> float | None:
    """How well a group of mentions fits an event; None if they contradict each other."""
    if len(event) > OLDEST + LATEST:
        event = [*event[:OLDEST], *event[-LATEST:]]
    a, b = group[0], event[-1]
    if (
        a.event_type != b.event_type
        and not _is_bare_toll_of(group, event)
        or (a.mention.modality == "actual") != (b.mention.modality == "actual")
    ):
        return None
    if not all(modes_agree(g.mention.event_mode, e.mention.event_mode) for g in group for e in event):
        return None
    if any(g.past for g in group) and not any(e.time or e.unresolved for e in event) and not same_fate(group, event):
        return None  # a dated piece of background is not the undated news
    if dates_clash(group, event) or lasts_apart(group, event) or places_clash(group, event) or told_apart(group, event):
        return None
    doers, did = each(group, "actors"), each(event, "actors")
    victims, suffered = each(group, "recipients"), each(event, "recipients")
    if a.event_type == "ASSAULT" and (
        is_force(group) and turned(doers, victims, did, suffered) or is_force(event) and turned(did, suffered, doers, victims)
    ):
        return None
    same_doer, same_victim = _related(doers, did, related), _related(victims, suffered, related)
    if doers and did and not same_doer:
        return None
    if a.sentence > 2 and not set(doers) & set(did) and are_new(group) and any(g.places or g.recipients for g in group):
        same_doer = False
    if doers and did and a.event_type in OWN_ACTS and not any(x == y or related(x, y, certain=True) for x in doers for y in did):
        return None
    if a.event_type == "PROTEST" and doers and did and not set(doers) & set(did):
        return None  # two crowds are two protests
    if a.mention.event_mode == "resign" and doers and did and _another_resigns(event, doers, did, related):
        return None
    if a.event_type in TWO_SIDED and doers and did and not any(x == y or related(x, y, certain=True) for x in doers for y in did):
        return None
    if a.event_type in TWO_SIDED and len(doers) > 1 and len(did) > 1 and len(set(doers) & set(did)) < 2:
        return None  # who meets A does not meet B
    if a.event_type == "COERCE" and _other_arrest(group, event, doers, did, victims, suffered, related):
        return None
    if a.event_type in SPEECH:
        by_nobody = not doers and not did and same_victim and a.head.pos_ == "NOUN"  # "accusations of fraud" against the same one
        if a.event_type == "AGREE" and len(set(doers) & set(did)) > 1 and set(doers) == set(did):
            return THRESHOLD + 1.0  # who agrees with whom is the agreement
        return _speech_score(group, event, bool(same_doer or by_nobody), bool(same_victim), bool(victims and suffered))
    if (
        a.event_type in {"COERCE", "SANCTION", "CONSULT", "COOPERATE", "AID", "RETREAT", "CONCEDE"}
        and victims
        and suffered
        and not same_victim
    ):
        return None
    if other_fate(group, event) and not set(victims) & set(suffered):
        return None
    toll = _is_toll(group)
    counted = toll or refers_to_nearest(group)
    if counted or _is_toll(event):  # "people" or "fighters" of any country may be anybody: only the same ones tell
        same_victim = bool(set(victims) & set(suffered))
    points = 1.0 * bool(same_doer) + 1.5 * bool(same_victim)
    if toll:
        # The toll that follows an attack is its toll; of two attacks before it, the nearer one's.
        gap = a.sentence - b.sentence
        points += 1.25 - 0.125 * gap if gap <= 2 and not (doers and not same_doer) and not _has_own_story(group) else 0.0
        points -= 0.5 if any(g.time for g in group) and not any(e.time for e in event) else 0.0
    elif victims and suffered and not same_victim and not counted:
        points -= 0.5
    points += _context_score(group, event, toll)
    new = _is_new(group, counted) and not (_is_title(event[0]) and a.sentence <= 2)
    if _other_target(group, event) and not set(victims) & set(suffered):
        again = _is_introduced(group) and _is_introduced(event) and group[0].sentence > event[-1].sentence
        added = new or _is_added(group) or again  # another target, and told as one more: that both victims may be one side tells nothing
        points -= (2.25 + 1.5 * same_victim) if added else 0.0 if same_victim else 0.75
    points -= 1.5 if new else 0.0
    if not doers and not victims and not any(g.places or g.time for g in group):
        points += 0.5 if a.sentence - b.sentence <= NEAR else 0.0
    return points


def _other_target(group: list[Grounded], event: list[Grounded]) -> bool:
    """Whether both tell what was hit, and no thing hit is the same: a bridge and a bank are two attacks."""
    if any(g.mention.definite for g in group):
        return False
    ours, theirs = _targets(group), _targets(event)
    return bool(ours and theirs) and not ours & theirs


def _is_added(group: list[Grounded]) -> bool:
    """Told as one more deed: "they also bombed a bank"."""
    return any(c.lower_ in ADDING for g in group for c in children(g.head, "advmod"))


def _is_introduced(side: list[Grounded]) -> bool:
    """Told as new: "a bomb exploded outside a bank"; told so of a school once more, it is another bomb."""
    heads = [n for g in side for n in (g.head, *children(g.head, "nsubj", "nsubj:pass"))]
    nouns = [n for n in heads if n.tag_ == "NN" and n.lemma_.lower() in classes()["weapon"] | classes()["attack"]]
    return any({c.lower_ for c in children(n, "det")} & {"a", "an"} for n in nouns)


def _is_title(g: Grounded) -> bool:
    """The first line, if it is no sentence: what follows tells the same, "another bomb" and all."""
    last = next((t for t in reversed(list(sentence_of(g.head))) if not t.is_space), g.head)
    return g.sentence == 0 and last.text not in {".", "!", "?", '"', "”"}


def _targets(side: list[Grounded]) -> set[str]:
    found = {t.lemma_.lower() for g in side for slot in TARGETED for t in dependents(g.head, slot)}
    return found & classes()["facility"]


def _is_toll(side: list[Grounded]) -> bool:
    return side[0].event_type in {"ASSAULT", "DISASTER"} and all(g.head.lemma_.lower() in classes()["hurting"] for g in side)


def _has_own_story(toll: list[Grounded]) -> bool:
    """With a time and a cause of its own: "Last week ten were killed when a hotel fell in" is not the toll of what was told before."""
    return any(
        g.time is not None and any({m.lower_ for m in children(c, "mark", "advmod")} & {"when", "after"} for c in children(g.head, "advcl"))
        for g in toll
    )


def _is_new(group: list[Grounded], toll: bool) -> bool:
    """Introduced as one more: "another bomb", "a second attack"; not "three other people were hurt", who are more of the same toll."""
    if toll:
        return False
    heads = [group[0].head, *children(group[0].head, "nsubj", "nsubj:pass")] if group[0].head.pos_ == "VERB" else [group[0].head]
    marks = {c.lower_ for h in heads for c in children(h, "det", "amod")}
    return bool(marks & {"another", "second", "third", "other", "separate", "similar"})


def _speech_score(group, event, same_doer: bool, same_victim: bool, both_victims: bool) -> float | None:
    """Two accusations are one when the same one accuses the same; who only names him a second time adds nothing new."""
    if not same_doer or (both_victims and not same_victim):
        return None
    near = group[0].sentence - event[-1].sentence
    return 1.0 * same_victim + (0.6 if near <= 1 else 0.0) + 0.5 * (group[0].head.lemma_ == event[-1].head.lemma_)


def _context_score(group: list[Grounded], event: list[Grounded], toll: bool) -> float:
    points = 1.5 if any(g.mention.definite for g in group) else 1.0 if _takes_up(group[0], event) else 0.0
    gap = group[0].sentence - max(e.sentence for e in event)
    points += (0.7, 0.5, 0.35, 0.25)[gap] if 0 <= gap <= NEAR else 0.0
    # The headline's event is what the article is about; a toll far down belongs to what was told just before it.
    points += 0.5 if min(e.sentence for e in event) <= 1 and not toll else 0.0
    modes = {g.mention.event_mode for g in group} & {e.mention.event_mode for e in event} - {None}
    points += 0.5 * bool(modes)
    points += 0.25 * bool({g.head.lemma_ for g in group} & {e.head.lemma_ for e in event}) * (not toll)
    mine, theirs = places_of(group), places_of(event)
    points += 1.0 if {p.name for p in mine} & {p.name for p in theirs} else 0.5 if countries_of(group) & countries_of(event) else 0.0
    if [g for g in group if g.time] and [e for e in event if e.time]:
        points += 1.0
    return points


def _takes_up(g: Grounded, event: list[Grounded]) -> bool:
    """ "The bomb attack on the bank", after "a bomb attack": the article says that it is known, and the same noun told it before."""
    nouns = [e.head for e in event if e.head.tag_ == "NN"]
    the = "the" in {c.lower_ for c in children(g.head, "det")} and g.head.lemma_.lower() not in classes()["hurting"]
    return the and g.head.tag_ == "NN" and not g.time and any(n.lemma_ == g.head.lemma_ and n.i < g.head.i for n in nouns)


def _is_bare_toll_of(group: list[Grounded], disaster: list[Grounded]) -> bool:
    """ "92 had died there", after an earthquake: dead of whom no words say that somebody killed them."""
    return (
        disaster[0].event_type == "DISASTER"
        and all(g.event_type == "ASSAULT" and g.mention.event_mode is None and not g.mention.actors for g in group)
        and _is_toll(group)
    )


def _other_arrest(group, event, doers, did, victims, suffered, related) -> bool:
    """An arrest and a closed border are one only with the same doers or victims; a singer is none of thirty students."""
    modes = {g.mention.event_mode for g in group} | {e.mention.event_mode for e in event}
    if modes >= FAMILIES[-1] and not set(doers) & set(did) and not set(victims) & set(suffered):
        return True
    if number(group) == {"many"} and number(event) == {"one"} and len(suffered) == 1 and not set(victims) & set(suffered):
        return True
    return bool(victims and suffered) and not any(a == b or related(a, b, strict=True) for a in victims for b in suffered)


def _another_resigns(event, doers, did, related) -> bool:
    """Everybody resigns for himself; only a title's "minister" may be the one who is named below it."""
    if any(a == b or related(a, b, strict=True) for a in doers for b in did):
        return False
    return not all(_is_title(e) and e.mention.actors and e.mention.actors[0].root.tag_ in {"NN", "NNP"} for e in event)


def refers_to_nearest(group: list[Grounded]) -> bool:
    """ "Six farmers died in the raid": more dead of a deed that needs no name, because it was told just before."""
    return (
        any(g.mention.definite for g in group)
        and any(g.head.lemma_.lower() in classes()["hurting"] for g in group)
        and not any(g.time or g.unresolved or g.places or g.actors for g in group)
    )


def _related(ours: list[str], theirs: list[str], related: Callable[..., bool]) -> bool:
    return any(a == b or related(a, b) for a in ours for b in theirs)
