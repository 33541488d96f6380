"""Worker of one tool, which starts on demand and answers with errors instead of raising."""

from __future__ import annotations

import json
import logging
import weakref
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from workers.base.events import WorkerEvent
from workers.base.states import WorkerState
from workers.environments.requirements import EnvironmentSpec
from workers.errors import (
    WorkerCrash,
    WorkerError,
    WorkerNotReady,
    WorkerStopped,
)
from workers.memory.ledger import Reservation
from workers.memory.plan import Plan
from workers.process.gpu_worker import GPUWorker
from workers.process.stream import WorkerStream
from workers.supervisor import Supervisor, default_supervisor
from workers.text.prepare import prepared
from workers.text.rules import TextRules
from workers.tool.dependency_repair import DependencyRepair
from workers.tool.deprecated import DeprecatedNames, module_and_variant
from workers.tool.failures import error_answer
from workers.tool.idle import IdleTimeout, begin_eviction, restart_if_idle
from workers.tool.lifecycle import Lifecycle
from workers.tool.reported import ReportedDevice, SpeedMeter, StreamSpeedMeter
from workers.tool.run import make_worker, ran_out_of_memory
from workers.tool.stream_request import OnEnd, serve_stream
from workers.tool.synthesis import SpeechRequest, speak

if TYPE_CHECKING:
    from workers.snapshot import WorkerSnapshot

logger = logging.getLogger(__name__)

Answer = dict[str, Any]


