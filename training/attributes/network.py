"""The encoder and its heads in JAX: the same sums as ``auditor.attributes.encoder`` makes.

BERT's layers (Devlin et al. 2019, arXiv:1810.04805). The heads are linear: for each piece, the
log-odds that it is one of the words that give a category away, and its tag of an entity; for the
utterance, a category about each of four kinds of people, from the mean, the first state, and the
soft maximum of the piece's log-odds; and which of a few values the words of a category stand for,
from their mean and the utterance's.
"""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from training.attributes.labels import ABOUTS, CATEGORIES, TAGS
from training.attributes.values import CLASSES

HEADS = 12
_DROPOUT = 0.1
_RARE = -3.0
"""Log-odds that a category begins with: most are in few utterances."""

Tree = dict[str, Any]


def new_heads(width: int, rng: np.random.Generator) -> Tree:
    """Return fresh parameters of the heads."""

    def random(*shape: int) -> np.ndarray:
        return rng.normal(0, 0.02, shape).astype(np.float32)

    many = len(ABOUTS) * len(CATEGORIES)
    return {
        "span": random(width, len(CATEGORIES)),
        "span_bias": np.full(len(CATEGORIES), _RARE, np.float32),
        "entity": random(width, len(TAGS)),
        "entity_bias": np.zeros(len(TAGS), np.float32),
        "whole": random(2 * width, many),
        "whole_bias": np.full(many, _RARE, np.float32),
        "value": random(2 * width, len(CLASSES)),
        "value_bias": np.zeros(len(CLASSES), np.float32),
        "loudest": np.full((len(ABOUTS), 1), 0.3, np.float32),
    }


def encode(body: Tree, vectors: Any, mask: Any, key: Any = None) -> Any:
    """Return states (batch, pieces, width) from the pieces' vectors of the same shape.

    With a ``key`` some numbers are dropped, as in training.
    """
    keys = iter([None] * 99 if key is None else jax.random.split(key, 99))
    given = vectors + body["positions"][: vectors.shape[1]]
    states = _dropped(_normalised(given, body["norm"]), next(keys))
    unheard = jnp.where(mask, 0.0, -1e9)[:, None, None, :]
    for layer in body["layers"]:
        answer = _attention(layer, states, unheard)
        states = _normalised(states + _dropped(answer, next(keys)), layer["norm_1"])
        inner = jax.nn.gelu(_times(states, layer["inner"]) + layer["inner_bias"], approximate=False)
        outer = _times(inner, layer["outer"]) + layer["outer_bias"]
        states = _normalised(states + _dropped(outer, next(keys)), layer["norm_2"])
    return states


def ask(heads: Tree, states: Any, mask: Any) -> tuple[Any, Any, Any]:
    """Return log-odds: (batch, abouts, categories), (batch, pieces, categories), and tags."""
    kept = mask[..., None]
    mean = (states * kept).sum(1) / kept.sum(1)
    spans = states @ heads["span"] + heads["span_bias"]
    entities = states @ heads["entity"] + heads["entity_bias"]
    loudest = jax.nn.logsumexp(jnp.where(kept, spans, -1e9) * 2.0, axis=1) / 2.0
    pooled = jnp.concatenate([mean, states[:, 0]], axis=-1)
    whole = (pooled @ heads["whole"] + heads["whole_bias"]).reshape(
        -1, len(ABOUTS), len(CATEGORIES)
    )
    return whole + heads["loudest"] * loudest[:, None, :], spans, entities


def ask_values(heads: Tree, states: Any, mask: Any, valued: Any) -> Any:
    """Return log-odds (batch, closed categories, classes) of what some words stand for.

    Parameters
    ----------
    valued
        1 where a piece is one of the words, of shape (batch, closed categories, pieces).
    """
    kept = mask[..., None]
    mean = (states * kept).sum(1) / kept.sum(1)
    many = jnp.maximum(valued.sum(-1, keepdims=True), 1.0)
    words = jnp.einsum("bcp,bpw->bcw", valued, states) / many
    whole = jnp.broadcast_to(mean[:, None, :], words.shape)
    return jnp.concatenate([words, whole], -1) @ heads["value"] + heads["value_bias"]


def _attention(layer: Tree, states: Any, unheard: Any) -> Any:
    batch, pieces, width = states.shape
    asked = _times(states, layer["asked"]) + layer["asked_bias"]
    asked = asked.reshape(batch, pieces, 3, HEADS, -1)
    query, key, value = asked[:, :, 0], asked[:, :, 1], asked[:, :, 2]
    heed = jnp.einsum("bqhd,bkhd->bhqk", query, key) / np.sqrt(width // HEADS) + unheard
    heard = jnp.einsum("bhqk,bkhd->bqhd", jax.nn.softmax(heed), value)
    return _times(heard.reshape(batch, pieces, width), layer["answered"]) + layer["answered_bias"]


@jax.custom_vjp
def _times(states: Any, weights: Any) -> Any:
    """Return (batch, pieces, out), multiplied in 16 bits and summed in 32.

    Processors that multiply 16 bits do so several times as fast, but for operands that lie row by
    row; the products of the way back are written so that theirs do.
    """
    flat = states.reshape(-1, states.shape[-1])
    return _product(flat, weights, 1, 0).reshape(*states.shape[:-1], -1)


def _times_forth(states: Any, weights: Any) -> Any:
    return _times(states, weights), (states, weights)


def _times_back(kept: Any, slope: Any) -> Any:
    states, weights = kept
    flat, slopes = states.reshape(-1, states.shape[-1]), slope.reshape(-1, slope.shape[-1])
    of_states = _product(slopes, weights, 1, 1).reshape(states.shape)
    if flat.shape[-1] <= slopes.shape[-1]:
        return of_states, _product(_turned(flat), slopes, 1, 0)
    return of_states, flat.T @ slopes


_times.defvjp(_times_forth, _times_back)


def _turned(matrix: Any) -> Any:
    """Return the transpose, as a product: a mere change of strides would be slow to multiply."""
    return _product(jnp.eye(matrix.shape[-1]), matrix, 1, 1)


def _product(left: Any, right: Any, of_left: int, of_right: int) -> Any:
    short = jnp.bfloat16
    return jax.lax.dot_general(
        left.astype(short),
        right.astype(short),
        (((of_left,), (of_right,)), ((), ())),
        preferred_element_type=jnp.float32,
    )


def _normalised(states: Any, norm: Any) -> Any:
    centred = states - states.mean(-1, keepdims=True)
    return centred * jax.lax.rsqrt((centred**2).mean(-1, keepdims=True) + 1e-12) * norm[0] + norm[1]


def _dropped(states: Any, key: Any) -> Any:
    if key is None:
        return states
    return states * jax.random.bernoulli(key, 1 - _DROPOUT, states.shape) / (1 - _DROPOUT)
