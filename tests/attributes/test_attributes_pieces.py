import numpy as np
import pytest

from auditor.attributes.encoder.pieces import BEGIN, END, UNKNOWN, PieceTable

TABLE = PieceTable(
    [("▁", -9.0), ("▁un", -2.0), ("do", -3.0), ("▁undo", -4.5), ("u", -6.0), ("n", -6.0)], -20.0
)


def ids(*words: str) -> list[int]:
    return TABLE.encode(words, most=100).ids.tolist()


def test_takes_the_likeliest_segmentation_not_the_longest_piece():
    assert ids("undo") == [BEGIN, 7, END]
    assert ids("undodo") == [BEGIN, 7, 6, END]


def test_a_letter_that_no_piece_has_is_unknown_alone():
    assert ids("unx") == [BEGIN, 5, UNKNOWN, END]


def test_a_word_is_the_same_pieces_whatever_stands_around_it():
    assert ids("undo", "un") == [BEGIN, 7, 5, END]
    assert ids("un", "undo") == [BEGIN, 5, 7, END]


def test_words_that_do_not_fit_are_left_out_whole():
    pieces = TABLE.encode(["un", "undodo", "un"], most=5)
    assert pieces.ids.tolist() == [BEGIN, 5, 7, 6, END]
    assert pieces.firsts.tolist() == [1, 2]


@pytest.mark.parametrize("word", ["", "▁", "a" * 10_000, "😀", "\u0000"])
def test_anything_has_pieces(word: str):
    pieces = TABLE.encode([word], most=64)
    assert pieces.ids[0] == BEGIN
    assert pieces.ids[-1] == END
    assert pieces.ids.dtype == np.int64
