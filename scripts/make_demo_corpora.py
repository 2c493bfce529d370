"""Make the sound of the demo corpora again from their texts.

    python scripts/make_demo_corpora.py [FOLDER ...] [--only d01 ...]

A corpus folder holds one truth file a person (the text, which people edit) and ``sound.toml`` (who
speaks with which voice, from which seat, in which car and noise). This script speaks the texts and
writes the recordings, ``start_s`` and ``end_s`` and the clock times that follow from them into the
truth files, and ``manifest.csv``. The same texts, plan and seed give the same bytes with the same
library versions on the same kind of processor. Needs the extra ``synthesis`` and the models
``kokoro`` and ``kokoro-voices``.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import sys
import zlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from auditor import audio
from auditor.corpus.manifest import COLUMNS
from auditor.corpus.synthesis import (
    CONDITIONS,
    Engine,
    Kokoro,
    Scene,
    Turn,
    compose,
    impulse_responses,
)
from auditor.corpus.synthesis.levels import Samples
from auditor.corpus.synthesis.plan import DriverPlan, SoundPlan, read_plan
from auditor.corpus.synthesis.spoken import respell, spoken_text
from auditor.errors import AuditorError, UsageError

CORPORA = Path(__file__).resolve().parent.parent / "corpora"
BITRATE = 24_000
SPEED_RANGE = (0.95, 1.06)
"""How much a speaker's tempo differs from one utterance to the next."""

Person = dict[str, Any]
"""A truth file as it stands on disk."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit code."""
    parser = argparse.ArgumentParser(description="Make the sound of the demo corpora again.")
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument("--only", nargs="+", metavar="PERSON", help="leave the others as they are")
    options = parser.parse_args(arguments)
    folders = options.folders or [CORPORA / "demo-en", CORPORA / "demo-fr"]
    try:
        _refuse_unknown(options.only or (), folders)
        engine, responses = Kokoro.installed(), impulse_responses()
        for folder in folders:
            make_corpus(folder, engine, responses, options.only)
    except AuditorError as error:
        print(f"error: {error}", file=sys.stderr)
        return error.exit_code
    return 0


def _refuse_unknown(wanted: Sequence[str], folders: Sequence[Path]) -> None:
    known = {name for folder in folders for name in read_plan(folder / "sound.toml").drivers}
    if unknown := sorted(set(wanted) - known):
        raise UsageError(
            f"there is nobody called {', '.join(unknown)}",
            remedy=f"Choose from: {', '.join(sorted(known))}.",
        )


def make_corpus(
    folder: Path,
    engine: Engine,
    responses: Mapping[str, Samples],
    only: Sequence[str] | None = None,
) -> None:
    """Write the recordings, times and manifest of one corpus."""
    plan = read_plan(folder / "sound.toml")
    people = {}
    for name in plan.drivers:
        path = folder / f"{name}.json"
        people[name] = json.loads(path.read_text("utf-8"))
        if only is None or name in only:
            _make_person(people[name], plan, folder, engine, responses)
            path.write_text(written(people[name]), "utf-8")
            print(f"{path}: {len(recordings_of(people[name]))} recordings")
    (folder / "manifest.csv").write_text(manifest(people, plan), "utf-8")
    _remove_strays(folder, people)


def _make_person(
    person: Person,
    plan: SoundPlan,
    folder: Path,
    engine: Engine,
    responses: Mapping[str, Samples],
) -> None:
    driver = plan.drivers[person["driver"]]
    for path, utterances in recordings_of(person).items():
        name = Path(path).stem
        # Seeded by its name: a change to one recording leaves the others as they were.
        rng = np.random.default_rng([plan.seed, zlib.crc32(name.encode())])
        turns = [_turn(each, driver, plan, engine, rng) for each in utterances]
        condition = CONDITIONS[driver.trips[driver.trip_of(name)].noise]
        scene = compose(turns, responses, condition, rng)
        (folder / path).parent.mkdir(exist_ok=True)
        audio.write_opus(scene.samples, folder / path, bitrate=BITRATE)
        set_times(utterances, scene)


