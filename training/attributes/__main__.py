"""Trains the encoder and writes it where auditor reads it.

    python -m training.attributes --data PATH

PATH holds the public sets (see ``training/README.md``). Then fit how the encoder and the rules are
weighed against each other: ``python -m training.attributes.joint``.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from auditor.attributes.encoder.pieces import PieceTable
from training.attributes import WEIGHTS, e5, export, texts, vocabulary
from training.attributes.fit import Plan, fit
from training.attributes.network import new_heads

_LAYERS = range(6)
_PIECES = 14_000
_OWN_COMMANDS = 3
"""Times that our own commands are counted against the public ones, which say less of cars."""
_SNIPS = 4_000
"""Of SNIPS, which repeats itself, so many; all titles and restaurants otherwise."""


def main() -> None:
    """Read the command line, train, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of the public sets")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--commands", type=int, default=5_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rng = np.random.default_rng(options.seed)
    utterances = [text for text in texts.utterances() if not text.kept_apart]
    snips = texts.public(options.data, ["snips_train.jsonl"])
    commands = [
        *texts.public(options.data, ["nlu_ed_train.jsonl"]),
        *(snips[k] for k in rng.permutation(len(snips))[:_SNIPS]),
        *_OWN_COMMANDS * [text for text in texts.commands() if not text.kept_apart],
    ]
    model = e5.load()
    kept = vocabulary.chosen(model, [*utterances, *commands], _PIECES)
    matrix = model.matrix("emb.word", model.vocabulary, model.width)[[0, 1, 2, 3, *kept]]
    parameters = {"body": e5.parameters(model, _LAYERS), "heads": new_heads(model.width, rng)}
    plan = Plan(options.epochs, options.commands, options.seed)
    table = PieceTable(*vocabulary.rows(model, kept))
    trained = fit(parameters, matrix, table, utterances, commands, plan)
    export.write(trained, model, kept, options.out)


if __name__ == "__main__":
    main()
