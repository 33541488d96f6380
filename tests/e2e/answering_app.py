"""The real program, which answers questions about its window.

``python -m tests.e2e.answering_app`` is ``python -m app``. Questions come in on stdin, and
answers go out on stdout, one JSON value per line. Clicks come from outside.
"""

from __future__ import annotations

import json
import sys
import traceback
from typing import Any

from PySide6.QtCore import QObject, QPoint, QSocketNotifier
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QPushButton,
    QWidget,
)

from app import __main__
from app.gui import application
from app.gui.main_window.window import MainWindow
from app.gui.style.theme import DARK, LIGHT
from app.gui.vram_gauge.bar import GaugeBar
from app.gui.windows.windows import has_tray
from app.gui.worker_table.columns import Column


class Answers(QObject):
    """Answers questions; each public method is one."""

    def __init__(self, watched: application.Application) -> None:
        super().__init__(watched)
        self._watched = watched
        read = QSocketNotifier.Type.Read
        self._notifier = QSocketNotifier(sys.stdin.fileno(), read, self)
        self._notifier.activated.connect(self._answer)

    def tray(self) -> list[int]:
        center = self._watched.tray.geometry().center()
        return [center.x(), center.y()]

    def where(self, name: str) -> list[int]:
        """Returns the center of a widget of any window."""
        widget = self._widget(name)
        return self._point(widget, widget.rect().center())

    def row(self, name: str, row: int) -> list[int]:
        """Returns the center of a row of a list."""
        shown = self._widget(name)
        assert isinstance(shown, QListView), name
        place = shown.visualRect(shown.model().index(row, 0)).center()
        return self._point(shown.viewport(), place)

    def engine(self, name: str) -> list[int] | None:
        """Returns the center of an engine in the list of all, or None if the list lacks it."""
        shown = self._widget("engineList")
        assert isinstance(shown, QListView)
        for row in range(shown.model().rowCount()):
            index = shown.model().index(row, 0)
            if index.data() == name:
                shown.scrollTo(index)
                return self._point(shown.viewport(), shown.visualRect(index).center())
        return None

    def enabled(self, name: str) -> bool:
        """Returns whether a control of any window is visible and enabled."""
        found = (window.findChild(QWidget, name) for window in self._windows())
        return any(
            control is not None and control.isVisible() and control.isEnabled() for control in found
        )

    def says(self, name: str) -> str:
        """Returns the text of a label or button of any window; empty while it is hidden."""
        widget = self._widget(name)
        assert isinstance(widget, QLabel | QPushButton), name
        return widget.text() if widget.isVisible() else ""

    def entered(self, name: str) -> str:
        """Returns the text of an input field of any window."""
        widget = self._widget(name)
        assert isinstance(widget, QLineEdit), name
        return widget.text()

    def cell(self, engine: str, column: str) -> list[int]:
        """Returns the center of a cell of the table, by the engine's ID."""
        table = self._window().table
        cell = table.shown.cell(self._place(engine), Column[column])
        table.scrollTo(cell)  # A banner may cover the last rows.
        place = table.visualRect(cell)
        return self._point(table.viewport(), place.center())

    def cell_text(self, engine: str, column: str) -> str:
        return str(self._window().model.index(self._place(engine), Column[column]).data())

    def button(self, name: str) -> str:
        button = self._window().findChild(QPushButton, name)
        assert button is not None, name
        return button.text()

    def can_press(self, name: str) -> bool:
        button = self._window().findChild(QPushButton, name)
        assert button is not None, name
        return button.isEnabled()

    def gauge(self) -> str:
        bar = self._window().findChild(GaugeBar)
        return bar.accessibleDescription() if bar is not None else ""

    def visible(self, name: str) -> bool:
        found = (window.findChild(QWidget, name) for window in self._windows())
        return any(widget is not None and widget.isVisible() for widget in found)

    def label(self, name: str) -> str:
        label = self._window().findChild(QLabel, name)
        assert label is not None, name
        return label.text() if label.isVisible() else ""

    def log(self) -> list[str] | None:
        """Returns the name and the text of the visible log, or None."""
        logs = self._window()._logs
        if logs is None or not logs.isVisible():
            return None
        return [logs.list.currentItem().text(), logs.page.view.toPlainText()]

    def figures(self) -> dict[str, str]:
        labels = self._window().preview.figures.findChildren(QLabel)
        named = (label for label in labels if label.accessibleName())
        return {label.accessibleName(): label.text() for label in named}

    def text(self) -> str:
        return self._window().preview.form.text.toPlainText()

    def transcript(self) -> str:
        return self._window().modes.transcribe.text.toPlainText()

    def state(self) -> dict[str, object]:
        window, views = self._watched.window, self._watched.hub.views
        model = window.model if window is not None else None
        return {
            "window": window is not None and window.isVisible(),
            "tray": has_tray() and self._watched.tray.geometry().width() > 1,
            "engine": model.index(0, Column.STATE).data() if views and model else None,
            "engines": len(views),
            "pid": views[0].worker.pid if views else None,
            "chosen": window.preview.form.engine.currentData() if window is not None else None,
            "speaks": window is not None and window.preview.stop.isEnabled(),
            "gauges": len(window.gauge._devices) if window is not None else 0,
        }

    def menu_entry(self, *path: str) -> list[int] | None:
        """Returns the center of an entry of the tray's menu, or None while its menu is closed.

        Args:
            path: How the texts of the entries start that lead to it.
        """
        menu: QMenu = self._watched.tray.menu
        for depth, start in enumerate(path):
            found = [action for action in menu.actions() if action.text().startswith(start)]
            if not found or not menu.isVisible():
                return None
            if depth == len(path) - 1:
                return self._point(menu, menu.actionGeometry(found[0]).center())
            submenu = found[0].menu()
            assert isinstance(submenu, QMenu)
            menu = submenu
        return None

    def editing(self) -> list[bool]:
        """Returns whether an idle timeout is being edited, and whether its list is open."""
        editor = self._window().table.viewport().findChild(QComboBox)
        return [editor is not None, editor is not None and editor.view().isVisible()]

    def theme(self, name: str) -> None:
        assert self._watched.style is not None
        self._watched.style.use(DARK if name == "dark" else LIGHT)

    def resize(self, width: int, height: int) -> None:
        self._window().resize(width, height)

    def size(self) -> list[int]:
        return [self._window().width(), self._window().height()]

    def grab(self, path: str, name: str = "previewText") -> None:
        """Saves a picture of the window of a widget."""
        self._widget(name).window().grab().save(path)

    def _place(self, engine: str) -> int:
        ids = [view.entry.id for view in self._window().model.views]
        return ids.index(engine)

    def _windows(self) -> list[QWidget]:
        main = self._window()
        return [main, *(window for window in QApplication.topLevelWidgets() if window is not main)]

    def _widget(self, name: str) -> QWidget:
        found = (window.findChild(QWidget, name) for window in self._windows())
        widget = next((child for child in found if child is not None), None)
        assert widget is not None, name
        return widget

    def _window(self) -> MainWindow:
        assert self._watched.window is not None
        return self._watched.window

    @staticmethod
    def _point(widget: QWidget, point: QPoint) -> list[int]:
        place = widget.mapToGlobal(point)
        return [place.x(), place.y()]

    def _answer(self) -> None:
        line = sys.stdin.readline()
        if not line:
            self._notifier.setEnabled(False)
            return
        question, *arguments = json.loads(line)
        try:
            answer = {"answer": getattr(self, question)(*arguments)}
        except Exception:  # noqa: BLE001 - raised again on the other side
            answer = {"failed": traceback.format_exc()}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


class _Watched(application.Application):
    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._answers = Answers(self)


if __name__ == "__main__":
    application.Application = _Watched
    sys.exit(__main__.main())
