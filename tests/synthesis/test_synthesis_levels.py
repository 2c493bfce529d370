"""Active level and the edges of speech."""

import numpy as np
import pytest

from auditor.corpus.synthesis.levels import active_rms, decibels, trim_silence

RATE = 16_000


def tone(seconds, amplitude=0.5):
    return (amplitude * np.sin(2 * np.pi * 220 * np.arange(round(seconds * RATE)) / RATE)).astype(
        np.float32
    )


def silence(seconds):
    return np.zeros(round(seconds * RATE), np.float32)


def test_pauses_do_not_lower_the_active_level():
    speech = tone(1.0)
    with_pauses = np.concatenate([silence(2.0), speech, silence(3.0), speech])
    assert active_rms(with_pauses, RATE) == pytest.approx(active_rms(speech, RATE), rel=0.02)
    assert active_rms(speech, RATE) == pytest.approx(0.5 / np.sqrt(2), rel=0.01)


@pytest.mark.parametrize("samples", [silence(1.0), silence(0)])
def test_silence_has_no_level_and_nothing_is_left_of_it(samples):
    assert active_rms(samples, RATE) == 0.0
    assert len(trim_silence(samples, RATE)) == 0


def test_trimming_keeps_the_pause_inside_and_cuts_the_ends():
    inside = np.concatenate([tone(0.5), silence(0.4), tone(0.5)])
    whole = np.concatenate([silence(0.7), inside, silence(0.9)])
    assert abs(len(trim_silence(whole, RATE)) - len(inside)) <= 2 * 0.02 * RATE


def test_a_faint_ending_is_still_speech():
    whole = np.concatenate([tone(1.0, 0.5), tone(0.2, 0.5 * decibels(-35)), silence(0.5)])
    assert len(trim_silence(whole, RATE)) == pytest.approx(1.2 * RATE, abs=0.02 * RATE)


def test_decibels_are_of_amplitude():
    assert decibels(20.0) == pytest.approx(10.0)
    assert decibels(-6.0) == pytest.approx(0.501, abs=0.001)
