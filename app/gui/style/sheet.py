"""The style sheet: cards, buttons, fields and the table's frame.

Rules match class names and the dynamic properties ``role`` and ``tone`` that
widgets set on themselves, never single object names.
"""

from __future__ import annotations

from string import Template
from typing import TYPE_CHECKING

from app.gui.style.theme import GRID
from app.resources import icon_file

if TYPE_CHECKING:
    from app.gui.style.theme import Theme

_SHEET = Template("""
QFrame[role="card"] {
    background: $card; border: 1px solid $border; border-radius: ${radius}px;
}
QFrame[role="banner"] {
    background: $selection; border: 1px solid $accent; border-radius: ${radius}px;
}
QFrame[role="banner"][tone="caution"] { background: $card; border-color: $caution; }
QFrame[role="failure"] {
    background: $card; border: 1px solid $bad; border-radius: ${radius}px;
}
QLabel[role="heading"] { font-weight: 600; }
QLabel[role="caption"] { color: $muted; }
QFrame[role="banner"] QLabel, QFrame[role="failure"] QLabel {
    border: none; background: transparent;
}
QLabel[role="figure"] { font-weight: 600; }
QLabel[tone="bad"] { color: $bad; }
QLabel[tone="good"] { color: $good; }
QLabel[tone="caution"] { color: $caution; }
QLabel[tone="muted"] { color: $muted; }

QPushButton {
    background: $raised; color: $text; border: 1px solid $outline;
    border-radius: ${small_radius}px; padding: 0 ${pad}px; min-height: ${control}px;
}
QPushButton:hover { border-color: $accent; }
QPushButton:pressed { background: $selection; }
QPushButton::menu-indicator {
    image: url("$chevron"); width: 14px; height: 14px;
    subcontrol-origin: padding; subcontrol-position: right center; right: ${half}px;
}
QPushButton[role="menu"] { padding-right: ${drop}px; }
QPushButton:focus { border: 2px solid $accent; padding: 0 ${pad_less}px; }
QPushButton:checked { background: $selection; border-color: $accent; }
QPushButton:disabled { color: $idle; border-color: $border; background: transparent; }
QPushButton[role="corner"] {
    padding: 0 ${drop}px 0 ${grid}px; min-height: ${small_control}px; border-color: $border;
}
QPushButton[role="corner"]:hover { border-color: $accent; }
QPushButton[role="corner"]:focus {
    border: 2px solid $accent; padding: 0 ${drop_less}px 0 ${grid_less}px;
}
QPushButton[role="primary"] {
    background: $accent; color: $on_accent; border-color: $accent; font-weight: 600;
}
QPushButton[role="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[role="primary"]:focus { border: 2px solid $text; padding: 0 ${pad_less}px; }
QPushButton[role="primary"]:disabled {
    background: $free; color: $idle; border-color: $free; font-weight: 400;
}

QLabel[role="field"] { min-height: ${line}px; }

QCheckBox { min-height: ${line}px; spacing: ${grid}px; }
QCheckBox::indicator {
    background: $card; border: 1px solid $outline; border-radius: 3px;
    width: 14px; height: 14px;
}
QCheckBox::indicator:hover { border-color: $accent; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url("$check"); }
QCheckBox::indicator:focus { border: 2px solid $accent; width: 12px; height: 12px; }
QCheckBox::indicator:checked:focus { border-color: $text; }
QCheckBox::indicator:disabled { background: $free; border-color: $border; }
QCheckBox:disabled { color: $idle; }

QLineEdit {
    background: $raised; color: $text; border: 1px solid $outline;
    border-radius: ${small_radius}px; padding: 0 ${grid_less}px; min-height: ${control}px;
    selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit:focus { border: 2px solid $accent; padding: 0 ${grid_least}px; }
QComboBox QLineEdit, QAbstractSpinBox QLineEdit { border: none; min-height: 0; padding: 0; }

QListView[role="plain"] { background: transparent; border: none; outline: none; }
QListWidget[role="navigation"] {
    background: transparent; border: none; outline: none; color: $text;
}
QListWidget[role="navigation"]::item {
    padding: 0 ${grid}px; min-height: ${line}px; border-radius: ${small_radius}px;
    border: 2px solid transparent; margin-bottom: 2px;
}
QListWidget[role="navigation"]::item:hover { background: $raised; }
QListWidget[role="navigation"]::item:selected { background: $selection; color: $text; }
QListWidget[role="navigation"]::item:focus { border-color: $accent; }

QToolButton[role="tool"] {
    background: transparent; color: $text; border: 1px solid transparent;
    border-radius: ${small_radius}px; padding: 0 ${half}px; min-height: ${control}px;
}
QToolButton[role="tool"]:hover { background: $raised; border-color: $outline; }
QToolButton[role="tool"]:pressed, QToolButton[role="tool"]:checked { background: $selection; }
QToolButton[role="tool"]:focus { border: 2px solid $accent; padding: 0 ${half_less}px; }
QToolButton[role="tool"]:disabled { color: $idle; }

QToolButton[role="disclosure"] {
    background: transparent; color: $text; border: 1px solid transparent;
    border-radius: ${small_radius}px; padding: ${half_less}px 0 ${half_less}px ${grid}px;
}
QToolButton[role="disclosure"]:hover { border-color: $outline; }
QToolButton[role="disclosure"]:focus {
    border: 2px solid $accent; padding: 2px -1px 2px ${grid_less}px;
}

QPlainTextEdit {
    background: $card; color: $text; border: 1px solid $outline;
    border-radius: ${small_radius}px; padding: ${half}px;
    selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit[role="search"], QLineEdit[role="field"] {
    background: $card; color: $text; border: 1px solid $outline;
    border-radius: ${small_radius}px; padding: 0 ${grid}px; min-height: ${control}px;
    selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit[role="search"]:focus, QLineEdit[role="field"]:focus {
    border: 2px solid $accent; padding: 0 ${grid_less}px;
}
QLineEdit[role="field"]:disabled { color: $idle; border-color: $border; background: transparent; }
QPlainTextEdit:focus { border: 2px solid $accent; padding: ${half_less}px; }

QPushButton[role="segment"] { background: transparent; border-color: transparent; }
QPushButton[role="segment"]:hover { border-color: $accent; }
QPushButton[role="segment"]:checked { background: $selection; border-color: $accent; }
QPushButton[role="segment"]:focus { border: 2px solid $accent; padding: 0 ${pad_less}px; }
QPushButton[role="small"] { min-height: ${small_control}px; }
QPushButton[role="row"] { min-height: ${small_control}px; margin: ${half}px; }

QLineEdit, QPlainTextEdit { placeholder-text-color: $muted; }

QDoubleSpinBox {
    background: $raised; color: $text; border: 1px solid $outline;
    border-radius: ${small_radius}px; padding: 0 ${grid}px; min-height: ${control}px;
    selection-background-color: $accent; selection-color: $on_accent;
}
QDoubleSpinBox:focus { border: 2px solid $accent; padding: 0 ${grid_less}px; }
QDoubleSpinBox::up-button, QDoubleSpinBox::down-button { border: none; width: ${drop}px; }
QDoubleSpinBox::up-arrow { image: url("$chevron_up"); width: 12px; height: 12px; }
QDoubleSpinBox::down-arrow { image: url("$chevron"); width: 12px; height: 12px; }
QDoubleSpinBox:disabled { color: $idle; border-color: $border; background: transparent; }

QComboBox {
    background: $raised; color: $text; border: 1px solid $outline;
    border-radius: ${small_radius}px; padding: 0 ${grid}px; min-height: ${control}px;
}
QComboBox { combobox-popup: 0; }
QComboBox:hover { border-color: $accent; }
QComboBox:focus { border: 2px solid $accent; padding: 0 ${grid_less}px; }
QComboBox:disabled { color: $idle; border-color: $border; background: transparent; }
QComboBox:editable { background: $card; }
QComboBox::drop-down { border: none; width: ${drop}px; }
QComboBox::down-arrow { image: url("$chevron"); width: 14px; height: 14px; }
QComboBox QAbstractItemView {
    background: $card; color: $text; border: 1px solid $outline; outline: none;
    selection-background-color: $selection; selection-color: $text;
}
QComboBox QAbstractItemView::item { min-height: ${item}px; padding: 0 ${grid}px; }
QComboBox QAbstractItemView::item:selected { background: $selection; color: $text; }

QSlider { min-height: ${control}px; }
QSlider::groove:horizontal { background: $free; height: 4px; border-radius: 2px; }
QSlider::sub-page:horizontal { background: $accent; height: 4px; border-radius: 2px; }
QSlider::handle:horizontal {
    background: $accent; border: 2px solid $card; width: 14px; height: 14px;
    margin: -7px 0; border-radius: 9px;
}
QSlider::handle:horizontal:focus { background: $card; border: 3px solid $accent; }
QSlider::sub-page:horizontal:disabled { background: $free; }
QSlider::handle:horizontal:disabled { background: $idle; }

QScrollBar { background: transparent; border: none; margin: 0; }
QScrollBar:vertical { width: 12px; }
QScrollBar:horizontal { height: 12px; }
QScrollBar::handle { background: $outline; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: ${tall}px; }
QScrollBar::handle:horizontal { min-width: ${tall}px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QAbstractScrollArea::corner { background: transparent; border: none; }

QProgressBar {
    background: $free; border: none; border-radius: 2px; max-height: 4px; min-height: 4px;
}
QProgressBar::chunk { background: $accent; border-radius: 2px; }

QTableView {
    background: transparent; border: none; outline: none; color: $text;
    selection-background-color: $selection; selection-color: $text;
}
QTableWidget::item { padding: 0 ${cell}px; }
QTableWidget::item:selected { background: $selection; color: $text; }
QTableWidget::indicator {
    width: 14px; height: 14px; border: 1px solid $outline; border-radius: 4px; background: $card;
}
QTableWidget::indicator:checked {
    background: $accent; border-color: $accent; image: url("$check");
}
QTableWidget::indicator:disabled { background: transparent; border-color: $border; }
QHeaderView { background: transparent; border: none; }
QHeaderView::section {
    background: transparent; color: $muted; border: none;
    border-bottom: 1px solid $border; padding: 0 ${half}px ${half}px ${grid}px;
}
QHeaderView::section:hover { color: $text; }
QHeaderView::up-arrow, QHeaderView::down-arrow {
    width: 10px; height: 10px; subcontrol-origin: padding; subcontrol-position: right center;
}
QHeaderView::up-arrow { image: url("$chevron_up"); }
QHeaderView::down-arrow { image: url("$chevron"); }
QMenu { background: $card; color: $text; border: 1px solid $outline; padding: ${half}px; }
QMenu::item { padding: ${half_more}px ${drop}px; border-radius: ${half}px; }
QMenu::item:selected { background: $accent; color: $on_accent; }
QMenu::item:disabled { color: $idle; background: transparent; }
QMenu::separator { height: 1px; background: $border; margin: ${half}px ${grid}px; }

QToolTip { background: $raised; color: $text; border: 1px solid $outline; padding: ${half}px; }
""")


def style_sheet(theme: Theme) -> str:
    """The style sheet of a theme."""
    return _SHEET.substitute(
        {name: getattr(theme, name) for name in theme.__slots__},
        radius=GRID,
        small_radius=GRID * 3 // 4,
        pad=GRID * 2,
        pad_less=GRID * 2 - 1,
        grid=GRID,
        grid_less=GRID - 1,
        grid_least=GRID - 2,
        line=GRID * 4,
        half=GRID // 2,
        half_more=GRID * 3 // 4,
        half_less=GRID // 2 - 1,
        control=GRID * 4 - 2,
        drop=GRID * 3,
        drop_less=GRID * 3 - 1,
        item=GRID * 7 // 2,
        cell=GRID - 3,  # Fusion adds three of its own.
        small_control=GRID * 3 - 2,
        tall=GRID * 4,
        chevron=icon_file("chevron").as_posix(),
        check=icon_file("check-dark" if theme.is_dark else "check").as_posix(),
        chevron_up=icon_file("chevron-up").as_posix(),
    )
