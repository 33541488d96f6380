"""One line in, one line out, seen from the other end of the pipe, with each inbox."""

from __future__ import annotations

import json

import pytest

from tests.support.by_hand import HandRun


def test_dict_gets_its_latency(child: HandRun) -> None:
    answer = child.ask({"do": "echo", "text": "Grüße"})
    assert answer.pop("latency_ms") >= 0
    assert answer == {"do": "echo", "text": "Grüße"}


def test_own_latency_is_kept(child: HandRun) -> None:
    assert child.ask({"latency_ms": "mine"}) == {"latency_ms": "mine"}


@pytest.mark.parametrize("value", [None, 7, "text", [1, 2], True])
def test_any_other_result_is_wrapped(child: HandRun, value: object) -> None:
    assert child.ask({"do": "value", "value": value}) == {"result": value}


def test_exception_is_answered_and_work_goes_on(child: HandRun) -> None:
    assert child.ask({"do": "raise"}) == {"error": "ValueError: boom"}
    assert child.ask({"do": "value", "value": 1}) == {"result": 1}
    child.close_input()
    assert "ValueError: boom" in child.rest()[1]


def test_unserialisable_result_is_answered_and_work_goes_on(child: HandRun) -> None:
    answer = child.ask({"do": "unserialisable"})
    assert answer["error"].startswith("response serialization failed: ")
    assert "object" in answer["error"]
    assert child.ask({"do": "value", "value": 1}) == {"result": 1}


@pytest.mark.parametrize(
    "line",
    [
        b"not json\n",
        b"\n",
        b'{"text": "half\n',
        b'{"text": "\xff"}\n',
        b"[1, 2]\n",
        b'"text"\n',
        b"[" * 100_000 + b"\n",
        b'{"number": ' + b"9" * 10_000 + b"}\n",
    ],
    ids=["words", "blank", "half", "not-utf-8", "list", "string", "deep", "huge-number"],
)
def test_bad_json_is_answered_and_work_goes_on(child: HandRun, line: bytes) -> None:
    assert child.ask(line)["error"].startswith("invalid JSON: ")
    assert child.ask({"do": "value", "value": 1}) == {"result": 1}


def test_requests_sent_ahead_are_answered_in_order(child: HandRun) -> None:
    requests = [{"do": "value", "value": number} for number in range(200)]
    child.send(b"".join(json.dumps(request).encode() + b"\n" for request in requests))
    assert [json.loads(child.read_line())["result"] for _ in requests] == list(range(200))


def test_id_comes_back_and_the_handler_does_not_see_it(child: HandRun) -> None:
    answer = child.ask({"do": "echo", "id": 41})
    assert answer.pop("id") == 41
    answer.pop("latency_ms")
    assert answer == {"do": "echo"}


def test_without_an_id_reserved_keys_are_the_callers_own(child: HandRun) -> None:
    answer = child.ask({"do": "echo", "event": "birthday", "stream": "of thought", "own": 1})
    answer.pop("latency_ms")
    assert answer == {"do": "echo", "event": "birthday", "stream": "of thought", "own": 1}


def test_shutdown_exits_with_0(child: HandRun) -> None:
    child.send({"op": "shutdown"})
    assert child.exit_code() == 0


def test_shutdown_in_the_middle_of_a_request_exits_with_0(child: HandRun) -> None:
    child.send({"do": "hang"})
    child.until_logged("hanging")
    child.send({"op": "shutdown"})
    assert child.exit_code() == 0


def test_payload_both_ways(child: HandRun) -> None:
    child.send(b'{"do": "echo", "payload_bytes": 5}\n12\n45')
    header = json.loads(child.read_line())
    assert header["payload_bytes"] == 5
    assert child.stdout.read(5) == b"12\n45"
