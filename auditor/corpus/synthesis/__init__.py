"""Recordings made from text: voices, a car's cabin, its noise, and the scene they make.

Needs the extra ``synthesis``. Everything here is deterministic: a result depends on its arguments,
on the generator it is given and on the versions of the libraries, and on nothing else.

``levels``
    How loud speech is, and where it begins and ends.
``voices``
    Text to speech by Kokoro; voices as mixtures, with pitch.
``cabin``
    Impulse responses from a seat to the microphone.
``noise``
    Road, wind and fan with declared spectra; the indicator's ticks.
``scene``
    Turns of speech, a cabin and noise to one recording with the times of its turns.
"""

from auditor.corpus.synthesis.cabin import SEATS, Cabin, impulse_responses
from auditor.corpus.synthesis.levels import active_rms, trim_silence
from auditor.corpus.synthesis.noise import CONDITIONS, SPECTRA, Condition, cabin_noise, coloured
from auditor.corpus.synthesis.scene import Scene, Turn, compose
from auditor.corpus.synthesis.voices import Engine, Kokoro, Voice, mix_styles, resample

__all__ = [
    "CONDITIONS",
    "SEATS",
    "SPECTRA",
    "Cabin",
    "Condition",
    "Engine",
    "Kokoro",
    "Scene",
    "Turn",
    "Voice",
    "active_rms",
    "cabin_noise",
    "coloured",
    "compose",
    "impulse_responses",
    "mix_styles",
    "resample",
    "trim_silence",
]
