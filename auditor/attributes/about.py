"""Whom the words are about.

Every word has an owner: the driver and the household, a relative, somebody else. First-person
words, relations and third parties claim the words that follow them; "he" and "elle" go back to the
last relative or third party named. What is broadcast, told of a film or asked as trivia belongs to
nobody.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import Literal

from auditor.attributes.lexicon import data, word_lists
from auditor.attributes.pattern import Grammar
from auditor.attributes.reading import Reading
from auditor.attributes.rules import RuleSet, load_rules
from auditor.records import About, Language

__all__ = ["Frame", "FrameReader", "Register"]

Speaker = Literal["driver", "passenger", "child"]
Register = Literal["talk", "news", "fiction", "trivia"]
"""``talk`` is somebody speaking for themselves; the others leak nothing of the driver."""

_FIRST_PERSON = {
    "en": frozenset("i me my mine myself we us our ours ourselves".split()),
    "fr": frozenset("je j' moi me m' mon ma mes nous notre nos mien mienne on".split()),
}
_THIRD_PERSON = {
    "en": frozenset("he she him her his hers himself herself".split()),
    "fr": frozenset("elle lui son sa ses il sienne".split()),
}
_FORWARD = {"en": _THIRD_PERSON["en"], "fr": frozenset(("elle", "sa", "ses"))}
"""Third-person words that speak of a person even where nobody was named before."""


@dataclass(frozen=True, slots=True)
class Claim:
    """From word ``at`` on, words belong to ``owner``."""

    at: int
    owner: About


@dataclass(frozen=True)
class Frame:
    """Who owns the words of one text.

    ``speaker`` is the driver unless the words give a passenger or a child away. ``addressed`` says
    whether anything in them is said to somebody (a request, a question, "you", a hesitation): long
    stretches without any are more often broadcast than spoken in the car. ``self_linked`` says
    whether anybody spoke of themselves or their family at all.
    """

    register: Register
    speaker: Speaker
    addressed: bool
    claims: tuple[Claim, ...]
    self_linked: bool

    def owner(self, first: int, last: int) -> About:
        """Return whom words ``first`` to ``last`` are about."""
        inside = [claim for claim in self.claims if first <= claim.at < last]
        at = bisect_right(self.claims, first, key=lambda claim: claim.at)
        claim = inside[0] if inside else self.claims[at - 1] if at else None
        return self.spoken(claim.owner if claim else "driver")

    def spoken(self, owner: About) -> About:
        """Translate an owner as the speaker means it into one as the project means it."""
        if self.speaker == "passenger" and owner in ("driver", "relative"):
            return "passenger"
        if self.speaker == "child" and owner == "driver":
            return "relative"
        return owner


class FrameReader:
    """Works out the frame of texts of one language."""

    def __init__(self, language: Language, grammar: Grammar) -> None:
        self._language = language
        self._spoken = word_lists(language)["spoken"]
        file = data("context", f"{language}.toml")
        self._rules = RuleSet(load_rules(file, f"{language}/context", grammar))

    def read(self, reading: Reading) -> Frame:
        """Return the frame of ``reading``."""
        found = [(match.rule.fields["says"], match) for match in self._rules.matches(reading)]
        says = {name for name, _ in found}
        first_person = self._first_person(reading)
        claims: dict[int, About] = dict.fromkeys(first_person, "driver")
        for owner, about in _CLAIMS.items():
            claims |= {match.first: about for name, match in found if name == owner}
        own = "relative" in says or any(self._of_oneself(reading, k) for k in first_person)
        firm = self._firmly_own(reading, first_person)
        speaker: Speaker = (
            "passenger" if "passenger" in says else "child" if "child" in says else "driver"
        )
        addressed = len(reading.text) < _LONG or not self._spoken.isdisjoint(reading.text.words)
        return Frame(
            _register(says, firm), speaker, addressed, self._with_pronouns(reading, claims), own
        )

    def _first_person(self, reading: Reading) -> list[int]:
        words = reading.text.words
        mine = _FIRST_PERSON[self._language]
        return [k for k, word in enumerate(words) if word in mine and not _asked_for(words, k)]

    def _of_oneself(self, reading: Reading, k: int) -> bool:
        """Return whether the first-person word ``k`` says something of the speaker's life.

        "i think", "je me demande", "on" and "us" are said of anything.
        """
        words = reading.text.words
        if words[k] in _LOOSE[self._language]:
            return False
        after = [word for word in words[k + 1 : k + 3] if word not in _BETWEEN]
        return not (words[k] in ("i", "je", "j'") and after and after[0] in _OPINIONS)

    def _firmly_own(self, reading: Reading, first_person: list[int]) -> bool:
        """Return whether the speaker states something of their own, beyond wanting to know."""
        words = reading.text.words
        pairs = (words[k : k + 2] for k in first_person)
        return any(pair[0] in _POSSESSIVES or (pair[1:] and pair[1] in _STATES) for pair in pairs)

    def _with_pronouns(self, reading: Reading, claims: dict[int, About]) -> tuple[Claim, ...]:
        """Add a claim for every third-person word, by whom it goes back to."""
        words = reading.text.words
        others = [at for at in sorted(claims) if claims[at] != "driver"]
        result = dict(claims)
        for k, word in enumerate(words):
            if word not in _THIRD_PERSON[self._language] or k in claims:
                continue
            before = [at for at in others if at < k]
            if before:
                result[k] = claims[before[-1]]
            elif word in _FORWARD[self._language]:
                result[k] = claims[others[0]] if others else "relative" if claims else "other"
        return tuple(Claim(at, result[at]) for at in sorted(result))


_LONG = 9
"""Words from which on an utterance that nobody is addressed in is suspicious."""
_CLAIMS: dict[str, About] = {"other": "other", "relative": "relative", "own": "driver"}
"""What context rules say, the later over the earlier where two begin at the same word."""
_LOOSE = {"en": frozenset(("us", "me")), "fr": frozenset(("on", "m'", "me", "nous"))}
_POSSESSIVES = frozenset("my our mine ours mon ma mes notre nos".split())
_STATES = frozenset("am have had was need must suis ai étais avais dois fais vais prends".split())
_BETWEEN = frozenset(
    "just only really also do did not ne n' me m' ai still always 'd would".split()
)
_OPINIONS = frozenset(
    "think thought wonder wondered heard hear read saw see guess mean forget forgot believe say "
    "said reckon suppose know hope bet swear "
    "crois pense demande sais lis lu vu entendu veux trouve répète jure rigole parie confonds dis "
    "suppose imagine espère".split()
)


def _asked_for(words: tuple[str, ...], k: int) -> bool:
    """Return whether word ``k`` is only the "me" of a request ("tell me", "dis-moi")."""
    return k > 0 and words[k] in ("me", "moi", "us", "nous") and words[k - 1] in _REQUESTS


_REQUESTS = frozenset(
    "tell give show find play read get let sing bring send buy book order take ask "
    "dis donne montre trouve mets lis cherche joue chante raconte ouvre fais passe explique "
    "laisse emmène amène".split()
)


def _register(says: set[str], firm: bool) -> Register:
    if "news" in says:
        return "news"
    if "fiction" in says:
        return "fiction"
    if "trivia" in says and not firm:
        return "trivia"
    return "talk"