def _turn(
    utterance: Mapping[str, Any],
    driver: DriverPlan,
    plan: SoundPlan,
    engine: Engine,
    rng: np.random.Generator,
) -> Turn:
    speaker = driver.speakers.get(utterance["speaker"])
    if speaker is None:
        raise UsageError(
            f"no voice for speaker {utterance['speaker']!r}",
            where=utterance["id"],
            remedy="Add the speaker to sound.toml.",
        )
    text = respell(spoken_text(utterance["text"], utterance["asr"]), plan.pronounce)
    speed = speaker.speed * rng.uniform(*SPEED_RANGE)
    sound = engine.speak(text, speaker.as_voice(), accent=driver.accent, speed=speed)
    return Turn(sound, speaker.seat, speaker.band_hz, speaker.level_db)


def recordings_of(person: Person) -> dict[str, list[dict[str, Any]]]:
    """Return the utterances of each recording, by its path, in order."""
    found: dict[str, list[dict[str, Any]]] = {}
    for utterance in person["utterances"]:
        found.setdefault(utterance["audio"], []).append(utterance)
    return found


def set_times(utterances: Sequence[dict[str, Any]], scene: Scene) -> None:
    """Write where each utterance lies, and its clock time after the first one's."""
    first = datetime.fromisoformat(utterances[0]["time"])
    for utterance, (start_s, end_s) in zip(utterances, scene.times, strict=True):
        utterance["start_s"], utterance["end_s"] = round(start_s, 2), round(end_s, 2)
        later = timedelta(seconds=round(start_s - scene.times[0][0]))
        utterance["time"] = (first + later).isoformat()


def manifest(people: Mapping[str, Person], plan: SoundPlan) -> str:
    """Return the manifest of a corpus as CSV."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for name, person in people.items():
        driver = plan.drivers[name]
        for path, utterances in recordings_of(person).items():
            row = {
                "path": path,
                "started_at": utterances[0]["time"],
                "person": name,
                "language": person["language"],
                "assistant": driver.assistant,
                "vehicle": driver.vehicle,
                "trip": f"{name}-{driver.trip_of(Path(path).stem)}",
                "device": driver.device,
                "channel": "mix",
                "licence": plan.licence,
            }
            writer.writerow(row)
    return text.getvalue()


def written(person: Person) -> str:
    """Return a truth file as people can edit it: a label, and a line of the profile, each on one.

    The order of the keys is kept.
    """
    lines = ["{"]
    lines += [f"  {_json(key)}: {_json(value)}," for key, value in _plain(person).items()]
    profile = ",\n".join(f"    {_json(line)}" for line in person["profile"])
    utterances = ",\n".join(_written_utterance(each) for each in person["utterances"])
    lines += [f'  "profile": [\n{profile}\n  ],', f'  "utterances": [\n{utterances}\n  ]', "}"]
    return "\n".join(lines) + "\n"


def _written_utterance(utterance: Mapping[str, Any]) -> str:
    lines = [f"      {_json(key)}: {_json(value)}" for key, value in _plain(utterance).items()]
    labels = ",\n".join(f"        {_json(label)}" for label in utterance["labels"])
    lines.append(f'      "labels": [\n{labels}\n      ]' if labels else '      "labels": []')
    return "    {\n" + ",\n".join(lines) + "\n    }"


def _plain(of: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: value for key, value in of.items() if key not in ("profile", "utterances", "labels")
    }


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _remove_strays(folder: Path, people: Mapping[str, Person]) -> None:
    wanted = {folder / path for person in people.values() for path in recordings_of(person)}
    for path in sorted((folder / "audio").glob("*.opus")):
        if path not in wanted:
            path.unlink()


if __name__ == "__main__":
    sys.exit(main())
