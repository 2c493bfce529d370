"""Any file to sound, decoded in a child process."""

from __future__ import annotations

import os
from pathlib import Path
from types import TracebackType

import numpy as np

from auditor.audio.limits import Limits
from auditor.audio.process import END_S, NONSENSE, ChildError, ChildProcess
from auditor.audio.protocol import (
    BLOCK,
    CANCEL,
    HEADER,
    PCM,
    REQUEST,
    Channel,
    Ending,
    Header,
    Record,
    Refusal,
    Request,
    dump_request,
    load,
)
from auditor.audio.stream import AudioStream, Block, to_float
from auditor.errors import DecodeError, UsageError
from auditor.records import SAMPLE_RATE, Waveform

_DIED = "It may be damaged or made to do harm; leave it out, or raise the decoding limits."


class Decoder:
    """Decodes files, one at a time, in a child process of its own.

    The child is started with the first file and reused; it is replaced when it dies, and after
    ``limits.files`` files. Whatever a file does to it, that file alone fails. Use one decoder per
    thread, and make it after a fork, never before.

    Examples
    --------
    >>> with Decoder() as decoder:                              # doctest: +SKIP
    ...     stream = decoder.stream("drive.m4a")
    ...     for block in stream:
    ...         recogniser.accept(block)
    ...     print(stream.decoded_s, stream.declared_s, stream.problem)
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._child: ChildProcess | None = None
        self._source: _ChildSource | None = None
        self._files = 0

    def __enter__(self) -> Decoder:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """The process id of the child, while there is one."""
        return self._child.pid if self._child else None

    def stream(self, path: str | os.PathLike[str], *, channel: Channel = "mix") -> AudioStream:
        """Start to decode a file; a stream of this decoder that is still open is closed.

        Parameters
        ----------
        path
            A regular file; its name decides nothing, its content does.
        channel
            ``"mix"`` for the mean of all channels, ``"left"``, ``"right"``, or an index from 0.

        Raises
        ------
        DecodeError
            If nothing in the file can be decoded.
        UsageError
            If ``channel`` is none of these.
        """
        _check(channel)
        raw = os.fsencode(Path(path).absolute())
        where = os.fsencode(path).decode("utf-8", "backslashreplace")
        if b"\0" in raw:
            raise DecodeError("no file can have this name", where=where, remedy="Check its path.")
        if self._source is not None:
            self._source.close()
        self._source = _ask(self._ready_child(), Request(raw, channel, self.limits.max_s), where)
        return AudioStream(self._source.header, self._source)

    def close(self) -> None:
        """End the child; the next file would start another."""
        if self._source is not None:
            self._source.close()
        if self._child is not None:
            self._child.close()
        self._child = self._source = None

    def _ready_child(self) -> ChildProcess:
        child = self._child
        if child is not None and (self._files >= self.limits.files or not child.alive()):
            self.close()
            child = None
        if child is None:
            child = self._child = ChildProcess(self.limits)
            self._files = 0
        self._files += 1
        return child


def _ask(child: ChildProcess, request: Request, where: str) -> _ChildSource:
    try:
        child.send(REQUEST, dump_request(request))
        return _ChildSource(child, where)
    except DecodeError:
        raise
    except BaseException:
        child.kill()  # interrupted: its answer would be taken for that to the next request
        raise


class _ChildSource:
    """The blocks of one file, as its child sends them."""

    def __init__(self, child: ChildProcess, where: str) -> None:
        self.problem: str | None = None
        self.closed = False
        self._child = child
        self._open = True
        self._samples = 0
        try:
            self.header = self._read_header(where)
            self._ahead = self._receive_block()
        except ChildError as error:
            raise DecodeError(str(error), where=where, remedy=_DIED) from error
        if self._ahead is None:
            raise DecodeError(
                self.problem or "the file holds zero seconds of sound",
                where=where,
                remedy="Leave it out of the sources.",
            )

    def take(self) -> Block | None:
        block = self._ahead
        if block is None:
            return None
        self._samples += len(block)
        try:
            self._ahead = self._receive_block()
        except ChildError as error:
            self._ahead, self._open = None, False
            self.problem = f"{error}, {self._samples / SAMPLE_RATE:.2f} s into the sound"
        except BaseException:
            self.closed = True
            raise
        return block

    def close(self) -> None:
        self.closed = self._ahead is not None
        if self._open and self._child.alive():
            self._cancel()
        self._open = False

    def _cancel(self) -> None:
        self._child.send(CANCEL)
        try:
            while self._child.receive(END_S)[0] == PCM:
                pass
        except ChildError:
            return

    def _read_header(self, where: str) -> Header:
        kind, payload = self._child.receive()
        if kind == HEADER:
            return self._load(Header, payload)
        refusal = self._load(Refusal, payload)
        raise DecodeError(refusal.what, where=where, remedy=refusal.remedy)

    def _receive_block(self) -> Block | None:
        if not self._open:
            return None
        kind, payload = self._child.receive()
        if kind == PCM and 0 < len(payload) <= 2 * BLOCK and len(payload) % 2 == 0:
            return np.frombuffer(payload, np.dtype("<i2"))
        self.problem = self._load(Ending, payload).problem
        self._open = False
        return None

    def _load(self, kind: type[Record], payload: bytes) -> Record:
        try:
            return load(kind, payload)
        except (TypeError, ValueError) as error:
            self._child.kill()
            raise ChildError(NONSENSE) from error


def _check(channel: Channel) -> None:
    named = channel in ("mix", "left", "right")
    if not named and not (type(channel) is int and channel >= 0):
        raise UsageError(
            f"there is no channel {channel!r}",
            remedy="Choose mix, left, right or an index from 0.",
        )


def read(
    path: str | os.PathLike[str], *, channel: Channel = "mix", decoder: Decoder | None = None
) -> Waveform:
    """Decode a whole file into memory (64 kB a second).

    Parameters
    ----------
    path, channel
        As for :meth:`Decoder.stream`.
    decoder
        One to use; without it a child is started for this file alone, which takes a while.

    Raises
    ------
    DecodeError
        If nothing in the file can be decoded.
    """
    if decoder is None:
        with Decoder() as own:
            return read(path, channel=channel, decoder=own)
    stream = decoder.stream(path, channel=channel)
    samples = to_float(np.concatenate(list(stream)))
    return Waveform(samples, declared_s=stream.declared_s, decoded_s=stream.decoded_s)
