"""Sound plans: what a person may write, and where a mistake is pointed out."""

import pytest

from auditor.corpus.synthesis.plan import read_plan
from auditor.errors import UsageError

PLAN = """
seed = 7
licence = "CC-BY-4.0"
[drivers.p1]
accent = "en-gb"
assistant = "A"
vehicle = "B"
device = "C"
[drivers.p1.speakers]
driver = { voice = { bf_emma = 0.5, bf_alice = 0.5 }, pitch = 1.1 }
[drivers.p1.trips]
t1 = { noise = "town", recordings = ["p1-01", "p1-02"] }
t2 = { noise = "quiet", recordings = ["p1-03"] }
"""


def plan_of(tmp_path, text):
    path = tmp_path / "sound.toml"
    path.write_text(text, "utf-8")
    return read_plan(path)


def test_a_plan_tells_voices_and_trips(tmp_path):
    driver = plan_of(tmp_path, PLAN).drivers["p1"]
    voice = driver.speakers["driver"].as_voice()
    assert dict(voice.parts) == {"bf_emma": 0.5, "bf_alice": 0.5}
    assert voice.pitch == 1.1
    assert driver.trip_of("p1-02") == "t1"
    assert driver.trips[driver.trip_of("p1-03")].noise == "quiet"


def test_a_recording_in_no_trip_is_named(tmp_path):
    with pytest.raises(UsageError, match="p1-99"):
        plan_of(tmp_path, PLAN).drivers["p1"].trip_of("p1-99")


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ('"town"', '"jungle"', r"trips\.t1.*motorway"),
        ('"p1-03"', '"p1-01"', "more than one trip: p1-01"),
        ("pitch = 1.1", "pitch = 9", r"speakers\.driver\.pitch"),
        ("pitch = 1.1", 'seat = "roof"', "dashboard"),
        ("pitch = 1.1", "band_hz = [3400, 300]", "low, high"),
        ("pitch = 1.1", "pich = 1.1", "pich"),
        ("bf_emma = 0.5", "bf_emma = -0.5", "bf_emma"),
        ("seed = 7", "", "seed"),
        ("seed = 7", "seed = = 7", "not TOML.*line 2"),
    ],
)
def test_a_mistake_is_refused_where_it_stands(tmp_path, right, wrong, message):
    assert right in PLAN
    with pytest.raises(UsageError, match=message) as caught:
        plan_of(tmp_path, PLAN.replace(right, wrong, 1))
    assert "sound.toml" in str(caught.value)


def test_a_missing_plan_is_said_to_be_missing(tmp_path):
    with pytest.raises(UsageError, match=r"sound\.toml: cannot be read"):
        read_plan(tmp_path / "sound.toml")
