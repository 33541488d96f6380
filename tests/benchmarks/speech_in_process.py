"""Measures the engine in its own interpreter, and prints JSON."""

from __future__ import annotations

import json
import sys
import time


def _main() -> None:
    text, rounds = sys.argv[1], int(sys.argv[2])
    started = time.perf_counter()
    from hibari import Hibari  # pyright: ignore[reportMissingImports] - in the engine's environment

    model = Hibari()

    def speak(since: float) -> tuple[float, float]:
        chunks = model.stream(text)
        next(chunks)
        first = time.perf_counter() - since
        for _ in chunks:
            pass
        return first, time.perf_counter() - since

    cold = speak(started)
    warm = [speak(time.perf_counter()) for _ in range(rounds)]
    print(json.dumps({"cold": cold, "warm": warm}))


if __name__ == "__main__":
    _main()
