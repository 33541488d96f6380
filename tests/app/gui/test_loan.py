"""Give me my GPU: lent, hurried and brought back, from window and tray."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.gui.controller.gpu_loan import GpuLoan, LoanState
from app.gui.memory import wording
from app.gui.memory.bar import GiveGpuButton, LoanBanner
from app.gui.style.apply import Style
from app.gui.tray.menu import TrayMenu
from tests.app.gui.conftest import PATIENCE_MS, Desk, args_of
from workers.base.states import WorkerState
from workers.devices.probe import DeviceReading
from workers.testing import gpu

GB = 2**30
SYSTEM = DeviceReading(0, "system", "RAM", "system", 16 * GB, 4 * GB, 12 * GB, backend="cpu")


def wait_for(qtbot: QtBot, loan: GpuLoan, state: LoanState) -> None:
    qtbot.waitUntil(lambda: loan.state is state, timeout=PATIENCE_MS)


def wait_for_state(qtbot: QtBot, desk: Desk, state: WorkerState, engine: str = "talker") -> None:
    qtbot.waitUntil(lambda: desk.view(engine).worker.state is state, timeout=PATIENCE_MS)


@pytest.fixture
def loan(full_desk: Desk, qtbot: QtBot) -> GpuLoan:
    wait_for(qtbot, full_desk.hub.loan, LoanState.OURS)
    return full_desk.hub.loan


def test_what_ran_comes_back_and_nothing_else(loan: GpuLoan, full_desk: Desk, qtbot: QtBot) -> None:
    full_desk.hear(qtbot, "talker")
    loan.lend()
    assert loan.state is LoanState.LENDING
    assert wording.reason(loan) == "Freeing GPU"
    wait_for(qtbot, loan, LoanState.LENT)
    assert loan.stopped == ("Talker",)
    assert wording.headline(loan) == "GPU freed, 1 engine stopped"
    assert wording.detail(loan).endswith("Talker comes back then.")
    wait_for_state(qtbot, full_desk, WorkerState.STOPPED)
    loan.take_back()
    wait_for(qtbot, loan, LoanState.OURS)
    wait_for_state(qtbot, full_desk, WorkerState.READY)
    assert full_desk.view("second").worker.state is WorkerState.STOPPED
    assert wording.headline(loan) == ""


def test_while_it_is_lent_a_start_is_refused_at_once(
    loan: GpuLoan, full_desk: Desk, qtbot: QtBot
) -> None:
    loan.lend()
    wait_for(qtbot, loan, LoanState.LENT)
    assert wording.headline(loan) == "GPU freed"
    with qtbot.waitSignal(full_desk.hub.start_requests.refused, timeout=PATIENCE_MS) as refused:
        full_desk.hub.start("talker")
    engine, reason = args_of(refused)
    assert engine == "talker"
    assert "handed to other programs" in reason


def test_who_speaks_may_finish_and_can_be_stopped_now(
    loan: GpuLoan, full_desk: Desk, qtbot: QtBot
) -> None:
    desk = full_desk
    desk.hub.background.run(lambda: desk.hub.worker("talker").call({"text": "wait"}))
    wait_for_state(qtbot, desk, WorkerState.BUSY)
    loan.lend()
    assert loan.finishing == ("Talker",)
    assert wording.headline(loan) == (
        "Handing over the GPU once Talker has finished, in 30 s at the latest"
    )
    assert wording.action(loan) == "Stop now"
    assert loan.act is not None
    loan.act()
    wait_for(qtbot, loan, LoanState.LENT)
    assert loan.stopped == ("Talker",)
    assert loan.finishing == ()


def test_who_does_not_come_back_is_told_of(loan: GpuLoan, full_desk: Desk, qtbot: QtBot) -> None:
    full_desk.hear(qtbot, "talker")
    loan.lend()
    wait_for(qtbot, loan, LoanState.LENT)
    full_desk.probe.set([gpu(8.0, 7.0)])  # Somebody else has made good use of it.
    worker = full_desk.hub.worker("talker")
    worker.variant = "dying"
    worker.vram_budget = "tts_of_no_size"
    with qtbot.waitSignal(full_desk.hub.notice, timeout=PATIENCE_MS) as notice:
        loan.take_back()
        wait_for(qtbot, loan, LoanState.OURS)
    assert args_of(notice)[0].startswith("Talker")


def test_a_hand_over_that_fails_does_not_end_the_one_that_goes_on(
    loan: GpuLoan, full_desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
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
        with qtbot.waitSignal(loan.notice, timeout=PATIENCE_MS) as notice:
            loan.lend()
            loan.hurry()
        assert args_of(notice) == ["The GPU could not be handed over: no thread was left"]
        assert loan.state is LoanState.LENDING, "the other call is still at it"
        may_go_on.set()
        wait_for(qtbot, loan, LoanState.LENT)
    loan.take_back()
    wait_for(qtbot, loan, LoanState.OURS)
    loan.lend()
    wait_for(qtbot, loan, LoanState.LENT)


def test_a_return_that_fails_is_told_of_and_can_be_tried_again(
    loan: GpuLoan, full_desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert full_desk.hub.room is not None
    loan.lend()
    wait_for(qtbot, loan, LoanState.LENT)

    def fail() -> tuple[tuple[str, str], ...]:
        raise OSError("no thread was left")

    with monkeypatch.context() as patch:
        patch.setattr(full_desk.hub.room.supervisor, "restore_gpu", fail)
        with qtbot.waitSignal(loan.notice, timeout=PATIENCE_MS) as notice:
            loan.take_back()
            assert loan.state is LoanState.RETURNING
            assert wording.headline(loan) == "Resuming engines…"
    assert args_of(notice) == ["The engines could not be brought back: no thread was left"]
    assert loan.state is LoanState.LENT
    loan.take_back()
    wait_for(qtbot, loan, LoanState.OURS)


def test_a_loan_that_another_has_made_is_noticed(
    loan: GpuLoan, full_desk: Desk, qtbot: QtBot
) -> None:
    room = full_desk.hub.room
    assert room is not None
    full_desk.hub.background.run(room.supervisor.release_gpu)
    wait_for(qtbot, loan, LoanState.LENT)
    full_desk.hub.background.run(room.supervisor.restore_gpu)
    wait_for(qtbot, loan, LoanState.OURS)


def test_without_a_gpu_there_is_nothing_to_lend(desk: Desk, qtbot: QtBot) -> None:
    desk.probe.set([SYSTEM])
    with qtbot.waitSignal(desk.hub.opened, timeout=PATIENCE_MS):
        desk.hub.open(desk.build)
    button = GiveGpuButton(desk.hub.loan)
    banner = LoanBanner(desk.hub.loan, button)
    for widget in (banner, button):
        qtbot.addWidget(widget)
    assert not button.isEnabled()
    wait_for(qtbot, desk.hub.loan, LoanState.NO_GPU)
    assert not button.isEnabled()
    assert button.toolTip() == "No GPU on this computer"
    assert not banner.isVisible()
    desk.hub.loan.lend()
    assert desk.hub.loan.state is LoanState.NO_GPU
    assert tray_entry(desk)[:2] == ("Give me my GPU (there is none here)", False)


def test_a_driver_that_is_lost_leaves_the_button(
    loan: GpuLoan, full_desk: Desk, qtbot: QtBot
) -> None:
    full_desk.probe.set([SYSTEM])
    with qtbot.waitSignal(full_desk.hub.room_read, timeout=PATIENCE_MS):
        pass
    assert loan.state is LoanState.OURS


def tray_entry(desk: Desk) -> tuple[str, bool, list[str]]:
    menu = TrayMenu(desk.hub)
    texts = [action.text() for action in menu.actions() if not action.isSeparator()]
    action = next(it for it in menu.actions() if it.text() == texts[-3])
    return texts[-3], action.isEnabled(), texts


def test_the_tray_lends_it_too(loan: GpuLoan, full_desk: Desk, qtbot: QtBot) -> None:
    menu = TrayMenu(full_desk.hub)

    def choose(text: str) -> None:
        menu.rebuild()
        next(action for action in menu.actions() if action.text() == text).trigger()

    choose("Free GPU")
    wait_for(qtbot, loan, LoanState.LENT)
    assert "GPU freed" in tray_entry(full_desk)[2]
    choose("Resume engines")
    wait_for(qtbot, loan, LoanState.OURS)
    assert tray_entry(full_desk)[:2] == ("Free GPU", True)


@pytest.fixture
def window(loan: GpuLoan, style: Style, qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    button = GiveGpuButton(loan, window)
    layout.addWidget(LoanBanner(loan, button, window))
    layout.addWidget(button)
    window.show()
    return window


def test_the_banner_stands_as_long_as_the_gpu_is_away(
    window: QWidget, loan: GpuLoan, full_desk: Desk, qtbot: QtBot
) -> None:
    banner, button = window.findChild(LoanBanner), window.findChild(GiveGpuButton)
    assert isinstance(banner, LoanBanner)
    assert isinstance(button, GiveGpuButton)
    headline = banner.findChild(QLabel, "loanHeadline")
    assert headline is not None
    assert not banner.isVisible()
    full_desk.hear(qtbot, "talker")
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert banner.isVisible()
    assert not button.isEnabled()
    wait_for(qtbot, loan, LoanState.LENT)
    assert headline.text() == "GPU freed, 1 engine stopped"
    assert banner.action.text() == "Resume engines"
    assert banner.action.toolTip() == "Restart the engines that were running"
    assert button.toolTip() == "GPU engines are already stopped"
    assert banner.action.hasFocus(), "the keyboard goes on where it was"
    qtbot.keyClick(banner.action, Qt.Key.Key_Space)
    wait_for(qtbot, loan, LoanState.OURS)
    assert not banner.isVisible()
    assert button.hasFocus()
