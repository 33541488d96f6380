"""Workers on Windows, under the official embeddable Python with its ``._pth`` file."""

from __future__ import annotations

import hashlib

import pytest

from tests.support.wine import RemoteError, Windows, WindowsProgram
from tests.support.wine.windows import windows_path

#: Characters of several planes, and those that a newline translation would change.
TEXT = "Grüße, 東京 🎧 \r\n\x1a\x7f"


@pytest.fixture
def worker(program: WindowsProgram) -> WindowsProgram:
    program.run("import os; from tests.wine.program_with_worker import *")
    program.run("worker = Watched(); worker.start()")
    return program


def test_text_and_bytes_round_trip(worker: WindowsProgram) -> None:
    worker.run("payload = bytes(range(256)) * 8000")
    worker.run(f"answer = worker.call({{'do': 'echo', 'text': {TEXT!r}, 'payload': payload}})")
    assert worker.value("answer['text']") == TEXT
    assert worker.value("answer['payload'] == payload")


def test_output_is_logged_as_utf8(worker: WindowsProgram) -> None:
    assert worker.value("worker.wait_for_line('Geschw')") == "Geschwätz, in Python"
    assert worker.value("worker.wait_for_line('chatter')") == "chatter, below Python"


def test_interpreter_has_a_pth_file(windows: Windows, worker: WindowsProgram) -> None:
    """A precondition of the other tests."""
    facts = worker.value("worker.call({'do': 'facts'})")
    assert facts["executable"] == windows_path(windows.python)
    assert list(windows.python.parent.glob("python*._pth"))


def test_search_path_of_the_caller_comes_first(worker: WindowsProgram) -> None:
    worker.run("worker.stop(); worker.env['PythonPath'] = r'Z:\\usr;Z:\\opt'; worker.start()")
    facts = worker.value("worker.call({'do': 'facts'})")
    assert facts["path"][:2] == ["Z:\\usr", "Z:\\opt"]
    assert facts["environment"]["PYTHONPATH"].startswith("Z:\\usr;Z:\\opt;")


def test_worker_shows_no_window_and_no_error_dialog(worker: WindowsProgram) -> None:
    facts = worker.value("worker.call({'do': 'facts'})")
    assert not facts["console_window"]
    assert facts["error_mode"] & 0x8003 == 0x8003


def test_launcher_variable_is_not_inherited(worker: WindowsProgram) -> None:
    worker.run("os.environ['__PYVENV_LAUNCHER__'] = 'another'")
    worker.run("worker.stop(); worker.start()")
    facts = worker.value("worker.call({'do': 'facts'})")
    assert "__PYVENV_LAUNCHER__" not in facts["environment"]


def test_chunks_arrive_in_order(worker: WindowsProgram) -> None:
    worker.run("stream = worker.stream({'do': 'stream', 'chunks': 30}); chunks = list(stream)")
    assert worker.value("[chunk['number'] for chunk in chunks]") == list(range(30))
    assert worker.value(
        "all(chunk['payload'] == bytes([chunk['number']]) * 100_000 for chunk in chunks)"
    )
    assert worker.value("stream.result['total']") == 30


def test_stream_can_be_cancelled(worker: WindowsProgram) -> None:
    worker.run("stream = worker.stream({'do': 'stream', 'chunks': 10**6}); next(stream)")
    worker.run("stream.cancel(); list(stream)")
    assert worker.value("stream.result['cancelled']") is True
    assert worker.value("worker.call({'do': 'echo', 'text': 'still here'})['text']")


def test_worker_stops_on_request(worker: WindowsProgram) -> None:
    worker.run("worker.stop()")
    assert worker.value("[worker.outcome.exit_code, worker.outcome.requested]") == [0, True]
    assert worker.value("worker.is_alive()") is False
    with pytest.raises(RemoteError, match="WorkerNotReady"):
        worker.run("worker.call({})")


@pytest.mark.parametrize("deed", ["hang", "hold"])
def test_worker_that_ignores_a_stop_is_killed(worker: WindowsProgram, deed: str) -> None:
    worker.run(f"outcome = in_background(worker.call, {{'do': {deed!r}}})")
    worker.run("worker.wait_for_line('h')")
    worker.run("import time; began = time.monotonic(); worker.stop(0.5)")
    assert worker.value("time.monotonic() - began") < 5
    assert worker.value("worker.wait_gone(5)")


def test_hang_times_out(worker: WindowsProgram) -> None:
    worker.run("worker.request_timeout = 0.5")
    failure = worker.value("failure(worker.call, {'do': 'hold'})")
    assert failure["kind"] == "WorkerTimeout"
    assert failure["seconds"] < 10
    assert worker.value("str(worker.outcome)") == ("ended with exit code 0xE0000009: it was killed")


