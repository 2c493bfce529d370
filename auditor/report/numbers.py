"""Numbers as each language writes them."""

from __future__ import annotations

from auditor.records import Language

_THOUSANDS = {"en": ",", "fr": "\u202f"}
_DECIMAL = {"en": ".", "fr": ","}
_MINUS = "\u2212"


def number(value: float, language: Language) -> str:
    """Return ``value`` with about three significant digits.

    Whole numbers are written out; the rest has two decimals below 10, one below 100 and none
    above, without zeros at the end.
    """
    size = abs(value)
    decimals = 2 if size < 10 else 1 if size < 100 else 0
    whole, _, fraction = f"{size:,.{decimals}f}".partition(".")
    fraction = fraction.rstrip("0")
    sign = _MINUS if value < 0 and (fraction or whole != "0") else ""
    tail = _DECIMAL[language] + fraction if fraction else ""
    return sign + whole.replace(",", _THOUSANDS[language]) + tail
