"""Audio files that are dropped on a widget or chosen in a dialog."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from app.audio.sound_file import READABLE

if TYPE_CHECKING:
    from collections.abc import Callable


def dropped_audio_file(event: QDropEvent) -> Path | None:
    """Returns the dropped file if it is one audio file, judged by its suffix; None otherwise."""
    urls = event.mimeData().urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    path = Path(urls[0].toLocalFile())
    return path if path.suffix.lower() in READABLE else None


def choose_audio_file(parent: QWidget, title: str, on_chosen: Callable[[Path], None]) -> None:
    """Opens a dialog in which the user chooses an audio file. Returns at once."""
    patterns = " ".join(f"*{suffix}" for suffix in READABLE)
    kinds = QCoreApplication.translate("sound_drop", "Audio files ({})").format(patterns)
    dialog = QFileDialog(parent, title, "", kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda name: on_chosen(Path(name)))
    dialog.open()
