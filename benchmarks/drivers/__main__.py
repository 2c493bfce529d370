"""What is recovered of drivers who speak by the second grammars, at other rates.

    python -m benchmarks.drivers [--drivers 20] [--sound 3]

For each language: labels, profiles, false alarms, and how calibrated the claims are, as weighed and
with the calibration that was fitted on the first grammars (`auditor/inference/data/
calibration.synthetic.json`). ``--sound`` speaks the words of some of the drivers (minutes a driver;
needs the models) and tells what is lost. Writes ``benchmarks/results/drivers.json`` and prints a
table. Text of a grammar measures the instrument, not the world.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import Any

from auditor.corpus import read_truth
from auditor.inference import calibration
from auditor.inference.calibration import IDENTITY, Calibration, read_calibration
from auditor.inference.reliability import reliability, reliability_by
from auditor.pipeline import evaluate
from auditor.pipeline.speaking_truths import SoundOptions
from auditor.pipeline.synthesising import SynthOptions, synthesise
from auditor.records import Language
from benchmarks.figures import profile_figures
from benchmarks.measure import save, table
from training.inference.calibrate import judged

SECOND = Path(__file__).parents[1] / "grammars"
FITTED = Path(calibration.__file__).parent / "data" / "calibration.synthetic.json"
LANGUAGES: tuple[Language, ...] = ("en", "fr")
SEED = 2


def made(out: Path, language: Language, drivers: int, *, sound: bool) -> list[Path]:
    """Make drivers of the second grammar; return their truth files."""
    options = SynthOptions(
        drivers=drivers,
        weeks=3,
        language=language,
        seed=SEED,
        grammar=SECOND / language,
        rates=SECOND / "rates.toml",
        sound=SoundOptions() if sound else None,
        jobs=2 if sound else 1,
    )
    synthesise(out, options)
    return sorted(out.glob("s0*.json"))


def calibrated(truths: list[Path], fitted: Calibration) -> dict[str, Any]:
    """Return the reliability of all claims, and of each category."""
    claims = [each for path in truths for each in judged(read_truth(path), fitted)]
    whole = reliability(claims)
    return {
        "claims": len(claims),
        "ece": round(whole.ece, 4),
        "brier": round(whole.brier, 4),
        "ece_by_category": {
            name: round(each.ece, 4) for name, each in reliability_by(claims, "category").items()
        },
    }


def of_language(language: Language, drivers: int, sound: int) -> dict[str, Any]:
    """Return everything that is measured of one language."""
    with tempfile.TemporaryDirectory() as folder:
        truths = made(Path(folder) / "text", language, drivers, sound=False)
        text = evaluate([str(path) for path in truths]).evaluation.by_language[language]
        found: dict[str, Any] = {
            "text": profile_figures(text),
            "as weighed": calibrated(truths, IDENTITY),
            "fitted on the first grammars": calibrated(truths, read_calibration(FITTED)),
        }
        if sound:
            spoken = [
                str(each) for each in made(Path(folder) / "sound", language, sound, sound=True)
            ]
            for source in ("text", "audio"):
                result = evaluate(spoken, source=source).evaluation.by_language[language]
                found[f"spoken drivers, from {source}"] = profile_figures(result)
    return found


def main() -> None:
    """Measure, print, save."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--drivers", type=int, default=20)
    parser.add_argument("--sound", type=int, default=0, help="drivers to speak, for each language")
    given = parser.parse_args()
    result = {each: of_language(each, given.drivers, given.sound) for each in LANGUAGES}
    rows = [
        (language, source, *figures.values())
        for language, found in result.items()
        for source, figures in found.items()
        if "persons" in figures
    ]
    head = ("language", "from", *result["en"]["text"])
    print(table(head, rows))
    print(
        table(
            ("language", "probabilities", "claims", "ECE", "Brier"),
            [
                (language, name, each["claims"], each["ece"], each["brier"])
                for language, found in result.items()
                for name, each in found.items()
                if "ece" in each
            ],
        )
    )
    print(save("drivers", result))


if __name__ == "__main__":
    main()
