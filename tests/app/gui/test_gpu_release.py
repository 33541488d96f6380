"""Free GPU and Resume engines, from window and tray."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.gui.controller.gpu_release import GpuRelease, GpuState
from app.gui.gpu_release import wording
from app.gui.gpu_release.banner import FreeGpuButton, GpuBanner
from app.gui.style.apply import Style
from app.gui.tray.menu import TrayMenu
from tests.app.gui.conftest import PATIENCE_MS, Desk, args_of
from workers.base.states import WorkerState
from workers.devices.probe import DeviceReading
from workers.testing import gpu

GB = 2**30
SYSTEM = DeviceReading(0, "system", "RAM", "system", 16 * GB, 4 * GB, 12 * GB, backend="cpu")


def wait_for(qtbot: QtBot, gpu_release: GpuRelease, state: GpuState) -> None:
    qtbot.waitUntil(lambda: gpu_release.state is state, timeout=PATIENCE_MS)


def wait_for_state(qtbot: QtBot, desk: Desk, state: WorkerState, engine: str = "talker") -> None:
    qtbot.waitUntil(lambda: desk.view(engine).worker.state is state, timeout=PATIENCE_MS)


@pytest.fixture
def gpu_release(full_desk: Desk, qtbot: QtBot) -> GpuRelease:
    wait_for(qtbot, full_desk.hub.gpu_release, GpuState.ENGINES)
    return full_desk.hub.gpu_release


def test_resume_starts_what_ran_and_nothing_else(
    gpu_release: GpuRelease, full_desk: Desk, qtbot: QtBot
) -> None:
    full_desk.hear(qtbot, "talker")
    gpu_release.release()
    assert gpu_release.state is GpuState.RELEASING
    assert wording.explanation(gpu_release) == "Freeing GPU"
    wait_for(qtbot, gpu_release, GpuState.RELEASED)
    assert gpu_release.stopped == ("Talker",)
    assert wording.headline(gpu_release) == "GPU freed, 1 engine stopped"
    assert wording.detail(gpu_release).endswith("Then Talker restarts.")
    wait_for_state(qtbot, full_desk, WorkerState.STOPPED)
    gpu_release.resume()
    wait_for(qtbot, gpu_release, GpuState.ENGINES)
    wait_for_state(qtbot, full_desk, WorkerState.READY)
    assert full_desk.view("second").worker.state is WorkerState.STOPPED
    assert wording.headline(gpu_release) == ""


def test_start_is_refused_while_the_gpu_is_freed(
    gpu_release: GpuRelease, full_desk: Desk, qtbot: QtBot
) -> None:
    gpu_release.release()
    wait_for(qtbot, gpu_release, GpuState.RELEASED)
    assert wording.headline(gpu_release) == "GPU freed"
    with qtbot.waitSignal(full_desk.hub.start_requests.refused, timeout=PATIENCE_MS) as refused:
        full_desk.hub.start("talker")
    engine, reason = args_of(refused)
    assert engine == "talker"
    assert "freed for other programs" in reason


def test_busy_engine_may_finish_or_be_stopped_now(
    gpu_release: GpuRelease, full_desk: Desk, qtbot: QtBot
) -> None:
    desk = full_desk
    desk.hub.background.run(lambda: desk.hub.worker("talker").call({"text": "wait"}))
    wait_for_state(qtbot, desk, WorkerState.BUSY)
    gpu_release.release()
    assert gpu_release.finishing == ("Talker",)
    assert wording.headline(gpu_release) == (
        "Freeing the GPU when Talker is finished, in at most 30 s…"
    )
    assert wording.action(gpu_release) == "Stop now"
    assert gpu_release.action is not None
    gpu_release.action()
    wait_for(qtbot, gpu_release, GpuState.RELEASED)
    assert gpu_release.stopped == ("Talker",)
    assert gpu_release.finishing == ()


def test_engine_that_does_not_resume_is_a_notice(
    gpu_release: GpuRelease, full_desk: Desk, qtbot: QtBot
) -> None:
    full_desk.hear(qtbot, "talker")
    gpu_release.release()
    wait_for(qtbot, gpu_release, GpuState.RELEASED)
    full_desk.probe.set([gpu(8.0, 7.0)])  # Another program uses the memory.
    worker = full_desk.hub.worker("talker")
    worker.variant = "dying"
    worker.vram_budget = "tts_of_no_size"
    with qtbot.waitSignal(full_desk.hub.notice, timeout=PATIENCE_MS) as notice:
        gpu_release.resume()
        wait_for(qtbot, gpu_release, GpuState.ENGINES)
    assert args_of(notice)[0].startswith("Couldn’t resume Talker: ")


def test_failed_release_does_not_end_another_one(
    gpu_release: GpuRelease, full_desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert full_desk.hub.room is not None
    supervisor = full_desk.hub.room.supervisor
    release, may_go_on = supervisor.release_gpu, threading.Event()

    def fail_at_first(*, finish_within_s: float) -> tuple[str, ...]:
        if finish_within_s:
            raise OSError("no thread was left")
        assert may_go_on.wait(60)
        return release(finish_within_s=0.0)

    with monkeypatch.context() as patch:
        patch.setattr(supervisor, "release_gpu", fail_at_first)
        with qtbot.waitSignal(gpu_release.notice, timeout=PATIENCE_MS) as notice:
            gpu_release.release()
            gpu_release.release_now()
        assert args_of(notice) == ["Couldn’t free the GPU: no thread was left"]
        assert gpu_release.state is GpuState.RELEASING, "the other call still runs"
        may_go_on.set()
        wait_for(qtbot, gpu_release, GpuState.RELEASED)
    gpu_release.resume()
    wait_for(qtbot, gpu_release, GpuState.ENGINES)
    gpu_release.release()
    wait_for(qtbot, gpu_release, GpuState.RELEASED)


def test_failed_resume_is_a_notice_and_can_be_repeated(
    gpu_release: GpuRelease, full_desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert full_desk.hub.room is not None
    gpu_release.release()
    wait_for(qtbot, gpu_release, GpuState.RELEASED)

    def fail() -> tuple[tuple[str, str], ...]:
        raise OSError("no thread was left")

    with monkeypatch.context() as patch:
        patch.setattr(full_desk.hub.room.supervisor, "restore_gpu", fail)
        with qtbot.waitSignal(gpu_release.notice, timeout=PATIENCE_MS) as notice:
            gpu_release.resume()
            assert gpu_release.state is GpuState.RESUMING
            assert wording.headline(gpu_release) == "Resuming engines…"
    assert args_of(notice) == ["Couldn’t resume the engines: no thread was left"]
    assert gpu_release.state is GpuState.RELEASED
    gpu_release.resume()
    wait_for(qtbot, gpu_release, GpuState.ENGINES)


def test_release_by_another_caller_is_shown(
    gpu_release: GpuRelease, full_desk: Desk, qtbot: QtBot
) -> None:
    room = full_desk.hub.room
    assert room is not None
    full_desk.hub.background.run(room.supervisor.release_gpu)
    wait_for(qtbot, gpu_release, GpuState.RELEASED)
    full_desk.hub.background.run(room.supervisor.restore_gpu)
    wait_for(qtbot, gpu_release, GpuState.ENGINES)


def test_without_a_gpu_nothing_can_be_freed(desk: Desk, qtbot: QtBot) -> None:
    desk.probe.set([SYSTEM])
    with qtbot.waitSignal(desk.hub.opened, timeout=PATIENCE_MS):
        desk.hub.open(desk.build)
    button = FreeGpuButton(desk.hub.gpu_release)
    banner = GpuBanner(desk.hub.gpu_release, button)
    for widget in (banner, button):
        qtbot.addWidget(widget)
    assert not button.isEnabled()
    wait_for(qtbot, desk.hub.gpu_release, GpuState.NO_GPU)
    assert not button.isEnabled()
    assert button.toolTip() == "No GPU on this computer"
    assert not banner.isVisible()
    desk.hub.gpu_release.release()
    assert desk.hub.gpu_release.state is GpuState.NO_GPU
    assert tray_entry(desk)[:2] == ("Free GPU (not available)", False)


def test_button_stays_after_the_driver_is_lost(
    gpu_release: GpuRelease, full_desk: Desk, qtbot: QtBot
) -> None:
    full_desk.probe.set([SYSTEM])
    with qtbot.waitSignal(full_desk.hub.readings.read, timeout=PATIENCE_MS):
        pass
    assert gpu_release.state is GpuState.ENGINES


def tray_entry(desk: Desk) -> tuple[str, bool, list[str]]:
    menu = TrayMenu(desk.hub)
    texts = [action.text() for action in menu.actions() if not action.isSeparator()]
    action = next(action for action in menu.actions() if action.text() == texts[-3])
    return texts[-3], action.isEnabled(), texts


def test_tray_frees_and_resumes(gpu_release: GpuRelease, full_desk: Desk, qtbot: QtBot) -> None:
    menu = TrayMenu(full_desk.hub)

    def choose(text: str) -> None:
        menu.rebuild()
        next(action for action in menu.actions() if action.text() == text).trigger()

    choose("Free GPU")
    wait_for(qtbot, gpu_release, GpuState.RELEASED)
    assert "GPU freed" in tray_entry(full_desk)[2]
    choose("Resume engines")
    wait_for(qtbot, gpu_release, GpuState.ENGINES)
    assert tray_entry(full_desk)[:2] == ("Free GPU", True)


@pytest.fixture
def window(gpu_release: GpuRelease, style: Style, qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    button = FreeGpuButton(gpu_release, window)
    layout.addWidget(GpuBanner(gpu_release, button, window))
    layout.addWidget(button)
    window.show()
    return window


def test_banner_is_shown_while_the_gpu_is_free(
    window: QWidget, gpu_release: GpuRelease, full_desk: Desk, qtbot: QtBot
) -> None:
    banner, button = window.findChild(GpuBanner), window.findChild(FreeGpuButton)
    assert isinstance(banner, GpuBanner)
    assert isinstance(button, FreeGpuButton)
    headline = banner.findChild(QLabel, "gpuHeadline")
    assert headline is not None
    assert not banner.isVisible()
    full_desk.hear(qtbot, "talker")
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert banner.isVisible()
    assert not button.isEnabled()
    wait_for(qtbot, gpu_release, GpuState.RELEASED)
    assert headline.text() == "GPU freed, 1 engine stopped"
    assert banner.action.text() == "Resume engines"
    assert banner.action.toolTip() == "Restart the engines that were running"
    assert button.toolTip() == "GPU engines are already stopped"
    assert banner.action.hasFocus(), "the focus moved"
    qtbot.keyClick(banner.action, Qt.Key.Key_Space)
    wait_for(qtbot, gpu_release, GpuState.ENGINES)
    assert not banner.isVisible()
    assert button.hasFocus()
