"""What to do about a missing dependency of a worker: install it, or advise the user.

What appears on stderr proves nothing: an engine, or a text it was given, can print anything, and an
import name isn't a package name. So only what the engine's catalog entry declares is installed. For
anything else the advice says what is missing and which package probably has it.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from workers.base.events import Progress
from workers.environments.missing_dependency import DependencyKind, MissingDependency
from workers.environments.requirements import EnvironmentSpec, distribution, normalized
from workers.environments.store import EnvironmentStore
from workers.environments.system_libraries import Library, how_to_get, library_of, this_system

#: Modules whose package has another name. Used to choose among declared requirements, and for
#: advice.
_PACKAGES = {
    "Crypto": "pycryptodome",
    "PIL": "pillow",
    "_soundfile_data": "soundfile",
    "attr": "attrs",
    "bs4": "beautifulsoup4",
    "chatterbox": "chatterbox-tts",
    "cv2": "opencv-python-headless",
    "dateutil": "python-dateutil",
    "distutils": "setuptools",
    "google.protobuf": "protobuf",
    "hibari": "hibari-tts",
    "piper": "piper-tts",
    "pkg_resources": "setuptools",
    "skimage": "scikit-image",
    "sklearn": "scikit-learn",
    "yaml": "pyyaml",
}


@dataclass(frozen=True, slots=True)
class Install:
    """Remedy: install a requirement that the entry declares.

    Attributes:
        module: The missing module, as imported, or library.
        requirement: As declared.
    """

    module: str
    requirement: str


@dataclass(frozen=True, slots=True)
class Advise:
    """Remedy: install nothing, and advise the user.

    Attributes:
        module: The missing module, as imported, or library.
        package: The package that probably provides it; None if unknown.
        message: What is missing, and what to do.
    """

    module: str
    package: str | None
    message: str


def remedy_for_module(
    module: str,
    requirements: Sequence[str],
    *,
    engine: str,
    installed: Mapping[str, str] | None = None,
) -> Install | Advise:
    """Returns what to do about a missing module; changes nothing.

    Args:
        module: As imported.
        requirements: What the engine's catalog entry declares.
        engine: The engine's name, for the message.
        installed: Top-level module -> package, in the engine's environment, from
            :func:`workers.environments.installed_packages.installed_modules`.
    """
    top = module.partition(".")[0]
    known = (installed or {}).get(top)
    package = known or _PACKAGES.get(module) or _PACKAGES.get(top)
    names = (known,) if known else (package, top)
    candidates = {normalized(name) for name in names if name}
    for requirement in requirements:
        if distribution(requirement) in candidates:
            return Install(module, requirement)
    return _advise_module(module, package, engine, is_installed=known is not None)


def remedy_for(
    dependency: MissingDependency,
    requirements: Sequence[str],
    *,
    engine: str,
    installed: Mapping[str, str] | None = None,
    system: str = "",
) -> Install | Advise:
    """Returns what to do about any missing dependency; changes nothing.

    A package that provides a library, or has the wrong version, is reinstalled if the entry
    declares it. For system libraries the advice names the system's package.

    Args:
        dependency: What is missing.
        requirements: What the engine's catalog entry declares.
        engine: The engine's name, for the message.
        installed: As for :func:`remedy_for_module`.
        system: From :func:`workers.environments.system_libraries.this_system`; this system's
            when empty.
    """
    if dependency.kind is DependencyKind.MODULE:
        return remedy_for_module(dependency.name, requirements, engine=engine, installed=installed)
    if dependency.kind is DependencyKind.OLDER_NUMPY:
        declared = _declared("numpy", requirements)
        return (
            Install("numpy", declared)
            if declared
            else Advise("numpy", "numpy", _needs_numpy_1(engine))
        )
    name = dependency.name or "espeak"
    library = library_of(name)
    packages = library.python if library is not None else ()
    declared = next(filter(None, (_declared(package, requirements) for package in packages)), None)
    if declared is not None:
        return Install(name, declared)
    reason = f"{engine} needs the library {dependency.name}, which is missing or incompatible"
    if dependency.kind is DependencyKind.ESPEAK_DATA:
        reason = f"{engine} can't find the eSpeak data for converting text to sounds"
    present = {normalized(package) for package in (installed or {}).values()}
    package = next((name for name in packages if name in present), None)
    if package is not None:
        reason += f". Its package {package!r} is in {engine}'s environment but may be damaged"
        return Advise(name, package, f"{reason}: reinstall the engine.")
    return _advise_library(name, library, reason, system or this_system())


def _declared(package: str, requirements: Sequence[str]) -> str | None:
    return next((text for text in requirements if distribution(text) == package), None)


def _needs_numpy_1(engine: str) -> str:
    return (
        f"{engine} needs NumPy 1, but its environment has NumPy 2. Its catalog entry doesn't "
        "set a version: add 'numpy<2' to the entry's 'requirements' and reinstall the engine."
    )


def _advise_library(name: str, library: Library | None, reason: str, system: str) -> Advise:
    how = how_to_get(library, system) if library is not None else ""
    packages = library.python if library is not None else ()
    package = packages[0] if packages else None
    message = (
        f"{reason}: {how}." if how else f"{reason}: install it with your system's package manager."
    )
    if package:
        message += (
            f" The Python package {package!r} also provides it. If you trust that package, add "
            "it to the entry's 'requirements'."
        )
    return Advise(name, package, message)


def install(
    remedy: Install,
    store: EnvironmentStore,
    environment: str,
    declared: EnvironmentSpec,
    *,
    progress: Callable[[Progress], None] | None = None,
    cancelled: threading.Event | None = None,
) -> Path:
    """Carries out a remedy in the engine's environment, which is created if missing.

    Args:
        remedy: From :func:`remedy_for`.
        store: The environments.
        environment: Name of the engine's.
        declared: By the catalog entry.
        progress: Called on this thread.
        cancelled: Set it to stop.

    Returns:
        The environment's interpreter; restart the worker once with it.

    Raises:
        EnvironmentFailed: The installation failed.
        ValueError: The remedy isn't one of the requirements.
    """
    if remedy.requirement not in declared.requirements:
        raise ValueError(
            f"{remedy.requirement!r} isn't in the entry's requirements and won't be installed"
        )
    if not store.is_complete(environment, declared.requirements):
        return store.create(
            environment,
            declared.requirements,
            overrides=declared.overrides,
            python_range=declared.python_range,
            torch=declared.torch() if declared.torch is not None else None,
            progress=progress,
            cancelled=cancelled,
        )
    return store.reinstall(environment, remedy.requirement, progress=progress, cancelled=cancelled)


def _advise_module(module: str, package: str | None, engine: str, *, is_installed: bool) -> Advise:
    missing = f"{engine} needs the Python module {module!r}, which is missing."
    if is_installed:
        message = (
            f"{missing} Its package {package!r} is in {engine}'s environment but is damaged or "
            "has the wrong version: remove the environment and reinstall the engine."
        )
    elif module.partition(".")[0] in sys.stdlib_module_names:
        message = (
            f"{missing} It's part of Python: the interpreter of {engine}'s environment is "
            "incomplete or its version no longer includes it."
        )
    else:
        likely = f"probably the package {package!r}" if package else "no known package"
        message = (
            f"{missing} The catalog entry doesn't list it, so nothing was installed. Provided "
            f"by: {likely}. If you trust the package, add it to the entry's 'requirements'."
        )
    return Advise(module, package, message)
