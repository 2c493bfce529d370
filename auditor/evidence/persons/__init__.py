"""Which recordings are of one person, by voice, by what they tell, and by the manifest.

``parts``
    The recordings of one manifest id, divided by voice.
``traits``
    What two sets of recordings tell alike, and what that is worth (``traits.toml``).
``linking``
    All of it together, with a wrong merge costing more than a missed one.
"""

from auditor.evidence.persons.linking import tell_persons
from auditor.evidence.persons.records import Person, PersonLink, Persons, Settings

__all__ = ["Person", "PersonLink", "Persons", "Settings", "tell_persons"]
