"""The protocol between a worker and its parent.

Both sides use this module: the parent imports it, the child runs it inside the engine's
interpreter (Python 3.9 and up, standard library only).

A *message* is one JSON object on one line, in UTF-8. Raw bytes may follow the newline; the
header then says how many: ``"text_bytes": N`` for a long ``text`` in UTF-8, which is not in the
header, and behind it ``"payload_bytes": N`` for audio. In Python a message is a dict, and its
raw bytes are under ``text`` (a str) and ``payload``.

Start-up, child to parent, plain lines::

    __WORKER_VRAM_GB__<float>     GB (2**30 bytes) held on the GPU after the load
    __WORKER_READY__              it accepts requests
    {"event": "progress", "stage": s, "fraction": f, "detail": d, "done_bytes": b}
    {"event": "memory", "held_bytes": n, "peak_bytes": m}
    anything else                 chatter, ignored

Requests, parent to child::

    {..., "id": n}                one request; the answer carries the same id
    {..., "id": n, "text_bytes": t} + text   the same, with a long text
    {..., "id": n, "stream": true}   the parent understands events
    {"op": "cancel", "id": n}     close the generator that answers n
    {"op": "shutdown"}            exit with code 0

Answers, child to parent::

    {..., "id": n}                             the answer
    {"error": "<Type>: <message>", "error_type": "<Type>", "id": n}   the handler raised
    {"id": n, "event": "chunk", ...} + payload one piece of a streamed answer
    {"id": n, "event": "done", ...}            the end of a streamed answer
    {"id": n, "event": "alive"}
    {"id": n, "event": "memory", "held_bytes": h, "peak_bytes": p}

``alive`` comes while an answer is made that is sent in one message: an hour of speech must not look
like silence. ``memory`` comes before an answer, or before its end, when what the worker holds on
the GPU, or the most it ever held, has changed. A parent may ignore both.

``id``, ``stream``, ``event``, ``text_bytes``, ``payload_bytes`` and ``own`` belong to the
protocol. A caller's or a handler's own key of such a name travels inside ``own`` and is restored
on the other side; so does a caller's own ``"op": "cancel"``. Everything beyond one request line
and one answer line is opt-in: a child that knows none of it ignores the ``id`` and names no
``error_type``, and its next answer without an id is taken for the answer. ``text_bytes`` goes only
to ``python -m workers.child``, whose code is the parent's own; other modules get JSON.
"""

from __future__ import annotations

import json

TYPE_CHECKING = False  # importing typing takes 3 ms of a start of 40
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any, Union

    Message = dict[str, Any]
    Buffer = Union[bytes, bytearray, memoryview]

READY = "__WORKER_READY__"
VRAM_GB = "__WORKER_VRAM_GB__"

#: Longest line, and longest raw text, that either side accepts. A megabyte of text is a long
#: request; a peer that sends more than this without a newline is broken.
MAX_LINE_BYTES = 32 * 2**20
#: Largest payload either side accepts: an hour of float32 at 48 kHz is 0.64 GiB.
MAX_PAYLOAD_BYTES = 2**30
#: Characters from which a text is sent as raw bytes; JSON is faster below.
_LONG_TEXT = 2**13
#: A first read holds nearly every message; what is longer is read in larger steps.
_FIRST_READ_BYTES = 2**12
_FIRST_READ = (_FIRST_READ_BYTES,)
_READ_BYTES = 2**18
_RAW_STEP_BYTES = 2**24

RESERVED = ("id", "stream", "event", "text_bytes", "payload_bytes", "own")
_RESERVED = frozenset(RESERVED)
_RESERVED_OR_OP = frozenset((*RESERVED, "op"))
#: What JSON has a form for: a ``payload`` of such a type is a key like any other.
_JSON_TYPES = (str, int, float, list, tuple, dict, type(None))

_NEWLINE = ("\n", "")
_decoder: Any = json.JSONDecoder()
#: As ``raw_decode``, without a Python function around it; raises StopIteration for no value.
_scan: Callable[[str, int], tuple[Any, int]] = _decoder.scan_once


def _make_encoder() -> Callable[[Any, int], Iterable[str]]:
    """Returns ``JSONEncoder.iterencode`` without the 3 us it takes to make an encoder each time.

    The encoder fails with RecursionError instead of ValueError for a circular structure.
    """
    public = json.JSONEncoder(ensure_ascii=False, check_circular=False)
    make: Any = getattr(json.encoder, "c_make_encoder", None)
    escape: Any = getattr(json.encoder, "c_encode_basestring", None)
    if make is not None and escape is not None:
        try:
            # As JSONEncoder.iterencode calls it: no markers, no indent, keys neither sorted nor
            # skipped, NaN allowed.
            encode: Callable[[Any, int], Iterable[str]] = make(
                None, public.default, escape, None, ": ", ", ", *(False, False, True)
            )
        except TypeError:
            pass  # a later Python may make it in another way
        else:
            return encode
    return lambda value, _: (public.encode(value),)


