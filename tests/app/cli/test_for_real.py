"""The program itself, asked in a terminal, and interrupted."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.workers.installation.conftest import World
from tests.workers.weights.conftest import CONFIG, MODEL

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = (sys.executable, "-m", "app")
PATIENCE_S = 60.0
CATALOG = """
[engines.wisp]
name = "Wisp"
kind = "tts"
adapter = "workers.engines.hibari"
environment = "wisps"
requirements = ["alpha==1.0"]
weights = [{ repository = "owner/voice", license = "CC-BY-NC-4.0" }]
"""


@pytest.fixture
def wisp(world: World, engineroom_home: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """An engine of the user's own catalog, with weights on the stand-in hub."""
    world.hub.publish("owner/voice", {"config.json": CONFIG, "model.bin": MODEL})
    monkeypatch.setenv("HF_ENDPOINT", world.hub.endpoint)
    folder = engineroom_home / "config"
    folder.mkdir()
    (folder / "catalog.toml").write_text(CATALOG)
    return world


class Terminal:
    """Reads a program's terminal, and types answers."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._unread = ""

    def wait_for(self, text: str) -> None:
        """Read on until this was written."""
        while text not in self._unread:
            ready, _, _ = select.select([self._descriptor], [], [], PATIENCE_S)
            try:
                written = os.read(self._descriptor, 4096) if ready else b""
            except OSError:
                written = b""  # Linux' way to say that nobody writes any more
            if not written:
                pytest.fail(f"no {text!r} in {self._unread!r}")
            self._unread += written.decode()
        self._unread = self._unread.partition(text)[2]

    def answer(self, text: str) -> None:
        os.write(self._descriptor, f"{text}\n".encode())


@contextmanager
def in_terminal(*arguments: str) -> Iterator[tuple[Terminal, subprocess.Popen[bytes]]]:
    import pty

    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*PROGRAM, *arguments], cwd=ROOT, stdin=theirs, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    try:
        yield Terminal(ours), process
    finally:
        process.kill()
        process.wait()
        os.close(ours)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals of this kind")
def test_terminal_asks_for_every_confirmation(wisp: World) -> None:
    with in_terminal("engines", "install", "wisp") as (terminal, process):
        terminal.wait_for("Allow it? [y/N]")
        terminal.answer("y")
        terminal.wait_for("Non-commercial use only.")
        terminal.wait_for("Accept CC-BY-NC-4.0? [y/N]")
        terminal.answer("perhaps")
        terminal.wait_for("[y/N]")
        terminal.answer("yes")
        terminal.wait_for("Install Wisp? [Y/n]")
        terminal.answer("")
        terminal.wait_for("\rDownloading")
        terminal.wait_for("Wisp installed.")
        assert process.wait(PATIENCE_S) == 0
    listed = subprocess.run(
        [*PROGRAM, "engines", "list", "--installed"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "wisp" in listed.stdout


def test_ctrl_c_cancels_and_the_next_run_resumes(wisp: World) -> None:
    command = [*PROGRAM, "engines", "install", "wisp", "--yes", "--allow-code", "--accept-license"]
    wisp.hub.trouble.hold_at = 500_000
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    assert wisp.hub.trouble.held.wait(PATIENCE_S)
    process.send_signal(signal.SIGINT)
    _, output = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 130
    assert "Canceled." in output
    assert "Traceback" not in output
    wisp.hub.trouble.hold_at = None
    wisp.hub.trouble.go.set()
    again = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert again.returncode == 0, again.stderr
    assert any(body.start > 0 for body in wisp.hub.bodies()), "what had arrived is kept"
