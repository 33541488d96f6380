"""Which packages uv would install, and which build of torch: found out, and nothing changed."""

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

#: Packages that come in the same builds as torch, and go with it.
_FAMILY = ("torch", "torchaudio", "torchvision")
_CHANGE = re.compile(r" [+~] (?P<name>[^=\s]+)==(?P<version>\S+)")
#: Told only if asked for by this variable; where it is not, everything counts as a download.
_CACHED = re.compile(r".*\balready cached: (?P<name>[^=\s]+)==")
_TELL_CACHED = "uv_installer=debug"


@dataclass(frozen=True, slots=True)
class InstalledTorch:
    """The torch that an environment has.

    Attributes:
        version: Such as ``2.13.0+cpu``.
        backend: Its build, such as ``cpu``; empty where nobody knows.
    """

    version: str
    backend: str


@dataclass(frozen=True, slots=True)
class Resolution:
    """What would be installed, and how.

    Attributes:
        packages: What is new, without sizes.
        options: Of ``uv pip install``, which then does just that.
        torch: The build of torch that is or gets in, and why; None without torch, and where
            nobody wants to choose.
    """

    packages: tuple[Package, ...]
    options: tuple[str, ...]
    torch: TorchBuild | None = None

    def version_of(self, name: str) -> str | None:
        """Version of one of the packages; None when it is not among them."""
        return next((it.version for it in self.packages if it.name == name), None)


