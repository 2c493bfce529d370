"""Any file to mono 16 kHz, in a child process with limits; and short clips back again."""

from auditor.audio.decoder import Decoder, read
from auditor.audio.encode import clip, opus, write_opus
from auditor.audio.limits import Limits
from auditor.audio.protocol import Channel
from auditor.audio.stream import AudioStream, from_samples

__all__ = [
    "AudioStream",
    "Channel",
    "Decoder",
    "Limits",
    "clip",
    "from_samples",
    "opus",
    "read",
    "write_opus",
]
