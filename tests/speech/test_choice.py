"""Which recognisers are chosen, and what a stored result depends on."""

from pathlib import Path

import numpy as np
import pytest

from auditor import audio, models
from auditor.errors import ModelError
from auditor.models import ModelDir
from auditor.records import ModelPin
from auditor.speech import Recognisers, choice

DEMO = Path(__file__).parents[2] / "corpora"


@pytest.fixture
def present(monkeypatch):
    """Let only some models be there; none is loaded."""

    def only(*names):
        def find(name, *, path=None, trust=False):
            if name not in names:
                return None
            return ModelDir(Path(name), ModelPin(name, "1", name))

        monkeypatch.setattr(choice, "find", find)
        monkeypatch.setattr(choice, "knows_french", lambda path: True)

    return only


def test_voices_are_part_of_what_a_transcript_depends_on(present):
    present("vosk-en", "vosk-speaker", "whisper-base")
    vosk = Recognisers("vosk").identity("en")
    whisper = Recognisers("whisper").identity("fr")
    assert vosk["voices"] == ["vosk-speaker"]
    assert whisper["voices"] == ["vosk-en", "vosk-speaker"]
    present("vosk-en", "whisper-base")
    assert Recognisers("vosk").identity("en") == {**vosk, "voices": None}
    assert Recognisers("whisper").identity("fr") == {**whisper, "voices": None}
    present("vosk-speaker", "whisper-base")
    assert Recognisers("whisper").identity("fr")["voices"] is None


def test_what_changes_results_changes_the_identity_and_nothing_else_does(present):
    present("vosk-en", "whisper-base")
    plain = Recognisers("vosk").identity("en")
    assert Recognisers("vosk", alternatives=3).identity("en") != plain
    assert Recognisers("vosk", exact=True).identity("en") != plain
    assert Recognisers("vosk", max_memory_mb=1000, workers=4).identity("en") == plain
    whisper = Recognisers("whisper").identity("en")
    assert Recognisers("whisper", exact=True).identity("en") == whisper


def test_both_is_auto_with_a_second_that_is_stored_like_a_first(present):
    present("vosk-en", "vosk-speaker", "whisper-base")
    both = Recognisers("both", alternatives=2)
    assert both.has_second
    assert both.identity("en") == Recognisers("auto", alternatives=2).identity("en")
    second = both.identity("en", second=True)
    assert (second["model"], second["voices"], second["alternatives"]) == ("whisper-base", None, 0)
    assert not Recognisers("auto").has_second


def test_what_the_user_named_speaks_first(present):
    present("vosk-en", "whisper-base")
    both = Recognisers("both", models={"whisper": "my/whisper"})
    assert both.identity("en")["model"] == "whisper-base"
    assert both.identity("en", second=True)["model"] == "vosk-en"


@pytest.mark.parametrize(
    ("there", "language", "missing"),
    [
        (("vosk-en",), "en", "whisper-base"),
        (("whisper-base",), "en", "vosk-en"),
        (("vosk-en", "whisper-base"), "fr", "vosk-fr"),
    ],
)
def test_a_second_that_is_missing_is_named(present, there, language, missing):
    present(*there)
    with pytest.raises(ModelError) as error:
        Recognisers("both").identity(language)
    assert f"models fetch {missing}" in (error.value.remedy or "")


needed = ("whisper-base", "vosk-en", "vosk-speaker")


@pytest.mark.slow
@pytest.mark.skipif(any(models.find(name) is None for name in needed), reason="models are not here")
def test_what_whisper_hears_carries_the_voice_that_said_it():
    paths = sorted((DEMO / "demo-fr").glob("**/*.opus"))[:3]
    if not paths:
        pytest.skip("the demo corpora are not here")

    def heard():
        whisper = Recognisers("whisper", alternatives=3).for_language("fr")
        return [
            one
            for path in paths
            for one in whisper.recognise(audio.from_samples(audio.read(path).samples), "fr")
        ]

    first = heard()
    voices = [one.speaker for one in first if one.words and one.speaker]
    assert len(voices) >= 2
    assert all(len(each.values) == 128 and each.frames >= 50 for each in voices)
    assert any(len(one.hypotheses) > 1 for one in first)
    for one in first:
        assert len(one.hypotheses) <= 3
        if one.hypotheses:
            assert np.isclose(sum(each.probability for each in one.hypotheses), 1, atol=0.01)
    assert heard() == first
