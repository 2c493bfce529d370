from __future__ import annotations

import pytest

from auditor import audio


@pytest.fixture(scope="module")
def decoder():
    """One decoder for a module: that it survives the files before is part of every test."""
    with audio.Decoder() as decoder:
        yield decoder


@pytest.fixture
def saved(tmp_path):
    """Write bytes to a file and return its path."""

    def save(data: bytes, name: str = "sound.bin"):
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return save
