"""Asks what of an engine shall go: its packages, its weights, or both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from app.gui.confirmation import Confirmation
from app.gui.settings_dialog.page import check, note, say
from app.gui.starts.wording import listed
from app.gui.wording import gigabytes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from app.gui.engine_view import EngineView
    from app.gui.installs import OnDisk


class RemoveQuestion(Confirmation):
    """One question with two ticks; it says what becomes free.

    Attributes:
        chosen: What shall go: whether the packages, and whether the weights.
    """

    chosen = Signal(bool, bool)

    def __init__(
        self,
        view: EngineView,
        found: OnDisk,
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
        told = self.tr("It is stopped first. It can be installed again at any time.")
        super().__init__(self.tr("Remove {}?").format(name), told, parent)
        self._found = found
        self._others = listed([titles.get(it, it) for it in found.shared_with])
        self.environment = check("removeEnvironment", self._environment_text())
        self.environment.setChecked(not found.shared_with)
        self.weights = check("removeWeights", self._weights_text())
        self.weights.setChecked(bool(found.weights_bytes) and not found.others_weights)
        self.weights.setEnabled(bool(found.weights_bytes))
        self._shared = note()
        self._freed = note()
        self._freed.setObjectName("freed")
        for row in (self.environment, self.weights, self._shared, self._freed):
            self.add(row)
        self.offer(self.tr("Remove"), self.tr("Keep"))
        for tick in (self.environment, self.weights):
            tick.toggled.connect(self._tell)
        self.agreed.connect(self._choose)
        self._tell()

    def _environment_text(self) -> str:
        size = gigabytes(self._found.environment_bytes)
        if self._others:
            told = self.tr("Its packages, in an environment of {size} that {engines} need, too")
            return told.format(size=size, engines=self._others)
        return self.tr("Its packages: {}").format(size)

    def _weights_text(self) -> str:
        return self.tr("Its weights: {}").format(gigabytes(self._found.weights_bytes))

    def _tell(self) -> None:
        found, takes = self._found, self.environment.isChecked()
        shared = self.tr("What {} need stays there; only what no other engine needs goes.")
        say(self._shared, shared.format(self._others) if takes and self._others else "")
        own_bytes = found.environment_bytes if takes and not self._others else 0
        freed = own_bytes + (found.weights_bytes if self.weights.isChecked() else 0)
        say(self._freed, self.tr("{} become free.").format(gigabytes(freed)) if freed else "")
        self.allow(takes or self.weights.isChecked())

    def _choose(self) -> None:
        self.chosen.emit(self.environment.isChecked(), self.weights.isChecked())
