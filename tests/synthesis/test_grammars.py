"""The grammars that come with auditor: frozen, apart from training text, and varied enough."""

import hashlib
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest

from auditor import population
from auditor.corpus.synthesis.behaviour import read_rates
from auditor.corpus.synthesis.drivers import Study, drivers
from auditor.corpus.synthesis.grammar import Grammar, as_recognised, read_grammar
from auditor.corpus.synthesis.grammar.template import Template
from auditor.corpus.synthesis.life import SLOTS
from auditor.pipeline.synthesising import GRAMMARS

ROOT = Path(__file__).parents[2]
SECOND = ROOT / "benchmarks" / "grammars"
FOLDERS = {
    f"{which} {language}": place / language
    for which, place in (("first", GRAMMARS), ("second", SECOND))
    for language in ("en", "fr")
}
FROZEN = dict(
    reversed(line.split())
    for line in (Path(__file__).parent / "grammars.sha256").read_text().splitlines()
)
TEXTS = sorted((ROOT / "training" / "utterances").glob("*.txt"))


@pytest.fixture(scope="module", params=sorted(FOLDERS))
def grammar(request: pytest.FixtureRequest) -> Grammar:
    return read_grammar(FOLDERS[request.param], SLOTS)


@pytest.mark.parametrize("name", sorted(FROZEN))
def test_the_words_are_those_that_were_frozen(name: str) -> None:
    """A grammar is written before the rules that are judged on it, and not after them."""
    content = (ROOT / name).read_bytes()
    assert hashlib.sha256(content).hexdigest() == FROZEN[name]


def test_every_file_is_frozen() -> None:
    files = {
        str(path.relative_to(ROOT)) for folder in FOLDERS.values() for path in folder.glob("*.txt")
    }
    assert files == set(FROZEN)


def _plain(template: Template) -> str:
    """Return the fixed words of a line, as recognised."""
    words = []
    for node in template.nodes:
        inner = getattr(node, "words", None)
        words.append(node if isinstance(node, str) else _plain(inner) if inner else " … ")
    return as_recognised(" ".join(words))


def test_no_sentence_is_shared_with_the_training_text(grammar: Grammar) -> None:
    lines = [line for path in TEXTS for line in path.read_text().splitlines()]
    trained = {as_recognised(line.split("|")[1]) for line in lines if line.count("|") >= 2}
    trained = {text for text in trained if len(text.split()) >= 5}
    assert len(trained) > 5_000
    shared = {_plain(line.template) for line in grammar.all_lines()} & trained
    assert not shared


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "fr"])
def test_few_sentences_of_a_large_corpus_repeat(language: str) -> None:
    """Under 2 % of 100,000, other than commands of up to three words."""
    countries = {"en": ("GB", "US"), "fr": ("FR",)}[language]
    study = Study(
        populations=[population.load(each) for each in countries],
        grammar=read_grammar(GRAMMARS / language, SLOTS),
        rates=read_rates(),
        language=language,  # type: ignore[arg-type]
        weeks=3,
        seed=11,
        start=datetime(2026, 3, 2),
    )
    said: Counter[str] = Counter()
    for driver in drivers(study, 1_500):
        said.update(remark.asr for remark in driver.remarks)
        if said.total() >= 100_000:
            break
    longer = {text: count for text, count in said.items() if len(text.split()) > 3}
    repeats = sum(count - 1 for count in longer.values()) / sum(longer.values())
    assert said.total() >= 100_000
    assert repeats < 0.02
