"""Scenes: where the turns lie, how loud they and the noise are, and that seeds rule them."""

import numpy as np
import pytest

from auditor.corpus.synthesis.levels import active_rms, decibels
from auditor.corpus.synthesis.noise import CONDITIONS, Condition
from auditor.corpus.synthesis.scene import Turn, compose
from auditor.errors import UsageError

pytest.importorskip("scipy.signal")
RATE = 16_000
RESPONSES = {
    "driver": np.array([1.0], np.float32),
    "back": np.array([0.0, 0.5], np.float32),
}
STILL = Condition(200.0, {"fan": 1.0})


def voice(seconds=1.0, hz=440.0, amplitude=0.3):
    times = np.arange(round(seconds * RATE)) / RATE
    return (amplitude * np.sin(2 * np.pi * hz * times)).astype(np.float32)


def part(scene, number):
    start_s, end_s = scene.times[number]
    return scene.samples[round(start_s * RATE) : round(end_s * RATE)]


def rms(samples):
    return float(np.sqrt(np.square(samples, dtype=np.float64).mean()))


def test_turns_follow_each_other_with_pauses_and_room_at_both_ends():
    turns = [Turn(voice(1.0), "driver"), Turn(voice(0.5), "back"), Turn(voice(2.0), "driver")]
    scene = compose(turns, RESPONSES, STILL, np.random.default_rng(1))
    assert [end - start for start, end in scene.times] == pytest.approx([1.0, 0.5, 2.0])
    assert scene.times[0][0] >= 0.3
    for (_, end), (start, _) in zip(scene.times, scene.times[1:], strict=False):
        assert 0.55 < start - end < 1.35
        silent = scene.samples[round((end + 0.05) * RATE) : round((start - 0.05) * RATE)]
        assert rms(silent) < 1e-4 * rms(part(scene, 0))
    assert len(scene.samples) / RATE - scene.times[-1][1] == pytest.approx(0.5, abs=1e-4)


@pytest.mark.parametrize("name", CONDITIONS)
def test_the_noise_stands_as_far_below_the_driver_as_declared(name):
    of = Condition(CONDITIONS[name].snr_db, CONDITIONS[name].shares)
    turns = [Turn(voice(4.0), "driver")]
    loud = compose(turns, RESPONSES, of, np.random.default_rng(2))
    still = compose(turns, RESPONSES, STILL, np.random.default_rng(2))
    noise = rms(loud.samples - still.samples)
    assert 20 * np.log10(active_rms(part(still, 0), RATE) / noise) == pytest.approx(
        of.snr_db, abs=0.2
    )


def test_how_loud_the_voice_was_made_does_not_matter_but_its_level_and_seat_do():
    def level(turn):
        scene = compose([Turn(voice(), "driver"), turn], RESPONSES, STILL, np.random.default_rng(3))
        return rms(part(scene, 1)) / rms(part(scene, 0))

    assert level(Turn(voice(amplitude=0.01), "driver")) == pytest.approx(1.0, abs=0.01)
    assert level(Turn(voice(), "back")) == pytest.approx(0.5, abs=0.01)
    assert level(Turn(voice(), "back", level_db=6.0)) == pytest.approx(1.0, abs=0.02)


def test_a_telephone_takes_the_deep_and_the_high_away():
    mixed = voice(1.0, 100.0) + voice(1.0, 1000.0) + voice(1.0, 6000.0)

    def power(hz, band):
        scene = compose([Turn(mixed, "driver", band)], RESPONSES, STILL, np.random.default_rng(4))
        spectrum = np.abs(np.fft.rfft(part(scene, 0)))
        return spectrum[round(hz)]

    for hz in (100, 6000):
        without = power(hz, None) / power(1000, None)
        assert power(hz, (300.0, 3400.0)) / power(1000, (300.0, 3400.0)) < 0.05 * without


def test_ticks_are_heard_only_where_the_indicator_is_on():
    def highest(ticking):
        of = Condition(200.0, {"fan": 1.0}, ticking=ticking)
        scene = compose([Turn(voice(3.0), "driver")], RESPONSES, of, np.random.default_rng(5))
        spectrum = np.abs(np.fft.rfft(scene.samples))
        hz = np.fft.rfftfreq(len(scene.samples), 1 / RATE)
        return spectrum[(hz > 1800) & (hz < 2400)].sum()

    assert highest(ticking=True) > 5 * highest(ticking=False)


def test_the_sound_keeps_within_full_scale():
    peaky = np.zeros(RATE, np.float32)
    peaky[::800] = 1.0
    for condition in CONDITIONS.values():
        scene = compose(
            [Turn(peaky, "driver", level_db=12.0)], RESPONSES, condition, np.random.default_rng(6)
        )
        assert np.abs(scene.samples).max() <= 0.98


def test_the_driver_is_recorded_at_the_level_of_telephony():
    scene = compose([Turn(voice(), "driver")], RESPONSES, STILL, np.random.default_rng(7))
    assert active_rms(part(scene, 0), RATE) == pytest.approx(decibels(-26.0), rel=0.02)


def test_the_same_seed_gives_the_same_bytes_and_another_does_not():
    def made(seed):
        scene = compose(
            [Turn(voice(), "driver")],
            RESPONSES,
            CONDITIONS["junction"],
            np.random.default_rng(seed),
        )
        return scene.samples.tobytes(), scene.times

    assert made(8) == made(8)
    assert made(8) != made(9)


@pytest.mark.parametrize(
    ("turn", "message"),
    [
        (Turn(voice(), "roof"), "driver, back"),
        (Turn(np.zeros(RATE, np.float32), "driver"), "no sound"),
    ],
)
def test_what_cannot_be_staged_is_refused(turn, message):
    with pytest.raises(UsageError, match=message):
        compose([turn], RESPONSES, STILL, np.random.default_rng(0))
