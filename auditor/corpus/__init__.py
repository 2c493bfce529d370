"""Where recordings come from: files, folders, manifests, truth files, transcripts.

``load`` yields one item for everything it meets: a :class:`Recording` to be heard, a
:class:`Given` text, or a row that says why something cannot be used. Nothing is silent.
"""

from auditor.corpus.items import Given, GivenLine, Identities, Item
from auditor.corpus.sources import load
from auditor.corpus.truth import is_truth_file, read_truth
from auditor.corpus.truth_items import truth_items

__all__ = [
    "Given",
    "GivenLine",
    "Identities",
    "Item",
    "is_truth_file",
    "load",
    "read_truth",
    "truth_items",
]
