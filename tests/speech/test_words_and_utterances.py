from datetime import datetime

import numpy as np
import pytest

from auditor.corpus import GivenLine
from auditor.records import Recording, Word
from auditor.speech import Heard, from_lines, language_of_text, plain_word, segment
from auditor.speech.windows import windows


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        (" Aujourd’hui,", "aujourd'hui"),
        ("Rendez-vous!", "rendez-vous"),
        ("l'", "l'"),
        ("'cause", "'cause"),
        ("...", ""),
        ("-", ""),
        ("'", ""),
        ("É", "é"),
        ("e\u0301té", "été"),
    ],
)
def test_plain_word(written, plain):
    assert plain_word(written) == plain


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("take me to the station please", "en"),
        ("emmène moi à la gare s'il te plaît", "fr"),
        ("call marie", "en"),
        ("l'hôpital", "fr"),
        ("", "en"),
    ],
)
def test_language_of_text(text, language):
    assert language_of_text(text.split())[0] == language


RECORDING = Recording("r", "s", None, "n", "p", started_at=datetime(2026, 3, 2, 7, 0))


def words(*starts):
    return tuple(Word(f"w{n}", start, round(start + 0.3, 1), 0.9) for n, start in enumerate(starts))


def test_segments_are_split_at_long_pauses_and_numbered():
    heard = [Heard(words(1.0, 1.4, 3.0)), Heard(words(3.4))]
    utterances = segment(RECORDING, heard, "en")
    assert [(u.id, u.start_s, u.end_s) for u in utterances] == [
        ("r-0001", 1.0, 1.7),
        ("r-0002", 3.0, 3.3),
        ("r-0003", 3.4, 3.7),
    ]
    assert utterances[1].at == datetime(2026, 3, 2, 7, 0, 3)


def test_given_lines_keep_ids_and_drop_control_characters():
    lines = [GivenLine("a", "call\x00 mum", None), GivenLine("b", "  ", None)]
    (utterance,) = from_lines(RECORDING, lines, "en")
    assert (utterance.id, utterance.text, utterance.timed) == ("a", "call mum", False)


def blocks(samples):
    for start in range(0, samples.size, 8000):
        yield samples[start : start + 8000]


def test_windows_lose_nothing_and_cut_where_it_is_quiet():
    rng = np.random.default_rng(5)
    samples = rng.integers(-3000, 3000, 16_000 * 50).astype(np.int16)
    samples[16_000 * 25 : 16_000 * 26] = 0
    pieces = list(windows(blocks(samples), longest_s=30.0))
    assert np.array_equal(
        np.concatenate([piece for _, piece in pieces]), samples.astype(np.float32) / 32768
    )
    assert 25.0 < pieces[1][0] < 26.0


def test_windows_of_nothing():
    assert list(windows(iter(()))) == []
