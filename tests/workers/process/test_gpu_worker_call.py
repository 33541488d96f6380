"""call(): one request, one response, one caller at a time."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.gpu_workers import BOOM, BackgroundCall, MakeWorker, Puppet
from tests.support.interrupts import Interrupted, interrupted_once
from tests.support.patience import until
from workers import GPUWorker, WorkerCrash, WorkerError, WorkerNotReady, WorkerTimeout


@pytest.fixture
def fifo(tmp_path: Path) -> Path:
    path = tmp_path / "fifo"
    os.mkfifo(path)
    return path


def test_before_a_start() -> None:
    with pytest.raises(WorkerNotReady, match=r"start\(\)"):
        GPUWorker("early", "workers.child").call({"text": "hello"})


def test_after_a_stop(puppet: Puppet) -> None:
    puppet.stop()
    with pytest.raises(WorkerNotReady, match="stopped"):
        puppet.do("echo")


def test_request_and_its_answer(make_worker: MakeWorker, inbox: str) -> None:
    worker = make_worker(inbox=inbox)
    worker.start()
    answer = worker.call({"text": "Grüße \ud83d 🎉", "nested": {"list": [1, 2.5, None, True]}})
    assert answer.pop("latency_ms") >= 0
    assert answer == {"text": "Grüße \ud83d 🎉", "nested": {"list": [1, 2.5, None, True]}}


def test_request_is_left_as_it_was(puppet: Puppet) -> None:
    request = {"text": "hello", "id": 7, "payload": b"x"}
    puppet.call(request)
    assert request == {"text": "hello", "id": 7, "payload": b"x"}


@pytest.mark.parametrize("key", ["id", "stream", "event", "payload_bytes", "own"])
@pytest.mark.parametrize("value", [None, 1, "chunk", True, {"id": 2}])
def test_callers_own_keys_come_and_go_untouched(
    shared_puppet: Puppet, key: str, value: object
) -> None:
    answer = shared_puppet.call({key: value, "text": "hello"})
    answer.pop("latency_ms")
    assert answer == {key: value, "text": "hello"}


@pytest.mark.parametrize("request_", [{"op": "cancel"}, {"op": "cancel", "id": 1}, {"op": "pause"}])
def test_callers_own_op_is_a_request_like_any_other(
    shared_puppet: Puppet, request_: dict[str, object]
) -> None:
    answer = shared_puppet.call(request_)
    answer.pop("latency_ms")
    assert answer == request_


@pytest.mark.parametrize("payload", ["text", None, 7, 2.5, True, [1], {"a": 1}])
def test_payload_that_is_json_is_a_key_like_any_other(
    shared_puppet: Puppet, payload: object
) -> None:
    assert shared_puppet.call({"payload": payload})["payload"] == payload


def test_exception_is_an_answer(puppet: Puppet) -> None:
    assert puppet.do("raise") == BOOM
    assert puppet.is_alive()


@pytest.mark.parametrize(
    "request_", [{"audio": object()}, {"x": b"bytes"}], ids=["an object", "bytes"]
)
def test_invalid_json_request_is_harmless(puppet: Puppet, request_: dict[str, object]) -> None:
    with pytest.raises(WorkerError, match="couldn't send the request as JSON"):
        puppet.call(request_)
    assert puppet.do("value", value=1) == {"result": 1}


def test_circular_request_is_harmless(puppet: Puppet) -> None:
    circle: dict[str, object] = {}
    circle["circle"] = circle
    with pytest.raises(WorkerError, match="couldn't send the request as JSON"):
        puppet.call(circle)
    assert puppet.do("value", value=1) == {"result": 1}


def test_death_in_a_request(puppet: Puppet) -> None:
    with pytest.raises(WorkerCrash, match="died") as caught:
        puppet.do("exit", code=42)
    assert "exit=42" in str(caught.value)
    assert caught.value.exit_code == 42
    assert "last words" in caught.value.stderr_tail
    assert not puppet.is_alive()


@pytest.mark.parametrize(("signal", "number"), [("SIGKILL", 9), ("SIGSEGV", 11), ("SIGABRT", 6)])
def test_death_by_a_signal(puppet: Puppet, signal: str, number: int) -> None:
    with pytest.raises(WorkerCrash, match=f"exit=-{number}.*{signal}") as caught:
        puppet.do("signal", signal=signal)
    assert caught.value.exit_code == -number


def test_death_between_requests(puppet: Puppet) -> None:
    gone = threading.Event()
    puppet.on_gone(lambda _: gone.set())
    assert puppet.pid is not None
    os.kill(puppet.pid, 9)
    assert gone.wait(10)
    assert not puppet.is_alive()
    assert puppet.pid is None
    with pytest.raises(WorkerCrash, match=r"died \(exit=-9\)"):
        puppet.do("echo")


def test_timeout_kills(puppet: Puppet) -> None:
    puppet.request_timeout = 0.3
    with pytest.raises(WorkerTimeout, match=r"no answer within 0\.3 s") as caught:
        puppet.do("hang")
    assert "request_timeout" in str(caught.value)
    assert not puppet.is_alive()
    assert puppet.wait_gone(0)
    with pytest.raises(WorkerCrash, match=r"gave no answer within 0\.3 s and was killed"):
        puppet.do("echo")
    puppet.request_timeout = 60
    puppet.start()
    assert puppet.do("value", value=1) == {"result": 1}


def test_timeout_kills_a_worker_that_holds_the_interpreter_lock(puppet: Puppet) -> None:
    puppet.request_timeout = 0.3
    with pytest.raises(WorkerTimeout):
        puppet.do("hold_the_lock")
    assert puppet.wait_gone(0)


def test_timeout_may_change_between_calls(puppet: Puppet, fifo: Path) -> None:
    """An answer that comes after the first time-out would have been up."""
    puppet.request_timeout = 0.2
    assert puppet.do("value", value=1) == {"result": 1}
    puppet.request_timeout = 60
    asking = BackgroundCall(lambda: puppet.do("await", fifo=str(fifo)))
    puppet.stderr.wait_for("waiting")
    threading.Event().wait(0.5)
    fifo.write_text("go on")
    assert asking.result()["reported"] == "go on"


def test_speech_that_takes_long_is_no_silence(puppet: Puppet) -> None:
    puppet.request_timeout = 1.0
    answer = puppet.do("stream", chunks=6, pause_s=0.3)
    assert len(answer["payload"]) == 6 * 4
    assert puppet.do("value", value=1) == {"result": 1}


def test_progress_in_a_request_is_reported(puppet: Puppet) -> None:
    seen: list[float | None] = []
    puppet.on_progress(lambda progress: seen.append(progress.fraction))
    answer = puppet.do("progress", fractions=[0.25, 0.5])
    assert answer["done"] is True
    assert seen == [0.25, 0.5]


def test_callers_are_served_one_at_a_time_and_in_order(puppet: Puppet, fifo: Path) -> None:
    first = BackgroundCall(lambda: puppet.do("await", fifo=str(fifo), text=0))
    puppet.stderr.wait_for("waiting")
    others: list[BackgroundCall] = []
    for number in range(1, 9):
        others.append(BackgroundCall(lambda number=number: puppet.do("model", text=number)))
        until(lambda count=number: puppet.waiting == count)
    fifo.write_text("go on")
    assert first.result()["asked"] == [0]
    seen = [asking.result()["model"]["asked"] for asking in others]
    assert seen == [list(range(number + 1)) for number in range(1, 9)]


def test_many_callers_get_each_their_own_answer(puppet: Puppet) -> None:
    def ask_often(caller: int) -> list[object]:
        return [puppet.call({"caller": caller, "n": n})["caller"] for n in range(50)]

    asking = [BackgroundCall(lambda caller=caller: ask_often(caller)) for caller in range(8)]
    for caller, thread in enumerate(asking):
        assert thread.result() == [caller] * 50


def test_callers_that_wait_for_a_dead_worker_get_an_error(puppet: Puppet, fifo: Path) -> None:
    first = BackgroundCall(lambda: puppet.do("await", fifo=str(fifo)))
    puppet.stderr.wait_for("waiting")
    second = BackgroundCall(lambda: puppet.do("echo"))
    until(lambda: puppet.waiting == 1)
    assert puppet.pid is not None
    os.kill(puppet.pid, 9)
    assert isinstance(first.error(), WorkerCrash)
    assert isinstance(second.error(), WorkerCrash)


def test_caller_interrupted_while_it_waits_blocks_no_other(puppet: Puppet, fifo: Path) -> None:
    first = BackgroundCall(lambda: puppet.do("await", fifo=str(fifo)))
    puppet.stderr.wait_for("waiting")
    waits = lambda: until(lambda: puppet.waiting == 1)  # noqa: E731
    with interrupted_once(waits), pytest.raises(Interrupted):
        puppet.do("echo")
    fifo.write_text("go on")
    first.result()
    assert puppet.do("value", value=1) == {"result": 1}


def test_interrupted_call_does_not_spoil_the_next(puppet: Puppet, fifo: Path) -> None:
    waits = lambda: puppet.stderr.wait_for("waiting")  # noqa: E731
    with interrupted_once(waits), pytest.raises(Interrupted):
        puppet.do("await", fifo=str(fifo))
    fifo.write_text("go on")
    assert puppet.do("value", value=1) == {"result": 1}


def test_stderr_goes_to_the_workers_logger(
    make_worker: MakeWorker, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    worker = make_worker(name="nightingale")
    worker.start()
    worker.do("raise")
    worker.stderr.wait_for("ValueError: boom")
    worker.stop()
    logged = [record for record in caplog.records if record.name == "engineroom.worker.nightingale"]
    messages = [record.getMessage() for record in logged]
    assert any(message.startswith("startup: python=") for message in messages)
    assert "ValueError: boom" in messages
    assert worker.stderr_tail()[-1] == "ValueError: boom"


@pytest.fixture(scope="module")
def shared_puppet() -> Iterator[Puppet]:
    """One worker for the many tests that cannot hurt it."""
    worker = Puppet()
    worker.start()
    yield worker
    worker.stop()
