"""The ledger as existing callers know it: in GB, by budget key."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

import workers
from tests.support.tool_room import PATIENCE_S, BackgroundCall, Room
from workers import supervisor as supervisor_module
from workers import vram_manager
from workers.memory.budgets import VRAM_BUDGETS
from workers.supervisor import Supervisor
from workers.testing import FakeProbe, gpu


@pytest.fixture
def probe() -> FakeProbe:
    return FakeProbe(gpu(8.0, 1.0))


@pytest.fixture(autouse=True)
def default(
    probe: FakeProbe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Supervisor]:
    """The process-wide supervisor of this test."""
    default = Supervisor(probe=probe, ledger_file=tmp_path / "vram.json")
    monkeypatch.setattr(supervisor_module, "_default", default)
    monkeypatch.setitem(VRAM_BUDGETS, "three", (3.0, 3.0))
    monkeypatch.setitem(VRAM_BUDGETS, "five", (5.0, 5.0))
    yield default
    default.close()


def test_is_what_workers_exports() -> None:
    assert workers.vram_manager is vram_manager
    assert workers.VRAM_BUDGETS is VRAM_BUDGETS
    assert workers.try_free_vram is supervisor_module.try_free_vram


def test_free_memory_in_gb(probe: FakeProbe) -> None:
    assert vram_manager.get_free_vram() == 7.0
    probe.set((gpu(8.0, 8.0),))
    assert vram_manager.get_free_vram() == 0.0
    probe.set(())
    assert vram_manager.get_free_vram() == 0.0


def test_allocate_reserves_and_release_returns() -> None:
    assert vram_manager.allocate("three") is True
    assert vram_manager.get_free_vram() == 4.0
    assert vram_manager.allocate("five") is False
    assert vram_manager.get_free_vram() == 4.0
    vram_manager.release("three")
    assert vram_manager.get_free_vram() == 7.0
    assert vram_manager.allocate("five") is True


def test_key_that_is_held_stays_held_once(probe: FakeProbe) -> None:
    assert vram_manager.allocate("five")
    probe.set((gpu(8.0, 7.9),))
    assert vram_manager.allocate("five") is True
    vram_manager.release("five")
    vram_manager.release("five")
    probe.set((gpu(8.0, 1.0),))
    assert vram_manager.get_free_vram() == 7.0


def test_unknown_key_fits_even_where_nothing_is_left(probe: FakeProbe) -> None:
    probe.set((gpu(8.0, 8.0),))
    assert vram_manager.allocate("never heard of") is True
    vram_manager.release("never heard of")
    vram_manager.release("never allocated")


def test_key_is_reserved_once_from_many_threads() -> None:
    together = threading.Barrier(16)

    def allocate() -> bool:
        together.wait(PATIENCE_S)
        return vram_manager.allocate("three")

    threads = [BackgroundCall(allocate) for _ in range(16)]
    assert all(thread.result() for thread in threads)
    assert vram_manager.get_free_vram() == 4.0
    vram_manager.release("three")
    assert vram_manager.get_free_vram() == 7.0


def test_memory_is_never_reserved_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = [f"key{number}" for number in range(16)]
    for key in keys:
        monkeypatch.setitem(VRAM_BUDGETS, key, (2.0, 2.0))
    together = threading.Barrier(16)

    def allocate(key: str) -> bool:
        together.wait(PATIENCE_S)
        return vram_manager.allocate(key)

    threads = [BackgroundCall(lambda key=key: allocate(key)) for key in keys]
    assert [thread.result() for thread in threads].count(True) == 3


def test_measured_use_is_not_counted_twice(probe: FakeProbe) -> None:
    """A model that is reserved, loaded in this process, and recorded."""
    vram_manager.allocate("three")
    probe.set((gpu(8.0, 5.0),))
    vram_manager.record_actual_usage("three", 4.0)
    assert vram_manager.get_free_vram() == 3.0


def test_use_that_cannot_be_takes_nothing_of_a_promise(probe: FakeProbe) -> None:
    vram_manager.allocate("three")
    probe.set((gpu(8.0, 2.0),))  # of others
    for impossible in (0.0, -1.0, 65.0, float("nan"), float("inf")):
        vram_manager.record_actual_usage("three", impossible)
    assert vram_manager.get_free_vram() == 3.0


def test_measured_use_counts_from_then_on(default: Supervisor, tmp_path: Path) -> None:
    vram_manager.record_actual_usage("three", 7.5)
    assert vram_manager.allocate("three") is False
    vram_manager.record_actual_usage("three", 0)
    vram_manager.record_actual_usage("three", -1.0)
    vram_manager.record_actual_usage("three", 65.0)
    assert vram_manager.allocate("three") is False
    after_restart = Supervisor(probe=FakeProbe(), ledger_file=tmp_path / "vram.json")
    assert after_restart.budgets.size_bytes("three") == int(7.5 * 2**30)
    after_restart.close()


def test_default_supervisor_keeps_its_figures_in_the_state_folder(
    engineroom_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor_module, "_default", None)
    monkeypatch.setitem(VRAM_BUDGETS, "lark", (1.0, 1.0))
    vram_manager.record_actual_usage("lark", 1.25)
    assert (engineroom_home / "state" / "vram.json").exists()
    again = supervisor_module.default_supervisor()
    assert supervisor_module.default_supervisor() is again


def test_tools_and_keys_share_one_ledger(room: Room, default: Supervisor, probe: FakeProbe) -> None:
    tool = room.tool(gb=5.0, supervisor=default)
    tool.start()
    probe.set((gpu(8.0, 6.0),))
    assert vram_manager.allocate("three") is False
    tool.stop()
    probe.set((gpu(8.0, 1.0),))
    assert vram_manager.allocate("three") is True
    answer = tool.call({})
    assert "was refused" in answer["error"]
    vram_manager.release("three")
    assert "error" not in tool.call({})


def test_allocate_fails_while_the_gpu_is_released(default: Supervisor) -> None:
    default.release_gpu()
    assert vram_manager.allocate("three") is False
    assert vram_manager.allocate("never heard of") is True
    default.restore_gpu()
    assert vram_manager.allocate("three") is True


def test_try_free_vram_stops_idle_workers(
    room: Room, default: Supervisor, probe: FakeProbe
) -> None:
    one, other = (room.tool(name, gb=3.0, supervisor=default) for name in ("one", "other"))
    one.start()
    other.start()
    probe.set((gpu(8.0, 7.0),))
    assert workers.try_free_vram(1.0) is True
    assert one.is_alive()
    assert other.is_alive()
    assert workers.try_free_vram(8.0) is False
    assert one.is_alive()
    assert other.is_alive()
    one.add_observer(lambda *_: probe.set((gpu(8.0, 4.0),)))
    other.add_observer(lambda *_: probe.set((gpu(8.0, 4.0),)))
    assert workers.try_free_vram(4.0, exclude_tool="one") is True
    assert one.is_alive()
    assert not other.is_alive()
