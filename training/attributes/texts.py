"""The texts that are learned from, in one form.

``training/utterances`` holds utterances with what they give away, ``training/spans`` commands with
their entities in brackets; the public sets (``--data``) hold commands with spans in characters.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from auditor.records import About, Language
from training import HERE
from training.attributes.labels import ABOUTS, CATEGORIES, ENTITIES
from training.attributes.values import value_of

PUBLIC = ("nlu_ed_train.jsonl", "snips_train.jsonl")
_BRACKETED = re.compile(r"\[([^\[\]|]+)\|([A-Z]+)\]")
_LABEL = re.compile(r"(?P<category>[a-z_.]+)@(?P<about>[a-z]+)#?(?P<words>.*)")
UNTOLD = "?"
"""Stands for the kind of words of which nothing is to be learned: SNIPS does not tell dates from
times of day."""


@dataclass(frozen=True)
class Label:
    """Something given away, by characters ``start`` to ``end``; both None where no words do.

    ``value`` is what it stands for, of categories with few values; "" where it is not known.
    """

    category: str
    about: About
    start: int | None
    end: int | None
    value: str = ""


@dataclass(frozen=True)
class Text:
    """One utterance.

    Attributes
    ----------
    labels
        What it gives away; None where nobody has marked that.
    entities
        (start, end, kind) in characters; None where nobody has marked them.
    source
        The file it comes from.
    """

    words: str
    language: Language
    source: str
    labels: tuple[Label, ...] | None = None
    entities: tuple[tuple[int, int, str], ...] | None = None

    @property
    def kept_apart(self) -> bool:
        """Whether it is one of the eighth that choose thresholds and are never trained on."""
        digest = hashlib.sha256(self.words.encode()).digest()
        return digest[0] < 32


def utterances(folder: Path = HERE / "utterances") -> list[Text]:
    """Return the utterances with what they give away."""
    return [text for path in sorted(folder.glob("*.txt")) for text in labelled(path)]


def labelled(path: Path) -> Iterator[Text]:
    """Yield the lines ``speaker | utterance | labels`` of a file.

    Raises
    ------
    ValueError
        If a line is not of that form, names an unknown category, or quotes words that it does not
        hold; the message names file and line.
    """
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        parts = [part.strip() for part in f"{line} ".split(" | ")]
        if len(parts) != 3:
            raise ValueError(f"{path}:{number}: not 'speaker | utterance | labels'")
        try:
            labels = tuple(_label(part, parts[1]) for part in parts[2].split(" ; ") if part)
        except ValueError as error:
            raise ValueError(f"{path}:{number}: {error}") from None
        yield Text(parts[1], _language(path), path.name, labels=labels)


def _label(written: str, utterance: str) -> Label:
    found = _LABEL.fullmatch(written.strip())
    if found is None or found["about"] not in ABOUTS:
        raise ValueError(f"no label: {written!r}")
    category = found["category"].split(".")[0]
    if category not in CATEGORIES:
        raise ValueError(f"unknown category {category!r}")
    words = found["words"].strip()
    start = utterance.find(words) if words else None
    if start == -1:
        raise ValueError(f"the utterance does not say {words!r}")
    about = next(about for about in ABOUTS if about == found["about"])
    end = None if start is None else start + len(words)
    return Label(category, about, start, end, value_of(category, utterance, words))


def commands(folder: Path = HERE / "spans") -> list[Text]:
    """Return the commands of a folder whose entities stand in brackets."""
    return [
        text for path in sorted(folder.glob("*.txt")) for text in bracketed(path, _language(path))
    ]


def bracketed(path: Path, language: Language) -> list[Text]:
    """Return the commands of one file whose entities stand in brackets.

    Raises
    ------
    ValueError
        If a kind of entity is unknown.
    """
    lines = path.read_text("utf-8").splitlines()
    return [_bracketed(line, path, language) for line in lines if line.strip()]


def _bracketed(line: str, path: Path, language: Language) -> Text:
    words, entities, place = "", [], 0
    for found in _BRACKETED.finditer(line):
        words += line[place : found.start()]
        if found[2] not in ENTITIES:
            raise ValueError(f"{path}: unknown kind of entity {found[2]!r}")
        entities.append((len(words), len(words) + len(found[1]), found[2]))
        words += found[1]
        place = found.end()
    return Text(words + line[place:], language, path.name, entities=tuple(entities))


def public(folder: Path, names: Iterable[str] = PUBLIC) -> list[Text]:
    """Return the public English commands with spans."""
    return [
        Text(row["text"].lower(), "en", name, entities=tuple(_spans(row)))
        for name in names
        for row in map(json.loads, (folder / name).read_text("utf-8").splitlines())
    ]


def _spans(row: dict[str, list[tuple[int, int, str]]]) -> Iterator[tuple[int, int, str]]:
    for start, end, kind in row["spans"]:
        if kind in (*ENTITIES, "DATETIME"):
            yield start, end, UNTOLD if kind == "DATETIME" else kind


def _language(path: Path) -> Language:
    return "fr" if path.name.startswith("fr") else "en"
