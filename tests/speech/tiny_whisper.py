"""Whisper models of a few kilobytes with random weights: they load and run, and know nothing."""

from __future__ import annotations

from pathlib import Path

import numpy as np

LANGUAGES = ("en", "fr", "es", "de")
CONTROL = (
    "<|translate|>",
    "<|transcribe|>",
    "<|startoflm|>",
    "<|startofprev|>",
    "<|nospeech|>",
    "<|notimestamps|>",
)
SIZES = {True: 51_865, False: 51_864}


def write_tiny_whisper(folder: Path, *, multilingual: bool = True, mels: int = 80) -> Path:
    """Write a model with one layer and eight dimensions in CTranslate2's form."""
    folder.mkdir(parents=True)
    tokens = _tokens(multilingual)
    _write_weights(folder, tokens, mels)
    _write_tokenizer(folder, tokens)
    return folder


def _tokens(multilingual: bool) -> list[str]:
    from tokenizers import pre_tokenizers

    special = ["<|endoftext|>", "<|startoftranscript|>"]
    special += [f"<|{code}|>" for code in LANGUAGES] if multilingual else []
    special += [*CONTROL, *(f"<|{k * 0.02:.2f}|>" for k in range(1501))]
    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    # The empty token is what multilingual vocabularies have more; CTranslate2 tells them by it.
    letters += [""] if multilingual else []
    spare = SIZES[multilingual] - len(special) - len(letters)
    return [*letters, *(f"w{k:05d}" for k in range(spare)), *special]


def _write_weights(folder: Path, tokens: list[str], mels: int) -> None:
    from ctranslate2.specs.whisper_spec import WhisperSpec

    rng = np.random.default_rng(3)
    size = 8
    spec = WhisperSpec(1, 2, 1, 2)

    def fill(*shape: int) -> np.ndarray:
        return rng.normal(0, 0.1, shape).astype(np.float32)

    def linear(layer, out, into) -> None:
        layer.weight, layer.bias = fill(out, into), fill(out)

    def norm(layer) -> None:
        layer.gamma, layer.beta = np.ones(size, np.float32), np.zeros(size, np.float32)

    encoder, decoder = spec.encoder, spec.decoder
    encoder.conv1.weight, encoder.conv1.bias = fill(size, mels, 3), fill(size)
    encoder.conv2.weight, encoder.conv2.bias = fill(size, size, 3), fill(size)
    encoder.position_encodings.encodings = fill(1500, size)
    decoder.position_encodings.encodings = fill(448, size)
    decoder.embeddings.weight = fill(len(tokens), size)
    decoder.projection.weight = decoder.embeddings.weight
    for part in (encoder, decoder):
        norm(part.layer_norm)
        for layer in part.layer:
            linear(layer.self_attention.linear[0], 3 * size, size)
            linear(layer.self_attention.linear[1], size, size)
            linear(layer.ffn.linear_0, 4 * size, size)
            linear(layer.ffn.linear_1, size, 4 * size)
            norm(layer.self_attention.layer_norm)
            norm(layer.ffn.layer_norm)
            if part is decoder:
                linear(layer.attention.linear[0], size, size)
                linear(layer.attention.linear[1], 2 * size, size)
                linear(layer.attention.linear[2], size, size)
                norm(layer.attention.layer_norm)
    spec.register_vocabulary(tokens)
    spec.config.suppress_ids = []
    spec.config.suppress_ids_begin = []
    spec.config.alignment_heads = [(0, 0)]
    spec.config.lang_ids = [
        tokens.index(f"<|{code}|>") for code in LANGUAGES if f"<|{code}|>" in tokens
    ]
    spec.validate()
    spec.optimize()
    spec.save(str(folder))


def _write_tokenizer(folder: Path, tokens: list[str]) -> None:
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

    tokenizer = Tokenizer(models.BPE({token: k for k, token in enumerate(tokens)}, []))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens(
        [AddedToken(token, special=True) for token in tokens if token.startswith("<|")]
    )
    tokenizer.save(str(folder / "tokenizer.json"))
