"""How soon the icon is there, and what it costs: ``python -m tests.benchmarks.tray``.

Beside a bare PySide6 program with a tray icon and an empty window, in turns, under a
virtual X server with a real tray. Linux, with Xvfb and trayer. Run it on an idle machine.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.figures import machine, milliseconds, table

_PROGRAM = str(Path(__file__).with_name("tray_program.py"))


@contextlib.contextmanager
def _display_with_tray() -> Iterator[str]:
    """An X server of our own, with a tray in it; its name."""
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x900x24", "-nolisten", "tcp"],
        pass_fds=(writing,),
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as lines:
        display = f":{lines.readline().strip()}"
    tray = subprocess.Popen(["trayer", "--edge", "bottom"], env={**os.environ, "DISPLAY": display})
    try:
        yield display
    finally:
        for process in (tray, server):
            process.terminate()
            process.wait()


def measure(kind: str, display: str) -> tuple[float, float]:
    """Seconds from the spawn to the icon, and MiB resident three seconds later."""
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "DISPLAY": display, "ENGINEROOM_HOME": home}
        environment.pop("QT_QPA_PLATFORM", None)
        started = time.monotonic()
        output = subprocess.run(
            [sys.executable, _PROGRAM, kind],
            env=environment,
            check=True,
            capture_output=True,
            text=True,
            timeout=60,
        ).stdout
    figures = dict(line.split() for line in output.splitlines() if line.count(" ") == 1)
    return float(figures["shown"]) - started, float(figures["resident"])


def main(arguments: list[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args(arguments)
    samples: dict[str, list[tuple[float, float]]] = {"ours": [], "bare": []}
    with _display_with_tray() as display:
        for kind in samples:
            measure(kind, display)  # the first one fills the caches
        for _ in range(options.rounds):
            for kind, figures in samples.items():
                figures.append(measure(kind, display))
    shown = {k: statistics.median(s for s, _ in v) for k, v in samples.items()}
    resident = {k: statistics.median(m for _, m in v) for k, v in samples.items()}
    print(machine())
    print("medians\n")
    print(
        table(
            ["", "engine room", "bare PySide6 tray program", "ratio or difference"],
            [
                [
                    "icon on the screen",
                    milliseconds(shown["ours"]),
                    milliseconds(shown["bare"]),
                    f"{shown['ours'] / shown['bare']:.2f} x",
                ],
                [
                    "resident memory",
                    f"{resident['ours']:.0f} MiB",
                    f"{resident['bare']:.0f} MiB",
                    f"+{resident['ours'] - resident['bare']:.0f} MiB",
                ],
            ],
        )
    )


if __name__ == "__main__":
    main()
