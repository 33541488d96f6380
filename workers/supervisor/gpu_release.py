"""Releases the GPUs to other programs and resumes the same engines later."""

from __future__ import annotations

import logging
import threading
import weakref
from collections.abc import Callable, Sequence

from workers.base.messages import translatable
from workers.base.parallel import for_all
from workers.errors import WorkerError
from workers.memory.manager import Memory
from workers.supervisor.supervised_tool import SupervisedTool

logger = logging.getLogger(__name__)

#: Why starts are refused meanwhile.
REFUSAL = translatable("The GPU was freed for other programs.")


class GpuRelease:
    """Whether the GPUs are released to other programs, and which tools left them for it."""

    def __init__(self, memory: Memory, workers: Callable[[], Sequence[SupervisedTool]]) -> None:
        """Releases nothing yet.

        Args:
            memory: Knows which tools are on a GPU, and refuses starts there.
            workers: Returns every tool of the supervisor.
        """
        self._memory = memory
        self._workers = workers
        # Guards everything below.
        self._changed = threading.Condition()
        self._is_on = False
        self._releasing = 0
        # Weak: a tool that its owner drops is not kept for its return.
        self._left: list[weakref.ref[SupervisedTool]] = []

    @property
    def is_on(self) -> bool:
        """True from :meth:`release` to :meth:`restore`."""
        return self._is_on

    def release(self, finish_within_s: float) -> tuple[str, ...]:
        """Stops every worker on a GPU and admits no start there; blocks.

        A second call with a shorter time makes the first one end sooner.

        Args:
            finish_within_s: Seconds for running requests; then they fail.

        Returns:
            Names of the tools that were stopped, in the order of their starts.
        """
        with self._changed:
            self._is_on = True
            self._releasing += 1
        rejecting: list[SupervisedTool] = []
        owner = object()  # a second call may begin before this one ends
        try:
            self._memory.refuse_gpu(REFUSAL)
            tools = self._on_gpu()
            new = self._remember(tools)
            # Before the first worker stops, so that no request starts another one.
            for tool in tools:
                rejecting.append(tool)
                tool.reject_requests(owner, _rejection(tool))
            logger.info("GPU freed; stopped: %s", _names(new) or "no engines")
            for_all(lambda tool: tool.drain(finish_within_s), tools)
        finally:
            for tool in rejecting:
                tool.resume_requests(owner)
            with self._changed:
                self._releasing -= 1
                self._changed.notify_all()
        return tuple(tool.tool_name for tool in new)

    def restore(self) -> tuple[tuple[str, str], ...]:
        """Admits starts on GPUs again and starts the tools that were stopped; blocks.

        Waits for a running release. A tool that another release keeps from returning returns
        after that one.

        Returns:
            Name and reason of each tool that did not start.
        """
        with self._changed:
            self._changed.wait_for(lambda: not self._releasing)
            returning = [tool for ref in self._left if (tool := ref()) is not None]
            self._left = []
            self._is_on = False
            if returning:
                self._memory.protect(returning)  # from being stopped for one another
            self._memory.refuse_gpu(None)
        failed: list[tuple[SupervisedTool, str]] = []

        def restart(tool: SupervisedTool) -> None:
            try:
                if tool.cpu_mode and tool not in self._on_gpu():
                    tool.restart_if_idle()  # it runs on the CPU meanwhile
                tool.start()
            except WorkerError as error:
                failed.append((tool, str(error)))

        logger.info("GPU engines resuming: %s", _names(returning) or "none")
        try:
            for_all(restart, returning)
        finally:
            if returning:
                self._memory.protect(())
        if self._is_on:
            self._remember([tool for tool, _ in failed])
        return tuple((tool.tool_name, error) for tool, error in failed)

    def _remember(self, tools: Sequence[SupervisedTool]) -> list[SupervisedTool]:
        """Adds tools to those that return; returns the new ones."""
        with self._changed:
            known = [ref() for ref in self._left]
            new = [tool for tool in tools if tool not in known]
            self._left += [weakref.ref(tool) for tool in new]
        return new

    def _on_gpu(self) -> list[SupervisedTool]:
        order = {id(user): number for number, user in enumerate(self._memory.users_on_gpu())}
        on_gpu = [tool for tool in self._workers() if id(tool) in order]
        return sorted(on_gpu, key=lambda tool: order[id(tool)])


def _rejection(tool: SupervisedTool) -> str:
    return translatable(
        "{engine} rejected the request: the GPU was freed for other programs",
        engine=tool.tool_name,
    )


def _names(tools: Sequence[SupervisedTool]) -> str:
    return ", ".join(tool.tool_name for tool in tools)
