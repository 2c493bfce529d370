"""SubRip and WebVTT: one cue an utterance, with the speaker's name where it is known.

Both formats give some characters a meaning, and players differ in which. WebVTT has character
references, so its cues say exactly what was said. SubRip has no way to escape: there, ``< > { }``
and the backslash become their full-width forms, which look alike, mean nothing to a player, and
return to the originals under Unicode's normal form NFKC.
"""

from __future__ import annotations

from typing import Literal

from auditor.errors import SourceError
from auditor.report.exports.spoken import UNKNOWN, Line, Spoken

__all__ = ["srt_bytes", "vtt_bytes"]

_LONGEST_MS = 100 * 3_600_000
"""From here on, hours would need a third digit, which neither SubRip nor pysubs2 has."""
_FULL_WIDTH = str.maketrans("<>{}\\", "＜＞｛｝＼")
_REFERENCES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\\": "&#92;"})


def srt_bytes(spoken: Spoken) -> bytes:
    """Return SubRip in UTF-8; a known speaker stands before the words, with a colon."""
    return _subtitles(spoken, "srt")


def vtt_bytes(spoken: Spoken) -> bytes:
    """Return WebVTT; a known speaker is the cue's voice (``<v Name>``)."""
    return _subtitles(spoken, "vtt")


def _subtitles(spoken: Spoken, form: Literal["srt", "vtt"]) -> bytes:
    from pysubs2 import SSAEvent, SSAFile

    text_of = _srt_text if form == "srt" else _vtt_text
    subtitles = SSAFile()
    for line in spoken.lines():
        if line.end_ms >= _LONGEST_MS:
            raise SourceError(
                "it is longer than 100 hours, the most that subtitles can count",
                where=spoken.recording.name,
                remedy="Choose csv, textgrid or eaf.",
            )
        subtitles.append(SSAEvent(start=line.start_ms, end=line.end_ms, text=text_of(line)))
    # pysubs2 would take braces for SubStation tags and drop them with what they hold.
    return subtitles.to_string(form, keep_ssa_tags=True).encode("utf-8")


def _srt_text(line: Line) -> str:
    text = line.text if line.speaker == UNKNOWN else f"{line.speaker}: {line.text}"
    return text.translate(_FULL_WIDTH)


def _vtt_text(line: Line) -> str:
    text = line.text.translate(_REFERENCES)
    return text if line.speaker == UNKNOWN else f"<v {line.speaker.translate(_REFERENCES)}>{text}"
