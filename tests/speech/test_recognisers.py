"""Real recognisers on the demo corpora; slow, and skipped where a model is absent."""

from pathlib import Path

import pytest

from auditor import audio, models
from auditor.speech import Recognisers

DEMO = Path(__file__).parents[2] / "corpora"
pytestmark = pytest.mark.slow


def needs(name):
    return pytest.mark.skipif(models.find(name) is None, reason=f"model {name} is not here")


@needs("vosk-en")
def test_vosk_repeats_itself_whatever_it_heard_before():
    paths = sorted(DEMO.glob("demo-en/**/*.opus"))[:6]
    vosk = Recognisers("vosk").for_language("en")
    with audio.Decoder() as decoder:
        first = {path: vosk.recognise(iter(decoder.stream(path)), "en") for path in paths}
        again = {path: vosk.recognise(iter(decoder.stream(path)), "en") for path in paths[::-1]}
    assert first == again
    assert sum(len(heard.words) for one in first.values() for heard in one) > 20
    for heard in first.values():
        for segment in heard:
            starts = [word.start_s for word in segment.words]
            assert starts == sorted(starts)
            assert 0 <= starts[0] < 60


@needs("vosk-en")
def test_vosk_recovers_from_a_stream_that_breaks_off():
    vosk = Recognisers("vosk").for_language("en")
    path = min(DEMO.glob("demo-en/**/*.opus"))
    whole = list(audio.Decoder().stream(path))

    def broken():
        yield whole[0]
        raise InterruptedError

    expected = vosk.recognise(iter(whole), "en")
    with pytest.raises(InterruptedError):
        vosk.recognise(broken(), "en")
    assert vosk.recognise(iter(whole), "en") == expected


@needs("whisper-base")
def test_whisper_writes_french_as_words_without_digits():
    whisper = Recognisers("whisper").for_language("fr")
    with audio.Decoder() as decoder:
        heard = [
            segment
            for path in sorted(DEMO.glob("demo-fr/**/*.opus"))[:8]
            for segment in whisper.recognise(iter(decoder.stream(path)), "fr")
        ]
    words = [word.text for segment in heard for word in segment.words]
    assert len(words) > 20
    assert not any(character.isdigit() for word in words for character in word)
    assert all(word == word.lower() for word in words)


@needs("whisper-base")
def test_language_is_told_by_ear():
    recognisers = Recognisers()
    with audio.Decoder() as decoder:
        for language in ("en", "fr"):
            paths = sorted(DEMO.glob(f"demo-{language}/**/*.opus"))[:4]
            told = [recognisers.language_of(iter(decoder.stream(path))) for path in paths]
            assert told.count(language) >= 3
