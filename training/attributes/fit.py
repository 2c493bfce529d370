"""The training itself: several kinds of text, one network.

Every step takes a batch of any kind. The layers learn slowly and the heads fast (AdamW,
Loshchilov and Hutter 2019, arXiv:1711.05101), both warmed up and then cooled along a cosine. The
pieces' vectors stay as e5 has them: words that never occur in training keep what they mean.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax

from auditor.attributes.encoder.pieces import PAD, PieceTable
from training.attributes.errors import Mishearing
from training.attributes.examples import Batch, batches
from training.attributes.network import Tree, ask, ask_values, encode
from training.attributes.texts import Text
from training.attributes.values import CLASSES, CLOSED_CATEGORIES

_BODY_RATE = 1e-4
_HEADS_RATE = 1.5e-3
_WARM_UP = 15
"""The rate rises over one step in so many."""
_SPANS_WEIGHT = 2.0
_ENTITIES_WEIGHT = 2.0
_VALUES_WEIGHT = 0.5
_OF_CATEGORY = np.array([[name == of for name, _ in CLASSES] for of in CLOSED_CATEGORIES])
"""Which classes are values of which closed category."""


@dataclass(frozen=True)
class Plan:
    """How long to train.

    Attributes
    ----------
    epochs
        Times that every utterance written by hand is seen.
    seed
        Of everything random.
    """

    epochs: int
    seed: int


@dataclass(frozen=True)
class Pool:
    """Texts of which ``count`` are drawn anew for each epoch, by their weights."""

    texts: Sequence[Text]
    weights: np.ndarray
    count: int

    def drawn(self, rng: np.random.Generator) -> list[Text]:
        """Return the texts of one epoch, none twice."""
        count = min(self.count, len(self.texts))
        shares = self.weights / self.weights.sum()
        return [self.texts[k] for k in rng.choice(len(shares), count, replace=False, p=shares)]


def fit(
    parameters: Tree,
    vectors: np.ndarray,
    table: PieceTable,
    utterances: Sequence[Text],
    pools: Sequence[Pool],
    plan: Plan,
) -> Tree:
    """Return the parameters (``body`` and ``heads``) after training.

    Parameters
    ----------
    vectors
        float32 of shape (pieces, width): what each piece means; not trained.
    utterances
        Texts of which each epoch takes all.
    pools
        Texts of which each epoch takes some.
    """
    rng = np.random.default_rng(plan.seed)
    parameters = jax.tree_util.tree_map(jnp.asarray, parameters)
    count = plan.epochs * sum(1 for _ in _epoch(utterances, pools, table, rng))
    rule = _rule(count)
    state = rule.init(parameters)
    step = _step(rule, jnp.asarray(vectors))
    key = jax.random.PRNGKey(plan.seed)
    done, begun = 0, time.monotonic()
    for number in range(plan.epochs):
        losses = []
        for batch in _epoch(utterances, pools, table, rng):
            key, used = jax.random.split(key)
            parameters, state, loss = step(parameters, state, used, _arrays(batch))
            losses.append(float(loss))
            done += 1
        sys.stderr.write(
            f"epoch {number + 1} of {plan.epochs}: loss {np.mean(losses):.3f}, "
            f"step {done} of about {count}, {time.monotonic() - begun:.0f} s\n"
        )
        sys.stderr.flush()
    return jax.tree_util.tree_map(np.asarray, parameters)


def _epoch(
    utterances: Sequence[Text],
    pools: Sequence[Pool],
    table: PieceTable,
    rng: np.random.Generator,
) -> Iterator[Batch]:
    mixed = [*utterances, *(text for pool in pools for text in pool.drawn(rng))]
    return batches(mixed, table, rng, Mishearing())


def _rule(steps: int) -> optax.GradientTransformation:
    course = optax.warmup_cosine_decay_schedule(0.0, 1.0, max(steps // _WARM_UP, 1), steps)

    def adam(rate: float) -> optax.GradientTransformation:
        return optax.adamw(lambda done: rate * course(done), weight_decay=0.01)

    return optax.multi_transform(
        {
            "body": optax.chain(optax.clip_by_global_norm(1.0), adam(_BODY_RATE)),
            "heads": adam(_HEADS_RATE),
        },
        _named,
    )


def _named(tree: Tree) -> Tree:
    """Return a tree of the same form that says which rule moves each number."""
    return {name: jax.tree_util.tree_map(lambda _, of=name: of, tree[name]) for name in tree}


def _step(rule: optax.GradientTransformation, vectors: Any) -> Callable[..., Any]:
    @jax.jit
    def step(parameters: Tree, state: Any, key: Any, batch: dict[str, Any]) -> Any:
        loss, slope = jax.value_and_grad(_loss)(parameters, vectors, batch, key)
        change, state = rule.update(slope, state, parameters)
        return optax.apply_updates(parameters, change), state, loss

    return step


def _arrays(batch: Batch) -> dict[str, Any]:
    return {
        "ids": batch.ids, "words": batch.words, "spans": batch.spans, "whole": batch.whole,
        "tags": batch.tags, "labelled": batch.labelled, "real": batch.real,
        "values": batch.values, "valued": batch.valued,
    }  # fmt: skip


def _loss(parameters: Tree, vectors: Any, batch: dict[str, Any], key: Any) -> Any:
    mask = (batch["ids"] != PAD).at[:, 0].set(True)
    states = encode(parameters["body"], vectors[batch["ids"]], mask, key)
    whole, spans, entities = ask(parameters["heads"], states, mask)
    labelled = batch["labelled"] * batch["real"]
    texts = jnp.maximum(batch["real"].sum(), 1.0)
    of_whole = (_cross_entropy(whole, batch["whole"]).sum((1, 2)) * labelled).sum() / texts
    heard = labelled[:, None] * batch["words"]
    of_spans = (_cross_entropy(spans, batch["spans"]).sum(-1) * heard).sum() / jnp.maximum(
        heard.sum(), 1.0
    )
    told = (batch["tags"] >= 0).astype(jnp.float32)
    likely = jnp.take_along_axis(
        jax.nn.log_softmax(entities), jnp.maximum(batch["tags"], 0)[..., None], -1
    )[..., 0]
    of_tags = -(likely * told).sum() / jnp.maximum(told.sum(), 1.0)
    share = labelled.sum() / texts
    of_values = _of_values(ask_values(parameters["heads"], states, mask, batch["valued"]), batch)
    return (
        of_whole
        + _SPANS_WEIGHT * share * of_spans
        + _VALUES_WEIGHT * share * of_values
        + _ENTITIES_WEIGHT * (1.0 - share) * of_tags
    )


def _of_values(log_odds: Any, batch: dict[str, Any]) -> Any:
    """Return the mean cross-entropy of values, each among those of its category."""
    possible = jnp.asarray(_OF_CATEGORY)[None]
    likely = jax.nn.log_softmax(jnp.where(possible, log_odds, -1e9))
    told = (batch["values"] >= 0).astype(jnp.float32)
    chosen = jnp.take_along_axis(likely, jnp.maximum(batch["values"], 0)[..., None], -1)[..., 0]
    return -(jnp.where(told > 0, chosen, 0.0)).sum() / jnp.maximum(told.sum(), 1.0)


def _cross_entropy(log_odds: Any, truth: Any) -> Any:
    return jnp.maximum(log_odds, 0) - log_odds * truth + jnp.log1p(jnp.exp(-jnp.abs(log_odds)))
