"""Requests in order of arrival, and controls at once, also while the main thread is busy."""

from __future__ import annotations

import io
import os
import queue
import select
import socket
import threading
from collections.abc import Iterator

import pytest

from tests.support.patience import until
from workers.child import inbox as inboxes
from workers.child import wire
from workers.child.inbox import Inbox, SharedInbox
from workers.child.stdio import ParentChannel

# A thread that reads ends with its process. Here it ends by an exception.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")

_PATIENCE_S = 20.0


class Desk:
    """An inbox, its peer, and the controls that were seen. The test is the main thread."""

    def __init__(self, *, threaded: bool) -> None:
        self.peer, ours = socket.socketpair()
        self._descriptor = ours.detach()
        incoming = io.FileIO(self._descriptor, "rb", closefd=False)
        outgoing = io.FileIO(self._descriptor, "wb", closefd=False)
        self.controls: queue.SimpleQueue[tuple[str, inboxes.Item]] = queue.SimpleQueue()
        self.inbox = inboxes.inbox_for(
            ParentChannel(incoming, outgoing), self._note, threaded=threaded
        )
        self._before = set(threading.enumerate())
        self.inbox.start()
        self._threads = set(threading.enumerate()) - self._before

    def _note(self, item: inboxes.Item) -> None:
        self.controls.put((threading.current_thread().name, item))
        if isinstance(item, Exception):
            raise SystemExit  # as in a worker: nobody reads on after the end

    def send(self, *lines: bytes) -> None:
        self.peer.sendall(b"".join(line + b"\n" for line in lines))

    def control(self) -> tuple[str, inboxes.Item]:
        return self.controls.get(timeout=_PATIENCE_S)

    def close(self) -> None:
        # Busy with a request, so that it is the other thread that meets the end.
        self.send(b'{"last": 1}')
        while self.inbox.next() != {"last": 1}:
            pass
        self.close_now()

    def close_now(self) -> None:
        self.peer.close()
        for thread in self._threads:
            thread.join(_PATIENCE_S)
        os.close(self._descriptor)


@pytest.fixture(params=[False, True], ids=["shared", "threaded"])
def desk(request: pytest.FixtureRequest) -> Iterator[Desk]:
    desk = Desk(threaded=request.param)
    yield desk
    desk.close()


def test_inbox_of_each_platform() -> None:
    ours, _ = pair = socket.socketpair()
    with io.FileIO(ours.fileno(), "rb", closefd=False) as incoming:
        chosen = inboxes.inbox_for(ParentChannel(incoming, incoming), lambda item: None)
    for end in pair:
        end.close()
    assert isinstance(chosen, SharedInbox) == hasattr(select, "poll")


def test_one_by_one(desk: Desk) -> None:
    for number in range(5):
        desk.send(b'{"n": %d}' % number)
        assert desk.inbox.next() == {"n": number}


def test_sent_ahead(desk: Desk) -> None:
    desk.send(*[b'{"n": %d}' % number for number in range(100)])
    assert [desk.inbox.next() for _ in range(100)] == [{"n": number} for number in range(100)]


def test_control_while_busy(desk: Desk) -> None:
    desk.send(b'{"n": 1}')
    desk.inbox.next()
    desk.send(b'{"op": "cancel", "id": 1}')
    thread, item = desk.control()
    assert item == {"op": "cancel", "id": 1}
    assert thread != threading.current_thread().name


def test_control_before_the_first_request(desk: Desk) -> None:
    """A load is being busy, too."""
    desk.send(b'{"op": "shutdown"}')
    assert desk.control()[1] == {"op": "shutdown"}


def test_requests_and_controls_mixed_while_busy(desk: Desk) -> None:
    desk.send(b'{"n": 0}')
    desk.inbox.next()
    desk.send(
        b'{"n": 1}',
        b'{"op": "cancel", "id": 0}',
        b"noise",
        b'{"n": 2}',
        b'{"op": "cancel", "id": 7}',
    )
    assert desk.control()[1] == {"op": "cancel", "id": 0}
    assert desk.control()[1] == {"op": "cancel", "id": 7}
    assert desk.inbox.next() == {"n": 1}
    assert isinstance(desk.inbox.next(), ValueError)
    assert desk.inbox.next() == {"n": 2}


def test_message_that_comes_in_two_halves_around_the_end_of_a_request(desk: Desk) -> None:
    desk.send(b'{"n": 0}')
    desk.inbox.next()
    desk.peer.sendall(b'{"n": 1, "payload_bytes": 4}\n12')
    _until_read(desk.inbox)
    rest = threading.Timer(0.05, desk.peer.sendall, [b"34"])
    rest.start()
    assert desk.inbox.next() == {"n": 1, "payload": bytearray(b"1234")}
    rest.join()


def test_control_after_a_long_rest(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between requests nobody polls; the next request wakes who watches."""
    monkeypatch.setattr(inboxes, "_QUIET_TICKS", 1)
    for number in range(3):
        got: queue.SimpleQueue[object] = queue.SimpleQueue()
        main = threading.Thread(target=lambda got=got: got.put(desk.inbox.next()), name="main")
        main.start()
        if isinstance(desk.inbox, SharedInbox):
            until(lambda shared=desk.inbox: not shared._watching)
        desk.send(b'{"n": %d}' % number)
        assert got.get(timeout=_PATIENCE_S) == {"n": number}
        main.join(_PATIENCE_S)
        desk.send(b'{"op": "cancel", "id": %d}' % number)
        assert desk.control()[1] == {"op": "cancel", "id": number}


@pytest.mark.parametrize("threaded", [False, True], ids=["shared", "threaded"])
@pytest.mark.parametrize("half", [b"", b'{"n": ', b'{"payload_bytes": 5}\n12'])
def test_end_while_busy(threaded: bool, half: bytes) -> None:
    desk = Desk(threaded=threaded)
    desk.send(b'{"n": 1}')
    desk.inbox.next()
    desk.peer.sendall(half)
    desk.close_now()
    assert isinstance(desk.control()[1], wire.EndOfStream)


def _until_read(inbox: Inbox) -> None:
    """Until the other thread is in the middle of a message."""
    if isinstance(inbox, SharedInbox):
        until(inbox._reading.locked)
