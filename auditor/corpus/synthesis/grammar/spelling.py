"""How drawn words are written: elision in French, spacing, and what a recogniser would write."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["agreed", "articled", "as_recognised", "elided", "tidy"]

_ELIDES = re.compile(
    r"(?<![\w-])(jusque|lorsque|puisque|quelque|que|de|le|la|je|ne|me|te|se)\s+\Z", re.I
)
_CONTRACTS = re.compile(r"(?<![\w-])(à|de)\s+\Z", re.I)
_MUTE_H = (
    "ab|abit|eure|erb|ector|élène|éloïse|elène|enri|erblay|istoire|iver|omm|onn|onor|ôp|opit|orai|"
    "oroscope|ôt|ugo|ugu|uil|uît|um|yères|yg|yper|ypo"
)
_VOWEL = re.compile(
    rf"(?!(?:onz|oui\b|ouistiti|ya|ye|yo|yu|yé))[aeiouyàâäéèêëîïôöùûüœæ]|h(?:{_MUTE_H})", re.I
)
"""What elides: no ``onze``, no ``yoga``, and of words with h only those whose h is mute."""
_ARTICLE = re.compile(r"(les?)\s+", re.I)
_PRONOUN = re.compile(r"les?\s+[a-zéèê]+(?:er|ir|re)\b")
_CONTRACTED = {("à", "le"): "au ", ("à", "les"): "aux ", ("de", "le"): "du ", ("de", "les"): "des "}
_BEFORE_MARK = re.compile(r"\s+([,.;:!?…])")
_TWICE = re.compile(r"([,;:])(?:\s*[,;:])+")
_BEFORE_END = re.compile(r"[,;:]+\s*([.!?…])")
_HEY_HEY = re.compile(r"\b(hey|dis|ok|okay)\s+(?=\1\b)", re.I)
_EDGE = re.compile(r"\A[\s,;:.!?]+")
_QUOTE = re.compile(r"(?<!\w)'|'(?!\w)")
_NOT_WORD = re.compile(r"[^\w' ]+|_")


_ARTICLE_TWICE = re.compile(r"\b(the|le|les) \1\b", re.I)
"""A grammar's article before a name that has its own; ``la la`` is sung."""
_POSSESSED = re.compile(r"\b(my|our|your|the) the\b")
_BEFORE_VOWEL = re.compile(
    r"\ba (?=(?!(?:an?|and|as|at|i|if|in|is|of|on|or|it|uh|um)\b)"  # a letter or a hesitation
    r"(?!(?:one\b|once\b|uni(?!n|m)|us[ae]|usual|euro|ewe|uke|ut[ei]|U[A-Z-]))"  # sounds of y and w
    r"(?:[aeiouAEIOU]|hour|honest|heir|hono|[FHLMNRSX][B-DF-HJ-NP-TV-Z]+\b))"
)
_HIS_OR_HER = re.compile(r"\b([mts])(a|on) (fils|mari|copain|fille|femme|copine)\b", re.I)
_OF_WOMEN = ("fille", "femme", "copine")


def elided(before: str, word: str, *, name: bool = True) -> tuple[str, str]:
    """Return French words as they are written together: ``de`` and ``Agen`` give ``d'Agen``.

    Also ``à`` and ``Le Mans``: ``au Mans``. A pronoun after a hyphen stays: ``mets-le en gras``.
    So does one before an infinitive (``de le voir``) where ``word`` is no ``name``.
    """
    article = None if not name and _PRONOUN.match(word) else _ARTICLE.match(word)
    if article and (small := _CONTRACTS.search(before)):
        joined = _CONTRACTED[small[1].lower(), article[1].lower()]
        return before[: small.start()] + joined, word[article.end() :]
    if _VOWEL.match(word) and (small := _ELIDES.search(before)):
        return before[: small.end(1) - 1] + "'", word
    return before, word


def tidy(text: str) -> str:
    """Return a sentence with single spaces, no doubled commas, and a capital at its start."""
    text = _HEY_HEY.sub("", _EDGE.sub("", " ".join(text.split())))
    text = _BEFORE_END.sub(r"\1", _TWICE.sub(r"\1", _BEFORE_MARK.sub(r"\1", text)))
    text = _ARTICLE_TWICE.sub(r"\1", text.strip().rstrip(",;:"))
    return text[:1].upper() + text[1:]


def agreed(text: str) -> str:
    """Return French words with possessives that suit the person they name: ``mon fils``."""
    return _HIS_OR_HER.sub(
        lambda found: f"{found[1]}{'a' if found[3].lower() in _OF_WOMEN else 'on'} {found[3]}", text
    )


def articled(text: str) -> str:
    """Return English words with the articles that suit what was put after them.

    ``a alarm`` becomes ``an alarm`` and ``my the council`` ``my council``. A capital ``A`` is a
    letter of a number plate and stays.
    """
    return _BEFORE_VOWEL.sub("an ", _POSSESSED.sub(r"\1", text))


def as_recognised(text: str) -> str:
    """Return a text as a recogniser writes it: lower case, no marks but inner apostrophes."""
    plain = unicodedata.normalize("NFC", text).lower().replace("’", "'")
    return " ".join(_QUOTE.sub(" ", _NOT_WORD.sub(" ", plain)).split())
