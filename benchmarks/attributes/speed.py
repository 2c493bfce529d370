"""How many utterances a second each system reads, on stated mixes of texts.

``commands``: what people ask of a car, as the files ``heldout/entities_??`` have it. ``talk``: the
held-out utterances, half of which leak. ``mixed``: two commands to one utterance of talk, which is
still more talk than a week of driving holds. Rounds of all systems take turns, on one core; the
fastest round of each counts.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import Any

from auditor.records import Language, Utterance
from benchmarks.attributes.heldout import entity_texts, styles
from benchmarks.attributes.systems import System, systems, utterance

_ROUNDS = 3
_PEER = "presidio-analyzer"


def mixes(language: Language) -> dict[str, list[Utterance]]:
    """Return the texts of each mix."""
    commands = [text.words for text in entity_texts() if text.language == language]
    talk = [
        each.asr
        for style in styles()
        if style.language == language
        for each in style.truth.utterances
    ]
    mixed = [*commands, *talk[: len(commands) // 2]]
    named = {"commands": commands, "talk": talk, "mixed": mixed}
    return {
        name: [utterance(f"{name}-{k}", text, language) for k, text in enumerate(texts)]
        for name, texts in named.items()
    }


def speed_rows(language: Language) -> Iterator[dict[str, Any]]:
    """Yield each system's utterances a second on each mix, and as a multiple of presidio's."""
    compared = list(systems(language))
    for mix, given in mixes(language).items():
        best = {system.name: _seconds(system, given) for system in compared}  # warms up
        for _ in range(_ROUNDS):
            for system in compared:
                best[system.name] = min(best[system.name], _seconds(system, given))
        for name, seconds in best.items():
            yield {
                "language": language,
                "mix": mix,
                "n": len(given),
                "system": name,
                "utterances_per_s": len(given) / seconds,
                "times_presidio": best[_PEER] / seconds if _PEER in best else None,
            }


def _seconds(system: System, given: Sequence[Utterance]) -> float:
    begun = time.process_time()
    for one in given:
        system.attributes(one)
    return time.process_time() - begun
