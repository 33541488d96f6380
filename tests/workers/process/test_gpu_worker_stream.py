"""stream(): chunks as they come, then the result; and what becomes of one that is not read."""

from __future__ import annotations

import gc
import wave
from array import array
from pathlib import Path

import pytest

from tests.support.gpu_workers import BOOM, BackgroundCall, MakeWorker, Puppet
from workers import WorkerCrash, WorkerError, WorkerNotReady, WorkerTimeout


@pytest.fixture
def streamer(make_worker: MakeWorker, inbox: str) -> Puppet:
    """A puppet, once with each inbox."""
    worker = make_worker(inbox=inbox)
    worker.start()
    return worker


def samples_of(payload: bytearray) -> list[float]:
    return array("f", bytes(payload)).tolist()


def test_chunks_and_then_the_result(streamer: Puppet) -> None:
    stream = streamer.stream({"do": "stream", "chunks": 3, "samples": 2})
    chunks = list(stream)
    assert [chunk.pop("payload") for chunk in chunks] == [
        bytearray(array("f", [number / 100] * 2)) for number in range(3)
    ]
    header = {"sample_rate": 24000, "dtype": "float32"}
    assert chunks == [{**header, "number": number} for number in range(3)]
    assert stream.result.pop("latency_ms") >= 0
    assert stream.result == {"device": "cpu"}
    assert list(stream) == []


def test_chunks_come_before_the_end(streamer: Puppet) -> None:
    """The second chunk is not made before somebody cancels, and the first is here."""
    stream = streamer.stream({"do": "stream_and_wait"})
    assert next(stream) == {"number": 0}
    streamer.stderr.wait_for("waiting")
    stream.cancel()
    assert list(stream) == [{"number": 1}]
    assert stream.result["cancelled"] is True
    assert streamer.do("model")["model"]["seen"] is True


def test_cancel_closes_the_generator_between_two_chunks(streamer: Puppet) -> None:
    stream = streamer.stream({"do": "stream", "chunks": 10_000, "samples": 10_000})
    next(stream)
    stream.cancel()
    stream.cancel()
    assert len(list(stream)) < 10_000
    assert stream.result["cancelled"] is True
    assert streamer.do("model")["model"]["streamed"] < 10_000


def test_request_canceled_before_its_turn(streamer: Puppet) -> None:
    for _ in range(10):
        stream = streamer.stream({"do": "stream", "chunks": 100_000, "samples": 1000})
        stream.cancel()
        assert len(list(stream)) < 100_000
        assert stream.result["cancelled"] is True


def test_late_cancel_concerns_no_other_request(streamer: Puppet) -> None:
    first = streamer.stream({"do": "stream", "chunks": 1})
    list(first)
    first.cancel()
    second = streamer.stream({"do": "stream", "chunks": 3})
    assert len(list(second)) == 3


def test_close_frees_the_worker(streamer: Puppet) -> None:
    with streamer.stream({"do": "stream", "chunks": 10_000, "samples": 10_000}) as stream:
        next(stream)
    assert stream.result["cancelled"] is True
    assert streamer.do("value", value=1) == {"result": 1}


@pytest.mark.parametrize("taken", [0, 1])
def test_dropped_stream_frees_the_worker(streamer: Puppet, taken: int) -> None:
    stream = streamer.stream({"do": "stream", "chunks": 10_000, "samples": 10_000})
    for _ in range(taken):
        next(stream)
    del stream
    gc.collect()
    assert streamer.do("value", value=1) == {"result": 1}
    assert next(streamer.stream({"do": "stream", "chunks": 1}))["number"] == 0


def test_worker_serves_no_other_request_during_a_stream(streamer: Puppet) -> None:
    stream = streamer.stream({"do": "stream", "chunks": 2})
    next(stream)
    asking = BackgroundCall(lambda: streamer.do("value", value=1))
    asking.join(0.2)
    assert asking.is_alive()
    list(stream)
    assert asking.result() == {"result": 1}


def test_plain_handler_gives_its_answer_as_the_result(streamer: Puppet) -> None:
    stream = streamer.stream({"do": "value", "value": 1})
    assert list(stream) == []
    assert stream.result == {"result": 1}


def test_plain_handler_that_raises(streamer: Puppet) -> None:
    stream = streamer.stream({"do": "raise"})
    assert list(stream) == []
    assert stream.result == BOOM


