"""What drivers say: grammars that people write, and sentences drawn from them with their labels.

``template``
    One line of a grammar, parsed.
``reading``
    The files of a grammar, checked.
``drawing``
    Sentences, with the words that give something away.
``spelling``
    How words are written down: elision, spacing, and what a recogniser would write.
"""

from auditor.corpus.synthesis.grammar.drawing import Drawn, DrawnLabel, draw
from auditor.corpus.synthesis.grammar.reading import Grammar, Line, Section, read_grammar
from auditor.corpus.synthesis.grammar.spelling import as_recognised

__all__ = [
    "Drawn",
    "DrawnLabel",
    "Grammar",
    "Line",
    "Section",
    "as_recognised",
    "draw",
    "read_grammar",
]
