"""E-mail addresses as people say them: "anna dot smith at gmail dot com"."""

from __future__ import annotations

from auditor.records import Language

__all__ = ["email"]

_AT = frozenset(("at", "@", "arobase", "arrobase"))
_SIGNS: dict[Language, dict[str, str]] = {
    "en": {"dot": ".", "point": ".", "underscore": "_", "dash": "-", "hyphen": "-"},
    "fr": {"point": ".", "dot": ".", "underscore": "_", "tiret": "-", "trait": "-"},
}
_LONGEST_PART = 64
"""Characters before the sign (RFC 5321, Simple Mail Transfer Protocol, IETF, 2008, 4.5.3.1.1)."""


def email(words: tuple[str, ...], language: Language) -> str | None:
    """Return the address that ``words`` say, or None where they say none.

    Words without a sign between them are one name, as they are in most addresses.
    """
    signs = [k for k, word in enumerate(words) if word in _AT]
    if len(signs) != 1:
        return None
    local, host = (
        "".join(_SIGNS[language].get(word, word) for word in part)
        for part in (words[: signs[0]], words[signs[0] + 1 :])
    )
    if not 0 < len(local) <= _LONGEST_PART or "." not in host.strip("."):
        return None
    return f"{local}@{host}"
