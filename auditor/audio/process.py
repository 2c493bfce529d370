"""The child process as the parent sees it: started, spoken to, watched, and ended."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
import weakref
from pathlib import Path

from auditor.audio.limits import Limits
from auditor.audio.protocol import FAILURE, HEAD, MAX_PAYLOAD, OUT_OF_MEMORY, READY, message
from auditor.errors import AuditorError

START_S = 60.0
END_S = 2.0
"""Seconds that a child has to start, and to end by itself."""
READ_BYTES = 1 << 16
NONSENSE = "the decoder sent a message that makes no sense"

_SOURCES = str(Path(__file__).parents[2])
_RUN = """\
import json, sys
options = json.loads(sys.argv[1])
sys.path[:] = options.pop("path")
from auditor.audio import child
child.main(**options)
"""
_ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS"), "1")


class ChildError(Exception):
    """The child ended, or stopped making sense, before it had answered; the message says why."""


class ChildProcess:
    """A child that decodes, with its two pipes.

    It runs isolated (``-I -S``): neither the user's environment nor files that lie about in the
    working directory change what it imports. It gets the parent's own import path instead, so
    that both see the same packages in a notebook, under a test runner or from a source tree.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._received = bytearray()
        self._process = subprocess.Popen(
            _command(limits),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            cwd="/",
            env={**os.environ, **_ONE_THREAD},
        )
        self._end = weakref.finalize(self, _end, self._process)
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._requests, self._replies = self._process.stdin, self._process.stdout
        self._poll = select.poll()
        self._poll.register(self._replies, select.POLLIN)
        self._await_ready()

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    def alive(self) -> bool:
        """Return whether the process still runs."""
        return self._process.poll() is None

    def send(self, kind: bytes, payload: bytes = b"") -> None:
        """Send a message; one that the child no longer reads shows in the next answer."""
        try:
            self._requests.write(message(kind, payload))
        except BrokenPipeError:
            return

    def receive(self, wait_s: float | None = None) -> tuple[bytes, bytes]:
        """Return the next message, its kind and its payload.

        Raises
        ------
        ChildError
            If the child has ended, has not answered in ``wait_s`` seconds (by default, the
            limit's) or breaks the protocol. It is dead then, as after any other exception: what
            comes next in the pipe would be half a message.
        """
        wait_s = self._limits.wait_s if wait_s is None else wait_s
        try:
            return self._receive(time.monotonic() + wait_s)
        except BaseException:
            self.kill()
            raise

    def close(self) -> None:
        """End the child, by force if it does not end by itself."""
        self._end()

    def kill(self) -> None:
        """End the child by force."""
        self._process.kill()
        self._end()

    def _receive(self, deadline: float) -> tuple[bytes, bytes]:
        kind, length = HEAD.unpack(self._take(HEAD.size, deadline))
        if length > MAX_PAYLOAD:
            raise ChildError(NONSENSE)
        payload = self._take(length, deadline)
        if kind == FAILURE:
            raise ChildError(f"the decoder failed ({payload.decode(errors='replace')})")
        return kind, payload

    def _take(self, size: int, deadline: float) -> bytes:
        while len(self._received) < size:
            left_s = deadline - time.monotonic()
            if left_s <= 0 or not self._poll.poll(1000 * left_s):
                raise ChildError("the decoder stopped answering")
            part = self._replies.read(READ_BYTES)
            if not part:
                raise self._ended()
            self._received += part
        taken = bytes(self._received[:size])
        del self._received[:size]
        return taken

    def _ended(self) -> ChildError:
        self.close()
        status = self._process.returncode
        if status == OUT_OF_MEMORY:
            return ChildError(f"decoding takes more than {self._limits.memory_mb} MB of memory")
        if status == -signal.SIGXCPU:
            return ChildError(f"decoding takes more than {self._limits.cpu_s} s of processor time")
        if status == -signal.SIGKILL:
            return ChildError("the decoder was killed from outside, or for lack of memory")
        if status < 0:
            return ChildError(f"the decoder crashed ({signal.Signals(-status).name})")
        return ChildError(f"the decoder ended unexpectedly (exit status {status})")

    def _await_ready(self) -> None:
        try:
            kind, _ = self.receive(START_S)
        except ChildError as error:
            raise AuditorError(
                f"the decoding process does not start: {error}",
                remedy="Check that `python -c 'import av, numpy'` works, and free some memory.",
            ) from error
        assert kind == READY


def _command(limits: Limits) -> list[str]:
    options = {
        "path": [*(str(Path(place).absolute()) for place in sys.path if place), _SOURCES],
        "cpu_s": limits.cpu_s,
        "memory_mb": limits.memory_mb,
    }
    return [sys.executable, "-I", "-S", "-c", _RUN, json.dumps(options)]


def _end(process: subprocess.Popen[bytes]) -> None:
    """Close the pipes, wait for the end, and help it along where it does not come."""
    for pipe in (process.stdin, process.stdout):
        assert pipe is not None
        pipe.close()
    try:
        process.wait(END_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
