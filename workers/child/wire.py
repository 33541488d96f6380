"""The protocol between a worker and its parent, and the one place that knows it.

Both sides use this module: the parent imports it, the child runs it inside the
engine's interpreter (Python 3.9 and up, standard library only).

A *message* is one JSON object on one line, in UTF-8. A header may say
``"payload_bytes": N``; then N raw bytes follow the newline. In Python a message is
a dict, and its raw bytes stand under ``payload``.

Start-up, child to parent, plain lines::

    __WORKER_VRAM_GB__<float>     GB (2**30 bytes) held on the GPU after the load
    __WORKER_READY__              requests may come
    {"event": "progress", "stage": s, "fraction": f, "detail": d, "done_bytes": b}
    {"event": "memory", "held_bytes": n, "peak_bytes": m}
    anything else                 chatter, ignored

Requests, parent to child::

    {..., "id": n}                one request; the answer carries the same id
    {..., "id": n, "stream": true}   the parent understands events
    {"op": "cancel", "id": n}     close the generator that answers n
    {"op": "shutdown"}            exit with code 0

Answers, child to parent::

    {..., "id": n}                             the answer
    {"id": n, "event": "chunk", ...} + payload one piece of a streamed answer
    {"id": n, "event": "done", ...}            the end of it
    {"id": n, "event": "alive"}
    {"id": n, "event": "memory", "held_bytes": h, "peak_bytes": p}

The last one comes before the answer to n, or before its end, when what the worker holds on
the GPU, or the most it ever held, is no longer what it told last; the one before it while an
answer is made that comes as a whole, since nobody would wait in silence for an hour of speech.
A parent may ignore both.

``id``, ``stream``, ``event``, ``payload_bytes`` and ``own`` belong to the protocol.
A caller's or a handler's own key of that name travels inside ``own`` and comes out
on the other side as if nothing had happened; so does a caller's own
``"op": "cancel"``. Everything here beyond one request line and one answer line is
opt-in: a child that knows none of it ignores the ``id``, and one answer without an id
is taken for the answer.
"""

from __future__ import annotations

import json

TYPE_CHECKING = False  # importing typing takes 3 ms of a start of 40
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Union

    Message = dict[str, Any]
    Buffer = Union[bytes, bytearray, memoryview]

READY = "__WORKER_READY__"
VRAM_GB = "__WORKER_VRAM_GB__"

#: Longest line either side accepts. A megabyte of text is a long request; a peer
#: that sends more than this without a newline is broken.
MAX_LINE_BYTES = 32 * 2**20
#: Largest payload either side accepts: an hour of float32 at 48 kHz is 0.64 GiB.
MAX_PAYLOAD_BYTES = 2**30
#: A first read holds nearly every message; what is longer is read in larger steps.
_FIRST_READ_BYTES = 2**12
_READ_BYTES = 2**18
_PAYLOAD_STEP_BYTES = 2**24

RESERVED = ("id", "stream", "event", "payload_bytes", "own")
_RESERVED = frozenset(RESERVED)
#: What JSON has a form for: a ``payload`` of such a type is a key like any other.
_PLAIN = (str, int, float, list, tuple, dict, type(None))

_decoder = json.JSONDecoder()


def _make_encoder() -> Callable[[Any], str]:
    """``JSONEncoder.encode``, without the 3 us it spends on making itself anew each time.

    A circular structure ends in a RecursionError instead of a ValueError.
    """
    public = json.JSONEncoder(ensure_ascii=False, check_circular=False)
    make: Any = getattr(json.encoder, "c_make_encoder", None)
    escape: Any = getattr(json.encoder, "c_encode_basestring", None)
    if make is None or escape is None:
        return public.encode  # an interpreter without the C accelerator
    # As JSONEncoder.iterencode calls it: no markers, no indent, keys neither sorted nor
    # skipped, NaN allowed.
    try:
        encode = make(None, public.default, escape, None, ": ", ", ", *(False, False, True))
    except TypeError:
        return public.encode  # a Python to come may make it in another way
    return lambda value: "".join(encode(value, 0))