class Resolver:
    """Asks uv. Its methods raise what ``run_uv`` raises, and OSError."""

    def __init__(self, uv: Uv, place: Sequence[str], again: Sequence[str] = ()) -> None:
        """Nothing is asked yet.

        Args:
            uv: Is asked.
            place: Arguments of ``uv pip install`` that name the environment, or what it will be.
            again: Those that say what is installed anew though it is there.
        """
        self._uv = uv
        self._place = tuple(place)
        self._again = tuple(again)

    def resolve(
        self, contents: Contents, build: TorchBuild | None, held: InstalledTorch | None = None
    ) -> Resolution:
        """Find out what has to be installed.

        A wheel of torch in a local folder that is the right build wins over any index: a machine
        that was given one may have no other. After that comes the build that fits the machine
        and the version of torch that gets in; what that is, is known only once the index was
        asked, since engines rarely name torch themselves.

        Args:
            contents: All that the environment has to hold.
            build: What is right for the machine; None to choose no build.
            held: The torch that is there.
        """
        options = self.options(contents)
        kept = _kept(build, held)
        choice = kept or build
        backend = choice.backend if choice else contents.torch
        local = self._with_local_wheel(contents, options, backend)
        if local is not None:
            has_torch = held is not None or local.version_of("torch") is not None
            return replace(local, torch=choice if has_torch else None)
        if build is None:
            return self._with_family(contents, options, TorchBuild(backend, ""))
        if kept is not None:
            return self._with_kept(contents, options, build, kept)
        return self._with_chosen(contents, options, build, held)

    def options(self, contents: Contents) -> tuple[str, ...]:
        """Options of ``uv pip install`` without any choice of torch."""
        if not contents.overrides:
            return self._again
        return (*self._again, "--override", self._file("overrides.txt", contents.overrides))

    def sizes(self, resolution: Resolution) -> tuple[Package, ...]:
        """The packages, with what their downloads measure where the index tells."""
        if not resolution.packages:
            return ()
        lock = self._uv.scratch / "pylock.toml"
        exactly = [f"{it.name}=={it.version}" for it in resolution.packages]
        command = ["pip", "compile", self._file("exactly.in", exactly), "--no-deps"]
        command += ["--format", "pylock.toml", "--output-file", str(lock)]
        where = [*self._place, *resolution.options]
        for option in ("--python", "--python-version", "--torch-backend"):
            if option in where:
                command += [option, where[where.index(option) + 1]]
        try:
            self._uv.lines([*command, *self._uv.sources])
            sizes = download_sizes(lock)
        except (UvFailed, OSError, tomllib.TOMLDecodeError) as error:
            logger.info("package sizes unavailable: %s", error)
            return resolution.packages
        return tuple(replace(it, size_bytes=sizes.get(it.name, 0)) for it in resolution.packages)

    def _with_chosen(
        self,
        contents: Contents,
        options: tuple[str, ...],
        build: TorchBuild,
        held: InstalledTorch | None,
    ) -> Resolution:
        """The resolution with the build that fits, instead of the one that is there, if any."""
        if held is not None:
            again = [argument for it in _FAMILY for argument in ("--reinstall-package", it)]
            options = (*options, *again)
        plain = self._ask(contents, options)
        version = plain.version_of("torch")
        return self._with_build(contents, plain, build, version) if version else plain

    def _with_kept(
        self, contents: Contents, options: tuple[str, ...], build: TorchBuild, kept: TorchBuild
    ) -> Resolution:
        """The resolution that leaves torch as it is, unless another version is wanted."""
        plain = self._with_family(contents, options, kept)
        version = plain.version_of("torch")
        if version is not None:
            return self._with_build(contents, plain, build, version)
        return replace(plain, torch=kept)

    def _with_family(
        self, contents: Contents, options: tuple[str, ...], kept: TorchBuild
    ) -> Resolution:
        """The resolution with torch's family from the index of a build, if any of it gets in."""
        plain = self._ask(contents, options)
        index = self._index_of(kept)
        if index and any(package.name in _FAMILY for package in plain.packages):
            return self._ask(contents, (*options, *index))
        return plain

    def _with_build(
        self, contents: Contents, plain: Resolution, build: TorchBuild, version: str
    ) -> Resolution:
        """The resolution with the build that fits a version of torch.

        Where no build of that version runs on the GPUs, another version may have one: unless
        somebody wants this one, the index with that build brings it.
        """
        fitting = build.for_version(version)
        if fitting.problem and not build.problem:
            try:
                options = (*plain.options, *self._index_of(build))
                return replace(self._ask(contents, options), torch=build)
            except UvFailed as error:
                if not error.is_unsolvable:
                    raise
                logger.info("no PyTorch build %s: %s", build.backend, error.cause)
        index = self._index_of(fitting)
        if not index or local_version(version) == fitting.backend:
            return replace(plain, torch=fitting)
        return replace(self._ask(contents, (*plain.options, *index)), torch=fitting)

    def _with_local_wheel(
        self, contents: Contents, options: tuple[str, ...], backend: str
    ) -> Resolution | None:
        """The resolution with a wheel of torch of this build; None where none fits."""
        versions = {
            version
            for folder in self._uv.local_folders
            for wheel in folder.glob("torch-*.whl")
            if local_version(version := wheel.name.split("-")[1].replace("%2B", "+")) == backend
        }
        for version in sorted(versions, key=_in_order, reverse=True) if backend else ():
            constraint = self._file("torch.txt", [f"torch=={version}"])
            try:
                return self._ask(contents, (*options, "--constraint", constraint))
            except UvFailed as error:
                if not error.is_unsolvable:
                    raise
                logger.info("PyTorch %s isn't in the wheel folder: %s", version, error.cause)
        return None

    def _ask(self, contents: Contents, options: tuple[str, ...]) -> Resolution:
        command = ["pip", "install", "--dry-run", *self._place, *self._uv.sources, *options]
        lines = self._uv.lines([*command, *contents.requirements], RUST_LOG=_TELL_CACHED)
        cached = {found["name"] for line in lines if (found := _CACHED.match(line))}
        changes = [found for line in lines if (found := _CHANGE.match(line))]
        return Resolution(
            tuple(
                Package(it["name"], it["version"], is_cached=it["name"] in cached) for it in changes
            ),
            options,
        )

    def _index_of(self, build: TorchBuild) -> tuple[str, ...]:
        """The option that takes torch from PyTorch's index, where it is to be taken from there."""
        index = "" if self._uv.wheels is not None else build.index
        return ("--torch-backend", index) if index else ()

    def _file(self, name: str, lines: Sequence[str]) -> str:
        path = self._uv.scratch / name
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return str(path)


def _kept(build: TorchBuild | None, held: InstalledTorch | None) -> TorchBuild | None:
    """The build that is there, if it stays."""
    if build is None or held is None or not build.may_keep(held.backend, held.version):
        return None
    return replace(build.for_version(held.version), backend=held.backend, reason=KEPT_REASON)


def _in_order(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version.partition("+")[0]))
