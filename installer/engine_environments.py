"""Makes environments of engines; runs in the application's interpreter.

``python -m installer.engine_environments`` makes the default engine's environment, so that the
first click on Preview speaks. With ``--tests`` it makes those of the tests, in ``.environments``
instead of the user's data folder.
"""

from __future__ import annotations

import argparse
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from installer.console import say
from installer.cpu_torch import ensure_on_cpu
from installer.unpacked import unpack
from workers.base import paths
from workers.catalog.store import Catalog
from workers.environments.store import EnvironmentStore
from workers.errors import WorkerError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workers.base.events import Progress

ROOT = Path(__file__).resolve().parents[1]
DEFAULT_ENGINE = "hibari"
#: Engines that the tests run with their weights.
RUN_FOR_REAL = ("hibari", "piper", "kokoro-ja", "whisper-tiny-en", "whisper-base")
#: Environments of engines that the tests run on random weights, with the CPU build of PyTorch.
#: Stand-ins for engines that aren't available run there, too.
RUN_ON_CPU = ("torch", "parler")
#: Further packages to unpack. CosyVoice publishes none; a third party's has its second version.
UNPACKED = {"cosyvoice": "cosyvoice-minicpmo==0.1.0"}


class Needs(NamedTuple):
    """What the engines of an environment require.

    Attributes:
        requirements: Packages.
        overrides: Replace the requirements that these packages have of each other.
    """

    requirements: tuple[str, ...] = ()
    overrides: tuple[str, ...] = ()


def needs(engines: Sequence[str], users_catalog: Path | None) -> dict[str, Needs]:
    """Returns the requirements of engines, by environment.

    Args:
        engines: IDs in the catalog.
        users_catalog: File with the user's changes to the catalog, if any.
    """
    catalog = Catalog.load(ROOT / "resources" / "catalog.toml", users_catalog)
    found: dict[str, Needs] = {}
    for entry in map(catalog.get, engines):
        others = found.get(entry.environment, Needs())
        found[entry.environment] = Needs(
            tuple(dict.fromkeys((*others.requirements, *entry.requirements))),
            tuple(dict.fromkeys((*others.overrides, *entry.overrides))),
        )
    return found


def unpacked() -> dict[str, str]:
    """Returns the packages of engines that the tests don't run with their weights, by engine ID."""
    complete = needs(RUN_FOR_REAL, None)
    return {
        entry.id: entry.requirements[0]  # the first is the engine's own
        for entry in Catalog.load(ROOT / "resources" / "catalog.toml", None).entries
        if entry.requirements and not entry.sources
        if entry.kind == "tts" and entry.environment not in complete
    }


def unpack_packages(folder: Path) -> None:
    """Unpacks the packages whose signatures the tests compare with our adapters.

    Args:
        folder: Gets one folder per engine, named after its ID.

    Raises:
        EnvironmentFailed: A package isn't available.
    """
    for name, requirement in {**unpacked(), **UNPACKED}.items():
        unpack(requirement, folder / name)


def make_cpu_environments(store: EnvironmentStore) -> None:
    """Makes the environments of the engines that the tests run on random weights.

    Args:
        store: Gets the environments.

    Raises:
        EnvironmentFailed: An installation failed.
    """
    entries = Catalog.load(ROOT / "resources" / "catalog.toml", None).entries
    for name in RUN_ON_CPU:
        ensure_on_cpu(store, [entry for entry in entries if entry.environment == name])


def ensure(store: EnvironmentStore, name: str, needed: Needs) -> None:
    """Makes an environment, unless it is complete.

    Args:
        store: Gets the environment.
        name: Name in the store.
        needed: Packages of the environment.

    Raises:
        EnvironmentFailed: The installation failed.
    """
    if not store.is_complete(name, needed.requirements):
        listed = ", ".join(needed.requirements)
        say(f"Creating environment {name!r}: {listed} and dependencies")
        progress = _StagePrinter()
        store.create(name, needed.requirements, overrides=needed.overrides, progress=progress)


class _StagePrinter:
    """Prints each stage of an installation once."""

    def __init__(self) -> None:
        self._last = ""

    def __call__(self, progress: Progress) -> None:
        if progress.stage != self._last:
            self._last = progress.stage
            say(f"  {progress.stage} {progress.detail}".rstrip())


def main(arguments: Sequence[str]) -> int:
    """Makes the missing environments; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m installer.engine_environments")
    parser.add_argument("--tests", action="store_true", help="environments for the tests")
    if parser.parse_args(arguments).tests:
        store = EnvironmentStore(ROOT / ".environments")
        steps = [
            *(partial(ensure, store, *needed) for needed in needs(RUN_FOR_REAL, None).items()),
            partial(unpack_packages, ROOT / ".environments" / "unpacked"),
            partial(make_cpu_environments, store),
        ]
    else:
        store = EnvironmentStore()
        default = needs([DEFAULT_ENGINE], paths.config_dir() / "catalog.toml")
        steps = [partial(ensure, store, *needed) for needed in default.items()]
    failed = False
    for step in steps:  # each is useful without the others
        try:
            step()
        except WorkerError as error:
            say(str(error))
            failed = True
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
