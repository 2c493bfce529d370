"""The words of the report, in English and French, from ``texts.toml``."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from auditor.records import Language
from auditor.report.numbers import number

_NARROW = "\u202f"
_NO_BREAK = "\u00a0"
_FRENCH_SPACES = (
    (re.compile(r" (?=[;?!])"), _NARROW),
    (re.compile(r" (?=[:%»])"), _NO_BREAK),
    (re.compile(r"(?<=«) "), _NO_BREAK),
    (re.compile(r"(?<=\d) (?=\d)"), _NARROW),
    (re.compile(r"(?<=[Aa]rt\.) |(?<=\{n\}) "), _NO_BREAK),
)
_ENGLISH_SPACES = ((re.compile(r"(?<=Art\.) |(?<=\{n\}) "), _NO_BREAK),)


def typeset(text: str, language: Language) -> str:
    """Return ``text`` as printers set it: with curved apostrophes, and spaces that do not break.

    French has a narrow no-break space before ``;``, ``?`` and ``!`` and in large numbers, and a
    no-break space before ``:`` and ``%`` and inside guillemets.
    """
    for pattern, space in _FRENCH_SPACES if language == "fr" else _ENGLISH_SPACES:
        text = pattern.sub(space, text)
    return text.replace("'", "\u2019")


@dataclass(frozen=True)
class Texts:
    """The texts of one language; call it with a key to read one.

    A text that goes with a number has one key a form: ``key.zero`` (where it reads better),
    ``key.one`` and ``key.other``.
    """

    language: Language
    by_key: dict[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """Return the text of ``key``, with ``{names}`` filled in."""
        return self.by_key[key].format(**values)

    def __contains__(self, key: str) -> bool:
        return key in self.by_key

    def count(self, key: str, n: float, **values: object) -> str:
        """Return the form of ``key`` that goes with ``n``; ``{n}`` is the number, formatted."""
        return self(f"{key}.{self._form(key, n)}", n=number(n, self.language), **values)

    def forms(self, *keys: str) -> dict[str, str]:
        """Return the texts under ``keys``, by their full key, for the page's script."""
        return {
            name: text
            for name, text in sorted(self.by_key.items())
            if any(name == key or name.startswith(key + ".") for key in keys)
        }

    def _form(self, key: str, n: float) -> str:
        if n == 0 and f"{key}.zero" in self.by_key:
            return "zero"
        # In English only 1 is singular; in French everything below 2 is.
        singular = 0 <= n < 2 if self.language == "fr" else n == 1
        return "one" if singular else "other"


@cache
def texts(language: Language) -> Texts:
    """Return the texts of ``language``."""
    source = resources.files(__package__).joinpath("texts.toml").read_text("utf-8")
    by_key = {
        key: typeset(both[language], language) for key, both in _leaves(tomllib.loads(source))
    }
    return Texts(language, by_key)


def _leaves(table: dict[str, object], prefix: str = "") -> list[tuple[str, dict[str, str]]]:
    leaves: list[tuple[str, dict[str, str]]] = []
    for key, value in table.items():
        assert isinstance(value, dict)
        name = f"{prefix}{key}"
        if isinstance(value.get("en"), str):
            leaves.append((name, value))
        else:
            leaves.extend(_leaves(value, name + "."))
    return leaves
