"""How synthetic drivers live and talk: trips of a week, and what is said on them.

``rates``
    The declared figures, and a person's own in their place.
``week``
    Which trips take place, and when.
``talk``
    What is said on them.
"""

from auditor.corpus.synthesis.behaviour.rates import Rates, read_rates
from auditor.corpus.synthesis.behaviour.talk import Remark, Talker
from auditor.corpus.synthesis.behaviour.week import Trip, trips

__all__ = ["Rates", "Remark", "Talker", "Trip", "read_rates", "trips"]
