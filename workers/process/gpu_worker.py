"""One subprocess and its pipe: starting, asking, and stopping it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from workers.base.events import Progress
from workers.base.exit_status import ExitStatus
from workers.errors import WorkerError, WorkerNotReady, WorkerStopped
from workers.process.fifo_lock import FifoLock
from workers.process.session import Launch, Listeners, Session
from workers.process.stream import WorkerStream

logger = logging.getLogger(__name__)


class GPUWorker:
    """A module that runs as ``__main__`` in a process of its own and answers requests.

    Whatever happens in that process, the caller sees an exception of this library and nothing
    worse. Independent of tools, memory management and user interfaces.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - the signature is the contract's
        self,
        name: str,
        module: str,
        startup_timeout: float = 60.0,
        request_timeout: float = 120.0,
        python_exe: str | None = None,
        env: Mapping[str, str] | None = None,
        args: Sequence[str] | None = None,
    ) -> None:
        """Describes a worker; nothing is started.

        Args:
            name: Used in messages and for the logger ``engineroom.worker.<name>``.
            module: Run as ``__main__`` in the child, as ``python -m`` would.
            startup_timeout: Seconds of silence allowed until READY.
            request_timeout: Seconds of silence allowed while a request is served;
                may be changed between calls.
            python_exe: The child's interpreter; None for the default one (see
                :func:`workers.process.launch.default_interpreter`).
            env: Added to this process's environment.
            args: The child's ``sys.argv[1:]``.
        """
        self.name = name
        self.module = module
        self.startup_timeout = startup_timeout
        self.request_timeout = request_timeout
        self.python_exe = python_exe
        self.env = dict(env or {})
        self.args = list(args or ())
        self._listeners = Listeners()
        self._starting = threading.Lock()  # during a start
        self._fifo_lock = FifoLock()
        self._session: Session | None = None
        self._stops = 0

    def on_gone(self, callback: Callable[[ExitStatus], object]) -> None:
        """Sets a callback for the time when a process, and all it started, has gone."""
        self._listeners.on_gone = callback

    def on_progress(self, callback: Callable[[Progress], object]) -> None:
        """Sets a callback for the progress that a load reports."""
        self._listeners.on_progress = callback

    def on_stderr_line(self, callback: Callable[[str], object]) -> None:
        """Sets a callback for every line of stderr."""
        self._listeners.on_stderr_line = callback

    @property
    def pid(self) -> int | None:
        """The live process's id; None without one."""
        session = self._session
        return session.pid if session is not None and session.outcome is None else None

    @property
    def last_pid(self) -> int | None:
        """The last process's id, whether it lives or not; None before the first."""
        session = self._session
        return session.pid if session is not None else None

    @property
    def outcome(self) -> ExitStatus | None:
        """How the last process ended; None while one runs, or before the first."""
        return self._session.outcome if self._session is not None else None

    @property
    def held_vram_gb(self) -> float:
        """GB (2**30 bytes) on the GPU after the load, as the worker reported; 0.0 if unknown."""
        return self._session.held_vram_gb if self._session is not None else 0.0

    @property
    def reported_held_bytes(self) -> int | None:
        """Bytes on the GPU that the worker reported with its last answer.

        An estimate: its library's reserve and the context (:mod:`workers.child.held`). After its
        end, those of the last process; None where it has reported nothing.
        """
        held = self._session.held_memory if self._session is not None else None
        return held.held_bytes if held is not None else None

    @property
    def reported_peak_bytes(self) -> int | None:
        """Most bytes on the GPU that the last process ever reported; None where it has not."""
        held = self._session.held_memory if self._session is not None else None
        return held.peak_bytes if held is not None else None

    @property
    def waiting(self) -> int:
        """Number of callers of :meth:`call` and :meth:`stream` that wait for their turn."""
        return self._fifo_lock.waiting

    def stderr_tail(self, wait_s: float = 0.0) -> tuple[str, ...]:
        """Returns the last lines that the last process wrote to stderr, oldest first.

        Args:
            wait_s: Seconds to wait for the last ones of a process that has just ended.
        """
        return self._session.stderr_tail(wait_s) if self._session is not None else ()

    def is_alive(self) -> bool:
        """Returns whether the process is up and READY."""
        return self._session is not None and self._session.is_alive

    def wait_gone(self, timeout: float) -> bool:
        """Waits until the last process and all it started are gone.

        Args:
            timeout: Seconds.

        Returns:
            False when the time is up.
        """
        return self._session is None or self._session.wait_gone(timeout)

    def start(self) -> None:
        """Spawns the process and waits until it is READY.

        Does nothing for a live worker; spawns a dead one again. A second caller waits for the
        first one's start.

        Raises:
            WorkerCrash: The process died during startup, and the message holds the exit code; or
                its interpreter can't be run.
            WorkerTimeout: The process was silent for ``startup_timeout`` seconds.
        """
        stops = self._stops
        with self._starting:
            if self.is_alive():
                return
            if self._stops != stops:
                message = f"{self.name} died during startup (exit=0): it was stopped"
                raise WorkerStopped(message, worker=self.name)
            self._discard()
            launch = Launch(self.name, self.module, self.args, self.python_exe, self.env)
            session = self._session = Session(launch, self._listeners)
            if self._stops != stops:  # stop() came while the process was spawned
                session.stop(0.0)
            try:
                session.wait_ready(self.startup_timeout)
            except BaseException:  # Ctrl-C must not leave half a worker behind either
                session.kill()
                raise
        logger.info("%s is ready (pid %d)", self.name, session.pid)

    def stop(self, timeout: float = 5.0) -> None:
        """Asks the process to exit, then kills it, its descendants included.

        Never waits for a request: its caller gets :class:`WorkerStopped`.

        Args:
            timeout: Seconds for the process to exit by itself.
        """
        self._stops += 1
        if self._session is not None:
            self._session.stop(timeout)

    def call(self, request: Mapping[str, Any], *, timeout_s: float | None = None) -> dict[str, Any]:
        """Sends one request and waits for its answer.

        Any thread but a GUI's may call it; concurrent callers are served one at a time, in order
        of arrival.

        Args:
            request: JSON-serializable; raw bytes may stand under ``payload``.
            timeout_s: Seconds of silence allowed to this request; None for
                ``request_timeout``.

        Returns:
            The worker's answer; ``{"error": …}`` when its handler raised.

        Raises:
            WorkerNotReady: Never started, or stopped.
            WorkerCrash: The process died; the message holds the exit code.
            WorkerTimeout: No answer in time; the process was killed.
            WorkerError: The answer can't be read, or the request can't be sent.
        """
        return self._fifo_lock.run(self.exchange, request, timeout_s)

    def exchange(
        self, request: Mapping[str, Any], timeout_s: float | None = None
    ) -> dict[str, Any]:
        """As :meth:`call`, for a caller that makes sure that no other request is served."""
        session = self._session
        if session is None or not session.is_alive:
            raise self._not_ready()
        return session.exchange(request, self.request_timeout if timeout_s is None else timeout_s)

    def stream(self, request: Mapping[str, Any], *, timeout_s: float | None = None) -> WorkerStream:
        """Sends a request whose answer comes in chunks.

        The worker serves no other request until the stream has ended or was closed.

        Args:
            request: As for :meth:`call`.
            timeout_s: Seconds of silence allowed before the first chunk; None for
                ``request_timeout``, which counts for all others.

        Returns:
            The chunks, to be iterated over, and then the result.

        Raises:
            WorkerError: As for :meth:`call`, here or while iterating.
        """
        turn = self._fifo_lock.turn()
        try:
            next(turn)
            return self.exchange_stream(request, timeout_s, on_end=lambda _: turn.close())
        except BaseException:
            turn.close()
            raise

    def exchange_stream(
        self,
        request: Mapping[str, Any],
        timeout_s: float | None = None,
        *,
        on_end: Callable[[BaseException | None], None],
    ) -> WorkerStream:
        """As :meth:`stream`, for a caller that makes sure that no other request is served.

        Args:
            request: As for :meth:`call`.
            timeout_s: As for :meth:`stream`.
            on_end: Called once, when the stream has ended, with the error that ended it or None.
                Not called when this method raises.
        """
        session = self._session
        if session is None or not session.is_alive:
            raise self._not_ready()
        later_s = self.request_timeout
        first_s = later_s if timeout_s is None else timeout_s
        request_id, messages = session.stream(request, first_s, later_s)
        return WorkerStream(
            messages,
            cancel=lambda: session.cancel(request_id, later_s),
            abandon=partial(session.abandoned.append, request_id),
            end=on_end,
        )

    def _not_ready(self) -> WorkerError:
        session = self._session
        if session is None:
            message = f"{self.name} is not running; call start() first"
            return WorkerNotReady(message, worker=self.name)
        if session.outcome is not None and not session.outcome.requested:
            return session.ended_between_requests()
        message = f"{self.name} was stopped; call start() to run it again"
        return WorkerNotReady(message, worker=self.name, outcome=session.outcome)

    def _discard(self) -> None:
        """Ends what is left of an earlier process."""
        if self._session is not None:
            self._session.kill()
