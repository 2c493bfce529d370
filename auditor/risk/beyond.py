"""Data minimisation: attributes beyond what a request needed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from statistics import fmean

from auditor.recipients.requests import needed, requests_of
from auditor.records import Attribute, Risk, Utterance
from auditor.risk.intervals import share_interval
from auditor.risk.student import MIN_PERSONS

__all__ = ["beyond_request"]


def beyond_request(
    attributes: Iterable[Attribute],
    utterances: Iterable[Utterance],
    person_of: Mapping[str, str],
) -> Risk:
    """Return the share of attributes that no recognised request needed, the mean of persons.

    Parameters
    ----------
    attributes
        All that was found, about anybody.
    utterances
        What was heard.
    person_of
        The person of each utterance, by its id.

    Notes
    -----
    GDPR Art. 5(1)(c) wants data limited to what a purpose needs; EDPB Guidelines 02/2021 take
    carrying out the request for the assistant's purpose. What is said without any recognised
    request needed nothing.

    Misleads where requests are put in words that the table does not know
    (:mod:`auditor.recipients.requests`): too much is then beyond.
    """
    asked = requests_of(utterances)
    beyond: dict[str, list[bool]] = {}
    for each in attributes:
        if each.utterance_id in person_of:
            kind = asked.get(each.utterance_id)
            served = kind is not None and needed(kind, each)
            beyond.setdefault(person_of[each.utterance_id], []).append(not served)
    shares = [fmean(each) for each in beyond.values()]
    interval = share_interval(shares)
    few = f"Under {MIN_PERSONS} persons no interval is given."
    return Risk(
        name="beyond_request",
        value=fmean(shares) if shares else None,
        interval=interval,
        n=len(shares),
        baseline=None,
        control=None,
        unit="share of attributes",
        assumes="What a request needs is this project's reading, its kind told by words. "
        + ("Student's t over persons, on the log-odds." if interval else few)
        + " Neither baseline nor control.",
    )
