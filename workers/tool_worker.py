"""One tool: a worker that starts when it is asked and never hurts who asks."""

from __future__ import annotations

import json
import logging
import weakref
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from workers.errors import (
    StartFailed,
    WorkerCrash,
    WorkerError,
    WorkerNotReady,
    WorkerStopped,
    WorkerTimeout,
)
from workers.events import WorkerEvent
from workers.gpu_worker import GPUWorker
from workers.life import Life
from workers.missing import MissingModules
from workers.snapshot import WorkerSnapshot
from workers.speech import SpeechRequest, speak
from workers.states import WorkerState
from workers.stream import WorkerStream
from workers.supervisor import Supervisor, default_supervisor

logger = logging.getLogger(__name__)

_GB = 2**30
_DISPATCHER = "workers.child"


class ToolWorker:
    """A speech engine that programs call by name.

    Starts its process at the first request, stops it when it has been idle for long
    enough or when another engine needs its memory, and starts it again after a crash.
    """

    def __init__(  # noqa: PLR0913 - the signature is the contract's
        self,
        *,
        tool_name: str,
        tool_module: str | None = None,
        vram_budget: str,
        output_subdir: str,
        engine: str,
        variant: str | None = None,
        startup_timeout: float = 90.0,
        request_timeout: float = 120.0,
        idle_timeout: float = 300.0,
        python_exe: str | None = None,
        worker_module: str | None = None,
        worker_args: Sequence[str] | None = None,
        catalog_id: str | None = None,
        environment: str | None = None,
        requirements: Sequence[str] = (),
        env: Mapping[str, str] | None = None,
        supervisor: Supervisor | None = None,
    ) -> None:
        """Describe a tool; nothing is started.

        Args:
            tool_name: Unique among the tools of a supervisor.
            tool_module: Module with ``_load`` and ``_synthesize``.
            vram_budget: Key of ``VRAM_BUDGETS``.
            output_subdir: Folder below the models folder for speech without a path.
            engine: The engine's name, as results give it.
            variant: Chooses ``_load_<variant>`` and ``_synthesize_<variant>``.
            startup_timeout: Seconds of silence allowed until READY.
            request_timeout: Seconds of silence allowed while a request is served.
            idle_timeout: Seconds without a request after which it is stopped; 0: never.
            python_exe: Its interpreter; may be set later, and is read at each start.
            worker_module: Deprecated spelling of ``tool_module``.
            worker_args: ``[variant]``; deprecated spelling of ``variant``.
            catalog_id: Entry whose callbacks are built by reflection, instead of a module.
            environment: Folder of its environment below
                :func:`workers.paths.environments_dir`; ``tool_name`` when None.
            requirements: What may be installed into that environment when it turns out
                to be missing; nothing else ever is.
            env: Added to the worker's environment variables.
            supervisor: None for :func:`workers.default_supervisor`.

        Raises:
            ValueError: Neither a module nor a catalog entry was given, or several variants.
        """
        if worker_module is not None or worker_args is not None:
            # No DeprecationWarning: programs that rely on these spellings, and turn
            # warnings into errors, must keep working.
            logger.info("%s: worker_module and worker_args are old spellings", tool_name)
        if worker_args is not None and len(worker_args) > 1:
            message = f"{tool_name}: worker_args is [variant], not {list(worker_args)}"
            raise ValueError(message)
        self.tool_name = tool_name
        self.tool_module = tool_module or worker_module
        self.variant = variant or (worker_args[0] if worker_args else None)
        self.catalog_id = catalog_id
        if not self.tool_module and not catalog_id:
            message = f"{tool_name}: give tool_module, the module with _load and _synthesize"
            raise ValueError(message)
        self.vram_budget = vram_budget
        self.output_subdir = output_subdir
        self.engine = engine
        self.startup_timeout = startup_timeout
        self.python_exe = python_exe
        self.environment = environment or tool_name
        self.env = dict(env or {})
        self._request_timeout = request_timeout
        self._device: str | None = None
        self._supervisor = supervisor or default_supervisor()
        self._missing = MissingModules(engine, self.environment, requirements)
        self._life = Life(self, self._supervisor, self._make_worker, idle_timeout, self._missing)
        self._supervisor.register(self)

    # What existing callers still read.

    @property
    def worker_module(self) -> str | None:
        """Deprecated spelling of ``tool_module``."""
        return self.tool_module

    @property
    def worker_args(self) -> list[str]:
        """Deprecated: ``[variant]``, or nothing."""
        return [self.variant] if self.variant else []

    @property
    def request_timeout(self) -> float:
        """Seconds of silence allowed while a request is served; may be changed."""
        return self._request_timeout

    @request_timeout.setter
    def request_timeout(self, seconds: float) -> None:
        self._request_timeout = seconds
        worker = self._life.worker
        if worker is not None:
            worker.request_timeout = seconds

    @property
    def idle_timeout(self) -> float:
        """Seconds without a request after which it is stopped; 0 for never."""
        return self._life.visits.idle_timeout_s

    @idle_timeout.setter
    def idle_timeout(self, seconds: float) -> None:
        self._life.set_idle_timeout(seconds)

    def set_idle_timeout(self, seconds: float) -> None:
        """Change the idle time-out, of a running worker at once; negative means 0."""
        self._life.set_idle_timeout(seconds)

    def add_observer(self, callback: Callable[[str, WorkerEvent], object]) -> None:
        """Have ``callback(tool_name, event)`` told of every event, on any thread."""
        self._life.observers.add(callback)

    def remove_observer(self, callback: Callable[[str, WorkerEvent], object]) -> None:
        """Stop telling ``callback``."""
        self._life.observers.remove(callback)

    # Asking.

    def call(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Ask for one answer; starts the worker if it does not run.

        Never raises for a worker's failure.

        Args:
            request: As for :meth:`workers.GPUWorker.call`.

        Returns:
            The answer, or ``{"error": …}``; with ``"transient": True`` when the worker
            died over it, and asking again starts another.
        """
        try:
            return self._ask(request)
        except StartFailed as error:
            advice = f" {self._missing.advice}" if self._missing.advice else ""
            return {"error": f"{self.tool_name} worker startup failed: {error}{advice}"}
        except (WorkerCrash, WorkerTimeout) as error:
            return {"error": f"{self.tool_name} crashed: {error}", "transient": True}
        except WorkerError as error:
            return {"error": f"{self.tool_name} worker error: {error}"}

    def _ask(self, request: Mapping[str, Any]) -> dict[str, Any]:
        visit = self._life.begin()
        failure: WorkerError | None = None
        try:
            answer = visit.worker.call(request)
            self._note_device(answer)
        except WorkerError as error:
            failure = self._told_of_stop(error)
            raise failure from error
        finally:
            self._life.end(visit, failure)
        if "error" in answer and self.python_exe is None:
            self._missing.note(str(answer["error"]))  # its stderr may still be on the way
        if "error" in answer and self._missing.has_remedy:
            # The library imports late. The next start installs what is missing.
            self._life.stop()
            answer.setdefault("transient", True)
        return answer

    def stream(self, request: Mapping[str, Any]) -> WorkerStream:
        """Ask for an answer in chunks; starts the worker if it does not run.

        Args:
            request: As for :meth:`workers.GPUWorker.call`.

        Returns:
            The chunks; the worker serves nobody else until the stream has ended or
            was closed.

        Raises:
            WorkerError: It cannot be started, or fails; here or while iterating.
        """
        visit = self._life.begin(is_stream=True)
        failure: WorkerError | None = None
        try:
            chunks = visit.worker.stream(request)
        except BaseException as error:
            failure = self._told_of_stop(error) if isinstance(error, WorkerError) else None
            self._life.end(visit, failure)
            raise (failure or error) from error
        # A strong reference would keep a stream that was dropped half-read for ever.
        told = weakref.ref(chunks)

        def finish(error: BaseException | None) -> None:
            stream = told()
            if stream is not None:
                self._note_device(stream.result)
            self._life.end(visit, error if isinstance(error, WorkerError) else None)

        chunks.on_end(finish)
        return chunks

    def _told_of_stop(self, error: WorkerError) -> WorkerError:
        """What a caller is told who had its turn when the worker was stopped."""
        if not isinstance(error, WorkerNotReady):
            return error
        message = f"{self.tool_name} was stopped before the request was sent"
        return WorkerStopped(message, worker=self.tool_name, outcome=error.outcome)

    def synthesize(
        self,
        *,
        text: str,
        language: str = "en",
        voice: str | None = None,
        output_path: str | None = None,
        default_sample_rate: int = 24000,
        extra_request: Mapping[str, Any] | None = None,
    ) -> str:
        """Speak a text into a WAV file.

        Args:
            text: What to say.
            language: Language code.
            voice: The engine's own name for a voice, or a reference clip's path.
            output_path: Where to write; None makes a new file in the models folder.
            default_sample_rate: Hz, for engines that do not tell theirs.
            extra_request: Added to the request, and stronger than it.

        Returns:
            JSON: ``path, duration`` (s), ``engine, device, sample_rate`` (Hz), ``voice,
            language, latency_ms, rtf`` (elapsed / duration, 4 places, 0 for no audio),
            or ``{"error": …}``.
        """
        request = SpeechRequest(
            text, language, voice, output_path, default_sample_rate, extra_request or {}
        )
        answer = speak(
            request,
            self.call,
            tool_name=self.tool_name,
            engine=self.engine,
            output_subdir=self.output_subdir,
            device=lambda: self._device,
        )
        return json.dumps(answer)

    # Starting and stopping.

    @property
    def state(self) -> WorkerState:
        """What it is doing."""
        return self._life.state

    @property
    def last_used(self) -> float:
        """Clock seconds of its last request, or of its creation."""
        return self._life.visits.last_used

    def is_alive(self) -> bool:
        """True when the process is up and READY."""
        worker = self._life.worker
        return self._life.state.is_running and worker is not None and worker.is_alive()

    def start(self) -> None:
        """Start it now, without a request, and wait until it is ready.

        Raises:
            WorkerError: It cannot be started; the message says why.
        """
        self._life.start()

    def stop(self) -> None:
        """Stop it and release its memory; a caller in flight gets a transient error."""
        self._life.stop()

    def stop_if_idle(self) -> bool:
        """Stop it if it has been idle for its time-out; True when it was stopped."""

        def is_due() -> bool:
            deadline = self._life.idle_deadline()
            return deadline is not None and deadline <= self._supervisor.clock.now()

        is_stopped = self._life.stop_if(is_due)
        self._life.deliver()
        return is_stopped

    def stop_for_eviction(self) -> bool:
        """Stop it unless a request has come in for it; True when it was stopped.

        Observers are told of it by :meth:`deliver`.
        """
        return self._life.stop_if(lambda: True)

    def deliver(self) -> None:
        """Tell observers what they have not been told yet."""
        self._life.deliver()

    def idle_deadline(self) -> float | None:
        """Clock seconds before which it cannot be idle for its time-out."""
        return self._life.idle_deadline()

    def is_evictable(self) -> bool:
        """True when it runs and nobody waits for it."""
        return self._life.is_idle

    def snapshot(self) -> WorkerSnapshot:
        """What it is doing, as far as it knows itself. Never waits."""
        life = self._life
        state, worker = life.state, life.worker
        held_gb = worker.held_vram_gb if worker is not None else 0.0
        is_busy = state.is_running and not life.is_idle
        idle_s, timeout_s = life.visits.idle_s, life.visits.idle_timeout_s
        counts_down = state.is_running and not is_busy and timeout_s > 0
        return WorkerSnapshot(
            name=self.tool_name,
            engine=self.engine,
            state=WorkerState.BUSY if state is WorkerState.READY and is_busy else state,
            device=self._device if state.is_running else None,
            pid=worker.pid if worker is not None else None,
            memory_bytes=int(held_gb * _GB) if held_gb else None,
            memory_is_measured=bool(held_gb),
            ram_bytes=None,
            budget_bytes=0,
            idle_s=idle_s if life.visits.served and not is_busy else None,
            idle_timeout_s=timeout_s,
            idle_remaining_s=max(0.0, timeout_s - idle_s) if counts_down else None,
            requests_served=life.visits.served,
            progress=life.progress,
            last_error=life.last_error,
        )

    def _note_device(self, answer: Mapping[str, Any]) -> None:
        device = answer.get("device")
        if isinstance(device, str):
            self._device = device

    def _make_worker(self) -> GPUWorker:
        if self.tool_module:
            args = [self.tool_module, *([self.variant] if self.variant else [])]
        else:
            args = ["--catalog-id", str(self.catalog_id)]
        worker = GPUWorker(
            self.tool_name,
            _DISPATCHER,
            startup_timeout=self.startup_timeout,
            request_timeout=self._request_timeout,
            python_exe=self.python_exe or self._own_interpreter(),
            env=self.env,
            args=args,
        )
        if self.python_exe is None:  # an interpreter that we were given is not ours to change
            worker.on_stderr_line(self._missing.note)
        return worker

    def _own_interpreter(self) -> str | None:
        """The interpreter of the engine's own environment, if that is complete."""
        from workers.environments.venvs import EnvironmentStore  # noqa: PLC0415 - at a start only

        interpreter = EnvironmentStore().interpreter(self.environment)
        return str(interpreter) if interpreter is not None else None
