"""The trained network → an ONNX graph of int8 matrix products, built by hand so that every node is known, and a small one for relations.

Inputs: ids int64 (subwords,), features int64 (subwords, 3), first int64 (1 + words,), position 0 being [CLS].
Outputs, all float32: `classes` (1 + words, label heads side by side), `hidden` (1 + words, 384), `relation_from` and `relation_to`
(1 + words, 192), scores of pairs (1 + words, 1 + words), from the row's word to the column's: `arc`, `cue`, `source`; `antecedent_from` and
`antecedent_to` (1 + words, 128), whose products score pairs of mentions, which may be of different windows.
"""

import math
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

from .network import ARC, COREFERENCE, HEADS, LAYERS, LINK, PROJECTIONS, RELATION, WIDTH

MICROSOFT = "com.microsoft"
# Kept in float for 1.8 MB: of all products the one where int8 loses most.
FLOAT_PRODUCTS = ("layer0.outer",)


class Graph:
    """Nodes and weights of an ONNX graph under construction; every method returns the name of what it made."""

    def __init__(self):
        self.nodes, self.weights = [], []

    def weight(self, name, array):
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def node(self, kind, inputs, name, domain="", outputs=1, **attributes):
        names = [name] if outputs == 1 else [f"{name}.{i}" for i in range(outputs)]
        self.nodes.append(helper.make_node(kind, inputs, names, name=name, domain=domain, **attributes))
        return names[0] if outputs == 1 else names

    def linear(self, x, weight, bias, name):
        """x @ weight.T + bias, with torch's (out, in) weight."""
        product = self.node("MatMul", [x, self.weight(f"{name}.weight", weight.T)], name)
        return self.node("Add", [product, self.weight(f"{name}.bias", bias)], f"{name}.sum")

    def norm(self, x, state, key, name):
        weights = [self.weight(f"{name}.{part}", state[f"{key}.{part}"]) for part in ("weight", "bias")]
        return self.node("LayerNormalization", [x, *weights], name, axis=-1, epsilon=1e-12)


def export(network, folder, exact=False):
    """Write relations.onnx and reader.onnx of a network into a folder, the latter last and atomically; its products in int8, or `exact`."""
    state = {name: value.detach().float().cpu().numpy() for name, value in network.state_dict().items()}
    folder = Path(folder)
    onnx.save(relations(state), folder / "relations.onnx")
    whole, small = folder / "reader.float.onnx", folder / "reader.part.onnx"
    onnx.save(model(state), whole)
    if exact:
        whole.replace(folder / "reader.onnx")
        return
    quantize_dynamic(
        whole,
        small,
        op_types_to_quantize=["MatMul", "Attention"],
        per_channel=True,
        # Seven bits: without VNNI, sums of 8-bit products overflow; it costs nothing here (GUM dev LAS 89.68, float 89.71).
        reduce_range=True,
        weight_type=QuantType.QInt8,
        nodes_to_exclude=list(FLOAT_PRODUCTS),
        # The fused attention carries no type that the quantizer could infer.
        extra_options={"DefaultTensorType": TensorProto.FLOAT, "MatMulConstBOnly": True},
    )
    whole.unlink()
    small.replace(folder / "reader.onnx")


def model(state):
    """The float graph of a state dict of numpy arrays (its word embeddings are int8 already)."""
    graph = Graph()
    x = embeddings(graph, state)
    for i in range(LAYERS):
        x = layer(graph, state, x, i)
    x = graph.node("Squeeze", [x, graph.weight("batch", np.array([0], np.int64))], "subwords")
    hidden = graph.node("Gather", [x, "first"], "hidden", axis=0)
    outputs = {"hidden": WIDTH, **heads(graph, state, hidden)}
    inputs = [
        helper.make_tensor_value_info("ids", TensorProto.INT64, ["subwords"]),
        helper.make_tensor_value_info("features", TensorProto.INT64, ["subwords", 3]),
        helper.make_tensor_value_info("first", TensorProto.INT64, ["words"]),
    ]
    values = [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["words", width]) for name, width in outputs.items()]
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid(MICROSOFT, 1)]
    built = helper.make_graph(graph.nodes, "reader", inputs, values, graph.weights)
    return helper.make_model(built, opset_imports=opsets, ir_version=8, producer_name="sitrep")


