"""Statistics of measurements, and tables to print them."""

from __future__ import annotations

import platform
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path


def timed(action: Callable[[], object]) -> float:
    """Returns the seconds that a call takes."""
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def percentile(samples: Sequence[float], share: float) -> float:
    """Returns the sample above a share (0 to 1) of all samples."""
    return sorted(samples)[min(len(samples) - 1, int(len(samples) * share))]


def milliseconds(seconds: float) -> str:
    """Formats seconds with three significant digits and a unit."""
    if seconds >= 1:
        return f"{seconds:.3g} s"
    return f"{seconds * 1000:.3g} ms" if seconds >= 1e-3 else f"{seconds * 1e6:.3g} us"


def median_and_99th(samples: Sequence[float]) -> str:
    """Formats samples as ``median / 99th percentile``."""
    if not samples:
        return "–"
    return f"{milliseconds(statistics.median(samples))} / {milliseconds(percentile(samples, 0.99))}"


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Formats a Markdown table with aligned columns."""
    widths = [max(len(row[i]) for row in [heads, *rows]) for i in range(len(heads))]
    lines = [
        "| " + " | ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) + " |"
        for row in [heads, *rows]
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


def machine() -> str:
    """Describes this machine."""
    import psutil

    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        names = [
            line.split(":", 1)[1].strip()
            for line in cpuinfo.read_text().splitlines()
            if line.startswith("model name")
        ]
        model = names[0] if names else model
    memory_gb = psutil.virtual_memory().total / 2**30
    return (
        f"{psutil.cpu_count()} x {model}, {memory_gb:.0f} GB, {platform.system()} "
        f"{platform.release()}, Python {platform.python_version()}"
    )
