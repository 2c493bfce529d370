"""Models in folders: the cached one, and those that a user has elsewhere and names.

A folder the user names is never written to. Where it cannot be used as it is (its configuration
needs the patch, or it holds files that no pin covers), a working copy made of links to its files
is kept in the cache.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from auditor.errors import ModelError
from auditor.models import cache, files
from auditor.models.catalogue import Edition, Model
from auditor.models.dither import without_dither
from auditor.models.failures import explained
from auditor.models.files import FileCheck, FilePin, Pins
from auditor.records import ModelPin


@dataclass(frozen=True)
class ModelDir:
    """A verified model: the folder to load it from, and its pin."""

    path: Path
    pin: ModelPin


def require_layout(model: Model, names: Iterable[str], where: str) -> None:
    """Refuse a folder that lacks what every model of this kind has.

    Raises
    ------
    ModelError
        If no file matches one of the required patterns.
    """
    present = list(names)
    lacking = [
        pattern
        for pattern in model.required
        if not any(fnmatchcase(name, pattern) for name in present)
    ]
    if lacking:
        raise ModelError(
            f"this is no model of the kind of {model.name} ({model.title}): "
            f"it has no {', '.join(lacking)}",
            where=where,
            remedy="Name the folder that holds these files.",
        )


def cached(model: Model) -> ModelDir | None:
    """Return the model in the cache, verified file by file; None when it is not there.

    Raises
    ------
    ModelError
        If a file of it is not the one that was pinned.
    """
    place = cache.folder(model.name)
    if not place.is_dir():
        return None
    with explained(place):
        edition, checks = compare(model, place)
    wrong = files.problems(checks)
    if wrong:
        raise ModelError(
            f"the model {model.name} is damaged: {wrong}",
            where=str(place),
            remedy=f"Fetch it again: auditor models fetch {model.name}",
        )
    return ModelDir(place, edition.pin(model.name))


def compare(model: Model, place: Path) -> tuple[Edition, list[FileCheck]]:
    """Compare the cached folder ``place`` with the edition it resembles most.

    Raises
    ------
    ModelError
        If nothing tells what the files should be.
    """
    known = cache.recorded(model.name)
    editions = [*model.editions, *([known] if known else [])]
    if not editions:
        raise ModelError(
            f"nothing tells what the files of {model.name} should be",
            where=str(place),
            remedy=f"Fetch it again: auditor models fetch {model.name} --force",
        )
    found = files.pin_files(place, files.listing(place))
    best = max(editions, key=lambda edition: len(edition.working.items() & found.items()))
    names = sorted(best.working.keys() | found.keys())
    return best, [FileCheck(name, best.working.get(name), found.get(name)) for name in names]


def given(model: Model, place: Path, *, trust: bool) -> ModelDir:
    """Return the model in a folder that the user named.

    With the files of an edition of the catalogue it gets that edition's pin. A folder that has
    half of such files but not all is taken for a damaged copy and refused, unless ``trust``.
    Any other is a model of the user's own: its pin is named ``custom:<folder>`` and rests on the
    hashes of all its files.

    Raises
    ------
    ModelError
        If there is no such folder, it holds no model of this kind, or a damaged one.
    """
    place = place.expanduser().absolute()
    if not place.is_dir():
        raise ModelError(
            f"there is no folder with the model {model.name}",
            where=str(place),
            remedy=f"Correct the path, or the variable {model.variable}.",
        )
    with explained(place):
        names = files.listing(place)
        require_layout(model, names, str(place))
        edition = None if trust else _edition_of(model, place)
        if edition:
            return ModelDir(_usable(model, place, names, edition.working), edition.pin(model.name))
        working = files.pin_files(place, names)
        if model.dither:
            working[model.dither] = _patched(place / model.dither)
        pin = ModelPin(f"custom:{place.name}", "own", files.digest(working))
        return ModelDir(_usable(model, place, names, working), pin)


def _edition_of(model: Model, place: Path) -> Edition | None:
    """Return the edition whose files ``place`` has, or None for a model of another make."""
    close = resembling(model, place)
    if not close:
        return None
    edition, checks = close[0]
    wrong = files.problems(checks)
    if wrong:
        raise ModelError(
            f"this copy of {model.name} is damaged: {wrong}",
            where=str(place),
            remedy="Restore it; a model changed on purpose has to be trusted (trust=True).",
        )
    return edition


def resembling(model: Model, place: Path) -> list[tuple[Edition, list[FileCheck]]]:
    """Return the editions that ``place`` is a copy of, perhaps a damaged one; closest first.

    A copy has at least half of the edition's files, or its largest file at its exact size: what
    bytes changed on a disk or on the way leave alone.
    """
    wanted = {name for edition in model.editions for name in edition.original}
    found = files.pin_files(place, wanted)
    close: list[tuple[int, Edition, list[FileCheck]]] = []
    for edition in model.editions:
        checks = [_either(name, edition, found.get(name)) for name in edition.original]
        wrong = sum(not check.ok for check in checks)
        largest = max(checks, key=lambda check: check.expected.size if check.expected else 0)
        if 2 * wrong <= len(checks) or _same_size(largest):
            close.append((wrong, edition, checks))
    return [(edition, checks) for _, edition, checks in sorted(close, key=lambda row: row[0])]


def _either(name: str, edition: Edition, found: FilePin | None) -> FileCheck:
    """Compare a file with the published one, or with the patched one if it is that."""
    patched = found == edition.working[name]
    return FileCheck(name, found if patched else edition.original[name], found)


def _same_size(check: FileCheck) -> bool:
    return bool(check.expected and check.found and check.expected.size == check.found.size)


def _patched(path: Path) -> FilePin:
    content = without_dither(path.read_bytes())
    return files.pin_bytes(content)


def _usable(model: Model, place: Path, names: list[str], working: Pins) -> Path:
    """Return ``place`` if it holds the working files alone, else a working copy of it."""
    as_is = names == sorted(working)
    if as_is and (not model.dither or _is(place / model.dither, working[model.dither])):
        return place
    target = cache.copies() / f"{model.name}-{files.digest(working)[:16]}"
    with explained(cache.root()), cache.locked(target.name):
        if not _is_copy(model, place, target, working):
            with cache.staging(target) as new:
                _copy(model, place, new, working)
                cache.publish(new, target)
    return target


def _is(path: Path, pin: FilePin) -> bool:
    return path.is_file() and files.pin_file(path) == pin


def _is_copy(model: Model, place: Path, target: Path, working: Pins) -> bool:
    """Return whether ``target`` is a working copy of ``place``, whose files have been verified."""
    if not target.is_dir() or files.listing(target) != sorted(working):
        return False
    return all(
        _is(target / name, pin)
        if name == model.dither
        else _same(target / name, place / name) or _is(target / name, pin)
        for name, pin in working.items()
    )


def _same(link: Path, source: Path) -> bool:
    return link.exists() and link.samefile(source)


def _copy(model: Model, place: Path, new: Path, working: Pins) -> None:
    for name in working:
        path = new / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if name == model.dither:
            path.write_bytes(without_dither((place / name).read_bytes()))
        else:
            _link(place / name, path)


def _link(source: Path, path: Path) -> None:
    try:
        path.symlink_to(source)
    except OSError:  # Windows gives the right to make links to few.
        shutil.copyfile(source, path)


def named(model: Model) -> Path | None:
    """Return the folder that the environment names for this model, or None."""
    value = os.environ.get(model.variable)
    return Path(value) if value else None
