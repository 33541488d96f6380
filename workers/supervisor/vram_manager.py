"""The contract's ``vram_manager``: reservations in GB and by budget key."""

from __future__ import annotations

from collections.abc import Callable

from workers.base.sizes import GIB
from workers.supervisor import default_supervisor
from workers.supervisor.supervisor import Supervisor

_OWNER = "vram_manager"


class VramManager:
    """Reserves budgets for code that loads models without a worker."""

    def __init__(self, supervisor: Callable[[], Supervisor]) -> None:
        """Args: supervisor: Returns the supervisor whose ledger is used; asked every time."""
        self._supervisor = supervisor

    def get_free_vram(self) -> float:
        """Returns the GB that may still be reserved; never below 0."""
        return max(0, self._supervisor().memory.keyed.free_bytes()) / GIB

    def allocate(self, key: str) -> bool:
        """Reserves a budget.

        Args:
            key: Of ``VRAM_BUDGETS``; an unknown one fits.

        Returns:
            False when it does not fit. A key that is held already stays held.
        """
        return self._supervisor().memory.keyed.reserve(_OWNER, key)

    def release(self, key: str) -> None:
        """Ends a reservation; ignores a key that is not held."""
        self._supervisor().memory.keyed.release(_OWNER, key)

    def record_actual_usage(self, key: str, gb: float) -> None:
        """Replaces a key's declared size by a measured one from now on.

        Args:
            key: Budget key.
            gb: GB (2**30 bytes); ignored when <= 0 or > 64.
        """
        self._supervisor().memory.keyed.record(_OWNER, key, gb)


#: The process-wide instance.
vram_manager = VramManager(default_supervisor)
