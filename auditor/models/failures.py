"""Why a source could not supply a model; each reason has its own class and its own message."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from auditor.errors import ModelError


class SupplyError(ModelError):
    """One source could not supply a model; another one may."""


class UnreachableError(SupplyError):
    """Nobody answered."""


class TruncatedError(SupplyError):
    """The download stopped before its end; what came is kept, to go on from there."""


class WrongBytesError(SupplyError):
    """What came is not what was pinned."""


class MissingClientError(SupplyError):
    """The client of a package registry is not installed."""


class UnpinnedError(SupplyError):
    """Nothing tells what the download should be, and the user did not say to trust it."""


class DiskFullError(ModelError):
    """No room is left: trying another source would not help."""


def megabytes(size: int) -> str:
    """Return ``size`` in bytes as text, in MB of 10**6 bytes."""
    return f"{size / 1e6:.1f} MB"


@contextmanager
def explained(folder: Path) -> Iterator[None]:
    """Turn failures of the file system below ``folder`` into errors that say what to do."""
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise DiskFullError(
                "the disk is full",
                where=str(folder),
                remedy="Free some space, or set AUDITOR_CACHE to a folder on another disk.",
            ) from error
        raise ModelError(
            f"the model's files cannot be used: {error.strerror or error}",
            where=str(error.filename or folder),
            remedy="Check the permissions, or set AUDITOR_CACHE to a folder of yours.",
        ) from error
