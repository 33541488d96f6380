"""Times of a request to another process: ``python -m tests.benchmarks.ipc``.

All contenders take turns, round by round, so that a machine that slows down slows them all. Run
it on an idle machine. On a busy one ``taskset -c 1 chrt -f 10`` (as root, on Linux) in front of
it gives steady ratios: all processes share one CPU and interrupt everything else.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from typing import Any

from tests.benchmarks.contenders import MEGABYTE, Contender, all_contenders
from tests.benchmarks.figures import machine, median_and_99th, milliseconds, table, timed

_REQUESTS: dict[str, tuple[dict[str, Any], int]] = {
    "100 B there and back": ({"text": "x" * 100}, 200),
    "1 MB of text there": ({"text": "x" * MEGABYTE}, 10),
    "1 MB of audio back": ({"size": MEGABYTE}, 20),
}


def measure_round_trips(contenders: list[Contender], rounds: int) -> dict[str, dict[str, Any]]:
    """Returns the seconds of every exchange, by figure and contender."""
    samples: dict[str, dict[str, list[float]]] = {
        figure: {c.name: [] for c in contenders} for figure in _REQUESTS
    }
    for contender in contenders:
        contender.start()
        for request, count in _REQUESTS.values():
            for _ in range(count):
                contender.exchange(request)
    for _ in range(rounds):
        for figure, (request, count) in _REQUESTS.items():
            for contender in contenders:
                samples[figure][contender.name] += [
                    timed(lambda c=contender, r=request: c.exchange(r)) for _ in range(count)
                ]
    for contender in contenders:
        contender.stop()
    return samples


def measure_starts(contenders: list[Contender], rounds: int) -> dict[str, list[float]]:
    """Returns the seconds from the spawn to the first answer, and those of a bare interpreter."""
    samples: dict[str, list[float]] = {c.name: [] for c in contenders}
    samples["python -I -c pass"] = []
    for _ in range(rounds):
        samples["python -I -c pass"].append(timed(_run_bare_python))
        for contender in contenders:
            samples[contender.name].append(timed(contender.start))
            contender.stop()
    return samples


def _run_bare_python() -> None:
    subprocess.run([sys.executable, "-I", "-c", "pass"], check=True)


def measure_kills(contenders: list[Contender], rounds: int) -> dict[str, list[float]]:
    """Returns the seconds from SIGKILL of the process to its caller's exception."""
    samples: dict[str, list[float]] = {c.name: [] for c in contenders}
    for _ in range(rounds):
        for contender in contenders:
            contender.start()
            killed_at = contender.kill_and_wait()
            samples[contender.name].append(time.perf_counter() - killed_at)
            contender.stop()
    return samples


def main(arguments: list[str] | None = None) -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=10, help="of round trips; more is steadier")
    parser.add_argument("--starts", type=int, default=15, help="spawns and kills of each")
    options = parser.parse_args(arguments)

    contenders = all_contenders()
    trips = measure_round_trips(contenders, options.rounds)
    starts = measure_starts(contenders, options.starts)
    kills = measure_kills(contenders, options.starts)

    names = [contender.name for contender in contenders]
    rows = [
        [figure, *(median_and_99th(by_name[n]) for n in names)] for figure, by_name in trips.items()
    ]
    rows.append(["spawn until it answers", *(median_and_99th(starts[n]) for n in names)])
    rows.append(["kill until the caller knows", *(median_and_99th(kills[n]) for n in names)])
    print(machine())
    print("median / 99th percentile\n")
    print(table(["", *names], rows))
    print("\npython -I -c pass: " + milliseconds(statistics.median(starts["python -I -c pass"])))
    _print_aims(trips, starts, kills)


def _print_aims(
    trips: dict[str, dict[str, list[float]]],
    starts: dict[str, list[float]],
    kills: dict[str, list[float]],
) -> None:
    ours, peer = "GPUWorker", "multiprocessing.Pipe"
    print("\nratios: ", end="")
    for figure, by_name in trips.items():
        peer_s = statistics.median(by_name[peer])
        for name in (ours, "ToolWorker"):
            ratio = statistics.median(by_name[name]) / peer_s
            print(f"{name} {figure} {ratio:.2f} x {peer}; ", end="")
    bare = statistics.median(starts["python -I -c pass"])
    print(f"spawn {statistics.median(starts[ours]) / bare:.2f} x python -I -c pass; ", end="")
    print(f"kill {median_and_99th(kills[ours])}")


if __name__ == "__main__":
    main()
