"""The held-out utterances, checked against the hashes that were committed before any use."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from auditor.corpus import read_truth
from auditor.records import Language, Truth, TruthLabel, TruthUtterance
from training.attributes.texts import Text, bracketed, labelled

FOLDER = Path(__file__).parent / "heldout"


@dataclass(frozen=True)
class Style:
    """One file of held-out utterances, as a truth and as texts."""

    name: str
    language: Language
    truth: Truth


def check() -> None:
    """Compare every file with its hash.

    Raises
    ------
    ValueError
        If a file has changed since its hash was committed.
    """
    for line in (FOLDER / "SHA256SUMS").read_text("utf-8").splitlines():
        wanted, name = line.split()
        if hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() != wanted:
            raise ValueError(f"{name} is not the file whose hash was committed")


def styles() -> list[Style]:
    """Return the utterances with what they give away, one truth a file; drivers are told by id."""
    check()
    drivers = (read_truth(path) for path in driver_files())
    return [
        *(_style(path) for path in sorted(FOLDER.glob("??_?.txt"))),
        *(Style(f"driver {each.driver}", each.language, each) for each in drivers),
    ]


def driver_files() -> list[Path]:
    """Return the truth files of whole drivers, with their profiles."""
    return sorted((FOLDER / "drivers").glob("*.json"))


def entity_texts() -> list[Text]:
    """Return the commands whose entities are marked."""
    check()
    return [
        text
        for path in sorted(FOLDER.glob("entities_??.txt"))
        for text in bracketed(path, "fr" if path.stem.endswith("fr") else "en")
    ]


def _style(path: Path) -> Style:
    language: Language = "fr" if path.name.startswith("fr") else "en"
    utterances = tuple(
        _utterance(f"{path.stem}-{number:03d}", text)
        for number, text in enumerate(labelled(path), start=1)
    )
    truth = Truth(path.stem, language, None, path, (), utterances)
    return Style(path.stem, language, truth)


def _utterance(name: str, text: Text) -> TruthUtterance:
    labels = tuple(
        TruthLabel(
            label.category,
            text.words[label.start : label.end] if label.start is not None else "",
            label.about,
            text.words[label.start : label.end] if label.start is not None else None,
        )
        for label in text.labels or ()
    )
    return TruthUtterance(name, "driver", text.words, text.words, None, labels)
