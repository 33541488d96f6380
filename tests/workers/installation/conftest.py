"""An installation of real environments and code, from packages and archives of the tests' own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from tests.support.code_archives import CodeServer, code_server
from tests.support.wheels import Wheels
from tests.workers.environments.conftest import wheels
from workers.catalog.entry import CatalogEntry, Source, Weights
from workers.environments.venvs import EnvironmentStore
from workers.errors import WorkerError
from workers.events import Progress
from workers.gpu.probe import DeviceReading
from workers.installation.installer import Installation
from workers.installation.plan import WeightsPlan
from workers.installation.surroundings import Surroundings

__all__ = ["wheels"]

COMMIT = "c" * 40


@dataclass
class Shelf:
    """Weights by repository: what can be had, and what is there."""

    root: Path
    offered: dict[str, int] = field(default_factory=dict[str, int])
    tokens: list[str | None] = field(default_factory=list)
    broken: set[str] = field(default_factory=set[str])
    fails: bool = False
    on_download: Callable[[], object] = lambda: None

    def folder(self, weights: Weights) -> Path:
        return self.root / weights.repository.replace("/", "--")

    def is_complete(self, weights: Weights) -> bool:
        return self.folder(weights).exists()

    def plan(self, weights: Weights, **_: Any) -> WeightsPlan:
        if self.is_complete(weights):
            return WeightsPlan(weights, is_there=True)
        return WeightsPlan(weights, self.offered[weights.repository])

    def download(
        self,
        weights: Weights,
        *,
        token: str | None,
        progress: Callable[[Progress], None],
        cancelled: threading.Event,
    ) -> None:
        self.tokens.append(token)
        progress(Progress("Downloading", 0.5, "model.bin", self.offered[weights.repository] // 2))
        self.on_download()
        if self.fails or cancelled.is_set():
            raise WorkerError("the hub does not answer")
        self.folder(weights).mkdir(parents=True, exist_ok=True)
        (self.folder(weights) / "model.bin").write_bytes(bytes(self.offered[weights.repository]))
        self.broken.discard(weights.repository)
        progress(Progress("Downloaded", 1.0, "", self.offered[weights.repository]))

    def verify(self, weights: Weights, **_: Any) -> tuple[str, ...]:
        return ("model.bin is damaged.",) if weights.repository in self.broken else ()

    def remove(self, weights: Weights) -> None:
        (self.folder(weights) / "model.bin").unlink()
        self.folder(weights).rmdir()

    def size_bytes(self, weights: Weights) -> int:
        path = self.folder(weights) / "model.bin"
        return path.stat().st_size if path.exists() else 0


class Licenses:
    def __init__(self) -> None:
        self.accepted: set[str] = set()

    def is_accepted(self, weights: Weights) -> bool:
        return weights.repository in self.accepted

    def accept(self, weights: Weights) -> None:
        self.accepted.add(weights.repository)


def engine(name: str, *requirements: str, **fields: Any) -> CatalogEntry:
    """An entry in the environment ``core``, of packages that the wheels' folder has."""
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
    """All that an installation is made of, and what the tests steer it with."""

    root: Path
    wheels: Wheels
    code: CodeServer
    weights: Shelf
    licenses: Licenses = field(default_factory=Licenses)
    devices: list[DeviceReading] | None = None
    token: str | None = None
    free_bytes: int = 2**40
    told: list[Progress] = field(default_factory=list[Progress])
    cancelled: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.environments = EnvironmentStore(self.root / "environments")

    def installation(self, *engines: CatalogEntry) -> Installation:
        """One that knows these engines."""
        devices = self.devices
        return Installation(
            self.environments,
            self.weights,  # pyright: ignore[reportArgumentType]
            self.licenses,  # pyright: ignore[reportArgumentType]
            sources_dir=self.root / "sources",
            engines=engines,
            surroundings=Surroundings(
                archives=self.code.address,
                devices=None if devices is None else lambda: devices,
                token=lambda: self.token,
                free_bytes=lambda _: self.free_bytes,
            ),
        )

    def install(self, installation: Installation, entry: CatalogEntry, **options: Any) -> None:
        installation.install(entry, progress=self.told.append, cancelled=self.cancelled, **options)

    def verify(self, installation: Installation, entry: CatalogEntry) -> tuple[str, ...]:
        return installation.verify(entry, progress=self.told.append, cancelled=self.cancelled)


@pytest.fixture
def world(tmp_path: Path, wheels: Wheels) -> Iterator[World]:
    with code_server() as code:
        code.offer("owner/code", COMMIT, {"code.py": "CODE = 1\n"})
        yield World(tmp_path, wheels, code, Shelf(tmp_path / "weights"))


@pytest.fixture
def voice(world: World) -> Weights:
    """Weights that everybody may have, of 3 MB."""
    world.weights.offered["owner/voice"] = 3_000_000
    weights = Weights("owner/voice", "CC-BY-4.0", size_bytes=3_000_000)
    world.licenses.accept(weights)
    return weights


@pytest.fixture
def code() -> Source:
    return Source("owner/code", COMMIT)
