"""Raw bytes, both ways, as they are."""

from __future__ import annotations

import hashlib
import os
from array import array
from typing import Any

import pytest

from tests.support.gpu_workers import MakeWorker, Puppet
from workers import WorkerError
from workers.child import wire

MEGABYTE = os.urandom(2**20)


@pytest.fixture
def both(make_worker: MakeWorker, inbox: str) -> Puppet:
    worker = make_worker(inbox=inbox)
    worker.start()
    return worker


@pytest.mark.parametrize(
    "payload",
    [b"", b"\n", b'{"id": 1}\n', bytes(range(256)), MEGABYTE],
    ids=["empty", "newline", "a message", "every byte", "a megabyte"],
)
def test_payload_is_echoed_unchanged(both: Puppet, payload: bytes) -> None:
    answer = both.call({"text": "hello", "payload": payload})
    assert type(answer["payload"]) is bytearray
    assert answer["payload"] == payload
    assert answer["text"] == "hello"


@pytest.mark.parametrize(
    "payload",
    [
        bytearray(b"abc"),
        memoryview(b"abc"),
        array("f", [0.5, -1.0]),
        array("f"),
        memoryview(array("f", [1, 2, 3, 4])).cast("B").cast("f", [2, 2]),
    ],
    ids=["bytearray", "memoryview", "array", "empty array", "two dimensions"],
)
def test_any_contiguous_buffer_is_a_payload(puppet: Puppet, payload: Any) -> None:
    assert puppet.call({"payload": payload})["payload"] == memoryview(payload).tobytes()


def test_numpy_arrays(puppet: Puppet) -> None:
    numpy = pytest.importorskip("numpy")
    samples = numpy.linspace(-1, 1, 24000, dtype=numpy.float32)
    back = numpy.frombuffer(puppet.call({"payload": samples})["payload"], numpy.float32)
    assert (back == samples).all()
    for empty in (numpy.zeros(0, numpy.float32), numpy.zeros((2, 0), numpy.float32)):
        assert puppet.call({"payload": empty})["payload"] == b""


def test_several_megabytes_each_way_at_once(puppet: Puppet) -> None:
    """More than any pipe holds: neither side may wait for the other to read first."""
    payload = MEGABYTE * 8
    answer = puppet.call({"payload": payload})["payload"]
    assert hashlib.sha256(answer).digest() == hashlib.sha256(payload).digest()


def test_payload_that_is_no_buffer_is_an_error(puppet: Puppet) -> None:
    with pytest.raises(WorkerError, match="couldn't send the request"):
        puppet.call({"payload": object()})
    strided = memoryview(b"abcdef")[::2]
    with pytest.raises(WorkerError, match="couldn't send the request"):
        puppet.call({"payload": strided})
    assert puppet.do("value", value=1) == {"result": 1}


@pytest.mark.parametrize(
    "text",
    ["ü" * 4_000_000, "x" * 2**20, 'a "quoted" line\n\0' * 1000, "\ud800" * 10_000],
    ids=["4 million umlauts", "a megabyte", "to be escaped", "lone surrogates"],
)
def test_long_text_arrives_as_it_was_sent(both: Puppet, text: str) -> None:
    request = {"text": text, "text_bytes": "the caller's", "payload": b"\n{"}
    answer = both.call(request)
    assert answer["text"] == text
    assert answer["text_bytes"] == "the caller's"
    assert answer["payload"] == b"\n{"
    assert both.do("value", value=1) == {"result": 1}


def test_line_above_the_limit_is_refused_on_either_side(puppet: Puppet) -> None:
    with pytest.raises(WorkerError, match="exceeds the limit"):
        puppet.call({"text": "x" * (wire.MAX_LINE_BYTES + 1)})
    answer = puppet.do("long_text", length=wire.MAX_LINE_BYTES)
    assert answer["error"].startswith("response serialization failed: message of")
    assert puppet.is_alive()
