"""Files of an audit: private, atomic, the same bytes for the same content."""

from __future__ import annotations

import io
import json
import os
from contextlib import suppress
from pathlib import Path
from types import TracebackType
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


class GrowingFile:
    """A text file written piece by piece, for what is too long to hold in memory.

    As with :func:`write_bytes` it takes its name once it is whole: when the ``with`` block ends
    well. Where it ends with an error, whatever had the name before stays.

    Raises
    ------
    AuditorError
        If the disk is full or the folder cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._part = path.with_name(f".{path.name}.part")
        self._stream: IO[str] | None = None

    def __enter__(self) -> GrowingFile:
        """Open the sibling."""
        try:
            self._stream = io.TextIOWrapper(_private(self._part), "utf-8", newline="")
        except OSError as error:
            raise self._failed(error) from error
        return self

    def write(self, text: str) -> None:
        """Add ``text`` at the end."""
        assert self._stream is not None, "written to outside its with block"
        try:
            self._stream.write(text)
        except OSError as error:
            raise self._failed(error) from error

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Give the file its name, or throw it away."""
        assert self._stream is not None, "left before it was entered"
        if kind is not None:
            self._discard()
            return
        try:
            self._stream.flush()
            os.fsync(self._stream.fileno())
            self._stream.close()
            self._part.replace(self._path)
        except OSError as failure:
            raise self._failed(failure) from failure

    def _failed(self, error: OSError) -> AuditorError:
        self._discard()
        return _unwritable(self._path, error)

    def _discard(self) -> None:
        # Closing writes what is left, which fails again where the disk is full.
        with suppress(OSError):
            if self._stream is not None:
                self._stream.close()
        with suppress(OSError):
            self._part.unlink(missing_ok=True)


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
