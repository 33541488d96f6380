"""Icons, drawn as SVG; the plain ones take the theme's colors."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QSize
from PySide6.QtGui import QIcon, QImage, QImageReader, QPixmap

from app.resources import icon_file

_SIZES = (16, 24, 32, 48)


def shipped_icon(name: str) -> QIcon:
    """Returns an icon with its own colors."""
    return QIcon(str(icon_file(name)))


def tinted_icon(name: str, color: str, disabled: str) -> QIcon:
    """Returns a one-colored icon, enabled and disabled, in these colors (``#rrggbb``)."""
    drawing = icon_file(name).read_text(encoding="utf-8")
    icon = QIcon()
    for mode, tint in ((QIcon.Mode.Normal, color), (QIcon.Mode.Disabled, disabled)):
        svg = drawing.replace("currentColor", tint).encode()
        for size in _SIZES:
            icon.addPixmap(QPixmap.fromImage(_rendered(svg, size)), mode)
    return icon


def _rendered(svg: bytes, size: int) -> QImage:
    buffer = QBuffer()
    buffer.setData(QByteArray(svg))
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(b"svg"))
    reader.setScaledSize(QSize(size, size))
    return reader.read()