_encode = _make_encoder()


class WireError(Exception):
    """The peer sent something that is not the protocol."""


class EndOfStream(WireError):
    """The peer closed its end, perhaps in the middle of a message."""


def as_message(value: Any) -> Message | None:
    """Returns the value if it is what JSON calls an object, else None."""
    return value if isinstance(value, dict) else None  # pyright: ignore[reportUnknownVariableType]


def set_own_keys_aside(message: Message) -> Message:
    """Returns ``message``, or a copy with keys that the protocol reserves in ``own``."""
    if _RESERVED_OR_OP.isdisjoint(message):
        return message
    own = {key: message[key] for key in RESERVED if key in message}
    if message.get("op") == "cancel":
        own["op"] = "cancel"
    if not own:
        return message
    aside = {key: value for key, value in message.items() if key not in own}
    aside["own"] = own
    return aside


def restore_own_keys(message: Message) -> Message:
    """Undoes :func:`set_own_keys_aside` in place, and drops the protocol's own keys."""
    message.pop("id", None)
    if not _RESERVED.isdisjoint(message):
        own = as_message(message.pop("own", None))
        message.pop("stream", None)
        message.pop("event", None)
        if own is not None:
            message.update(own)
    return message


def encode(message: Message, *, raw_text: bool = False) -> tuple[Buffer, ...]:
    """Turns a message into bytes.

    Args:
        message: JSON-serializable but for ``payload``, which may be any contiguous buffer.
        raw_text: The peer reads a long ``text`` as raw bytes.

    Returns:
        The line with its newline, and then raw bytes in the order in which they are sent.

    Raises:
        TypeError: A value that JSON has no form for.
        ValueError: A line, a text or a payload above its limit.
        RecursionError: A circular structure, or one nested too deep.
    """
    raw: tuple[Buffer, ...] = ()
    if raw_text:
        value = message.get("text")
        if type(value) is str and len(value) >= _LONG_TEXT:
            message, raw = _split_text(message, value)
    if "payload" in message and not isinstance(message["payload"], _JSON_TYPES):
        message, payload = _split_payload(message)
        raw = (*raw, payload)
    text = "".join(_encode(message, 0))
    try:
        line = text.encode() + b"\n"
    except UnicodeEncodeError:  # a lone surrogate, which only the \uXXXX form can carry
        line = json.dumps(message).encode() + b"\n"
    if len(line) > MAX_LINE_BYTES:
        raise _TooLong("message", line, MAX_LINE_BYTES)
    return (line, *raw)


def _split_payload(message: Message) -> tuple[Message, Buffer]:
    header = dict(message)
    view = memoryview(header.pop("payload"))
    payload = view.cast("B") if view.nbytes else b""  # some empty ones cannot be cast
    if len(payload) > MAX_PAYLOAD_BYTES:
        raise _TooLong("payload", payload, MAX_PAYLOAD_BYTES)
    header["payload_bytes"] = len(payload)
    return header, payload


def _split_text(message: Message, text: str) -> tuple[Message, tuple[Buffer, ...]]:
    try:
        data = text.encode()
    except UnicodeEncodeError:
        return message, ()  # as above
    if len(data) > MAX_LINE_BYTES:
        raise _TooLong("message", data, MAX_LINE_BYTES)
    header = dict(message)
    del header["text"]
    header["text_bytes"] = len(data)
    return header, (data,)


class _TooLong(ValueError):
    def __init__(self, what: str, data: Buffer, limit: int) -> None:
        super().__init__(f"{what} of {len(data)} bytes exceeds the limit of {limit}")


