"""The encoder: a small transformer that reads an utterance once, for every question asked of it.

Six layers of multilingual-e5-small (Wang et al. 2024, arXiv:2402.05672; MIT licence) with the
pieces of English and French alone, trained further on utterances written for this project
(``training/attributes``) and reduced to whole numbers of 8 bits (weights) and 4 bits (pieces).
Each utterance is read alone: how activations are rounded depends on all that is read at once, and
a result must not depend on its neighbours.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.abc import Traversable

import numpy as np
import numpy.typing as npt

from auditor.attributes.encoder.pieces import PieceTable
from auditor.records import About

__all__ = ["Encoder", "Senses", "encoder"]

Array = npt.NDArray[np.float32]

_BLOCK = 32
"""Numbers of a piece's vector that share one scale."""


@dataclass(frozen=True)
class Senses:
    """What the encoder makes of one utterance; everything is a log-odds.

    Attributes
    ----------
    categories
        float32 of shape (abouts, categories): that the utterance gives the category away, about
        each of :attr:`Encoder.abouts`.
    spans
        float32 of shape (words, categories): that the word is one of those that give it away.
    entities
        float32 of shape (words, tags), not normalised: the word's tag of :attr:`Encoder.tags`.
    values
        float32 of shape (words, values), not normalised: the mean over some words tells which of
        :attr:`Encoder.values` they stand for, among those of one category.
    """

    categories: Array
    spans: Array
    entities: Array
    values: Array


class Encoder:
    """The trained network.

    Parameters
    ----------
    folder
        ``encoder.onnx``, ``pieces.npz``, ``heads.npz`` and ``labels.json``, as
        ``training/attributes`` writes them.
    """

    def __init__(self, folder: Traversable) -> None:
        import onnxruntime

        labels = json.loads(folder.joinpath("labels.json").read_text("utf-8"))
        self.categories: tuple[str, ...] = tuple(labels["categories"])
        self.abouts: tuple[About, ...] = tuple(labels["abouts"])
        self.tags: tuple[str, ...] = tuple(labels["tags"])
        self.values: tuple[tuple[str, str], ...] = tuple(
            (of, value) for of, value in labels["values"]
        )
        with folder.joinpath("pieces.npz").open("rb") as file:
            pieces = np.load(file)
            self._blocks, self._scales = pieces["blocks"], pieces["scales"]
            self._positions = pieces["positions"].astype(np.float32)
            self._norm = pieces["norm"].astype(np.float32)
            texts = bytes(pieces["texts"]).decode("utf-8").split("\n")
            scores = pieces["scores"].astype(np.float64)
        self._table = PieceTable(
            list(zip(texts, map(float, scores[1:]), strict=True)), float(scores[0])
        )
        with folder.joinpath("heads.npz").open("rb") as file:
            self._heads = {name: a.astype(np.float32) for name, a in np.load(file).items()}
        options = onnxruntime.SessionOptions()
        # One thread: several would share the sums in another order, and workers share the cores.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._layers = onnxruntime.InferenceSession(
            folder.joinpath("encoder.onnx").read_bytes(),
            options,
            providers=["CPUExecutionProvider"],
            # Fused with the sum before it, the normalisation takes four times as long.
            disabled_optimizers=["SkipLayerNormFusion"],
        )

    def read(self, words: Sequence[str]) -> Senses:
        """Return what an utterance's lower-case words mean; words past the 250th piece nothing."""
        states, firsts = self.states(words)
        heads = self._heads
        at_words = states[firsts]
        spans = at_words @ heads["span"] + heads["span_bias"]
        entities = at_words @ heads["entity"] + heads["entity_bias"]
        mean = states.mean(axis=0)
        of_words, of_mean = np.split(heads["value"], 2)
        values = at_words @ of_words + mean @ of_mean
        pooled = np.concatenate([mean, states[0]])
        whole = (pooled @ heads["whole"] + heads["whole_bias"]).reshape(len(self.abouts), -1)
        loudest = np.logaddexp.reduce(2.0 * (states @ heads["span"] + heads["span_bias"])) / 2.0
        categories = whole + heads["loudest"] * loudest
        return Senses(categories, spans, entities, values + heads["value_bias"])

    def states(self, words: Sequence[str]) -> tuple[Array, npt.NDArray[np.int64]]:
        """Return what the heads look at.

        Returns
        -------
        states
            The last layer's, float32 of shape (pieces, width).
        firsts
            Of each word, which is its first piece.
        """
        pieces = self._table.encode(words, most=len(self._positions))
        return self._states(pieces.ids), pieces.firsts

    def _states(self, ids: npt.NDArray[np.int64]) -> Array:
        vectors = self._vectors(ids) + self._positions[: len(ids)]
        centred = vectors - vectors.mean(axis=-1, keepdims=True)
        scaled = centred / np.sqrt(np.square(centred).mean(axis=-1, keepdims=True) + 1e-12)
        given = (scaled * self._norm[0] + self._norm[1])[None]
        return np.asarray(self._layers.run(None, {"given": given})[0][0], np.float32)

    def _vectors(self, ids: npt.NDArray[np.int64]) -> Array:
        """Return the vectors of pieces: 4 bits a number, one scale for each 32 of them."""
        packed = self._blocks[ids]
        whole = np.concatenate([packed & 15, packed >> 4], axis=-1).astype(np.float32) - 8.0
        scaled = whole * self._scales[ids].astype(np.float32)[..., None]
        return np.asarray(scaled.reshape(len(ids), -1), np.float32)


@cache
def encoder() -> Encoder:
    """Return the encoder that comes with auditor, loaded once."""
    return Encoder(resources.files(__package__).joinpath("weights"))
