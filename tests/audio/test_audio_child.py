"""The child process: whatever happens to it, one file fails and the next one works."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from audio_sounds import Format, drained, encoded_tone, sparse_wav

from auditor import audio
from auditor.audio import child, process, protocol
from auditor.errors import AuditorError, DecodeError, UsageError

TONE = Format("wav", "pcm_s16le")
HERE = Path(audio.__file__).parents[2]


@pytest.fixture
def short(saved):
    return saved(encoded_tone(TONE, 1.0), "short.wav")


@pytest.fixture
def long(tmp_path):
    """Ten minutes: much more than a pipe can hold."""
    return sparse_wav(tmp_path / "long.wav", 600, 16_000, 1)


def exists(pid: int) -> bool:
    """Whether there is such a process, a zombie included."""
    return Path(f"/proc/{pid}").exists()


def state(pid: int) -> str:
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]


def open_files() -> list[str]:
    return sorted(file.name for file in Path("/proc/self/fd").iterdir())


def test_one_child_serves_many_files_and_is_gone_at_the_end(short):
    before = open_files()
    with audio.Decoder() as decoder:
        assert decoder.pid is None
        pids = set()
        for _ in range(20):
            assert drained(decoder.stream(short)).size == 16_000
            pids.add(decoder.pid)
        (pid,) = pids
        assert exists(pid)
    assert not exists(pid)
    assert open_files() == before


def test_the_child_is_replaced_after_a_number_of_files(short):
    with audio.Decoder(audio.Limits(files=2)) as decoder:
        pids = []
        for _ in range(5):
            drained(decoder.stream(short))
            pids.append(decoder.pid)
    assert [pids.count(pid) for pid in dict.fromkeys(pids)] == [2, 2, 1]
    assert not any(map(exists, pids))


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSEGV, signal.SIGABRT])
def test_a_child_killed_in_the_middle_leaves_a_partial_recording(how, short, long):
    with audio.Decoder() as decoder:
        stream = decoder.stream(long)
        next(stream)
        pid = decoder.pid
        os.kill(pid, how)
        rest = list(stream)
        assert 0.5 <= stream.decoded_s < 600
        assert stream.decoded_s == 0.5 + sum(map(len, rest)) / 16_000
        assert stream.problem.startswith("the decoder ")
        assert stream.problem.endswith(f", {stream.decoded_s:.2f} s into the sound")
        assert not exists(pid)
        assert drained(decoder.stream(short)).size == 16_000
        assert decoder.pid != pid


def test_a_child_killed_between_files_costs_no_file(short):
    with audio.Decoder() as decoder:
        drained(decoder.stream(short))
        pid = decoder.pid
        os.kill(pid, signal.SIGKILL)
        while exists(pid) and state(pid) != "Z":
            time.sleep(0.01)
        assert drained(decoder.stream(short)).size == 16_000


def test_a_child_that_hangs_is_killed_and_the_next_file_works(short, long):
    with audio.Decoder(audio.Limits(wait_s=0.3)) as decoder:
        stream = decoder.stream(long)
        pid = decoder.pid
        os.kill(pid, signal.SIGSTOP)
        assert sum(map(len, stream)) < 600 * 16_000
        assert stream.problem.startswith("the decoder stopped answering, ")
        assert not exists(pid)
        drained(decoder.stream(short))
        os.kill(decoder.pid, signal.SIGSTOP)
        with pytest.raises(DecodeError, match="stopped answering"):
            decoder.stream(short)
        assert drained(decoder.stream(short)).size == 16_000


def test_a_file_that_takes_too_much_processor_time_is_partial(short, tmp_path):
    heavy = sparse_wav(tmp_path / "heavy.wav", 600, 384_000, 8)
    with audio.Decoder(audio.Limits(cpu_s=1)) as decoder:
        stream = decoder.stream(heavy)
        assert drained(stream).size
        assert stream.problem.startswith("decoding takes more than 1 s of processor time, ")
        assert drained(decoder.stream(short)).size == 16_000


@pytest.mark.slow
def test_processor_time_is_counted_for_each_file_anew(tmp_path):
    busy = sparse_wav(tmp_path / "busy.wav", 12, 384_000, 8)
    with audio.Decoder(audio.Limits(cpu_s=1)) as decoder:
        for _ in range(8):
            stream = decoder.stream(busy)
            assert drained(stream).size == 12 * 16_000
            assert stream.problem is None
        used = os.sysconf("SC_CLK_TCK")
        fields = Path(f"/proc/{decoder.pid}/stat").read_text().rsplit(")", 1)[1].split()
        assert int(fields[11]) + int(fields[12]) > used


def test_a_file_that_takes_too_much_memory_is_refused(short, tmp_path):
    heavy = sparse_wav(tmp_path / "heavy.wav", 600, 384_000, 8)
    with audio.Decoder(audio.Limits(memory_mb=4)) as decoder:
        with pytest.raises(DecodeError, match="takes more than 4 MB of memory"):
            decoder.stream(heavy)
        assert drained(decoder.stream(short)).size == 16_000


def test_a_stream_closed_early_leaves_the_decoder_and_its_child_usable(short, long):
    with audio.Decoder() as decoder:
        for wanted in (0, 1, 30):
            with decoder.stream(long) as stream:
                for _ in range(wanted):
                    next(stream)
            pid = decoder.pid
            assert drained(decoder.stream(short)).size == 16_000
            assert decoder.pid == pid
            with pytest.raises(RuntimeError, match="closed"):
                next(stream)


def test_a_new_stream_closes_the_one_before(short, long):
    with audio.Decoder() as decoder:
        first = decoder.stream(long)
        next(first)
        second = decoder.stream(short)
        with pytest.raises(RuntimeError, match="one file at a time"):
            next(first)
        assert drained(second).size == 16_000
        first.close()
        assert drained(decoder.stream(short)).size == 16_000


def test_a_stream_left_to_the_garbage_collector_leaks_nothing(long):
    before = open_files()
    decoder = audio.Decoder()
    next(decoder.stream(long))
    pid = decoder.pid
    del decoder
    gc.collect()
    assert not exists(pid)
    assert open_files() == before


def test_a_decoder_can_be_closed_in_the_middle_and_used_again(short, long):
    decoder = audio.Decoder()
    stream = decoder.stream(long)
    next(stream)
    decoder.close()
    with pytest.raises(RuntimeError, match="closed"):
        list(stream)
    assert drained(decoder.stream(short)).size == 16_000
    decoder.close()


def test_decoders_in_threads_do_not_disturb_each_other(saved):
    paths = [saved(encoded_tone(TONE, 1.0 + k / 4), f"{k}.wav") for k in range(4)]
    lengths: dict[int, set[int]] = {}

    def work(k: int) -> None:
        with audio.Decoder() as decoder:
            lengths[k] = {drained(decoder.stream(paths[k])).size for _ in range(10)}

    threads = [threading.Thread(target=work, args=(k,)) for k in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert lengths == {k: {16_000 + 4_000 * k} for k in range(4)}


def test_the_problem_is_not_known_before_the_end(short):
    with audio.Decoder() as decoder:
        stream = decoder.stream(short)
        with pytest.raises(RuntimeError, match="to its end"):
            _ = stream.problem
        assert stream.decoded_s == 0
        next(stream)
        assert stream.decoded_s == 0.5
        next(stream)
        assert next(stream, None) is None
        assert (stream.problem, stream.decoded_s) == (None, 1.0)


def test_the_child_loads_no_other_room():
    listing = "import auditor.audio.sound, sys; print(*sorted(sys.modules))"
    run = subprocess.run(
        [sys.executable, "-c", listing], cwd=HERE, capture_output=True, text=True, check=True
    )
    loaded = set(run.stdout.split())
    ours = {name for name in loaded if name.startswith("auditor.")}
    assert {name.split(".")[1] for name in ours} == {"audio", "errors", "records"}
    assert not loaded & {"spacy", "vosk", "pandas", "matplotlib", "scipy", "pydantic", "click"}


def test_importing_the_room_does_not_load_pyav():
    listing = "import auditor.audio, sys; print('av' in sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", listing], cwd=HERE, capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "False"


def test_files_in_the_working_directory_are_not_imported(short, tmp_path):
    for name in ("av", "numpy", "json", "auditor"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('imported')")
    script = (
        f"import sys; sys.path.remove(''); sys.path.append({str(HERE)!r})\n"
        "from auditor import audio\n"
        "sys.path.insert(0, '')\n"
        "print(audio.read('short.wav').decoded_s)"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (run.stdout.strip(), run.stderr) == ("1.0", "")


class Interrupted:
    """A poll in which the user presses Ctrl-C."""

    def poll(self, timeout: float) -> list[object]:
        raise KeyboardInterrupt


def test_after_an_interrupt_nothing_stale_is_taken_for_sound(short, long):
    with audio.Decoder() as decoder:
        stream = decoder.stream(long)
        decoder._child._poll = Interrupted()
        with pytest.raises(KeyboardInterrupt):
            list(stream)
        with pytest.raises(RuntimeError, match="closed"):
            next(stream)
        stream.close()
        assert drained(decoder.stream(short)).size == 16_000
        decoder._child._poll = Interrupted()
        with pytest.raises(KeyboardInterrupt):
            decoder.stream(long)
        assert drained(decoder.stream(short)).size == 16_000


def test_an_interrupt_does_not_reach_the_child(short, long):
    with audio.Decoder() as decoder:
        stream = decoder.stream(long)
        next(stream)
        os.kill(decoder.pid, signal.SIGINT)
        assert drained(stream).size == 600 * 16_000 - 8_000
        assert stream.problem is None


def test_the_child_ends_when_its_parent_is_killed(long):
    script = (
        "import os, sys, time; from auditor import audio\n"
        f"decoder = audio.Decoder(); stream = decoder.stream({str(long)!r})\n"
        "print(decoder.pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", script], cwd=HERE, stdout=subprocess.PIPE, text=True
    )
    pid = int(parent.stdout.readline())
    assert exists(pid)
    parent.kill()
    parent.communicate()
    for _ in range(500):
        if not exists(pid) or state(pid) == "Z":
            return
        time.sleep(0.02)
    pytest.fail("the child outlives its parent")


@pytest.mark.skipif(sys.platform != "linux", reason="limits are read from /proc")
def test_the_limits_hold_and_cannot_be_raised(short):
    with audio.Decoder(audio.Limits(cpu_s=7)) as decoder:
        drained(decoder.stream(short))
        lines = Path(f"/proc/{decoder.pid}/limits").read_text().splitlines()
        threads = len(list(Path(f"/proc/{decoder.pid}/task").iterdir()))
    limits = {line[:26].strip(): line[26:].split()[:2] for line in lines[1:]}
    for name in ("Max file size", "Max core file size", "Max processes"):
        assert limits[name] == ["0", "0"]
    assert limits["Max open files"] == ["32", "32"]
    assert limits["Max address space"][0] == limits["Max address space"][1] != "unlimited"
    assert 7 <= int(limits["Max cpu time"][0]) <= 10
    assert threads == 1


def test_the_child_has_no_network_where_the_kernel_allows_it(short):
    with audio.Decoder() as decoder:
        drained(decoder.stream(short))
        theirs, ours = (Path(f"/proc/{pid}/ns/net").readlink() for pid in (decoder.pid, "self"))
    flags = "-n" if os.geteuid() == 0 else "-rn"
    allowed = subprocess.run(["unshare", flags, "true"], capture_output=True, check=False)
    assert (theirs != ours) == (allowed.returncode == 0)


def fake(monkeypatch, script: str) -> None:
    """Replace the child by another program, which has said that it is ready."""
    ready = protocol.message(protocol.READY)
    start = f"import os, sys, time; os.write(1, {ready!r}); os.read(0, 5)\n"
    command = [sys.executable, "-I", "-S", "-c", start + script]
    monkeypatch.setattr(process, "_command", lambda limits: command)


HEADER = protocol.dump(protocol.Header(1.0, "x", 16_000, 1, "mono", 1))
NONSENSE = {
    "too long": protocol.HEAD.pack(protocol.PCM, 2**31),
    "no header": protocol.message(b"?", b"{}"),
    "no JSON": protocol.message(protocol.HEADER, b"\xff\xfe"),
    "not the fields": protocol.message(protocol.HEADER, b'{"rate": 1}'),
    "fields of another type": protocol.message(
        protocol.HEADER, HEADER.replace(b"16000", b'"16000"')
    ),
    "a problem that is no text": protocol.message(protocol.HEADER, HEADER)
    + protocol.message(protocol.ENDING, b'{"problem": [1]}'),
    "an empty block": protocol.message(protocol.HEADER, HEADER) + protocol.message(protocol.PCM),
    "half a sample": protocol.message(protocol.HEADER, HEADER)
    + protocol.message(protocol.PCM, b"123"),
    "an end that is none": protocol.message(protocol.HEADER, HEADER)
    + protocol.message(protocol.ENDING, b"[]"),
}


@pytest.mark.parametrize("kind", NONSENSE)
def test_a_child_that_has_been_taken_over_is_not_believed(kind, short, monkeypatch):
    fake(monkeypatch, f"os.write(1, {NONSENSE[kind]!r}); time.sleep(60)")
    with audio.Decoder() as decoder:
        with pytest.raises(DecodeError, match="makes no sense"):
            decoder.stream(short)
        assert not exists(decoder.pid)


def test_a_failure_of_our_own_names_its_line(short, monkeypatch):
    where = protocol.message(protocol.FAILURE, b"KeyError in sound.py, line 7")
    fake(monkeypatch, f"os.write(1, {where!r}); time.sleep(60)")
    expected = pytest.raises(DecodeError, match=r"KeyError in sound\.py, line 7")
    with audio.Decoder() as decoder, expected:
        decoder.stream(short)


def test_a_child_that_cannot_start_is_an_error_of_the_installation(short, monkeypatch):
    command = [sys.executable, "-c", "import nothing"]
    monkeypatch.setattr(process, "_command", lambda limits: command)
    before = open_files()
    with audio.Decoder() as decoder:
        with pytest.raises(AuditorError, match="does not start") as caught:
            decoder.stream(short)
        assert not isinstance(caught.value, DecodeError)
    assert open_files() == before


def test_a_file_that_may_not_be_read_is_told_so():
    assert child._unreadable(PermissionError(13, "x")).what == "this user may not read the file"


@pytest.mark.parametrize("name", ["max_s", "cpu_s", "wait_s", "memory_mb", "files"])
def test_limits_must_be_above_zero(name):
    with pytest.raises(UsageError, match=name):
        audio.Limits(**{name: 0})


def test_blocks_cannot_be_written_to(short):
    with audio.Decoder() as decoder:
        block = next(decoder.stream(short))
    assert block.dtype == np.int16
    with pytest.raises(ValueError, match="read-only"):
        block[0] = 1
