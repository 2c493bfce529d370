"""Brings a model into the cache from the first source that can supply it."""

from __future__ import annotations

import logging
import shutil
from pathlib import Path
from urllib.parse import urlsplit

from auditor.errors import ModelError
from auditor.models import cache, dither, files, registry
from auditor.models.catalogue import Asset, Edition, Model, Source
from auditor.models.download import Progress, download
from auditor.models.failures import (
    SupplyError,
    UnpinnedError,
    UnreachableError,
    WrongBytesError,
)
from auditor.models.folder import require_layout
from auditor.models.unpack import unpack

log = logging.getLogger(__name__)


def install(model: Model, *, progress: Progress | None, force: bool, trust: bool) -> None:
    """Put ``model`` into the cache, whole and verified, or raise; call under its lock.

    Raises
    ------
    ModelError
        If no source can supply it (:class:`DiskFullError` at once, without trying further).
    """
    failed: list[SupplyError] = []
    for source in model.sources:
        edition = _edition(model, source, force)
        try:
            _from(model, source, edition, progress, trust)
        except SupplyError as error:
            level = logging.WARNING if isinstance(error, WrongBytesError) else logging.INFO
            log.log(level, "%s: %s", model.name, error)
            failed.append(error)
        else:
            shutil.rmtree(cache.downloads(model.name), ignore_errors=True)
            return
    raise _no_source(model, failed)


def _edition(model: Model, source: Source, force: bool) -> Edition | None:
    """Return the pins for what ``source`` supplies; recorded ones hold unless ``force``."""
    for edition in model.editions:
        if edition.version == source.version:
            return edition
    known = None if force else cache.recorded(model.name)
    return known if known and known.version == source.version else None


def _from(
    model: Model,
    source: Source,
    edition: Edition | None,
    progress: Progress | None,
    trust: bool,
) -> None:
    if not (edition or trust or all(asset.sha256 for asset in source.assets)):
        raise UnpinnedError(
            f"no hash is known for what {source.supplier} supplies",
            remedy="Fetch it with --trust to accept what comes and hold to it from then on.",
        )
    cache.require_space(source.size + (edition.size if edition else 0))
    target = cache.folder(model.name)
    with cache.staging(target) as new:
        for number, asset in enumerate(source.assets):
            got = _obtain(model, asset, new.parent / f"package{number}", progress)
            try:
                unpack(got, asset, new, edition.original if edition else None)
            finally:
                got.unlink()
        checked = _checked(model, source, edition, new)
        if checked not in model.editions:
            cache.record(model.name, checked)
        cache.publish(new, target)


def _obtain(model: Model, asset: Asset, place: Path, progress: Progress | None) -> Path:
    """Fetch one asset and check it against its own hash, where one is known."""
    label = f"{model.name} from {asset.supplier}"
    if asset.client:
        if progress:
            progress(label, 0, asset.size)
        got = registry.obtain(asset, place)
        if progress:
            progress(label, got.stat().st_size, asset.size)
    else:
        got = cache.downloads(model.name) / Path(urlsplit(asset.url).path).name
        download(asset.url, got, size=asset.size, label=label, progress=progress)
    if asset.sha256 and files.sha256(got) != asset.sha256:
        got.unlink()
        raise WrongBytesError(
            f"what {asset.supplier} supplies is not what was pinned: its SHA-256 differs",
            where=got.name,
            remedy="It was damaged on its way, or replaced. Do not use it; fetch again.",
        )
    return got


def _checked(model: Model, source: Source, edition: Edition | None, new: Path) -> Edition:
    """Verify the unpacked originals, patch them, verify again; return what they now are."""
    original = files.pin_files(new, files.listing(new))
    if edition:
        wrong = files.problems(files.check(new, edition.original))
        if wrong:
            raise WrongBytesError(
                f"what {source.supplier} supplies is not what was pinned: {wrong}",
                remedy="It was damaged on its way, or replaced. Do not use it; fetch again.",
            )
    else:
        require_layout(model, original, source.supplier)
    if model.dither:
        dither.patch(new / model.dither)
    working = files.pin_files(new, original)
    found = Edition(source.version, original, working)
    if edition and found.working != edition.working:
        raise ModelError(
            f"the patched {model.dither} of {model.name} is not the one that was pinned",
            remedy="This is a fault of auditor: please report it.",
        )
    return edition or found


def _no_source(model: Model, errors: list[SupplyError]) -> ModelError:
    """Return one error for all sources: the only one's own, or a summary of them."""
    by_hand = f"copy the model's folder from another machine and set {model.variable} to it"
    if len(errors) == 1:
        only = errors[0]
        return type(only)(only.what, where=only.where, remedy=f"{only.remedy} Or {by_hand}.")
    if all(isinstance(error, UnreachableError) for error in errors):
        return UnreachableError(
            f"{model.name}: this machine seems to be offline: "
            + "; ".join(error.what for error in errors),
            remedy=f"Connect it and fetch again, or {by_hand}.",
        )
    return SupplyError(
        f"no source could supply {model.name}: " + "; ".join(error.what for error in errors),
        remedy=" ".join(dict.fromkeys(error.remedy for error in errors)) + f" Or {by_hand}.",
    )
