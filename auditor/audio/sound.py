"""A foreign file to mono 16 kHz: runs in the child process only.

The file is read through a Python object, and its container and codec must be on the lists below,
so that nothing in it can make FFmpeg open a second file, a playlist or an address.
"""

from __future__ import annotations

import io
import itertools
import os
from collections.abc import Iterator
from typing import Any, NoReturn

import av
import av.error
import numpy as np
import numpy.typing as npt
from av.stream import Discard

from auditor.audio.convert import Converter, Mono, Pick
from auditor.audio.lengths import declared_s, is_cut_off
from auditor.audio.protocol import Channel, Header
from auditor.audio.timeline import Damage, Timeline

CONTAINERS = "aac,ac3,aiff,amr,asf,au,avi,caf,eac3,flac,flv,matroska,mov,mp3,mpegts,ogg,w64,wav"
CODECS = (
    "aac,aac_latm,ac3,adpcm_ima_qt,adpcm_ima_wav,adpcm_ms,alac,amrnb,amrwb,eac3,flac,g726,gsm,"
    "gsm_ms,mp1,mp1float,mp2,mp2float,mp3,mp3float,opus,pcm_alaw,pcm_f32be,pcm_f32le,pcm_f64be,"
    "pcm_f64le,pcm_mulaw,pcm_s16be,pcm_s16le,pcm_s24be,pcm_s24le,pcm_s32be,pcm_s32le,pcm_s8,"
    "pcm_u8,speex,vorbis,wmapro,wmav1,wmav2,wmavoice"
)
RATES = range(1_000, 1_000_001)
"""Hz; a file that names another rate is damaged, and would ask for an absurd filter."""
MAX_READ_ERRORS = 8
"""Times that reading goes on after damage before the rest is given up."""
IO_BUFFER = 1 << 16

_OPTIONS = {
    "format_whitelist": CONTAINERS,
    "codec_whitelist": CODECS,
    "protocol_whitelist": "none",
    # Otherwise every WAV is searched for DTS in disguise, eight times the cost of opening it.
    "max_probe_packets": "1",
    "max_size": "16384",  # bytes in a packet of WAV; the default makes 16 frames a second
}
_CODEC_OPTIONS = {"flac": {"err_detect": "crccheck+explode"}}
"""FLAC alone tells noise from sound by itself; without these it decodes damage to noise."""
_CODECS = frozenset(CODECS.split(","))


