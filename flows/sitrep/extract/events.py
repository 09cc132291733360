"""Event mentions: every word that reports a political or violent event, with its participants, place, time and modality.

The lexicon says which words in which construction (`triggers.py`), the tree who takes part (`event_arguments.py`), the
article's matter whether the sense is meant (`event_context.py`). What is threatened, asked or promised is not coded a
second time as if it had happened (CODEBOOK "modality").
"""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Doc, Span, Token

from sitrep.extract import event_settings
from sitrep.extract.doc_parts import words_of
from sitrep.extract.event_arguments import of_frame, one_sided, participants
from sitrep.extract.event_context import Topic, is_meant, topic
from sitrep.extract.event_deep import deep_objects, is_headline_passive
from sitrep.extract.event_modes import cause, find_mode
from sitrep.extract.event_senses import is_ambiguous, meant
from sitrep.extract.event_slots import carriers
from sitrep.extract.event_speech import find_speech_acts
from sitrep.extract.event_words import classes, word_forms
from sitrep.extract.modality import Status, governors, modality
from sitrep.extract.phrases import children, obliques, prepositions_of, relation
from sitrep.extract.records import EventMention
from sitrep.extract.triggers import Trigger, find_trigger, frames

SPEECH = {"ACCUSE", "THREATEN", "REQUEST", "REJECT", "AGREE", "SUPPORT"}
BINDING = {"THREATEN", "REQUEST", "AGREE", "REJECT"}  # what these say is their content, not another event
COOPERATIVE = {"CONSULT", "COOPERATE", "AID", "RETREAT", "CONCEDE", "SUPPORT"}
NEEDS_ACTOR = {"THREATEN", "REQUEST", "REJECT", "AGREE", "SUPPORT", "CONSULT", "COOPERATE", "CONCEDE", "MOBILIZE"}
IMPOSED = {"curfew", "martial-law"}  # on everybody, by whoever rules
HABITUAL = {"ASSAULT", "COERCE", "REQUEST", "THREATEN"}
SETTLED = {"REJECT": "refuse", "AGREE": "pledge"}  # the frames of what is refused or promised
DENYING = {"deny", "reject", "dismiss"}
CONTENT_RELATIONS = {"xcomp", "ccomp", "obj", "obl", "advcl", "acl", "nmod"}
ECHO = "echo:"  # rule prefix of a mention that may only join an event told elsewhere


def find_events(doc: Doc) -> list[EventMention]:
    """All event mentions of an article, in text order; one span per participant, nothing resolved."""
    about = topic(doc)
    able = [t for t, pos, _, _ in words_of(doc) if pos in {"VERB", "NOUN", "PROPN", "ADJ"} and not _is_modifier(t)]
    read = {t.i: _trigger(t, about) for t in able}
    triggers = {i: trigger for i, (trigger, _) in read.items() if trigger is not None}
    mentions: list[EventMention] = []
    latest: str | None = None
    for i, trigger in triggers.items():
        token = doc[i]
        mention = _mention(token, trigger, triggers, about, latest)
        if mention is None:
            continue
        if mention.event_type in {"ASSAULT", "DISASTER"}:
            latest = mention.event_type
        mentions.append(replace(mention, sense=read[i][1]))
    mentions = _in_cyberspace(_once(mentions))
    known = {t.i for m in mentions for t in m.trigger}
    mentions += [m for m in find_speech_acts(doc) if not known & set(range(m.trigger.start, m.trigger.end))]
    return sorted(mentions, key=lambda m: (m.trigger.start, m.trigger.end, m.event_type))


def _once(mentions: list[EventMention]) -> list[EventMention]:
    """ "Struck a deal" is one event, not the striking and the deal; with whom, the noun may tell."""
    signed = {m.trigger.root.i for m in mentions if m.event_type == "SUPPORT"}
    deals = {m.trigger.root.head.i: m for m in mentions if m.event_type == "AGREE" and relation(m.trigger.root) == "obj"}
    told = {i: deal for i, deal in deals.items() if i in signed}
    agreed = {m.trigger.root.i for m in mentions if m.event_type == "AGREE" and m.trigger.root.pos_ == "VERB"}
    out = [m for m in mentions if not any(m is deal for deal in told.values()) and not _is_agreed(m, agreed)]
    return [replace(m, recipients=m.recipients or told[i].recipients) if (i := m.trigger.root.i) in told else m for m in out]


