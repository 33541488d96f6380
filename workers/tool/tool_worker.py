"""One tool: a worker that starts when it is asked and never hurts who asks."""

from __future__ import annotations

import json
import logging
import weakref
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from workers.environments.installed import InstalledEnvironments
from workers.environments.requirements import EnvironmentSpec
from workers.errors import (
    StartFailed,
    TextRefused,
    WorkerCrash,
    WorkerError,
    WorkerNotReady,
    WorkerStopped,
    WorkerTimeout,
)
from workers.memory.ledger import Reservation
from workers.memory.out_of_memory import is_out_of_memory
from workers.memory.placement import is_kept_off_gpus
from workers.process.gpu_worker import GPUWorker
from workers.process.stream import WorkerStream
from workers.supervisor import Supervisor, default_supervisor
from workers.text.prepare import prepared
from workers.text.rules import TextRules
from workers.tool.dependency_repair import DependencyRepair
from workers.tool.lifecycle import Life
from workers.tool.managed_tool import ManagedTool
from workers.tool.speed import StreamSpeedMeter
from workers.tool.synthesis import SpeechRequest, speak

logger = logging.getLogger(__name__)

_DISPATCHER = "workers.child"


class ToolWorker(ManagedTool):
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
        declared: EnvironmentSpec | None = None,
        env: Mapping[str, str] | None = None,
        precision: str = "",
        cpu_mode: bool = False,
        device: str | None = None,
        pinned: bool = False,
        text_rules: TextRules | None = None,
        permit: Callable[[], None] | None = None,
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
                :func:`workers.base.paths.environments_dir`; ``tool_name`` when None.
            declared: What may be installed into that environment when it turns out to be
                missing; nothing else ever is.
            env: Added to the worker's environment variables, and stronger than ours.
            precision: Of the model's numbers, such as ``float16``: what is learned of its
                memory is kept apart by it.
            cpu_mode: It may run on the CPU where no GPU has room.
            device: ``cuda:1``, a GPU's UUID or ``cpu``: it runs nowhere else; None: anywhere.
            pinned: It is never stopped for another, nor for being idle.
            text_rules: What its texts have to be like: they are checked, and cut into
                ``pieces``, before it is started; None: requests go through untouched.
            permit: Called whenever it is asked for something; raises a ``WorkerError`` where its
                code must not run.
            supervisor: None for :func:`workers.default_supervisor`.

        Raises:
            ValueError: Neither a module nor a catalog entry was given, or several variants.
        """
        if worker_module is not None or worker_args is not None:
            # No DeprecationWarning: programs that rely on these spellings, and turn
            # warnings into errors, must keep working.
            logger.info("%s: worker_module and worker_args are deprecated", tool_name)
        if worker_args is not None and len(worker_args) > 1:
            message = f"{tool_name}: worker_args must be [variant], not {list(worker_args)}"
            raise ValueError(message)
        super().__init__(
            tool_name=tool_name,
            engine=engine,
            vram_budget=vram_budget,
            supervisor=supervisor or default_supervisor(),
            precision=precision,
            cpu_mode=cpu_mode,
            device=device,
            pinned=pinned,
        )
        self.tool_module = tool_module or worker_module
        self.variant = variant or (worker_args[0] if worker_args else None)
        self.catalog_id = catalog_id
        if not self.tool_module and not catalog_id:
            message = f"{tool_name}: tool_module is required, the module with _load and _synthesize"
            raise ValueError(message)
        self.output_subdir = output_subdir
        self.startup_timeout = startup_timeout
        self.python_exe = python_exe
        self.environment = environment or tool_name
        self.declared = declared or EnvironmentSpec()
        self.env = dict(env or {})
        self.text_rules = text_rules
        self._request_timeout = request_timeout
        self._permit = permit
        self._missing = DependencyRepair(engine, self.environment, self.declared)
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

    # Asking.

    def call(
        self, request: Mapping[str, Any], *, patience_s: float | None = None
    ) -> dict[str, Any]:
        """Ask for one answer; starts the worker if it does not run.

        Never raises for a worker's failure. A worker that dies for want of memory is
        asked once more, after room was made for a larger one.

        Args:
            request: As for :meth:`workers.GPUWorker.call`.
            patience_s: Longest wait for memory, and for one's turn, in seconds; None for the
                supervisor's, and for as long as it takes.

        Returns:
            The answer, or ``{"error": …}``; with ``"transient": True`` when the worker
            died over it, and asking again starts another.
        """
        try:
            return self.ask(request, patience_s=patience_s)
        except StartFailed as error:
            advice = f" {self._missing.advice}" if self._missing.advice else ""
            return {"error": f"{self.tool_name} worker startup failed: {error}{advice}"}
        except (WorkerCrash, WorkerTimeout) as error:
            return {"error": f"{self.tool_name} crashed: {error}", "transient": True}
        except TextRefused as error:
            return {"error": f"{self.tool_name}: {error}"}
        except WorkerError as error:
            return {"error": f"{self.tool_name} worker error: {error}"}

    def ask(
        self,
        request: Mapping[str, Any],
        *,
        patience_s: float | None = None,
        silence_s: float | None = None,
    ) -> dict[str, Any]:
        """As :meth:`call`, but raises for a worker's failure.

        Args:
            request: As for :meth:`call`.
            patience_s: As for :meth:`call`.
            silence_s: Seconds of silence allowed to this request; None for
                ``request_timeout``.

        Raises:
            WorkerError: It cannot be started, or fails; ``TextRefused`` before it is started.
        """
        if self.text_rules is not None:
            request = prepared(request, self.text_rules, self.tool_name)
        try:
            return self._ask(request, patience_s, silence_s)
        except WorkerCrash as error:
            if isinstance(error, WorkerStopped) or not is_out_of_memory(error.stderr_tail):
                raise
            logger.warning("%s; retrying once with more memory", error)
            return self._ask(request, patience_s, silence_s)

    def _ask(
        self, request: Mapping[str, Any], patience_s: float | None, silence_s: float | None
    ) -> dict[str, Any]:
        self._check_permit()
        visit = self._life.begin(patience_s=patience_s)
        failure: WorkerError | None = None
        clock = self._supervisor.clock
        try:
            asked_at = clock.now()
            answer = visit.worker.call(request, timeout_s=silence_s)
            if "duration" in answer:
                self._pace.note(answer["duration"], clock.now() - asked_at)
            if "device" in answer:
                self._note_device(answer)
            self._learn_of(answer)
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

    def stream(
        self,
        request: Mapping[str, Any],
        *,
        patience_s: float | None = None,
        silence_s: float | None = None,
    ) -> WorkerStream:
        """Ask for an answer in chunks; starts the worker if it does not run.

        Args:
            request: As for :meth:`workers.GPUWorker.call`.
            patience_s: As for :meth:`call`.
            silence_s: Seconds of silence allowed before the first chunk; None for
                ``request_timeout``, which counts for all others.

        Returns:
            The chunks; the worker serves nobody else until the stream has ended or
            was closed.

        Raises:
            WorkerError: It cannot be started, or fails; here or while iterating.
                ``TextRefused`` here, before it is started.
        """
        self._check_permit()
        if self.text_rules is not None:
            request = prepared(request, self.text_rules, self.tool_name)
        clock = self._supervisor.clock
        requested_at = clock.now()
        visit = self._life.begin(is_stream=True, patience_s=patience_s)
        failure: WorkerError | None = None
        try:
            pace = StreamSpeedMeter(self._pace, clock, requested_at)
            chunks = visit.worker.stream(request, timeout_s=silence_s)
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
                pace.end(stream.result)
                self._learn_of(stream.result)
            self._life.end(visit, error if isinstance(error, WorkerError) else None)

        chunks.on_chunk(pace.take)
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

    def start(self) -> None:
        """Start it now, without a request, and wait until it is ready.

        Somebody wants it: a worker that has crashed again and again is tried at once.

        Raises:
            WorkerError: It cannot be started; the message says why.
        """
        self._check_permit()
        self._life.start()

    def stop(self) -> None:
        """Stop it and release its memory; a caller in flight gets a transient error."""
        self._life.stop()

    def _check_permit(self) -> None:
        if self._permit is not None:
            self._permit()

    def _make_worker(self, reservation: Reservation) -> GPUWorker:
        self._device = "cpu" if is_kept_off_gpus(reservation.environment) else None
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
            env={**reservation.environment, **self.env},
            args=args,
        )
        if self.python_exe is None:  # an interpreter that we were given is not ours to change
            worker.on_stderr_line(self._missing.note)
        return worker

    def _own_interpreter(self) -> str | None:
        """The interpreter of the engine's own environment, if that is complete."""
        interpreter = InstalledEnvironments().interpreter(self.environment)
        return str(interpreter) if interpreter is not None else None
