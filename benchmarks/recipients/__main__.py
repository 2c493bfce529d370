"""How well kinds of request are told apart, on public commands that carry an intent.

Usage: ``python -m benchmarks.recipients FILE.jsonl …``. Each line has ``text`` and in ``meta`` an
``intent``, or a ``scenario`` and an ``action``, of NLU-Evaluation-Data or SLURP.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from auditor.recipients.requests import kind_of, kinds
from auditor.records import Utterance, Word

SCENARIOS = {
    "alarm": "calendar",
    "audio": "media",
    "calendar": "calendar",
    "cooking": "question",
    "datetime": "question",
    "email": "message",
    "iot": "home",
    "lists": "calendar",
    "music": "media",
    "news": "news",
    "play": "media",
    "qa": "question",
    "social": "message",
    "takeaway": "order",
    "weather": "weather",
}
"""Our kind for theirs; what is not here (greetings, feedback to the assistant) is left out, and so
are questions on transport, which are of trains as often as of the way."""
INTENTS = {
    "recommendation_locations": "navigate",
    "transport_taxi": "traffic",
    "transport_ticket": "traffic",
    "transport_traffic": "traffic",
}


def main() -> None:
    """Print, for each file, the share of commands whose kind is right, and that of each kind."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", type=Path, nargs="+")
    for path in parser.parse_args().files:
        asked: Counter[str] = Counter()
        right: Counter[str] = Counter()
        silent = 0
        for text, wanted in commands(path):
            found = kind_of(utterance(text))
            asked[wanted] += 1
            right[wanted] += found == wanted
            silent += found is None
        total = asked.total()
        print(f"{path.name}: {total} commands, {right.total() / total:.3f} right, "
              f"{silent / total:.3f} no request")  # fmt: skip
        for kind in kinds():
            if asked[kind]:
                print(f"  {kind:9} {right[kind] / asked[kind]:.2f} of {asked[kind]}")


def commands(path: Path) -> Iterator[tuple[str, str]]:
    """Yield each command with the kind that its intent means; others are left out."""
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        meta = row["meta"]
        intent = meta.get("intent") or f"{meta['scenario']}_{meta['action']}"
        kind = INTENTS.get(intent) or SCENARIOS.get(intent.partition("_")[0])
        if kind is not None and intent != "play_game":
            yield row["text"], kind


def utterance(text: str) -> Utterance:
    """Return the command as it would be heard."""
    words = tuple(Word(word, 0.0, 0.0, 1.0) for word in text.split())
    return Utterance("u", "r", 0.0, 0.0, words, "en")


if __name__ == "__main__":
    main()
