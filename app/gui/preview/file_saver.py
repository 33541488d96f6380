"""Asks where to save a file, and writes it on a background thread."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QDir, QObject, QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from app.audio import write_speech

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from app.gui.controller.background import Background
    from app.gui.speech.speech import Speech
    from app.gui.widgets.message import MessageLabel


def _music_folder() -> str:
    music = QStandardPaths.StandardLocation.MusicLocation
    return QStandardPaths.writableLocation(music) or QDir.homePath()


def open_save_dialog(
    parent: QWidget, title: str, kinds: Mapping[str, str], on_chosen: Callable[[Path], None]
) -> None:
    """Opens a dialog in which the user chooses a file to save. Returns at once.

    Args:
        parent: The dialog's parent.
        title: The dialog's title.
        kinds: Name filters, each with its suffix.
        on_chosen: Called with the chosen file.
    """
    dialog = QFileDialog(parent, title, _music_folder())
    dialog.setNameFilters(list(kinds))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(next(iter(kinds.values())))
    dialog.filterSelected.connect(lambda kind: dialog.setDefaultSuffix(kinds[kind]))
    dialog.selectFile(QCoreApplication.translate("saving", "speech"))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda name: on_chosen(Path(name)))
    dialog.open()


class FileSaver(QObject):
    """Writes files on a background thread, and shows the result. All methods return at once."""

    def __init__(
        self, background: Background, message: MessageLabel, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._background = background
        self._message = message

    def ask(self, parent: QWidget, on_chosen: Callable[[Path], None]) -> None:
        """Opens a dialog in which the user chooses an audio file to save."""
        # The suffix decides the format; see ``write_speech``.
        kinds = {
            self.tr("WAV audio (*.wav)"): "wav",
            self.tr("FLAC audio, lossless (*.flac)"): "flac",
            self.tr("Ogg Vorbis audio, smallest file (*.ogg)"): "ogg",
        }
        open_save_dialog(parent, self.tr("Save audio"), kinds, on_chosen)

    def write_speech(self, speech: Speech, path: Path) -> None:
        """Writes speech to an audio file, in the format of its suffix."""
        self.write(path, lambda: write_speech(path, speech.chunks, speech.format))

    def write(self, path: Path, work: Callable[[], None]) -> None:
        """Writes a file.

        Args:
            path: The file, for the message.
            work: Writes the file completely or not at all; may block and raise.
        """
        self._background.run(
            work,
            lambda _: self._message.say(self.tr("Saved to {}").format(path)),
            lambda error: self._message.say(
                self.tr("Couldn’t save the file: {}").format(error), "bad"
            ),
        )
