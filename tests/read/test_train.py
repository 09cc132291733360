"""The readers of the training data, on tiny data of our own."""

import json

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("safetensors")

import numpy as np  # noqa: E402
from tokenizers import Tokenizer  # noqa: E402

from sitrep.read.labels import NAMES, ROLES, bio  # noqa: E402
from sitrep.read.lemmas import edit_rule  # noqa: E402
from sitrep.read.reading import SHIPPED  # noqa: E402
from sitrep.read.subwords import Subwords  # noqa: E402
from sitrep.train import examples  # noqa: E402
from sitrep.train.batches import IGNORED, batches, cuts, document_batches, schedule, tensors  # noqa: E402
from sitrep.train.chains import gold_chains, score  # noqa: E402
from sitrep.train.losses import allowed_labels, antecedent_loss, name_loss  # noqa: E402
from sitrep.train.treebank import documents  # noqa: E402
from sitrep.train.vocabulary import vocabulary  # noqa: E402

ROWS = [
    ("1", "General", "general", "PROPN", "NNP", "4", "nsubj", "Entity=(1-person-new-nnnnn-cf1-1,2-sgl"),
    ("2", "Hassan", "Hassan", "PROPN", "NNP", "1", "flat", "Entity=1)"),
    ("3-4", "didn't", "_", "_", "_", "_", "_", "_"),
    ("3", "did", "do", "AUX", "VBD", "5", "aux", "_"),
    ("4", "n't", "not", "PART", "RB", "5", "advmod", "_"),
    ("5", "go", "go", "VERB", "VB", "0", "root", "SpaceAfter=No"),
    ("6", ".", ".", "PUNCT", ".", "5", "punct", "_"),
]
BLOCK = "# sent_id = {id}\n# text = General Hassan didn't go.\n" + "\n".join(
    f"{i}\t{form}\t{lemma}\t{upos}\t{xpos}\t_\t{head}\t{relation}\t_\t{misc}" for i, form, lemma, upos, xpos, head, relation, misc in ROWS
)
TREEBANK = "# newdoc id = GUM_fable_fox\n# global.Entity = x\n# newpar\n{}\n\n{}\n\n# newpar\n{}\n".format(
    *(BLOCK.format(id=i) for i in "123")
)


