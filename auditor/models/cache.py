"""Where models live on disk: folders that appear whole or not at all, and locks on them."""

from __future__ import annotations

import json
import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from auditor.errors import ModelError
from auditor.models.catalogue import Edition
from auditor.models.failures import DiskFullError, megabytes
from auditor.models.files import FilePin

log = logging.getLogger(__name__)

SPARE = 16_000_000
"""Bytes to leave free on the disk beyond what a model needs."""


def root() -> Path:
    """Return the cache: ``AUDITOR_CACHE``, or the user's cache folder for auditor."""
    given = os.environ.get("AUDITOR_CACHE")
    if given:
        return Path(given).expanduser().absolute()
    import platformdirs

    return Path(platformdirs.user_cache_dir("auditor", appauthor=False))


def folder(name: str) -> Path:
    """Return where the model ``name`` is, or would be."""
    return root() / "models" / name


def downloads(name: str) -> Path:
    """Return the folder of unfinished downloads of a model."""
    return root() / "downloads" / name


def copies() -> Path:
    """Return the folder of working copies of models that live elsewhere."""
    return root() / "copies"


@contextmanager
def locked(name: str) -> Iterator[None]:
    """Hold the only right, among all processes, to write ``name``; wait for it if need be."""
    from filelock import FileLock, Timeout

    path = root() / "locks" / f"{name}.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(path)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        log.warning("waiting for another process that is writing %s", name)
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


@contextmanager
def staging(target: Path) -> Iterator[Path]:
    """Yield an empty folder beside ``target``; it and leftovers of killed runs are removed.

    To be called under the lock of ``target``.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    for left in target.parent.glob(f".{target.name}.*"):
        shutil.rmtree(left, ignore_errors=True)
    place = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    try:
        new = place / "new"
        new.mkdir()
        yield new
    finally:
        shutil.rmtree(place, ignore_errors=True)


def publish(new: Path, target: Path) -> None:
    """Put the finished staging folder ``new`` in the place of ``target``, on disk for good."""
    for path in sorted(new.rglob("*"), reverse=True):
        _sync(path)
    _sync(new)
    if target.exists():
        target.rename(new.parent / "old")
    new.rename(target)
    _sync(target.parent)


def _sync(path: Path) -> None:
    # Windows can neither open folders nor flush files that are open for reading only.
    if os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def require_space(needed: int) -> None:
    """Refuse to begin what the disk cannot hold.

    Raises
    ------
    DiskFullError
        If fewer than ``needed`` bytes, and some to spare, are free.
    """
    place = root()
    place.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(place).free
    if free < needed + SPARE:
        raise DiskFullError(
            f"the disk is too full: {megabytes(needed + SPARE)} are needed, {megabytes(free)} free",
            where=str(place),
            remedy="Free some space, or set AUDITOR_CACHE to a folder on another disk.",
        )


def record_path(name: str) -> Path:
    """Return the file with the hashes recorded when a model was first unpacked."""
    return folder(name).with_name(f"{name}.pins.json")


def record(name: str, edition: Edition) -> None:
    """Keep the hashes of a model whose files the catalogue does not pin."""
    path = record_path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.new")
    new.write_text(json.dumps(asdict(edition), indent=1, sort_keys=True) + "\n", "utf-8")
    new.replace(path)


def recorded(name: str) -> Edition | None:
    """Return what :func:`record` kept, or None.

    Raises
    ------
    ModelError
        If the record cannot be read.
    """
    path = record_path(name)
    if not path.exists():
        return None
    try:
        row = json.loads(path.read_text("utf-8"))
        original, working = (
            {file: FilePin(**pin) for file, pin in row[state].items()}
            for state in ("original", "working")
        )
        return Edition(row["version"], original, working)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(
            "the recorded hashes of the model are damaged",
            where=str(path),
            remedy=f"Fetch it again: auditor models fetch {name} --force",
        ) from error
