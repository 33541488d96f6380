"""Requirements as an entry declares them: a package and its version, never an option."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workers.environments.torch_build import TorchBuild


def distribution(requirement: str) -> str:
    """The normalised name of what a requirement asks for: ``hibari-tts`` of ``Hibari_TTS==0.2.1``.

    Raises:
        ValueError: It does not begin with a name, as an option or a path would not.
    """
    match = re.match(
        r"\s*([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*($|[\[(<>=!~;@\s,])", requirement
    )
    if match is None or not requirement.isprintable():  # a line of its own may be an option
        raise ValueError(f"{requirement!r} isn't a requirement such as 'package==1.2.3'")
    return re.sub(r"[-_.]+", "-", match[1]).lower()


def merged(held: tuple[str, ...], wanted: tuple[str, ...]) -> tuple[str, ...]:
    """All requirements of both; of one package, what is wanted replaces what is held."""
    replaced = {distribution(requirement) for requirement in wanted}
    kept = (item for item in held if distribution(item) not in replaced)
    return tuple(sorted({*kept, *wanted}))


@dataclass(frozen=True, slots=True)
class Contents:
    """What an environment holds, or has to hold.

    Attributes:
        requirements: As they were asked for, sorted.
        overrides: Versions that count whatever packages want of each other, sorted.
        python: Range of the interpreter's version; empty for any.
        torch: Its build of torch, such as ``cu128``; empty where there is none, or nobody chose.
    """

    requirements: tuple[str, ...] = ()
    overrides: tuple[str, ...] = ()
    python: str = ""
    torch: str = ""

    def holds(self, wanted: Contents) -> bool:
        """Whether all requirements and overrides of another one are among these."""
        return set(wanted.requirements) <= set(self.requirements) and set(wanted.overrides) <= set(
            self.overrides
        )

    def merged_with(self, wanted: Contents) -> Contents:
        """All of both; where they differ about a package, what is wanted counts."""
        ranges = dict.fromkeys(filter(None, [*self.python.split(","), *wanted.python.split(",")]))
        return Contents(
            merged(self.requirements, wanted.requirements),
            merged(self.overrides, wanted.overrides),
            ",".join(ranges),
            wanted.torch or self.torch,
        )

    def reduced_to(self, wanted: Contents) -> Contents:
        """Of these only what is wanted, on the same interpreter and build of torch."""
        return replace(
            self,
            requirements=tuple(it for it in self.requirements if it in wanted.requirements),
            overrides=tuple(it for it in self.overrides if it in wanted.overrides),
        )

    def with_torch(self, backend: str) -> Contents:
        """The same with another build of torch."""
        return replace(self, torch=backend)


@dataclass(frozen=True, slots=True)
class EnvironmentSpec:
    """All that may get into an environment for one engine; nothing else ever does.

    Attributes:
        requirements: As for :meth:`workers.environments.store.EnvironmentStore.create`.
        overrides: Likewise.
        python_range: Likewise.
        torch: Tells the build of torch for this machine; None leaves it to the index.
    """

    requirements: Sequence[str] = ()
    overrides: Sequence[str] = ()
    python_range: str = ""
    torch: Callable[[], TorchBuild | None] | None = None
