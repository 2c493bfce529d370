"""Downloads over HTTP that go on where they stopped.

Plain requests rather than pooch: pooch begins again from zero after an interruption, and these
files are large for the lines they come over.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from auditor.models.failures import (
    SupplyError,
    TruncatedError,
    UnreachableError,
    WrongBytesError,
    megabytes,
)

if TYPE_CHECKING:
    from requests import Response

Progress = Callable[[str, int, int | None], None]
"""Called with what is being fetched, the bytes so far, and the bytes in all where known."""

CONNECT_S = 5.0
"""Seconds to wait for a connection: an unreachable publisher must not hold up the next source."""
READ_S = 30.0
"""Seconds without a single byte after which a download counts as stopped."""
CONNECTIONS = 3
"""Connections to try for one file; a further one only where the last changed something."""


def download(
    url: str, target: Path, *, size: int | None, label: str, progress: Progress | None = None
) -> None:
    """Fetch ``url`` into the file ``target``, going on from an earlier, unfinished attempt.

    What came is kept beside ``target``, with the server's validator of it, so that two versions
    of a file are never spliced. A ``size`` other than the server's is refused.

    Raises
    ------
    UnreachableError
        If nobody answers.
    TruncatedError
        If the download stops before its end.
    WrongBytesError
        If the server has a file of another size.
    SupplyError
        If the server refuses.
    """
    part = _Part(target)
    connections = 0
    while part.size != size:
        before = part.size
        connections += 1
        try:
            _continue(url, part, size, label, progress)
            break
        except TruncatedError:
            if connections == CONNECTIONS or part.size == before:
                raise
    part.finish()


class _Part:
    """An unfinished download, and the validator (ETag or date) of what it is a part of."""

    def __init__(self, target: Path) -> None:
        self.target = target
        self.path = target.with_name(target.name + ".part")
        self._note = target.with_name(target.name + ".validator")

    @property
    def size(self) -> int:
        return self.path.stat().st_size if self.path.exists() else 0

    @property
    def validator(self) -> str:
        return self._note.read_text("utf-8") if self._note.exists() else ""

    def begin(self, validator: str) -> None:
        """Forget what came before; what comes now is a part of ``validator``."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_bytes(b"")
        self._note.write_text(validator, "utf-8")

    def drop(self) -> None:
        self.path.unlink(missing_ok=True)
        self._note.unlink(missing_ok=True)

    def finish(self) -> None:
        self.path.replace(self.target)
        self._note.unlink(missing_ok=True)


def _continue(
    url: str, part: _Part, size: int | None, label: str, progress: Progress | None
) -> None:
    from requests.exceptions import RequestException

    with _open(url, part) as answer:
        total = _begin(answer, part, size)
        try:
            _receive(answer, part, total, label, progress)
        except RequestException as error:
            raise _stopped(answer, part, total) from error


def _open(url: str, part: _Part) -> Response:
    """Ask for ``url``, or for what ``part`` lacks of it."""
    import requests

    headers = {"Accept-Encoding": "identity", "User-Agent": "voice-auditor"}
    if part.size and part.validator:
        headers |= {"Range": f"bytes={part.size}-", "If-Range": part.validator}
    try:
        return requests.get(url, headers=headers, stream=True, timeout=(CONNECT_S, READ_S))
    except requests.exceptions.RequestException as error:
        raise UnreachableError(
            f"{urlsplit(url).netloc} cannot be reached ({type(error).__name__})",
            remedy="Check the connection and any proxy, then fetch again.",
        ) from error


def _begin(answer: Response, part: _Part, size: int | None) -> int | None:
    """Prepare ``part`` for what the server sends, and return the bytes of the whole file."""
    host = urlsplit(answer.url).netloc
    resumed = answer.headers.get("Content-Range", "").startswith(f"bytes {part.size}-")
    if answer.status_code == 416 or (answer.status_code == 206 and not resumed):
        part.drop()
        raise TruncatedError(f"{host} cannot go on from there", remedy="Fetch again.")
    if answer.status_code not in {200, 206}:
        raise SupplyError(
            f"{host} answers {answer.status_code} {answer.reason}".rstrip(),
            where=answer.url,
            remedy="The publisher may have moved the file.",
        )
    length = answer.headers.get("Content-Length")
    if answer.status_code == 200:
        part.begin(_validator(answer))
    total = part.size + int(length) if length else None
    if size is not None and total is not None and total != size:
        part.drop()
        raise WrongBytesError(
            f"{host} has a file of {total} bytes where one of {size} bytes is pinned",
            where=answer.url,
            remedy="The publisher has replaced it: update auditor.",
        )
    return total if total is not None else size


def _validator(answer: Response) -> str:
    etag = answer.headers.get("ETag", "")
    return etag if etag and not etag.startswith("W/") else answer.headers.get("Last-Modified", "")


def _receive(
    answer: Response, part: _Part, total: int | None, label: str, progress: Progress | None
) -> None:
    done = part.size
    with part.path.open("ab") as out:
        for block in answer.iter_content(1 << 16):
            out.write(block)
            done += len(block)
            if total is not None and done > total:
                break
            if progress:
                progress(label, done, total)
        out.flush()
        os.fsync(out.fileno())
    if total is not None and done > total:
        part.drop()
        raise WrongBytesError(
            f"{urlsplit(answer.url).netloc} sends more than the {total} bytes pinned"
        )
    if total is not None and done < total:
        raise _stopped(answer, part, total)


def _stopped(answer: Response, part: _Part, size: int | None) -> TruncatedError:
    of = f" of {megabytes(size)}" if size else ""
    return TruncatedError(
        f"the download from {urlsplit(answer.url).netloc} stopped at {megabytes(part.size)}{of}",
        remedy="Fetch again: it goes on from there.",
    )
