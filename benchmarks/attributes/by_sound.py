"""Names of the lexicons spoken and recognised: how many are misheard, how many found by sound.

    python -m benchmarks.attributes.by_sound [--parts N]

Sentences of ``by_sound.toml`` with names of medicines, conditions and faiths are spoken by Kokoro,
clean and in noise at 10 dB, and heard by Whisper base, in English also by Vosk. The names of each
class are shuffled; thresholds were chosen on the first three parts, which are left out. Two parts
take half an hour on a busy core. Writes benchmarks/results/by_sound.json.
"""

from __future__ import annotations

import argparse
import tomllib
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import numpy.typing as npt

from auditor.attributes.lexicon import load
from auditor.attributes.reading import ReadingMaker
from auditor.attributes.sounds import letters
from auditor.attributes.text import Text, read
from auditor.corpus.synthesis.voices import Kokoro, Voice
from auditor.records import SAMPLE_RATE, Language
from auditor.speech import Recognisers
from benchmarks.measure import save, table

LANGUAGES: tuple[Language, ...] = ("en", "fr")
TUNED = 3
"""Parts that thresholds were chosen on."""
SNR_DB = 10.0
_SPEED = 1.05
_SHORTEST, _WORDS = 5, 2
_LOWEST_HZ = 60.0
_SEED = 5
_TOML = Path(__file__).with_suffix(".toml")

Sound = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Spoken:
    """A name, as the lexicon writes it, and the sentence it is said in."""

    cls: str
    name: str
    concept: str
    text: str


def spoken(language: Language, setting: dict[str, Any], parts: int) -> Iterator[Spoken]:
    """Yield ``parts`` parts of the names that nothing was tuned on, each in one sentence."""
    rng = Random(_SEED + LANGUAGES.index(language))
    for cls, count in setting["names"].items():
        names = {
            (" ".join(words).replace("' ", "'"), entry.concept)
            for words, entry in load(language).rows()
            if entry.cls == cls
        }
        said = sorted(
            (name, concept)
            for name, concept in names
            if len(name) >= _SHORTEST and len(name.split()) <= _WORDS
        )
        rng.shuffle(said)
        for name, concept in said[TUNED * count : (TUNED + parts) * count]:
            sentence = _chance(name).choice(setting[language]["sentences"][cls])
            yield Spoken(cls, name, concept, sentence.format(name))


def heard(language: Language, parts: int) -> Iterator[tuple[Spoken, str]]:
    """Yield each name with what a recogniser wrote for its sentence."""
    setting = tomllib.loads(_TOML.read_text("utf-8"))
    engine = Kokoro.installed()
    recognisers = [
        Recognisers(each).for_language(language) for each in setting[language]["recognisers"]
    ]
    for one in spoken(language, setting, parts):
        chance = _chance(one.name)
        chance.choice(setting[language]["sentences"][one.cls])
        voice = chance.choice(setting[language]["voices"])
        sound = engine.speak(
            one.text, Voice(voice["parts"]), accent=voice["accent"], speed=_SPEED
        ).astype(np.float64)
        sound = np.pad(sound, (SAMPLE_RATE // 4, SAMPLE_RATE // 2))
        for version in (sound, noisy(sound, one.name)):
            loud = (version / np.abs(version).max() * 0.5 * np.iinfo(np.int16).max).astype(np.int16)
            for recogniser in recognisers:
                found = recogniser.recognise(iter([loud]), language)
                yield one, " ".join(word.text for each in found for word in each.words)


def noisy(sound: Sound, name: str) -> Sound:
    """Return ``sound`` in pink noise at :data:`SNR_DB`, seeded by ``name``."""
    white = np.random.default_rng(zlib.crc32(name.encode())).standard_normal(len(sound))
    hz = np.maximum(np.fft.rfftfreq(len(sound), 1 / SAMPLE_RATE), _LOWEST_HZ)
    pink = np.fft.irfft(np.fft.rfft(white) / np.sqrt(hz), len(sound))
    level = np.sqrt((sound**2).mean() / (pink**2).mean()) / 10 ** (SNR_DB / 20)
    return np.asarray(sound + level * pink)


def outcome(one: Spoken, text: Text, maker: ReadingMaker) -> str:
    """Return whether a name was heard right, else found by sound, taken for another, or missed."""
    reading = maker.read(text, None)
    name = read(one.name, text.language).words
    exact = [hit for hit in reading.hits.of(one.cls) if not hit.sounds_like]
    if any(text.words[hit.first : hit.last] == name for hit in exact):
        return "right"
    alike = {letters((hit.sounds_like,)) for hit in reading.by_sound}
    if letters(name) in alike:
        return "found"
    return "another" if alike else "missed"


def main() -> None:
    """Measure, print and save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--parts", type=int, default=2, help="parts of each class's names")
    given = parser.parse_args()
    columns = ("right", "found", "another", "missed")
    rows: dict[str, Counter[str]] = {}
    for language in LANGUAGES:
        maker = ReadingMaker(language)
        for one, said in heard(language, given.parts):
            counts = rows.setdefault(f"{language} {one.cls}", Counter())
            counts[outcome(one, read(said, language), maker)] += 1
    print(table(("names", *columns), [(row, *(c[x] for x in columns)) for row, c in rows.items()]))
    print(f"\nwritten to {save('by_sound', {row: dict(c) for row, c in rows.items()})}")


def _chance(name: str) -> Random:
    return Random(zlib.crc32(name.encode()))


if __name__ == "__main__":
    main()
