"""Texts to arrays, in batches of like length."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from auditor.attributes.encoder.pieces import PAD, Pieces, PieceTable
from training.attributes.errors import Mishearing
from training.attributes.labels import ABOUTS, CATEGORIES, TAGS
from training.attributes.texts import UNTOLD, Text
from training.attributes.values import CLASSES, CLOSED_CATEGORIES

_MOST = 128
_STEP = 8
_PIECES_A_BATCH = 1400

Array = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Batch:
    """Texts side by side, filled up with :data:`PAD`.

    Attributes
    ----------
    ids
        int32 of shape (texts, pieces).
    words
        1 where a word begins, of the same shape.
    spans
        1 where the word gives the category away, of shape (texts, pieces, categories).
    whole
        1 where the text does, of shape (texts, abouts, categories).
    tags
        The entity's tag of each piece, −1 where there is nothing to learn.
    values
        Which of the values that are learned the first label of each closed category stands for, of
        shape (texts, closed categories), −1 where nobody has told.
    valued
        1 where a word stands for that value, of shape (texts, closed categories, pieces).
    labelled
        1 where ``spans`` and ``whole`` are known, of shape (texts,).
    real
        1 where there is a text at all; batches of one length have one size.
    members
        Which texts these are.
    """

    ids: npt.NDArray[np.int32]
    words: Array
    spans: Array
    whole: Array
    tags: npt.NDArray[np.int32]
    values: npt.NDArray[np.int32]
    valued: Array
    labelled: Array
    real: Array
    members: tuple[int, ...]


def batches(
    texts: Sequence[Text],
    table: PieceTable,
    rng: np.random.Generator,
    mishearing: Mishearing | None = None,
) -> Iterator[Batch]:
    """Yield all ``texts`` once, in random order; with errors of hearing where they are given."""
    by_length: dict[int, list[tuple[int, Text, Pieces]]] = defaultdict(list)
    for k in rng.permutation(len(texts)):
        text = texts[k] if mishearing is None else mishearing(texts[k], rng)
        pieces = table.encode(text.words.split(), most=_MOST)
        by_length[-(-len(pieces.ids) // _STEP) * _STEP].append((int(k), text, pieces))
    groups = [
        (length, found[first : first + _PIECES_A_BATCH // length])
        for length, found in sorted(by_length.items())
        for first in range(0, len(found), _PIECES_A_BATCH // length)
    ]
    for k in rng.permutation(len(groups)):
        yield _batch(*groups[k])


def _batch(length: int, found: Sequence[tuple[int, Text, Pieces]]) -> Batch:
    size = _PIECES_A_BATCH // length
    batch = Batch(
        ids=np.full((size, length), PAD, np.int32),
        words=np.zeros((size, length), np.float32),
        spans=np.zeros((size, length, len(CATEGORIES)), np.float32),
        whole=np.zeros((size, len(ABOUTS), len(CATEGORIES)), np.float32),
        tags=np.full((size, length), -1, np.int32),
        values=np.full((size, len(CLOSED_CATEGORIES)), -1, np.int32),
        valued=np.zeros((size, len(CLOSED_CATEGORIES), length), np.float32),
        labelled=np.zeros(size, np.float32),
        real=np.zeros(size, np.float32),
        members=tuple(k for k, _, _ in found),
    )
    for row, (_, text, pieces) in enumerate(found):
        batch.ids[row, : len(pieces.ids)] = pieces.ids
        batch.words[row, pieces.firsts] = 1
        batch.real[row] = 1
        places = _places(text, len(pieces.firsts))
        if text.labels is not None:
            batch.labelled[row] = 1
            _mark_labels(batch, row, text, pieces, places)
        if text.entities is not None:
            _mark_entities(batch, row, text, pieces, places)
    return batch


def _places(text: Text, count: int) -> list[tuple[int, int]]:
    """Return the characters of the first ``count`` words."""
    places, at = [], 0
    for word in text.words.split()[:count]:
        start = text.words.index(word, at)
        at = start + len(word)
        places.append((start, at))
    return places


def _mark_labels(
    batch: Batch, row: int, text: Text, pieces: Pieces, places: Sequence[tuple[int, int]]
) -> None:
    for label in text.labels or ():
        category = CATEGORIES.index(label.category)
        batch.whole[row, ABOUTS.index(label.about), category] = 1
        if label.start is None or label.end is None:
            continue
        for first, (start, end) in zip(pieces.firsts, places, strict=True):
            if start < label.end and label.start < end:
                batch.spans[row, first, category] = 1
    _mark_values(batch, row, text, pieces, places)


def _mark_values(
    batch: Batch, row: int, text: Text, pieces: Pieces, places: Sequence[tuple[int, int]]
) -> None:
    for label in text.labels or ():
        known = label.about == "driver" and (label.category, label.value) in CLASSES
        if not known or label.start is None or label.end is None:
            continue
        column = CLOSED_CATEGORIES.index(label.category)
        marks = [start < label.end and label.start < end for start, end in places]
        if batch.values[row, column] < 0 and any(marks):
            batch.values[row, column] = CLASSES.index((label.category, label.value))
            batch.valued[row, column, pieces.firsts] = marks


def _mark_entities(
    batch: Batch, row: int, text: Text, pieces: Pieces, places: Sequence[tuple[int, int]]
) -> None:
    batch.tags[row, pieces.firsts] = TAGS.index("O")
    for entity_start, entity_end, kind in text.entities or ():
        mark = "B"
        for first, (start, end) in zip(pieces.firsts, places, strict=True):
            if start < entity_end and entity_start < end:
                batch.tags[row, first] = -1 if kind == UNTOLD else TAGS.index(f"{mark}-{kind}")
                mark = "I"