class ToolWorker(DeprecatedNames):
    """A speech engine that programs call by name.

    Starts its process at the first request, and again after a crash. Stops it when it has been
    idle for long enough, or when another engine needs its memory. Safe from any thread.
    Implements :class:`workers.supervisor.supervised_tool.SupervisedTool`.

    Attributes:
        tool_name, tool_module, variant, catalog_id, engine, vram_budget, output_subdir,
        startup_timeout, environment, declared, precision, text_rules: As given at creation.
        python_exe: Interpreter; read at each start, as are the next three.
        env: Environment variables for the worker.
        cpu_mode: True if the worker may run on the CPU when no GPU has room.
        device: The only device that the worker may run on; None for any.
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
        """Starts nothing yet.

        Args:
            tool_name: Unique among the tools of a supervisor.
            tool_module: Module with ``_load`` and ``_synthesize``.
            vram_budget: Key of ``VRAM_BUDGETS``.
            output_subdir: Folder below the models folder for speech without a path.
            engine: The engine's name in answers.
            variant: Selects ``_load_<variant>`` and ``_synthesize_<variant>``.
            startup_timeout: Seconds of silence allowed until READY.
            request_timeout: Seconds of silence allowed during a request.
            idle_timeout: Seconds without a request until the worker is stopped; 0 for never.
            python_exe: The interpreter; may be set later.
            worker_module: Deprecated spelling of ``tool_module``.
            worker_args: ``[variant]``; deprecated spelling of ``variant``.
            catalog_id: Entry whose callbacks are built by reflection, instead of a module.
            environment: Name of the tool's environment; ``tool_name`` if None.
            declared: The only packages that may be installed into that environment when some
                turn out to be missing.
            env: Environment variables for the worker; they override ours.
            precision: Number format of the model, such as ``float16``; memory is measured
                separately for each.
            cpu_mode: The worker may run on the CPU when no GPU has room.
            device: ``cuda:1``, a GPU's UUID, or ``cpu``: the only device; None for any.
            pinned: The worker is never stopped for another one, nor for being idle.
            text_rules: Check texts and cut them into ``pieces`` before a start; None leaves
                requests as they are.
            permit: Called before each request and start; raises a ``WorkerError`` if the
                tool's code must not run.
            supervisor: :func:`workers.default_supervisor` if None.

        Raises:
            ValueError: Neither a module nor a catalog entry was given, or several variants.
        """
        self.tool_name = tool_name
        self.tool_module, self.variant = module_and_variant(
            tool_name, tool_module, variant, worker_module, worker_args
        )
        self.catalog_id = catalog_id
        if not self.tool_module and not catalog_id:
            message = f"{tool_name}: tool_module is required, the module with _load and _synthesize"
            raise ValueError(message)
        self.vram_budget = vram_budget
        self.output_subdir = output_subdir
        self.engine = engine
        self.startup_timeout = startup_timeout
        self.python_exe = python_exe
        self.environment = environment or tool_name
        self.declared = declared or EnvironmentSpec()
        self.env = dict(env or {})
        self.precision = precision
        self.cpu_mode = cpu_mode
        self.device = device
        self.text_rules = text_rules
        self._request_timeout = request_timeout
        self._is_pinned = pinned
        self._permit = permit
        self._supervisor = supervisor or default_supervisor()
        self._clock = self._supervisor.clock
        self._repair = DependencyRepair(engine, self.environment, self.declared)
        self._speed = SpeedMeter()
        self._device = ReportedDevice()
        self._lifecycle = Lifecycle(self, self._supervisor, self._make_worker, self._repair)
        self._idle_timeout = IdleTimeout(self._lifecycle, self._clock, idle_timeout)
        self._supervisor.register(self)

    # Requests.

    def call(
        self, request: Mapping[str, Any], *, patience_s: float | None = None
    ) -> dict[str, Any]:
        """Sends a request and returns the answer; starts the worker if it doesn't run.

        Never raises for a worker's failure. A worker that runs out of memory is started and
        asked once more, with more memory reserved.

        Args:
            request: As for :meth:`workers.GPUWorker.call`.
            patience_s: Longest wait for memory and for the turn, in seconds; None for the
                supervisor's, and no limit for the turn.

        Returns:
            The answer, or ``{"error": …}``; with ``"transient": True`` if the next call may
            succeed: the worker died, or memory is short.
        """
        try:
            return self.ask(request, patience_s=patience_s)
        except WorkerError as error:
            return error_answer(error, self.tool_name, self._repair.advice)

    def ask(
        self,
        request: Mapping[str, Any],
        *,
        patience_s: float | None = None,
        silence_s: float | None = None,
    ) -> dict[str, Any]:
        """Does what :meth:`call` does, but raises for a worker's failure.

        Args:
            request: As for :meth:`call`.
            patience_s: As for :meth:`call`.
            silence_s: Seconds of silence allowed; None for ``request_timeout``.

        Raises:
            WorkerError: The worker can't be started, or fails; ``TextRefused`` before a start.
        """
        if self.text_rules is not None:
            request = prepared(request, self.text_rules, self.tool_name)
        if self._permit is not None:
            self._permit()

        ask = partial(self._exchange, request, silence_s)
        try:
            answer = self._lifecycle.serve(ask, patience_s)
        except WorkerCrash as error:
            if isinstance(error, WorkerStopped) or not ran_out_of_memory(error.stderr_tail):
                raise
            logger.warning("%s; retrying once with more memory", error)
            answer = self._lifecycle.serve(ask, patience_s)
        if "error" in answer:
            self._note_error(answer)
        return answer

    def _exchange(
        self, request: Mapping[str, Any], silence_s: float | None, worker: GPUWorker
    ) -> Answer:
        """Sends a request in its turn, and records speed and device."""
        sent_at = self._clock.now()
        try:
            answer = worker.exchange(request, silence_s)
        except WorkerNotReady as error:
            raise self._stopped_before(error) from error
        if "duration" in answer:
            self._speed.note_later((answer["duration"], self._clock.now() - sent_at))
        if "device" in answer:
            self._note_device(answer)
        return answer

    def stream(
        self,
        request: Mapping[str, Any],
        *,
        patience_s: float | None = None,
        silence_s: float | None = None,
    ) -> WorkerStream:
        """Sends a request whose answer comes in chunks; starts the worker if it doesn't run.

        Args:
            request: As for :meth:`workers.GPUWorker.call`.
            patience_s: As for :meth:`call`.
            silence_s: Seconds of silence allowed before the first chunk; None for
                ``request_timeout``, which counts for all others.

        Returns:
            The chunks; the worker serves no other request until the stream has ended or was
            closed.

        Raises:
            WorkerError: The worker can't be started, or fails, here or while iterating;
                ``TextRefused`` before a start.
        """
        if self._permit is not None:
            self._permit()
        if self.text_rules is not None:
            request = prepared(request, self.text_rules, self.tool_name)
        requested_at = self._clock.now()

        def ask(worker: GPUWorker, on_end: OnEnd) -> WorkerStream:
            speed = StreamSpeedMeter(self._speed, self._clock, requested_at)
            try:
                stream = worker.exchange_stream(request, silence_s, on_end=on_end)
            except WorkerNotReady as error:
                raise self._stopped_before(error) from error
            # A strong reference would keep alive a stream that was dropped half-read.
            weak_stream = weakref.ref(stream)

            def note_result(_: BaseException | None) -> None:
                ended = weak_stream()
                if ended is not None:
                    if "device" in ended.result:
                        self._note_device(ended.result)
                    speed.on_end(ended.result)
                    self._note_out_of_memory(ended.result)

            stream.on_chunk(speed.on_chunk)
            stream.on_end(note_result)
            return stream

        return serve_stream(self._lifecycle, ask, patience_s)

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
        """Speaks a text into a WAV file.

        Args:
            text: The text.
            language: Language code.
            voice: A voice of the engine, or the path of a voice sample.
            output_path: Where to write; None makes a new file in the models folder.
            default_sample_rate: In Hz, for engines that don't report theirs.
            extra_request: Added to the request; overrides it.

        Returns:
            JSON: ``path, duration`` (s), ``engine, device, sample_rate`` (Hz), ``voice,
            language, latency_ms, rtf`` (elapsed / duration, 4 places, 0 for no audio),
            or ``{"error": …}`` with all keys that the tool gave.
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
            device=lambda: self._device.name,
        )
        return json.dumps(answer)

    # Starting and stopping.

    def start(self) -> None:
        """Starts the worker without a request, and waits until it is ready.

        Tries at once, even after repeated failures.

        Raises:
            WorkerError: The worker can't be started; the message says why.
        """
        if self._permit is not None:
            self._permit()
        self._lifecycle.start()

    #: Old name of :meth:`start`, which hosts call.
    _get_or_start = start

    def stop(self) -> None:
        """Stops the worker and releases its memory; a caller in flight gets a transient error."""
        self._lifecycle.stop()

    def stop_if_idle(self) -> bool:
        """Stops the worker if its idle timeout has ended; True if it was stopped."""
        return self._idle_timeout.stop_if_ended(lambda: self._is_pinned)

    def restart_if_idle(self) -> bool:
        """Begins to restart the worker; False if it is not running or not idle."""
        return restart_if_idle(self._lifecycle, self.tool_name)

    def drain(self, timeout_s: float) -> bool:
        """Waits until accepted requests are served, then stops; True if it was stopped.

        Args:
            timeout_s: Longest wait, in seconds.
        """
        return self._lifecycle.drain(timeout_s)

    def begin_eviction(self) -> Callable[[], None] | None:
        """Begins to stop the worker; see :class:`workers.memory.memory_user.MemoryUser`."""
        return begin_eviction(self._lifecycle, self.tool_name, lambda: self._is_pinned)

    def pause_requests(self, owner: object) -> None:
        """Makes new requests wait while the worker runs, until ``owner`` resumes them."""
        self._lifecycle.block(owner, "")

    def reject_requests(self, owner: object, reason: str) -> None:
        """Makes new requests fail with ``reason`` while the worker runs."""
        self._lifecycle.block(owner, reason)

    def resume_requests(self, owner: object) -> None:
        """Ends the pause or rejection of this owner, if there is one."""
        self._lifecycle.unblock(owner)

    # Views and settings, which never wait.

    @property
    def state(self) -> WorkerState:
        """What the worker is doing."""
        return self._lifecycle.state

    def is_alive(self) -> bool:
        """True while the process is up and READY."""
        run = self._lifecycle.run
        worker = run.worker if run is not None and self._lifecycle.is_running else None
        return worker is not None and worker.is_alive()

    def is_evictable(self) -> bool:
        """True while the worker runs and no request is waiting or being served."""
        return self._lifecycle.is_idle

    @property
    def last_used(self) -> float:
        """Clock seconds of the last request, or of the tool's creation."""
        return self._lifecycle.requests.last_used

    @property
    def idle_timeout(self) -> float:
        """Seconds without a request after which the worker is stopped; 0 for never."""
        return self._idle_timeout.seconds

    @idle_timeout.setter
    def idle_timeout(self, seconds: float) -> None:
        self.set_idle_timeout(seconds)

    def set_idle_timeout(self, seconds: float) -> None:
        """Changes the idle timeout, of a running worker at once; negative means 0."""
        self._idle_timeout.set(seconds)
        self._supervisor.notify_changed()

    def idle_deadline(self) -> float | None:
        """Clock seconds before which the idle timeout cannot end; None if it cannot end."""
        return None if self._is_pinned else self._idle_timeout.deadline()

    @property
    def is_pinned(self) -> bool:
        """True if the worker is never stopped for another one, nor for being idle."""
        return self._is_pinned

    def set_pinned(self, is_pinned: bool) -> None:  # noqa: FBT001 - a setter
        """Pins or unpins the worker, at once."""
        self._is_pinned = is_pinned
        self._supervisor.notify_changed()

    @property
    def request_timeout(self) -> float:
        """Seconds of silence allowed during a request; may be changed."""
        return self._request_timeout

    @request_timeout.setter
    def request_timeout(self, seconds: float) -> None:
        self._request_timeout = seconds
        run = self._lifecycle.run
        if run is not None and run.worker is not None:
            run.worker.request_timeout = seconds

    def add_observer(self, callback: Callable[[str, WorkerEvent], object]) -> None:
        """Calls ``callback(tool_name, event)`` at every event, on any thread."""
        self._lifecycle.observers.add(callback)

    def remove_observer(self, callback: Callable[[str, WorkerEvent], object]) -> None:
        """Stops calling ``callback``."""
        self._lifecycle.observers.remove(callback)

    @property
    def waits_for(self) -> str:
        """Why the start waits for memory, for users; empty while it doesn't."""
        run = self._lifecycle.run
        return run.waits_for if run is not None else ""

    def plan(self) -> Plan:
        """Returns what a start would do now: what it stops, or why it is refused.

        Stops and reserves nothing. Reads devices, which takes milliseconds.
        """
        return self._supervisor.memory.plan(self)

    def snapshot(self) -> WorkerSnapshot:
        """Returns what the tool itself knows of its state. Never waits."""
        from workers.tool.tool_snapshot import tool_snapshot  # noqa: PLC0415 - for views only

        return tool_snapshot(self, self._lifecycle, self._clock, self._speed, self._device.name)

    # Answers.

    def _note_device(self, answer: Answer) -> None:
        """Replaces the worker's name of its device by its name on this machine."""
        reported, device = answer["device"], self._device
        if isinstance(reported, str):
            if reported != device.reported:
                run = self._lifecycle.run
                device.update(reported, run.reservation if run is not None else None)
            answer["device"] = device.name

    def _note_error(self, answer: Answer) -> None:
        self._note_out_of_memory(answer)
        if self.python_exe is None:
            self._repair.note(str(answer["error"]))  # its stderr may arrive later
        if self._repair.has_remedy:
            # The tool imports late. The next start installs what is missing.
            self._lifecycle.stop()
            answer.setdefault("transient", True)

    def _note_out_of_memory(self, answer: Mapping[str, Any]) -> None:
        """Raises the memory budget after an out-of-memory error that the worker survived."""
        error, run = answer.get("error"), self._lifecycle.run
        if run is not None and isinstance(error, str) and ran_out_of_memory(error.splitlines()):
            run.note_out_of_memory()

    def _stopped_before(self, error: WorkerNotReady) -> WorkerStopped:
        message = f"{self.tool_name} was stopped before the request was sent"
        return WorkerStopped(message, worker=self.tool_name, outcome=error.outcome)

    def _make_worker(self, reservation: Reservation) -> GPUWorker:
        self._device.reset(reservation)
        return make_worker(self, reservation, self._repair)
