"""Workers whose output is not the protocol: callers get an error, and the worker recovers."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator

import pytest

from tests.faults.room import HASTE_S, Room
from tests.support.patience import until
from workers import GPUWorker, WorkerCrash, WorkerError, WorkerTimeout
from workers.base.events import Progress
from workers.child.wire import MAX_LINE_BYTES, MAX_PAYLOAD_BYTES

MIB = 2**20

#: Lines that are no messages, and the error of each.
UNREADABLE = {
    "text": (b"Loading checkpoint shards: 100%", "Expecting value"),
    "half of it": (b'{"id": 1, "echo": "', "Unterminated string"),
    "empty": (b"", "Expecting value"),
    "invalid utf-8": (b'{"echo": "\xff\xfe"}', "can't decode byte 0xff"),
    "utf-16": ('{"echo": "x"}'.encode("utf-16"), "can't decode byte 0xff"),
    "noise": (bytes(byte for byte in range(256) if byte != 10), "can't decode byte 0x80"),
    "a list": (b"[1, 2, 3]", "expected a JSON object, got list"),
    "a number": (b"17", "expected a JSON object, got int"),
    "a string": (b'"ready"', "expected a JSON object, got str"),
    "null": (b"null", "expected a JSON object, got NoneType"),
    "two objects": (b'{"echo": 1} {"echo": 2}', "Extra data"),
    "nested too deep": (b"[" * 100_000, "nesting too deep"),
    "a huge number": (b'{"echo": ' + b"9" * 10_000 + b"}", "Exceeds the limit"),
    "ready again": (b"__WORKER_READY__", "Expecting value"),
}

#: Impossible lengths of payloads; nothing after them can be trusted.
IMPOSSIBLE_PAYLOADS = [
    "-1",
    str(MAX_PAYLOAD_BYTES + 1),
    "1" * 500,
    "1e400",
    "2.5",
    "true",
    '"7"',
    "null",
    "[]",
]


@pytest.fixture(params=[(), ("no-ids",)], ids=["ids", "no-ids"])
def worker(request: pytest.FixtureRequest, room: Room) -> GPUWorker:
    worker = room.by_hand(*request.param)
    assert room.works(worker)
    return worker


@pytest.fixture
def traced() -> Iterator[None]:
    tracemalloc.start()
    yield
    tracemalloc.stop()


def written(data: bytes, times: int = 1) -> tuple[str, int]:
    """Returns a step of ``say`` that writes bytes repeatedly."""
    return data.hex(), times


@pytest.mark.parametrize("name", UNREADABLE)
def test_unreadable_answer_fails_the_request(room: Room, worker: GPUWorker, name: str) -> None:
    line, says = UNREADABLE[name]
    pid = worker.pid
    with pytest.raises(WorkerError) as caught:
        worker.call({"say": [written(line + b"\n")], "answers": 0})
    assert type(caught.value) is WorkerError
    assert f"{worker.name}: couldn't read the response: " in str(caught.value)
    assert says in str(caught.value)
    assert room.works(worker)
    assert worker.pid == pid


def test_noise_before_an_answer_fails_only_that_request(room: Room, worker: GPUWorker) -> None:
    pid = worker.pid
    noise = b"".join(bytes([byte, byte ^ 0x80, 10]) for byte in range(256))
    with pytest.raises(WorkerError, match="couldn't read the response"):
        worker.call({"say": [written(noise)], "after": ["log:written"]})
    until(lambda: "written" in worker.stderr_tail())
    assert room.works(worker)
    assert worker.pid == pid


def test_noise_on_every_descriptor_fails_only_that_request(room: Room) -> None:
    worker = room.dispatched()
    assert room.works(worker)
    pid = worker.pid
    with pytest.raises(WorkerError, match="couldn't read the response"):
        worker.call({"do": ["noise_everywhere", "log:written"]})
    until(lambda: "written" in worker.stderr_tail())
    # The answer comes after the noise, at an unknown time.
    until(lambda: answers(room, worker))
    assert worker.pid == pid


def answers(room: Room, worker: GPUWorker) -> bool:
    """Sends a request; returns False for an unreadable answer."""
    try:
        return room.works(worker)
    except WorkerCrash:
        raise
    except WorkerError:
        return False


@pytest.mark.parametrize("way", ["print:17", "noise:1", "noise:2", "close:1", "close:0,1,2"])
def test_handler_may_write_to_and_close_its_standard_streams(room: Room, way: str) -> None:
    worker = room.dispatched()
    assert room.works(worker)
    pid = worker.pid
    assert worker.call({"text": "x", "do": [way]})["echo"] == "x"
    assert worker.call({"do": ["raise:something"]})["error"] == "RuntimeError: something"
    assert room.works(worker)
    assert worker.pid == pid
    worker.stop()
    assert worker.outcome is not None
    assert worker.outcome.exit_code == 0


@pytest.mark.parametrize(
    "before",
    [
        bytes(range(256)) + b"\n",
        b'{"event": "progress", "fraction": 1' + b"0" * 400 + b"}\n",
        b'{"event": "progress", "stage": [], "fraction": "half", "detail": null}\n',
        b'{"event": "progress"\n',
        b"__WORKER_VRAM_GB__plenty\n__WORKER_VRAM_GB__nan\n__WORKER_VRAM_GB__-1\n",
    ],
    ids=["noise", "large fraction", "other types", "half progress", "memory"],
)
def test_noise_before_ready_is_ignored(room: Room, before: bytes) -> None:
    worker = room.by_hand()
    reported: list[Progress] = []
    worker.on_progress(reported.append)
    room.at_next_start(worker, f"write:{before.hex()}")
    assert room.works(worker)
    assert worker.held_vram_gb == 0.0
    assert not [progress for progress in reported if progress.fraction is not None]


def test_line_of_100_mb_before_ready_is_cut_off(room: Room) -> None:
    worker = room.by_hand()
    room.at_next_start(worker, "long_line")
    with pytest.raises(WorkerCrash, match=r"during startup \(exit=-9\): it sent a line longer"):
        worker.start()
    assert room.works(worker)


def test_malformed_progress_is_sanitized(room: Room) -> None:
    worker = room.by_hand()
    worker.start()
    reported: list[Progress] = []
    worker.on_progress(reported.append)
    progress = '{"id": %ID%, "event": "progress", "stage": 1, "fraction": 1' + "0" * 400 + "}\n"
    assert worker.call({"text": "x", "say": [progress]})["echo"] == "x"
    assert reported == [Progress("1", None, "")]


def test_worker_that_floods_its_output_fails_the_next_requests(
    room: Room, worker: GPUWorker
) -> None:
    """The worker fills the pipe; the next requests must not read forever."""
    worker.call({"after": ["chatter"]})
    for _ in range(3):
        with pytest.raises(WorkerError) as caught:
            worker.call({})
        assert type(caught.value) in {WorkerError, WorkerCrash}
    worker.stop(HASTE_S)
    assert room.works(worker)


@pytest.mark.parametrize("length", IMPOSSIBLE_PAYLOADS)
def test_impossible_payload_kills_the_worker(room: Room, worker: GPUWorker, length: str) -> None:
    header = f'{{"id": %ID%, "payload_bytes": {length}}}\n'
    with pytest.raises(WorkerCrash) as caught:
        worker.call({"say": [header], "answers": 0})
    assert f"{worker.name} died (exit=-9): it sent a payload of" in str(caught.value)
    assert "and was killed" in str(caught.value)
    assert room.works(worker)


def test_missing_payload_takes_no_memory(room: Room, worker: GPUWorker, traced: None) -> None:
    worker.request_timeout = HASTE_S
    header = f'{{"id": %ID%, "payload_bytes": {MAX_PAYLOAD_BYTES}}}\n'
    with pytest.raises(WorkerTimeout):
        worker.call({"say": [header], "answers": 0})
    _, peak = tracemalloc.get_traced_memory()
    assert peak < 40 * MIB
    assert room.works(worker)


def test_crash_in_a_payload_is_raised(room: Room, worker: GPUWorker) -> None:
    header = '{"id": %ID%, "payload_bytes": 100}\n'
    with pytest.raises(WorkerCrash, match=r"died \(exit=7\)"):
        worker.call({"say": [header, "half of it"], "do": ["exit:7"]})
    assert room.works(worker)


def test_crash_in_a_line_is_raised(room: Room, worker: GPUWorker) -> None:
    with pytest.raises(WorkerCrash, match=r"died \(exit=7\)"):
        worker.call({"say": ['{"id": %ID%, "ech'], "do": ["exit:7"]})
    assert room.works(worker)


def test_line_of_100_mb_is_cut_off(room: Room, worker: GPUWorker, traced: None) -> None:
    with pytest.raises(WorkerCrash) as caught:
        worker.call({"say": [written(b"x" * 50_000, 2_000)]})
    limit = f"it sent a line longer than {MAX_LINE_BYTES} bytes and was killed"
    assert f"{worker.name} died (exit=-9): {limit}" in str(caught.value)
    left, peak = tracemalloc.get_traced_memory()
    assert peak < MAX_LINE_BYTES + 16 * MIB
    assert left < 4 * MIB
    assert room.works(worker)
