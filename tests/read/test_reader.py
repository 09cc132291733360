"""The reader on sentences of our own: a valid Doc for any text, the same whatever was read before."""

import subprocess
import sys
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.tokens import DocBin

from sitrep.read import Attribution, Reader, reader
from sitrep.read.annotate import attributions_record, names_record, syntax_record

ARTICLE = (
    "Militia says it shot down a drone\n\n"
    "BASRA, Iraq (Our Agency) — The Basra Brigade said on Sunday that it had shot down a drone near the border. "
    '"We will answer every attack," its spokesman, Karim al-Tamimi, told reporters.\n\n'
    "The Iraqi army didn't comment. Two soldiers were wounded, according to a hospital in Basra."
)


@pytest.fixture(scope="module")
def model():
    return reader()


def assert_valid(doc, text):
    assert doc.text == text
    for sentence in doc.sents:
        roots = [token for token in sentence if token.head is token or token.head == token]
        assert len(roots) == 1 and roots[0].dep_ == "ROOT"
        assert all(sentence.start <= token.head.i < sentence.end for token in sentence)
        for token in sentence:  # every token reaches the root
            for _ in range(len(sentence)):
                token = token.head
            assert token == roots[0]
    assert all(token.pos_ and token.tag_ and token.dep_ for token in doc)
    assert doc.tensor.shape == (len(doc), 384)
    for attribution in doc._.attributions:
        assert isinstance(attribution, Attribution) and attribution.cue and attribution.content and 0 < attribution.score <= 1


def described(doc):
    return [
        [(t.text, t.pos_, t.tag_, t.lemma_, t.dep_, t.head.i, t.ent_iob_, t.ent_type_) for t in doc],
        [e._.score for e in doc.ents],
        [(attributions_record([a]), a.score) for a in doc._.attributions],
        doc.tensor.tobytes(),
    ]


def test_an_article(model):
    doc = model.read(ARTICLE)
    assert_valid(doc, ARTICLE)
    found = {t.text: t for t in doc if not t.is_space}
    assert found["comment"].lemma_ == "comment" and found["comment"].dep_ == "ROOT"
    assert found["n't"].lemma_ == "not"
    assert found["soldiers"].dep_ == "nsubj:pass" and found["soldiers"].head.text == "wounded"
    assert found["shot"].lemma_ == "shoot" and found["shot"].dep_ == "ccomp"
    # A blank line always ends a sentence.
    assert found["Militia"].sent.text.strip() == "Militia says it shot down a drone"


def test_names(model):
    names = {(e.text, e.label_) for e in model.read(ARTICLE).ents}
    assert {("Basra Brigade", "ORG"), ("Karim al-Tamimi", "PER"), ("Iraq", "LOC")} <= names


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("The minister said that the talks had failed.", "The minister", "said", "that the talks had failed"),
        ('"The talks have failed," the minister said.', "the minister", "said", '"The talks have failed,"'),
        ("Three people were killed, according to the police.", "the police", "according to", "Three people were killed"),
        ("Rebels claimed that they had taken the town.", "Rebels", "claimed", "that they had taken the town"),
    ],
)
def test_attributions(model, text, source, cue, content):
    (found,) = model.read(text)._.attributions
    assert [s.text for s in found.source] == [source]
    assert cue in " ".join(s.text for s in found.cue) or cue.split()[0] in [s.text for s in found.cue]
    assert " ".join(s.text for s in found.content).strip('",.') == content.strip('",.')


def test_records(model):
    doc = model.read("Iraq's army fired.  It\nmissed.")
    tokens = syntax_record(doc)["tokens"]
    assert [doc.text[t["start"] : t["end"]] for t in tokens] == ["Iraq", "'s", "army", "fired", ".", "It", "missed", "."]
    assert tokens[3]["head"] == 3 and tokens[3]["deprel"] == "root" and tokens[2]["head"] == 3
    assert {t["sent"] for t in tokens} == {0, 1}
    assert names_record(model.read("They met in Baghdad."))["entities"] == [{"start": 12, "end": 19, "label": "LOC"}]


def test_a_text_reads_the_same_alone_and_after_others(model):
    before = described(model.read(ARTICLE))
    model.read("Something else entirely. " * 200)
    assert described(model.read(ARTICLE)) == before
    assert described(Reader.load().read(ARTICLE)) == before


def test_a_long_text_reads_like_its_parts(model):
    text = "\n\n".join([ARTICLE] * 12)
    doc = model.read(text)
    assert_valid(doc, text)
    assert len(doc._.attributions) == pytest.approx(12 * len(model.read(ARTICLE)._.attributions), abs=3)


def test_a_doc_survives_storage(model):
    doc = model.read(ARTICLE)
    stored = DocBin(store_user_data=True, attrs=["POS", "TAG", "LEMMA", "DEP", "HEAD", "ENT_IOB", "ENT_TYPE"], docs=[doc]).to_bytes()
    (again,) = DocBin().from_bytes(stored).get_docs(model.vocab)
    assert [attributions_record([a]) for a in again._.attributions] == [attributions_record([a]) for a in doc._.attributions]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n",
        ".",
        "a",
        "\u200b",
        "\x00",
        "\ufeffHello",
        "👩‍👩‍👧 🇮🇶",
        "قال الوزير إن القوات تقدمت.",
        "\u202eevil",
        "a\x0bb\x1c\x85c\u2028d",
        "-" * 500,
        "'" * 50,
    ],
)
def test_odd_texts(model, text):
    assert_valid(model.read(text), text)


@given(st.text(max_size=60))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text(text):
    assert_valid(reader().read(text), text)


@pytest.mark.parametrize(
    "text", ["x" * 2000, "word " * 1000, "word, " * 500, "a-" * 500, "\n" * 5000], ids=["word", "words", "commas", "hyphens", "lines"]
)
def test_long_texts_take_time_in_proportion(model, text):
    started = time.process_time()
    assert_valid(model.read(text), text)
    assert time.process_time() - started < 10


def test_the_version_names_the_model(model, tmp_path):
    assert model.version == Reader.load().version and len(model.version) == 12
    for file in model.folder.iterdir():
        if file.is_file():
            (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "distances.json").write_text((tmp_path / "distances.json").read_text() + " ")
    assert Reader.load(tmp_path).version != model.version


def test_a_missing_model_says_how_to_get_one(tmp_path):
    with pytest.raises(FileNotFoundError, match="python -m sitrep.train"):
        Reader.load(tmp_path)


def test_reading_needs_no_torch():
    code = "import sys; sys.modules['torch'] = None; from sitrep.read import reader; print(len(reader().read('It works.')))"
    assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.strip() == "3"


def test_spacy_is_whole_for_those_who_want_its_command_line():
    """The reader imports spaCy without its command line, to start sooner; nobody else must notice."""
    light = "import sitrep.read, sys; assert 'spacy.cli' not in sys.modules"
    whole = "import spacy, spacy.cli; assert spacy.cli.download; spacy.info(silent=True)"
    subprocess.run([sys.executable, "-c", f"{light}; {whole}"], check=True, capture_output=True)
