"""0 when told to go, 2 when the load fails, 3 when serving itself fails."""

from __future__ import annotations

import pytest

from tests.support.by_hand import HandRun
from workers.child import wire


def test_exiting_handler_is_fatal(child: HandRun) -> None:
    child.send({"do": "quit", "code": 0})
    assert child.exit_code() == 3
    assert "serving failed" in child.rest()[1]


@pytest.mark.parametrize("length", [b"-1", b'"many"', b"%d" % (wire.MAX_PAYLOAD_BYTES + 1)])
def test_invalid_payload_length_is_fatal(child: HandRun, length: bytes) -> None:
    child.send(b'{"payload_bytes": ' + length + b"}\n")
    assert child.exit_code() == 3
    assert "parent sent a payload of " in child.rest()[1]


def test_endless_line_is_fatal(child: HandRun) -> None:
    try:
        child.send(b"x" * (2 * wire.MAX_LINE_BYTES))
    except BrokenPipeError:
        pass  # it does not read on
    assert child.exit_code() == 3
    assert "parent sent a line longer than" in child.rest()[1]


def test_fatal_input_in_the_middle_of_a_request(child: HandRun) -> None:
    child.send({"do": "hang"})
    child.until_logged("hanging")
    child.send(b'{"payload_bytes": -1}\n')
    assert child.exit_code() == 3


def test_tool_that_closes_its_stderr_serves_on(child: HandRun) -> None:
    assert child.ask({"do": "close_stderr"})["closed"] is True
    assert child.ask({"do": "raise"}) == {"error": "ValueError: boom"}
    child.send({"op": "shutdown"})
    assert child.exit_code() == 0
