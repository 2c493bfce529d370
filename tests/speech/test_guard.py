import tomllib
from dataclasses import replace
from importlib import resources

import pytest

from auditor.records import Word
from auditor.speech import plain_word
from auditor.speech.guard import Evidence, compression_ratio, doubt, doubt_of_segment

COMMAND = Evidence(
    text=" Take me to the clinic on Mill Lane, please.",
    words=9,
    seconds=3.4,
    log_probability=-0.35,
    no_speech=0.05,
    first_word=0.8,
    languages={"en": 0.97, "cy": 0.02, "fr": 0.01},
)
ORDRE = replace(
    COMMAND, text=" Emmène-moi à la clinique.", words=4, languages={"fr": 0.9, "en": 0.05}
)


def test_commands_are_believed():
    assert doubt(COMMAND, "en") is None
    assert doubt(ORDRE, "fr") is None


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"text": " I don't know." * 20, "words": 60, "seconds": 15.0}, "repetition"),
        ({"words": 30, "seconds": 1.5}, "faster than anybody speaks"),
        ({"no_speech": 0.8, "log_probability": -1.0}, "no speech"),
        ({"no_speech": 0.4, "first_word": 0.01}, "no speech"),
        ({"log_probability": -1.4}, "guess"),
        ({"languages": {"es": 0.9, "en": 0.05}}, "another language (es)"),
        ({"text": " Thanks for watching!", "words": 3}, "stock phrase"),
        ({"text": " Subtitles by somebody", "words": 3}, "stock phrase"),
    ],
)
def test_each_sign_of_an_invention_is_enough(change, why):
    assert doubt(replace(COMMAND, **change), "en") == why


@pytest.mark.parametrize(
    "change",
    [
        {"no_speech": 0.8},  # a short command in noise
        {"log_probability": -1.0},  # half understood
        {"first_word": 0.01},  # an unusual name first
        {"languages": {"cy": 0.93, "en": 0.02, "es": 0.01}},  # an unusual name; no rival
        {"text": " Thank you.", "words": 2},
        {"text": " Thank you.", "words": 2, "log_probability": -0.9},
        {"words": 20, "seconds": 3.4},
    ],
)
def test_one_weak_sign_is_not_enough(change):
    assert doubt(replace(COMMAND, **change), "en") is None


@pytest.mark.parametrize(("text", "words"), [(" Thank you very much.", 4), (" You", 1)])
def test_polite_words_need_a_sure_recogniser(text, words):
    polite = replace(COMMAND, text=text, words=words)
    assert doubt(polite, "en") is None
    unsure = replace(polite, log_probability=-1.0, no_speech=0.5)
    assert doubt(unsure, "en") == "stock phrase"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (" Sous-titres réalisés par l'équipe", "stock phrase"),
        (" Sous-titrage MFP.", "stock phrase"),
        (" Merci d'avoir regardé cette vidéo !", "stock phrase"),
        (" Mets les sous-titres en grand.", None),
        (" Traduis par exemple bonjour.", None),
    ],
)
def test_french_credits_are_told_from_commands_about_them(text, why):
    assert doubt(replace(ORDRE, text=text), "fr") == why


def test_it_takes_more_to_be_english():
    share = {"es": 0.5, "en": 0.05, "fr": 0.05}
    assert doubt(replace(COMMAND, languages=share), "en") == "another language (es)"
    assert doubt(replace(ORDRE, languages=share), "fr") is None


def test_stock_phrases_are_written_as_words_are_compared():
    text = resources.files("auditor.speech").joinpath("whisper_phrases.toml").read_text("utf-8")
    for kind, languages in tomllib.loads(text).items():
        assert set(languages) == {"en", "fr"}
        for phrases in languages.values():
            assert phrases == sorted(set(phrases), key=phrases.index)
            for phrase in phrases:
                assert " ".join(plain_word(word) for word in phrase.split()) == phrase, kind


def test_compression_ratio_tells_loops_from_lists():
    assert compression_ratio("") < 1
    assert compression_ratio("zero seven seven zero zero nine double zero four one two") < 1.5
    assert compression_ratio("l'État de l'État de " * 8) > 2.2


def segment(*confidences):
    return [Word(f"w{n}", n * 0.3, n * 0.3 + 0.2, c) for n, c in enumerate(confidences)]


@pytest.mark.parametrize(
    ("confidences", "why"),
    [
        ((0.75,), "guess"),
        ((0.83,), None),
        ((0.45, 0.5, 0.6, 0.9), None),
        ((0.45, 0.4, 0.6, 0.3), "guess"),
        ((1.0, 0.9, 0.4, 1.0), None),
        ((), None),
    ],
)
def test_segments_of_vosk(confidences, why):
    assert doubt_of_segment(segment(*confidences)) == why
