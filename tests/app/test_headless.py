"""Without a display: the program says so, serves, and ends on a signal."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there is always a display")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_until_it_is_told_to_end(number: int) -> None:
    gone = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {name: value for name, value in os.environ.items() if name not in gone}
    process = subprocess.Popen(
        [sys.executable, "-m", "app"], stdout=subprocess.PIPE, text=True, env=environment
    )
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line)
        if line.startswith("Ready"):
            process.send_signal(number)
    assert process.wait(timeout=30) == 0
    assert "No display" in lines[0]
    assert "hibari" in "".join(lines)
    assert "Stopping" in lines[-1]
    process.stdout.close()
