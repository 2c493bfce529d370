"""Whisper: what short commands cost, how many words are wrong, and how many are invented.

    python -m benchmarks.speech.whisper [--hours 6] [--only cost_by_length ...]

Synthetic sounds, made from nothing and seeded; needs the models whisper-base, kokoro and
kokoro-voices, and vosk-en for the comparison of inventions. *Before* is faster-whisper as it is
commonly called: windows filled up to 30 s, and tokens with figures suppressed so that numbers come
out as words. Processor seconds are those of this process, one thread. Writes
benchmarks/speech/results/whisper.json and prints tables.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import Any
from unittest.mock import patch

import numpy as np

from auditor import audio, models
from auditor.corpus.synthesis import CONDITIONS, Kokoro
from auditor.corpus.synthesis.noise import cabin_noise
from auditor.evaluation.words import spoken_words, word_errors
from auditor.records import SAMPLE_RATE, Language
from auditor.speech import Heard, Recogniser, Recognisers, plain_word
from auditor.speech.whisper_numerals import spoken
from benchmarks.measure import table
from benchmarks.speech.results import kept, save
from benchmarks.speech.whisper_sounds import Clip, clipped, commands, foreign, noises, telephone

LANGUAGES: tuple[Language, ...] = ("en", "fr")
LENGTHS_S = (1, 2, 3, 5, 8, 15, 30, 60)
PROMPTS = {
    "en": "Call Sarah. Take me to 12 Park Road. Play the radio. Text my brother I'm running late.",
    "fr": "Appelle Sarah. Va au 12 rue du Parc. Mets la radio. Écris à mon frère que j'arrive.",
}
Listen = Callable[[Clip, Language], list[str]]


class FasterWhisper:
    """faster-whisper, one thread, with the settings that part 1 of this project began with."""

    def __init__(self) -> None:
        from faster_whisper import WhisperModel

        found = models.find("whisper-base")
        if found is None:
            sys.exit("Run: auditor models fetch whisper-base")
        self.model = WhisperModel(
            str(found.path), device="cpu", compute_type="int8", cpu_threads=1, local_files_only=True
        )
        self.figures = sorted(
            index
            for token, index in self.model.hf_tokenizer.get_vocab().items()
            if any(letter.isdigit() for letter in token) and not token.startswith("<|")
        )

    def words(self, clip: Clip, language: Language, **settings: Any) -> list[str]:
        """Return the words of a clip; repetitive segments are left out."""
        import ctranslate2

        ctranslate2.set_random_seed(1)
        gain = settings.pop("gain", 1.0)
        given = {"beam_size": 5, "temperature": 0.0, "word_timestamps": True, **settings}
        segments, _ = self.model.transcribe(
            clip.samples * np.float32(gain),
            language=language,
            condition_on_previous_text=False,
            **given,
        )
        text = " ".join(each.text for each in segments if each.compression_ratio <= 2.4)
        return [word for part in spoken(text, language).split() if (word := plain_word(part))]

    def before(self, clip: Clip, language: Language) -> list[str]:
        """Return the words with figures suppressed."""
        return self.words(clip, language, suppress_tokens=[-1, *self.figures])

    def settings(self) -> dict[str, Listen]:
        """Return what may be tried with it, by name."""

        def with_(**settings: Any) -> Listen:
            return lambda clip, language: self.words(clip, language, **settings)

        return {
            "30 s, figures suppressed (before)": self.before,
            "30 s, figures read out": with_(),
            "  beam 1": with_(beam_size=1),
            "  beam 10": with_(beam_size=10),
            "  temperature fallback": with_(temperature=[0.0, 0.2, 0.4, 0.6, 0.8, 1.0]),
            "  in-car prompt": lambda clip, language: self.words(
                clip, language, initial_prompt=PROMPTS[language]
            ),
            "  20 dB quieter": with_(gain=0.1),
            "  20 dB louder": with_(gain=10.0),
        }


def heard(recogniser: Recogniser, clip: Clip, language: Language) -> list[Heard]:
    """Return what a recogniser of ours hears in a clip."""
    return recogniser.recognise(audio.from_samples(clip.samples), language)


def words_of(segments: Iterable[Heard]) -> list[str]:
    """Return the words of all segments."""
    return [word.text for segment in segments for word in segment.words]


def dropped_words(segments: Iterable[Heard]) -> int:
    """Return how many words a guard did not believe."""
    return sum(each.words for one in segments for each in one.dropped)


def scored(clips: Sequence[Clip], language: Language, listen: Listen) -> dict[str, float]:
    """Return word error rate and processor seconds for each second of sound."""
    errors = words = 0
    begun = time.process_time()
    for clip in clips:
        said = spoken_words(clip.text)
        errors += word_errors(said, spoken_words(" ".join(listen(clip, language))))
        words += len(said)
    cpu = time.process_time() - begun
    return {
        "wer": round(errors / words, 4),
        "words": words,
        "cpu_per_s": round(cpu / sum(clip.seconds for clip in clips), 4),
    }


def cost_by_length(ours: Recogniser, peer: FasterWhisper, long: Clip) -> list[dict[str, float]]:
    """Return processor seconds for each second of clips cut from one recording."""
    rows = []
    for seconds in LENGTHS_S:
        tiled = np.tile(long.samples, 1 + int(seconds / long.seconds))
        clip = Clip("cut", tiled[: seconds * SAMPLE_RATE])
        times = max(1, 12 // seconds)
        cpu = {}
        for name, listen in (
            ("before", lambda clip: peer.before(clip, "en")),
            ("after", lambda clip: heard(ours, clip, "en")),
        ):
            listen(clip)
            begun = time.process_time()
            for _ in range(times):
                listen(clip)
            cpu[name] = round((time.process_time() - begun) / times / seconds, 4)
        rows.append({"seconds": seconds, **cpu})
    return rows


def settings_table(
    ours: Recogniser, peer: FasterWhisper, clips: dict[str, dict[Language, list[Clip]]]
) -> dict[str, dict[str, dict[str, float]]]:
    """Return the scores of every setting on the held-out commands, and ours on all sets."""

    def listen(clip: Clip, language: Language) -> list[str]:
        return words_of(heard(ours, clip, language))

    rows: dict[str, dict[str, dict[str, float]]] = {}
    for name, peers in peer.settings().items():
        rows[name] = {each: scored(clips["held_out"][each], each, peers) for each in LANGUAGES}
    for kind, of in clips.items():
        rows[f"auditor, {kind}"] = {each: scored(of[each], each, listen) for each in LANGUAGES}
    with patch("auditor.speech.whisper_recogniser.doubt", lambda *_: None):
        rows["auditor, held_out, no guard"] = {
            each: scored(clips["held_out"][each], each, listen) for each in LANGUAGES
        }
    return rows


def dropped_from_speech(
    ours: Recogniser, clips: dict[str, dict[Language, list[Clip]]]
) -> dict[str, dict[str, dict[str, int]]]:
    """Return how many words of real commands the guard drops, by reason."""
    found: dict[str, dict[str, dict[str, int]]] = {}
    for kind, of in clips.items():
        for language in LANGUAGES:
            counts: Counter[str] = Counter()
            for clip in of[language]:
                for segment in heard(ours, clip, language):
                    counts["kept"] += len(segment.words)
                    for dropped in segment.dropped:
                        counts[dropped.why] += dropped.words
            found.setdefault(kind, {})[language] = dict(counts)
    return found


def inventions(
    ours: Recogniser, peer: FasterWhisper, clips: Sequence[Clip], language: Language
) -> dict[str, dict[str, float]]:
    """Return false words a minute for each kind of sound that holds no word of the language."""
    rows: dict[str, dict[str, float]] = {}
    vosk = Recognisers("vosk").for_language("en") if models.find("vosk-en") else None
    for kind in dict.fromkeys(clip.kind for clip in clips):
        of = [clip for clip in clips if clip.kind == kind]
        counts = Counter(seconds=sum(clip.seconds for clip in of))
        for clip in of:
            counts["before"] += len(peer.before(clip, language))
            counts["after"] += len(words_of(heard(ours, clip, language)))
            if vosk is not None and language == "en":
                segments = heard(vosk, clip, "en")
                counts["vosk"] += len(words_of(segments)) + dropped_words(segments)
                counts["vosk_guarded"] += len(words_of(segments))
        minutes = counts.pop("seconds") / 60
        rows[kind] = {name: round(count / minutes, 1) for name, count in counts.items()}
    return rows


def vosk_recall(clips: dict[str, dict[Language, list[Clip]]]) -> dict[str, dict[str, int]]:
    """Return how many words of English commands Vosk hears, and how many its guard keeps."""
    if models.find("vosk-en") is None:
        return {}
    vosk = Recognisers("vosk").for_language("en")
    found = {}
    for kind, of in clips.items():
        segments = [one for clip in of["en"] for one in heard(vosk, clip, "en")]
        kept_words = len(words_of(segments))
        found[kind] = {"heard": kept_words + dropped_words(segments), "kept": kept_words}
    return found


def repeats(clips: Sequence[Clip], language: Language) -> bool:
    """Return whether two workers and another order give the same words, times and confidences."""
    results = []
    for workers, order in ((1, clips), (2, clips[::-1])):
        recogniser = Recognisers("whisper", workers=workers).for_language(language)
        with ThreadPoolExecutor(workers) as pool:
            heards = pool.map(lambda clip, by=recogniser: heard(by, clip, language), order)
            results.append({id(clip): one for clip, one in zip(order, heards, strict=True)})
    return results[0] == results[1]


def memory(ours: Recogniser, command: Clip, hours: float) -> dict[str, float]:
    """Return the growth of memory over a drive in which a command is given every two minutes."""
    ours.recognise(iter([_int16(command.samples)]), "en")
    rng = np.random.default_rng(11)
    minute = cabin_noise(CONDITIONS["road"], 60 * SAMPLE_RATE, rng) * 0.02
    speaking = minute.copy()
    speaking[SAMPLE_RATE : SAMPLE_RATE + command.samples.size] += command.samples[
        : 50 * SAMPLE_RATE
    ]
    before = _highest_mb()
    begun = time.process_time()

    def drive() -> Iterator[np.ndarray]:
        for number in range(round(hours * 60)):
            yield from np.array_split(_int16(speaking if number % 2 else minute), 120)

    segments = ours.recognise(drive(), "en")
    return {
        "hours": hours,
        "before_mb": round(before, 1),
        "after_mb": round(_highest_mb(), 1),
        "words": len(words_of(segments)),
        "cpu_per_s": round((time.process_time() - begun) / (hours * 3600), 4),
    }


def _highest_mb() -> float:
    """Return the largest resident memory of this process so far."""
    unit = 1e6 if sys.platform == "darwin" else 1e3
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def _int16(samples: np.ndarray) -> np.ndarray:
    return np.clip(np.rint(samples * 32768), -32768, 32767).astype(np.int16)


def sets(engine: Kokoro) -> dict[str, dict[Language, list[Clip]]]:
    """Return the recordings of commands by set and language."""
    plain = {each: list(commands(engine, each, "held_out")) for each in LANGUAGES}
    return {
        "tuned": {each: list(commands(engine, each, "tuned")) for each in LANGUAGES},
        "held_out": plain,
        "eight_together": {
            each: list(commands(engine, each, "held_out", together=8)) for each in LANGUAGES
        },
        "telephone": {each: [telephone(clip) for clip in plain[each]] for each in LANGUAGES},
        "clipped": {each: [clipped(clip) for clip in plain[each]] for each in LANGUAGES},
    }


class Measures:
    """Everything that can be measured, by name; sounds are made when they are first needed."""

    def __init__(self, hours: float) -> None:
        self.hours = hours
        self.engine = Kokoro.installed()
        self.peer, self.ours = FasterWhisper(), Recognisers("whisper").for_language("en")

    @cached_property
    def clips(self) -> dict[str, dict[Language, list[Clip]]]:
        """The commands, by set and language."""
        return sets(self.engine)

    def cost_by_length(self) -> Any:
        """Return what clips of each length cost, cut from one long recording."""
        long = next(commands(self.engine, "en", "held_out", together=8))
        return cost_by_length(self.ours, self.peer, long)

    def memory(self) -> Any:
        """Return how memory grows over a drive."""
        command = next(commands(self.engine, "en", "held_out"))
        return memory(self.ours, command, self.hours)

    def noise_words_per_minute(self) -> Any:
        """Return false words a minute in sounds made without any voice."""
        clips = list(noises())
        return {each: inventions(self.ours, self.peer, clips, each) for each in LANGUAGES}

    def foreign_words_per_minute(self) -> Any:
        """Return false words a minute in speech of other languages."""
        wordless = list(foreign(self.engine))
        held_out = self.clips["held_out"]
        swapped: dict[Language, list[Clip]] = {
            "en": [Clip("French speech", clip.samples) for clip in held_out["fr"]],
            "fr": [Clip("English speech", clip.samples) for clip in held_out["en"]],
        }
        return {
            each: inventions(self.ours, self.peer, [*wordless, *swapped[each]], each)
            for each in LANGUAGES
        }

    def settings(self) -> Any:
        """Return the word error rate and cost of every setting."""
        return settings_table(self.ours, self.peer, self.clips)

    def dropped_from_speech(self) -> Any:
        """Return what the guard costs in commands."""
        return dropped_from_speech(self.ours, self.clips)

    def vosk_words_of_commands(self) -> Any:
        """Return the same of Vosk's guard."""
        return vosk_recall(self.clips)

    def same_bytes(self) -> Any:
        """Return whether results repeat."""
        held_out = self.clips["held_out"]
        return {each: repeats(held_out[each][:12], each) for each in LANGUAGES}


