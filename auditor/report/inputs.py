"""What a report is made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from auditor.records import Attribute, Profile, Recording, RecordingRow, Transcript, Utterance

if TYPE_CHECKING:
    import networkx as nx

    from auditor.risk import Decision, Measures


def no_clips(utterance_id: str) -> bytes | None:
    """Give no sound: for transcripts, and for pages without players."""
    return None


@dataclass(frozen=True)
class ReportInput:
    """Everything a report shows, as the pipeline hands it over.

    Attributes
    ----------
    rows
        How every row of the sources fared, in their order.
    recordings, transcripts
        By recording id.
    attributes, hints, profiles
        What was found, what was too unsure to be reported by itself, and what is claimed of each
        person.
    graph
        The evidence of all persons; attributes of nodes and edges are scalars.
    measures
        The measures, the exposure and the claims curves.
    decisions
        ``confirmed`` or ``rejected`` by claim id; claims that nobody has judged are absent.
    run
        What ``run.json`` says: see its schema. ``synthetic`` true adds a warning to the page.
    timings
        What ``timings.json`` says.
    clips
        Gives the MP3 of an utterance, or None where there is no sound.
    calibrated
        Whether probabilities of claims are calibrated, and may be printed as such.
    """

    rows: tuple[RecordingRow, ...]
    recordings: Mapping[str, Recording]
    transcripts: Mapping[str, Transcript]
    attributes: tuple[Attribute, ...]
    profiles: tuple[Profile, ...]
    graph: nx.MultiDiGraph[str]
    measures: Measures
    run: Mapping[str, Any]
    timings: Mapping[str, Any]
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    hints: tuple[Attribute, ...] = ()
    clips: Callable[[str], bytes | None] = no_clips
    calibrated: bool = False

    @cached_property
    def utterances(self) -> dict[str, Utterance]:
        """Every utterance by id."""
        return {
            utterance.id: utterance
            for transcript in self.transcripts.values()
            for utterance in transcript.utterances
        }

    @cached_property
    def attributes_of(self) -> dict[str, list[Attribute]]:
        """The attributes and hints of each utterance that has any, by utterance id."""
        found: dict[str, list[Attribute]] = {}
        for attribute in (*self.attributes, *self.hints):
            found.setdefault(attribute.utterance_id, []).append(attribute)
        return found

    def recording_of(self, utterance_id: str) -> Recording | None:
        """Return the recording that holds an utterance, or None if either is unknown."""
        utterance = self.utterances.get(utterance_id)
        return self.recordings.get(utterance.recording_id) if utterance else None
