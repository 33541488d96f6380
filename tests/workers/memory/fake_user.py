"""A tool for tests of memory management, without a worker."""

from __future__ import annotations

from collections.abc import Callable


class FakeUser:
    """A tool whose state the test sets."""

    def __init__(self, name: str, *, is_idle: bool = False, last_used: float = 0.0) -> None:
        self.tool_name, self.vram_budget, self.last_used = name, "five", last_used
        self.precision, self.device, self.cpu_mode, self.is_pinned = "", None, False, False
        self.is_idle = is_idle
        self.stops = 0
        self.paused_by: set[object] = set()

    def is_evictable(self) -> bool:
        return self.is_idle

    def begin_eviction(self) -> Callable[[], None] | None:
        self.stops += 1
        return (lambda: None) if self.is_idle else None

    def pause_requests(self, owner: object) -> None:
        self.paused_by.add(owner)

    def resume_requests(self, owner: object) -> None:
        self.paused_by.discard(owner)

    def restart_if_idle(self) -> bool:
        return False
