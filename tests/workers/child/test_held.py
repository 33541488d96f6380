"""What torch's figures amount to."""

from __future__ import annotations

import io
import sys
from typing import Any

import pytest

from tests.support.tools import torch_standin
from workers.child import held

GIB = 2**30
MIB = 2**20


@pytest.fixture
def torch(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(held, "_contexts", {})
    monkeypatch.setattr(held, "_largest_peak", 0)
    monkeypatch.setattr(held, "_has_complained", False)
    monkeypatch.setitem(sys.modules, "torch", None)
    standin = torch_standin.install()
    standin.cuda.__init__()
    standin.cuda.reserved[1] = standin.cuda.peaks[1] = standin.cuda.used[1] = 0
    return standin


def test_held_memory_is_unknown_without_torch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "torch", raising=False)
    assert held.held_and_peak() is None
    monkeypatch.setitem(sys.modules, "torch", None)
    assert held.held_and_peak() is None


@pytest.mark.parametrize(
    ("cuda", "context"),
    [("12.8", 500 * MIB), ("11.7", 500 * MIB), ("11.6", GIB), ("10.2", GIB), (None, 500 * MIB)],
)
def test_context_by_version_of_cuda(torch: Any, cuda: str | None, context: int) -> None:
    torch.version.cuda = cuda
    assert held.held_and_peak() == (3 * 2**29 + context, 2 * GIB + context)


def test_context_is_at_most_the_used_device_memory(torch: Any) -> None:
    torch.cuda.used[0] = 3 * 2**29 + 350 * MIB
    assert held.held_and_peak() == (3 * 2**29 + 350 * MIB, 2 * GIB + 350 * MIB)


def test_context_does_not_waver(torch: Any) -> None:
    torch.cuda.used[0] = 3 * 2**29 + 350 * MIB
    first = held.held_and_peak()
    torch.cuda.used[0] += GIB  # another program came
    assert held.held_and_peak() == first


def test_peak_outlives_the_engine_that_resets_it(torch: Any) -> None:
    before = held.held_and_peak()
    torch.cuda.peaks[0] = torch.cuda.reserved[0]
    assert held.held_and_peak() == before


def test_context_stays_when_the_engine_gives_everything_back(torch: Any) -> None:
    _, peak_bytes = held.held_and_peak() or (0, 0)
    # empty_cache() and reset_peak_memory_stats(): the model is in the system's memory now.
    torch.cuda.reserved, torch.cuda.peaks = [0] * 4, [0] * 4
    assert held.held_and_peak() == (500 * MIB, peak_bytes)


def test_apples_gpu_is_asked_through_metal(torch: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    torch.cuda.initialized = False
    torch.mps.available, torch.mps.allocated = True, 3 * GIB
    assert held.held_and_peak() is None, "only where there is such a GPU"
    monkeypatch.setattr(sys, "platform", "darwin")
    assert held.held_and_peak() == (3 * GIB, 3 * GIB)
    torch.mps.allocated = GIB
    assert held.held_and_peak() == (GIB, 3 * GIB)
    torch.mps.allocated = 0
    assert held.held_and_peak() is None


def test_failure_is_no_failure_of_ours(torch: Any, capsys: pytest.CaptureFixture[str]) -> None:
    torch.cuda.error = "the device is gone"
    assert held.held_and_peak() is None
    assert held.held_and_peak() is None
    assert capsys.readouterr().err.count("the device is gone") == 1


def test_failure_that_cannot_be_logged_is_harmless(
    torch: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    torch.cuda.error = "the device is gone"
    closed = io.StringIO()
    closed.close()
    monkeypatch.setattr(sys, "stderr", closed)
    assert held.held_and_peak() is None
