"""Digits and letters said one after another: phone numbers, codes, plates, postcodes.

"oh double seven", "zéro six trente-neuf", "b b seven two oh" each become one string. A correction
inside the run ("… four one two no four two one") replaces the end of what was said before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from auditor.attributes.numbers import HEADS, cardinal
from auditor.attributes.text import Text

__all__ = ["Run", "runs", "with_correction"]

_ZERO = {"en": frozenset(("oh", "o", "zero", "nought", "nil")), "fr": frozenset(("zéro",))}
_TIMES = {"double": 2, "triple": 3, "treble": 3}
_FILLERS = {
    "en": frozenset("uh um er erm then and dash hyphen dot".split()),
    "fr": frozenset("euh heu puis et tiret point barre slash ensuite".split()),
}
_CORRECTIONS = {
    "en": frozenset("no sorry wait rather".split()),
    "fr": frozenset("non pardon enfin plutôt".split()),
}
_SIGNS = {"plus": "+", "+": "+"}
_NATO = {
    name: name[0]
    for name in (
        "alpha bravo charlie delta echo foxtrot golf hotel india juliet juliett kilo lima mike "
        "november oscar papa quebec romeo sierra tango uniform victor whiskey xray yankee zulu"
    ).split()
}
_SPOKEN_LETTERS = {
    "en": frozenset("bcdefghjklmnopqrstuvwxyz"),
    "fr": frozenset("bcdefghijklmnopqrstuvwxz"),
}
"""Single letters that are not words of the language."""
_ARTICLE_LETTERS = frozenset("a")
_LONGEST_FR = 4
"""Words in the longest number under a hundred: "quatre vingt dix neuf"."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words ``first`` to ``last`` (excluded) say ``value``: digits, letters and a leading plus."""

    first: int
    last: int
    value: str
    corrected: int = 0
    """How many characters of ``value`` came after a correction."""

    @property
    def digits(self) -> str:
        """The digits alone."""
        return "".join(sign for sign in self.value if sign.isdigit())


def runs(text: Text) -> Iterator[Run]:
    """Yield every longest run of at least two spoken digits or letters."""
    k = 0
    while k < len(text):
        run = _run(text, k)
        if run is None:
            k += 1
        else:
            yield run
            k = run.last


def with_correction(run: Run, wanted: tuple[int, ...]) -> Run:
    """Return ``run`` with its correction applied so that its length becomes one of ``wanted``.

    The corrected characters replace as many before them where what came before was complete, or
    just what makes the whole as long as one that is wanted; else again as many before them.
    """
    if not run.corrected:
        return run
    before, after = run.value[: -run.corrected], run.value[-run.corrected :]
    complete = (len(before),) if len(before) in wanted else ()
    for length in (*complete, *wanted):
        kept = length - len(after)
        if 0 <= kept <= len(before):
            return replace(run, value=before[:kept] + after, corrected=0)
    return replace(run, value=before[: max(0, len(before) - len(after))] + after, corrected=0)


def _run(text: Text, first: int) -> Run | None:
    value, corrected, groups = "", 0, 0
    k = last = first
    correcting = False
    while k < len(text):
        piece, after = _piece(text, k, started=bool(value))
        if piece:
            value += piece
            corrected += len(piece) if correcting else 0
            k = last = after
            groups += 1
        elif value and text.words[k] in _FILLERS[text.language]:
            k += 1
        elif value and not corrected and text.words[k] in _CORRECTIONS[text.language]:
            correcting = True
            k += 1
        else:
            break
    if len(value.lstrip("+")) < 2 or groups < 1:
        return None
    return Run(first, last, value, corrected)


def _piece(  # noqa: PLR0911, one return a way of saying a digit
    text: Text, k: int, *, started: bool
) -> tuple[str, int]:
    """Return what word ``k`` and those that belong to it say, and the word after them."""
    word = text.words[k]
    if word in _ZERO[text.language]:
        return "0", k + 1
    if word in _SIGNS and not started:
        return "+", k + 1
    if word in _TIMES and k + 1 < len(text):
        piece, after = _piece(text, k + 1, started=started)
        return (piece * _TIMES[word], after) if len(piece) == 1 else ("", k)
    if word[0].isdigit():
        return "".join(sign for sign in word if sign.isdigit()), k + 1
    if text.words[k : k + 2] == ("x", "ray"):
        return "x", k + 2
    if word in _NATO and (started or _spells(text, k + 1)):
        return _NATO[word], k + 1
    if len(word) == 1 and word.isalpha():
        spoken = word in _SPOKEN_LETTERS[text.language] or _letter_follows(text, k)
        return (word, k + 1) if spoken else ("", k)
    return _number(text, k)


def _spells(text: Text, k: int) -> bool:
    """Return whether word ``k`` is spoken for a letter, so that a word before it may be as well."""
    after = text.words[k : k + 1]
    return after != () and (after[0] in _NATO or after[0] in _SPOKEN_LETTERS[text.language])


def _letter_follows(text: Text, k: int) -> bool:
    """Return whether "a" is a letter here and no word: another letter comes next."""
    after = text.words[k + 1 : k + 2]
    return text.words[k] in _ARTICLE_LETTERS and after != () and len(after[0]) == 1


def _number(text: Text, k: int) -> tuple[str, int]:
    if text.words[k] not in HEADS[text.language]:
        return "", k
    longest = 2 if text.language == "en" else _LONGEST_FR
    for last in range(min(k + longest, len(text)), k, -1):
        value = cardinal(text.words[k:last], text.language)
        if value is not None and not (last - k > 1 and value >= 100) and not _cuts(text, last):
            return _magnitude(text, value, last)
    return "", k


def _cuts(text: Text, k: int) -> bool:
    """Return whether a hyphen joins word ``k`` to the one before, as in quarante quatre-vingt."""
    return k < len(text) and text.source[text.ends[k - 1] : text.starts[k]] == "-"


def _magnitude(text: Text, value: int, last: int) -> tuple[str, int]:
    """Read "nine hundred" as 900 and "quatre mille deux cent trois" as one number."""
    if text.language == "fr":
        for end in range(min(last + 6, len(text)), last, -1):
            whole = (
                cardinal(text.words[last - 1 : end], "fr") if value < 10 or value >= 100 else None
            )
            if whole is not None and whole > 100:
                return str(whole), end
        return str(value), last
    if last < len(text) and text.words[last] == "hundred" and value < 100:
        return f"{value}00", last + 1
    if last < len(text) and text.words[last] == "thousand" and value < 100:
        return f"{value}000", last + 1
    return str(value), last
