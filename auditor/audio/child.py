"""The process in which foreign files are opened, and the limits it works under.

:mod:`auditor.audio.process` starts it. It imports PyAV and numpy, reads requests from its
standard input and answers on its standard output until the input ends. It can write to no file,
start no process and, where the kernel lets it cut itself off, reach no network.
"""

from __future__ import annotations

import ctypes
import io
import math
import os
import resource
import select
import signal
import stat
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path

from auditor.audio.protocol import (
    ENDING,
    FAILURE,
    HEAD,
    HEADER,
    OUT_OF_MEMORY,
    PCM,
    READY,
    REFUSAL,
    REQUEST,
    Ending,
    Refusal,
    Request,
    dump,
    load_request,
    message,
)

CLONE_NEWUSER = 0x1000_0000
CLONE_NEWNET = 0x4000_0000
OPEN_FILES = 32
MEBI = 1 << 20

_KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


class NotAFile(OSError):  # noqa: N818  (a finding about a path)
    """The path names something else than a regular file."""


def main(cpu_s: int, memory_mb: int) -> None:
    """Answer requests until standard input ends."""
    requests, replies = _pipes()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent to handle
    _leave_network()
    import auditor.audio.sound  # noqa: F401  (loads PyAV before memory is limited)

    _limit_process(memory_mb)
    _write(replies, message(READY))
    while (request := _next_request(requests)) is not None:
        _limit_processor(cpu_s)
        try:
            _serve(request, requests, replies)
        except MemoryError:
            os._exit(OUT_OF_MEMORY)
        except BrokenPipeError:
            return
        except Exception as error:
            _write(replies, message(FAILURE, _whereabouts(error)))
            raise


def _whereabouts(error: Exception) -> bytes:
    """Return the kind of an error and the line that raised it; its text may quote the file."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {Path(last.filename).name}, line {last.lineno}".encode()


def _pipes() -> tuple[io.FileIO, io.FileIO]:
    """Keep both pipes to ourselves, so that nothing a library prints can get between."""
    requests, replies = os.dup(0), os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    os.close(nowhere)
    return io.FileIO(requests, "r"), io.FileIO(replies, "w")


def _leave_network() -> None:
    """Move into a network without interfaces; where the kernel refuses, all stays as it is."""
    if sys.platform == "linux":
        flags = CLONE_NEWNET if os.geteuid() == 0 else CLONE_NEWNET | CLONE_NEWUSER
        ctypes.CDLL(None).unshare(flags)


def _limit_process(memory_mb: int) -> None:
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_NPROC, 0)
    _limit(resource.RLIMIT_NOFILE, OPEN_FILES)
    if sys.platform == "linux":
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
        _limit(resource.RLIMIT_AS, pages * resource.getpagesize() + memory_mb * MEBI)


def _limit_processor(cpu_s: int) -> None:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used_s = math.ceil(usage.ru_utime + usage.ru_stime)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (_at_most(used_s + cpu_s, hard), hard))


def _limit(what: int, value: int) -> None:
    """Lower a limit for good."""
    value = _at_most(value, resource.getrlimit(what)[1])
    resource.setrlimit(what, (value, value))


def _at_most(value: int, hard: int) -> int:
    return value if hard == resource.RLIM_INFINITY else min(value, hard)


def _next_request(requests: io.FileIO) -> Request | None:
    """Return the next request, passing over a cancellation that came too late."""
    while head := _exactly(requests, HEAD.size):
        kind, length = HEAD.unpack(head)
        payload = _exactly(requests, length)
        if kind == REQUEST:
            return load_request(payload)
    return None


def _exactly(pipe: io.FileIO, size: int) -> bytes:
    """Return ``size`` bytes, or none where the pipe ends."""
    data = b""
    while len(data) < size:
        part = pipe.read(size - len(data))
        if not part:
            return b""
        data += part
    return data


def _write(pipe: io.FileIO, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[pipe.write(view) :]


def _serve(request: Request, requests: io.FileIO, replies: io.FileIO) -> None:
    """Answer one request, until the parent sends anything more."""
    for kind, payload in _answers(request):
        _write(replies, message(kind, payload))
        if kind == PCM and select.select([requests], [], [], 0)[0]:
            _write(replies, message(ENDING, dump(Ending(None))))
            return


def _answers(request: Request) -> Iterator[tuple[bytes, bytes]]:
    from auditor.audio.sound import NoSound, Sound

    try:
        with _opened(request.path) as file, Sound(file, request.channel, request.max_s) as sound:
            yield HEADER, dump(sound.header)
            for block in sound.blocks():
                yield PCM, block
            yield ENDING, dump(Ending(sound.problem()))
    except NoSound as refused:
        yield REFUSAL, dump(Refusal(refused.what, refused.remedy))
    except OSError as error:
        yield REFUSAL, dump(_unreadable(error))


def _opened(path: bytes) -> io.FileIO:
    """Open a regular file, and nothing that could block or act when it is opened."""
    _refuse_unless_regular(os.stat(path).st_mode)  # noqa: PTH116  (names that are no text)
    file = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    try:
        _refuse_unless_regular(os.fstat(file).st_mode)
    except OSError:
        os.close(file)
        raise
    return io.FileIO(file)


def _refuse_unless_regular(mode: int) -> None:
    if not stat.S_ISREG(mode):
        raise NotAFile(f"this is {_KINDS.get(stat.S_IFMT(mode), 'something else')}")


def _unreadable(error: OSError) -> Refusal:
    if isinstance(error, FileNotFoundError):
        return Refusal("there is no such file", "Check its path.")
    if isinstance(error, PermissionError):
        return Refusal("this user may not read the file", "Give yourself the right to read it.")
    if isinstance(error, NotAFile):
        return Refusal(f"{error} and not a file", "Name recordings that are files.")
    return Refusal(f"the file cannot be read ({error.strerror})", "Copy it again from its source.")