def decode(line: bytes | bytearray) -> Message:
    """Turns a line, with or without its newline, into a message without its raw bytes.

    Raises:
        ValueError: Not UTF-8, not JSON, or not an object; the message says which.
    """
    text = line.decode()
    try:
        try:
            value, end = _scan(text, 0)
            if text[end:] not in _NEWLINE:
                value = _decoder.decode(text)  # trailing blanks, or the error
        except (StopIteration, json.JSONDecodeError):
            value = _decoder.decode(text.rstrip("\n"))  # leading blanks, or the error
    except RecursionError:
        raise ValueError("nesting too deep") from None
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
        *,
        read_on: Callable[[int], bytes] | None = None,
        takes_raw_text: bool = False,
    ) -> None:
        """Creates a reader that is at the beginning of a message.

        Args:
            read: Returns up to n bytes, at least one; empty at the end of input.
            read_into: Fills a part of a view and returns how much; 0 at the end.
            read_on: As ``read``, for what is read after the first bytes of a line; None for
                the same.
            takes_raw_text: ``text_bytes`` is the protocol's, and not the peer's own key.
        """
        self._read = read
        self._read_on = read_on or read
        self._read_into = read_into
        self._takes_raw_text = takes_raw_text
        self._pending = b""
        # Beginning of a line that takes many reads, joined once: there is no way to
        # make a peer's long line cost the square of its length.
        self._begun: list[bytes] = []
        self._begun_bytes = 0
        self._in_message = False

    @property
    def has_pending(self) -> bool:
        """True when bytes were read beyond the last message."""
        return bool(self._pending or self._begun)

    def drop_pending(self) -> int:
        """Drops what was read beyond the last message; returns its size in bytes."""
        dropped = len(self._pending) + self._begun_bytes
        self._pending, self._begun_bytes = b"", 0
        self._begun.clear()
        return dropped

    def read_line(self) -> bytes:
        """Reads one line, without its newline.

        Raises:
            EndOfStream: No more lines; a last one without newline is dropped.
            WireError: The line is longer than ``MAX_LINE_BYTES``, or it follows raw bytes
                in the middle of which the reader was interrupted.
        """
        # What was read is kept even if `read` raises in the middle of a line
        # (a time-out): the next call goes on where this one stopped.
        if self._in_message:
            raise WireError("an incompletely read message")
        if not self._pending:
            self._pending = self._read(_FIRST_READ_BYTES)
        line = self._rest_of_line()
        self._in_message = False
        return line

    def _rest_of_line(self) -> bytes:
        """Reads on until the line ends, which most have done long before."""
        while True:
            if not self._pending:
                raise EndOfStream("the stream ended")
            end = self._pending.find(b"\n")
            if end >= 0:
                self._in_message = True  # its raw bytes may follow
                line, self._pending = self._pending[:end], self._pending[end + 1 :]
                return self._joined(line) if self._begun else line
            self._begun.append(self._pending)
            self._begun_bytes += len(self._pending)
            self._pending = b""
            if self._begun_bytes > MAX_LINE_BYTES:
                self.drop_pending()
                raise WireError(f"a line longer than {MAX_LINE_BYTES} bytes")
            self._pending = self._read_on(_READ_BYTES)

    def _joined(self, end_of_line: bytes) -> bytes:
        line = b"".join((*self._begun, end_of_line))
        self._begun.clear()
        self._begun_bytes = 0
        return line

    def read_message(self) -> Message:
        """Reads one message with its raw bytes.

        Raises:
            EndOfStream: The stream ended.
            WireError: A line or raw bytes above their limit, or a length that is not a
                number: nothing after it can be trusted.
            ValueError: A line that is not a JSON object, or a text that is not UTF-8; the next
                message may be valid.
        """
        if self._in_message:
            raise WireError("an incompletely read message")
        if not self._pending:
            # Not a plain call, whose result an exception could lose.
            for self._pending in map(self._read, _FIRST_READ):  # noqa: B020 - no loop
                pass
        data = self._pending
        if data.find(b"\n") == len(data) - 1 and data and not self._begun:
            self._in_message = True
            self._pending = b""  # one message, as nearly always
        else:
            data = self._rest_of_line()
        try:
            message = decode(data)
        except ValueError:
            self._in_message = False
            raise
        if "payload_bytes" in message or ("text_bytes" in message and self._takes_raw_text):
            self._read_raw_parts(message)
        self._in_message = False
        return message

    def _read_raw_parts(self, message: Message) -> None:
        text: bytearray | None = None
        if "text_bytes" in message and self._takes_raw_text:
            text = self._read_raw(message.pop("text_bytes"), MAX_LINE_BYTES, "text")
        if "payload_bytes" in message:
            length = message.pop("payload_bytes")
            message["payload"] = self._read_raw(length, MAX_PAYLOAD_BYTES, "payload")
        if text is not None:
            self._in_message = False
            message["text"] = text.decode()  # last: what is not UTF-8 has been read, too

    def _read_raw(self, length: object, limit: int, what: str) -> bytearray:
        if type(length) is not int or not 0 <= length <= limit:
            raise WireError(f"a {what} of {length!r:.80} bytes")
        head, self._pending = self._pending[:length], self._pending[length:]
        ready = len(head)
        # Grows as it comes: a gigabyte that is announced and never sent costs nothing.
        data = bytearray(min(length, max(ready, _RAW_STEP_BYTES)))
        data[:ready] = head
        while ready < length:
            if ready == len(data):
                data += bytes(min(ready, length - ready))
            with memoryview(data) as view, view[ready:] as rest:
                count = self._read_into(rest)
            if not count:
                raise EndOfStream(f"the stream ended inside a {what}")
            ready += count
        return data


def parse_vram_line(line: str) -> float:
    """Returns the GB of the start-up line; 0.0 when its number can't be read or makes no sense."""
    try:
        gigabytes = float(line[len(VRAM_GB) :])
    except ValueError:
        return 0.0
    return gigabytes if 0.0 <= gigabytes < 1e6 else 0.0
