"""What is missing from an environment, as plain data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Package:
    """A package to install.

    Attributes:
        name: As the index spells it.
        version: Its version.
        size_bytes: Download size; 0 if unknown.
        is_cached: It is in uv's cache and won't be downloaded.
    """

    name: str
    version: str
    size_bytes: int = 0
    is_cached: bool = False


@dataclass(frozen=True, slots=True)
class EnvironmentPlan:
    """What is missing from an environment.

    Attributes:
        name: The environment's.
        python: Version of the interpreter that it has, or would get.
        packages: What would be installed; empty when the environment is complete.
        torch: The PyTorch build, such as ``cu128`` or ``cpu``; empty if the engine uses none.
        torch_reason: Why that build, in one sentence.
        torch_problem: Why it doesn't suit this computer, for the user; empty if it does.
        shared_with: IDs of the other engines in the environment.
        python_download: URL of the interpreter; empty if this computer has one.
    """

    name: str
    python: str
    packages: tuple[Package, ...] = ()
    torch: str = ""
    torch_reason: str = ""
    torch_problem: str = ""
    shared_with: tuple[str, ...] = ()
    python_download: str = ""

    @property
    def download_bytes(self) -> int:
        """Size of all packages that would be downloaded, as far as known."""
        return sum(package.size_bytes for package in self.packages if not package.is_cached)
