"""All failures in a window: a card for each engine, the newest on top."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.gui.failures import wording
from app.gui.failures.card import FailureCard
from app.gui.failures.offers import apply_offer
from app.gui.failures.report import copy_report, read_last_lines
from app.gui.style.theme import GRID

if TYPE_CHECKING:
    from app.gui.controller.hub import Hub
    from app.gui.state.failure_note import FailureNote
    from app.gui.style.apply import Style
    from workers.devices.probe import DeviceReading
    from workers.snapshot import RoomSnapshot

#: More cards would leave too little room for the rest of the window.
MOST_CARDS = 3
#: How long a button confirms its action.
_DONE_MS = 2000


class FailureArea(QWidget):
    """Shows the newest failures and counts the others; hidden without failures.

    Attributes:
        log_asked: The user wants an engine's log: its ID; empty for the program's log.
        growing: The area is about to grow.
        grown: The area has grown.
        gone: The area is hidden again.
    """

    log_asked = Signal(str)
    growing = Signal()
    grown = Signal()
    gone = Signal()

    def __init__(self, hub: Hub, style: Style, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hub = hub
        self._style = style
        self._devices: tuple[DeviceReading, ...] = ()
        self._cards: dict[str, FailureCard] = {}
        self._only = ""
        self._more = QLabel(self)
        self._more.setObjectName("moreFailures")
        self._more.setProperty("role", "caption")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(GRID)
        self._layout.addWidget(self._more)
        hub.failures.changed.connect(self._show)
        hub.failures.failed.connect(self._announce)
        hub.readings.read.connect(self._on_reading)
        self._show()

    def show_only(self, engine: str) -> None:
        """Shows the failure of one engine only."""
        self._only = engine
        self._show()

    def _show(self) -> None:
        notes = [note for note in self._hub.failures.notes if self._only in ("", note.engine)]
        shown = {note.engine: note for note in notes[:MOST_CARDS]}
        is_growing = bool(shown.keys() - self._cards.keys())
        if is_growing:
            self.growing.emit()
        for engine in self._cards.keys() - shown.keys():
            self._remove(engine)
        for place, note in enumerate(shown.values()):
            self._show_card(place, note)
        self._more.setVisible(len(notes) > MOST_CARDS)
        self._more.setText(wording.more(len(notes) - MOST_CARDS))
        self._order_tabs()
        self.setVisible(bool(shown))
        if is_growing:
            self.grown.emit()
        elif not shown:
            self.gone.emit()

    def _show_card(self, place: int, note: FailureNote) -> None:
        card = self._cards.get(note.engine)
        if card is None:
            card = self._cards[note.engine] = self._card(note)
        else:
            card.show_note(note)
        if self._layout.indexOf(card) != place:
            self._layout.insertWidget(place, card)
        card.show()

    def _announce(self, note: FailureNote) -> None:
        card = self._cards.get(note.engine)
        if card is not None:
            card.announce()

    def _card(self, note: FailureNote) -> FailureCard:
        engine, card = note.engine, FailureCard(note, self._style, self)
        card.acted.connect(lambda: apply_offer(card.note, self._hub, self.log_asked.emit))
        card.dismissed.connect(lambda: self._hub.failures.dismiss(engine))
        card.log_asked.connect(lambda: self.log_asked.emit(card.note.log))
        card.unfolding.connect(self.growing)
        card.unfolded.connect(self.grown)
        card.lines_asked.connect(lambda: self._read_lines(card))
        card.report_asked.connect(lambda: self._copy_report(card))
        return card

    def _remove(self, engine: str) -> None:
        card = self._cards.pop(engine)
        for _ in card.controls():
            focused = QApplication.focusWidget()
            if focused is None or not card.isAncestorOf(focused):
                break
            self.focusNextChild()  # To the next card, or the widget below.
        self._layout.removeWidget(card)
        card.hide()
        card.deleteLater()

    def _order_tabs(self) -> None:
        """Puts the cards in their place in tab order, because Qt puts new widgets last."""
        before = self.previousInFocusChain() or self
        while before is not self and (self.isAncestorOf(before) or not _is_tab_stop(before)):
            before = before.previousInFocusChain() or self
        for place in range(len(self._cards)):
            item = self._layout.itemAt(place)
            card = item.widget() if item is not None else None
            for control in card.controls() if isinstance(card, FailureCard) else ():
                QWidget.setTabOrder(before, control)
                before = control

    def _read_lines(self, card: FailureCard) -> None:
        def show(lines: tuple[str, ...]) -> None:
            if isValid(card):
                card.show_lines(lines)

        read_last_lines(card.note, self._hub, show)

    def _copy_report(self, card: FailureCard) -> None:
        def show_result(problem: str) -> None:
            if problem:
                self._hub.notice.emit(self.tr("Couldn’t create the report: {}").format(problem))
            elif isValid(card):
                card.report.setText(self.tr("Copied"))
                reset = partial(card.report.setText, self.tr("Copy report"))
                QTimer.singleShot(_DONE_MS, card.report, reset)

        copy_report(card.note, self._hub, self._devices, show_result)

    def _on_reading(self, reading: RoomSnapshot) -> None:
        self._devices = reading.devices


def _is_tab_stop(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
