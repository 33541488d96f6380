"""Asks where something shall be saved, and has it written off the main thread."""

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


def music_folder() -> str:
    """Where a user expects sound to be kept."""
    music = QStandardPaths.StandardLocation.MusicLocation
    return QStandardPaths.writableLocation(music) or QDir.homePath()


def open_save_dialog(
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


class FileSaver(QObject):
    """Writes files off the main thread, and tells in a message how that went.

    All methods return at once.
    """

    def __init__(
        self, background: Background, message: MessageLabel, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._background = background
        self._message = message

    def ask(self, parent: QWidget, chosen: Callable[[Path], None]) -> None:
        """Let the user choose where speech is saved, and as what."""
        # By suffix, as ``write_speech`` takes them.
        kinds = {
            self.tr("WAV audio (*.wav)"): "wav",
            self.tr("FLAC audio, lossless (*.flac)"): "flac",
            self.tr("Ogg Vorbis audio, smallest file (*.ogg)"): "ogg",
        }
        open_save_dialog(parent, self.tr("Save audio"), kinds, chosen)

    def write_speech(self, speech: Speech, path: Path) -> None:
        """Write speech as the sound file that the suffix names."""
        self.write(path, lambda: write_speech(path, speech.chunks, speech.format))

    def write(self, path: Path, work: Callable[[], None]) -> None:
        """Have a file written.

        Args:
            path: For the message.
            work: Writes it, whole or not at all; may block, and raise.
        """
        self._background.run(
            work,
            lambda _: self._message.say(self.tr("Saved to {}").format(path)),
            lambda error: self._message.say(
                self.tr("Couldn’t save the file: {}").format(error), "bad"
            ),
        )
