"""The end of input ends a worker at once, whatever it is at, seen without any guard."""

from __future__ import annotations

import pytest

from tests.support.by_hand import PUPPET, HandRun
from tests.support.gpu_workers import INBOXES
from tests.workers.child.conftest import RunByHand

# No worker here ever ends by itself, and each run waits 30 s at most.


def test_end_of_input_while_idle(child: HandRun) -> None:
    child.close_input()
    assert child.exit_code() == 0
    assert child.rest()[0] == []


def test_in_the_middle_of_a_load(run_by_hand: RunByHand, inbox: str) -> None:
    run = run_by_hand(PUPPET, "stuck", module=INBOXES[inbox])
    run.until_logged("stuck in load")
    run.close_input()
    assert run.exit_code() == 0


def test_while_the_tool_is_being_imported(run_by_hand: RunByHand, inbox: str) -> None:
    run = run_by_hand("tests.support.tools.stuck_import", module=INBOXES[inbox])
    run.until_logged("stuck in import")
    run.close_input()
    assert run.exit_code() == 0


def test_in_the_middle_of_a_request(child: HandRun) -> None:
    child.send({"do": "hang"})
    child.until_logged("hanging")
    child.close_input()
    assert child.exit_code() == 0


def test_in_the_middle_of_a_stream(child: HandRun) -> None:
    child.send({"do": "stream_and_wait", "id": 1, "stream": True})
    child.read_line()
    child.close_input()
    assert child.exit_code() == 0


@pytest.mark.parametrize("line", [b'{"do": "val', b'{"payload_bytes": 100}\nhalf'])
def test_in_the_middle_of_a_message(child: HandRun, line: bytes) -> None:
    child.send(line)
    child.close_input()
    assert child.exit_code() == 0
    assert child.rest()[0] == []


def test_with_requests_under_way(child: HandRun) -> None:
    """What has been asked before the end may be answered or not; the end is the same."""
    child.send(b'{"do": "value", "value": 1}\n' * 3)
    child.close_input()
    assert child.exit_code() == 0


def test_reader_of_its_answers_has_gone(child: HandRun) -> None:
    child.stdout.close()
    child.send({"do": "echo", "text": "x" * 1_000_000})
    assert child.exit_code() == 0


def test_hanging_cleanup_does_not_delay_the_exit(run_by_hand: RunByHand, inbox: str) -> None:
    run = run_by_hand(PUPPET, "stuck_at_exit", module=INBOXES[inbox])
    run.until_ready()
    run.close_input()
    assert run.exit_code() == 0
