"""Models that a user names: which kinds are taken, which refused, and which comes first."""

import numpy as np
import pytest
from tiny_whisper import write_tiny_whisper

from auditor import audio
from auditor.errors import ModelError, UsageError
from auditor.models import ModelDir
from auditor.records import ModelPin
from auditor.speech import Recognisers, choice
from auditor.speech.whisper_engine import WhisperEngine, knows_french
from auditor.speech.whisper_recogniser import WhisperRecogniser

PIN = ModelPin("custom:tiny", "own", "0" * 64)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    folder = tmp_path_factory.mktemp("models")
    return {
        "both": write_tiny_whisper(folder / "both"),
        "english": write_tiny_whisper(folder / "english", multilingual=False),
        "wide": write_tiny_whisper(folder / "wide", mels=128),
    }


@pytest.fixture(autouse=True)
def no_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("AUDITOR_CACHE", str(tmp_path / "cache"))


def sound(seconds=2.0):
    rng = np.random.default_rng(4)
    samples = 0.001 * rng.standard_normal(round(seconds * 16_000)).astype(np.float32)
    samples[8_000:20_000] += 0.1 * rng.standard_normal(12_000).astype(np.float32)
    return samples


@pytest.mark.parametrize("kind", ["both", "english", "wide"])
def test_models_of_any_kind_run(tiny, kind):
    engine = WhisperEngine(tiny[kind], PIN)
    assert engine.multilingual is (kind != "english")
    encoded = engine.encode(sound())
    assert encoded.seconds == 2.0
    assert sum(engine.languages(encoded).values()) == pytest.approx(1.0, abs=1e-3)
    decoded = engine.decode(encoded, "en")
    words = engine.align(encoded, decoded, "en")
    assert words
    assert all(0 <= word.start_s <= word.end_s <= encoded.seconds for word in words)


def test_nonsense_is_not_believed_but_counted(tiny):
    recogniser = WhisperRecogniser(tiny["both"], PIN)
    (heard,) = recogniser.recognise(audio.from_samples(sound()), "en")
    assert heard.words == ()
    assert heard.dropped[0].words > 0
    assert heard.dropped[0].why


def test_vocabularies_tell_whether_french_is_known(tiny, tmp_path):
    assert knows_french(tiny["both"])
    assert not knows_french(tiny["english"])
    with pytest.raises(ModelError, match="vocabulary"):
        knows_french(tmp_path)


def test_an_english_model_refuses_french(tiny):
    recogniser = WhisperRecogniser(tiny["english"], PIN)
    assert recogniser.languages == {"en"}
    with pytest.raises(ModelError, match="English only"):
        recogniser.recognise(audio.from_samples(sound()), "fr")


def test_a_users_model_is_found_by_its_folder(tiny):
    recognisers = Recognisers("whisper", models={"whisper": tiny["wide"]})
    assert recognisers.for_language("fr").pin.name == "custom:wide"
    identity = recognisers.identity("fr")
    assert identity["model"] == recognisers.for_language("fr").pin.sha256
    assert identity != Recognisers("whisper", models={"whisper": tiny["both"]}).identity("fr")


def test_other_names_are_refused():
    with pytest.raises(UsageError, match="vosk-en"):
        Recognisers(models={"wisper": "somewhere"})


def test_a_folder_without_a_model_is_refused(tmp_path):
    with pytest.raises(ModelError, match=r"model\.bin"):
        Recognisers("whisper", models={"whisper": tmp_path}).for_language("en")
    with pytest.raises(ModelError, match="no folder"):
        Recognisers("whisper", models={"whisper": tmp_path / "absent"}).for_language("en")


def test_a_folder_with_damaged_files_is_refused(tiny, tmp_path):
    broken = tmp_path / "broken"
    broken.mkdir()
    for file in tiny["both"].iterdir():
        content = file.read_bytes()
        (broken / file.name).write_bytes(content[:1000] if file.name == "model.bin" else content)
    with pytest.raises(ModelError, match="damaged"):
        Recognisers("whisper", models={"whisper": broken}).for_language("en")


def test_a_model_without_alignment_is_refused(tiny, tmp_path):
    bare = tmp_path / "bare"
    bare.mkdir()
    for file in tiny["both"].iterdir():
        (bare / file.name).write_bytes(file.read_bytes())
    (bare / "config.json").write_text('{"alignment_heads": []}')
    with pytest.raises(ModelError, match="alignment_heads"):
        WhisperEngine(bare, PIN)


def test_an_english_model_named_for_french_says_so(tiny):
    recognisers = Recognisers("whisper", models={"whisper": tiny["english"]})
    assert recognisers.for_language("en").pin.name == "custom:english"
    with pytest.raises(ModelError, match="does not know French"):
        recognisers.for_language("fr")


def test_auto_takes_the_named_model_before_the_installed_one(tiny, monkeypatch, tmp_path):
    installed = {"vosk-en": ModelDir(tmp_path / "vosk", ModelPin("vosk-en", "0.15", "1" * 64))}
    real = choice.find

    def find(name, *, path=None):
        return real(name, path=path) if path else installed.get(name)

    monkeypatch.setattr(choice, "find", find)
    assert Recognisers().identity("en")["model"] == "1" * 64
    named = Recognisers(models={"whisper": tiny["both"]})
    assert named.identity("en")["engine"] == "whisper"
    assert named.identity("fr")["engine"] == "whisper"


def test_a_model_of_english_alone_does_not_tell_languages(tiny):
    own = Recognisers("whisper", models={"whisper": tiny["english"]})
    assert own.telling_identity() == "none"
    assert own.language_of(audio.from_samples(sound())) == "en"
    both = Recognisers("whisper", models={"whisper": tiny["both"]})
    assert both.telling_identity().startswith(both.for_language("en").pin.sha256)