def embeddings(graph, state):
    """Word embeddings as int8 with one scale a row (47 MB → 12), plus positions and features, normalised; (1, subwords, 384)."""
    words = state["encoder.words.weight"]
    scale = np.maximum(np.abs(words).max(1, keepdims=True), 1e-8) / 127
    table = graph.weight("words", np.round(words / scale).astype(np.int8))
    found = graph.node("Cast", [graph.node("Gather", [table, "ids"], "word_ints")], "word_floats", to=TensorProto.FLOAT)
    scales = graph.node("Gather", [graph.weight("word_scales", scale.astype(np.float32)), "ids"], "word_scale")
    total = graph.node("Mul", [found, scales], "word_vectors")
    length = graph.node("Shape", ["ids"], "length")
    zero = graph.weight("zero", np.array([0], np.int64))
    positions = graph.node("Slice", [graph.weight("positions", state["encoder.positions.weight"]), zero, length, zero], "position_vectors")
    features = graph.node("Gather", [graph.weight("feature_table", state["encoder.features.weight"]), "features"], "feature_parts")
    features = graph.node("ReduceSum", [features, graph.weight("feature_axis", np.array([1], np.int64))], "feature_vectors", keepdims=0)
    for i, part in enumerate((positions, features)):
        total = graph.node("Add", [total, part], f"embedding{i}")
    total = graph.node("Unsqueeze", [total, zero], "embedding")
    return graph.norm(total, state, "encoder.norm", "embedding.norm")


def layer(graph, state, x, i):
    key, name = f"encoder.layers.{i}.", f"layer{i}"
    parts = [(state[f"{key}{part}.weight"].T, state[f"{key}{part}.bias"]) for part in ("query", "key", "value")]
    weight = graph.weight(f"{name}.attention.weight", np.concatenate([w for w, _ in parts], 1))
    bias = graph.weight(f"{name}.attention.bias", np.concatenate([b for _, b in parts]))
    mixed = graph.node("Attention", [x, weight, bias], f"{name}.attention", MICROSOFT, num_heads=HEADS)
    mixed = graph.linear(mixed, state[f"{key}out.weight"], state[f"{key}out.bias"], f"{name}.out")
    x = graph.norm(graph.node("Add", [mixed, x], f"{name}.skip"), state, f"{key}norm", f"{name}.norm")
    inner = graph.linear(x, state[f"{key}inner.weight"], state[f"{key}inner.bias"], f"{name}.inner")
    inner = graph.node("Gelu", [inner], f"{name}.gelu", MICROSOFT)
    inner = graph.linear(inner, state[f"{key}outer.weight"], state[f"{key}outer.bias"], f"{name}.outer")
    return graph.norm(graph.node("Add", [inner, x], f"{name}.skip_inner"), state, f"{key}norm_inner", f"{name}.norm_inner")


def heads(graph, state, hidden):
    """Adds the heads; returns {output: width}. Scores of pairs are scaled as in training; what depends on distance is added outside."""
    graph.linear(hidden, state["classifier.weight"], state["classifier.bias"], "classifier")
    graph.node("Identity", ["classifier.sum"], "classes")
    projected = graph.node("Relu", [graph.linear(hidden, state["projection.weight"], state["projection.bias"], "projection")], "projected")
    sizes = graph.weight("sizes", np.array(list(PROJECTIONS.values()), np.int64))
    names = list(PROJECTIONS)
    parts = dict(zip(names, graph.node("Split", [projected, sizes], "part", outputs=len(names), axis=-1), strict=True))
    for pair, key, width in (("arc", "arc", ARC), ("cue", "link.cue", LINK), ("source", "link.source", LINK)):
        scale = 1 / math.sqrt(width)
        start = graph.linear(parts[f"{pair}_from"], state[f"{key}.weight"] * scale, state[f"{key}.bias"] * scale, f"{pair}.form")
        end = graph.node("Transpose", [parts[f"{pair}_to"]], f"{pair}.to", perm=[1, 0])
        graph.node("MatMul", [start, end], pair)
    scale = 1 / math.sqrt(COREFERENCE)
    start = parts.pop("antecedent_from")
    parts["antecedent_from"] = graph.linear(start, state["antecedent.weight"] * scale, state["antecedent.bias"] * scale, "antecedent.form")
    vectors = {"relation_from": RELATION, "relation_to": RELATION, "antecedent_from": COREFERENCE, "antecedent_to": COREFERENCE}
    for name in vectors:
        graph.node("Identity", [parts[name]], name)
    pairs = {pair: "words" for pair in ("arc", "cue", "source")}
    return {"classes": state["classifier.weight"].shape[0], **pairs, **vectors}


def relations(state):
    """The graph that labels arcs, run when the tree is known: dependent, head (arcs, 192) → relations (arcs, labels)."""
    graph = Graph()
    product = graph.node("Mul", ["dependent", "head"], "product")
    both = graph.node("Concat", [product, "dependent", "head"], "both", axis=1)
    graph.linear(both, state["relation.weight"], state["relation.bias"], "relation")
    graph.node("Identity", ["relation.sum"], "relations")
    inputs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["arcs", RELATION]) for name in ("dependent", "head")]
    outputs = [helper.make_tensor_value_info("relations", TensorProto.FLOAT, ["arcs", len(state["relation.bias"])])]
    built = helper.make_graph(graph.nodes, "relations", inputs, outputs, graph.weights)
    return helper.make_model(built, opset_imports=[helper.make_opsetid("", 17)], ir_version=8, producer_name="sitrep")
