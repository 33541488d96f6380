"""One spawned process and its pipe, from the handshake to the last answer.

A session starts, serves and ends once. :class:`workers.GPUWorker` creates one for every start.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from workers.base.events import HeldMemory, Progress
from workers.base.exit_status import KILLED_ON_WINDOWS, ExitStatus
from workers.base.sizes import GIB
from workers.child import wire
from workers.errors import WorkerCrash, WorkerError, WorkerStopped, WorkerTimeout
from workers.process import leftovers
from workers.process.channel import Channel, ChannelTimeout
from workers.process.handle import ProcessHandle
from workers.process.launch import DISPATCHER, plan_launch
from workers.process.request_ids import RequestIds
from workers.process.stderr_tail import StderrTail

logger = logging.getLogger(__name__)

#: Seconds from the end of the pipe to the exit of a process that crashes.
_EXIT_GRACE_S = 1.0
#: Seconds for stderr to arrive once the process has ended.
_STDERR_GRACE_S = 0.2
#: Exit codes of a process that we kill.
_KILLED = (-9, KILLED_ON_WINDOWS)
#: Seconds to send a shutdown request; a full pipe doesn't accept it.
_SHUTDOWN_SEND_S = 0.25


@dataclass(slots=True)
class Listeners:
    """Callbacks of a session; called on its threads."""

    on_gone: Callable[[ExitStatus], object] | None = None
    on_progress: Callable[[Progress], object] | None = None
    on_stderr_line: Callable[[str], object] | None = None


@dataclass(frozen=True, slots=True)
class Launch:
    """What to run; see :class:`workers.GPUWorker` for each attribute."""

    name: str
    module: str
    args: Sequence[str] = ()
    python_exe: str | None = None
    env: Mapping[str, str] = field(default_factory=dict[str, str])


class Session:
    """A worker's process and pipe. One thread sends requests at a time; any may end it."""

    def __init__(self, launch: Launch, listeners: Listeners) -> None:
        """Spawns the process; :meth:`wait_ready` comes next.

        Raises:
            WorkerCrash: The interpreter can't be run.
        """
        self.name = launch.name
        self.held_vram_gb = 0.0
        self.held_memory: HeldMemory | None = None  # as last reported
        self._listeners = listeners
        self._ids = RequestIds(
            launch.name, are_known=launch.module == DISPATCHER, cancel=self._send_cancel
        )
        self._ready = False
        self._why_killed = ""
        #: Ids of streams that were dropped half-read; canceled before the next request is sent,
        #: by the thread that sends it.
        self.abandoned: deque[int] = deque()
        self._cancel_deadline: float | None = None  # of the current request, if it was canceled
        token = os.urandom(16).hex()
        plan = plan_launch(
            launch.name,
            launch.module,
            args=launch.args,
            python_exe=launch.python_exe,
            env=launch.env,
            token=token,
        )
        spawn = _platform_spawn()
        spawned = threading.Event()

        def on_gone(outcome: ExitStatus) -> None:
            spawned.wait()  # the process may go before spawn() returns
            self._on_gone(outcome)

        try:
            self._handle, self._channel = spawn(plan, on_gone)
        except OSError as error:
            message = (
                f"{self.name} died during startup (exit=unknown): couldn't run its interpreter "
                f"{plan.command[0]} ({error}); reinstall the engine, or set python_exe to an "
                "existing interpreter"
            )
            raise WorkerCrash(message, worker=self.name) from error
        spawned.set()
        self._channel.sends_raw_text = launch.module == DISPATCHER  # its code is ours
        self._stderr = StderrTail(self.name, self._handle.stderr, listeners.on_stderr_line)
        leftovers.record(self._handle.pid, token)

    @property
    def pid(self) -> int:
        """The worker's process id."""
        return self._handle.pid

    @property
    def outcome(self) -> ExitStatus | None:
        """How the process ended; None while it runs."""
        outcome = self._handle.outcome
        if outcome is None or not self._why_killed or outcome.exit_code not in _KILLED:
            return outcome
        return replace(outcome, killed_by_us=True)

    @property
    def is_alive(self) -> bool:
        """True from READY to the end of the process."""
        return self._ready and self._handle.outcome is None

    def stderr_tail(self, wait_s: float = 0.0) -> tuple[str, ...]:
        """Returns the last lines of stderr, oldest first; see :meth:`StderrTail.lines`."""
        return self._stderr.lines(wait_s)

    def wait_gone(self, timeout_s: float) -> bool:
        """Waits until the process and all it started are gone; False when the time is up."""
        return self._handle.wait_gone(timeout_s)

    def wait_ready(self, timeout_s: float) -> None:
        """Waits for READY.

        Args:
            timeout_s: Longest silence; a load that reports progress may take longer.

        Raises:
            WorkerCrash: The process ended first (``died during startup``).
            WorkerTimeout: Too long a silence; the process was killed.
        """
        deadline = time.monotonic() + timeout_s
        try:
            while not self._ready:
                left = deadline - time.monotonic()
                if left <= 0:
                    raise ChannelTimeout
                if self._handle_startup_line(self._channel.receive_line(left)):
                    deadline = time.monotonic() + timeout_s
        except ChannelTimeout:
            self._why_killed = f"was not ready within {timeout_s:g} s and was killed"
            self.kill()
            message = (
                f"{self.name} was not ready within {timeout_s:g} s and was killed; raise "
                "startup_timeout to allow more time"
            )
            raise self._error(WorkerTimeout, message) from None
        except wire.WireError as error:
            raise self._ended("died during startup", error) from None

    def _handle_startup_line(self, line: str) -> bool:
        """Returns False for chatter, which may go on forever and gains no time."""
        if line == wire.READY:
            self._ready = True
            return True
        if line.startswith(wire.VRAM_GB):
            self.held_vram_gb = wire.parse_vram_line(line)
            if self.held_vram_gb:
                self.held_memory = HeldMemory(round(self.held_vram_gb * GIB))
            return True
        if line.startswith("{") and ('"progress"' in line or '"memory"' in line):
            try:
                message = wire.decode(line.encode())
            except ValueError:
                message = {}
            if self._is_report(message, of_request=False):
                return True
        logger.debug("%s: output before READY: %.200s", self.name, line)
        return False

    def exchange(self, request: Mapping[str, Any], timeout_s: float) -> dict[str, Any]:
        """Sends one request and waits for its answer.

        Raises:
            WorkerCrash, WorkerTimeout, WorkerError: See :meth:`workers.GPUWorker.call`.
        """
        if self.abandoned:
            self._cancel_abandoned()
        request_id = self._send(request, timeout_s)
        while True:
            message = self._receive(request_id, timeout_s)
            if "event" in message and self._is_report(message):
                continue
            if not self._ids.are_known:
                self._ids.answered()
            # A worker that knows nothing of ids has no keys but its own.
            return wire.restore_own_keys(message) if "id" in message else message

    def stream(
        self, request: Mapping[str, Any], first_s: float, timeout_s: float
    ) -> tuple[int, Iterator[Any]]:
        """Sends a request whose answer comes in chunks, after these silences at most.

        Returns:
            The request's id, for :meth:`cancel`, and an iterator over ``(is_last,
            message)``. A worker that does not stream gives one last message.
        """
        if self.abandoned:
            self._cancel_abandoned()
        request_id = self._send(request, first_s, stream=True)
        return request_id, self._messages(request_id, first_s, timeout_s)

    def _messages(
        self, request_id: int, silence_s: float, later_s: float
    ) -> Iterator[tuple[bool, dict[str, Any]]]:
        while True:
            message = self._receive(request_id, silence_s)
            event = message.get("event")
            if event is not None and self._is_report(message):
                continue
            if event != "chunk" and not self._ids.are_known:
                self._ids.answered()
            yield event != "chunk", wire.restore_own_keys(message) if "id" in message else message
            if event != "chunk":
                return
            silence_s = later_s

    def ended_between_requests(self) -> WorkerError:
        """Returns the error for a process that ended before the request."""
        return self._ended("died", wire.EndOfStream())

    def cancel(self, request_id: int, timeout_s: float) -> None:
        """Asks the worker to stop streaming; the last message still comes.

        Args:
            request_id: Of the stream.
            timeout_s: Seconds after which a worker that goes on counts as silent.
        """
        self._cancel_deadline = time.monotonic() + timeout_s
        self._ids.cancel(request_id)

    def _cancel_abandoned(self) -> None:
        while self.abandoned:
            self._ids.cancel(self.abandoned.popleft())

    def _send_cancel(self, request_id: int) -> None:
        try:
            self._channel.send({"op": "cancel", "id": request_id}, _SHUTDOWN_SEND_S)
        except (ChannelTimeout, wire.WireError):
            logger.debug("%s: couldn't send cancel", self.name)

    def stop(self, timeout_s: float) -> None:
        """Asks the process to exit, then kills it and all it started. Never raises."""
        self._handle.expect_exit()
        self._ready = False
        try:
            self._channel.send({"op": "shutdown"}, _SHUTDOWN_SEND_S)
            self._handle.wait_exit(timeout_s)
        except (ChannelTimeout, wire.WireError):
            logger.debug("%s: couldn't request shutdown", self.name)
        self._end()

    def kill(self) -> None:
        """Kills the process and all it started, and waits until they are gone."""
        self._ready = False
        self._end()

    def _end(self) -> None:
        self._handle.kill()
        if not self._handle.wait_gone(5.0):
            logger.error(
                "%s: process %d is still alive after being killed; it may be stuck in a "
                "driver call",
                self.name,
                self.pid,
            )
        self._channel.close()

    def _send(self, request: Mapping[str, Any], timeout_s: float, *, stream: bool = False) -> int:
        ids = self._ids
        self._cancel_deadline = None
        request_id = ids.next_id()
        message = wire.set_own_keys_aside(dict(request))
        message["id"] = request_id
        if stream:
            message["stream"] = True
        try:
            if ids.are_known:
                self._channel.send(message, timeout_s)
            else:
                if ids.must_drain and (dropped := self._channel.drain()):
                    logger.warning("%s: dropped %d unrequested bytes", self.name, dropped)
                self._channel.send(message, timeout_s)
                ids.sent()
        except (TypeError, ValueError, RecursionError) as error:
            text = f"{self.name}: couldn't send the request as JSON: {error}"
            raise WorkerError(text, worker=self.name) from error
        except ChannelTimeout:
            raise self._timed_out(timeout_s) from None
        except wire.WireError as error:
            raise self._ended("died", error) from None
        except BaseException:  # Ctrl-C: half a request may have been sent, and spoil the next
            self._why_killed = "was interrupted while a request was sent, and was killed"
            self.kill()
            raise
        return request_id

    def _receive(self, request_id: int, timeout_s: float) -> dict[str, Any]:
        """Returns the next message about a request; messages about others gain no time."""
        ids, channel, left_s = self._ids, self._channel, timeout_s
        if self._cancel_deadline is not None:
            left_s = min(timeout_s, self._cancel_deadline - time.monotonic())
        try:
            deadline: float | None = None
            while left_s > 0:
                message = channel.receive(left_s)
                if (ids.are_known and message.get("id") == request_id) or ids.is_for(
                    message, request_id
                ):
                    return message
                if deadline is None:
                    deadline = channel.deadline
                left_s = deadline - time.monotonic()
            raise ChannelTimeout
        except ValueError as error:
            # More of it may be under way, and goes before the next request is sent.
            ids.lost()
            text = f"{self.name}: couldn't read the response: {error}"
            raise self._error(WorkerError, text) from error
        except ChannelTimeout:
            raise self._timed_out(timeout_s) from None
        except wire.WireError as error:
            raise self._ended("died", error) from None

    def _is_report(self, message: Mapping[str, Any], *, of_request: bool = True) -> bool:
        """Handles what a worker reports beside its answers; False for anything else.

        A worker without events may have an ``event`` key in its answer, but then without the
        request's id.
        """
        event = message.get("event")
        if event == "memory" and of_request == ("id" in message):
            self.held_memory = HeldMemory.read(message) or self.held_memory
            return True
        if event != "progress":
            return event == "alive" and "id" in message
        if self._listeners.on_progress is not None:
            try:
                self._listeners.on_progress(Progress.read(message))
            except Exception:
                logger.exception("%s: a progress listener failed", self.name)
        return True

    def _on_gone(self, outcome: ExitStatus) -> None:
        self._ready = False
        # A process that the worker started and that was not found may still hold the worker's
        # end of the pipe. A caller that waits for an answer must not wait for that process.
        self._channel.expect_nothing()
        leftovers.remove_record(self.pid)
        if self._listeners.on_gone is not None:
            self._listeners.on_gone(self.outcome or outcome)

    def _timed_out(self, timeout_s: float) -> WorkerError:
        was_requested = self._handle.outcome is not None and self._handle.outcome.requested
        self._why_killed = f"gave no answer within {timeout_s:g} s and was killed"
        self.kill()
        if was_requested:
            return self._error(WorkerStopped, f"{self.name} died: it was stopped")
        message = (
            f"{self.name} gave no answer within {timeout_s:g} s and was killed; raise "
            "request_timeout to allow more time"
        )
        return self._error(WorkerTimeout, message)

    def _ended(self, what: str, cause: wire.WireError) -> WorkerError:
        """Returns the error for a pipe that has ended, once the process has ended, too."""
        self._ready = False
        if not isinstance(cause, wire.EndOfStream):
            self._why_killed = f"sent {cause} and was killed"
            self._handle.kill()
        elif not self._handle.wait_exit(_EXIT_GRACE_S):
            self._why_killed = "had closed its output and was killed"
            self._handle.kill()
        self._handle.wait_exit(5.0)
        self._channel.close()
        reason, outcome = self._why_killed, self.outcome
        code = outcome.exit_code if outcome else "unknown"
        tail = self._stderr.lines(_STDERR_GRACE_S)
        # After the start, the last line may be hours old and about something else; and the line
        # about the interpreter explains nothing.
        lines = [line for line in tail if not line.startswith("startup: ")]
        last = f". Last output: {lines[-1]}" if lines and "startup" in what else ""
        text = f"{self.name} {what} (exit={code}): it {reason or outcome or 'does not end'}{last}"
        kind = WorkerStopped if outcome is not None and outcome.requested else WorkerCrash
        return kind(text, worker=self.name, outcome=outcome, stderr_tail=tail)

    def _error(self, kind: type[WorkerError], message: str) -> WorkerError:
        return kind(
            message,
            worker=self.name,
            outcome=self.outcome,
            stderr_tail=self._stderr.lines(),
        )


Spawn = Callable[[Any, Callable[[ExitStatus], None]], tuple[ProcessHandle, Channel]]


def _platform_spawn() -> Spawn:
    if sys.platform == "win32":
        from workers.process.windows import spawn  # noqa: PLC0415 - one file per platform
    else:
        from workers.process.posix import spawn  # noqa: PLC0415 - one file per platform
    return spawn
