"""Fixtures: the engines window over a catalog with few installed engines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from app.gui.engines_page.window import EnginesWindow
from app.gui.style.apply import Style
from app.gui.windows.windows import make_engines_window
from tests.app.gui.conftest import PATIENCE_MS, Desk, entry
from workers.catalog.entry import CatalogEntry, Weights
from workers.installation.plan import (
    EnvironmentPlan,
    InstallPlan,
    Obstacle,
    ObstacleKind,
    Package,
    WeightsPlan,
)

#: Bytes in a GB of downloads and disk use.
GB = 10**9
FREE = Weights("owner/free", "MIT", size_bytes=GB)
UNFREE = Weights("owner/unfree", "CC-BY-NC-4.0", size_bytes=3 * GB)
GATED = Weights("owner/gated", "Apache-2.0", size_bytes=GB, gated=True)


def catalog() -> list[CatalogEntry]:
    """Two installed and four missing engines."""
    return [
        entry("talker", languages=("en", "de")),
        entry("second"),
        entry(
            "cloner",
            environment="torch",
            languages=("zh", "pt-BR"),
            backends=("cuda",),
            weights=(UNFREE,),
            supports_cloning=True,
            clip_min_s=5.0,
        ),
        entry("gated", environment="torch", backends=("cuda", "cpu"), weights=(GATED,)),
        entry("small", backends=("cpu",)),
        entry("listener", kind="stt", languages=("de",), weights=(FREE,), voices=()),
    ]


def plan(engine: CatalogEntry, *obstacles: Obstacle, packages: int = 2) -> InstallPlan:
    """Returns a plan for an engine with nothing installed."""
    found = tuple(Package(f"package{number}", "1.0", GB // 4) for number in range(packages))
    return InstallPlan(
        engine.id,
        EnvironmentPlan(
            engine.environment,
            "3.12.4",
            found,
            torch="cpu",
            torch_reason="there is no GPU",
            shared_with=("second",),
        ),
        weights=tuple(WeightsPlan(weights, weights.size_bytes) for weights in engine.weights),
        needed_bytes=8 * GB,
        free_bytes=100 * GB,
        obstacles=obstacles,
    )


def license_obstacle(weights: Weights) -> Obstacle:
    return Obstacle(ObstacleKind.LICENSE, "Accept its license_obstacle first.", weights)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    desk.entries = catalog()
    desk.installation.plans = {engine.id: plan(engine) for engine in desk.entries}
    return desk


@pytest.fixture
def window(open_desk: Desk, style: Style, qtbot: QtBot) -> Iterator[EnginesWindow]:
    """The visible window, after the disk scan and the first memory reading."""
    window = make_engines_window(open_desk.hub, style)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: open_desk.hub.readings.latest is not None, timeout=PATIENCE_MS)
    qtbot.waitUntil(
        lambda: all(window.disk_scan.of(engine.id) is not None for engine in open_desk.entries),
        timeout=PATIENCE_MS,
    )
    yield window
    open_desk.close(qtbot)
    window.hide()
    window.deleteLater()


def plan_without(engine: CatalogEntry) -> InstallPlan:
    """Returns a plan for a fully installed engine."""
    return replace(plan(engine, packages=0), weights=())


@pytest.fixture
def tokens(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Tokens stored in a replaced keyring."""
    kept: list[str] = []
    monkeypatch.setattr("workers.weights.tokens.store_token", kept.append)
    return kept
