import numpy as np
import pytest

from auditor.records import Word
from auditor.speech.packing import FRAME_S
from auditor.speech.whisper_engine import TimedWord
from auditor.speech.whisper_words import plain_words, within_sound


def written(*parts):
    return [TimedWord(text, start, end, sure) for text, start, end, sure in parts]


def test_parts_without_a_space_are_one_word_as_sure_as_its_least_sure_part():
    words = plain_words(
        written((" Aujourd", 0.1, 0.4, 0.9), ("'hui", 0.4, 0.6, 0.5), (" j", 0.7, 0.8, 0.9)), "fr"
    )
    assert words == [Word("aujourd'hui", 0.1, 0.6, 0.5), Word("j", 0.7, 0.8, 0.9)]


def test_punctuation_takes_no_time_and_no_confidence():
    words = plain_words(
        written((" Mum", 0.1, 0.4, 0.9), (",", 0.4, 0.9, 0.1), (" please", 0.9, 1.2, 0.8)), "en"
    )
    assert words == [Word("mum", 0.1, 0.4, 0.9), Word("please", 0.9, 1.2, 0.8)]
    assert plain_words(written((" ...", 0.0, 1.0, 0.3)), "en") == []


def test_the_words_of_a_number_share_its_time_by_their_letters():
    time = ((" 16", 0.2, 0.6, 0.8), ("h", 0.6, 0.8, 0.7), ("15", 0.8, 2.0, 0.6))
    words = plain_words(written((" à", 0.0, 0.2, 0.9), *time), "fr")
    assert [word.text for word in words] == ["à", "seize", "heures", "quinze"]
    assert words[1].start_s == 0.2
    assert words[-1].end_s == 2.0
    lengths = [word.end_s - word.start_s for word in words[1:]]
    assert lengths == pytest.approx([1.8 * 5 / 17, 1.8 * 6 / 17, 1.8 * 6 / 17], abs=0.011)
    assert {word.confidence for word in words[1:]} == {0.6}


def test_a_telephone_number_over_several_words_is_read_as_one():
    groups = enumerate("06 12 34 56 78".split())
    parts = [(f" {group}", k * 0.5, k * 0.5 + 0.5, 0.9) for k, group in groups]
    words = plain_words(written((" le", 0.0, 0.1, 0.9), *parts), "fr")
    assert " ".join(word.text for word in words) == (
        "le zéro six douze trente quatre cinquante six soixante dix huit"
    )
    assert words[-1].end_s == 2.5


def sound(*stretches, length_s=3.0):
    above = np.zeros(round(length_s / FRAME_S), np.float32)
    for start, end in stretches:
        above[round(start / FRAME_S) : round(end / FRAME_S)] = 20.0
    return above


def test_words_are_cut_to_the_sound_they_lie_on():
    kept, silent = within_sound([Word("go", 0.0, 0.9, 0.9)], sound((0.5, 0.8)))
    assert not silent
    assert kept[0].start_s == pytest.approx(0.5, abs=FRAME_S)
    assert kept[0].end_s == pytest.approx(0.8, abs=FRAME_S)


def test_words_where_there_is_no_sound_are_told_apart():
    words = [Word("go", 0.5, 0.8, 0.9), Word("thanks", 2.0, 2.5, 0.9)]
    kept, silent = within_sound(words, sound((0.5, 0.8)))
    assert [word.text for word in kept] == ["go"]
    assert [word.text for word in silent] == ["thanks"]


def test_a_word_never_grows_and_never_vanishes():
    rng = np.random.default_rng(2)
    above = rng.uniform(0, 10, 200).astype(np.float32)
    starts = np.sort(rng.uniform(0, 3.0, 30))
    words = [Word("w", round(float(s), 2), round(float(s) + 0.2, 2), 0.5) for s in starts]
    kept, silent = within_sound(words, above)
    assert len(kept) + len(silent) == len(words)
    for word in kept:
        origin = next(each for each in words if each.start_s <= word.start_s <= each.end_s)
        assert origin.start_s <= word.start_s < word.end_s <= words[-1].end_s + 0.2
