"""Results by content address, in one SQLite file, so that an audit can go on where it stopped.

A result's key hashes everything it depends on (content, stage, configuration, model), so a
result that is found is a result that is still true, whoever wrote it and whenever.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import threading
import zlib
from pathlib import Path
from types import TracebackType
from typing import Any

from auditor.errors import AuditorError

__all__ = ["Store", "key_of"]

_SCHEMA_VERSION = 1
_SCHEMA = """
CREATE TABLE IF NOT EXISTS results (
    key TEXT PRIMARY KEY,
    stage TEXT NOT NULL,
    subject TEXT NOT NULL,
    payload BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS results_by_subject ON results (subject);
"""


def key_of(*parts: object) -> str:
    """Return the key of a result: a SHA-256 over what it depends on, as canonical JSON."""
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _create(path: Path, *, fresh: bool) -> None:
    if fresh:
        for suffix in ("", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


class Store:
    """A key-value store of stage results in one SQLite file; safe to use from several threads.

    Parameters
    ----------
    path
        The database file, created with mode 0600; None keeps everything in memory.
    fresh
        Begin with an empty store, whatever the file holds.

    Raises
    ------
    AuditorError
        If the file is no store, was written by a newer version, or cannot be opened.
    """

    def __init__(self, path: Path | None, *, fresh: bool = False) -> None:
        self._name = ":memory:" if path is None else str(path)
        self._lock = threading.Lock()
        try:
            if path is not None:
                _create(path, fresh=fresh)
            self._db = sqlite3.connect(self._name, check_same_thread=False, isolation_level=None)
            self._prepare()
        except (sqlite3.Error, OSError) as error:
            raise AuditorError(
                f"the audit's store cannot be used ({error})",
                where=self._name,
                remedy="Run again with --fresh to start it anew, or give another --out.",
            ) from None

    def _prepare(self) -> None:
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        (version,) = self._db.execute("PRAGMA user_version").fetchone()
        if version not in (0, _SCHEMA_VERSION):
            raise sqlite3.DatabaseError(f"it has version {version}, this program {_SCHEMA_VERSION}")
        self._db.executescript(_SCHEMA)
        self._db.execute(f"PRAGMA user_version={_SCHEMA_VERSION}")

    def get(self, key: str) -> Any | None:
        """Return the result stored under ``key``, or None; a damaged one counts as absent."""
        with self._lock:
            row = self._db.execute("SELECT payload FROM results WHERE key = ?", (key,)).fetchone()
        if row is None:
            return None
        try:
            return json.loads(zlib.decompress(row[0]))
        except (zlib.error, ValueError):
            return None

    def about(self, subject: str, stage: str) -> list[Any]:
        """Return every result of a stage about a content hash, in the order of their keys."""
        with self._lock:
            rows = self._db.execute(
                "SELECT key FROM results WHERE subject = ? AND stage = ? ORDER BY key",
                (subject, stage),
            ).fetchall()
        found = (self.get(key) for (key,) in rows)
        return [each for each in found if each is not None]

    def put(self, key: str, stage: str, subject: str, value: Any) -> None:
        """Store ``value`` (JSON types) under ``key``; durable when this returns.

        ``subject`` is the content hash that the result is about, so that everything known of a
        recording can be found and purged.
        """
        payload = zlib.compress(json.dumps(value, ensure_ascii=False).encode(), 6)
        with self._lock:
            try:
                self._db.execute(
                    "INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?)",
                    (key, stage, subject, payload),
                )
            except sqlite3.Error as error:
                raise AuditorError(
                    f"a result cannot be stored ({error})",
                    where=self._name,
                    remedy="Free some space on the disk and run again: the audit goes on there.",
                ) from None

    def close(self) -> None:
        """Close the file; the store cannot be used afterwards."""
        with self._lock:
            self._db.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
