"""Makes the lists of words that people are known to say in a car.

``auditor/attributes/data/sounds/words_<language>.toml`` holds the words of the utterances and spans
that encoder and rules are made from (``training/``) and of the first grammars of the synthesis. A
word that is in none of them, in no lexicon and in no gazetteer may be a name that a recogniser
misspelled. Words that stand only in what gives away health or medication are left out unless
several utterances have them: the writers misspelled names there on purpose. Run it again when those
texts change.
"""

from __future__ import annotations

import re
import textwrap
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from auditor.attributes.text import read
from auditor.records import Language

ROOT = Path(__file__).parents[1]
LANGUAGES: tuple[Language, ...] = ("en", "fr")
HEAD = """\
# Words that people are known to say in a car: one that is not here, in no lexicon and in no
# gazetteer may be a name that a recogniser misspelled.
# source: training/utterances, training/spans and the first grammars of the synthesis, own writing;
#   made by scripts/build_known_words.py
"""
_MARK = re.compile(r"\{[a-z_]+\}|\|[A-Z_]+\]|[][{}|<>@#=*~]")
"""What is no word in spans and grammars: names of slots and kinds, and the signs around them."""
_MISSPELLED = ("health", "medication")
_SEVERAL = 3


def known(language: Language) -> list[str]:
    """Return the known words of a language, sorted."""
    plain: set[str] = set()
    given_away: Counter[str] = Counter()
    for text, inside in utterances(language):
        words = set(read(text, language).words)
        doubtful = {word for part in inside for word in read(part, language).words}
        plain |= words - doubtful
        given_away.update(doubtful)
    for text in templates(language):
        plain.update(read(_MARK.sub(" ", text), language).words)
    plain |= {word for word, count in given_away.items() if count >= _SEVERAL}
    return sorted(word for word in plain if word.strip("'").isalpha())


def utterances(language: Language) -> Iterator[tuple[str, list[str]]]:
    """Yield each utterance of ``training/utterances`` with what of it gives away health."""
    for file in sorted((ROOT / "training" / "utterances").glob(f"{language}_*.txt")):
        for line in file.read_text("utf-8").splitlines():
            if not line.startswith("#") and line.count("|") >= 2:
                _, text, labels = line.split("|", 2)
                spans = [label.strip().partition("#") for label in labels.split(" ; ")]
                yield text, [span for kind, _, span in spans if kind.startswith(_MISSPELLED)]


def templates(language: Language) -> Iterator[str]:
    """Yield the lines of spans and grammars, as they are written."""
    grammars = ROOT / "auditor" / "corpus" / "synthesis" / "grammars" / language
    for file in [
        *sorted((ROOT / "training" / "spans").glob(f"{language}_*.txt")),
        *sorted(grammars.glob("*.txt")),
    ]:
        for line in file.read_text("utf-8").splitlines():
            if not line.startswith(("#", "==")):
                yield line


def main() -> None:
    """Write the list of each language."""
    folder = ROOT / "auditor" / "attributes" / "data" / "sounds"
    for language in LANGUAGES:
        words = known(language)
        lines = "\n".join(textwrap.wrap(" ".join(words), 98, break_on_hyphens=False))
        (folder / f"words_{language}.toml").write_text(
            f'{HEAD}\nknown = """\n{lines}\n"""\n', "utf-8"
        )
        print(f"{language}: {len(words)} words")


if __name__ == "__main__":
    main()
