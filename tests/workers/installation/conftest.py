"""Installations with real environments, from the tests' own packages and archives."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from tests.support.code_archives import CodeServer, code_server
from tests.support.wheels import Wheels
from tests.workers.environments.conftest import wheels
from tests.workers.weights.conftest import CONFIG, MODEL, PATIENCE, hub
from tests.workers.weights.hub import StandInHub
from workers.base.events import Progress
from workers.catalog.entry import CatalogEntry, Source, Weights
from workers.devices.probe import DeviceReading
from workers.environments.store import EnvironmentStore
from workers.installation.context import InstallContext
from workers.installation.installer import Installation
from workers.weights.licenses import AcceptedLicenses
from workers.weights.store import WeightsStore

__all__ = ["hub", "wheels"]

COMMIT = "c" * 40


def engine(name: str, *requirements: str, **fields: Any) -> CatalogEntry:
    """Returns an entry in environment ``core`` with packages from the wheel folder."""
    plain = CatalogEntry(
        id=name,
        name=name.title(),
        kind="tts",
        engine=name,
        environment="core",
        vram_budget=f"tts_{name}",
        requirements=requirements or ("alpha==1.0",),
        adapter="workers.engines.hibari",
    )
    return replace(plain, **fields)


@dataclass
class World:
    """The stores and servers of an installation, and switches for tests."""

    root: Path
    wheels: Wheels
    code: CodeServer
    hub: StandInHub
    devices: list[DeviceReading] | None = None
    token: str | None = None
    free_bytes: int = 2**40
    reports: list[Progress] = field(default_factory=list[Progress])
    cancelled: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.environments = EnvironmentStore(self.root / "environments")
        self.weights = WeightsStore(self.root / "weights", self.hub.endpoint, timeouts=PATIENCE)
        self.licenses = AcceptedLicenses(self.root / "licenses.toml")

    def installation(self, *engines: CatalogEntry) -> Installation:
        """Returns an installation with these engines."""
        devices = self.devices
        return Installation(
            self.environments,
            self.weights,
            self.licenses,
            sources_dir=self.root / "sources",
            engines=engines,
            context=InstallContext(
                archives=self.code.address,
                devices=None if devices is None else lambda: devices,
                token=lambda: self.token,
                free_bytes=lambda _: self.free_bytes,
            ),
        )

    def offer(self, repository: str, *, gated: bool = False, is_accepted: bool = True) -> Weights:
        """Publishes weights of a megabyte on the hub."""
        self.hub.publish(repository, {"config.json": CONFIG, "model.bin": MODEL}, gated=gated)
        size_bytes = len(CONFIG) + len(MODEL)
        weights = Weights(repository, "CC-BY-4.0", size_bytes=size_bytes, gated=gated)
        if is_accepted:
            self.licenses.accept(weights)
        return weights

    def bodies(self) -> int:
        """Returns how many files the hub has sent."""
        return len(self.hub.bodies())

    def install(self, installation: Installation, entry: CatalogEntry, **options: Any) -> None:
        installation.install(
            entry, progress=self.reports.append, cancelled=self.cancelled, **options
        )

    def verify(self, installation: Installation, entry: CatalogEntry) -> tuple[str, ...]:
        return installation.verify(entry, progress=self.reports.append, cancelled=self.cancelled)


@pytest.fixture
def world(tmp_path: Path, wheels: Wheels, hub: StandInHub) -> Iterator[World]:
    with code_server() as code:
        code.offer("owner/code", COMMIT, {"code.py": "CODE = 1\n"})
        yield World(tmp_path, wheels, code, hub)


@pytest.fixture
def voice(world: World) -> Weights:
    """Publishes weights whose license is accepted."""
    return world.offer("owner/voice")


@pytest.fixture
def code() -> Source:
    return Source("owner/code", COMMIT)
