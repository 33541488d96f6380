"""Give me my GPU: every worker leaves it, and the same ones come back later."""

from __future__ import annotations

import logging
import threading
import weakref
from collections.abc import Sequence
from typing import Protocol, cast

from workers.base.parallel import for_all
from workers.errors import WorkerError
from workers.memory.manager import Memory
from workers.memory.memory_user import MemoryUser

logger = logging.getLogger(__name__)

#: What those are told who ask for an engine meanwhile.
REFUSAL = "the GPU was freed for other programs"


class Leaver(MemoryUser, Protocol):
    """What is needed of a tool here."""

    def close_door(self, refusal: str = "") -> None:
        """Let no new request in while it runs; whoever asks is told this, or waits."""
        ...

    def open_door(self, refusal: str = "") -> None:
        """Take back one :meth:`close_door` of the same refusal."""
        ...

    def finish(self, within_s: float) -> bool:
        """Answer the requests that are in, and stop it; True when something was stopped."""
        ...

    def start(self) -> None:
        """Start it and wait until it is ready."""
        ...


class GpuRelease:
    """Whether the GPUs are lent to other programs, and who was there before."""

    def __init__(self, memory: Memory) -> None:
        """Args: memory: Knows who is on a GPU, and refuses starts there meanwhile."""
        self._memory = memory
        self._changed = threading.Condition()  # guards all below
        self._is_on = False
        self._releasing = 0
        # Who is dropped meanwhile is not kept for its return.
        self._left: list[weakref.ref[Leaver]] = []

    @property
    def is_on(self) -> bool:
        """True from :meth:`release` to :meth:`restore`."""
        return self._is_on

    def release(self, finish_within_s: float) -> tuple[str, ...]:
        """Have every worker leave the GPUs, and let none start there; blocks.

        Called again meanwhile, with a shorter time, it hurries those that still finish.

        Args:
            finish_within_s: Seconds for the requests that run; then they are ended.

        Returns:
            Names of those that have left, in the order in which they were started.
        """
        with self._changed:
            self._is_on = True
            self._releasing += 1
        closed: list[Leaver] = []
        try:
            self._memory.hold(REFUSAL)
            there = self._on_gpu()
            leaving = self._remember(there)
            for tool in there:  # all of them before the first has gone: nobody slips in
                tool.close_door(_refusal(tool))
                closed.append(tool)
            logger.info("GPU freed; stopped: %s", _names(leaving) or "nobody")
            for_all(lambda tool: tool.finish(finish_within_s), there)
        finally:
            for tool in closed:
                tool.open_door(_refusal(tool))
            with self._changed:
                self._releasing -= 1
                self._changed.notify_all()
        return tuple(tool.tool_name for tool in leaving)

    def restore(self) -> tuple[tuple[str, str], ...]:
        """Start those that had to leave, and admit everybody again; blocks.

        Waits for a release that is under way. Whom another one keeps from coming back
        comes back after that one.

        Returns:
            Name and reason of each that did not come back.
        """
        with self._changed:
            self._changed.wait_for(lambda: not self._releasing)
            left = [tool for ref in self._left if (tool := ref()) is not None]
            self._left = []
            self._is_on = False
            if left:
                self._memory.protect(left)  # they shall not push each other out
            self._memory.hold(None)
        failed: list[tuple[Leaver, str]] = []

        def come_back(tool: Leaver) -> None:
            try:
                if tool.cpu_mode and tool not in self._on_gpu():
                    tool.recycle()  # it has made do with the CPU meanwhile
                tool.start()
            except WorkerError as error:
                failed.append((tool, str(error)))

        logger.info("GPU engines resuming: %s", _names(left) or "nobody")
        try:
            for_all(come_back, left)
        finally:
            if left:
                self._memory.protect(())
        if self._is_on:
            self._remember([tool for tool, _ in failed])
        return tuple((tool.tool_name, error) for tool, error in failed)

    def _remember(self, tools: Sequence[Leaver]) -> list[Leaver]:
        """Have these come back one day; returns those that were not to before."""
        with self._changed:
            known = [ref() for ref in self._left]
            new = [tool for tool in tools if tool not in known]
            self._left += [weakref.ref(tool) for tool in new]
        return new

    def _on_gpu(self) -> list[Leaver]:
        return cast("list[Leaver]", self._memory.tenants_on_gpu())


def _refusal(tool: Leaver) -> str:
    return f"{tool.tool_name} rejected the request: {REFUSAL}"


def _names(tools: Sequence[Leaver]) -> str:
    return ", ".join(tool.tool_name for tool in tools)