NAMES = (
    "cost_by_length",
    "memory",
    "noise_words_per_minute",
    "foreign_words_per_minute",
    "settings",
    "dropped_from_speech",
    "vosk_words_of_commands",
    "same_bytes",
)


def show(result: dict[str, Any]) -> None:
    """Print what was measured, tables where there are any."""
    for name, found in result.items():
        print(f"\n{name.replace('_', ' ')}")
        if name == "cost_by_length":
            print(table(tuple(found[0]), [tuple(row.values()) for row in found]))
        elif name == "settings":
            print(table(_SETTINGS_HEAD, [_settings_row(*each) for each in found.items()]))
        elif name.endswith("per_minute"):
            for language, kinds in found.items():
                columns = (f"asked for {language}", *next(iter(kinds.values())))
                print(table(columns, [(kind, *by.values()) for kind, by in kinds.items()]))
        else:
            print(found)


_SETTINGS_HEAD = ("setting", "WER en", "WER fr", "CPU en", "CPU fr")


def _settings_row(name: str, by: dict[str, dict[str, float]]) -> tuple[str, ...]:
    rates = (f"{by[each]['wer']:.1%}" for each in LANGUAGES)
    return (name, *rates, *(f"{by[each]['cpu_per_s']:.3f}" for each in LANGUAGES))


def main() -> None:
    """Measure, print and save; what was measured before stays in the file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hours", type=float, default=6.0, help="length of the drive for memory")
    parser.add_argument("--only", nargs="+", choices=NAMES, default=NAMES, metavar="NAME")
    given = parser.parse_args()
    os.environ["OMP_NUM_THREADS"] = "1"
    measures = Measures(given.hours)
    result = {name: getattr(measures, name)() for name in given.only}
    show(result)
    print(f"\nwritten to {save('whisper', {**kept('whisper'), **result})}")


if __name__ == "__main__":
    main()
