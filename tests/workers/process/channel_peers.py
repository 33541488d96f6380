"""Both kinds of channel, each with the raw descriptors of its other end."""

from __future__ import annotations

import io
import os
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from workers.process.channel import Channel
from workers.process.channel_pipes import PipeChannel
from workers.process.channel_sockets import SocketChannel


@dataclass
class Peer:
    """The other end, as bytes and nothing else."""

    incoming: int
    outgoing: int

    def write(self, data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(self.outgoing, rest) :]

    def read_to_end(self) -> bytes:
        pieces: list[bytes] = []
        while piece := os.read(self.incoming, 1 << 16):
            pieces.append(piece)
        return b"".join(pieces)

    def close(self) -> None:
        for descriptor in {self.incoming, self.outgoing} - {-1}:
            os.close(descriptor)
        self.incoming = self.outgoing = -1


def socket_pair() -> tuple[Channel, Peer]:
    ours, theirs = socket.socketpair()
    descriptor = theirs.detach()
    return SocketChannel(ours), Peer(descriptor, descriptor)


def pipe_pair() -> tuple[PipeChannel, Peer]:
    ours_in, theirs_out = os.pipe()
    theirs_in, ours_out = os.pipe()
    channel = PipeChannel(io.FileIO(ours_in, "rb"), io.FileIO(ours_out, "wb"), name="test")
    return channel, Peer(theirs_in, theirs_out)


@pytest.fixture(params=[socket_pair, pipe_pair], ids=["socket", "pipes"])
def ends(request: pytest.FixtureRequest) -> Iterator[tuple[Channel, Peer]]:
    channel, peer = request.param()
    yield channel, peer
    channel.close()
    peer.close()


@pytest.fixture
def piped() -> Iterator[tuple[PipeChannel, Peer]]:
    channel, peer = pipe_pair()
    yield channel, peer
    channel.close()
    peer.close()
    for thread in threading.enumerate():
        if thread.name in ("read-test", "write-test"):
            thread.join(10)
            assert not thread.is_alive(), f"{thread.name} did not end with its pipe"
