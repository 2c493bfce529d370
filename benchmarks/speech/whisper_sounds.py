"""The sounds of the Whisper benchmark: commands in a cabin, and what holds no word to hear.

Everything is made from nothing, seeded; no voice, noise or sentence that a threshold was chosen on
is among what figures are given for.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from auditor.corpus.synthesis import CONDITIONS, Kokoro, Turn, Voice, compose, impulse_responses
from auditor.corpus.synthesis.levels import Samples
from auditor.corpus.synthesis.noise import cabin_noise, indicator_ticks
from auditor.records import SAMPLE_RATE, Language

__all__ = [
    "IN_CAR",
    "Clip",
    "Split",
    "clipped",
    "commands",
    "commands_in_each",
    "foreign",
    "noises",
    "telephone",
]

Split = Literal["tuned", "held_out"]
_SENTENCES = Path(__file__).with_name("whisper_sentences.toml")
IN_CAR = ("quiet", "town", "road", "motorway")
_TURNS = 8
"""Commands in one long recording."""

_VOICES: dict[tuple[Language, Split], tuple[tuple[dict[str, float], str], ...]] = {
    ("en", "tuned"): (
        ({"af_sarah": 0.6, "af_sky": 0.4}, "en-us"),
        ({"am_adam": 0.5, "am_liam": 0.5}, "en-us"),
        ({"bf_emma": 0.6, "bf_lily": 0.4}, "en-gb"),
        ({"bm_george": 0.6, "bm_fable": 0.4}, "en-gb"),
    ),
    ("en", "held_out"): (
        ({"af_bella": 0.6, "af_river": 0.4}, "en-us"),
        ({"am_michael": 0.6, "am_echo": 0.4}, "en-us"),
        ({"bf_alice": 0.6, "bf_isabella": 0.4}, "en-gb"),
        ({"bm_daniel": 0.6, "bm_lewis": 0.4}, "en-gb"),
    ),
    # There is one French voice; the others are its mixtures, and their accent is a little foreign.
    ("fr", "tuned"): (
        ({"ff_siwis": 1.0}, "fr-fr"),
        ({"ff_siwis": 0.6, "bm_george": 0.4}, "fr-fr"),
        ({"ff_siwis": 0.6, "af_heart": 0.4}, "fr-fr"),
        ({"ff_siwis": 0.55, "am_adam": 0.45}, "fr-fr"),
    ),
    ("fr", "held_out"): (
        ({"ff_siwis": 0.65, "if_sara": 0.35}, "fr-fr"),
        ({"ff_siwis": 0.55, "im_nicola": 0.45}, "fr-fr"),
        ({"ff_siwis": 0.6, "bf_isabella": 0.4}, "fr-fr"),
        ({"ff_siwis": 0.5, "am_michael": 0.5}, "fr-fr"),
    ),
}
_FOREIGN_VOICES = {
    "es": ("ef_dora", "em_alex"),
    "it": ("if_sara", "im_nicola"),
    "pt-br": ("pf_dora", "pm_alex"),
    "hi": ("hf_beta", "hm_psi"),
    "ja": ("jf_nezumi", "jm_kumo"),
    "cmn": ("zf_xiaoyi", "zm_yunyang"),
}


@dataclass(frozen=True)
class Clip:
    """Sound at 16 kHz, what kind it is, and what is said in it (nothing in noise)."""

    kind: str
    samples: Samples
    text: str = ""

    @property
    def seconds(self) -> float:
        """Its length."""
        return self.samples.size / SAMPLE_RATE


def commands(
    engine: Kokoro, language: Language, split: Split, *, together: int = 1
) -> Iterator[Clip]:
    """Yield the split's commands in a cabin, ``together`` of them in a recording."""
    responses = impulse_responses()
    sentences = _sentences()[split][language]
    for first in range(0, len(sentences), together):
        said = sentences[first : first + together]
        rng = np.random.default_rng([first, together, language == "fr", split == "held_out"])
        turns = [
            Turn(_speech(engine, text, language, split, first + k, rng), "driver")
            for k, text in enumerate(said)
        ]
        kind = IN_CAR[(first // together * 3 // 2) % len(IN_CAR)]
        scene = compose(turns, responses, CONDITIONS[kind], rng)
        yield Clip(kind, _sampled(scene.samples), " ".join(said))


def commands_in_each(engine: Kokoro, language: Language, split: Split) -> Iterator[Clip]:
    """Yield each of the split's commands in every level of noise."""
    responses = impulse_responses()
    for number, text in enumerate(_sentences()[split][language]):
        rng = np.random.default_rng([9, number, language == "fr", split == "held_out"])
        turn = Turn(_speech(engine, text, language, split, number, rng), "driver")
        for kind in IN_CAR:
            scene = compose([turn], responses, CONDITIONS[kind], rng)
            yield Clip(kind, _sampled(scene.samples), text)


def _speech(
    engine: Kokoro,
    text: str,
    language: Language,
    split: Split,
    number: int,
    rng: np.random.Generator,
) -> Samples:
    voices = _VOICES[language, split]
    parts, accent = voices[number % len(voices)]
    return engine.speak(text, Voice(parts), accent=accent, speed=float(rng.uniform(0.95, 1.2)))


def foreign(engine: Kokoro) -> Iterator[Clip]:
    """Yield commands in languages that are neither English nor French."""
    responses = impulse_responses()
    for accent, sentences in _sentences()["foreign"].items():
        for number, text in enumerate(sentences):
            rng = np.random.default_rng([number, *accent.encode()])
            voice = _FOREIGN_VOICES[accent][number % 2]
            turn = Turn(engine.speak(text, Voice({voice: 1.0}), accent=accent), "driver")
            condition = CONDITIONS[IN_CAR[number % len(IN_CAR)]]
            scene = compose([turn], responses, condition, rng)
            yield Clip("foreign speech", _sampled(scene.samples))


def telephone(clip: Clip) -> Clip:
    """Return the clip as an 8 kHz telephone passes it on: 300 to 3400 Hz."""
    from scipy.signal import butter, sosfilt

    band = butter(4, (300, 3400), btype="bandpass", fs=SAMPLE_RATE, output="sos")
    return Clip("telephone", _sampled(np.asarray(sosfilt(band, clip.samples))), clip.text)


def clipped(clip: Clip) -> Clip:
    """Return the clip as a microphone turned up by 30 dB cuts it off."""
    return Clip("clipped", _sampled(clip.samples * 31.6), clip.text)


def noises(seconds: tuple[float, ...] = (3.0, 20.0)) -> Iterator[Clip]:
    """Yield sounds without a word in them, of each length."""
    for number, (kind, make) in enumerate(_NOISES.items()):
        for length in seconds:
            rng = np.random.default_rng([7, number, round(length)])
            yield Clip(kind, _sampled(make(round(length * SAMPLE_RATE), rng)))


def _sentences() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(_SENTENCES.read_text("utf-8"))


def _sampled(samples: np.ndarray) -> Samples:
    """Return what 16 bits keep of the samples."""
    return (np.clip(np.rint(samples * 32768), -32768, 32767) / 32768).astype(np.float32)


def _at(samples: np.ndarray, level_db: float) -> np.ndarray:
    return samples * (10 ** (level_db / 20) / max(float(np.sqrt(np.mean(samples**2))), 1e-9))


def _seconds(n: int) -> np.ndarray:
    return np.arange(n) / SAMPLE_RATE


def _silence(n: int, rng: np.random.Generator) -> np.ndarray:
    return np.zeros(n)


def _white(n: int, rng: np.random.Generator) -> np.ndarray:
    return _at(rng.standard_normal(n), -30)


def _pink(n: int, rng: np.random.Generator) -> np.ndarray:
    hz = np.maximum(np.fft.rfftfreq(n, 1 / SAMPLE_RATE), 10)
    return _at(np.fft.irfft(np.fft.rfft(rng.standard_normal(n)) / np.sqrt(hz), n), -26)


def _road(n: int, rng: np.random.Generator) -> np.ndarray:
    return _at(cabin_noise(CONDITIONS["motorway"], n, rng), -24)


def _speeding_up(n: int, rng: np.random.Generator) -> np.ndarray:
    """Return an engine that goes up through the gears, with the road growing louder."""
    times = _seconds(n)
    hz = 60 + 90 * ((times / 3.1) % 1)
    phase = 2 * np.pi * np.cumsum(hz) / SAMPLE_RATE
    engine = sum(np.sin(k * phase) / k for k in range(1, 9))
    gain = 10 ** (np.interp(times, [0, times[-1]], [-25, 0]) / 20)
    return _at(gain * (0.3 * engine + cabin_noise(CONDITIONS["motorway"], n, rng)), -26)


def _wipers(n: int, rng: np.random.Generator) -> np.ndarray:
    sweep = np.clip(np.sin(2 * np.pi * _seconds(n) / 1.1), 0, 1) ** 3
    return _at(_pink(n, rng) * sweep + 0.1 * _road(n, rng), -30)


def _indicator(n: int, rng: np.random.Generator) -> np.ndarray:
    return 0.02 * indicator_ticks(n, rng) + _at(cabin_noise(CONDITIONS["town"], n, rng), -55)


def _beeps(n: int, rng: np.random.Generator) -> np.ndarray:
    times = _seconds(n)
    tone = np.sin(2 * np.pi * 880 * times) * ((times % 0.9) < 0.25)
    return _at(tone + 0.01 * rng.standard_normal(n), -28)


def _keys(n: int, rng: np.random.Generator) -> np.ndarray:
    """Return telephone keys."""
    times = _seconds(n)
    key = (times / 0.5).astype(int)
    low = rng.choice([697, 770, 852, 941], key[-1] + 1)[key]
    high = rng.choice([1209, 1336, 1477], key[-1] + 1)[key]
    tones = np.sin(2 * np.pi * low * times) + np.sin(2 * np.pi * high * times)
    return _at(tones * ((times % 0.5) < 0.2) + 0.01 * rng.standard_normal(n), -28)


def _siren(n: int, rng: np.random.Generator) -> np.ndarray:
    hz = np.where(_seconds(n) % 1.3 < 0.65, 435, 580)
    phase = 2 * np.pi * np.cumsum(hz) / SAMPLE_RATE
    return _at(np.sin(phase) + 0.4 * np.sin(3 * phase) + 0.05 * rng.standard_normal(n), -28)


def _doors(n: int, rng: np.random.Generator) -> np.ndarray:
    sound = 0.003 * rng.standard_normal(n)
    length = 4000
    decay = np.exp(-np.arange(length) / 600)
    for place in rng.integers(0, n - length, max(2, n // SAMPLE_RATE // 2)):
        thud = np.sin(2 * np.pi * 75 * np.arange(length) / SAMPLE_RATE) * decay
        sound[place : place + length] += thud + 0.2 * decay**3 * rng.standard_normal(length)
    return _at(sound, -30)


def _note(hz: float, n: int) -> np.ndarray:
    phase = 2 * np.pi * hz * _seconds(n) + 0.3 * np.sin(2 * np.pi * 5.5 * _seconds(n))
    return sum(np.sin(k * phase) / k**1.5 for k in range(1, 9))


def _band(n: int, rng: np.random.Generator, *, drums: bool, melody: bool) -> np.ndarray:
    """Return chords, a bass, and a melody and drums if wanted, in a tempo and order drawn."""
    sound = np.zeros(n)
    beat = int(SAMPLE_RATE * 60 / rng.uniform(75, 140))
    roots = 98 * 2 ** (rng.permutation([0, 5, 7, 9]) / 12)
    for number, start in enumerate(range(0, n, beat)):
        length = min(beat, n - start)
        root, fade = float(roots[number // 4 % 4]), np.exp(-_seconds(length) / 0.5)
        chord = sum(_note(root * 2 ** (1 + k / 12), length) for k in (0, 4, 7))
        part = 0.25 * chord * fade + 0.4 * _note(root / 2, length)
        if melody:
            part += 0.5 * _note(392 * 2 ** (rng.choice([0, 2, 4, 5, 7, 9]) / 12), length) * fade
        sound[start : start + length] += part
        if drums:
            hit = min(1500, length)
            decay = np.exp(-np.arange(hit) / 300)
            sound[start : start + hit] += rng.standard_normal(hit) * decay
    return _at(sound, -24)


def _music(n: int, rng: np.random.Generator) -> np.ndarray:
    return _band(n, rng, drums=True, melody=True)


def _piano(n: int, rng: np.random.Generator) -> np.ndarray:
    return _band(n, rng, drums=False, melody=True)


def _rhythm(n: int, rng: np.random.Generator) -> np.ndarray:
    return _band(n, rng, drums=True, melody=False)


def _humming(n: int, rng: np.random.Generator) -> np.ndarray:
    """Return pulses through the resonances of a mouth that says nothing."""
    from scipy.signal import lfilter

    steps = rng.choice([0, 2, 4, 5, 7], n // 8000 + 1)[np.arange(n) // 8000]
    sound = np.diff(np.floor(np.cumsum(140 * 2 ** (steps / 12)) / SAMPLE_RATE), prepend=0.0)
    for hz, width in ((450, 80), (1000, 100), (2400, 150)):
        radius = np.exp(-np.pi * width / SAMPLE_RATE)
        turn = 2 * radius * np.cos(2 * np.pi * hz / SAMPLE_RATE)
        sound = lfilter([1 - radius], [1, -turn, radius**2], sound)
    return _at(sound, -26)


_NOISES: dict[str, Callable[[int, np.random.Generator], np.ndarray]] = {
    "silence": _silence,
    "white noise": _white,
    "pink noise": _pink,
    "road": _road,
    "speeding up": _speeding_up,
    "wipers": _wipers,
    "indicator": _indicator,
    "beeps": _beeps,
    "telephone keys": _keys,
    "siren": _siren,
    "doors": _doors,
    "music": _music,
    "piano": _piano,
    "rhythm": _rhythm,
    "humming": _humming,
}
