"""Sound to files: clips that a browser plays, and the recordings of the demo corpora.

What is encoded here is our own sound, so it needs no child process. The same samples give the
same bytes: the muxers run bit-exact, which leaves versions, clocks and random numbers out.
"""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import numpy.typing as npt

from auditor.audio.stream import Block, to_int16
from auditor.errors import UsageError
from auditor.records import SAMPLE_RATE

MP3_BITRATE = 32_000
"""Bits a second: 4.3 kB a second of sound. At 24 000 the encoder leaves out what lies above 4 kHz,
which tells s from f; at 32 000 it keeps it (on speech, the log-spectral distance from the original
between 4 and 7 kHz falls from 20 to 10 dB), and 64 000 would double the page for another 5 dB."""
OPUS_BITRATE = 24_000
FADE_S = 0.01

_BIT_EXACT = {"fflags": "+bitexact"}


def clip(samples: npt.ArrayLike, start_s: float, end_s: float, *, fade_s: float = FADE_S) -> bytes:
    """Encode the part of ``samples`` between two seconds as MP3, for a player in a page.

    Parameters
    ----------
    samples
        Mono at 16 kHz, shape (n,); int16, or floats in −1 … 1.
    start_s, end_s
        Seconds; what lies outside the sound is left out.
    fade_s
        Seconds of fading at either end, so that a cut through a vowel does not click.

    Raises
    ------
    UsageError
        If no sound lies between the two.
    """
    sound = to_int16(samples)
    start, end = max(0, round(start_s * SAMPLE_RATE)), max(0, round(end_s * SAMPLE_RATE))
    part = sound[start:end]
    if not len(part):
        raise UsageError(
            f"there is no sound from {start_s:g} s to {end_s:g} s",
            remedy=f"Choose seconds from 0 to {len(sound) / SAMPLE_RATE:.2f}.",
        )
    options = {"write_xing": "1", "id3v2_version": "0", **_BIT_EXACT}
    return _encode(_faded(part, fade_s), "mp3", "libmp3lame", MP3_BITRATE, options)


def write_opus(samples: npt.ArrayLike, path: Path | str, *, bitrate: int = OPUS_BITRATE) -> None:
    """Write ``samples`` (mono at 16 kHz, int16 or floats in −1 … 1) as Opus in Ogg.

    Parameters
    ----------
    bitrate
        Bits a second, on average. 24 000 keeps speech at 16 kHz clear.
    """
    Path(path).write_bytes(opus(samples, bitrate=bitrate))


def opus(samples: npt.ArrayLike, *, bitrate: int = OPUS_BITRATE) -> bytes:
    """Return ``samples`` as the bytes that :func:`write_opus` writes."""
    return _encode(to_int16(samples), "ogg", "libopus", bitrate, _BIT_EXACT)


def _faded(sound: Block, fade_s: float) -> Block:
    n = min(round(fade_s * SAMPLE_RATE), len(sound) // 2)
    if n < 1:
        return sound
    ramp = np.linspace(0, 1, n, endpoint=False, dtype=np.float32)
    gain = np.ones(len(sound), np.float32)
    gain[:n], gain[-n:] = ramp, ramp[::-1]
    faded: Block = np.rint(sound * gain).astype(np.int16)
    return faded


def _encode(
    sound: Block, container: str, codec: str, bitrate: int, options: dict[str, str]
) -> bytes:
    import av
    from av.codec.context import Flags

    buffer = io.BytesIO()
    with av.open(buffer, "w", format=container, options=options) as output:
        stream = output.add_stream(codec, rate=SAMPLE_RATE, layout="mono")
        stream.bit_rate = bitrate
        stream.codec_context.flags |= Flags.bitexact
        frame = av.AudioFrame.from_ndarray(sound[None], format="s16", layout="mono")
        frame.sample_rate = SAMPLE_RATE
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            output.mux(packet)
    return buffer.getvalue()
