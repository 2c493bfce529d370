"""What is trained on, and the parts of training that need no training."""

from pathlib import Path

import numpy as np
import pytest

from auditor.attributes.encoder.pieces import PieceTable
from benchmarks.attributes import heldout
from benchmarks.attributes.entities import CORE, f1
from training.attributes import errors, examples, joint, texts
from training.attributes.labels import ABOUTS, CATEGORIES, TAGS
from training.attributes.texts import Label, Text


def test_every_line_that_is_trained_on_can_be_read():
    utterances = texts.utterances()
    for language in ("en", "fr"):
        of_it = [text for text in utterances if text.language == language]
        assert len(of_it) >= 3800
        assert {label.category for text in of_it for label in text.labels or ()} == set(CATEGORIES)
        assert 0.4 < np.mean([not text.labels for text in of_it]) < 0.6
    assert len(texts.commands()) >= 1900


def test_nothing_held_out_that_tells_anything_is_trained_on():
    heldout.check()
    told = [one for style in heldout.styles() for one in style.truth.utterances]
    trained = {text.words for text in [*texts.utterances(), *texts.commands()]}
    assert not any(one.text in trained for one in told if one.labels), "by how it was written"
    # Writers apart from each other come to the same words for the plainest commands.
    assert sum(one.text in trained for one in told) <= 0.01 * len(told)


def test_an_eighth_is_kept_apart_by_its_words_alone():
    utterances = texts.utterances()
    assert np.mean([text.kept_apart for text in utterances]) == pytest.approx(1 / 8, abs=0.02)
    again = Text(utterances[0].words, "fr", "elsewhere.txt")
    assert again.kept_apart == utterances[0].kept_apart


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("driver | hello", "not 'speaker"),
        ("driver | my cough | helth@driver#cough", "unknown category 'helth'"),
        ("driver | my cough | health@nobody#cough", "no label"),
        ("driver | my cough | health@driver#couch", "does not say 'couch'"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, line: str, message: str):
    path = tmp_path / "en_9.txt"
    path.write_text(f"driver | fine | \n{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"en_9\.txt:2: ") as error:
        list(texts.labelled(path))
    assert message in str(error.value)


def test_brackets_become_spans(tmp_path: Path):
    path = tmp_path / "fr_9.txt"
    path.write_text("appelle [léa|PERSON] [demain|DATE]\n", encoding="utf-8")
    (text,) = texts.bracketed(path, "fr")
    assert text.words == "appelle léa demain"
    assert text.entities == ((8, 11, "PERSON"), (12, 18, "DATE"))


def test_examples_mark_the_words_that_were_marked():
    table = PieceTable([(f"▁{word}", -1.0) for word in "my insulin is low call léa".split()], -9.0)
    told = Text("my insulin is low", "en", "x", (Label("medication", "driver", 3, 10),))
    command = Text("call léa", "fr", "x", None, ((5, 8, "PERSON"),))
    found = {}
    for batch in examples.batches([told, command], table, np.random.default_rng(1)):
        for row, member in enumerate(batch.members):
            found[member] = (batch, row)
    batch, row = found[0]
    assert batch.spans[row, :, CATEGORIES.index("medication")].tolist()[:5] == [0, 0, 1, 0, 0]
    assert batch.whole[row, ABOUTS.index("driver"), CATEGORIES.index("medication")] == 1
    assert batch.whole[row].sum() == 1
    batch, row = found[1]
    assert batch.labelled[row] == 0
    assert [TAGS[k] if k >= 0 else None for k in batch.tags[row, :4]] == [
        None, "O", "B-PERSON", None,
    ]  # fmt: skip


def test_words_that_sound_alike_share_a_skeleton():
    assert errors.skeleton("their") == errors.skeleton("there")
    assert errors.skeleton("phone") == errors.skeleton("fun")
    assert errors.skeleton("radio") != errors.skeleton("clinic")


def test_marks_stay_on_what_they_meant_when_words_change(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(errors, "_by_sound", lambda _: {errors.skeleton("insulin"): ["ants"]})
    monkeypatch.setattr(errors, "_LOST", 0.0)
    monkeypatch.setattr(errors, "_MISTAKEN", 1.0)
    text = Text(
        "so my insulin pen",
        "en",
        "x",
        (Label("medication", "driver", 6, 13),),
        ((6, 13, "HEALTH"),),
    )
    heard = errors.Mishearing()(text, np.random.default_rng(0))
    assert heard.words == "so my ants pen"
    assert heard.labels == (Label("medication", "driver", 6, 10),)
    assert heard.entities == ((6, 10, "HEALTH"),)


def test_the_weighing_finds_weights_that_made_the_truth():
    rng = np.random.default_rng(3)
    seen = rng.normal(size=(400, 3, 10, 2))
    chance = 1 / (1 + np.exp(-(2.0 * seen[..., 0] - 1.0 * seen[..., 1] - 1.0)))
    weights = joint.weights_of(seen, rng.random(chance.shape) < chance)
    assert weights == pytest.approx([2.0, -1.0, -1.0], abs=0.15)
    found = joint.probabilities(seen, weights)
    assert joint.calibration_error(found, rng.random(chance.shape) < chance, 0.2) < 0.03


def test_entities_are_scored_exactly_and_by_overlap():
    marked = ((0, 4, "PERSON"), (10, 18, "DATE"), (19, 26, "TIME"))
    text = Text("anna meet tomorrow morning", "en", "x", None, marked)
    perfect = f1([text], lambda _: [(0, 4, "PERSON"), (10, 26, "DATE")], CORE)
    assert (perfect.exact, perfect.overlap, perfect.n) == (1.0, 1.0, 2)
    partly = f1([text], lambda _: [(0, 4, "PERSON"), (10, 18, "DATE"), (5, 9, "ORG")], CORE)
    assert partly.exact == pytest.approx(2 * (1 / 3) * (1 / 2) / (1 / 3 + 1 / 2))
    assert partly.overlap > partly.exact
