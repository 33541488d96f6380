"""What every channel promises, whatever carries it."""

from __future__ import annotations

import json
import os
import select
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.workers.process.channel_peers import Peer
from workers.child.wire import EndOfStream
from workers.process.channel import Channel, ChannelTimeout

Ends = tuple[Channel, Peer]

LONG_S = 30.0
SHORT_S = 0.05


def test_text_and_bytes_arrive_as_they_were_sent(ends: Ends) -> None:
    channel, peer = ends
    payload = os.urandom(3_000_000)
    with ThreadPoolExecutor() as pool:
        received = pool.submit(_read_message_and_echo, peer)
        channel.send({"text": "Grüße, 東京 🎧", "payload": payload}, LONG_S)
        answer = channel.receive(LONG_S)
        header, body = received.result(LONG_S)
    assert header == {"text": "Grüße, 東京 🎧", "payload_bytes": len(payload)}
    assert body == payload
    assert answer == {"text": "Grüße, 東京 🎧", "payload": bytearray(payload)}


def _read_message_and_echo(peer: Peer) -> tuple[dict[str, object], bytes]:
    data = b""
    while b"\n" not in data:
        data += os.read(peer.incoming, 1 << 16)
    line, _, body = data.partition(b"\n")
    header = json.loads(line)
    while len(body) < header["payload_bytes"]:
        body += os.read(peer.incoming, 1 << 20)
    peer.write(line + b"\n" + body)
    return header, body


def test_messages_that_arrive_together_are_separated(ends: Ends) -> None:
    channel, peer = ends
    peer.write(b'chatter \xff\n{"a": 1, "payload_bytes": 3}\nxyz{"a": 2}\nnonsense\n{"a": 3}\n')
    assert channel.receive_line(LONG_S) == "chatter �"
    assert channel.receive(LONG_S) == {"a": 1, "payload": bytearray(b"xyz")}
    assert channel.receive(LONG_S) == {"a": 2}
    with pytest.raises(ValueError, match="Expecting value"):
        channel.receive(LONG_S)
    assert channel.receive(LONG_S) == {"a": 3}


def test_silence_is_a_time_out_and_loses_nothing(ends: Ends) -> None:
    channel, peer = ends
    peer.write(b'{"half": ')
    with pytest.raises(ChannelTimeout):
        channel.receive(SHORT_S)
    peer.write(b"true}\n")
    assert channel.receive(LONG_S) == {"half": True}


def test_slow_message_times_out(ends: Ends) -> None:
    channel, peer = ends
    ended = threading.Event()

    def dribble() -> None:
        while not ended.wait(0.01):
            peer.write(b" ")

    with ThreadPoolExecutor() as pool:
        pool.submit(dribble)
        started = time.monotonic()
        try:
            with pytest.raises(ChannelTimeout):
                channel.receive(0.3)
        finally:
            ended.set()
    assert time.monotonic() - started < LONG_S


def test_unread_messages_time_out(ends: Ends) -> None:
    channel, _ = ends
    with pytest.raises(ChannelTimeout):
        channel.send({"payload": bytes(8_000_000)}, SHORT_S)


def test_unserializable_message_is_not_sent(ends: Ends) -> None:
    channel, peer = ends
    with pytest.raises(TypeError):
        channel.send({"handler": object()}, LONG_S)
    channel.send({"a": 1}, LONG_S)
    assert os.read(peer.incoming, 1 << 16) == b'{"a": 1}\n'


def test_messages_from_many_threads_do_not_mix(ends: Ends) -> None:
    channel, peer = ends
    body = "x" * 50_000
    with ThreadPoolExecutor(max_workers=9) as pool:
        received = pool.submit(peer.read_to_end)
        for sent in [
            pool.submit(channel.send, {"number": number, "body": body}, LONG_S)
            for number in range(40)
        ]:
            sent.result(LONG_S)
        channel.close()
        lines = received.result(LONG_S).splitlines()
    assert sorted(json.loads(line)["number"] for line in lines) == list(range(40))


def test_end_of_the_peer_is_seen_at_once_and_stays(ends: Ends) -> None:
    channel, peer = ends
    peer.write(b'{"last": 1}\n{"cut of')
    peer.close()
    assert channel.receive(LONG_S) == {"last": 1}
    for _ in range(3):
        with pytest.raises(EndOfStream):
            channel.receive(LONG_S)
    with pytest.raises(EndOfStream):
        channel.send({"a": 1}, LONG_S)


def test_end_wakes_waiting_readers(ends: Ends) -> None:
    channel, peer = ends
    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(channel.receive, LONG_S)
        peer.close()
        with pytest.raises(EndOfStream):
            waiting.result(LONG_S)


def test_closing_wakes_readers_and_ends_the_input_of_the_peer(ends: Ends) -> None:
    channel, peer = ends
    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(channel.receive, LONG_S)
        channel.close()
        with pytest.raises(EndOfStream):
            waiting.result(LONG_S)
    assert peer.read_to_end() == b""
    with pytest.raises(EndOfStream):
        channel.send({"a": 1}, LONG_S)
    channel.close()


def test_closing_does_not_wait_for_a_peer_that_does_nothing(ends: Ends) -> None:
    channel, _ = ends
    with pytest.raises(ChannelTimeout):
        channel.send({"payload": bytes(8_000_000)}, SHORT_S)
    started = time.monotonic()
    channel.close()
    assert time.monotonic() - started < 1.0


def test_unrequested_bytes_can_be_dropped(ends: Ends) -> None:
    channel, peer = ends
    assert channel.drain() == 0
    peer.write(b'{"a": 1}\n{"late": 2}\n{"lat')
    assert channel.receive(LONG_S) == {"a": 1}
    assert channel.drain() == len(b'{"late": 2}\n{"lat')
    peer.write(b'{"a": 3}\n')
    assert channel.receive(LONG_S) == {"a": 3}


def test_dropping_does_not_hide_the_end(ends: Ends) -> None:
    channel, peer = ends
    peer.write(b"{}\n")
    peer.close()
    assert channel.receive(LONG_S) == {}
    channel.drain()
    with pytest.raises(EndOfStream):
        channel.receive(LONG_S)


def test_unread_flood_blocks_its_writer(ends: Ends) -> None:
    channel, peer = ends
    os.set_blocking(peer.outgoing, False)
    block, written = bytes(1 << 16), 0
    while written < 256 << 20 and select.select([], [peer.outgoing], [], 0.5)[1]:
        written += os.write(peer.outgoing, block)
    assert written < 16 << 20
    while channel.drain():
        pass
    assert select.select([], [peer.outgoing], [], LONG_S)[1]


def test_end_can_be_put_behind_what_has_arrived(ends: Ends) -> None:
    """The worker has gone, but somebody that we do not know holds its end open."""
    channel, peer = ends
    peer.write(b'{"last": 1}\n')
    channel.expect_nothing()
    assert channel.receive(LONG_S) == {"last": 1}
    with pytest.raises(EndOfStream):
        channel.receive(LONG_S)