_encode = _make_encoder()


class WireError(Exception):
    """The peer sent something that is not the protocol."""


class EndOfStream(WireError):
    """The peer closed its end, perhaps in the middle of a message."""


def as_message(value: Any) -> Message | None:
    """The value if it is what JSON calls an object; None otherwise."""
    return value if isinstance(value, dict) else None  # pyright: ignore[reportUnknownVariableType]


def set_own_keys_aside(message: Message) -> Message:
    """Return ``message``, or a copy with keys that the protocol reserves in ``own``."""
    is_a_cancel = message.get("op") == "cancel"
    if _RESERVED.isdisjoint(message) and not is_a_cancel:
        return message
    own = {key: message[key] for key in RESERVED if key in message}
    if is_a_cancel:
        own["op"] = "cancel"
    aside = {key: value for key, value in message.items() if key not in own}
    aside["own"] = own
    return aside


def restore_own_keys(message: Message) -> Message:
    """Undo :func:`set_own_keys_aside` in place, and drop the protocol's own keys."""
    own = as_message(message.pop("own", None))
    message.pop("id", None)
    message.pop("stream", None)
    message.pop("event", None)
    if own is not None:
        message.update(own)
    return message


def encode(message: Message) -> tuple[bytes, Buffer]:
    """Turn a message into its line and its payload.

    Args:
        message: JSON-serialisable but for ``payload``, which is any contiguous buffer.

    Returns:
        The line with its newline, and the payload, which may be empty.

    Raises:
        TypeError: A value that JSON has no form for.
        ValueError: A line above ``MAX_LINE_BYTES``, or a payload above its limit.
        RecursionError: A circular structure, or one nested too deep.
    """
    payload: Buffer = b""
    if "payload" in message and not isinstance(message["payload"], _PLAIN):
        message = dict(message)
        view = memoryview(message.pop("payload"))
        payload = view.cast("B") if view.nbytes else b""  # some empty ones cannot be cast
        if len(payload) > MAX_PAYLOAD_BYTES:
            raise ValueError(
                f"payload of {len(payload)} bytes exceeds the limit of {MAX_PAYLOAD_BYTES}"
            )
        message["payload_bytes"] = len(payload)
    text = _encode(message)
    try:
        line = text.encode() + b"\n"
    except UnicodeEncodeError:  # a lone surrogate, which only the \uXXXX form can carry
        line = json.dumps(message).encode() + b"\n"
    if len(line) > MAX_LINE_BYTES:
        raise ValueError(f"message of {len(line)} bytes exceeds the limit of {MAX_LINE_BYTES}")
    return line, payload


def decode(line: bytes | bytearray) -> Message:
    """Turn a line into a message, without its payload.

    Raises:
        ValueError: Not UTF-8, not JSON, or not an object; the message says which.
    """
    text = line.decode()
    try:
        try:
            value, end = _decoder.raw_decode(text)
        except json.JSONDecodeError:
            value, end = _decoder.decode(text), len(text)  # leading blanks, or the error
    except RecursionError:
        raise ValueError("nesting too deep") from None
    if end != len(text):
        value = _decoder.decode(text)  # trailing blanks, or the error
    message = as_message(value)
    if message is None:
        raise ValueError(f"expected a JSON object, got {type(value).__name__}")
    return message


