"""Statements, sentence by sentence: what the codebook says of each construction, and shares right over a list of our own."""

import functools
import re
from pathlib import Path

import jsonschema
import pytest
import yaml

from sitrep.extract.statements import attributions_record, find_attributions, find_statements, quote_speakers
from sitrep.knowledge.lexicon import HERE, lexicon
from sitrep.read import reader

CASES = yaml.safe_load(Path(__file__).with_name("statement_sentences.yaml").read_text(encoding="utf-8"))


@functools.cache
def coded(text):
    return find_statements(reader().read(text))


def words(text):
    return re.findall(r"\w+", text.lower())


def share(a, b):
    a, b = set(words(a)), set(words(b))
    return len(a & b) / len(a | b) if a | b else 1.0


def content(statement):
    return " … ".join(c.text for c in statement.content)


def of(case):
    """The statement that a case asks for: the one whose content is nearest."""
    return max(coded(case["text"]), key=lambda s: share(content(s), case["content"]), default=None)


def right(case, field):
    s = of(case)
    if s is None or share(content(s), case["content"]) < 0.5:
        return False
    if field in {"source", "target", "addressee"}:
        span = getattr(s, field)
        return (span.text if span is not None else None) == case[field]
    name = {"act": "speech_act", "type": "attribution_type", "quote": "quote_type"}.get(field, field)
    return getattr(s, name) == case[field]


@pytest.mark.parametrize(
    ("field", "floor"),
    [
        ("source", 0.9),
        ("act", 0.9),
        ("type", 0.9),
        ("quote", 0.97),
        ("negated", 0.95),
        ("determinate", 0.9),
        ("target", 0.9),
        ("addressee", 0.9),
        ("medium", 0.9),
    ],
)
def test_fields(field, floor):
    """Nine in ten at least, over every act and construction of the list."""
    asked = [c for c in CASES if field in c]
    wrong = [c["text"] for c in asked if not right(c, field)]
    assert len(wrong) <= (1 - floor) * len(asked), wrong


def test_contents():
    wrong = [c["text"] for c in CASES if of(c) is None or share(content(of(c)), c["content"]) < 0.8]
    assert len(wrong) <= 0.08 * len(CASES), wrong


def test_one_statement_a_sentence():
    """The list's sentences hold one attribution each, two at most: nothing is made up around it."""
    assert sum(len(coded(c["text"])) for c in CASES) <= 1.2 * len(CASES)


def test_scare_quotes_are_no_statement():
    assert coded("Warplanes have bombed the camp under a “precise defence” doctrine.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Mayor faces “impossible” choice over school closures",
        "“Ghost ships” and the “shadow fleet”: how the oil gets out\n\nThe port was closed on Monday.",
        "Army keeps its “defensive” posture\n\nA “quiet” night in the north, a “loud” one in the south",
    ],
)
def test_scare_quotes_in_headlines_and_subtitles_have_no_speaker(text):
    assert coded(text) == []


@pytest.mark.parametrize("text", ["Rebels attacked the town on Friday.", "Jets blasted the camp.", "Gunmen ripped the door open."])
def test_blows_are_no_criticism(text):
    assert coded(text) == []


@pytest.mark.parametrize(
    ("text", "source", "said"),
    [
        ("Papers quoted her as saying that the war was over.", "her", "the war was over"),
        ("State radio cited the minister as saying the port had been closed.", "the minister", "the port had been closed"),
        ("“The siege,” the agency quoted him as saying, “is over.”", "him", "“The siege,” … “is over.”"),
        ("“The siege is over,” he was quoted as saying by the agency.", "he", "“The siege is over,”"),
    ],
)
def test_who_is_quoted_speaks_not_who_quotes(text, source, said):
    """The cue has both halves, "quoted … as saying", and makes one statement."""
    (s,) = coded(text)
    assert (s.source.text, content(s)) == (source, said)
    assert re.fullmatch(r"(was )?(quoted|cited) … as saying", " … ".join(c.text for c in s.cue))


