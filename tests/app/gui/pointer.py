"""The mouse pointer of the tests."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot


def point_at(qtbot: QtBot, widget: QWidget, place: QPoint) -> None:
    """Move the pointer there, and have it noticed.

    One that is there already, from an earlier test, would not move, and nobody be told.
    """
    qtbot.mouseMove(widget, place + QPoint(1, 1))
    qtbot.mouseMove(widget, place)
