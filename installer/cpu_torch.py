"""Environments with torch's CPU build, for tests that run an engine's classes for real.

torch from the index brings gigabytes of CUDA. Where pip has been given a folder with the CPU
build, that one is taken; where it has not, the environment is not made, and its tests are skipped.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from packaging.tags import sys_tags
from packaging.utils import InvalidWheelFilename, parse_wheel_filename

from installer.console import say
from workers.environments.pip_settings import uv_settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workers.environments.venvs import EnvironmentStore

_LINKS = "UV_FIND_LINKS"


def cpu_torch() -> str | None:
    """Tell the requirement of a CPU build that is at hand, such as ``torch==2.13.0+cpu``."""
    links = os.environ.get(_LINKS) or uv_settings().variables.get(_LINKS, "")
    usable = frozenset(sys_tags())
    for folder in links.split(","):
        for wheel in sorted(Path(folder).glob("torch-*.whl")) if folder else ():
            try:
                name, version, _, tags = parse_wheel_filename(wheel.name)
            except InvalidWheelFilename:
                continue
            if version.local == "cpu" and not usable.isdisjoint(tags):
                return f"{name}=={version}"
    return None


def ensure_on_cpu(store: EnvironmentStore, name: str, requirements: Sequence[str]) -> None:
    """Make an environment with the CPU build, where there is one and it is not made yet.

    Args:
        store: Where it belongs.
        name: Its name in the store.
        requirements: What it holds, beside torch.

    Raises:
        EnvironmentFailed: It could not be made.
    """
    torch = cpu_torch()
    if torch is None:
        say(f"Not making the environment {name!r}: torch's CPU build is not at hand")
        return
    wanted = (*requirements, torch)
    if store.is_complete(name, wanted):
        return
    say(f"Making the environment {name!r}: {requirements[0]} beside {torch}")
    python = store.create(name, wanted)
    # torchaudio's own libraries are linked with CUDA's and keep it from being imported here;
    # it does without them.
    for library in python.parents[1].glob("[Ll]ib/**/torchaudio/lib/*.so"):
        library.unlink()