def test_generator_that_raises(streamer: Puppet) -> None:
    stream = streamer.stream({"do": "stream_and_raise"})
    assert list(stream) == [{"number": 0}]
    assert stream.result == BOOM


def test_chunk_that_cannot_be_sent(streamer: Puppet) -> None:
    stream = streamer.stream({"do": "stream_unserialisable"})
    assert list(stream) == [{"number": 0}]
    assert stream.result["error"].startswith("response serialization failed: ")
    assert streamer.do("value", value=1) == {"result": 1}


def test_chunks_that_are_no_dicts_are_wrapped(streamer: Puppet) -> None:
    stream = streamer.stream({"do": "stream_plainly"})
    assert list(stream) == [{"result": "one"}, {"two": 2}]
    assert set(stream.result) == {"latency_ms"}


def test_own_keys_in_chunks_and_result(streamer: Puppet) -> None:
    keys = {"id": "mine", "event": "done", "stream": 1, "own": None, "payload_bytes": 9}
    stream = streamer.stream({"do": "stream_own_keys", "own_keys": keys})
    assert list(stream) == [keys]
    stream.result.pop("latency_ms")
    assert stream.result == keys


def test_generator_under_call_is_one_answer(streamer: Puppet) -> None:
    answer = streamer.do("stream", chunks=3, samples=2)
    payload = answer.pop("payload")
    assert samples_of(payload) == pytest.approx([0, 0, 0.01, 0.01, 0.02, 0.02])
    assert answer.pop("latency_ms") >= 0
    assert answer == {"sample_rate": 24000, "dtype": "float32", "number": 2, "device": "cpu"}


def test_generator_under_call_writes_the_file_it_is_asked_for(
    streamer: Puppet, tmp_path: Path
) -> None:
    path = tmp_path / "new" / "speech.wav"
    answer = streamer.do("stream", chunks=3, samples=8000, output_path=str(path))
    assert answer.pop("latency_ms") >= 0
    assert answer == {
        "path": str(path),
        "duration": 1.0,
        "sample_rate": 24000,
        "number": 2,
        "device": "cpu",
    }
    with wave.open(str(path)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (24000, 1, 2)
        assert file.getnframes() == 24000
        assert array("h", file.readframes(8001))[-1] == round(0.01 * 32767)


def test_generator_that_raises_leaves_no_half_file(streamer: Puppet, tmp_path: Path) -> None:
    answer = streamer.do("stream_audio_and_raise", output_path=str(tmp_path / "speech.wav"))
    assert answer == BOOM
    assert list(tmp_path.iterdir()) == []


def test_before_a_start(make_worker: MakeWorker) -> None:
    with pytest.raises(WorkerNotReady):
        make_worker().stream({})


def test_request_that_cannot_be_sent_frees_the_worker(streamer: Puppet) -> None:
    with pytest.raises(WorkerError, match="JSON"):
        streamer.stream({"audio": object()})
    assert streamer.do("value", value=1) == {"result": 1}


def test_death_in_a_stream(streamer: Puppet) -> None:
    stream = streamer.stream({"do": "stream_and_exit", "code": 5})
    assert next(stream) == {"number": 0}
    with pytest.raises(WorkerCrash, match=r"died \(exit=5\)") as caught:
        next(stream)
    assert caught.value.exit_code == 5
    assert list(stream) == []
    streamer.start()
    assert streamer.do("value", value=1) == {"result": 1}


def test_silence_in_a_stream(streamer: Puppet) -> None:
    streamer.request_timeout = 0.3
    stream = streamer.stream({"do": "stream_and_hang"})
    assert next(stream) == {"number": 0}
    with pytest.raises(WorkerTimeout):
        next(stream)
    assert not streamer.is_alive()


def test_worker_that_ignores_cancel_is_killed(streamer: Puppet) -> None:
    streamer.request_timeout = 0.3
    stream = streamer.stream({"do": "stream_and_hang"})
    next(stream)
    streamer.stderr.wait_for("hanging")
    with pytest.raises(WorkerTimeout):
        stream.close()
    streamer.request_timeout = 60
    streamer.start()
    assert streamer.do("value", value=1) == {"result": 1}


def test_progress_in_a_stream_is_reported(streamer: Puppet) -> None:
    seen: list[float | None] = []
    streamer.on_progress(lambda progress: seen.append(progress.fraction))
    stream = streamer.stream({"do": "progress", "fractions": [0.5]})
    assert list(stream) == []
    assert stream.result["done"] is True
    assert seen == [0.5]
