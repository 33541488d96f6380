"""A worker that knows only what the contract fixes: everything else falls back cleanly."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest

from tests.support.interrupts import Interrupted, interrupted_once
from workers import GPUWorker


@pytest.fixture
def plain() -> Iterator[GPUWorker]:
    worker = GPUWorker("plain", "tests.support.tools.plain_speaker")
    worker.start()
    yield worker
    worker.stop()


@pytest.fixture
def fifo(tmp_path: Path) -> Path:
    path = tmp_path / "fifo"
    os.mkfifo(path)
    return path


def heard(text: str) -> dict[str, str]:
    return {"heard": text, "event": "built-in", "stream": "built-in"}


def test_plain_worker_starts_and_reports_memory(plain: GPUWorker) -> None:
    assert plain.is_alive()
    assert plain.held_vram_gb == 1.5


def test_requests_and_answers_one_by_one(plain: GPUWorker) -> None:
    for text in ("one", "two"):
        assert plain.call({"text": text}) == heard(text)


def test_long_text_is_sent_as_json(plain: GPUWorker) -> None:
    text = "long " * 10_000
    assert plain.call({"text": text}) == heard(text)


def test_its_own_text_bytes_are_an_answer(plain: GPUWorker) -> None:
    answer = {"text_bytes": 3}
    assert plain.call({"answer": answer}) == answer


def test_answer_that_looks_like_a_memory_event_is_an_answer(plain: GPUWorker) -> None:
    answer = {"event": "memory", "held_bytes": 1, "peak_bytes": 2}
    assert plain.call({"answer": answer}) == answer
    stream = plain.stream({"answer": answer})
    assert (list(stream), stream.result) == ([], answer)
    assert plain.reported_held_bytes == 3 * 2**29, "as its start-up said"
    assert plain.reported_peak_bytes is None


def test_stream_is_one_result(plain: GPUWorker) -> None:
    stream = plain.stream({"text": "one"})
    stream.cancel()
    assert list(stream) == []
    assert stream.result == heard("one")


def test_second_answer_is_not_taken_for_the_next_one(plain: GPUWorker) -> None:
    assert plain.call({"text": "twice"}) == heard("twice")
    assert plain.call({"text": "next"})["heard"] in ("next", "an echo")


def test_answer_to_a_given_up_request_is_not_taken_for_the_next(
    plain: GPUWorker, fifo: Path
) -> None:
    stream = plain.stream({"text": "dropped", "reported": str(fifo)})
    with fifo.open("w"):
        del stream
    assert plain.call({"text": "next"}) == heard("next")
    assert plain.call({"text": "after"}) == heard("after")


def test_nor_one_that_was_interrupted(plain: GPUWorker, fifo: Path) -> None:
    opened: list[IO[str]] = []
    with interrupted_once(lambda: opened.append(fifo.open("w"))), pytest.raises(Interrupted):
        plain.call({"text": "interrupted", "reported": str(fifo)})
    opened[0].close()
    assert plain.call({"text": "next"}) == heard("next")


def test_plain_worker_is_shut_down(plain: GPUWorker) -> None:
    plain.stop(60)
    assert plain.outcome is not None
    assert plain.outcome.exit_code == 0
