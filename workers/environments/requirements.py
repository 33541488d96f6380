"""What an environment has to hold: requirements, overrides, a Python range, a PyTorch build."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workers.environments.torch_build import TorchBuild


def normalized(package: str) -> str:
    """Returns a package's normalized name, such as ``hibari-tts`` for ``Hibari_TTS`` (PEP 503)."""
    return re.sub(r"[-_.]+", "-", package).lower()


def distribution(requirement: str) -> str:
    """Returns the normalized package name of a requirement: ``hibari-tts`` of ``Hibari_TTS==0.2``.

    Raises:
        ValueError: The requirement doesn't start with a name, as an option or a path doesn't.
    """
    match = re.match(
        r"\s*([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*($|[\[(<>=!~;@\s,])", requirement
    )
    # A second line could hold an option.
    if match is None or not requirement.isprintable():
        raise ValueError(f"{requirement!r} isn't a requirement such as 'package==1.2.3'")
    return normalized(match[1])


def _merged(held: tuple[str, ...], requested: tuple[str, ...]) -> tuple[str, ...]:
    """Returns the requirements of both; those requested replace held ones of the same package."""
    replaced = {distribution(requirement) for requirement in requested}
    kept = (item for item in held if distribution(item) not in replaced)
    return tuple(sorted({*kept, *requested}))


@dataclass(frozen=True, slots=True)
class Contents:
    """What an environment holds, or has to hold.

    Attributes:
        requirements: As requested, sorted.
        overrides: Requirements that replace what packages require of each other, sorted.
        python: Range of the interpreter's version; empty for any.
        torch: PyTorch build, such as ``cu128``; empty without PyTorch or without a choice.
    """

    requirements: tuple[str, ...] = ()
    overrides: tuple[str, ...] = ()
    python: str = ""
    torch: str = ""

    def holds(self, requested: Contents) -> bool:
        """Returns whether all requested requirements and overrides are among these."""
        return set(requested.requirements) <= set(self.requirements) and set(
            requested.overrides
        ) <= set(self.overrides)

    def merged_with(self, requested: Contents) -> Contents:
        """Returns both; where they differ about a package, what is requested replaces this."""
        ranges = dict.fromkeys(
            filter(None, [*self.python.split(","), *requested.python.split(",")])
        )
        return Contents(
            _merged(self.requirements, requested.requirements),
            _merged(self.overrides, requested.overrides),
            ",".join(ranges),
            requested.torch or self.torch,
        )

    def reduced_to(self, remaining: Contents) -> Contents:
        """Returns these without what isn't in ``remaining``, for the same Python and PyTorch."""
        return replace(
            self,
            requirements=tuple(
                item for item in self.requirements if item in remaining.requirements
            ),
            overrides=tuple(item for item in self.overrides if item in remaining.overrides),
        )

    def with_torch(self, backend: str) -> Contents:
        """Returns these with another build of PyTorch."""
        return replace(self, torch=backend)


@dataclass(frozen=True, slots=True)
class EnvironmentSpec:
    """What a catalog entry declares of an engine's environment; nothing else is ever installed.

    Attributes:
        requirements: As for :meth:`workers.environments.store.EnvironmentStore.create`.
        overrides: Likewise.
        python_range: Likewise.
        torch: Returns the PyTorch build for this computer; None leaves it to the index.
    """

    requirements: Sequence[str] = ()
    overrides: Sequence[str] = ()
    python_range: str = ""
    torch: Callable[[], TorchBuild | None] | None = None
