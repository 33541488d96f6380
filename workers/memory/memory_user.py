"""A tool, as far as its memory goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol


class MemoryUser(Protocol):
    """Who is promised memory, and may have to give it back."""

    @property
    def tool_name(self) -> str:
        """For people; several tools may have the same."""
        ...

    @property
    def vram_budget(self) -> str:
        """Its budget key."""
        ...

    @property
    def precision(self) -> str:
        """Of its model's numbers, such as ``float16``; empty where unknown."""
        ...

    @property
    def device(self) -> str | None:
        """The device that it is fixed to; None for any."""
        ...

    @property
    def cpu_mode(self) -> bool:
        """True when it may run on the CPU where no GPU has room."""
        ...

    @property
    def is_pinned(self) -> bool:
        """True when it is never stopped for another."""
        ...

    @property
    def last_used(self) -> float:
        """Clock seconds of its last request, or of its creation."""
        ...

    def is_evictable(self) -> bool:
        """True when it runs and nobody waits for it."""
        ...

    def begin_eviction(self) -> Callable[[], None] | None:
        """Begin to stop it, unless a request has come in for it. Does not wait.

        Returns:
            What is to be called next, and blocks until it has gone; observers are told by
            :meth:`deliver` after that. None when it goes on.
        """
        ...

    def deliver(self) -> None:
        """Tell its observers what has happened."""
        ...

    def close_door(self) -> None:
        """Let no new request in; those that are in are answered."""
        ...

    def open_door(self) -> None:
        """Let requests in again. As many calls as of :meth:`close_door` are needed."""
        ...

    def recycle(self) -> bool:
        """Start it anew unless somebody waits for it; True when it was stopped for that."""
        ...


class Process(Protocol):
    """A worker's process."""

    @property
    def last_pid(self) -> int | None:
        """Its id, whether it lives or not; None before it was spawned."""
        ...

    @property
    def pid(self) -> int | None:
        """Its id; None unless it lives."""
        ...

    @property
    def held_vram_gb(self) -> float:
        """GB on the GPU after the load, in its own words; 0.0 where unknown."""
        ...

    @property
    def reported_held_bytes(self) -> int | None:
        """What it holds on GPUs by its own latest word; None where it cannot tell."""
        ...

    @property
    def reported_peak_bytes(self) -> int | None:
        """The most that it ever held there, likewise."""
        ...
