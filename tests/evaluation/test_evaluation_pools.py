"""Pools of people and languages, the loss to sound, and what must always hold."""

from __future__ import annotations

import json
import random

import pytest
from evaluation_builders import case, claim, found, label, line, said, scored, truth
from hypothesis import given
from hypothesis import strategies as st

from auditor.errors import UsageError
from auditor.evaluation import Case, evaluate, loss, only_heard
from auditor.records import Attribute, Profile, Truth, TruthLabel

ENGLISH = truth(said("u1", "a", label("health")), said("u2", "b"), driver="d01", folder="x/en")
FRENCH = truth(
    said("u1", "c", label("health"), label("pet")), driver="d01", language="fr", folder="x/fr"
)


def test_people_are_pooled_and_given_for_each_language_and_person() -> None:
    got = scored(case(FRENCH, found("u1", "pet")), case(ENGLISH, found("u1", "health")))
    assert (got["n_persons"], got["n_utterances"]) == (2, 3)
    assert got["labels"]["micro"]["recall"] == 0.666667
    assert list(got["by_language"]) == ["en", "fr"]
    assert got["by_language"]["fr"]["labels"]["micro"]["recall"] == 0.5
    assert list(got["by_person"]) == ["en/d01", "fr/d01"]
    assert got["by_person"]["en/d01"]["labels"]["micro"]["recall"] == 1.0
    assert "by_category" not in got["by_person"]["en/d01"]["labels"]


def test_names_never_clash() -> None:
    other = truth(said("u1", "z"), driver="d02")
    got = scored(case(ENGLISH), case(ENGLISH), case(ENGLISH), case(other))
    assert list(got["by_person"]) == ["d02", "en/d01", "en/d01 (2)", "en/d01 (3)"]
    assert got["n_persons"] == 4


def test_no_truth_at_all_is_undefined_and_not_an_error() -> None:
    got = evaluate([]).to_dict()
    assert got["n_persons"] == 0
    assert got["labels"]["micro"]["f1"] is None
    assert got["by_person"] == {}


def test_heard_text_goes_with_audio_only() -> None:
    with pytest.raises(ValueError, match="heard text"):
        evaluate([case(ENGLISH)], source="audio")
    with pytest.raises(ValueError, match="heard text"):
        evaluate([case(ENGLISH, heard={})], source="text")


def test_summary_rows_hold_the_same_numbers() -> None:
    attributes = [found("u1", "health"), found("u2", "pet")]
    evaluation = evaluate(
        [case(ENGLISH, *attributes, claims=[], heard={"u1": "a"})], source="audio"
    )
    rows = {row.measure: row for row in evaluation.summary_rows()}
    content = evaluation.to_dict()
    assert rows["labels, micro"].f1 == pytest.approx(content["labels"]["micro"]["f1"], abs=1e-6)
    assert rows["labels, micro"].n == 1
    assert rows["labels with about, macro"].recall == 1.0
    assert rows["false alarms per 100"].value == 100.0
    assert rows["word error rate"].value == 0.5
    assert rows["values of closed kinds"].value is None
    measures = [row.measure for row in evaluate([case(ENGLISH)]).summary_rows()]
    assert "word error rate" not in measures


def test_loss_is_text_minus_audio() -> None:
    true = truth(
        said("u1", "take insulin", label("medication")),
        said("u2", "play jazz"),
        profile=[line("medication", "u1")],
    )
    attribute = found("u1", "medication")
    text = evaluate([case(true, attribute, claims=[claim("medication", "u1")])])
    heard = {"u1": "take inch lin", "u2": "play jazz"}
    audio = evaluate([case(true, found("u2", "pet"), claims=[], heard=heard)], source="audio")
    got = loss(text, audio).to_dict()
    assert got["labels"]["micro"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0}
    assert got["profile"]["micro"] == {"precision": None, "recall": 1.0, "f1": 1.0}
    assert got["false_alarms_per_100"] == -100.0
    assert got["values"]["accuracy"] is None
    assert got["wer"] == 0.5


def test_loss_of_different_things_is_refused() -> None:
    text = evaluate([case(ENGLISH)])
    audio = evaluate([case(ENGLISH, heard={})], source="audio")
    other = evaluate([case(FRENCH, heard={})], source="audio")
    assert loss(text, audio).labels.recall == 0.0
    for one, two in ((text, other), (audio, text), (text, text)):
        with pytest.raises(UsageError, match="not of the same utterances"):
            loss(one, two)


def test_only_what_has_sound_can_be_heard() -> None:
    true = truth(
        said("u1", "a", audio="a.opus"),
        said("u2", "b"),
        profile=[line("pet", "u1", "u2"), line("health", "u2")],
    )
    part = only_heard(true)
    assert [each.id for each in part.utterances] == ["u1"]
    assert [each.category for each in part.profile] == ["pet"]


CATEGORIES = st.sampled_from(["health", "health.mental", "health.other", "pet", "employer", "name"])
ABOUTS = st.sampled_from(["driver", "relative", "passenger", "other"])
LABELS = st.lists(st.tuples(CATEGORIES, ABOUTS), max_size=4)
VALUES = st.sampled_from(["acme", "zenith", "ann"])


