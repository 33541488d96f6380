"""Installation on the engines page, with all obstacles."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from app.gui.engines_page.obstacle_view import license_url
from app.gui.engines_page.plan_view import PlanView
from app.gui.engines_page.window import EnginesWindow
from app.gui.failures.area import FailureArea
from app.gui.state.engine_view import Installation
from tests.app.gui.conftest import PATIENCE_MS, Desk
from tests.app.gui.engines_page.conftest import GATED, UNFREE, license_obstacle, plan, plan_without
from workers.base.engine_code import EngineCode
from workers.catalog.entry import Weights
from workers.errors import TokenNotStored
from workers.installation.plan import Obstacle, ObstacleKind


def planned(window: EnginesWindow, engine: str, qtbot: QtBot) -> PlanView:
    """Waits for the plan of an engine and returns its view."""
    window.set_up(engine)
    qtbot.waitUntil(lambda: window.detail.setup.plan is not None, timeout=PATIENCE_MS)
    shown = window.detail.setup.plan
    assert shown is not None
    return shown


def button(parent: PlanView, name: str) -> QPushButton:
    found = parent.findChild(QPushButton, name)
    assert found is not None, name
    return found


def is_installed(desk: Desk, engine: str) -> bool:
    return desk.view(engine).installation is Installation.INSTALLED


def asked_about(window: EnginesWindow, desk: Desk, qtbot: QtBot) -> EngineCode:
    """The question whether the third-party code of ``cloner`` may run."""
    code = desk.codes["cloner"] = EngineCode("cloner", "mine 1.0", ("package cloner",), "f" * 64)
    with qtbot.waitSignal(desk.hub.start_requests.asked, timeout=PATIENCE_MS):
        window.set_up("cloner")
    return code


def test_source_of_code_is_confirmed_before_planning(
    window: EnginesWindow, open_desk: Desk, qtbot: QtBot
) -> None:
    code = asked_about(window, open_desk, qtbot)
    assert not window.detail.setup.is_planning
    open_desk.hub.start_requests.answer("cloner", start=True)
    qtbot.waitUntil(lambda: window.detail.setup.plan is not None, timeout=PATIENCE_MS)
    assert open_desk.approvals.is_approved(code)


def test_late_plan_is_not_shown_for_another_engine(
    window: EnginesWindow, open_desk: Desk, qtbot: QtBot
) -> None:
    code = asked_about(window, open_desk, qtbot)
    window.list.choose("small")
    with qtbot.waitSignal(open_desk.hub.background.emptied, timeout=PATIENCE_MS):
        open_desk.hub.start_requests.answer("cloner", start=True)
    assert open_desk.approvals.is_approved(code)
    assert not window.detail.setup.is_planning


def test_plan_is_shown_before_the_installation(
    window: EnginesWindow, open_desk: Desk, qtbot: QtBot
) -> None:
    window.list.choose("cloner")
    window.detail.install.click()
    assert window.detail.setup.strip.text.text() == "Checking requirements…"
    assert not window.detail.install.isVisible()
    qtbot.waitUntil(lambda: window.detail.setup.plan is not None, timeout=PATIENCE_MS)
    shown = window.detail.setup.plan
    assert shown is not None
    assert not window.detail.setup.strip.isVisible()
    description = shown.accessibleDescription()
    assert "2 to install (500 MB), Python 3.12.4. Shared with Second." in description
    assert "cpu: there is no GPU" in description
    assert "owner/unfree, 3.0 GB (CC-BY-NC-4.0: non-commercial use only)" in description
    assert "Needs about 8.0 GB. 100.0 GB free." in description
    assert shown.install.text() == "Download 3.5 GB and install"
    open_desk.environments.finish.set()
    shown.install.click()
    assert window.detail.setup.plan is None
    qtbot.waitUntil(lambda: is_installed(open_desk, "cloner"), timeout=PATIENCE_MS)
    assert window.detail.setup.message.text() == "Cloner installed"
    assert window.detail.sample.isVisible()


def test_planning_can_be_canceled(window: EnginesWindow, open_desk: Desk, qtbot: QtBot) -> None:
    open_desk.installation.may_plan.clear()
    window.set_up("cloner")
    assert window.detail.setup.is_planning
    window.detail.setup.strip.cancel.click()
    assert not window.detail.setup.is_planning
    assert window.detail.install.isVisible()
    with qtbot.waitSignal(open_desk.hub.background.emptied, timeout=PATIENCE_MS):
        pass
    assert window.detail.setup.plan is None


def test_plan_of_another_engine_is_dropped(window: EnginesWindow, qtbot: QtBot) -> None:
    planned(window, "cloner", qtbot)
    window.list.choose("small")
    assert window.detail.setup.plan is None
    assert not window.detail.setup.isVisible()
    assert window.detail.install.isVisible()


def test_unreachable_package_index_is_reported(
    window: EnginesWindow, open_desk: Desk, qtbot: QtBot
) -> None:
    open_desk.environments.error = RuntimeError("the index cannot be reached: connect first")
    window.set_up("cloner")
    message = window.detail.setup.message
    qtbot.waitUntil(message.isVisible, timeout=PATIENCE_MS)
    assert message.text() == "the index cannot be reached: connect first"
    assert window.detail.install.isVisible()


def test_license_is_accepted_in_place(window: EnginesWindow, open_desk: Desk, qtbot: QtBot) -> None:
    cloner = open_desk.view("cloner").entry
    open_desk.installation.plans["cloner"] = plan(cloner, license_obstacle(UNFREE))
    shown = planned(window, "cloner", qtbot)
    assert not shown.install.isEnabled()
    assert shown.decline.hasFocus()
    accept = button(shown, "acceptLicense")
    assert accept.accessibleName() == "Accept the license of owner/unfree"
    accept.click()
    qtbot.waitUntil(shown.install.isEnabled, timeout=PATIENCE_MS)
    assert open_desk.installation.licenses.accepted == [UNFREE]
    assert not accept.isVisible()
    assert shown.install.hasFocus()


def test_non_commercial_license_is_marked(
    window: EnginesWindow, open_desk: Desk, qtbot: QtBot
) -> None:
    cloner = open_desk.view("cloner").entry
    open_desk.installation.plans["cloner"] = plan(
        cloner, license_obstacle(UNFREE), license_obstacle(GATED)
    )
    unfree, free = planned(window, "cloner", qtbot).obstacles
    assert "Non-commercial use only" in unfree.message.text()
    assert "commercial" not in free.message.text()


@pytest.mark.parametrize(
    ("license_name", "where"),
    [
        ("MIT", "https://spdx.org/licenses/MIT.html"),
        ("CC-BY-4.0", "https://spdx.org/licenses/CC-BY-4.0.html"),
        ("GPL-3.0-or-later", "https://spdx.org/licenses/GPL-3.0-or-later.html"),
        ("CC-BY-NC", "https://huggingface.co/owner/voice"),
        ("CC-BY-NC-4.0, and another one", "https://huggingface.co/owner/voice"),
        ("MIT OR Apache-2.0", "https://huggingface.co/owner/voice"),
        ("OpenRAIL", "https://huggingface.co/owner/voice"),
    ],
)
def test_license_url_is_that_of_spdx_or_of_the_weights(license_name: str, where: str) -> None:
    assert license_url(Weights("owner/voice", license_name)) == where


def test_license_text_opens_in_the_browser(
    window: EnginesWindow, open_desk: Desk, qtbot: QtBot, opened: list[str]
) -> None:
    cloner = open_desk.view("cloner").entry
    open_desk.installation.plans["cloner"] = plan(cloner, license_obstacle(UNFREE))
    button(planned(window, "cloner", qtbot), "readLicense").click()
    assert opened == ["https://spdx.org/licenses/CC-BY-NC-4.0.html"]


def test_token_is_saved_and_the_plan_repeated(
    window: EnginesWindow,
    open_desk: Desk,
    qtbot: QtBot,
    opened: list[str],
    tokens: list[str],
) -> None:
    gated = open_desk.view("gated").entry
    locked = Obstacle(ObstacleKind.TOKEN, "It is gated.", GATED)
    open_desk.installation.plans["gated"] = plan(gated, locked)
    shown = planned(window, "gated", qtbot)
    button(shown, "openGate").click()
    button(shown, "whereToken").click()
    assert opened == [
        "https://huggingface.co/owner/gated",
        "https://huggingface.co/settings/tokens",
    ]
    field = shown.findChild(QLineEdit, "accessToken")
    assert field is not None
    assert field.echoMode() is QLineEdit.EchoMode.Password
    assert not button(shown, "keepToken").isEnabled()
    qtbot.keyClicks(field, " hf_secret ")
    open_desk.installation.plans["gated"] = plan(gated)
    button(shown, "keepToken").click()
    qtbot.waitUntil(lambda: window.detail.setup.plan is not shown, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: window.detail.setup.plan is not None, timeout=PATIENCE_MS)
    assert tokens == ["hf_secret"]
    assert window.detail.setup.plan is not None
    assert window.detail.setup.plan.install.isEnabled()


def test_token_without_a_keyring_is_kept_for_the_session(
    window: EnginesWindow, open_desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: str) -> None:
        raise TokenNotStored("there is no keyring here; this token is used until the program ends")

    monkeypatch.setattr("workers.weights.tokens.store_token", refuse)
    gated = open_desk.view("gated").entry
    locked = Obstacle(ObstacleKind.TOKEN, "It is gated.", GATED)
    open_desk.installation.plans["gated"] = plan(gated, locked)
    shown = planned(window, "gated", qtbot)
    field = shown.findChild(QLineEdit, "accessToken")
    assert field is not None
    qtbot.keyClicks(field, "hf_secret")
    open_desk.installation.plans["gated"] = plan(gated)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(
        lambda: (now := window.detail.setup.plan) is not None and now.install.isEnabled(),
        timeout=PATIENCE_MS,
    )
    assert "no keyring" in window.detail.setup.message.text()


def test_full_disk_can_be_checked_again(
    window: EnginesWindow, open_desk: Desk, qtbot: QtBot
) -> None:
    small = open_desk.view("small").entry
    full = Obstacle(ObstacleKind.SPACE, "The disk is full.")
    open_desk.installation.plans["small"] = plan(small, full)
    shown = planned(window, "small", qtbot)
    assert not shown.install.isEnabled()
    open_desk.installation.plans["small"] = plan(small)
    button(shown, "lookAgain").click()
    qtbot.waitUntil(
        lambda: (now := window.detail.setup.plan) is not None and now.install.isEnabled(),
        timeout=PATIENCE_MS,
    )


def test_unsupported_computer_disables_installation(
    window: EnginesWindow, open_desk: Desk, qtbot: QtBot
) -> None:
    small = open_desk.view("small").entry
    weak = Obstacle(ObstacleKind.MACHINE, "It needs Python 3.10.")
    open_desk.installation.plans["small"] = plan(small, weak)
    shown = planned(window, "small", qtbot)
    assert not shown.install.isEnabled()
    assert {button.objectName() for button in shown.findChildren(QPushButton)} == {
        "installNow",
        "installNotNow",
    }
    shown.decline.click()
    assert window.detail.setup.plan is None


def test_plan_without_obstacles_is_installed_at_once(
    window: EnginesWindow, open_desk: Desk, qtbot: QtBot
) -> None:
    small = open_desk.view("small").entry
    open_desk.installation.plans["small"] = plan_without(small)
    open_desk.environments.finish.set()
    window.set_up("small")
    qtbot.waitUntil(lambda: is_installed(open_desk, "small"), timeout=PATIENCE_MS)


def test_installations_wait_in_a_queue(
    window: EnginesWindow, open_desk: Desk, qtbot: QtBot
) -> None:
    for engine in ("cloner", "small", "listener"):
        open_desk.hub.installations.install(engine)
    qtbot.waitUntil(lambda: open_desk.view("cloner").progress is not None, timeout=PATIENCE_MS)
    assert open_desk.hub.install_queue.queue == ("cloner", "small", "listener")
    qtbot.waitUntil(
        lambda: (
            window.queue.text.text()
            == "Cloner: Installing (Installing packages, 50 %). Next: Small and Listener"
        ),
        timeout=PATIENCE_MS,
    )
    window.list.choose("small")
    assert window.detail.setup.strip.text.text() == "Waiting to install…"
    window.detail.setup.strip.cancel.click()
    assert open_desk.hub.install_queue.queue == ("cloner", "listener")
    window.queue.cancel.click()
    qtbot.waitUntil(lambda: not open_desk.hub.install_queue.queue, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: not window.queue.isVisible(), timeout=PATIENCE_MS)
    missing = Installation.MISSING
    for engine in ("cloner", "small", "listener"):
        qtbot.waitUntil(
            lambda engine=engine: open_desk.view(engine).installation is missing,
            timeout=PATIENCE_MS,
        )
        assert open_desk.view(engine).problem is None


def test_next_installation_starts_after_a_failure(
    window: EnginesWindow, open_desk: Desk, qtbot: QtBot
) -> None:
    window.list.choose("cloner")
    open_desk.hub.installations.install("cloner")
    open_desk.hub.installations.install("small")
    open_desk.environments.error = RuntimeError("no network; connect and try again")
    open_desk.environments.finish.set()
    cards = window.detail.failures
    assert isinstance(cards, FailureArea)
    qtbot.waitUntil(cards.isVisible, timeout=PATIENCE_MS)
    assert len(cards._cards) == 1, "the failure of another engine is shown"
    assert cards._cards["cloner"].headline.text() == "Couldn’t install Cloner."
    qtbot.waitUntil(lambda: open_desk.view("small").problem is not None, timeout=PATIENCE_MS)
    open_desk.environments.error = None
    cards._cards["cloner"].act.click()
    qtbot.waitUntil(lambda: is_installed(open_desk, "cloner"), timeout=PATIENCE_MS)
    assert not cards.isVisible()


def test_closing_the_window_ends_planning(window: EnginesWindow, open_desk: Desk) -> None:
    open_desk.installation.may_plan.clear()
    window.set_up("cloner")
    window.close()
    assert not window.detail.setup.is_planning


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """URLs opened in the browser."""
    links: list[str] = []
    monkeypatch.setattr(
        "app.gui.engines_page.obstacle_view.QDesktopServices.openUrl",
        lambda url: links.append(url.toString()),
    )
    return links
