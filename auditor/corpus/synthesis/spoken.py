"""What a voice reads: the words a recogniser would write, with the punctuation of the text.

A text says ``the A27, please`` and a recogniser writes ``the a twenty seven please``. The voice
must say the second, so that the truth is what is heard, but breathe where the first does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import SequenceMatcher

__all__ = ["respell", "spoken_text"]

_EDGES = ' \t.,;:!?…«»"“”()–—'


def spoken_text(text: str, asr: str) -> str:
    """Return the words of ``asr`` with the punctuation and capitals of ``text``.

    Where the two write a thing differently (figures, abbreviations, hyphens), ``asr`` is spoken
    and the punctuation after it kept.
    """
    # In French a space stands before ? and :, which would make the mark a word of its own.
    written = re.sub(r"\s+([?!:;»…])", r"\1", text).split()
    bare = [word.strip(_EDGES).lower().replace("’", "'") for word in written]
    words = asr.split()
    spoken: list[str] = []
    matcher = SequenceMatcher(None, bare, words, autojunk=False)
    for kind, start, stop, from_word, to_word in matcher.get_opcodes():
        if kind == "equal":
            spoken += written[start:stop]
        elif to_word > from_word:
            mark = _mark_after(written[stop - 1]) if stop > start else ""
            spoken.append(" ".join(words[from_word:to_word]) + mark)
    return " ".join(spoken)


def respell(text: str, pronounce: Mapping[str, str]) -> str:
    """Return ``text`` with whole words replaced as ``pronounce`` says, whatever their capitals."""
    for word, spelling in pronounce.items():
        text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", spelling, text, flags=re.IGNORECASE)
    return text


def _mark_after(word: str) -> str:
    return word[len(word.rstrip(_EDGES)) :]
