"""The wire protocol: messages are decoded from pieces of any size."""

from __future__ import annotations

import contextlib
import json
import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workers.child import wire

#: No deadline per example: the machine may be busy.
QUICKLY = settings(deadline=None, max_examples=60)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)
KEYS = st.text(max_size=5) | st.sampled_from([*wire.RESERVED, "op", "payload"])
MESSAGES = st.dictionaries(KEYS, JSON, max_size=4)
PAYLOADS = st.binary(max_size=300)


def reader_of(
    data: bytes, sizes: list[int] | None = None, *, takes_raw_text: bool = False
) -> wire.MessageReader:
    """Returns a reader of ``data`` that gets pieces of the given sizes, repeated."""
    position = 0
    turn = 0

    def read(limit: int) -> bytes:
        nonlocal position, turn
        size = min(limit, (sizes or [limit])[turn % len(sizes or [1])])
        turn += 1
        piece = data[position : position + size]
        position += len(piece)
        return piece

    def read_into(view: memoryview) -> int:
        piece = read(len(view))
        view[: len(piece)] = piece
        return len(piece)

    return wire.MessageReader(read, read_into, takes_raw_text=takes_raw_text)


def sent(message: dict[str, Any], *, raw_text: bool = False) -> bytes:
    return b"".join(bytes(piece) for piece in wire.encode(message, raw_text=raw_text))


@QUICKLY
@given(
    st.lists(st.tuples(MESSAGES, st.none() | PAYLOADS), max_size=3),
    st.lists(st.integers(1, 50), min_size=1, max_size=5),
)
def test_messages_arrive_as_they_were_sent(
    messages: list[tuple[dict[str, Any], bytes | None]], sizes: list[int]
) -> None:
    stream, expected = b"", []
    for number, (message, payload) in enumerate(messages):
        with_payload = message if payload is None else {**message, "payload": payload}
        expected.append((number, with_payload))
        stream += sent({**wire.set_own_keys_aside(with_payload), "id": number})
    reader = reader_of(stream, sizes)
    for number, message in expected:
        received = reader.read_message()
        assert received["id"] == number
        assert wire.restore_own_keys(received) == message
    with pytest.raises(wire.EndOfStream):
        reader.read_message()


@QUICKLY
@given(
    st.text(min_size=1),
    st.none() | PAYLOADS,
    st.lists(st.integers(1, 50_000), min_size=1, max_size=5),
)
def test_long_texts_arrive_as_raw_bytes(text: str, payload: bytes | None, sizes: list[int]) -> None:
    message: dict[str, Any] = {"text": text * 8192}
    if payload is not None:
        message["payload"] = payload
    stream = sent(message, raw_text=True)
    assert json.loads(stream.partition(b"\n")[0])["text_bytes"] == len(message["text"].encode())
    reader = reader_of(stream + sent({"text": "next"}), sizes, takes_raw_text=True)
    assert reader.read_message() == message
    assert reader.read_message() == {"text": "next"}


def test_short_texts_stay_in_the_line() -> None:
    assert sent({"text": "short"}, raw_text=True) == b'{"text": "short"}\n'
    assert b"text_bytes" not in sent({"text": ["long"] * 10_000}, raw_text=True)


def test_invalid_utf_8_is_a_value_error() -> None:
    stream = b'{"text_bytes": 2}\n\xff\xff{"next": 1}\n'
    reader = reader_of(stream, takes_raw_text=True)
    with pytest.raises(ValueError, match="utf-8"):
        reader.read_message()
    assert reader.read_message() == {"next": 1}


def test_text_bytes_key_of_a_handler_is_kept() -> None:
    assert reader_of(b'{"text_bytes": 5}\n').read_message() == {"text_bytes": 5}


@QUICKLY
@given(MESSAGES)
def test_own_keys_never_touch_the_message_that_is_sent(message: dict[str, Any]) -> None:
    before = json.dumps(message)
    aside = wire.set_own_keys_aside(message)
    assert json.dumps(message) == before
    assert aside.keys().isdisjoint({"id", "stream", "event", "text_bytes", "payload_bytes"})
    assert aside.get("op") != "cancel"


@QUICKLY
@given(MESSAGES)
def test_line_has_only_a_final_newline(message: dict[str, Any]) -> None:
    line, payload = wire.encode({**message, "payload": b"\n"})
    assert bytes(line).count(b"\n") == 1
    assert bytes(line).endswith(b"\n")
    assert bytes(payload) == b"\n"


@QUICKLY
@given(st.binary(max_size=200))
def test_noise_is_refused_and_never_more(noise: bytes) -> None:
    reader = reader_of(noise)
    for _ in range(noise.count(b"\n") + 1):
        with contextlib.suppress(ValueError, wire.WireError):
            assert isinstance(reader.read_message(), dict)


