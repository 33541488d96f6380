"""Asks what of an engine shall go: its packages, its weights, or both."""

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

    from app.gui.controller.engine_view import EngineView
    from workers.installation.state import InstallState


class RemoveDialog(Confirmation):
    """One question with two ticks; it says what becomes free.

    Attributes:
        chosen: What shall go: whether the packages, and whether the weights.
        notes: Who else needs some of it.
    """

    chosen = Signal(bool, bool)

    def __init__(
        self,
        view: EngineView,
        found: InstallState,
        titles: Mapping[str, str],
        parent: QWidget | None = None,
    ) -> None:
        """Ask about an engine.

        Args:
            view: The engine.
            found: What there is of it.
            titles: What people call engines, by id.
            parent: The window that it is about.
        """
        name = view.entry.name
        told = self.tr("The engine stops first. You can reinstall it at any time.")
        super().__init__(self.tr("Remove {}?").format(name), told, parent)
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
        self._name_others(found.shared_with, titles)
        self.add(self.weights)
        self._name_others(found.others_weights if found.weights_bytes else (), titles)
        self.add(self._freed)
        self.offer(self.tr("Remove"), self.tr("Cancel"))
        for tick in (self.environment, self.weights):
            tick.toggled.connect(self._tell)
        self.agreed.connect(self._choose)
        self._tell()

    def _name_others(self, engines: Sequence[str], titles: Mapping[str, str]) -> None:
        if engines:
            names = listed([titles.get(engine, engine) for engine in engines])
            told = self.tr("Also used by {}. Shared files are kept.").format(names)
            self.notes.append(note(told))
            self.add(self.notes[-1])

    def _tell(self) -> None:
        found, ticked = self._found, 0
        if self.environment.isChecked() and not found.shared_with:
            ticked += found.environment_bytes
        if self.weights.isChecked() and not found.others_weights:
            ticked += found.weights_bytes
        # How much of what is shared goes is known only when it has gone.
        told = self.tr("Frees {}").format(disk_size(ticked))
        say(self._freed, told if ticked else "")
        self.allow(self.environment.isChecked() or self.weights.isChecked())

    def _choose(self) -> None:
        self.chosen.emit(self.environment.isChecked(), self.weights.isChecked())
