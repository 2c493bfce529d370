import pytest

from auditor.records import ModelPin, Transcript, Utterance, Word
from auditor.speech import span_agreed, with_second


def words(text, start_s=0.0, each_s=0.3):
    return tuple(
        Word(word, start_s + k * each_s, start_s + (k + 1) * each_s, 0.9)
        for k, word in enumerate(text.split())
    )


def transcript(*utterances, name="one"):
    made = tuple(
        Utterance(f"u{k}", "r", each[0].start_s, each[-1].end_s, each, "en")
        for k, each in enumerate(utterances)
    )
    return Transcript("r", "en", made, ModelPin(name, "1", ""), None, 60.0)


def agreed(first, *second):
    joined = with_second(transcript(first), transcript(*second, name="two"))
    return [word.agreed for word in joined.utterances[0].words]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("call my sister", "call my sister", [True, True, True]),
        ("call my sister", "call my mister", [True, True, False]),
        ("call my sister", "please call sister now", [True, False, True]),
        ("mon rendez-vous", "mon rendez vous", [True, True]),
        ("mon rendez-vous", "mon rendez fou", [True, False]),
        ("it's five o'clock", "it's five o clock", [True, True, True]),
        ("the the car", "the car", None),
    ],
)
def test_words_heard_by_both_are_marked(first, second, expected):
    found = agreed(words(first), words(second))
    if expected is None:  # one of the two, never both
        assert sorted(found) == [False, True, True]
    else:
        assert found == expected


def test_the_same_word_elsewhere_is_no_agreement():
    assert agreed(words("stop"), words("stop", start_s=2.0)) == [False]
    assert agreed(words("stop"), words("stop", start_s=0.4)) == [True]


def test_a_word_of_the_second_serves_once():
    first = transcript(words("stop"), words("stop", start_s=0.5))
    joined = with_second(first, transcript(words("stop", start_s=0.3)))
    assert [one.words[0].agreed for one in joined.utterances] == [True, False]


def test_second_may_cut_utterances_otherwise():
    assert (
        agreed(words("call my sister now"), words("call my"), words("sister now", 0.6))
        == [True] * 4
    )


def test_both_are_kept_and_the_first_is_untouched():
    first, second = transcript(words("call mum")), transcript(words("call tom"), name="two")
    joined = with_second(first, second)
    assert joined.second == second
    assert joined.utterances[0].text == "call mum"
    assert joined.utterances[0].agreement == 0.5
    assert first.utterances[0].agreement is None
    assert joined.model.name == "one"


def test_silence_of_the_second_agrees_with_nothing():
    joined = with_second(transcript(words("call mum")), transcript(name="two"))
    assert joined.utterances[0].agreement == 0.0


def test_evidence_can_be_required_to_hold_in_both():
    joined = with_second(transcript(words("call my sister")), transcript(words("call my mister")))
    (utterance,) = joined.utterances
    assert span_agreed(utterance, (0, 7)) is True
    assert span_agreed(utterance, (8, 14)) is False
    assert span_agreed(utterance, (9, 10)) is False
    assert span_agreed(utterance, None) is False
    assert span_agreed(utterance, (14, 14)) is None
    assert span_agreed(transcript(words("call")).utterances[0], None) is None
