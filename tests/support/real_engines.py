"""The catalog's engines for real: in their environments, in workers of their own."""

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
#: Starts an engine, by its id in the catalog, with this in its environment; in another
#: interpreter than its own, if one is given.
Start = Callable[..., ToolWorker]


def shipped(engine: str) -> CatalogEntry:
    """An engine as we ship it."""
    return Catalog.load(ROOT / "resources" / "catalog.toml", None).get(engine)


def interpreter(environments: EnvironmentStore, engine: str) -> Path:
    """The interpreter that an engine runs in; fails the test where there is none."""
    entry = shipped(engine)
    python = environments.interpreter(entry.environment)
    if python is None or not environments.is_complete(entry.environment, entry.requirements):
        pytest.fail(f"{engine}'s environment is missing; run: python3 -m installer test")
    return python


@contextmanager
def real_engines(environments: EnvironmentStore, home: Path) -> Iterator[Start]:
    """Start engines as the application does; all of them are stopped in the end.

    Args:
        environments: Those of the tests.
        home: What is learned is kept there.
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
        # A worker that outlives a test is started before the test has a home of its own.
        patched.setenv("ENGINEROOM_HOME", str(home))
        try:
            yield start
        finally:
            supervisor.close()


def words(text: str) -> list[str]:
    """What is to be heard of a text: its words, however they are written."""
    return re.findall(r"\w+", text.lower().replace("'", ""))


def word_error_rate(said: str, heard: str) -> float:
    """Words that are missing, wrong or too many, by the words that were said."""
    wanted, found = words(said), words(heard)
    costs = list(range(len(found) + 1))  # Levenshtein's, row by row
    for row, word in enumerate(wanted, 1):
        before, costs[0] = costs[0], row
        for column, other in enumerate(found, 1):
            cost = min(before + (word != other), costs[column] + 1, costs[column - 1] + 1)
            before, costs[column] = costs[column], cost
    return costs[-1] / len(wanted)


def hear(listener: ToolWorker, path: Path, **request: Any) -> str:
    """What a listening engine hears in a sound file."""
    answer: Mapping[str, Any] = listener.call({"audio_path": str(path), **request})
    assert "error" not in answer, answer["error"]
    return " ".join(segment["text"] for segment in answer["segments"])
