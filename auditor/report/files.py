"""Files of an audit: private, atomic, the same bytes for the same content."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import IO

from auditor.errors import AuditorError

FILE_MODE = 0o600
FOLDER_MODE = 0o700

_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


def plain(text: str) -> str:
    """Return ``text`` with what UTF-8 cannot hold replaced by U+FFFD.

    File names that are no UTF-8 reach us with lone surrogates.
    """
    return text if text.isascii() else text.translate(_SURROGATES)


def folder(path: Path) -> Path:
    """Make the folder ``path`` for its owner alone, whatever the umask.

    A folder that is there already keeps its mode: it may be the user's own.

    Raises
    ------
    AuditorError
        If it cannot be made.
    """
    try:
        if not path.is_dir():
            path.mkdir(parents=True)
            path.chmod(FOLDER_MODE)
    except OSError as error:
        raise _unwritable(path, error) from error
    return path


def write_bytes(path: Path, data: bytes) -> Path:
    """Write ``data`` to ``path`` in one step, readable by its owner alone.

    The content goes to a sibling that takes the name once it is whole, so that a killed run
    leaves the old file or the new one. The sibling's name is fixed: the next run takes over
    what a killed one left.

    Raises
    ------
    AuditorError
        If the disk is full or the folder cannot be written.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        with _private(part) as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise _unwritable(path, error) from error
    return path


def write_json(path: Path, document: object) -> Path:
    """Write ``document`` as JSON: sorted keys, UTF-8, a newline at the end."""
    return write_bytes(path, json_bytes(document))


def json_bytes(document: object) -> bytes:
    """Return the bytes that :func:`write_json` writes.

    Raises
    ------
    ValueError
        If a number is not finite: JSON has none, and a measure that is undefined is None.
    """
    text = json.dumps(document, sort_keys=True, ensure_ascii=False, indent=1, allow_nan=False)
    return (plain(text) + "\n").encode("utf-8")


def _private(path: Path) -> IO[bytes]:
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0)
    descriptor = os.open(path, flags, FILE_MODE)
    # An old sibling keeps its mode, and the umask may have taken the owner's own rights away.
    os.fchmod(descriptor, FILE_MODE)
    return os.fdopen(descriptor, "wb")


def _unwritable(path: Path, error: OSError) -> AuditorError:
    return AuditorError(
        f"cannot be written ({error.strerror or type(error).__name__})",
        where=str(path),
        remedy="Free some space or choose another folder with --out, then run again.",
    )