def _is_agreed(mention: EventMention, agreed: set[int]) -> bool:
    """ "Will hold joint drills": what is promised is no second row."""
    root = mention.trigger.root
    return mention.event_type in COOPERATIVE and mention.modality == "future" and relation(root) == "obj" and root.head.i in agreed


def _in_cyberspace(mentions: list[EventMention]) -> list[EventMention]:
    """ "The attacks", in a text that tells of cyber attacks and of no weapon, are those."""
    if not any(m.event_mode == "cyber" for m in mentions) or any(m.event_type == "ASSAULT" and m.event_mode for m in mentions):
        return mentions
    return [replace(m, event_type="COERCE", event_mode="cyber") if _is_bare_attack(m) else m for m in mentions]


def _is_bare_attack(mention: EventMention) -> bool:
    word = mention.trigger.root
    return mention.event_type == "ASSAULT" and word.pos_ == "NOUN" and word.lemma_.lower() == "attack"


def _is_modifier(token: Token) -> bool:
    """A word in front of a noun names no event of its own ("attack helicopter", "protest leader"); a truce deal does."""
    if relation(token) == "compound" or (token.dep_ in {"amod", "flat"} and token.pos_ != "VERB"):
        return True
    return token.dep_ == "amod"


def _trigger(token: Token, about: Topic) -> tuple[Trigger | None, float | None]:
    """The lexicon's reading of a word, or for an ambiguous one the sense that is meant and by how much it leads."""
    found = find_trigger(token)
    if not is_ambiguous(token) or (found is not None and (found.event_type == "HARM" or found.mode == "cyber")):
        return found, None  # no sense of a word was learned that a computer suffers: who hacks or what is hacked tells
    borne_out = found is not None and is_meant(token, found, sum(participants(token, found), ()), about)
    return meant(token, found, borne_out)


def _mention(token: Token, trigger: Trigger, triggers: dict[int, Trigger], about: Topic, latest: str | None) -> EventMention | None:
    event_type = trigger.event_type
    if event_type == "HARM":
        event_type = cause(token, latest)
        if event_type is None:
            return None
    actors, recipients = participants(token, trigger)
    if event_type == "DISASTER":
        actors = ()
    if not is_ambiguous(token) and not is_meant(token, trigger, (*actors, *recipients), about):
        return None
    if event_type in HABITUAL and _is_habit(token):
        return None
    status = modality(token)
    settled = _settle(event_type, trigger.mode, token, status)
    if settled is None:
        return None
    if settled[0] != event_type and actors:  # who will meet somebody, or will not, agrees or refuses alone
        actors, recipients = one_sided(token, actors, recipients)
        recipients = recipients or of_frame(token, SETTLED[settled[0]])[1]
    event_type, mode, said = settled
    mention = EventMention(
        _span(token, trigger),
        event_type,
        mode,
        said,
        actors,
        recipients,
        definite=_is_definite(token),
        rule=f"{event_type.lower()}/{trigger.pos}/{trigger.name}",
    )
    mention = _within(mention, token, status, triggers)
    if mention is None or not _is_complete(mention, token, trigger):
        return None
    if event_type not in SPEECH:
        mention = replace(mention, places=event_settings.places(token))
    return replace(mention, times=event_settings.times(token))


def _settle(event_type: str, mode: str | None, token: Token, status: Status) -> tuple[str, str | None, str] | None:
    """Type, mode and modality together: promised cooperation is AGREE, refused cooperation REJECT (CODEBOOK "Events")."""
    said = status.modality
    verbal = token.pos_ in {"VERB", "ADJ"}
    if said == "negated":
        if event_type in COOPERATIVE and verbal and status.governor == token:
            return "REJECT", find_mode(token, "REJECT"), "actual"
        return None
    if status.obliged:
        return None
    if said == "future" and event_type in COOPERATIVE and verbal:
        return "AGREE", None, "actual"
    if mode is None:
        mode = find_mode(token, event_type)
    return event_type, mode, said


