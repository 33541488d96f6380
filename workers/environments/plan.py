"""What an environment still lacks, told before anything is done."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Package:
    """One package that would be installed.

    Attributes:
        name: As the index has it.
        version: Which one.
        size_bytes: Of its download; 0 where no index tells.
        is_cached: It was downloaded for another environment, and need not be again.
    """

    name: str
    version: str
    size_bytes: int = 0
    is_cached: bool = False


@dataclass(frozen=True, slots=True)
class EnvironmentPlan:
    """What an environment still lacks.

    Attributes:
        name: The environment's.
        python: Version of the interpreter that it has, or would get.
        packages: What would be installed; empty when it is complete.
        torch: The build of torch that was chosen, such as ``cu128`` or ``cpu``; empty where the
            engine uses none.
        torch_reason: Why that one, in one sentence.
        torch_problem: What is wrong with it on this machine, for the user; empty when nothing is.
        shared_with: Ids of the other engines that run in it.
        python_download: Where its interpreter would be downloaded from; empty when this machine
            has one that fits.
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
        """Of all packages whose size is known, without those that are here already."""
        return sum(package.size_bytes for package in self.packages if not package.is_cached)
