"""Lives, trips and talk: what is declared is what comes out."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from random import Random

import pytest

from auditor import population
from auditor.corpus.synthesis.behaviour import read_rates, trips
from auditor.corpus.synthesis.behaviour.talk import _poisson
from auditor.corpus.synthesis.behaviour.week import habits
from auditor.corpus.synthesis.drivers import Driver, Study, drivers
from auditor.corpus.synthesis.grammar import as_recognised, read_grammar
from auditor.corpus.synthesis.life import SLOTS, VARIABLES_OF
from auditor.errors import UsageError
from auditor.pipeline.synthesising import GRAMMARS
from auditor.taxonomy import categories

SMALL = Path(__file__).parent / "small" / "population.toml"
MONDAY = datetime(2026, 3, 2)


@pytest.fixture(scope="module")
def study() -> Study:
    return Study(
        populations=[population.load(SMALL)],
        grammar=read_grammar(GRAMMARS / "en", SLOTS),
        rates=read_rates(),
        language="en",
        weeks=2,
        seed=5,
        start=MONDAY,
    )


@pytest.fixture(scope="module")
def people(study: Study) -> list[Driver]:
    return list(drivers(study, 120))


def labels(people: list[Driver]) -> Iterator[tuple[Driver, str, str, str, str | None]]:
    for driver in people:
        for remark in driver.remarks:
            for label in remark.labels:
                yield driver, remark.asr, label.category, label.about, label.normalised


def test_a_driver_depends_on_the_number_alone(study: Study, people: list[Driver]) -> None:
    assert [each.truth for each in drivers(study, 3)] == [each.truth for each in people[:3]]


def test_every_span_is_words_of_its_utterance(people: list[Driver]) -> None:
    for driver in people:
        for remark in driver.remarks:
            for label in remark.labels:
                assert label.span is not None
                assert re.search(rf"(?<!\w){re.escape(label.span)}(?!\w)", remark.asr)


def test_nothing_is_given_away_that_is_not_so(people: list[Driver]) -> None:
    for driver, asr, category, about, value in labels(people):
        variables = VARIABLES_OF.get(category)
        if about == "driver" and variables and value and category != "name":
            true = {driver.life.row[variable] for variable in variables}
            if "small firm" in true:
                true.add(as_recognised(driver.life.slots["employer"]))
            assert value in true, (asr, category)


def test_those_who_have_nothing_say_nothing(people: list[Driver]) -> None:
    for driver, asr, category, about, _ in labels(people):
        if about == "driver" and (variables := VARIABLES_OF.get(category)):
            values = {driver.life.row[variable] for variable in variables}
            assert values - {"none", "0"}, (asr, category)


def test_leaks_come_at_their_declared_rate(study: Study, people: list[Driver]) -> None:
    weeks = study.weeks
    for category in ("religion", "health", "occupation"):
        leak = study.rates.leaks[category]
        able = [each for each in people if _has(each, category)]
        said = sum(
            any(label.category == category and label.about == "driver" for label in remark.labels)
            for each in able
            for remark in each.remarks
        )
        expected = (leak.stated + leak.implied) * weeks * len(able)
        # Other sections may mark the category too; few sentences may find no words.
        assert 0.8 * expected - 3 * expected**0.5 <= said <= 1.6 * expected + 3 * expected**0.5


def _has(driver: Driver, category: str) -> bool:
    return any(driver.life.row[each] not in ("none", "0") for each in VARIABLES_OF[category])


def test_the_profile_is_what_was_said(people: list[Driver]) -> None:
    for driver in people:
        said = {
            (label.category, utterance.id)
            for utterance in driver.truth.utterances
            for label in utterance.labels
            if label.about in ("driver", "relative")
        }
        told = {(line.category, each) for line in driver.truth.profile for each in line.evidence}
        assert said == told


def test_remarks_are_in_order_of_time(people: list[Driver]) -> None:
    for driver in people:
        times = [utterance.time for utterance in driver.truth.utterances]
        assert times == sorted(times)  # type: ignore[type-var]


def test_worship_is_on_its_day_and_only_for_believers(people: list[Driver]) -> None:
    days: Counter[tuple[str, int]] = Counter()
    for driver in people:
        for trip in driver.trips:
            if trip.kind.endswith("worship"):
                days[driver.life.row["religion"], trip.starts.weekday()] += 1
    assert set(days) == {("catholic", 6), ("islam", 4)}


def test_trips_are_kept_missed_and_regular(study: Study, people: list[Driver]) -> None:
    (life,) = (each.life for each in people[:1] if each.life.row["work"] != "none")
    rates = study.rates
    of = habits(life, rates, Random(1))
    weeks = [trips(life, rates, of, week, MONDAY, Random(week)) for week in range(40)]
    commutes = [trip.starts for week in weeks for trip in week if trip.kind == "commute"]
    assert 150 < len(commutes) < 195  # kept nine times in ten
    hours = sorted(each.hour + each.minute / 60 for each in commutes)
    assert hours[len(hours) * 3 // 4] - hours[len(hours) // 4] < 0.5


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[speech]\nwake = 1.5\n", "speech.wake"),
        ("[leaks]\nhealth = { stated = -1 }\n", "leaks.health.stated"),
        ("[leaks]\nwealth = { stated = 1 }\n", "leaks"),
        ("[trips.commute]\nkept = 2\n", "trips.commute.kept"),
        ("[trips.commute]\nspeed = 2\n", "trips.commute.speed"),
        ("[speech\n", "TOML"),
    ],
)
def test_wrong_rates_are_named(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "rates.toml"
    path.write_text(text)
    with pytest.raises(UsageError, match=says) as caught:
        read_rates(path)
    assert str(path) in str(caught.value)


def test_own_rates_stand_in_for_some(tmp_path: Path) -> None:
    path = tmp_path / "rates.toml"
    path.write_text("[speech]\nwake = 0.0\n")
    assert read_rates(path).speech.wake == 0.0
    assert read_rates(path).leaks == read_rates().leaks


def test_every_category_has_a_rate() -> None:
    known = {name for name in categories() if "." not in name} - {"biometric_voice"}
    assert set(read_rates().leaks) == known


@pytest.mark.parametrize("mean", [0.0, 0.3, 3.0])
def test_poisson_has_its_mean_and_variance(mean: float) -> None:
    rng = Random(1)
    drawn = [_poisson(mean, rng) for _ in range(20_000)]
    average = sum(drawn) / len(drawn)
    assert average == pytest.approx(mean, abs=0.05)
    assert sum((each - average) ** 2 for each in drawn) / len(drawn) == pytest.approx(mean, abs=0.1)
