"""Finds out which packages and which PyTorch build uv would install; changes nothing."""

from __future__ import annotations

import logging
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from workers.environments.plan import Package
from workers.environments.pylock import download_sizes
from workers.environments.requirements import Contents
from workers.environments.torch_build import KEPT_REASON, TorchBuild, local_version
from workers.environments.uv_output import UvFailed

if TYPE_CHECKING:
    from workers.environments.uv import Uv

logger = logging.getLogger(__name__)

#: Packages that have the same builds as PyTorch and must match it.
_FAMILY = ("torch", "torchaudio", "torchvision")
_CHANGE = re.compile(r" [+~] (?P<name>[^=\s]+)==(?P<version>\S+)")
#: uv logs this only with the variable below.
_CACHED = re.compile(r".*\balready cached: (?P<name>[^=\s]+)==")
_LOG_CACHED = "uv_installer=debug"


@dataclass(frozen=True, slots=True)
class InstalledTorch:
    """The PyTorch in an environment.

    Attributes:
        version: Such as ``2.13.0+cpu``.
        backend: Its build, such as ``cpu``; empty if unknown.
    """

    version: str
    backend: str


@dataclass(frozen=True, slots=True)
class Resolution:
    """What would be installed, and how.

    Attributes:
        packages: New and changed packages, without sizes.
        options: Of ``uv pip install``, to install exactly these.
        torch: The PyTorch build that stays or will be installed; None without PyTorch, or
            without a choice.
    """

    packages: tuple[Package, ...]
    options: tuple[str, ...]
    torch: TorchBuild | None = None

    def version_of(self, name: str) -> str | None:
        """Returns the version of one of the packages; None if it isn't among them."""
        return next((package.version for package in self.packages if package.name == name), None)


