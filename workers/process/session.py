"""One spawned process and its pipe, from the handshake to the last answer.

A session is used once: it starts, serves, ends. :class:`workers.GPUWorker` makes a
new one for every start.
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

#: Seconds from the end of the pipe to the end of the process, for one that crashes.
_EXIT_GRACE_S = 1.0
#: Seconds that stderr may take to arrive once the process has ended.
_STDERR_GRACE_S = 0.2
#: What a process ends with that we kill.
_KILLED = (-9, KILLED_ON_WINDOWS)
#: Seconds for the shutdown request to be taken; a full pipe does not take it.
_SHUTDOWN_SEND_S = 0.25


@dataclass(slots=True)
class Listeners:
    """Who wants to know what while a session runs; called on the session's threads."""

    on_gone: Callable[[ExitStatus], object] | None = None
    on_progress: Callable[[Progress], object] | None = None
    on_stderr_line: Callable[[str], object] | None = None


@dataclass(frozen=True, slots=True)
class Launch:
    """What to run; see :class:`workers.GPUWorker` for each."""

    name: str
    module: str
    args: Sequence[str] = ()
    python_exe: str | None = None
    env: Mapping[str, str] = field(default_factory=dict[str, str])


class Session:
    """A worker's process and pipe. One thread asks at a time; anybody may end it."""

    def __init__(self, launch: Launch, listeners: Listeners) -> None:
        """Spawn the process; :meth:`wait_ready` is to be called next.

        Raises:
            WorkerCrash: The interpreter cannot be run.
        """
        self.name = launch.name
        self.held_vram_gb = 0.0
        self.held_memory: HeldMemory | None = None  # by its own account, as of now
        self._listeners = listeners
        self._ids = RequestIds(
            launch.name, are_known=launch.module == DISPATCHER, cancel=self._send_cancel
        )
        self.is_ready = False
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
            spawned.wait()  # it may have gone before we know it
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
        self._stderr = StderrTail(self.name, self._handle.stderr, listeners.on_stderr_line)
        leftovers.remember(self._handle.pid, token)

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
        return self.is_ready and self._handle.outcome is None

    def stderr_tail(self, wait_s: float = 0.0) -> tuple[str, ...]:
        """The last lines of stderr, oldest first; see :meth:`StderrTail.lines`."""
        return self._stderr.lines(wait_s)

    def wait_gone(self, timeout_s: float) -> bool:
        """Wait until the process and all it started are gone."""
        return self._handle.wait_gone(timeout_s)

    def wait_ready(self, timeout_s: float) -> None:
        """Wait for READY.

        Args:
            timeout_s: Longest silence; a load that reports progress may take longer.

        Raises:
            WorkerCrash: It ended first (``died during startup``).
            WorkerTimeout: Too long a silence; it was killed.
        """
        deadline = time.monotonic() + timeout_s
        try:
            while not self.is_ready:
                left = deadline - time.monotonic()
                if left <= 0:
                    raise ChannelTimeout
                if self._take_startup_line(self._channel.receive_line(left)):
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

    def _take_startup_line(self, line: str) -> bool:
        """Returns False for chatter, which may go on for ever and gains no time."""
        if line == wire.READY:
            self.is_ready = True
            return True
        if line.startswith(wire.VRAM_GB):
            self.held_vram_gb = wire.parse_vram_line(line)
            if self.held_vram_gb:
                self.held_memory = HeldMemory(round(self.held_vram_gb * GIB))
            return True
        if line == wire.FEATURES:
            self._channel.sends_raw_text = True
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

    def ask(self, request: Mapping[str, Any], timeout_s: float) -> dict[str, Any]:
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
        """Send a request whose answer comes in chunks, after these silences at most.

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
        """The error for a process that had already ended when it was to be asked."""
        return self._ended("died", wire.EndOfStream())

    def cancel(self, request_id: int, timeout_s: float) -> None:
        """Ask the worker to stop streaming; the last message still comes.

        Args:
            request_id: Of the stream.
            timeout_s: How long the worker may go on; then it counts as silent.
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
        """Ask the process to exit, then kill it and all it started. Never raises."""
        self._handle.expect_exit()
        self.is_ready = False
        try:
            self._channel.send({"op": "shutdown"}, _SHUTDOWN_SEND_S)
            self._handle.wait_exit(timeout_s)
        except (ChannelTimeout, wire.WireError):
            logger.debug("%s: couldn't request shutdown", self.name)
        self._end()

    def kill(self) -> None:
        """Kill the process and all it started, and wait until they are gone."""
        self.is_ready = False
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
        """Take what a worker tells beside its answers; False for anything else.

        A worker that knows nothing of events may answer with such a key of its own, but
        then without the request's id.
        """
        event = message.get("event")
        if event == "memory" and of_request == ("id" in message):
            self.held_memory = HeldMemory.read(message) or self.held_memory
            return True
        if event != "progress":
            return event == "alive" and "id" in message  # or else it is an answer of its own
        if self._listeners.on_progress is not None:
            try:
                self._listeners.on_progress(Progress.read(message))
            except Exception:
                logger.exception("%s: a progress listener failed", self.name)
        return True

    def _on_gone(self, outcome: ExitStatus) -> None:
        self.is_ready = False
        # Somebody may still hold the worker's end: a process that it started and that
        # we could not find. Whoever waits for an answer need not wait for that one.
        self._channel.expect_nothing()
        leftovers.forget(self.pid)
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
        """The error for a pipe that has ended, once the process has ended, too."""
        self.is_ready = False
        if not isinstance(cause, wire.EndOfStream):
            self._why_killed = f"sent {cause} and was killed"
            self._handle.kill()
        elif not self._handle.wait_exit(_EXIT_GRACE_S):
            self._why_killed = "had closed its output and was killed"
            self._handle.kill()
        self._handle.wait_exit(5.0)
        self._channel.close()
        how, outcome = self._why_killed, self.outcome
        code = outcome.exit_code if outcome else "unknown"
        tail = self._stderr.lines(_STDERR_GRACE_S)
        # Later on, the last line may be hours old and about something else; and what the
        # child itself tells of its interpreter is nobody's last word.
        words = [line for line in tail if not line.startswith("startup: ")]
        last = f". Last output: {words[-1]}" if words and "startup" in what else ""
        text = f"{self.name} {what} (exit={code}): it {how or outcome or 'does not end'}{last}"
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
        from workers.process.windows import spawn  # noqa: PLC0415 - one file a platform
    else:
        from workers.process.posix import spawn  # noqa: PLC0415 - one file a platform
    return spawn