class NoSound(Exception):  # noqa: N818  (a finding about a file, not a failure of ours)
    """The file yields no sound: what is wrong, and what to do."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy


class Sound:
    """The sound of one open file: its header, its samples and why they are not complete.

    Raises
    ------
    NoSound
        If not one frame can be decoded, or the channel does not exist.
    """

    def __init__(self, file: io.FileIO, channel: Channel, max_s: float) -> None:
        self._container = _open(file)
        stream = _sound_stream(self._container)
        self._max_s = max_s
        self._damage = Damage()
        self._timeline = Timeline(declared_s(self._container, stream, file.fileno()), self._damage)
        cut = is_cut_off(self._container, file.fileno())
        self._cut = "the file is cut off at its end" if cut else ""
        self._converter = Converter(_pick(channel), max_s, self._damage)
        self._frames = _frames(self._container, stream, self._timeline)
        self._first = next(self._frames, None)
        if self._first is None:
            raise _nothing(self._timeline)
        self.header = _header(stream, self._first, self._timeline.declared_s)
        _check_channel(channel, self.header.channels)

    def __enter__(self) -> Sound:
        return self

    def __exit__(self, *_: object) -> None:
        self._container.close()

    def blocks(self) -> Iterator[bytes]:
        """Yield the samples, 16-bit mono at 16 kHz."""
        for frame in itertools.chain([self._first], self._frames):
            yield from self._converter.push(frame, self._timeline.silence_before(frame))
            if self._converter.full:
                break
        yield from self._converter.finish()

    def problem(self) -> str | None:
        """Return why the samples are not complete, when they are all out."""
        if self._converter.full:
            end = f"longer than the limit of {self._max_s:g} s, and cut there"
        else:
            end = self._timeline.shortfall() or self._cut
        return "; ".join(part for part in (str(self._damage), end) if part) or None


def _open(file: io.FileIO) -> Any:
    if os.fstat(file.fileno()).st_size == 0:
        raise NoSound("the file is empty (0 bytes)", "Copy it again from its source.")
    try:
        return av.open(
            file,
            container_options=_OPTIONS,
            metadata_errors="replace",
            buffer_size=IO_BUFFER,
            io_open=_refuse_second_file,
        )
    except MemoryError:
        raise
    except (av.error.FFmpegError, OSError) as error:
        raise _unknown(file) from error


def _unknown(file: io.FileIO) -> NoSound:
    if os.pread(file.fileno(), 4, 4) == b"ftyp":
        return NoSound(
            "an MP4 file whose index is missing: its recording was cut off, or it is damaged",
            "Restore it with a repair tool for MP4 and a whole file of the same device.",
        )
    return NoSound(
        "not a sound or video file of a kind this program reads, or damaged at its start",
        "Play it to see what it is; if it plays, convert it to WAV.",
    )


def _refuse_second_file(url: str, flags: int, options: dict[str, str]) -> NoReturn:
    raise PermissionError("a recording may not refer to other files")


def _sound_stream(container: Any) -> Any:
    """Return the first track that can be decoded, made ready for it."""
    tracks = container.streams.audio
    if not tracks:
        seen = "pictures but no sound" if container.streams.video else "no sound"
        raise NoSound(f"the file holds {seen}", "Leave it out of the sources.")
    stream = next((track for track in tracks if _is_known(track.codec_context)), None)
    if stream is None:
        raise NoSound(
            "the sound is encoded in a way this program does not decode", "Convert it to WAV."
        )
    codec = stream.codec_context
    codec.thread_count = 1
    codec.options = _CODEC_OPTIONS.get(codec.codec.name, {})
    _forget_custom_order(codec)
    for other in container.streams:
        if other.index != stream.index:
            other.discard = Discard.all
    return stream


def _is_known(codec: Any) -> bool:
    return codec is not None and codec.codec.name in _CODECS


def _forget_custom_order(codec: Any) -> None:
    """Make an unusual order of channels, as CAF may have, no order at all.

    PyAV frees the list of a custom order with each frame, and so crashes at the second (18.1;
    19.1 announces a fix). Channels are chosen by index here, so nothing is lost.
    """
    layout = codec.layout
    if " channels (" in layout.name:
        codec.layout = f"{layout.nb_channels}C"


def _pick(channel: Channel) -> Pick:
    index = _index(channel)

    def pick(channels: npt.NDArray[np.float32]) -> Mono:
        if index is None and len(channels) > 1:
            mean: Mono = channels.mean(axis=0, dtype=np.float32)
            return mean
        one: Mono = channels[min(index or 0, len(channels) - 1)]
        return one

    return pick


def _index(channel: Channel) -> int | None:
    if isinstance(channel, int):
        return channel
    return {"mix": None, "left": 0, "right": 1}[channel]


def _header(stream: Any, first: Any, length_s: float | None) -> Header:
    return Header(
        declared_s=length_s,
        codec=stream.codec_context.codec.canonical_name,
        rate=first.sample_rate,
        channels=first.layout.nb_channels,
        layout=first.layout.name,
        tracks=len(stream.container.streams.audio),
    )


def _check_channel(channel: Channel, channels: int) -> None:
    if (_index(channel) or 0) >= channels:
        raise NoSound(
            f"there is no channel {channel!r}: the sound has {channels}",
            "Choose the channel mix, or an index from 0.",
        )


def _nothing(timeline: Timeline) -> NoSound:
    if timeline.failed_s:
        return NoSound(
            "the sound is damaged and none of it can be decoded", "Copy it again from its source."
        )
    return NoSound("the file holds zero seconds of sound", "Leave it out of the sources.")


def _frames(container: Any, stream: Any, timeline: Timeline) -> Iterator[Any]:
    codec = stream.codec_context
    for packet in _packets(container, stream, timeline):
        try:
            frames = codec.decode(packet)
        except MemoryError:
            raise
        except av.error.FFmpegError:
            timeline.fail(_seconds(packet))
            continue
        for frame in frames:
            if frame.sample_rate in RATES:
                yield frame
            else:
                timeline.fail(_seconds(packet))


def _packets(container: Any, stream: Any, timeline: Timeline) -> Iterator[Any]:
    """Yield packets, going on after damage, and at last None to flush the decoder."""
    for _ in range(MAX_READ_ERRORS):
        try:
            yield from container.demux(stream)
        except MemoryError:
            raise
        except (av.error.FFmpegError, OSError):
            timeline.fail(0.0)
        except IndexError:  # PyAV at the end of a file, when a track appeared in its middle
            break
        else:
            return
    yield None


def _seconds(packet: Any) -> float:
    if packet is None or packet.duration is None:
        return 0.0
    return float(packet.duration * packet.time_base)