def _within(mention: EventMention, token: Token, status: Status, triggers: dict[int, Trigger]) -> EventMention | None:
    """Drops or demotes what is only the content of a threat, request, promise, refusal or accusation."""
    if mention.event_type == "REQUEST" and any(
        t.i in triggers and triggers[t.i].event_type == "PROTEST" for t in (token.head, token.head.head)
    ):
        return None  # what protesters demand is their protest
    if mention.event_type == "ACCUSE" and token.pos_ == "NOUN" and any(c.lemma_.lower() in DENYING for c in children(token, "acl")):
        return replace(mention, rule=ECHO + mention.rule)  # "accused soldiers of theft, an allegation that they deny"
    for word, governor in governors(token):
        trigger = triggers.get(governor.i)
        if (
            mention.event_type == "DISASTER"
            and trigger is not None
            and trigger.event_type == "ASSAULT"
            and _is_part_of(token, trigger, word)
        ):
            return None
        if trigger is None or relation(word) not in CONTENT_RELATIONS or governor.i == token.i:
            continue
        if trigger.event_type == "CONCEDE" and mention.event_type in {"COERCE", "SANCTION"} and relation(word) == "obj":
            return replace(mention, rule=ECHO + mention.rule)  # "lifted a curfew": there was one, but its lifting is what is told
        clausal = relation(word) in {"xcomp", "ccomp", "advcl", "acl"}
        if trigger.event_type == mention.event_type and not (clausal and trigger.event_type in BINDING):
            if clausal and mention.modality == "hypothetical":
                mention = replace(mention, modality="actual")
            continue
        if clausal and mention.modality == "hypothetical" and relation(word) != "advcl" and trigger.event_type != "ACCUSE":
            return None
        if trigger.event_type in BINDING and _is_content(word, governor):
            return replace(mention, rule=ECHO + mention.rule) if mention.definite and token.pos_ != "VERB" else None
        if (
            trigger.event_type in {"ACCUSE", "SANCTION", "COERCE"}
            and relation(word) in {"obl", "advcl", "acl", "xcomp", "ccomp"}
            and _is_charge(word)
        ):
            if mention.event_type == "ASSAULT" and mention.recipients:
                return replace(mention, actors=())
            return replace(mention, rule=ECHO + mention.rule)
    return mention


def _is_habit(token: Token) -> bool:
    """ "Bandits who demand ransoms": what people of a kind do, on no day."""
    if token.dep_ != "acl:relcl" or token.tag_ not in {"VBP", "VBZ"} or children(token, "aux"):
        return False
    kind = token.head
    definite = any(c.lower_ in {"the", "these", "those"} or c.dep_ == "nmod:poss" for c in children(kind, "det", "nmod:poss"))
    return kind.tag_ == "NNS" and not definite and not children(kind, "nummod") and token.left_edge.nbor(-1).text not in {",", "—", "–"}


def _is_part_of(token: Token, trigger: Trigger, word: Token) -> bool:
    """Whether the lexicon's verb means this noun as its object: "set fire"."""
    wanted = [c.words for c in trigger.conditions if c.slot == "obj" and not c.negated and c.words is not None]
    return word == token and relation(word) == "obj" and any(not words.isdisjoint(word_forms(token)) for words in wanted)


def _is_content(word: Token, governor: Token) -> bool:
    if relation(word) in {"obl", "nmod"}:
        return bool({c.lower_ for c in children(word, "case")} & {"for", "to", "of", "with", "on", "about", "against", "from"})
    if relation(word) == "advcl":
        return word.tag_ in {"VB", "VBG"} and bool(
            {c.lower_ for c in children(word, "mark")} & {"to", "from", "of", "for", "on", "against"}
        )
    return True


def _is_charge(word: Token) -> bool:
    return bool({c.lower_ for c in word.children if relation(c) in {"case", "mark"}} & {"of", "for", "with", "over", "on"})


