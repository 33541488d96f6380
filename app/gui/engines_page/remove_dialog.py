"""Asks what to remove of an engine: packages, weights, or both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from app.gui.text.lists import listed
from app.gui.text.wording import disk_size
from app.gui.widgets.confirmation import Confirmation
from app.gui.widgets.form import check, note, say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtWidgets import QLabel, QWidget

    from app.gui.state.engine_view import EngineView
    from workers.installation.state import InstallState


class RemoveDialog(Confirmation):
    """A question with two check boxes, which shows the space that becomes free.

    Attributes:
        chosen: What to remove: whether the packages, and whether the weights.
        notes: Labels that name the engines that share files.
    """

    chosen = Signal(bool, bool)

    def __init__(
        self,
        view: EngineView,
        found: InstallState,
        titles: Mapping[str, str],
        parent: QWidget | None = None,
    ) -> None:
        """Makes the question.

        Args:
            view: The engine.
            found: What the disk holds of the engine.
            titles: Names of engines by ID.
            parent: The parent window.
        """
        name = view.entry.name
        detail = self.tr("The engine stops first. You can reinstall it at any time.")
        super().__init__(self.tr("Remove {}?").format(name), detail, parent)
        self._found = found
        self.notes: list[QLabel] = []
        size = disk_size(found.environment_bytes)
        self.environment = check("removeEnvironment", self.tr("Packages: {}").format(size))
        self.environment.setChecked(bool(found.environment_bytes))
        self.environment.setEnabled(bool(found.environment_bytes))
        size = disk_size(found.weights_bytes)
        self.weights = check("removeWeights", self.tr("Weights: {}").format(size))
        self.weights.setChecked(bool(found.weights_bytes))
        self.weights.setVisible(bool(found.weights_bytes))
        self._freed = note()
        self._freed.setObjectName("freed")
        self.add(self.environment)
        self._show_sharing_engines(found.shared_with, titles)
        self.add(self.weights)
        self._show_sharing_engines(found.others_weights if found.weights_bytes else (), titles)
        self.add(self._freed)
        self.offer(self.tr("Remove"), self.tr("Cancel"))
        for box in (self.environment, self.weights):
            box.toggled.connect(self._update)
        self.agreed.connect(self._choose)
        self._update()

    def _show_sharing_engines(self, engines: Sequence[str], titles: Mapping[str, str]) -> None:
        if engines:
            names = listed([titles.get(engine, engine) for engine in engines])
            text = self.tr("Also used by {}. Shared files are kept.").format(names)
            self.notes.append(note(text))
            self.add(self.notes[-1])

    def _update(self) -> None:
        found, freed_bytes = self._found, 0
        if self.environment.isChecked() and not found.shared_with:
            freed_bytes += found.environment_bytes
        if self.weights.isChecked() and not found.others_weights:
            freed_bytes += found.weights_bytes
        # Shared files aren't counted: how many of them go is known only afterwards.
        text = self.tr("Frees {}").format(disk_size(freed_bytes))
        say(self._freed, text if freed_bytes else "")
        self.allow(self.environment.isChecked() or self.weights.isChecked())

    def _choose(self) -> None:
        self.chosen.emit(self.environment.isChecked(), self.weights.isChecked())