@pytest.mark.parametrize(
    "text",
    [
        "The president may announce a ceasefire.",
        "If he says that the vote was fair, nobody will care.",
        "The court will rule on Monday that the law is void.",
    ],
)
def test_what_may_be_said_is_indeterminate(text):
    assert [s.determinate for s in coded(text)] == [False]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        # where it was said belongs to the cue, wherever the tree hangs it
        ("The senator rejected the plan in a ruling on Monday.", ["the plan"]),
        ("Both rivals cited the number at the forum in May.", ["the number"]),
        # a past verb is no second half of "would order"
        (
            "The minister said he would order a review of the dam and warned against panic.",
            ["he would order a review of the dam", "against panic"],
        ),
        # whom he told
        ("“Never,” he told me, “did I agree.”", ["“Never,” … “did I agree.”"]),
        # a document that carries the act
        ("The rebels published a video condemning the raid.", ["the raid"]),
    ],
)
def test_content_ends_where_something_else_begins(text, said):
    found = [content(s) for s in coded(text)]
    assert found[0] == said[0] and set(found) <= set(said)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (
            "The president accused the rebels of breaking the truce and threatened to bomb their camps.",
            [("accused", "the rebels of breaking the truce"), ("threatened", "to bomb their camps")],
        ),
        (
            "The president accused the rebels of breaking the truce, demanded an apology and threatened to close the border.",
            [("accused", "the rebels of breaking the truce"), ("demanded", "an apology"), ("threatened", "to close the border")],
        ),
        (
            "The governor said the bridge was safe, adding that it would open on Monday.",
            [("said", "the bridge was safe"), ("adding", "it would open on Monday")],
        ),
        (
            "The ministry said on Sunday that the talks had failed, blaming the rebels for the collapse.",
            [("said", "the talks had failed"), ("blaming", "the rebels for the collapse")],
        ),
        (
            "The chief of staff said the army was ready and warned that any attack would be answered.",
            [("said", "the army was ready"), ("warned", "any attack would be answered")],
        ),
        (
            "Kabore said Ghana had played no role in the talks and accused the rebels of lying.",
            [("said", "Ghana had played no role in the talks"), ("accused", "the rebels of lying")],
        ),
        # a road warns nobody
        (
            "The navy said the road was closed and warned sailors to stay at home.",
            [("said", "the road was closed")],
        ),
        (
            "The minister denounced the report as a lie and called for an inquiry.",
            [("denounced", "the report as a lie"), ("called", "an inquiry")],
        ),
        (
            "The envoy urged both sides to talk and said he would travel to Geneva.",
            [("urged", "both sides to talk"), ("said", "he would travel to Geneva")],
        ),
    ],
)
def test_a_second_cue_has_its_own_statement(text, rows):
    """Coordinated cues and participles: the same source, each with its own content."""
    found = coded(text)
    assert [(s.cue[0].text.split()[0], content(s)) for s in found] == rows
    assert len({s.source.text for s in found}) == 1


def test_two_sources_of_one_content():
    found = coded("The coast guard said, and the navy confirmed, that the ship had sunk.")
    assert [(s.source.text, content(s)) for s in found] == [("The coast guard", "the ship had sunk"), ("the navy", "the ship had sunk")]


def test_a_quotation_belongs_to_the_cue_beside_it():
    """Not to one of the next paragraph, which has a quotation of its own."""
    text = "The minister said the talks had failed. “We tried everything.”\n\n“Nobody was surprised,” the envoy said."
    found = {s.source.text: content(s) for s in coded(text)}
    assert found == {"The minister": "the talks had failed … “We tried everything.”", "the envoy": "“Nobody was surprised,”"}


def test_a_block_after_a_colon_is_said_whole():
    text = "The mayor added:\n\nThe road is safe. Nobody needs to leave. The school will open on Monday.\n\nIt rained all day."
    (s,) = coded(text)
    assert content(s) == "The road is safe. Nobody needs to leave. The school will open on Monday"


@pytest.mark.parametrize(
    "text",
    [
        "It is worth noting that the vote was close.",
        "The chairman called a meeting for Monday.",
        "Needless to say, the bridge was closed.",
        "This is the second raid that the general ordered.",
    ],
)
def test_nobody_reports_anything(text):
    assert coded(text) == []


def test_a_dateline_is_neither_source_nor_content():
    (s,) = coded("GENEVA (AP) — Norway called on Sudan to free the men.")
    assert (s.source.text, content(s)) == ("Norway", "Sudan to free the men")


