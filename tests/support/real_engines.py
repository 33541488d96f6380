"""Runs the catalog's engines in their environments."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from workers.catalog.entry import CatalogEntry
from workers.catalog.store import Catalog
from workers.environments.store import EnvironmentStore
from workers.supervisor import Supervisor
from workers.testing import FakeProbe, gpu
from workers.tool.tool_worker import ToolWorker

ROOT = Path(__file__).resolve().parents[2]
#: Starts an engine by its ID, with environment variables, in its own or a given interpreter.
Start = Callable[..., ToolWorker]


def shipped(engine: str) -> CatalogEntry:
    """Returns a shipped engine."""
    return Catalog.load(ROOT / "resources" / "catalog.toml", None).get(engine)


def interpreter(environments: EnvironmentStore, engine: str) -> Path:
    """Returns an engine's interpreter; fails the test if it isn't installed."""
    entry = shipped(engine)
    python = environments.interpreter(entry.environment)
    if python is None or not environments.is_complete(entry.environment, entry.requirements):
        pytest.fail(f"{engine}'s environment is missing; run: python3 -m installer test")
    return python


@contextmanager
def real_engines(environments: EnvironmentStore, home: Path) -> Iterator[Start]:
    """Starts engines as the application does, and stops them at the end.

    Args:
        environments: Environments of the tests.
        home: Gets the measured budgets.
    """
    supervisor = Supervisor(probe=FakeProbe(gpu(8.0)), ledger_file=home / "vram.json")

    def start(engine: str, python: Path | None = None, **variables: str) -> ToolWorker:
        entry = shipped(engine)
        worker = ToolWorker(
            tool_name=engine,
            tool_module=entry.adapter,
            variant=entry.variant,
            vram_budget=entry.vram_budget,
            output_subdir=engine,
            engine=entry.engine,
            python_exe=str(python or interpreter(environments, engine)),
            env=variables,
            device="cpu",
            cpu_mode=True,
            supervisor=supervisor,
        )
        worker.start()
        return worker

    with pytest.MonkeyPatch.context() as patched:
        # Started before the test has a home folder of its own.
        patched.setenv("ENGINEROOM_HOME", str(home))
        try:
            yield start
        finally:
            supervisor.close()


def words(text: str) -> list[str]:
    """Returns the words of a text, normalized."""
    return re.findall(r"\w+", text.lower().replace("'", ""))


def word_error_rate(spoken: str, heard: str) -> float:
    """Returns the word error rate: wrong, missing, and extra words per spoken word."""
    expected, found = words(spoken), words(heard)
    costs = list(range(len(found) + 1))  # Levenshtein distance, row by row.
    for row, word in enumerate(expected, 1):
        before, costs[0] = costs[0], row
        for column, other in enumerate(found, 1):
            cost = min(before + (word != other), costs[column] + 1, costs[column - 1] + 1)
            before, costs[column] = costs[column], cost
    return costs[-1] / len(expected)


def hear(listener: ToolWorker, path: Path, **request: Any) -> str:
    """Returns the transcript of an audio file."""
    answer: Mapping[str, Any] = listener.call({"audio_path": str(path), **request})
    assert "error" not in answer, answer["error"]
    return " ".join(segment["text"] for segment in answer["segments"])
