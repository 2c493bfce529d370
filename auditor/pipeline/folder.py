"""The folder of an audit: made private, claimed by one run at a time, told from other folders."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.errors import UsageError
from auditor.store import Store

if TYPE_CHECKING:
    from auditor.risk import Decision

__all__ = ["decisions_in", "opened"]

_PRIVATE = ".auditor"


@contextmanager
def opened(folder: Path | None, *, fresh: bool) -> Iterator[Store]:
    """Claim the folder of an audit and open its store; without a folder, one in memory.

    Raises
    ------
    UsageError
        If the folder holds something else, cannot be made, or another run is at work in it.
    """
    if folder is None:
        with Store(None) as store:
            yield store
        return
    _make(folder)
    with _claimed(folder), Store(folder / _PRIVATE / "store.sqlite", fresh=fresh) as store:
        yield store


def _make(folder: Path) -> None:
    try:
        if folder.is_dir() and not (folder / _PRIVATE).exists() and any(folder.iterdir()):
            raise UsageError(
                "the folder holds something that is not an audit",
                where=str(folder),
                remedy="Give an empty or a new folder to --out.",
            )
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        (folder / _PRIVATE).mkdir(exist_ok=True, mode=0o700)
    except OSError as error:
        raise UsageError(
            f"the folder cannot be used ({error.strerror or error})",
            where=str(folder),
            remedy="Give another folder to --out.",
        ) from None


@contextmanager
def _claimed(folder: Path) -> Iterator[None]:
    lock = os.open(folder / _PRIVATE / "lock", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        raise UsageError(
            "another run is at work in this folder",
            where=str(folder),
            remedy="Wait for it to end, or give another --out.",
        ) from None
    try:
        yield
    finally:
        os.close(lock)


def decisions_in(folder: Path | None) -> dict[str, Decision]:
    """Return what people who listened decided, from ``decisions.json``; none where it is absent.

    Raises
    ------
    UsageError
        If the file is there and is not an object of claim ids with decisions.
    """
    path = None if folder is None else folder / "decisions.json"
    if path is None or not path.exists():
        return {}
    try:
        found = json.loads(path.read_text("utf-8"))
        if not isinstance(found, dict) or set(found.values()) - {"confirmed", "rejected"}:
            raise ValueError("it is not an object of claim ids with 'confirmed' or 'rejected'")
    except (OSError, ValueError, TypeError) as error:
        raise UsageError(
            f"the decisions cannot be read ({error})",
            where=str(path),
            remedy="Save them again from the report, or remove the file.",
        ) from None
    return found
