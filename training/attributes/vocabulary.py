"""Which of e5's 250,000 pieces are kept: those that English and French speech is made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from auditor.attributes.encoder.pieces import PieceTable
from training.attributes.e5 import E5
from training.attributes.texts import Text

_FREQUENT = 60_000
"""Words of each language by frequency, from the package wordfreq."""
_RANK_WEIGHT = 1000.0
_RANK_SHIFT = 20.0


def chosen(model: E5, texts: Iterable[Text], size: int) -> list[int]:
    """Return the ids of the ``size`` pieces that are used most, by frequent words and the texts.

    Letters are always kept, so that no word is unknown altogether.
    """
    table = PieceTable(*rows(model, range(4, len(model.pieces))))
    used: Counter[int] = Counter()
    for word, weight in _weighted(texts):
        for piece in table.encode([word], most=64).ids[1:-1]:
            used[int(piece)] += weight
    letters = [
        k
        for k, piece in enumerate(model.pieces)
        if k > 3 and piece.strip("▁").lower() in "abcdefghijklmnopqrstuvwxyzàâçéèêëîïôùûüÿñ'-"
    ]
    kept = dict.fromkeys(k for k, _ in used.most_common() if k > 3)
    return list(dict.fromkeys([*letters, *kept]))[:size]


def rows(model: E5, ids: Iterable[int]) -> tuple[list[tuple[str, float]], float]:
    """Return (piece, score) of each id, and the score of a letter that no piece has."""
    listed = [(model.pieces[k], float(model.scores[k])) for k in ids]
    return listed, float(model.scores.min()) - 10.0


def _weighted(texts: Iterable[Text]) -> Iterable[tuple[str, float]]:
    from wordfreq import top_n_list

    for language in ("en", "fr"):
        for rank, word in enumerate(top_n_list(language, _FREQUENT)):
            yield word, _RANK_WEIGHT / (rank + _RANK_SHIFT)
    for text in texts:
        for word in text.words.split():
            yield word, 1.0
