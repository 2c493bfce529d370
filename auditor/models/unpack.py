"""Takes the wanted files, and nothing else, out of what was downloaded."""

from __future__ import annotations

import io
import shutil
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Container, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import IO

from auditor.models import cache
from auditor.models.catalogue import Asset, Format
from auditor.models.failures import WrongBytesError

Member = tuple[str, int, IO[bytes]]
"""The name of a member, its size in bytes, and its content."""


def unpack(download: Path, asset: Asset, into: Path, wanted: Container[str] | None) -> None:
    """Unpack what ``asset`` takes from ``download`` below the folder ``into``.

    A file that is there already is continued: models too large for one package are cut in
    parts. Names are mapped, never followed: members with ``..``, absolute paths and links are
    refused. With ``wanted``, files of other names are left out.

    Raises
    ------
    WrongBytesError
        If the archive is damaged, or holds something dangerous where a wanted file should be.
    DiskFullError
        If the next file does not fit.
    """
    damaged = (zipfile.BadZipFile, tarfile.TarError, EOFError, zlib.error, ValueError)
    try:
        for name, size, content in _members(download, asset.format):
            target = _target(name, asset.take)
            if target is None or (wanted is not None and target not in wanted):
                continue
            cache.require_space(size)
            path = into / _safe(target)
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("ab") as out:
                shutil.copyfileobj(content, out, 1 << 20)
    except damaged as error:
        raise WrongBytesError(
            f"the archive cannot be unpacked ({type(error).__name__})",
            where=download.name,
            remedy="Fetch it again.",
        ) from error


def _target(name: str, take: Mapping[str, str]) -> str | None:
    """Return where the member ``name`` goes, or None when it is not taken."""
    if name in take:
        return take[name]
    for prefix, folder in take.items():
        if (not prefix or prefix.endswith("/")) and name.startswith(prefix):
            return folder + name[len(prefix) :]
    return None


def _safe(target: str) -> PurePosixPath:
    path = PurePosixPath(target)
    if path.is_absolute() or ".." in path.parts or any(mark in target for mark in "\\:\0"):
        raise WrongBytesError(f"the archive holds a file with a dangerous name: {target!r}")
    return path


def _members(download: Path, kind: Format) -> Iterator[Member]:
    if kind == "zip":
        return _zip_members(download)
    if kind == "tar":
        return _tar_members(download)
    if kind == "npz":
        return _npz_members(download)
    return _single(download)


def _single(download: Path) -> Iterator[Member]:
    with download.open("rb") as content:
        yield download.name, download.stat().st_size, content


def _zip_members(download: Path) -> Iterator[Member]:
    with zipfile.ZipFile(download) as archive:
        for info in archive.infolist():
            if info.is_dir() or stat.S_ISLNK(info.external_attr >> 16):
                continue
            with archive.open(info) as content:
                yield info.filename, info.file_size, content


def _tar_members(download: Path) -> Iterator[Member]:
    with tarfile.open(download) as archive:
        for member in archive:
            content = archive.extractfile(member) if member.isreg() else None
            if content is not None:
                yield member.name, member.size, content


def _npz_members(download: Path) -> Iterator[Member]:
    """Yield each array of a NumPy archive as raw little-endian float32, named ``<array>.bin``."""
    from numpy.lib.format import read_array

    for name, _, content in _zip_members(download):
        raw = read_array(content, allow_pickle=False).astype("<f4").tobytes()
        yield f"{name.removesuffix('.npy')}.bin", len(raw), io.BytesIO(raw)
