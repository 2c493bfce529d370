"""The models themselves, where this machine has them."""

import numpy as np
import pytest

from auditor import models
from auditor.models import catalogue

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def the_users_cache(cache, monkeypatch):
    monkeypatch.delenv("AUDITOR_CACHE")


@pytest.mark.parametrize("name", models.names())
def test_what_is_in_the_cache_is_what_was_pinned(name):
    found = models.find(name)
    if found is None:
        pytest.skip(f"{name} is not in the cache")
    assert all(check.ok for check in models.verify(name))
    model = catalogue.model(name)
    if model.editions:
        assert found.pin in {edition.pin(name) for edition in model.editions}
    if model.dither:
        assert (found.path / model.dither).read_bytes().endswith(b"\n--dither=0.0\n")


def test_a_voice_can_be_read():
    found = models.find("kokoro-voices")
    if found is None:
        pytest.skip("kokoro-voices is not in the cache")
    voice = np.fromfile(found.path / "ff_siwis.bin", "<f4").reshape(510, 1, 256)
    assert np.isfinite(voice).all()
    assert 0.01 < np.abs(voice).mean() < 1


@pytest.mark.parametrize("name", ["vosk-en", "vosk-speaker"])
def test_a_real_model_can_be_fetched_from_a_source(name, cache, monkeypatch):
    if models.find(name) is None:
        pytest.skip(f"{name} is not in the cache, so that its sources may be out of reach")
    wanted = models.find(name)
    monkeypatch.setenv("AUDITOR_CACHE", str(cache))
    assert models.fetch(name).pin == wanted.pin