class Resolver:
    """Resolves requirements with uv. Methods raise UvFailed, UvCancelled, and OSError."""

    def __init__(self, uv: Uv, location: Sequence[str], reinstall: Sequence[str] = ()) -> None:
        """Resolves nothing yet.

        Args:
            uv: Runs uv.
            location: Arguments of ``uv pip install`` that select the environment, or stand for
                one that doesn't exist yet.
            reinstall: Arguments that say what to reinstall.
        """
        self._uv = uv
        self._location = tuple(location)
        self._reinstall = tuple(reinstall)

    def resolve(
        self, contents: Contents, build: TorchBuild | None, installed: InstalledTorch | None = None
    ) -> Resolution:
        """Finds out what has to be installed.

        A PyTorch wheel of the right build in a local folder takes precedence over any index: the
        computer may have no other source. Otherwise the build depends on the PyTorch version,
        which is known only after a first resolution, since engines rarely pin PyTorch.

        Args:
            contents: All that the environment has to hold.
            build: The PyTorch build for this computer; None to leave it to the index.
            installed: The PyTorch that is installed.
        """
        options = self.options(contents)
        kept = _kept_build(build, installed)
        choice = kept or build
        backend = choice.backend if choice else contents.torch
        local = self._with_local_wheel(contents, options, backend)
        if local is not None:
            has_torch = installed is not None or local.version_of("torch") is not None
            return replace(local, torch=choice if has_torch else None)
        if build is None:
            return self._with_family(contents, options, TorchBuild(backend, ""))
        if kept is not None:
            return self._with_kept(contents, options, build, kept)
        return self._with_chosen(contents, options, build, installed)

    def options(self, contents: Contents) -> tuple[str, ...]:
        """Returns options of ``uv pip install`` without a choice of PyTorch build."""
        if not contents.overrides:
            return self._reinstall
        return (*self._reinstall, "--override", self._file("overrides.txt", contents.overrides))

    def sizes(self, resolution: Resolution) -> tuple[Package, ...]:
        """Returns the packages of a resolution with download sizes, as far as known."""
        if not resolution.packages:
            return ()
        lock = self._uv.scratch / "pylock.toml"
        exactly = [f"{package.name}=={package.version}" for package in resolution.packages]
        command = ["pip", "compile", self._file("exactly.in", exactly), "--no-deps"]
        command += ["--format", "pylock.toml", "--output-file", str(lock)]
        arguments = [*self._location, *resolution.options]
        for option in ("--python", "--python-version", "--torch-backend"):
            if option in arguments:
                command += [option, arguments[arguments.index(option) + 1]]
        try:
            self._uv.lines([*command, *self._uv.sources])
            sizes = download_sizes(lock)
        except (UvFailed, OSError, tomllib.TOMLDecodeError) as error:
            logger.info("package sizes unavailable: %s", error)
            return resolution.packages
        return tuple(
            replace(package, size_bytes=sizes.get(package.name, 0))
            for package in resolution.packages
        )

    def _with_chosen(
        self,
        contents: Contents,
        options: tuple[str, ...],
        build: TorchBuild,
        installed: InstalledTorch | None,
    ) -> Resolution:
        """Resolves with the build for this computer, in place of an installed one."""
        if installed is not None:
            reinstall = (("--reinstall-package", package) for package in _FAMILY)
            options = (*options, *(argument for pair in reinstall for argument in pair))
        plain = self._dry_run(contents, options)
        version = plain.version_of("torch")
        return self._with_build(contents, plain, build, version) if version else plain

    def _with_kept(
        self, contents: Contents, options: tuple[str, ...], build: TorchBuild, kept: TorchBuild
    ) -> Resolution:
        """Resolves with the installed build, unless the version of PyTorch has to change."""
        plain = self._with_family(contents, options, kept)
        version = plain.version_of("torch")
        if version is not None:
            return self._with_build(contents, plain, build, version)
        return replace(plain, torch=kept)

    def _with_family(
        self, contents: Contents, options: tuple[str, ...], kept: TorchBuild
    ) -> Resolution:
        """Resolves with PyTorch's family from the index of a build, if any of it is needed."""
        plain = self._dry_run(contents, options)
        index = self._index_of(kept)
        if index and any(package.name in _FAMILY for package in plain.packages):
            return self._dry_run(contents, (*options, *index))
        return plain

    def _with_build(
        self, contents: Contents, plain: Resolution, build: TorchBuild, version: str
    ) -> Resolution:
        """Resolves with the build that suits a version of PyTorch.

        If no build of that version supports the GPUs, another version's build may: then the
        index of that build is tried, which works unless a package pins the version.
        """
        suitable = build.for_version(version)
        if suitable.problem and not build.problem:
            try:
                options = (*plain.options, *self._index_of(build))
                return replace(self._dry_run(contents, options), torch=build)
            except UvFailed as error:
                if not error.is_unsolvable:
                    raise
                logger.info("no PyTorch build %s: %s", build.backend, error.cause)
        index = self._index_of(suitable)
        if not index or local_version(version) == suitable.backend:
            return replace(plain, torch=suitable)
        return replace(self._dry_run(contents, (*plain.options, *index)), torch=suitable)

    def _with_local_wheel(
        self, contents: Contents, options: tuple[str, ...], backend: str
    ) -> Resolution | None:
        """Resolves with a local PyTorch wheel of a build; None if none suits."""
        versions = {
            version
            for folder in self._uv.local_folders
            for wheel in folder.glob("torch-*.whl")
            if local_version(version := wheel.name.split("-")[1].replace("%2B", "+")) == backend
        }
        for version in sorted(versions, key=_version_key, reverse=True) if backend else ():
            constraint = self._file("torch.txt", [f"torch=={version}"])
            try:
                return self._dry_run(contents, (*options, "--constraint", constraint))
            except UvFailed as error:
                if not error.is_unsolvable:
                    raise
                logger.info("PyTorch %s isn't in the wheel folder: %s", version, error.cause)
        return None

    def _dry_run(self, contents: Contents, options: tuple[str, ...]) -> Resolution:
        command = ["pip", "install", "--dry-run", *self._location, *self._uv.sources, *options]
        lines = self._uv.lines([*command, *contents.requirements], RUST_LOG=_LOG_CACHED)
        cached = {found["name"] for line in lines if (found := _CACHED.match(line))}
        changes = [found for line in lines if (found := _CHANGE.match(line))]
        return Resolution(
            tuple(
                Package(change["name"], change["version"], is_cached=change["name"] in cached)
                for change in changes
            ),
            options,
        )

    def _index_of(self, build: TorchBuild) -> tuple[str, ...]:
        """Returns the option to take PyTorch from its own index; empty if that isn't needed."""
        index = "" if self._uv.wheels is not None else build.index
        return ("--torch-backend", index) if index else ()

    def _file(self, name: str, lines: Sequence[str]) -> str:
        path = self._uv.scratch / name
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return str(path)


def _kept_build(build: TorchBuild | None, installed: InstalledTorch | None) -> TorchBuild | None:
    """Returns the installed build if it may stay."""
    if build is None or installed is None:
        return None
    if not build.may_keep(installed.backend, installed.version):
        return None
    suitable = build.for_version(installed.version)
    return replace(suitable, backend=installed.backend, reason=KEPT_REASON)


def _version_key(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version.partition("+")[0]))