def test_a_headline_is_not_part_of_what_is_said_below_it():
    text = (
        "Ferry sinks off Tarsa, at least 12 dead\n\nRescuers pull 40 from the water\n\nA ferry sank late on Monday, the coast guard said."
    )
    assert [content(s) for s in coded(text)] == ["A ferry sank late on Monday"]


def test_content_runs_on_while_no_new_cue_comes():
    text = "“The water rose at night,” Ibrahim said. “We climbed on the roof.”\n\nThe road is closed."
    (s,) = coded(text)
    assert content(s) == "“The water rose at night,” … “We climbed on the roof.”"
    assert [v.text for v in s.verbatim] == ["The water rose at night,", "We climbed on the roof."]


def test_a_quotation_over_paragraphs_is_one_statement():
    text = "“The first night was quiet,” the doctor said. “Then the shelling began.\n\n“We moved everybody to the cellar.”"
    (s,) = coded(text)
    assert content(s).endswith("“We moved everybody to the cellar.”")


def test_i_inside_a_quotation_is_its_speaker():
    doc = reader().read("“I saw my house burn,” Leila Haddad said.")
    speakers = quote_speakers(doc, find_statements(doc))
    assert {doc[i].text: span.text for i, span in speakers.items()} == {"I": "Leila Haddad", "my": "Leila Haddad"}


def test_the_record_counts_that_into_the_content():
    """PARC's content begins with the complementizer, the codebook's after it."""
    text = "The governor said that the dam would hold."
    (s,) = coded(text)
    (a,) = attributions_record([s])["attributions"]
    assert [text[x:y] for x, y in a["content"]] == ["that the dam would hold"]
    assert content(s) == "the dam would hold"


def test_each_cue_has_its_own_subject():
    text = "The observatory said that several fighters were wounded, while the agency Sana claims that a child had died."
    assert [(s.source.text, s.cue[0].text) for s in coded(text)] == [("The observatory", "said"), ("the agency Sana", "claims")]


def test_what_is_reported_in_turn_is_a_statement_too():
    """A statement inside another's indirect content has its own row; a quoted speaker's "I think" has none."""
    rows = coded("Police said that the driver denied any guilt.")
    assert {s.source.text for s in rows} == {"Police", "the driver"}
    assert [s.source.text for s in coded("“I think the road is safe,” the mayor said.")] == ["the mayor"]


def test_a_statement_released_by_someone_speaks_for_them():
    (s,) = coded("The spokesman of the ministry, Karim Aziz, released a statement condemning and rejecting the raids.")
    assert (s.source.text, content(s), s.speech_act) == ("The spokesman of the ministry, Karim Aziz", "the raids", "condemn")


def test_deeds_are_no_statements():
    assert coded("The council approved a contract to buy ten trucks, and two members refused to take part in the vote.") == []


def test_attitudes_are_annotated_but_not_coded():
    """PolNeAR annotates attitudes to things; the tables keep what is said, thought or wanted in words."""
    doc = reader().read("The senator supports the bill.")
    assert find_attributions(doc) and not find_statements(doc)


def test_transcripts_name_the_speaker_before_a_colon():
    turns = ["SMITH: Where were you that night?", "JONES: I was at home.", "SMITH: Who else was there?", "JONES: My brother was there."]
    assert [s.source.text for s in coded("\n\n".join(turns))] == ["SMITH", "JONES", "SMITH", "JONES"]


def test_confidence_is_a_probability_and_the_rule_says_what_fired():
    for s in coded("“The dam will hold,” the governor said. Moscow accused Kyiv of shelling the plant."):
        assert 0.5 < s.confidence <= 1 and s.rule


@pytest.mark.parametrize("text", ["", "\n\n", "“", '"""', "said", "He said", "“” he said", "According to", '" " "' * 50])
def test_hostile_text_is_no_error(text):
    coded(text)


@pytest.mark.parametrize("name", ["cues", "cues_confidence"])
def test_lexicons_keep_their_schemas(name):
    schema = yaml.safe_load((HERE / f"{name}.schema.yaml").read_text(encoding="utf-8"))
    jsonschema.validate(lexicon(name), schema)
