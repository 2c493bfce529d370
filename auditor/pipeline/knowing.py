"""What an attacker knows of people already: a table of them, or truth files."""

from __future__ import annotations

import csv
from pathlib import Path

from auditor import corpus, evidence
from auditor.errors import UsageError
from auditor.inference import conclude
from auditor.pipeline.evaluating import truth_files
from auditor.recipients import Held, values
from auditor.recipients.recall import Value
from auditor.risk.known import Known
from auditor.taxonomy import categories

__all__ = ["in_both_words", "known_people"]

_PERSON = "person"


def known_people(path: str | Path) -> dict[str, frozenset[Value]]:
    """Return by person the values that are known.

    Parameters
    ----------
    path
        A CSV table with a row a person: the column ``person`` names who it is as the audit does,
        every other column is a category with its values as audits normalise them, empty where
        unknown. Or truth files, or a folder of them.

    Raises
    ------
    UsageError
        If it cannot be read, names nobody, or has a column that is no category.
    """
    if Path(path).suffix == ".csv":
        return _table(Path(path))
    found: dict[str, frozenset[Value]] = {}
    for truth in (corpus.read_truth(each) for each in truth_files([path])):
        lines = {
            (line.category, line.normalised or line.value.casefold()) for line in truth.profile
        }
        found[truth.driver] = found.get(truth.driver, frozenset()) | lines
    return found


def in_both_words(held: Held) -> dict[str, frozenset[Value]]:
    """Return the values held of each person, as they were said and as a profile writes them.

    People who say that they are Muslim have ``islam`` in a profile: others' lists may have either.
    """
    graph = evidence.build(held.recordings, held.utterances, held.attributes)
    found = {}
    for person, said in values(held).items():
        claims = Known({}).household(conclude(graph, person).profile.claims)
        found[person] = said | {(each.category, each.normalised) for each in claims}
    return found


def _table(path: Path) -> dict[str, frozenset[Value]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines, restval="")
            rows, columns = list(reader), list(reader.fieldnames or ())
    except (OSError, UnicodeDecodeError, csv.Error):
        raise UsageError(
            "the table of known people cannot be read", where=str(path), remedy="Give a CSV file."
        ) from None
    strange = [each for each in columns if each != _PERSON and each not in categories()]
    if _PERSON not in columns or strange:
        what = f"the column {strange[0]!r} is no category" if strange else "no column 'person'"
        raise UsageError(what, where=str(path), remedy="Columns: person, and categories.")
    found: dict[str, frozenset[Value]] = {}
    for row in rows:
        told = {(name, row[name]) for name in columns if name != _PERSON and row[name]}
        found[row[_PERSON]] = found.get(row[_PERSON], frozenset()) | told
    return found
