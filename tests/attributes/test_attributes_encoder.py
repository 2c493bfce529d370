from importlib import resources

import numpy as np
import pytest

from auditor import taxonomy
from auditor.attributes.encoder import encoder

FOLDER = resources.files("auditor.attributes.encoder").joinpath("weights")


def test_knows_the_categories_of_the_taxonomy():
    parents = {taxonomy.parent(name) for name in taxonomy.built_in()} - {"biometric_voice"}
    assert set(encoder().categories) == parents


def test_reads_each_word_and_the_whole():
    senses = encoder().read("call my sister at half past six".split())
    assert senses.categories.shape == (4, len(encoder().categories))
    assert senses.spans.shape == (7, len(encoder().categories))
    assert senses.entities.shape == (7, len(encoder().tags))
    assert np.isfinite(senses.categories).all()


def test_the_same_words_mean_the_same_whatever_was_read_before():
    words = "drop me at the dialysis unit again".split()
    first = encoder().read(words)
    encoder().read("mets la radio plus fort".split() * 9)
    again = encoder().read(words)
    np.testing.assert_array_equal(first.categories, again.categories)
    np.testing.assert_array_equal(first.entities, again.entities)


@pytest.mark.parametrize("count", [0, 1, 400])
def test_texts_of_any_length(count: int):
    senses = encoder().read(["insulin"] * count)
    assert len(senses.spans) <= count
    assert np.isfinite(senses.categories).all()


def test_what_differs_in_meaning_differs_in_what_it_gives_away():
    health = encoder().categories.index("health")
    ill = encoder().read("my chemo is on thursday so keep the afternoon free".split())
    well = encoder().read("turn the volume down a bit".split())
    assert ill.categories[0, health] > well.categories[0, health] + 3


def test_the_weights_stay_small_enough_for_a_repository():
    sizes = [len(each.read_bytes()) for each in FOLDER.iterdir() if each.name != "CARD.md"]
    assert sum(sizes) <= 15_000_000
