"""What an engine declares of its environment, for whoever has to mend that."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workers.environments.torch_build import TorchBuild


@dataclass(frozen=True, slots=True)
class Declared:
    """All that may get into an environment for one engine; nothing else ever does.

    Attributes:
        requirements: As for :meth:`workers.environments.venvs.EnvironmentStore.create`.
        overrides: Likewise.
        python_range: Likewise.
        torch: Tells the build of torch for this machine; None leaves it to the index.
    """

    requirements: Sequence[str] = ()
    overrides: Sequence[str] = ()
    python_range: str = ""
    torch: Callable[[], TorchBuild | None] | None = None
