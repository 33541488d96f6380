"""The ledger as existing callers know it, in GB and by budget key."""

from __future__ import annotations

from collections.abc import Callable

from workers.base.sizes import GIB
from workers.supervisor import default_supervisor
from workers.supervisor.supervisor import Supervisor

_OWNER = "vram_manager"


class VramManager:
    """Budgets for code that loads models by itself, beside the tools' own."""

    def __init__(self, supervisor: Callable[[], Supervisor]) -> None:
        """Args: supervisor: Asked at every call; its ledger is the one that counts."""
        self._supervisor = supervisor

    def get_free_vram(self) -> float:
        """GB that may still be promised; never below 0."""
        return max(0, self._supervisor().memory.keyed.free_bytes()) / GIB

    def allocate(self, key: str) -> bool:
        """Promise a budget.

        Args:
            key: Of ``VRAM_BUDGETS``; an unknown one fits.

        Returns:
            False when it will not fit. A key that is already held stays held.
        """
        return self._supervisor().memory.keyed.reserve(_OWNER, key)

    def release(self, key: str) -> None:
        """Take a promise back; a key that is not held is ignored."""
        self._supervisor().memory.keyed.release(_OWNER, key)

    def record_actual_usage(self, key: str, gb: float) -> None:
        """Replace a key's declared size by a measured one, from now on.

        Args:
            key: Budget key.
            gb: GB (2**30 bytes); ignored when <= 0 or > 64.
        """
        self._supervisor().memory.keyed.record(_OWNER, key, gb)


#: The process-wide one.
vram_manager = VramManager(default_supervisor)
