"""Progress in the task bar: values, order of calls, and D-Bus messages."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from app.gui.progress import task_bar
from app.gui.progress.task_bar_progress import CombinedProgress, TaskBarProgress
from app.gui.state.engine_view import EngineView, Installation
from tests.app.gui.conftest import PATIENCE_MS, Desk, entry
from tests.app.gui.pictures import view
from workers.base.events import Progress
from workers.base.states import WorkerState


def installing(fraction: float | None) -> EngineView:
    report = Progress("Downloading", fraction)
    return replace(view(installation=Installation.INSTALLING), install_progress=report)


LOADING = view(state=WorkerState.STARTING)


@pytest.mark.parametrize(
    ("views", "combined"),
    [
        ([], CombinedProgress()),
        ([view(), view(state=WorkerState.BUSY)], CombinedProgress()),
        ([LOADING], CombinedProgress(is_any=True)),
        ([installing(None)], CombinedProgress(is_any=True)),
        ([installing(0.0)], CombinedProgress(is_any=True, percent=0)),
        ([installing(0.5), view(), LOADING], CombinedProgress(is_any=True, percent=50)),
        ([installing(0.25), installing(0.756)], CombinedProgress(is_any=True, percent=50)),
    ],
)
def test_combined_progress_of_engines(views: list[EngineView], combined: CombinedProgress) -> None:
    assert CombinedProgress.of(views) == combined


class RecordingTaskBar:
    """Records the values and the calling threads."""

    def __init__(self) -> None:
        self.shown: list[float | str | None] = []
        self.threads: set[threading.Thread] = set()
        self.error: OSError | None = None

    def show(self, fraction: float | None) -> None:
        self.threads.add(threading.current_thread())
        self.shown.append(fraction)
        if self.error is not None:
            raise self.error

    def hide(self) -> None:
        self.shown.append("hidden")


def load(desk: Desk, qtbot: QtBot, bar: RecordingTaskBar | None) -> TaskBarProgress:
    """Loads an engine that reports progress."""
    desk.entries = [entry("talker", variant="slow")]
    progress = TaskBarProgress(desk.hub, lambda: bar, desk.hub)
    with qtbot.waitSignal(desk.hub.opened, timeout=PATIENCE_MS):
        desk.hub.open(desk.build)
    desk.hub.set_shown(True)
    desk.hub.start("talker")
    ready = WorkerState.READY
    qtbot.waitUntil(lambda: desk.view().worker.state is ready, timeout=PATIENCE_MS)
    return progress


def test_load_is_shown_until_its_end(desk: Desk, qtbot: QtBot) -> None:
    bar = RecordingTaskBar()
    load(desk, qtbot, bar)
    qtbot.waitUntil(lambda: bar.shown[-1:] == ["hidden"], timeout=PATIENCE_MS)
    fractions = [shown for shown in bar.shown if isinstance(shown, float)]
    assert fractions
    assert fractions == sorted(fractions)
    assert bar.shown.count("hidden") == 1
    assert threading.main_thread() not in bar.threads


def test_failing_task_bar_is_not_called_again(desk: Desk, qtbot: QtBot) -> None:
    bar = RecordingTaskBar()
    bar.error = OSError("no")
    progress = load(desk, qtbot, bar)
    qtbot.waitUntil(lambda: progress._has_failed, timeout=PATIENCE_MS)
    assert len(bar.shown) == 1


def test_missing_task_bar_is_ignored(desk: Desk, qtbot: QtBot) -> None:
    progress = load(desk, qtbot, None)
    qtbot.waitUntil(lambda: progress._has_failed, timeout=PATIENCE_MS)


def test_missing_bus_means_no_task_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    assert task_bar.of_this_desktop(0) is None
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    assert task_bar.of_this_desktop(0) is None


@pytest.fixture
def bus() -> Iterator[str]:
    """Starts a private bus; the address."""
    if not shutil.which("dbus-daemon") or not shutil.which("dbus-monitor"):
        pytest.skip("needs dbus-daemon and dbus-monitor: apt install dbus")
    command = ["dbus-daemon", "--session", "--nofork", "--print-address"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as daemon:
        assert daemon.stdout is not None
        yield daemon.stdout.readline().strip()
        daemon.terminate()


def test_launcher_entry_sends_what_docks_expect(bus: str, qtbot: QtBot) -> None:
    from app.gui.progress.launcher_entry import LauncherEntry

    rule = "interface='com.canonical.Unity.LauncherEntry'"
    command = ["dbus-monitor", "--address", bus, rule]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as monitor:
        assert monitor.stdout is not None
        lines: list[str] = []
        while "NameLost" not in "".join(lines):  # The monitor is ready.
            lines.append(monitor.stdout.readline())
        entry = LauncherEntry(bus)
        entry.show(0.4)
        entry.show(None)
        while lines.count('         string "progress-visible"\n') < 2:
            lines.append(monitor.stdout.readline())
        lines += [monitor.stdout.readline() for _ in range(2)]
        monitor.terminate()
    output = " ".join("".join(lines).split())
    assert "path=/com/canonical/unity/launcherentry/1" in output
    assert 'string "application://engineroom.desktop"' in output
    assert 'string "progress" variant double 0.4' in output
    assert 'string "progress-visible" variant boolean true' in output
    assert 'string "progress-visible" variant boolean false' in output


def test_unreachable_bus_is_an_error(qtbot: QtBot) -> None:
    from app.gui.progress.launcher_entry import LauncherEntry

    with pytest.raises(OSError, match=r"."):
        LauncherEntry("unix:path=/nowhere/at/all").show(0.5)
