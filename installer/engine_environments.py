"""Environments beside the application's: run by the application's own interpreter.

The installer starts this file once ``.venv`` is there, because it uses what is in it:
``python -m installer.engine_environments`` makes the default engine's environment, so that
the first click on Preview speaks; with ``--tests`` it makes those that the tests use,
below ``.environments`` and out of the user's own data.
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
#: Engines that the tests run as they are, with their weights: what they hear, and who listens.
RUN_FOR_REAL = ("hibari", "piper", "kokoro-ja", "whisper-tiny-en", "whisper-base")
#: Environments of those that run on weights of random numbers, with torch's build for the CPU;
#: stand-ins for engines that cannot be had run there as well.
RUN_ON_CPU = ("torch", "parler")
#: CosyVoice is in no package: of its second version, somebody else's has the code to read.
ONLY_READ = {"cosyvoice": "cosyvoice-minicpmo==0.1.0"}


class Needs(NamedTuple):
    """What engines that share an environment want of it.

    Attributes:
        requirements: Packages.
        overrides: Versions that count whatever these want of each other.
    """

    requirements: tuple[str, ...] = ()
    overrides: tuple[str, ...] = ()


def needs(engines: Sequence[str], users_catalog: Path | None) -> dict[str, Needs]:
    """Tell what engines need, by the environments that they run in, from the catalog.

    Args:
        engines: Their ids.
        users_catalog: What the user has changed in it, if anything.
    """
    catalog = Catalog.load(ROOT / "resources" / "catalog.toml", users_catalog)
    found: dict[str, Needs] = {}
    for entry in map(catalog.get, engines):
        held = found.get(entry.environment, Needs())
        found[entry.environment] = Needs(
            tuple(dict.fromkeys((*held.requirements, *entry.requirements))),
            tuple(dict.fromkeys((*held.overrides, *entry.overrides))),
        )
    return found


def unpack_others(folder: Path) -> None:
    """Unpack the packages of all engines that the tests do not run as they are.

    Args:
        folder: Gets one folder an engine, of the entry's id.

    Raises:
        EnvironmentFailed: One of them could not be had.
    """
    run = needs(RUN_FOR_REAL, None)
    for entry in Catalog.load(ROOT / "resources" / "catalog.toml", None).entries:
        is_package = entry.requirements and not entry.sources
        if is_package and entry.environment not in run and entry.kind == "tts":
            unpack(entry.requirements[0], folder / entry.id)  # the engine's own comes first
    for name, requirement in ONLY_READ.items():
        unpack(requirement, folder / name)


def run_on_cpu(store: EnvironmentStore) -> None:
    """Make the environments of engines that the tests run on weights of random numbers.

    Args:
        store: Where they belong.

    Raises:
        EnvironmentFailed: One of them could not be made.
    """
    entries = Catalog.load(ROOT / "resources" / "catalog.toml", None).entries
    for name in RUN_ON_CPU:
        ensure_on_cpu(store, [entry for entry in entries if entry.environment == name])


def ensure(store: EnvironmentStore, name: str, wanted: Needs) -> None:
    """Make one environment unless it is there already.

    Args:
        store: Where it belongs.
        name: Its name in the store.
        wanted: What it has to hold.

    Raises:
        EnvironmentFailed: It could not be made.
    """
    if not store.is_complete(name, wanted.requirements):
        listed = ", ".join(wanted.requirements)
        say(f"Creating environment {name!r}: {listed} and dependencies")
        store.create(name, wanted.requirements, overrides=wanted.overrides, progress=_StagesTold())


class _StagesTold:
    """Says each stage of an installation once."""

    def __init__(self) -> None:
        self._last = ""

    def __call__(self, progress: Progress) -> None:
        if progress.stage != self._last:
            self._last = progress.stage
            say(f"  {progress.stage} {progress.detail}".rstrip())


def main(arguments: Sequence[str]) -> int:
    """Make what is missing; answers the process's exit code."""
    parser = argparse.ArgumentParser(prog="python -m installer.engine_environments")
    parser.add_argument("--tests", action="store_true", help="environments for the tests")
    if parser.parse_args(arguments).tests:
        store = EnvironmentStore(ROOT / ".environments")
        steps = [
            *(partial(ensure, store, *it) for it in needs(RUN_FOR_REAL, None).items()),
            partial(unpack_others, ROOT / ".environments" / "unpacked"),
            partial(run_on_cpu, store),
        ]
    else:
        store = EnvironmentStore()
        wanted = needs([DEFAULT_ENGINE], paths.config_dir() / "catalog.toml")
        steps = [partial(ensure, store, *it) for it in wanted.items()]
    failed = False
    for step in steps:  # each of them is of use without the others
        try:
            step()
        except WorkerError as error:
            say(str(error))
            failed = True
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
