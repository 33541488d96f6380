"""An adapter in a real worker process, asked as the application asks it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from workers import GPUWorker
from workers.base.events import Progress
from workers.environments.store import EnvironmentStore


@dataclass(frozen=True)
class Spoken:
    """What became of one request.

    Attributes:
        chunks: As they came, float32.
        sample_rates: That were told with them.
        result: What ended the answer; ``error`` in it where it failed.
    """

    chunks: tuple[np.ndarray, ...]
    sample_rates: frozenset[int]
    result: Mapping[str, Any]

    @property
    def sound(self) -> np.ndarray:
        """All chunks together."""
        return np.concatenate(self.chunks)

    @property
    def seconds(self) -> float:
        """How long it is."""
        (rate,) = self.sample_rates
        return len(self.sound) / rate

    @property
    def error(self) -> str:
        """Empty where there was none."""
        return str(self.result.get("error", ""))


class Speaker:
    """A worker that is ready, and what it told while it loaded."""

    def __init__(self, worker: GPUWorker) -> None:
        self.worker = worker
        self.stages: list[str] = []
        worker.on_progress(self._on_progress)
        worker.start()

    def say(self, text: str | None = None, **request: Any) -> Spoken:
        """Stream one request to its end."""
        expected = request if text is None else {"text": text, **request}
        stream = self.worker.stream(expected)
        chunks: list[np.ndarray] = []
        rates: set[int] = set()
        for chunk in stream:
            assert chunk["dtype"] == "float32"
            samples = np.frombuffer(chunk["payload"], np.float32)
            assert len(samples)
            assert np.isfinite(samples).all()
            chunks.append(samples)
            rates.add(chunk["sample_rate"])
        return Spoken(tuple(chunks), frozenset(rates), stream.result)

    def say_until_first_chunk(self, text: str, **request: Any) -> int:
        """Cancel as soon as there is sound; answers how many chunks came all the same."""
        stream = self.worker.stream({"text": text, **request})
        next(stream)
        stream.cancel()
        chunks = 1 + sum(1 for _ in stream)
        assert stream.result["cancelled"] is True
        return chunks

    def _on_progress(self, progress: Progress) -> None:
        self.stages.append(progress.stage)


@contextmanager
def speaker(
    python: Path, tool: str, weights: Mapping[str, Path], variant: str = "", **environment: str
) -> Iterator[Speaker]:
    """Run a tool module until the block ends.

    Args:
        python: The environment's interpreter.
        tool: The module, which makes its weights itself where they are not there.
        weights: Repository -> folder.
        variant: As the catalog has it; empty for none.
        environment: More of it.
    """
    reported = json.dumps({repository: str(folder) for repository, folder in weights.items()})
    env = {
        "ENGINEROOM_WEIGHTS": reported,
        "HF_HUB_OFFLINE": "1",
        "TRANSFORMERS_OFFLINE": "1",
        "ENGINEROOM_DEVICE": "cpu",
        # Tiny models gain nothing by more, and threads that wait for each other crawl on a machine
        # that has other things to do.
        "OMP_NUM_THREADS": "1",
        **environment,
    }
    args = [tool, variant] if variant else [tool]
    name = tool.rpartition(".")[2]
    worker = GPUWorker(
        name, "workers.child", args=args, python_exe=str(python), env=env, startup_timeout=110.0
    )
    try:
        yield Speaker(worker)
    finally:
        worker.stop()


def interpreter(environments: EnvironmentStore, name: str) -> Path:
    """The interpreter of an environment with torch; without one the test is skipped."""
    python = environments.interpreter(name)
    if python is None:
        pytest.skip(
            f"there is no environment {name!r}: `python3 -m installer test` makes it where torch's "
            "build for the CPU can be had, from a wheel folder or PyTorch's index"
        )
    return python


def write_clip(path: Path, seconds: float = 2.0, pitch_hz: float = 220.0) -> Path:
    """A clip that sounds a little like a voice: a tone that comes and goes."""
    import soundfile

    rate = 24000
    times = np.arange(int(seconds * rate)) / rate
    tone = 0.4 * np.sin(2 * np.pi * pitch_hz * times) * (0.6 + 0.4 * np.sin(2 * np.pi * 3 * times))
    soundfile.write(path, tone.astype(np.float32), rate, subtype="PCM_16")
    return path
