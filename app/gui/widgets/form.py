"""What every page of the settings is made of: rows of a label, a control and a note."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QScrollArea,
    QSizePolicy,
    QStyledItemDelegate,
    QVBoxLayout,
    QWidget,
)

from app.gui.style.theme import GRID

#: Where the text of a check box begins.
_BESIDE_CHECK = GRID * 3


class Page(QScrollArea):
    """A heading, and rows below it that scroll where the window is too low for them."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self.setAccessibleName(title)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        # The controls inside have the focus, and are scrolled into sight with it.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        content = QWidget(self)
        self._layout = QVBoxLayout(content)
        self._layout.setContentsMargins(0, 0, GRID, 0)
        self._layout.setSpacing(GRID * 2)
        self.setWidget(content)
        for surface in (self.viewport(), content):
            surface.setAutoFillBackground(False)  # What it lies on is the card.

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        """Put a widget below what is there, over the whole width."""
        self._layout.addWidget(widget, stretch)

    def add_form(self, form: Form) -> None:
        """Put rows below what is there."""
        self._layout.addLayout(form)

    def add_layout(self, layout: QLayout) -> None:
        """Put what is laid out elsewhere below what is there."""
        self._layout.addLayout(layout)

    def add_row(self, *widgets: QWidget) -> None:
        """Put widgets below what is there, side by side."""
        row = QHBoxLayout()
        row.setSpacing(GRID)
        for widget in widgets:
            row.addWidget(widget)
        row.addStretch()
        self._layout.addLayout(row)

    def add_stretch(self) -> None:
        """Keep what is there at the top."""
        self._layout.addStretch()


class Form(QFormLayout):
    """Rows. Where the window is narrow or the text large, a control goes below its label."""

    def __init__(self) -> None:
        super().__init__()
        self.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.setHorizontalSpacing(GRID * 2)
        self.setVerticalSpacing(GRID)
        self.setLabelAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)

    def add_control(self, label: str, control: QWidget, hint: QLabel | None = None) -> None:
        """Add a control with its label; the letter after ``&`` goes to it.

        Args:
            label: What it is about.
            control: It is as wide as it needs to be, unless it wants all there is.
            hint: A note on it.
        """
        named = QLabel(label)
        named.setProperty("role", "field")
        # Beside the control, not in the middle of it and its note.
        named.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        named.setBuddy(control)
        control.setAccessibleName(plain(label))
        self.addRow(named, _with_note(control, hint))

    def add_check(self, control: QCheckBox, hint: QLabel | None = None) -> None:
        """Add a control that brings its own label. Args: hint: A note on it."""
        if hint is not None:
            hint.setIndent(_BESIDE_CHECK)
        self.addRow(_with_note(control, hint))

    def add_text(self, label: str, text: QLabel) -> QLabel:
        """Add something that is only read. Returns: What names it."""
        named = QLabel(label)
        named.setProperty("role", "caption")
        self.addRow(named, text)
        return named


class Facts(Form):
    """Rows that are only read: what names them stands beside their first line."""

    def add_text(self, label: str, text: QLabel) -> QLabel:
        """Add something, over as many lines as it needs. Returns: What names it."""
        named = super().add_text(label, text)
        named.setAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop)
        return named


def _with_note(control: QWidget, hint: QLabel | None) -> QWidget:
    both = QWidget()
    layout = QVBoxLayout(both)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(GRID // 2)
    is_wide = control.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Expanding
    leading = Qt.AlignmentFlag.AlignLeading
    layout.addWidget(control, 0, Qt.AlignmentFlag(0) if is_wide else leading)
    if hint is not None:
        layout.addWidget(hint)
    return both


class _Text(QLabel):
    """Begins where the rows begin. Qt's own goes by the text: English stays on the left."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._align()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._align()

    def _align(self) -> None:
        side = Qt.AlignmentFlag.AlignRight if self.isRightToLeft() else Qt.AlignmentFlag.AlignLeft
        absolute = Qt.AlignmentFlag.AlignAbsolute
        self.setAlignment(side | absolute | Qt.AlignmentFlag.AlignVCenter)


def note(text: str = "") -> QLabel:
    """An explanation, over as many lines as it needs."""
    label = _Text()
    label.setProperty("role", "caption")
    label.setWordWrap(True)
    label.setText(text)
    if not text:
        label.hide()  # Not shown otherwise: it would be a window, as long as it has no parent.
    return label


def say(label: QLabel, text: str) -> None:
    """Have a note say something; it takes no room while it says nothing."""
    label.setText(text)
    label.setVisible(bool(text))


def readable(text: str = "") -> QLabel:
    """A text that can be marked and copied, with the mouse and with the keyboard."""
    label = _Text(text)
    label.setWordWrap(True)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    return label


def heading(text: str) -> QLabel:
    """What a group of rows is about."""
    label = _Text(text)
    label.setProperty("role", "heading")
    return label


def check(name: str, text: str) -> QCheckBox:
    """A check box, by its object name."""
    box = QCheckBox(text)
    box.setObjectName(name)
    return box


def combo(name: str, choices: Iterable[tuple[str, Any]] = ()) -> QComboBox:
    """A list of choices (what is shown, and what it means), by its object name."""
    box = QComboBox()
    box.setObjectName(name)
    box.setItemDelegate(QStyledItemDelegate(box))  # Which follows the style sheet.
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    for text, meaning in choices:
        box.addItem(text, meaning)
    keep_from_wheel(box)
    return box


def offer(box: QComboBox, choices: Iterable[tuple[str, Any]], chosen: Any) -> None:
    """Offer these choices, unless they are offered already, and show the one that holds.

    It tells nobody: nothing was decided.
    """
    with QSignalBlocker(box):
        offered = list(choices)
        if offered != [(box.itemText(row), box.itemData(row)) for row in range(box.count())]:
            box.clear()
            for text, meaning in offered:
                box.addItem(text, meaning)
        box.setCurrentIndex(box.findData(chosen))


def plain(label: str) -> str:
    """A label without its mnemonic."""
    return label.replace("&&", "\0").replace("&", "").replace("\0", "&")


def keep_from_wheel(control: QComboBox | QAbstractSpinBox) -> None:
    """Let the wheel scroll the page, not change what happens to be below the pointer."""
    control.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    control.installEventFilter(_WheelGuard(control))


class _WheelGuard(QObject):
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_idle = isinstance(watched, QWidget) and not watched.hasFocus()
        if event.type() == QEvent.Type.Wheel and is_idle:
            event.ignore()
            return True
        return super().eventFilter(watched, event)