@QUICKLY
@given(
    st.text(
        st.characters(categories=["Cs"], min_codepoint=0xDC00, max_codepoint=0xDFFF), min_size=1
    )
)
def test_lone_surrogates_travel(text: str) -> None:
    assert reader_of(sent({"text": text})).read_message() == {"text": text}


@pytest.mark.parametrize("value", [math.inf, -math.inf])
def test_infinity_travels(value: float) -> None:
    assert reader_of(sent({"value": value})).read_message() == {"value": value}


@pytest.mark.parametrize(
    "line",
    [b"", b" ", b"{", b"[]", b"1", b"null", b'{"a": 1} x', b"{'a': 1}", b"\xff", b"[" * 100_000],
)
def test_invalid_message_is_a_value_error(line: bytes) -> None:
    for padding in (b"", b" "):
        reader = reader_of(padding + line + b"\n" + b'{"next": 1}\n')
        with pytest.raises(ValueError, match=r"."):
            reader.read_message()
        assert reader.read_message() == {"next": 1}


@pytest.mark.parametrize("line", [b' {"a": 1}', b'{"a": 1} ', b'\t{"a": 1}\r'])
def test_blanks_around_a_message_are_allowed(line: bytes) -> None:
    assert reader_of(line + b"\n").read_message() == {"a": 1}


@pytest.mark.parametrize("value", [object(), b"bytes", {1, 2}])
def test_value_without_a_json_form_is_a_type_error(value: object) -> None:
    with pytest.raises(TypeError):
        wire.encode({"value": value})


def test_circular_value_is_refused() -> None:
    circle: list[object] = []
    circle.append(circle)
    with pytest.raises((ValueError, RecursionError)):
        wire.encode({"circle": circle})


def test_line_length_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "MAX_LINE_BYTES", 1000)
    longest = {"text": "x" * (1000 - len(sent({"text": ""})))}
    assert reader_of(sent(longest), [7]).read_message() == longest
    with pytest.raises(ValueError, match="exceeds the limit of 1000"):
        wire.encode({"text": longest["text"] + "x"})


def test_endless_line_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "MAX_LINE_BYTES", 1000)
    given_out = 0

    def endless(limit: int) -> bytes:
        nonlocal given_out
        given_out += limit
        return b"x" * limit

    reader = wire.MessageReader(endless, len)
    with pytest.raises(wire.WireError, match="longer than 1000 bytes"):
        reader.read_line()
    assert given_out < 1000 + 2**20


def test_payload_above_the_limit_is_refused_by_both_sides(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(wire, "MAX_PAYLOAD_BYTES", 1000)
    assert len(sent({"payload": bytes(1000)})) > 1000
    with pytest.raises(ValueError, match="exceeds the limit of 1000"):
        wire.encode({"payload": bytes(1001)})
    with pytest.raises(wire.WireError, match="payload of 1001"):
        reader_of(b'{"payload_bytes": 1001}\n').read_message()


@pytest.mark.parametrize("length", ["-1", "1.5", '"5"', "null", "true", "[5]"])
def test_payload_without_a_length_is_an_error(length: str) -> None:
    with pytest.raises(wire.WireError, match="payload of"):
        reader_of(b'{"payload_bytes": ' + length.encode() + b"}\n12345").read_message()


def test_end_of_stream_within_a_message() -> None:
    for part in (b'{"a"', b'{"payload_bytes": 10}\n123'):
        with pytest.raises(wire.EndOfStream):
            reader_of(part).read_message()


def test_interrupted_line_is_resumed() -> None:
    pieces: list[bytes | None] = [b'{"a": ', None, b"1}\n"]

    def read(limit: int) -> bytes:
        piece = pieces.pop(0)
        if piece is None:
            raise KeyboardInterrupt
        return piece

    reader = wire.MessageReader(read, lambda view: 0)
    with pytest.raises(KeyboardInterrupt):
        reader.read_message()
    assert reader.has_pending
    assert reader.read_message() == {"a": 1}


def test_interrupted_payload_is_not_read_as_lines() -> None:
    def interrupted(view: memoryview) -> int:
        raise KeyboardInterrupt

    lines = [b'{"payload_bytes": 10}\n1234', b'{"b": 2}\n']
    reader = wire.MessageReader(lambda limit: lines.pop(0), interrupted)
    with pytest.raises(KeyboardInterrupt):
        reader.read_message()
    with pytest.raises(wire.WireError, match="an incompletely read message"):
        reader.read_message()


@pytest.mark.parametrize(
    ("text", "gigabytes"),
    [("1.5", 1.5), ("0", 0), ("x", 0), ("nan", 0), ("-1", 0), ("inf", 0), ("", 0)],
)
def test_memory_line(text: str, gigabytes: float) -> None:
    assert wire.parse_vram_line(wire.VRAM_GB + text) == gigabytes