@pytest.mark.parametrize(
    ("request_", "exit_code", "meaning"),
    [
        ({"do": "exit", "code": 7}, 7, "exit=7"),
        ({"do": "exit", "code": -1}, 0xFFFFFFFF, "0xFFFFFFFF"),
        ({"do": "fault"}, 0xC0000005, "0xC0000005: access violation"),
        ({"do": "exit", "code": 0xC0000135 - 2**32}, 0xC0000135, "a required DLL"),
    ],
    ids=["exit", "negative", "access violation", "missing DLL"],
)
def test_crash_has_exit_code_and_meaning(
    worker: WindowsProgram, request_: dict[str, object], exit_code: int, meaning: str
) -> None:
    failure = worker.value(f"failure(worker.call, {request_!r})")
    assert failure["kind"] == "WorkerCrash"
    assert failure["exit_code"] == exit_code
    assert meaning in failure["text"]
    worker.run("worker.start()")
    assert worker.value("worker.call({'do': 'echo', 'text': 'again'})['text']") == "again"


def test_failed_start_has_a_reason(worker: WindowsProgram) -> None:
    failure = worker.value("failure(Watched('no.such.tool').start)")
    assert failure["kind"] == "WorkerCrash"
    assert "died during startup (exit=2)" in failure["text"]
    failure = worker.value("failure(Watched(python_exe=r'C:\\no\\python.exe').start)")
    assert failure["kind"] == "WorkerCrash"
    assert "couldn't run" in failure["text"]


def test_crash_is_seen_while_other_workers_live(worker: WindowsProgram) -> None:
    """A pipe ends only if no sibling holds its other end."""
    worker.run(
        "others = [Watched() for _ in range(4)]\n"
        "starts = [threading.Thread(target=other.start) for other in others]\n"
        "for start in starts: start.start()\n"
        "for start in starts: start.join()"
    )
    for number in range(4):
        failure = worker.value(f"failure(others[{number}].call, {{'do': 'exit', 'code': 9}})")
        assert failure["exit_code"] == 9
        assert failure["seconds"] < 1
    assert worker.value("worker.call({'do': 'echo', 'text': 'still here'})['text']")


def test_no_handle_or_thread_leaks(worker: WindowsProgram) -> None:
    # Windows gives the next handle the lowest free number, so a leak increases it.
    worker.run(
        "import _winapi, ctypes, gc\n"
        "def next_handle():\n"
        "    gc.collect()\n"
        "    handle = ctypes.windll.kernel32.CreateEventW(None, 0, 0, None)\n"
        "    _winapi.CloseHandle(handle)\n"
        "    return handle\n"
        "def once():\n"
        "    worker.start(); worker.call({'do': 'echo'}); worker.stop()\n"
        "    worker.start(); failure(worker.call, {'do': 'exit', 'code': 1}); worker.wait_gone(9)\n"
        "    for thread in threading.enumerate():\n"
        "        if thread.name.endswith('-windows'): thread.join(9)\n"
        "once(); before = next_handle()\n"
        "for _ in range(5): once()\n"
    )
    assert worker.value("next_handle()") <= worker.value("before")
    assert worker.value("[thread.name for thread in threading.enumerate()]") == ["MainThread"]


def test_tool_worker_works_as_on_other_systems(worker: WindowsProgram) -> None:
    worker.run(
        "from workers import ToolWorker\n"
        "events = []\n"
        "tool = ToolWorker(tool_name='echo', tool_module=TOOL, vram_budget='', "
        "output_subdir='echo', engine='echo')\n"
        "tool.add_observer(lambda name, event: events.append(str(event)))\n"
        f"answer = tool.call({{'do': 'echo', 'text': {TEXT!r}}})"
    )
    assert worker.value("answer['text']") == TEXT
    assert worker.value("tool.call({'do': 'exit', 'code': 5})['transient']") is True
    worker.run("tool.call({'do': 'echo'}); tool.stop()")
    assert worker.value("events") == ["spawned", "crashed", "spawned", "stopped"]


def test_control_bytes_in_a_payload_survive(worker: WindowsProgram) -> None:
    """No byte of a payload ends a line or a file."""
    worker.run("import hashlib; payload = bytes(range(256))[::-1] + b'\\r\\n\\x1a' * 50_000")
    worker.run("answer = worker.call({'do': 'echo', 'payload': payload})")
    expected = hashlib.sha256(bytes(range(256))[::-1] + b"\r\n\x1a" * 50_000).hexdigest()
    assert worker.value("hashlib.sha256(answer['payload']).hexdigest()") == expected


def test_standard_library_of_the_parent_comes_last(worker: WindowsProgram) -> None:
    """The library of another interpreter, maybe of another version, must come first."""
    worker.run("import sys; from workers.process.launch import plan_launch")
    worker.run("plan = plan_launch('name', TOOL).message")
    home = worker.value("os.path.dirname(sys.executable)")
    assert worker.value("plan['late_path']") == [f"{home}\\python313.zip", home]
    assert not [place for place in worker.value("plan['path']") if place.startswith(home)]