class MessageReader:
    """Cuts a stream of bytes into lines and messages."""

    def __init__(
        self,
        read: Callable[[int], bytes],
        read_into: Callable[[memoryview], int],
    ) -> None:
        """Begin at the beginning of a message.

        Args:
            read: Returns up to n bytes, at least one; empty at the end of input.
            read_into: Fills a part of a view and returns how much; 0 at the end.
        """
        self._read = read
        self._read_into = read_into
        self._pending = b""
        # Beginning of a line that takes many reads, joined once: there is no way to
        # make a peer's long line cost the square of its length.
        self._begun: list[bytes] = []
        self._begun_bytes = 0
        self._in_payload = False

    @property
    def has_pending(self) -> bool:
        """True when bytes were read beyond the last message."""
        return bool(self._pending or self._begun)

    def drop_pending(self) -> int:
        """Forget what was read beyond the last message; returns its size in bytes."""
        dropped = len(self._pending) + self._begun_bytes
        self._pending, self._begun_bytes = b"", 0
        self._begun.clear()
        return dropped

    def read_line(self) -> bytes:
        """Read one line, without its newline.

        Raises:
            EndOfStream: No more lines; a last one without newline is dropped.
            WireError: The line is longer than ``MAX_LINE_BYTES``, or it follows a payload
                in the middle of which the reader was interrupted.
        """
        # What was read is kept even if `read` raises in the middle of a line
        # (a time-out): the next call goes on where this one stopped.
        if self._in_payload:
            raise WireError("an incompletely read payload")
        if not self._pending and not self._begun:
            line = self._read(_FIRST_READ_BYTES)
            if line.endswith(b"\n") and line.find(b"\n") == len(line) - 1:
                return line[:-1]  # one whole message, as nearly always
            if not line:
                raise EndOfStream("the stream ended")
            self._pending = line
        return self._rest_of_line()

    def _rest_of_line(self) -> bytes:
        """Read on until the line ends, which most have done long before."""
        while True:
            end = self._pending.find(b"\n")
            if end >= 0:
                line, self._pending = self._pending[:end], self._pending[end + 1 :]
                return self._joined(line) if self._begun else line
            if self._pending:
                self._begun.append(self._pending)
                self._begun_bytes += len(self._pending)
                self._pending = b""
            if self._begun_bytes > MAX_LINE_BYTES:
                self.drop_pending()
                raise WireError(f"a line longer than {MAX_LINE_BYTES} bytes")
            self._pending = self._read(_READ_BYTES)
            if not self._pending:
                raise EndOfStream("the stream ended")

    def _joined(self, end_of_line: bytes) -> bytes:
        line = b"".join((*self._begun, end_of_line))
        self._begun.clear()
        self._begun_bytes = 0
        return line

    def read_message(self) -> Message:
        """Read one message with its payload.

        Raises:
            EndOfStream: The stream ended.
            WireError: A line or payload above its limit, or a payload length that
                is not a number: nothing after it can be trusted.
            ValueError: A line that is not a JSON object; the next one may be.
        """
        message = decode(self.read_line())
        if "payload_bytes" in message:
            message["payload"] = self._read_payload(message.pop("payload_bytes"))
        return message

    def _read_payload(self, length: object) -> bytearray:
        if type(length) is not int or not 0 <= length <= MAX_PAYLOAD_BYTES:
            raise WireError(f"a payload of {length!r:.80} bytes")
        self._in_payload = True
        head, self._pending = self._pending[:length], self._pending[length:]
        ready = len(head)
        # Grows as it comes: a gigabyte that is announced and never sent costs nothing.
        payload = bytearray(min(length, max(ready, _PAYLOAD_STEP_BYTES)))
        payload[:ready] = head
        while ready < length:
            if ready == len(payload):
                payload += bytes(min(ready, length - ready))
            with memoryview(payload) as view, view[ready:] as rest:
                count = self._read_into(rest)
            if not count:
                raise EndOfStream("the stream ended inside a payload")
            ready += count
        self._in_payload = False
        return payload


def parse_vram_line(line: str) -> float:
    """GB from the start-up line; 0.0 when its number cannot be read or makes no sense."""
    try:
        gigabytes = float(line[len(VRAM_GB) :])
    except ValueError:
        return 0.0
    return gigabytes if 0.0 <= gigabytes < 1e6 else 0.0