@pytest.fixture
def treebank(tmp_path):
    path = tmp_path / "tiny.conllu"
    path.write_text(TREEBANK, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def subwords():
    return Subwords(Tokenizer.from_file(str(SHIPPED / "tokenizer.json")))


def test_a_treebank_becomes_text_with_offsets(treebank):
    (document,) = documents(treebank)
    sentence = "General Hassan didn't go."
    assert document.text == f"{sentence} {sentence}\n\n{sentence}"
    first = document.sentences[0]
    assert [document.text[a:b] for a, b in first.words] == ["General", "Hassan", "did", "n't", "go", "."]
    assert first.heads == [3, 0, 4, 4, -1, 4]
    assert first.names == [(0, 2, "PER")]


def test_the_lexicon_leaves_out_what_the_form_says(treebank):
    labels, lexicon = vocabulary([treebank])
    assert labels.names == bio(NAMES) and "root" in labels.relations
    assert lexicon["VBD"] == {"did": "do"} and "Hassan" not in lexicon["NNP"]


def test_a_batch_of_trees(treebank, subwords):
    labels, _ = vocabulary([treebank])
    texts = list(examples.syntax(treebank, labels, edit_rule, subwords))
    windows = cuts(texts, (256,), np.random.default_rng(0))
    (ids, features, padding, first), targets, label_sets = tensors(windows, subwords)
    assert ids.shape == padding.shape and features.shape == (*ids.shape, 3)
    assert targets["heads"][0, 1:7].tolist() == [4, 1, 5, 5, 0, 5]  # positions: 0 is [CLS], the root
    assert targets["sentence"][0, 1:20].tolist() == [2] * 6 + [3] * 6 + [4] * 6 + [0]
    assert targets["heads"][0, 0] == IGNORED and label_sets == [examples.GUM_LABEL_SET]
    assert features[0, 1, 1] == features[0, first[0, 13], 1] != features[0, first[0, 7], 1]  # line starts


def test_names_of_one_source_are_read_together(tmp_path, subwords, treebank):
    labels, _ = vocabulary([treebank])
    records = [
        {"source": "a", "label_set": ["PER", "GPE"], "text": "Iraq spoke.", "entities": [{"start": 0, "end": 4, "label": "GPE"}]}
    ] * 2
    path = tmp_path / "names.jsonl"
    path.write_text("\n".join(map(json.dumps, [*records, records[0] | {"source": "b"}])), encoding="utf-8")
    first, second = examples.names(path, labels, subwords, np.random.default_rng(0))
    here = labels.names.index("B-LOC")
    assert first.targets["names"].tolist() == [here, 0, 0, here, 0, 0] and first.label_set == ("LOC", "PER")
    assert len(second.targets["names"]) == 3


def test_attributions_become_roles_and_links(tmp_path, subwords, treebank):
    labels, _ = vocabulary([treebank])
    text = "It rained, he said. It was said that it snowed."
    spans = [{"source": "he", "cue": "said", "content": "It rained"}, {"cue": "was said", "content": "that it snowed"}]
    coded = [{role: [[text.index(x[role]), text.index(x[role]) + len(x[role])]] if role in x else [] for role in ROLES} for x in spans]
    path = tmp_path / "attributions.jsonl"
    path.write_text(json.dumps({"text": text, "attributions": coded}), encoding="utf-8")
    (example,) = examples.attributions(path, labels, subwords)
    tags = [labels.roles[i] for i in example.targets["roles"]]
    assert tags[:6] == ["B-content", "I-content", "O", "B-source", "B-cue", "O"]
    assert example.links == [("cue", 0, 4), ("source", 4, 3), ("cue", 9, 7), ("source", 7, -1)]


def test_a_label_outside_the_label_set_is_not_punished():
    labels = bio(NAMES)
    sure = torch.full((1, 1, len(labels)), -20.0)
    sure[0, 0, labels.index("B-WEAPON")] = 20.0
    gold = torch.zeros((1, 1), dtype=torch.long)  # O
    assert name_loss(sure, gold, [("PER",)]) < 2 < name_loss(sure, gold, [("PER", "WEAPON")])
    assert allowed_labels(("PER", "MISC"))[labels.index("B-MISC"), labels.index("B-NORP")] > 0


def test_tasks_are_interleaved_evenly():
    order = [task for task, _ in schedule({"a": [1, 2, 3, 4], "b": [5, 6]})]
    assert sorted(order) == ["a"] * 4 + ["b"] * 2 and order[:3].count("b") == 1


def test_every_window_is_in_one_batch(treebank, subwords):
    labels, _ = vocabulary([treebank])
    windows = cuts(list(examples.syntax(treebank, labels, edit_rule, subwords)) * 5, (16,), np.random.default_rng(0))
    found = [cut for batch in batches(windows, 64, np.random.default_rng(0)) for cut in batch]
    assert sorted(map(id, found)) == sorted(map(id, windows))


def test_mentions_and_chains_of_a_treebank(treebank):
    """The same general in three sentences: his head word each time, one chain."""
    (document,) = documents(treebank)
    assert [s.mentions for s in document.sentences] == [[(0, 0, 2, "1", "person")]] * 3
    ((text, (chain,)),) = gold_chains(treebank)
    assert sorted(text[i : i + 7] for i in chain) == ["General"] * 3


def test_a_batch_of_one_document_asks_for_antecedents(treebank, subwords):
    labels, _ = vocabulary([treebank])
    texts = list(examples.syntax(treebank, labels, edit_rule, subwords))
    (windows,) = document_batches(cuts(texts, (16,), np.random.default_rng(0)), 256, np.random.default_rng(0))
    assert len(windows) > 1  # several windows of the document, in its order
    rows, positions, same, same_form, steps = tensors(windows, subwords)[1]["chains"]
    assert len(rows) == 3 and positions.tolist()[0] == 1 and bool(same.all())
    assert (same_form >= 0).all() and steps[2, 0] > steps[1, 0]
    assert (
        tensors(
            [windows[0], cuts(list(examples.syntax(treebank, labels, edit_rule, subwords)), (256,), np.random.default_rng(0))[0]], subwords
        )[1]["chains"]
        is None
    )


def test_chains_of_held_out_documents_are_not_learned(treebank, subwords):
    labels, _ = vocabulary([treebank])
    (example,) = examples.syntax(treebank, labels, edit_rule, subwords, {"GUM_fable_fox"})
    assert example.mentions == [] and "kinds" not in example.targets


def test_an_antecedent_is_any_earlier_mention_of_the_chain():
    class Certain:
        """Scores that point from the third mention to the first."""

        def antecedents(self, start, end, same_form, steps):
            return torch.tensor([[0.0, 0, 0], [-9, 0, 0], [9, -9, 0]])

    out = {"antecedent_from": torch.zeros(1, 4, 2), "antecedent_to": torch.zeros(1, 4, 2)}
    where = torch.zeros(3, dtype=torch.long), torch.arange(1, 4)
    one_chain = torch.tensor([[1, 0, 1], [0, 1, 0], [1, 0, 1]], dtype=torch.bool)
    assert antecedent_loss(Certain(), out, *where, one_chain, None, None) < 0.01
    assert antecedent_loss(Certain(), out, *where, torch.eye(3, dtype=torch.bool), None, None) > 2


def test_the_conll_figure():
    gold = [frozenset({1, 2, 3}), frozenset({4, 5})]
    assert score([(gold, gold)]).startswith("CoNLL F1 100.0")
    # MUC by hand: of 2 + 1 gold links 1 is found, of 1 + 1 found links 1 is right.
    assert "MUC 40.0" in score([(gold, [frozenset({1, 2}), frozenset({3, 4})])])