def _is_complete(mention: EventMention, token: Token, trigger: Trigger) -> bool:
    """Whether enough participants are there for a row that says something."""
    actors = [a for a in mention.actors if a.root.lower_ not in {"i", "you", "it", "we"} or len(a) > 1]
    if mention.event_type in SPEECH and mention.actors and not actors and mention.actors[0].root.lower_ != "it":
        return mention.actors[0].root.lower_ == "we" and bool(mention.recipients)
    if mention.event_type in NEEDS_ACTOR and not mention.actors and not (trigger.lemma == "extradite" and mention.recipients):
        return mention.event_type == "THREATEN" and bool(mention.recipients)  # "received threats": from whom is not told
    if mention.event_type == "CONSULT" and len(mention.actors) + len(mention.recipients) < 2 and mention.event_mode != "visit":
        several = token.pos_ == "VERB" and any(a.root.tag_ in {"NNS", "NNPS"} for a in mention.actors)  # "the two presidents spoke"
        return bool(mention.actors) and (several or bool(carriers(token)))
    if mention.event_type in {"SUPPORT", "AID", "COOPERATE"} and token.tag_ == "VBN" and relation(token) == "acl":
        return False  # "fighters backed by Iran": a description
    if trigger.frame == "suffer" and relation(token) == "acl" and token.head in deep_objects(token):
        return False  # "the charges that she faced": a description
    if mention.modality == "hypothetical" and mention.event_type in COOPERATIVE | {"AGREE", "DISASTER"}:
        return False
    if (
        mention.event_type in {"COOPERATE", "CONSULT"}
        and relation(token) in {"obl", "nmod"}
        and prepositions_of(token) & {"in"}
        and obliques(token, "with")
    ):
        return False  # "in cooperation with" is a preposition
    if mention.event_type == "AGREE" and any(not mention.recipients or children(c, "nsubj:pass") for c in children(token, "ccomp")):
        return False  # an assurance to nobody, or of something that others would do
    if trigger.event_type == "HARM" and trigger.pos == "noun" and not mention.recipients and not children(token, "nummod"):
        return False
    if mention.event_mode in IMPOSED and trigger.pos == "noun" and token.dep_ == "nsubj:pass":
        return True  # "a curfew was imposed"
    if mention.event_type in {"COERCE", "SANCTION", "AID", "RETREAT", "ACCUSE"}:
        active = children(token, "nsubj") and not children(token, "nsubj:pass") and not is_headline_passive(token)
        if not mention.actors and trigger.pos == "verb" and active and frames()[trigger.frame]["actor"]:
            return False
        return bool(mention.actors or mention.recipients)
    if mention.event_type == "ASSAULT" and trigger.pos == "verb":
        return bool(mention.actors or mention.recipients) or bool(children(token, "nsubj", "obj"))
    return True


def _is_definite(token: Token) -> bool:
    """ "the attack", "these strikes", "its offensive": refers back to what was told."""
    if token.pos_ == "VERB" or any(c.lemma_.lower() in classes()["singling"] or c.tag_ == "JJS" for c in children(token, "amod", "nummod")):
        return False
    told = bool(obliques(token, "of", "on", "against", "by"))  # "the death of five militiamen" is told here, not referred to
    for child in children(token):
        if relation(child) == "det" and told and child.lower_ == "the":
            return False
        if relation(child) == "det" and child.lower_ in {"the", "this", "that", "these", "those"}:
            return True
        if child.dep_ == "nmod:poss" and child.pos_ == "PRON":
            return True
    return False


def _span(token: Token, trigger: Trigger) -> Span:
    """The trigger's words: the token with its compounds when the lexicon asked for them, and its particle."""
    start, end = token.i, token.i + 1
    if trigger.pos == "noun" and any(c.slot == "mod" and not c.negated for c in trigger.conditions):
        while (
            start > 0
            and token.doc[start - 1].head.i in range(start, token.i + 1)
            and relation(token.doc[start - 1]) in {"compound", "amod", "punct"}
        ):
            start -= 1
    for child in children(token, "compound:prt"):
        if child.i == end:
            end += 1
    return token.doc[start:end]
