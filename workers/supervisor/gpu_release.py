"""Give me my GPU: every worker leaves it, and the same ones come back later."""

from __future__ import annotations

import logging
import threading
import weakref
from collections.abc import Callable, Sequence

from workers.base.parallel import for_all
from workers.errors import WorkerError
from workers.memory.manager import Memory
from workers.supervisor.supervised_tool import SupervisedTool

logger = logging.getLogger(__name__)

#: What those are told who ask for an engine meanwhile.
REFUSAL = "the GPU was freed for other programs"


class GpuRelease:
    """Whether the GPUs are lent to other programs, and who was there before."""

    def __init__(self, memory: Memory, workers: Callable[[], Sequence[SupervisedTool]]) -> None:
        """Nothing is released yet.

        Args:
            memory: Knows who is on a GPU, and refuses starts there meanwhile.
            workers: Every tool of the supervisor.
        """
        self._memory = memory
        self._workers = workers
        self._changed = threading.Condition()  # guards all below
        self._is_on = False
        self._releasing = 0
        # Who is dropped meanwhile is not kept for its return.
        self._left: list[weakref.ref[SupervisedTool]] = []

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
        rejecting: list[SupervisedTool] = []
        owner = object()  # a second call may come before this one ends
        try:
            self._memory.hold(REFUSAL)
            there = self._on_gpu()
            leaving = self._remember(there)
            for tool in there:  # all of them before the first has gone: nobody slips in
                rejecting.append(tool)
                tool.reject_requests(owner, f"{tool.tool_name} rejected the request: {REFUSAL}")
            logger.info("GPU freed; stopped: %s", _names(leaving) or "nobody")
            for_all(lambda tool: tool.drain(finish_within_s), there)
        finally:
            for tool in rejecting:
                tool.resume_requests(owner)
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
        failed: list[tuple[SupervisedTool, str]] = []

        def come_back(tool: SupervisedTool) -> None:
            try:
                if tool.cpu_mode and tool not in self._on_gpu():
                    tool.restart_if_idle()  # it has made do with the CPU meanwhile
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

    def _remember(self, tools: Sequence[SupervisedTool]) -> list[SupervisedTool]:
        """Have these come back one day; returns those that were not to before."""
        with self._changed:
            known = [ref() for ref in self._left]
            new = [tool for tool in tools if tool not in known]
            self._left += [weakref.ref(tool) for tool in new]
        return new

    def _on_gpu(self) -> list[SupervisedTool]:
        users = self._memory.tenants_on_gpu()
        order = {id(user): number for number, user in enumerate(users)}
        on_gpu = [tool for tool in self._workers() if id(tool) in order]
        return sorted(on_gpu, key=lambda tool: order[id(tool)])


def _names(tools: Sequence[SupervisedTool]) -> str:
    return ", ".join(tool.tool_name for tool in tools)
