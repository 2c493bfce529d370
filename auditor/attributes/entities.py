"""Entities of spoken commands: people, relations, places, organisations, dates, times and more.

The encoder tags every word (B begins an entity, I goes on, O is outside); :func:`pipeline` makes of
it a spaCy pipeline, so that what is written for ``doc.ents`` works on assistant speech too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from auditor.attributes.deciding import Heed, heeded
from auditor.attributes.encoder import encoder
from auditor.attributes.text import Text, stretches
from auditor.records import Language

if TYPE_CHECKING:
    from spacy.language import Language as Pipeline
    from spacy.tokens import Doc

__all__ = ["ENTITY_KINDS", "Entity", "entities", "pipeline"]

ENTITY_KINDS = (
    "PERSON", "RELATION", "LOCATION", "ORG", "DATE", "TIME",
    "PHONE", "ID", "FOOD", "MEDIA", "EVENT", "HEALTH",
)  # fmt: skip
_COMPONENT = "auditor_entities"


@dataclass(frozen=True)
class Entity:
    """An entity: characters ``start`` to ``end`` of the text, and how sure its words are.

    ``score`` is the mean of the words' probabilities under the encoder, in 0 … 1; it orders
    entities and is not calibrated.
    """

    kind: str
    text: str
    start: int
    end: int
    score: float


def entities(text: str, language: Language) -> list[Entity]:
    """Return the entities of a text in their order; they do not overlap.

    Parameters
    ----------
    text
        As recognised or as written.
    language
        ``"en"`` or ``"fr"``.
    """
    return [
        entity
        for stretch in stretches(text, language)
        for entity in _tagged(stretch, heeded(stretch, encoder()))
    ]


def _tagged(text: Text, heed: Heed) -> Iterator[Entity]:
    for each in heed.entities:
        start, end = text.span(heed.places[each.first][0], heed.places[each.last - 1][1])
        yield Entity(each.kind, text.source[start:end], start, end, each.score)


@cache
def pipeline(language: Language) -> Pipeline:
    """Return a spaCy pipeline whose ``doc.ents`` are the entities of assistant speech.

    >>> doc = pipeline("en")("call mum at half past six")
    >>> [(each.text, each.label_) for each in doc.ents]
    [('mum', 'RELATION'), ('half past six', 'TIME')]
    """
    import spacy

    nlp = spacy.blank(language)
    nlp.add_pipe(_register(), config={"spoken": language})
    return nlp


@cache
def _register() -> str:
    from spacy.language import Language as Pipeline

    def make(nlp: Pipeline, name: str, spoken: Language) -> Any:
        def component(doc: Doc) -> Doc:
            found = [
                doc.char_span(each.start, each.end, label=each.kind, alignment_mode="expand")
                for each in entities(doc.text, spoken)
            ]
            doc.ents = tuple(_apart([span for span in found if span is not None]))
            return doc

        return component

    Pipeline.factory(_COMPONENT, assigns=["doc.ents"], default_config={"spoken": "en"}, func=make)
    return _COMPONENT


def _apart(spans: list[Any]) -> list[Any]:
    from spacy.util import filter_spans

    return list(filter_spans(spans))
