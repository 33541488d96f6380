"""Highlights levels and matches, in the visible lines only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QFont, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from app.gui.log_window.line_text import LEVEL_END, LEVEL_START, TIME_END

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QTextBlock
    from PySide6.QtWidgets import QPlainTextEdit

    from app.gui.log_window.search import LineSearch
    from app.gui.style.theme import Theme

#: The color of each level, by its name in ``Theme``.
_TONES = {
    "DEBUG": "idle",
    "INFO": "muted",
    "WARNING": "caution",
    "ERROR": "bad",
    "CRITICAL": "bad",
}


def highlights(
    view: QPlainTextEdit, search: LineSearch, theme: Theme
) -> list[QTextEdit.ExtraSelection]:
    """Returns the highlights of the visible lines."""
    found: list[QTextEdit.ExtraSelection] = []
    for block in _visible_blocks(view):
        text = block.text()
        tone = _TONES.get(text[LEVEL_START:LEVEL_END].rstrip())
        if tone is not None and text[TIME_END : TIME_END + 2] == "  ":
            found.append(_mark(block, (0, TIME_END), _ink(theme.muted)))
            ink = _ink(getattr(theme, tone), is_bold=tone in ("caution", "bad"))
            found.append(_mark(block, (LEVEL_START, LEVEL_END), ink))
        for number, span in enumerate(search.spans(text)):
            is_current = search.current == (block.blockNumber(), number)
            found.append(_mark(block, span, _highlight(theme, is_current=is_current)))
    return found


def _visible_blocks(view: QPlainTextEdit) -> Iterator[QTextBlock]:
    block, bottom = view.firstVisibleBlock(), view.viewport().rect().bottom()
    offset = view.contentOffset()
    while block.isValid():
        if view.blockBoundingGeometry(block).translated(offset).top() > bottom:
            return
        yield block
        block = block.next()


def _mark(
    block: QTextBlock, span: tuple[int, int], ink: QTextCharFormat
) -> QTextEdit.ExtraSelection:
    mark = QTextEdit.ExtraSelection()
    cursor = QTextCursor(block)
    cursor.setPosition(block.position() + span[0])
    cursor.setPosition(block.position() + span[1], QTextCursor.MoveMode.KeepAnchor)
    mark.cursor = cursor  # pyright: ignore[reportAttributeAccessIssue] - the stubs have no fields
    mark.format = ink  # pyright: ignore[reportAttributeAccessIssue]
    return mark


def _ink(color: str, *, is_bold: bool = False) -> QTextCharFormat:
    ink = QTextCharFormat()
    ink.setForeground(QColor(color))
    if is_bold:
        ink.setFontWeight(QFont.Weight.DemiBold)
    return ink


def _highlight(theme: Theme, *, is_current: bool) -> QTextCharFormat:
    ink = QTextCharFormat()
    ink.setBackground(QColor(theme.accent if is_current else theme.selection))
    ink.setForeground(QColor(theme.on_accent if is_current else theme.text))
    if not is_current:
        ink.setFontUnderline(True)
    return ink
