"""Parameters to the files that ``auditor.attributes.encoder`` reads.

The layers become one ONNX graph whose matrices are reduced to 8 bits, one scale a column
(onnxruntime's dynamic quantisation); the pieces keep the 4 bits that e5 came with; the heads are
small and stay in half precision.
"""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import helper, numpy_helper

from training.attributes.e5 import E5
from training.attributes.labels import ABOUTS, CATEGORIES, TAGS
from training.attributes.network import HEADS, Tree
from training.attributes.values import CLASSES
from training.attributes.vocabulary import rows

_OPSET = 20


def write(parameters: Tree, model: E5, ids: Sequence[int], folder: Path) -> None:
    """Write ``encoder.onnx``, ``pieces.npz``, ``heads.npz`` and ``labels.json``."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "encoder.onnx").write_bytes(_quantised(_graph(parameters["body"]["layers"])))
    save(folder / "pieces.npz", _pieces(parameters["body"], model, ids))
    save(
        folder / "heads.npz",
        {name: np.asarray(part, np.float16) for name, part in parameters["heads"].items()},
    )
    labels = {"categories": CATEGORIES, "abouts": ABOUTS, "tags": TAGS, "values": CLASSES}
    (folder / "labels.json").write_text(json.dumps(labels, indent=1) + "\n", "utf-8")


def _pieces(body: Tree, model: E5, ids: Sequence[int]) -> dict[str, np.ndarray]:
    blocks, scales = model.blocks("emb.word", model.vocabulary, model.width)
    kept = [0, 1, 2, 3, *ids]
    listed, unknown = rows(model, ids)
    return {
        "blocks": blocks[kept],
        "scales": scales[kept].astype(np.float16),
        "positions": np.asarray(body["positions"], np.float16),
        "norm": np.asarray(body["norm"], np.float32),
        "texts": np.frombuffer("\n".join(piece for piece, _ in listed).encode(), np.uint8),
        "scores": np.array([unknown, *(score for _, score in listed)], np.float32),
    }


def save(path: Path, arrays: dict[str, np.ndarray]) -> None:
    """Write an ``.npz`` whose bytes depend on the arrays alone: no clock in it."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, array in arrays.items():
            buffer = io.BytesIO()
            np.save(buffer, np.ascontiguousarray(array))
            archive.writestr(
                zipfile.ZipInfo(f"{name}.npy"), buffer.getvalue(), zipfile.ZIP_DEFLATED
            )


def _quantised(model: onnx.ModelProto) -> bytes:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    with tempfile.TemporaryDirectory() as place:
        whole, small = Path(place) / "whole.onnx", Path(place) / "small.onnx"
        onnx.save(model, whole)
        quantize_dynamic(whole, small, weight_type=QuantType.QInt8, per_channel=True)
        return small.read_bytes()


class _Graph:
    """Collects nodes and constants; every method returns the name of its result."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, array: Any, kind: type = np.float32) -> str:
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(array, kind), name))
        return name

    def apply(self, operator: str, *given: str, results: int = 1, **options: Any) -> Any:
        names = [f"n{len(self.nodes)}_{k}" for k in range(results)]
        self.nodes.append(helper.make_node(operator, given, names, **options))
        return names[0] if results == 1 else names

    def linear(self, given: str, weights: Any, bias: Any) -> str:
        product = self.apply("MatMul", given, self.constant(weights))
        return str(self.apply("Add", product, self.constant(bias)))

    def normalised(self, given: str, norm: Any) -> str:
        scale, shift = self.constant(norm[0]), self.constant(norm[1])
        return str(self.apply("LayerNormalization", given, scale, shift, axis=-1, epsilon=1e-12))


def _graph(layers: Sequence[Tree]) -> onnx.ModelProto:
    graph = _Graph()
    width = np.asarray(layers[0]["norm_1"]).shape[1]
    states = "given"
    for layer in layers:
        states = _layer(graph, layer, states, width)
    shape = ["batch", "pieces", width]
    made = helper.make_graph(
        graph.nodes,
        "encoder",
        [helper.make_tensor_value_info("given", onnx.TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info(states, onnx.TensorProto.FLOAT, shape)],
        graph.constants,
    )
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", _OPSET)])
    model.ir_version = 9
    return model


def _layer(graph: _Graph, layer: Tree, states: str, width: int) -> str:
    asked = graph.linear(states, layer["asked"], layer["asked_bias"])
    parts = graph.apply("Split", asked, results=3, axis=-1, num_outputs=3)
    split = graph.constant([0, 0, HEADS, width // HEADS], np.int64)
    turns = ([0, 2, 1, 3], [0, 2, 3, 1], [0, 2, 1, 3])
    query, key, value = (
        graph.apply("Transpose", graph.apply("Reshape", part, split), perm=turn)
        for part, turn in zip(parts, turns, strict=True)
    )
    scale = graph.constant((width // HEADS) ** -0.5)
    heed = graph.apply("Mul", graph.apply("MatMul", query, key), scale)
    heard = graph.apply("MatMul", graph.apply("Softmax", heed, axis=-1), value)
    joined = graph.apply(
        "Reshape",
        graph.apply("Transpose", heard, perm=[0, 2, 1, 3]),
        graph.constant([0, 0, width], np.int64),
    )
    answer = graph.linear(joined, layer["answered"], layer["answered_bias"])
    states = graph.normalised(graph.apply("Add", states, answer), layer["norm_1"])
    inner = graph.apply("Gelu", graph.linear(states, layer["inner"], layer["inner_bias"]))
    outer = graph.linear(inner, layer["outer"], layer["outer_bias"])
    return graph.normalised(graph.apply("Add", states, outer), layer["norm_2"])
