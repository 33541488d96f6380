"""Measures the cost of isolation: ``python -m tests.benchmarks.speech``.

Time to the first and to the last audio, with the engine in a worker and with the same engine called
in-process, in the same environment. Cold: with no process running. Run it on an idle machine, after
``python3 -m installer test`` has made the environments.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

from tests.benchmarks.figures import machine, milliseconds, table
from workers import ToolWorker
from workers.environments.store import EnvironmentStore
from workers.supervisor import Supervisor

_FOLDER = Path(__file__).parent
_TEXT = (
    "The room in which a desktop's speech engines run. "
    "Each of them lives in a process of its own, and a crash costs one engine."
)

#: Seconds to the first and to the last audio.
Times = tuple[float, float]


def measure_in_process(python: Path, rounds: int) -> tuple[list[Times], list[Times]]:
    """Returns cold and warm times of the engine in its own interpreter."""
    script = str(_FOLDER / "speech_in_process.py")
    cold: list[Times] = []
    warm: list[Times] = []
    for _ in range(3):
        command = [str(python), script, _TEXT, str(rounds)]
        figures = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
        cold.append(figures["cold"])
        warm += figures["warm"]
    return cold, warm


def measure_worker(python: Path, rounds: int) -> tuple[list[Times], list[Times]]:
    """Returns cold and warm times through a worker; cold includes spawn and load."""
    supervisor = Supervisor()
    tool = ToolWorker(
        tool_name="hibari",
        tool_module="workers.engines.hibari",
        vram_budget="tts_hibari",
        output_subdir="benchmark",
        engine="hibari",
        python_exe=str(python),
        supervisor=supervisor,
    )
    cold: list[Times] = []
    warm: list[Times] = []
    for _ in range(3):
        cold.append(_speak(tool))
        warm += [_speak(tool) for _ in range(rounds)]
        tool.stop()
    supervisor.close()
    return cold, warm


def _speak(tool: ToolWorker) -> Times:
    started = time.perf_counter()
    with tool.stream({"text": _TEXT}) as chunks:
        next(chunks)
        first = time.perf_counter() - started
        for _ in chunks:
            pass
    if "error" in chunks.result:
        sys.exit(str(chunks.result["error"]))
    return first, time.perf_counter() - started


def main(arguments: list[str] | None = None) -> None:
    """Measures and prints a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15, help="warm requests after each start")
    options = parser.parse_args(arguments)
    root = _FOLDER.parents[1]
    python = EnvironmentStore(root / ".environments").interpreter("core")
    if python is None:
        sys.exit("The engine's environment is missing; run: python3 -m installer test")
    plain = measure_in_process(python, options.rounds)
    ours = measure_worker(python, options.rounds)
    rows: list[list[str]] = []
    for title, index in (("cold", 0), ("warm", 1)):
        for what, part in (("first audio", 0), ("all audio", 1)):
            figures = [
                statistics.median(times[part] for times in side[index]) for side in (ours, plain)
            ]
            rows.append(
                [
                    f"{title}, {what}",
                    *map(milliseconds, figures),
                    milliseconds(figures[0] - figures[1]),
                ]
            )
    print(machine())
    print("medians\n")
    print(table(["", "in a worker", "in-process", "difference"], rows))


if __name__ == "__main__":
    main()
