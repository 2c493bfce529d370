"""Who a synthetic driver is: a row of the population made into somebody with names and places.

``words``
    How values and numbers are said in each language.
``person``
    One life: what is always so, and what a moment adds.
``truths``
    What a marked word really gives away of a life.
"""

from auditor.corpus.synthesis.life.person import SLOTS, Life, live
from auditor.corpus.synthesis.life.truths import VARIABLES_OF, normalised, value_words

__all__ = ["SLOTS", "VARIABLES_OF", "Life", "live", "normalised", "value_words"]
