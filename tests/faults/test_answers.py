"""Workers that send foreign or repeated answers."""

from __future__ import annotations

import logging
import threading

import pytest

from tests.faults.room import HASTE_S, Room
from tests.support.patience import until
from workers import GPUWorker, WorkerCrash, WorkerTimeout

#: IDs that no request had.
FOREIGN = [
    "0",
    "-1",
    "4711",
    "2.5",
    '"%ID%"',
    '"x"',
    "[%ID%]",
    '{"id": %ID%}',
    "false",
    "1e999",
    "1" * 500,
]


@pytest.fixture(params=[(), ("no-ids",)], ids=["ids", "no-ids"])
def worker(request: pytest.FixtureRequest, room: Room) -> GPUWorker:
    worker = room.by_hand(*request.param)
    assert room.works(worker)
    return worker


def test_second_answer_is_dropped(room: Room, worker: GPUWorker) -> None:
    pid = worker.pid
    assert worker.call({"text": "x", "answers": 2, "after": ["log:answered"]})["echo"] == "x"
    until(lambda: "answered" in worker.stderr_tail())
    assert room.works(worker)
    assert room.works(worker)
    assert worker.pid == pid


def test_thousand_answers_are_dropped(room: Room) -> None:
    worker = room.by_hand()
    assert room.works(worker)
    assert worker.call({"text": "x", "answers": 1000})["echo"] == "x"
    assert room.works(worker)


@pytest.mark.parametrize("foreign", FOREIGN)
def test_answer_with_foreign_id_is_dropped_and_logged(
    room: Room, foreign: str, caplog: pytest.LogCaptureFixture
) -> None:
    worker = room.by_hand()
    assert room.works(worker)
    lie = f'{{"id": {foreign}, "echo": "a lie", "payload_bytes": 3}}\nabc'
    with caplog.at_level(logging.WARNING, "workers.process.session"):
        assert worker.call({"text": "x", "say": [lie]})["echo"] == "x"
    dropped = [record for record in caplog.messages if "dropped a response to request" in record]
    assert len(dropped) == 1
    assert worker.name in dropped[0]
    assert len(dropped[0]) < 200


def test_many_foreign_answers_do_not_flood_the_log(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    worker = room.by_hand()
    assert room.works(worker)
    lies = '{"id": 4711}\n' * 1000
    with caplog.at_level(logging.WARNING, "workers.process.session"):
        assert worker.call({"text": "x", "say": [lies]})["echo"] == "x"
    assert len(caplog.messages) < 10


def test_answer_to_an_earlier_request_is_dropped(room: Room) -> None:
    worker = room.by_hand()
    assert room.works(worker)
    late = '{"id": 1, "echo": "late"}\n'
    assert worker.call({"text": "x", "say": [late]})["echo"] == "x"


def test_foreign_answers_alone_time_out(room: Room) -> None:
    worker = room.by_hand()
    assert room.works(worker)
    worker.request_timeout = HASTE_S
    with pytest.raises(WorkerTimeout, match="gave no answer"):
        worker.call({"say": ['{"id": 4711, "echo": "x"}\n'], "answers": 0})
    assert room.works(worker)


def test_stream_without_request_is_dropped(room: Room, worker: GPUWorker) -> None:
    stray = '{"id": 4711, "event": "chunk"}\n{"id": 4711, "event": "done"}\n'
    if worker.args:
        worker.call({"answers": 1, "after": ["write:" + stray.encode().hex(), "log:answered"]})
        until(lambda: "answered" in worker.stderr_tail())
        assert room.works(worker)
    else:
        assert worker.call({"text": "x", "say": [stray]})["echo"] == "x"


def test_worker_that_closes_its_output_is_killed(room: Room, worker: GPUWorker) -> None:
    with pytest.raises(WorkerCrash) as caught:
        worker.call({"do": ["close:0,1", "hang"]})
    assert "died (exit=-9): it had closed its output and was killed" in str(caught.value)
    assert not worker.is_alive()
    assert room.works(worker)


def test_worker_that_closes_all_descriptors_crashes(room: Room) -> None:
    worker = room.dispatched()
    assert room.works(worker)
    with pytest.raises(WorkerCrash, match="died"):
        worker.call({"do": ["close_all"]})
    assert room.works(worker)


def test_worker_that_closes_its_output_between_requests_is_killed(
    room: Room, worker: GPUWorker
) -> None:
    worker.call({"after": ["close:0,1", "hang"]})
    with pytest.raises(WorkerCrash, match="it had closed its output and was killed"):
        worker.call({})
    assert room.works(worker)


def test_threads_that_share_a_worker_get_their_own_answers(room: Room) -> None:
    worker = room.by_hand()
    assert room.works(worker)
    wrong: list[str] = []

    def ask() -> None:
        for _ in range(50):
            text = room.text()
            answer = worker.call({"text": text, "answers": 2, "say": ['{"id": 4711}\n']})
            if answer["echo"] != text:
                wrong.append(text)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
