"""Asks where speech shall be saved, and writes it off the main thread."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QDir, QObject, QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.audio import write_speech

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from app.gui.background import Background
    from app.gui.preview.speech import Speech


def music_folder() -> str:
    """Where a user expects sound to be kept."""
    music = QStandardPaths.StandardLocation.MusicLocation
    return QStandardPaths.writableLocation(music) or QDir.homePath()


def saving_dialog(
    parent: QWidget, title: str, kinds: Mapping[str, str], chosen: Callable[[Path], None]
) -> None:
    """Let the user choose where something is saved; returns at once.

    Args:
        parent: The dialog's.
        title: The dialog's.
        kinds: What it can be saved as: what people read, and the suffix.
        chosen: Gets the file that was chosen.
    """
    dialog = QFileDialog(parent, title, music_folder())
    dialog.setNameFilters(list(kinds))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(next(iter(kinds.values())))
    dialog.filterSelected.connect(lambda kind: dialog.setDefaultSuffix(kinds[kind]))
    dialog.selectFile(QCoreApplication.translate("saving", "speech"))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda name: chosen(Path(name)))
    dialog.open()


class Saving(QObject):
    """Writes speech into files that are whole or not there.

    Attributes:
        saved: It is written: where.
        failed: It is not: why.
    """

    saved = Signal(object)
    failed = Signal(str)

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background

    def ask(self, parent: QWidget, chosen: Callable[[Path], None]) -> None:
        """Let the user choose a file; returns at once."""
        # By suffix, as ``write_speech`` takes them.
        kinds = {
            self.tr("WAV sound (*.wav)"): "wav",
            self.tr("FLAC sound, smaller without loss (*.flac)"): "flac",
            self.tr("Ogg Vorbis sound, smallest (*.ogg)"): "ogg",
        }
        saving_dialog(parent, self.tr("Save speech"), kinds, chosen)

    def write(self, speech: Speech, path: Path) -> None:
        """Write it; ``saved`` or ``failed`` tells. Returns at once."""
        self._background.run(
            lambda: write_speech(path, speech.chunks, speech.format),
            lambda _: self.saved.emit(path),
            lambda error: self.failed.emit(str(error)),
        )
