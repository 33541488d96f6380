"""Output of libraries, in Python or in C, doesn't reach the protocol."""

from __future__ import annotations

import json
import sys

import pytest

from tests.support.by_hand import PUPPET, READY, HandRun
from tests.support.gpu_workers import MakeWorker
from tests.workers.child.conftest import RunByHand

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the C library has another name")

OUTPUT = [
    "a half line",
    "through the original object",
    "__WORKER_READY__ of C",
    "of a child process",
]


def test_during_a_load(run_by_hand: RunByHand) -> None:
    run = run_by_hand(PUPPET, "chatty")
    assert run.until_ready() == ["__WORKER_VRAM_GB__0.000000", READY]
    run.close_input()
    output, errors = run.rest()
    assert output == []
    assert [words for words in OUTPUT if words not in errors] == []


def test_during_a_request(child: HandRun) -> None:
    child.send({"do": "chat"})
    child.send({"do": "value", "value": 1})
    assert json.loads(child.read_line())["chatted"] is True
    assert json.loads(child.read_line()) == {"result": 1}
    child.close_input()
    output, errors = child.rest()
    assert output == []
    assert [words for words in OUTPUT if words not in errors] == []


def test_sys_stdout_is_stderr_by_itself(child: HandRun) -> None:
    assert child.ask({"do": "print_to_a_closed_descriptor"})["printed"] is True
    child.close_input()
    assert "through sys.stdout alone" in child.rest()[1]


def test_while_the_tool_is_imported(run_by_hand: RunByHand) -> None:
    run = run_by_hand("tests.support.tools.chatty_import")
    assert run.until_ready() == ["__WORKER_VRAM_GB__0.000000", READY]
    run.close_input()
    assert "imported" in run.rest()[1]


def test_stdin_of_a_tool_is_empty(child: HandRun) -> None:
    answer = child.ask({"do": "read_stdin"})
    assert (answer["read"], answer["fd_0"]) == ("", "")
    assert child.ask({"do": "value", "value": 1}) == {"result": 1}


def test_output_goes_to_the_log_of_the_worker(make_worker: MakeWorker) -> None:
    worker = make_worker("chatty")
    worker.start()
    worker.do("chat")
    for words in OUTPUT:
        worker.stderr.wait_for(words)
    assert worker.do("value", value=1) == {"result": 1}


def test_tool_with_its_own_main_may_print_before_serving(make_worker: MakeWorker) -> None:
    worker = make_worker()
    worker.module, worker.args = "tests.support.tools.own_main", ["an", "argument"]
    worker.start()
    assert worker.call({"text": "hello"})["argv"] == ["an", "argument"]
