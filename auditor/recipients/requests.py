"""What was asked of the assistant, and what serving it needs.

The table ``requests.toml`` names kinds of request, how people ask for them in English and in
French, and what serving one needs: which categories of data, whether the whole text, how fine a
place, how many days of memory, whether the speaker must be known again. From it follow what a
recipient gets that only gets requests, and what each mitigation costs in function.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources

from auditor.attributes.text import fold
from auditor.recipients.grains import PlaceGrain
from auditor.recipients.sources import Strict, Words
from auditor.records import Attribute, Language, Utterance
from auditor.taxonomy import covers

__all__ = ["Request", "kind_of", "kinds", "needed", "requests_of"]


class Request(Strict):
    """A kind of request.

    Attributes
    ----------
    label
        What people are shown.
    en, fr
        Patterns of the words that ask for it, without accents and in small letters.
    needs
        Categories of data without which this request cannot be served, where the speaker named
        them in it.
    words
        Whether serving it takes the whole text beyond the car: a question, a message to write.
    places
        The coarsest grain of a named place that still serves it.
    memory_days
        Days of earlier data that it draws on; 0 for a request that stands alone.
    identity
        Whether it needs to know again who speaks: the speaker's own contacts, calendar, account.
    """

    label: Words
    en: tuple[re.Pattern[str], ...]
    fr: tuple[re.Pattern[str], ...]
    needs: tuple[str, ...] = ()
    words: bool = False
    places: PlaceGrain = "none"
    memory_days: int = 0
    identity: bool = False

    def asked_in(self, text: str, language: Language) -> bool:
        """Return whether a text, without accents and in small letters, asks for it."""
        return any(pattern.search(text) for pattern in (self.fr if language == "fr" else self.en))


@cache
def kinds() -> dict[str, Request]:
    """Return every kind of request by id, in the order in which they are tried."""
    text = resources.files(__package__).joinpath("requests.toml").read_text("utf-8")
    return {name: Request.model_validate(row) for name, row in tomllib.loads(text).items()}


def kind_of(utterance: Utterance) -> str | None:
    """Return the kind of request that an utterance makes, or None where it makes none.

    The first kind of which a pattern is found in the words, whoever they were spoken to.
    """
    text = fold(utterance.text.casefold()).replace("’", "'")
    return next(
        (name for name, each in kinds().items() if each.asked_in(text, utterance.language)), None
    )


def requests_of(utterances: Iterable[Utterance]) -> dict[str, str]:
    """Return the kind of each utterance that makes a request, by utterance id.

    Speech that is known not to be spoken to the assistant (``addressed`` is False) makes none.
    """
    found = ((each.id, kind_of(each)) for each in utterances if each.addressed is not False)
    return {name: kind for name, kind in found if kind is not None}


def needed(kind: str, attribute: Attribute) -> bool:
    """Return whether serving a request of ``kind`` needs an attribute that was named in it."""
    return any(covers(category, attribute.category) for category in kinds()[kind].needs)
