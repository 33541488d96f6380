"""The style sheet: cards, buttons, fields and the table's frame.

Rules match class names and the dynamic properties ``role`` and ``tone`` that
widgets set on themselves, never single object names.
"""

from __future__ import annotations

from string import Template
from typing import TYPE_CHECKING

from app.gui.style.theme import GRID

if TYPE_CHECKING:
    from app.gui.style.theme import Theme

_SHEET = Template("""
QFrame[role="card"] {
    background: $card; border: 1px solid $border; border-radius: ${radius}px;
}
QLabel[role="heading"] { font-weight: 600; }
QLabel[role="caption"] { color: $muted; }
QLabel[role="figure"] { font-weight: 600; }
QLabel[tone="bad"] { color: $bad; }
QLabel[tone="caution"] { color: $caution; }
QLabel[tone="muted"] { color: $muted; }

QPushButton {
    background: $raised; color: $text; border: 1px solid $outline;
    border-radius: ${small_radius}px; padding: 0 ${pad}px; min-height: ${control}px;
}
QPushButton:hover { border-color: $accent; }
QPushButton:pressed { background: $selection; }
QPushButton:focus { border: 2px solid $accent; padding: 0 ${pad_less}px; }
QPushButton:disabled { color: $idle; border-color: $border; background: transparent; }
QPushButton[role="primary"] {
    background: $accent; color: $on_accent; border-color: $accent; font-weight: 600;
}
QPushButton[role="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[role="primary"]:focus { border: 2px solid $text; padding: 0 ${pad_less}px; }
QPushButton[role="primary"]:disabled {
    background: $free; color: $idle; border-color: $free; font-weight: 400;
}

QPlainTextEdit {
    background: $card; color: $text; border: 1px solid $outline;
    border-radius: ${small_radius}px; padding: ${half}px;
    selection-background-color: $accent; selection-color: $on_accent;
}
QPlainTextEdit:focus { border: 2px solid $accent; padding: ${half_less}px; }

QProgressBar {
    background: $free; border: none; border-radius: 2px; max-height: 4px; min-height: 4px;
}
QProgressBar::chunk { background: $accent; border-radius: 2px; }

QTableView {
    background: transparent; border: none; outline: none; color: $text;
    selection-background-color: $selection; selection-color: $text;
}
QHeaderView { background: transparent; border: none; }
QHeaderView::section {
    background: transparent; color: $muted; border: none;
    border-bottom: 1px solid $border; padding: 0 ${half}px ${half}px ${half}px;
}
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
        half=GRID // 2,
        half_less=GRID // 2 - 1,
        control=GRID * 4 - 2,
    )
