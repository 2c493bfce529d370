"""Word error rate, and which recognised word belongs to which utterance."""

from __future__ import annotations

import jiwer
import pytest
from evaluation_builders import case, found, label, said, scored, truth
from hypothesis import given
from hypothesis import strategies as st

from auditor.errors import UsageError
from auditor.evaluation import assign_words
from auditor.evaluation.words import spoken_words, word_errors
from auditor.records import Word

texts = st.lists(st.sampled_from(["a", "b", "c", "d"]), max_size=12)


@given(st.lists(st.sampled_from(["a", "b", "c", "d"]), min_size=1, max_size=12), texts)
def test_word_errors_are_those_of_jiwer(reference: list[str], hypothesis: list[str]) -> None:
    theirs = jiwer.process_words(" ".join(reference), " ".join(hypothesis))
    errors = theirs.substitutions + theirs.deletions + theirs.insertions
    assert word_errors(reference, hypothesis) == errors


@given(texts, texts)
def test_word_errors_are_symmetric_and_bounded(one: list[str], other: list[str]) -> None:
    errors = word_errors(one, other)
    assert errors == word_errors(other, one)
    assert abs(len(one) - len(other)) <= errors <= max(len(one), len(other))


def test_words_of_nothing_are_all_errors() -> None:
    assert word_errors([], []) == 0
    assert word_errors(["a", "b"], []) == 2
    assert word_errors([], ["a", "b"]) == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Call Mum, please!", ["call", "mum", "please"]),
        ("J\u2019ai rendez-vous à l'h\u00f4pital.", ["j'ai", "rendez", "vous", "à", "l'hôpital"]),
        ("j' ai dit qu' il aujourd'hui", ["j'ai", "dit", "qu'il", "aujourd'hui"]),
        ("the boys' car isn't 5 o'clock", ["the", "boys'", "car", "isn't", "5", "o'clock"]),
        ("me\u0301decin", ["médecin"]),
        ("... — ?!", []),
    ],
)
def test_only_what_is_spoken_is_compared(text: str, words: list[str]) -> None:
    assert spoken_words(text) == words


def test_the_rate_is_pooled_over_words_as_jiwer_does() -> None:
    references = ["call mum now please", "play jazz", "take me home"]
    hypotheses = ["call mom now", "play some jazz please", "take me home"]
    utterances = [said(f"u{n}", text) for n, text in enumerate(references)]
    heard = {f"u{n}": text for n, text in enumerate(hypotheses)}
    got = scored(case(truth(*utterances), heard=heard))
    assert got["wer"] == pytest.approx(jiwer.wer(references, hypotheses), abs=1e-6)
    assert got["words"] == {"errors": 4, "said": 9}


def test_what_was_not_heard_is_deleted_and_stray_words_are_insertions() -> None:
    true = truth(said("u1", "play jazz", label("media_taste")), said("u2", "go home"))
    got = scored(case(true, heard={"u2": "go home"}, outside=3))
    assert got["words"] == {"errors": 5, "said": 4}
    assert got["wer"] == 1.25
    assert got["labels"]["micro"]["fn"] == 1


def test_there_is_no_rate_from_text() -> None:
    got = scored(case(truth(said("u1", "play jazz"))))
    assert (got["source"], got["wer"]) == ("text", None)


def test_spans_index_the_recognised_text() -> None:
    true = truth(said("u1", "my insulin is low", label("medication", span="insulin")))
    heard = "uh and my insulin is low"
    start = heard.index("insulin")
    right = found("u1", "medication", span=(start, start + 7))
    wrong = found("u1", "medication", span=(3, 10))
    for attribute, hits in ((right, 1), (wrong, 0)):
        got = scored(case(true, attribute, heard={"u1": heard}))
        assert got["values"]["labels"]["hits"] == hits


def word(start: float, end: float, text: str = "w") -> Word:
    return Word(text, start, end, 1.0)


FIRST = said("u1", "a", start_s=0.0, end_s=2.0)
SECOND = said("u2", "b", start_s=2.5, end_s=4.0)
TOUCHING = said("u3", "c", start_s=4.0, end_s=6.0)


@pytest.mark.parametrize(
    ("start", "end", "owner"),
    [
        (0.5, 1.0, "u1"),
        (1.8, 2.2, "u1"),
        (1.9, 2.2, None),
        (1.81, 2.21, None),
        (2.1, 2.4, None),
        (2.2, 2.8, "u2"),
        (3.9, 4.3, "u3"),
        (3.8, 4.2, "u2"),
        (3.0, 3.0, "u2"),
        (2.0, 2.0, "u1"),
        (2.2, 2.2, None),
        (4.0, 4.0, "u2"),
        (6.0, 6.4, None),
        (-0.2, 0.2, "u1"),
    ],
)
def test_a_word_goes_where_it_overlaps_most(start: float, end: float, owner: str | None) -> None:
    one = word(start, end)
    # The order in which utterances are given must not matter.
    for order in ([FIRST, SECOND, TOUCHING], [TOUCHING, SECOND, FIRST]):
        got = assign_words([one], order)
        assert set(got.by_utterance) == {"u1", "u2", "u3"}
        assert got.outside == ([one] if owner is None else [])
        assert [name for name, words in got.by_utterance.items() if words] == (
            [] if owner is None else [owner]
        )


def test_words_keep_their_order() -> None:
    words = [word(0.1, 0.4, "x"), word(2.6, 2.8, "y"), word(0.5, 0.9, "z")]
    got = assign_words(words, [FIRST, SECOND])
    assert [each.text for each in got.by_utterance["u1"]] == ["x", "z"]


def test_a_single_utterance_without_times_has_every_word() -> None:
    words = [word(0.0, 0.2), word(100.0, 101.0)]
    assert assign_words(words, [said("u1", "a")]).by_utterance == {"u1": words}


def test_several_utterances_need_times() -> None:
    with pytest.raises(UsageError, match="utterance u2"):
        assign_words([], [FIRST, said("u2", "b")])


def test_without_utterances_all_words_are_outside() -> None:
    got = assign_words([word(0.0, 1.0)], [])
    assert (got.by_utterance, len(got.outside)) == ({}, 1)
