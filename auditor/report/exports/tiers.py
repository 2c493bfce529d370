"""Tiers for annotation programs: for each speaker the utterances, their words, how sure these are.

Praat and ELAN allow no overlap within a tier. Somebody who is heard twice at once (the unknown
speaker, above all) therefore has a second tier, and a third where needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from auditor.report.exports.spoken import UNKNOWN, Line

__all__ = ["Tier", "confidence_text", "tiers"]


@dataclass(frozen=True)
class Tier:
    """Utterances of one speaker that do not overlap, and the names of its three tiers.

    A name never holds an ``@`` of its own, so that no two tiers can have the same name.
    """

    name: str
    speaker: str
    lines: tuple[Line, ...]

    @property
    def words(self) -> str:
        """The name of the tier of words."""
        return f"words@{self.name}"

    @property
    def confidence(self) -> str:
        """The name of the tier of the words' confidences."""
        return f"confidence@{self.name}"


def tiers(lines: Sequence[Line]) -> tuple[Tier, ...]:
    """Return the tiers, speakers in the order of their first words and the unknown one last.

    A transcript in which nobody speaks has one empty tier.
    """
    by_speaker: dict[str, list[list[Line]]] = {}
    for line in lines:
        _place(by_speaker.setdefault(line.speaker, []), line)
    if not by_speaker:
        by_speaker[UNKNOWN] = [[]]
    ordered = sorted(by_speaker.items(), key=lambda item: item[0] == UNKNOWN)
    return tuple(
        Tier(_name(speaker, number), speaker, tuple(layer))
        for speaker, layers in ordered
        for number, layer in enumerate(layers, start=1)
    )


def _place(layers: list[list[Line]], line: Line) -> None:
    for layer in layers:
        if layer[-1].end_ms <= line.start_ms:
            layer.append(line)
            return
    layers.append([line])


def _name(speaker: str, number: int) -> str:
    name = speaker.replace("@", "＠")
    return name if number == 1 else f"{name}@{number}"


def confidence_text(confidence: float) -> str:
    """Return how a confidence is written on a tier."""
    return f"{confidence:.3f}"
