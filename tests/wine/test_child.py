"""The child side on Windows, without our parent side."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.wine import Windows, WindowsProgram
from tests.support.wine.windows import ROOT, windows_path
from tests.wine.program_with_worker import TOOL
from workers.process.launch import plan_launch

SOON_S = 10

Child = subprocess.Popen[bytes]


def start(windows: Windows, *arguments: str) -> Child:
    """Starts a child that knows its tool and has no Job Object."""
    child = subprocess.Popen(
        [
            *("wine", windows_path(windows.python), "-I", "-u", "-X", "utf8"),
            windows_path(ROOT / "workers" / "child" / "bootstrap.py"),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=windows.environment,
    )
    message = plan_launch("child", "workers.child", args=arguments).message
    places = {name: windows_path(Path(place)) for name, place in message["places"].items()}
    send(child, {**message, "path": [], "late_path": [], "places": places, "guard": None})
    return child


def send(child: Child, message: dict[str, object]) -> None:
    assert child.stdin is not None
    child.stdin.write(json.dumps(message).encode() + b"\n")
    child.stdin.flush()


def wait_for(stream: object, start: bytes) -> bytes:
    assert stream is not None
    for line in stream:  # type: ignore[attr-defined]
        if line.startswith(start):
            return line
    pytest.fail(f"the stream ended without {start!r}")


def end_input(child: Child) -> int:
    assert child.stdin is not None
    child.stdin.close()
    return child.wait(SOON_S)


@pytest.fixture
def child(
    windows: Windows, watcher: WindowsProgram, request: pytest.FixtureRequest
) -> Iterator[Child]:
    with start(windows, TOOL, *getattr(request, "param", ())) as child:
        yield child
        child.kill()


def test_child_speaks_the_protocol(child: Child) -> None:
    ready = wait_for(child.stdout, b"__WORKER_READY__")
    assert ready == b"__WORKER_READY__\n", "a newline is one byte, on Windows too"
    send(child, {"do": "echo", "text": "Grüße"})
    answer = json.loads(wait_for(child.stdout, b"{"))
    assert answer["text"] == "Grüße"
    send(child, {"op": "shutdown"})
    assert child.wait(SOON_S) == 0


def test_end_of_input_ends_the_child(child: Child) -> None:
    wait_for(child.stdout, b"__WORKER_READY__")
    assert end_input(child) == 0


@pytest.mark.parametrize("child", [("alone",)], indirect=True)
def test_end_of_input_ends_a_load(child: Child) -> None:
    wait_for(child.stderr, b"loading")
    assert end_input(child) == 0


def test_end_of_input_ends_a_request(child: Child) -> None:
    wait_for(child.stdout, b"__WORKER_READY__")
    send(child, {"do": "hang"})
    wait_for(child.stderr, b"hanging")
    assert end_input(child) == 0