@st.composite
def truths(draw: st.DrawFn) -> Truth:
    utterances = []
    for number, pairs in enumerate(draw(st.lists(LABELS, min_size=1, max_size=5))):
        labels = [label(category, about, value=draw(VALUES)) for category, about in pairs]
        utterances.append(said(f"u{number}", "acme zenith ann", *labels))
    names = st.sampled_from([each.id for each in utterances])
    lines = st.builds(
        lambda category, evidence, value: line(category, *evidence, value=value),
        CATEGORIES, st.lists(names, min_size=1, max_size=3), VALUES,
    )  # fmt: skip
    return truth(*utterances, profile=draw(st.lists(lines, max_size=4)))


@st.composite
def cases(draw: st.DrawFn) -> Case:
    true = draw(truths())
    names = st.sampled_from([each.id for each in true.utterances])
    attribute = st.builds(found, names, CATEGORIES, ABOUTS, normalised=VALUES)
    evidence = st.lists(names, max_size=7)
    chances = st.sampled_from([0.3, 0.5, 0.7, 0.9])
    claims = st.builds(
        lambda category, cited, value, about, chance: claim(
            category, *cited, value=value, about=about, probability=chance
        ),
        CATEGORIES, evidence, VALUES, ABOUTS, chances,
    )  # fmt: skip
    return case(
        true, *draw(st.lists(attribute, max_size=10)), claims=draw(st.lists(claims, max_size=8))
    )


def perfect_attribute(utterance: str, each: TruthLabel) -> Attribute:
    return found(utterance, each.category, each.about, normalised=each.normalised or each.value)


@given(truths())
def test_perfect_findings_score_one_wherever_there_is_something_to_find(true: Truth) -> None:
    attributes = [
        perfect_attribute(each.id, one) for each in true.utterances for one in each.labels
    ]
    claims = [claim(each.category, *each.evidence, value=each.value) for each in true.profile]
    got = scored(case(true, *attributes, claims=claims))
    some_label, some_line = bool(attributes), bool(true.profile)
    for table, some in (
        ("labels", some_label),
        ("labels_about", some_label),
        ("profile", some_line),
    ):
        for average in ("micro", "macro"):
            rates = {got[table][average][rate] for rate in ("precision", "recall", "f1")}
            assert rates == ({1.0} if some else {None})
    assert got["values"]["labels"]["accuracy"] == (1.0 if some_label else None)
    assert got["values"]["accuracy"] in (1.0, None)
    assert got["false_alarms"]["count"] == 0


@given(cases(), st.randoms(use_true_random=False))
def test_no_order_matters(one: Case, chance: random.Random) -> None:
    def shuffled(values: tuple) -> tuple:
        return tuple(chance.sample(values, len(values)))

    assert one.profile is not None
    true = one.truth
    other = Case(
        Truth(
            true.driver, true.language, None, true.path,
            shuffled(true.profile), shuffled(true.utterances),
        ),
        shuffled(tuple(one.attributes)),
        Profile(true.driver, shuffled(one.profile.claims)),
    )  # fmt: skip
    assert json.dumps(scored(other)) == json.dumps(scored(one))


@given(cases(), CATEGORIES, ABOUTS)
def test_a_false_alarm_never_helps(one: Case, category: str, about: str) -> None:
    harmless = said("quiet", "play jazz")
    true = Truth(
        "d01", "en", None, one.truth.path, one.truth.profile, (*one.truth.utterances, harmless)
    )
    before = scored(Case(true, one.attributes, one.profile))
    after = scored(Case(true, [*one.attributes, found("quiet", category, about)], one.profile))
    for table in ("labels", "labels_about"):
        for average in ("micro", "macro"):
            had, has = before[table][average], after[table][average]
            assert has["recall"] == had["recall"]
            for rate in ("precision", "f1"):
                assert had[rate] is None or has[rate] <= had[rate]
    assert after["false_alarms_per_100"] > before["false_alarms_per_100"]


@given(cases())
def test_rates_and_counts_are_consistent(one: Case) -> None:
    got = scored(one)
    plain, about = got["labels"]["micro"], got["labels_about"]["micro"]
    assert about["tp"] <= plain["tp"]
    assert got["values"]["labels"]["n"] == about["tp"]
    assert got["values"]["labels"]["hits"] <= about["tp"]
    assert plain["n"] == sum(len(each.labels) for each in one.truth.utterances)
    assert plain["tp"] + plain["fp"] == len(one.attributes)
    for table in ("labels", "labels_about", "profile"):
        rows = got[table]["by_category"].values()
        for row in (got[table]["micro"], got[table]["macro"], *rows):
            assert all(row[rate] is None or 0 <= row[rate] <= 1 for rate in ("precision", "recall"))
            assert row["f1"] is None or 0 <= row["f1"] <= 1
        assert sum(row["n"] for row in rows) == got[table]["micro"]["n"]
