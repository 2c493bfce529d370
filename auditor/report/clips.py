"""Which seconds of sound go into the page."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable
from dataclasses import dataclass

BUDGET = 25_000_000
"""Bytes of sound in a page: about 100 minutes at 32 kbit/s; a browser opens it without delay."""
_SMALLEST = 2_000
"""Bytes left that no clip fits into; there is no use in asking for more of them."""


@dataclass(frozen=True)
class Clip:
    """One clip of the page: ``id`` names it inside the page, ``base64`` is its MP3."""

    id: str
    base64: str


def choose(
    utterance_ids: Iterable[str], clips: Callable[[str], bytes | None], budget: int = BUDGET
) -> dict[str, Clip]:
    """Return the clips that fit into the budget, by utterance id, each once.

    Parameters
    ----------
    utterance_ids
        What the page cites, most important first; later ones are left out when space ends.
    clips
        Gives the MP3 of an utterance, or None where there is no sound.
    budget
        Bytes of MP3 in all.
    """
    chosen: dict[str, Clip] = {}
    for utterance_id in dict.fromkeys(utterance_ids):
        if budget < _SMALLEST:
            break
        sound = clips(utterance_id)
        if sound and len(sound) <= budget:
            budget -= len(sound)
            name = f"clip-{len(chosen) + 1}"
            chosen[utterance_id] = Clip(name, base64.b64encode(sound).decode("ascii"))
    return chosen
