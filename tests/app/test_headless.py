"""Without a display, the program reports that, serves, and ends on a signal."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from workers.base import paths


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there is always a display")
def test_engine_that_cannot_start_with_the_program_is_reported(engineroom_home: Path) -> None:
    folder = paths.config_dir()
    folder.mkdir(parents=True)
    (folder / "settings.toml").write_text("[engines.hibari]\nstarts_with_app = true\n")
    with subprocess.Popen(
        [sys.executable, "-m", "app"], stdout=subprocess.PIPE, text=True, env=without_display()
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("Couldn't start Hibari"):
                assert "isn't installed" in line
                process.terminate()
        assert process.wait(timeout=30) == 0


def without_display() -> dict[str, str]:
    gone = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return {name: value for name, value in os.environ.items() if name not in gone}


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there is always a display")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_program_serves_until_a_signal_ends_it(number: int) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "app"], stdout=subprocess.PIPE, text=True, env=without_display()
    )
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line)
        if line.startswith("Ready"):
            process.send_signal(number)
    assert process.wait(timeout=30) == 0
    assert "No display" in lines[0]
    assert "Ready. Installed engines: none\n" in lines
    assert "List all engines: engineroom engines list\n" in lines
    assert "Stopping" in lines[-1]
    process.stdout.close()
