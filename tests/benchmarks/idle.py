"""What the program costs while nothing happens: ``python -m tests.benchmarks.idle``.

The real program under a virtual X server with a real tray, with its window shown and
hidden, with and without a GPU (a stand-in for NVIDIA's driver), one engine loaded. Linux,
with what tests/e2e needs, after ``python -m installer test`` has made the engines'
environments.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import threading
from pathlib import Path

import psutil

from tests.benchmarks.figures import machine, table
from tests.e2e.desktop import Desktop
from tests.e2e.gpu_machine import gpu_machine
from tests.e2e.watched_app import ROOT, WatchedApp

#: What is drawn and looked up for the first time has been by then, in seconds.
_SETTLING_S = 8.0


def main(arguments: list[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0, help="how long each is watched")
    options = parser.parse_args(arguments)
    rows: list[list[str]] = []
    for title, has_gpu in (("no GPU", False), ("one GPU", True)):
        shown, hidden = measure(options.seconds, has_gpu=has_gpu)
        rows.append([title, f"{shown:.2f} %", f"{hidden:.2f} %"])
    print(machine())
    print(f"of one core, over {options.seconds:g} s\n")
    print(table(["", "window shown", "window hidden"], rows))


def measure(seconds: float, *, has_gpu: bool) -> tuple[float, float]:
    """Percent of one core that the program takes: with its window shown, and hidden."""
    with tempfile.TemporaryDirectory() as name, Desktop() as desktop:
        home = Path(name) / "home"
        (home / "data").mkdir(parents=True)
        (home / "data" / "environments").symlink_to(ROOT / ".environments")
        silent = {"ALSA_CONFIG_PATH": os.devnull, "PULSE_SERVER": "none"}
        environment = {**os.environ, **desktop.environment, **silent, "ENGINEROOM_HOME": str(home)}
        with gpu_machine(Path(name), home) as gpus:
            app = WatchedApp({**environment, **(gpus.environment if has_gpu else {})})
            try:
                app.wait_until(lambda: app.ask("state")["gauges"])
                desktop.click(tuple(app.ask("cell", "hibari", "ACTION")))
                app.wait_for_state("Ready")
                shown = _percent(app, seconds)
                desktop.press("ctrl+w")
                app.wait_until(lambda: not app.ask("state")["window"])
                return shown, _percent(app, seconds)
            finally:
                app.close()


def _percent(app: WatchedApp, seconds: float) -> float:
    pause, process = threading.Event(), psutil.Process(app.process.pid)
    pause.wait(_SETTLING_S)
    before = process.cpu_times()
    pause.wait(seconds)
    after = process.cpu_times()
    spent_s = after.user + after.system - before.user - before.system
    return 100 * spent_s / seconds


if __name__ == "__main__":
    main()
