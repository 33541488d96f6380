"""Start requests: carried out, asked about, or refused."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.gui.main_window.window import MainWindow
from app.gui.starts import wording
from app.gui.starts.bar import QuestionArea, QuestionBar
from app.gui.state.start_question import CodeQuestion, StartQuestion, recently_used
from app.gui.style.apply import Style
from tests.app.gui.conftest import PATIENCE_MS, Desk, args_of
from workers.base.engine_code import EngineCode
from workers.base.states import WorkerState
from workers.memory.budgets import VRAM_BUDGETS
from workers.memory.plan import CPU, Evict, EvictedWorker, Fits, Place

GB = 2**30
CARD = Place("GPU-0", 0, "Card 0", "cuda")


def wait_for_state(qtbot: QtBot, desk: Desk, state: WorkerState, engine: str = "talker") -> None:
    qtbot.waitUntil(lambda: desk.view(engine).worker.state is state, timeout=PATIENCE_MS)


def ask(qtbot: QtBot, desk: Desk) -> StartQuestion:
    """Uses the first engine, requests the second, and returns the question."""
    desk.hear(qtbot, "talker")
    with qtbot.waitSignal(desk.hub.start_requests.asked, timeout=PATIENCE_MS) as asked:
        desk.hub.start("second")
    return args_of(asked)[0]


# From the click to the start.


def test_engine_that_fits_starts_without_a_question(open_desk: Desk, qtbot: QtBot) -> None:
    desk = open_desk
    desk.hear(qtbot, "talker")
    with qtbot.assertNotEmitted(desk.hub.start_requests.asked):
        desk.hub.start("second")
        wait_for_state(qtbot, desk, WorkerState.READY, "second")


def test_recently_used_engine_is_stopped_only_after_a_question(
    full_desk: Desk, qtbot: QtBot
) -> None:
    question = ask(qtbot, full_desk)
    assert question.title == "Second"
    ((name, victim),) = question.victims
    assert (name, victim.name, victim.frees_bytes) == ("Talker", "talker", 5 * GB)
    assert victim.idle_s < 60
    assert full_desk.hub.start_requests.questions == (question,)
    assert full_desk.view("talker").worker.state is WorkerState.READY
    assert full_desk.view("second").worker.state is WorkerState.STOPPED


def test_start_anyway_stops_the_other_engine(full_desk: Desk, qtbot: QtBot) -> None:
    ask(qtbot, full_desk)
    full_desk.hub.start_requests.answer("second", start=True)
    wait_for_state(qtbot, full_desk, WorkerState.READY, "second")
    wait_for_state(qtbot, full_desk, WorkerState.STOPPED, "talker")
    assert full_desk.hub.start_requests.questions == ()


def test_keep_changes_nothing(full_desk: Desk, qtbot: QtBot) -> None:
    ask(qtbot, full_desk)
    with qtbot.waitSignal(full_desk.hub.start_requests.settled, timeout=PATIENCE_MS):
        full_desk.hub.start_requests.answer("second", start=False)
    assert full_desk.hub.start_requests.questions == ()
    assert full_desk.hub.background.is_empty, "a start was begun"
    assert full_desk.hub.worker("talker").is_alive()
    assert full_desk.hub.worker("second").state is WorkerState.STOPPED


def test_idle_engine_is_stopped_without_a_question(
    full_desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    full_desk.hear(qtbot, "talker")
    monkeypatch.setattr("app.gui.state.start_question.RECENTLY_S", 0.0)
    with qtbot.assertNotEmitted(full_desk.hub.start_requests.asked):
        full_desk.hub.start("second")
        wait_for_state(qtbot, full_desk, WorkerState.READY, "second")


def test_late_answer_repeats_the_plan(full_desk: Desk, qtbot: QtBot) -> None:
    ask(qtbot, full_desk)
    full_desk.hub.stop("talker")
    wait_for_state(qtbot, full_desk, WorkerState.STOPPED, "talker")
    # No engine needs to be stopped any more.
    full_desk.hub.start_requests.answer("second", start=True)
    wait_for_state(qtbot, full_desk, WorkerState.READY, "second")


def test_engine_not_named_in_the_question_is_asked_for(
    full_desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = ask(qtbot, full_desk).plan
    other = Evict(
        plan.place, plan.needed_bytes, plan.free_bytes, (EvictedWorker("third", GB, 3.0),)
    )
    monkeypatch.setattr(full_desk.hub.worker("second"), "plan", lambda: other)
    with qtbot.waitSignal(full_desk.hub.start_requests.asked, timeout=PATIENCE_MS) as asked:
        full_desk.hub.start_requests.answer("second", start=True)
    assert args_of(asked)[0].plan is other
    full_desk.hub.start_requests.cancel_all()


def test_restart_asks_like_a_start(full_desk: Desk, qtbot: QtBot) -> None:
    full_desk.hear(qtbot, "talker")
    with qtbot.waitSignal(full_desk.hub.start_requests.asked, timeout=PATIENCE_MS) as asked:
        full_desk.hub.restart("second")
    assert args_of(asked)[0].title == "Second"
    assert full_desk.hub.worker("talker").is_alive()
    full_desk.hub.start_requests.cancel_all()


def test_engine_too_large_is_reported_at_once(
    open_desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(VRAM_BUDGETS, "tts_talker", (9.0, 9.0))
    with qtbot.waitSignal(open_desk.hub.notice, timeout=PATIENCE_MS) as notice:
        open_desk.hub.start("talker")
    (message,) = args_of(notice)
    assert message.startswith("Couldn’t start Talker: ")
    assert "9.00 GB" in message
    assert open_desk.hub.worker("talker").state is WorkerState.STOPPED


def test_waiting_start_names_the_reason(full_desk: Desk, qtbot: QtBot) -> None:
    desk = full_desk
    desk.hub.background.run(lambda: desk.hub.worker("talker").call({"text": "wait"}))
    wait_for_state(qtbot, desk, WorkerState.BUSY)
    desk.hub.start("second")
    qtbot.waitUntil(
        lambda: (
            (progress := desk.view("second").progress) is not None and "talker" in progress.stage
        ),
        timeout=PATIENCE_MS,
    )
    desk.hub.stop("second")
    wait_for_state(qtbot, desk, WorkerState.STOPPED, "second")
    desk.hub.stop("talker")


def test_later_request_replaces_the_earlier_one(full_desk: Desk, qtbot: QtBot) -> None:
    full_desk.hear(qtbot, "talker")
    calls: list[str] = []
    full_desk.hub.start_requests.begin(
        "second", lambda: calls.append("go"), lambda: calls.append("over")
    )
    full_desk.hub.start_requests.begin("second", lambda: calls.append("again"))
    qtbot.waitUntil(lambda: bool(full_desk.hub.start_requests.questions), timeout=PATIENCE_MS)
    assert calls == ["over"]
    full_desk.hub.start_requests.answer("second", start=True)
    qtbot.waitUntil(lambda: calls == ["over", "again"], timeout=PATIENCE_MS)


def test_stop_withdraws_the_question(full_desk: Desk, qtbot: QtBot) -> None:
    ask(qtbot, full_desk)
    full_desk.hub.stop("second")
    assert full_desk.hub.start_requests.questions == ()


# Wording.


def question(*victims: EvictedWorker) -> StartQuestion:
    titles = {"kokoro": "Kokoro", "f5": "F5", "piper": "Piper", "pocket": "Pocket"}
    return StartQuestion("kokoro", Evict(CARD, 5 * GB, GB, victims), titles)


F5 = EvictedWorker("f5", 3 * GB, 12.3, 8.4)
PIPER = EvictedWorker("piper", GB // 2, 75.0)
POCKET = EvictedWorker("pocket", GB, 3.0, 240.0)


def test_question_in_words() -> None:
    one, two, three = question(F5), question(F5, PIPER), question(F5, PIPER, POCKET)
    assert wording.heading(one) == "Stop F5 to start Kokoro?"
    assert wording.heading(two) == "Stop F5 and Piper to start Kokoro?"
    assert wording.heading(three) == "Stop F5, Piper, and Pocket to start Kokoro?"
    assert wording.arithmetic(one) == "Kokoro needs 5.0 GB on Card 0. 1.0 GB is free."
    assert [wording.keep(question) for question in (one, two, three)] == [
        "Keep F5 running",
        "Keep F5 and Piper running",
        "Keep all 3 running",
    ]
    assert [wording.victim(*victim) for victim in three.victims] == [
        "Stopping F5 (used 12 s ago) frees 3.0 GB. It reloads in 8.4 s.",
        "Stopping Piper (used 1 min ago) frees 0.50 GB. It reloads when needed.",
        "Stopping Pocket (used 3 s ago) frees 1.0 GB. It reloads in 4 min.",
    ]


def test_recently_used_engines() -> None:
    assert recently_used(Evict(CARD, 5 * GB, GB, (F5, PIPER))) == {"f5"}
    assert recently_used(Fits(CPU, 0, 0)) == frozenset()


# Questions in the window.


@pytest.fixture
def window(full_desk: Desk, style: Style, qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    QuestionArea(full_desk.hub.start_requests, window)
    window.show()
    return window


def bars(window: QWidget) -> list[QuestionBar]:
    return [bar for bar in window.findChildren(QuestionBar) if bar.isVisible()]


def button(window: QWidget, name: str) -> QPushButton:
    found = window.findChild(QPushButton, name)
    assert found is not None
    return found


def test_question_is_shown_until_answered(window: QWidget, full_desk: Desk, qtbot: QtBot) -> None:
    assert bars(window) == []
    ask(qtbot, full_desk)
    (bar,) = bars(window)
    assert bar.accessibleName() == "Stop Talker to start Second?"
    assert "used just now" in bar.accessibleDescription()
    assert len(bar.findChildren(QLabel)) == 3
    assert button(window, "keepRunning").text() == "Keep Talker running"
    qtbot.mouseClick(button(window, "startAnyway"), Qt.MouseButton.LeftButton)
    assert bars(window) == []
    wait_for_state(qtbot, full_desk, WorkerState.READY, "second")


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Space, Qt.Key.Key_Return])
def test_keyboard_refusal_returns_the_focus(
    window: QWidget, full_desk: Desk, qtbot: QtBot, key: Qt.Key
) -> None:
    before = QPushButton("before", window)
    before.show()
    before.setFocus()
    ask(qtbot, full_desk)
    assert button(window, "keepRunning").hasFocus()
    qtbot.keyClick(button(window, "keepRunning"), key)
    assert bars(window) == []
    assert before.hasFocus()
    assert full_desk.hub.worker("talker").is_alive()
    assert full_desk.hub.worker("second").state is WorkerState.STOPPED


@pytest.mark.parametrize("kind", [QPlainTextEdit, QLineEdit, QSpinBox, QComboBox])
def test_question_takes_no_focus_from_typing(
    window: QWidget, full_desk: Desk, qtbot: QtBot, kind: type[QWidget]
) -> None:
    field = kind(window)
    if isinstance(field, QComboBox):
        field.setEditable(True)
    field.show()
    field.setFocus()
    ask(qtbot, full_desk)
    assert bars(window)
    assert field.hasFocus()
    full_desk.hub.start_requests.cancel_all()


def test_earlier_question_is_shown_in_a_new_window(
    full_desk: Desk, style: Style, qtbot: QtBot
) -> None:
    ask(qtbot, full_desk)
    area = QuestionArea(full_desk.hub.start_requests)
    qtbot.addWidget(area)
    assert len(bars(area)) == 1


@pytest.mark.parametrize("answer", ["keepRunning", "startAnyway"])
def test_window_grows_for_a_question_and_shrinks_again(
    full_desk: Desk, style: Style, qtbot: QtBot, answer: str
) -> None:
    main = MainWindow(full_desk.hub, style)
    qtbot.addWidget(main)
    main.show()
    qtbot.waitUntil(lambda: bool(main.gauge._devices), timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: main.height() >= main.sizeHint().height(), timeout=PATIENCE_MS)
    before = main.height()
    ask(qtbot, full_desk)
    assert main.height() > before, "the window did not grow"
    qtbot.mouseClick(button(main, answer), Qt.MouseButton.LeftButton)
    assert main.height() == before


# Third-party code.

_CODE = EngineCode("second", "/home/u/catalog.toml", ("/home/u/engine", "package toy==1"), "aa")


@pytest.fixture
def strange_desk(desk: Desk, qtbot: QtBot) -> Desk:
    """A desk whose second engine has third-party code."""
    desk.codes["second"] = _CODE
    with qtbot.waitSignal(desk.hub.opened, timeout=PATIENCE_MS):
        desk.hub.open(desk.build)
    return desk


def test_third_party_code_is_confirmed_once(strange_desk: Desk, qtbot: QtBot) -> None:
    desk = strange_desk
    with qtbot.waitSignal(desk.hub.start_requests.asked, timeout=PATIENCE_MS) as asked:
        desk.hub.start("second")
    question = args_of(asked)[0]
    assert isinstance(question, CodeQuestion)
    assert (question.title, question.code) == ("Second", _CODE)
    assert desk.view("second").worker.state is WorkerState.STOPPED
    desk.hub.start_requests.answer("second", start=True)
    wait_for_state(qtbot, desk, WorkerState.READY, "second")
    desk.hub.stop("second")
    wait_for_state(qtbot, desk, WorkerState.STOPPED, "second")
    with qtbot.assertNotEmitted(desk.hub.start_requests.asked):
        desk.hub.start("second")
        wait_for_state(qtbot, desk, WorkerState.READY, "second")


def test_refused_third_party_code_is_not_run(strange_desk: Desk, qtbot: QtBot) -> None:
    desk = strange_desk
    with qtbot.waitSignal(desk.hub.start_requests.asked, timeout=PATIENCE_MS):
        desk.hub.start("second")
    desk.hub.start_requests.answer("second", start=False)
    assert not desk.approvals.is_approved(_CODE)
    assert desk.view("second").worker.state is WorkerState.STOPPED


def test_third_party_code_is_confirmed_before_installation(
    strange_desk: Desk, qtbot: QtBot
) -> None:
    desk = strange_desk
    desk.environments.complete.discard("second")
    desk.environments.finish.set()
    with qtbot.waitSignal(desk.hub.start_requests.asked, timeout=PATIENCE_MS) as asked:
        desk.hub.installations.install("second")
    assert args_of(asked)[0].is_install
    assert "second" not in desk.environments.complete
    desk.hub.start_requests.answer("second", start=True)
    qtbot.waitUntil(lambda: "second" in desk.environments.complete, timeout=PATIENCE_MS)
    assert desk.approvals.is_approved(_CODE)


def test_narrow_question_has_buttons_below_the_text(qtbot: QtBot) -> None:
    bar = QuestionBar(CodeQuestion("second", "Second", _CODE))
    qtbot.addWidget(bar)
    last = bar.findChildren(QLabel)[-1]
    for width, is_below in ((900, False), (420, True), (900, False)):
        bar.resize(width, bar.heightForWidth(width))
        bar.show()
        qtbot.waitUntil(lambda below=is_below: (bar.start.y() > last.geometry().bottom()) is below)


@pytest.mark.parametrize("is_install", [True, False])
def test_question_about_third_party_code_names_the_source(qtbot: QtBot, is_install: bool) -> None:
    bar = QuestionBar(CodeQuestion("second", "Second", _CODE, is_install=is_install))
    qtbot.addWidget(bar)
    texts = [label.text() for label in bar.findChildren(QLabel)]
    assert texts[0].startswith("Install Second" if is_install else "Run Second")
    assert "/home/u/engine and package toy==1, according to /home/u/catalog.toml" in texts[1]
    assert bar.start.text() == ("Allow and install" if is_install else "Allow and start")
