"""Trains the encoder and writes it where auditor reads it.

    python -m training.attributes --data PATH

PATH holds the public sets (see ``training/README.md``). Then fit how the encoder and the rules are
weighed against each other: ``python -m training.attributes.joint``.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from auditor.attributes.encoder.pieces import PieceTable
from training.attributes import WEIGHTS, e5, export, grammars, texts, vocabulary
from training.attributes.fit import Plan, Pool, fit
from training.attributes.network import new_heads
from training.attributes.texts import Text

_PIECES = 14_000
_OWN_COMMANDS = 3
"""Times that our own commands are counted against the public ones, which say less of cars."""
_SNIPS = 4_000
"""Of SNIPS, which repeats itself, so many; all titles and restaurants otherwise."""
_DRIVERS = 400
"""Synthetic drivers a language whose words are drawn from."""
_HARMLESS = 0.35
"""Share of what is drawn of them that leaks nothing."""


def main() -> None:
    """Read the command line, train, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of the public sets")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument("--layers", type=int, default=6, help="the first so many of e5's twelve")
    parser.add_argument("--epochs", type=int, default=7)
    parser.add_argument("--commands", type=int, default=9_000, help="with entities, an epoch")
    parser.add_argument("--drawn", type=int, default=3_000, help="of each grammar, an epoch")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rng = np.random.default_rng(options.seed)
    utterances = [text for text in texts.utterances() if not text.kept_apart]
    pools = [
        _commands(options.data, options.commands, rng),
        *(
            _balanced(grammars.drawn(each, _DRIVERS, options.seed), options.drawn)
            for each in grammars.LANGUAGES
        ),
    ]
    every = [*utterances, *(text for pool in pools for text in pool.texts)]
    model = e5.load()
    kept = vocabulary.chosen(model, every, _PIECES)
    matrix = model.matrix("emb.word", model.vocabulary, model.width)[[0, 1, 2, 3, *kept]]
    body = e5.parameters(model, range(options.layers))
    parameters = {"body": body, "heads": new_heads(model.width, rng)}
    table = PieceTable(*vocabulary.rows(model, kept))
    plan = Plan(options.epochs, options.seed)
    trained = fit(parameters, matrix, table, utterances, pools, plan)
    export.write(trained, model, kept, options.out)


def _commands(data: Path, count: int, rng: np.random.Generator) -> Pool:
    snips = texts.public(data, ["snips_train.jsonl"])
    commands = [
        *texts.public(data, ["nlu_ed_train.jsonl"]),
        *(snips[k] for k in rng.permutation(len(snips))[:_SNIPS]),
        *_OWN_COMMANDS * [text for text in texts.commands() if not text.kept_apart],
    ]
    return Pool(commands, np.ones(len(commands)), count)


def _balanced(of: Sequence[Text], count: int) -> Pool:
    """Return a pool in which what is rarely given away comes up oftener than it is said."""
    often = Counter(label.category for text in of for label in text.labels or ())
    weights = np.array(
        [
            max((often[label.category] ** -0.5 for label in text.labels or ()), default=0.0)
            for text in of
        ]
    )
    harmless = weights == 0
    weights[harmless] = _HARMLESS / (1 - _HARMLESS) * weights.sum() / max(harmless.sum(), 1)
    return Pool(of, weights, count)


if __name__ == "__main__":
    main()
