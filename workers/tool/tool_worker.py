"""One tool: a worker that starts on demand and whose failures never reach its caller."""

from __future__ import annotations

import json
import logging
import threading
import weakref
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from workers.base.events import WorkerEvent
from workers.base.states import WorkerState
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
from workers.memory.placement import host_device, is_kept_off_gpus
from workers.memory.plan import Plan
from workers.memory.usage import reported_bytes
from workers.process.gpu_worker import GPUWorker
from workers.process.stream import WorkerStream
from workers.supervisor import Supervisor, default_supervisor
from workers.text.prepare import prepared
from workers.text.rules import TextRules
from workers.tool.dependency_repair import DependencyRepair
from workers.tool.lifecycle import Lifecycle, OnEnd
from workers.tool.speed import SpeedMeter, StreamSpeedMeter
from workers.tool.synthesis import SpeechRequest, speak

if TYPE_CHECKING:
    from workers.snapshot import WorkerSnapshot

logger = logging.getLogger(__name__)

Answer = dict[str, Any]
_DISPATCHER = "workers.child"


class ToolWorker:
    """A speech engine that programs call by name.

    Starts its process at the first request, stops it when it has been idle for long enough or
    when another engine needs its memory, and starts it again after a crash. Safe from any
    thread. Implements :class:`workers.supervisor.supervised_tool.SupervisedTool`.

    Attributes:
        tool_name, tool_module, variant, catalog_id, engine, vram_budget, output_subdir,
        startup_timeout, environment, declared, precision, text_rules: As given at creation.
        python_exe: Interpreter; read at each start, as are the next four.
        env: Environment variables for the worker.
        cpu_mode: True when it may run on the CPU if no GPU has room.
        device: The only device that it may run on; None for any.
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
        self.tool_name = tool_name
        self.tool_module = tool_module or worker_module
        self.variant = variant or (worker_args[0] if worker_args else None)
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
        self._last_speech: tuple[Any, float] | None = None  # its duration and processing time
        self._reported_device: str | None = None  # in the worker's own words
        self._current_device: str | None = None
        self._lifecycle = Lifecycle(
            self, self._supervisor, self._make_worker, idle_timeout, self._repair
        )
        self._supervisor.register(self)

    # Requests.

    def call(
        self, request: Mapping[str, Any], *, patience_s: float | None = None
    ) -> dict[str, Any]:
        """Send one request and wait for its answer; starts the worker if it does not run.

        Never raises for a worker's failure. A worker that runs out of memory is started and
        asked once more, with more memory reserved.

        Args:
            request: As for :meth:`workers.GPUWorker.call`.
            patience_s: Longest wait for memory and for the turn, in seconds; None for the
                supervisor's, and for as long as it takes.

        Returns:
            The answer, or ``{"error": …}``; with ``"transient": True`` when the worker died
            and the next call starts another.
        """
        try:
            return self.ask(request, patience_s=patience_s)
        except StartFailed as error:
            advice = f" {self._repair.advice}" if self._repair.advice else ""
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
            WorkerError: It can't be started, or fails; ``TextRefused`` before it is started.
        """
        if self.text_rules is not None:
            request = prepared(request, self.text_rules, self.tool_name)
        if self._permit is not None:
            self._permit()

        ask = partial(self._exchange, request, silence_s)
        try:
            answer = self._lifecycle.serve(ask, patience_s)
        except WorkerCrash as error:
            if isinstance(error, WorkerStopped) or not _ran_out_of_memory(error):
                raise
            logger.warning("%s; retrying once with more memory", error)
            answer = self._lifecycle.serve(ask, patience_s)
        if "error" in answer:
            self._note_error(answer)
        return answer

    def _exchange(
        self, request: Mapping[str, Any], silence_s: float | None, worker: GPUWorker
    ) -> Answer:
        """Send a request in its turn, and learn from the answer."""
        asked_at = self._clock.now()
        try:
            answer = worker.exchange(request, silence_s)
        except WorkerNotReady as error:
            raise self._stopped_before(error) from error
        if "duration" in answer:
            self._last_speech = (answer["duration"], self._clock.now() - asked_at)
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
        """Send a request whose answer comes in chunks; starts the worker if it does not run.

        Args:
            request: As for :meth:`workers.GPUWorker.call`.
            patience_s: As for :meth:`call`.
            silence_s: Seconds of silence allowed before the first chunk; None for
                ``request_timeout``, which counts for all others.

        Returns:
            The chunks; the worker serves no other request until the stream has ended or was
            closed.

        Raises:
            WorkerError: It can't be started, or fails; here or while iterating.
                ``TextRefused`` here, before it is started.
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
            # A strong reference would keep a stream forever that was dropped half-read.
            weak_stream = weakref.ref(stream)

            def note_result(_: BaseException | None) -> None:
                ended = weak_stream()
                if ended is not None:
                    self._note_device(ended.result)
                    self._note_speed()  # it came first
                    speed.end(ended.result)
                    self._note_out_of_memory(ended.result)

            stream.on_chunk(speed.take)
            stream.on_end(note_result)
            return stream

        return self._lifecycle.serve_stream(ask, patience_s)

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
            voice: The engine's own name for a voice, or the path of a voice sample.
            output_path: Where to write; None makes a new file in the models folder.
            default_sample_rate: In Hz, for engines that do not report theirs.
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
            device=lambda: self._current_device,
        )
        return json.dumps(answer)

    # Starting and stopping.

    def start(self) -> None:
        """Start the worker without a request, and wait until it is ready.

        The user wants it: a worker that failed repeatedly is tried at once.

        Raises:
            WorkerError: It can't be started; the message says why.
        """
        if self._permit is not None:
            self._permit()
        self._lifecycle.start()

    #: Another name of :meth:`start`, which hosts of the tool call.
    _get_or_start = start

    def stop(self) -> None:
        """Stop the worker and release its memory; a caller in flight gets a transient error."""
        self._lifecycle.stop()

    def stop_if_idle(self) -> bool:
        """Stop the worker if its idle timeout has ended; True if it was stopped."""

        def is_due() -> bool:
            deadline = self.idle_deadline()
            return deadline is not None and deadline <= self._clock.now()

        finish = self._lifecycle.begin_stop_if_idle(is_due)
        if finish is not None:
            finish()
            self._lifecycle.deliver()
        return finish is not None

    def restart_if_idle(self) -> bool:
        """Begin to restart the worker; False if it is not running or not idle."""
        return self._lifecycle.restart_if_idle()

    def drain(self, timeout_s: float) -> bool:
        """Wait until accepted requests are served, then stop; True if it was stopped.

        Args:
            timeout_s: Longest wait for those requests, in seconds.
        """
        return self._lifecycle.drain(timeout_s)

    def begin_eviction(self) -> Callable[[], None] | None:
        """Begin to stop the worker; see :class:`workers.memory.memory_user.MemoryUser`."""
        end = self._lifecycle.begin_stop_if_idle(lambda: not self._is_pinned)
        if end is None:
            return None

        def finish() -> None:
            try:
                end()
            finally:
                name = f"notify-{self.tool_name}"
                threading.Thread(target=self._lifecycle.deliver, name=name, daemon=True).start()

        return finish

    def pause_requests(self, owner: object) -> None:
        """Make new requests wait while the worker runs, until ``owner`` resumes them."""
        self._lifecycle.block(owner, "")

    def reject_requests(self, owner: object, reason: str) -> None:
        """Make new requests fail with ``reason`` while the worker runs."""
        self._lifecycle.block(owner, reason)

    def resume_requests(self, owner: object) -> None:
        """End what this owner has paused or rejected; does nothing if there is nothing."""
        self._lifecycle.unblock(owner)

    # What can be seen and set; none of it waits.

    @property
    def state(self) -> WorkerState:
        """What the worker is doing."""
        return self._lifecycle.state

    def is_alive(self) -> bool:
        """True when the process is up and READY."""
        run = self._lifecycle.run
        worker = run.worker if run is not None else None
        return self._lifecycle.is_running and worker is not None and worker.is_alive()

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
        return self._lifecycle.idle_timeout_s

    @idle_timeout.setter
    def idle_timeout(self, seconds: float) -> None:
        self._lifecycle.set_idle_timeout(seconds)

    def set_idle_timeout(self, seconds: float) -> None:
        """Change the idle timeout, of a running worker at once; negative means 0."""
        self._lifecycle.set_idle_timeout(seconds)

    def idle_deadline(self) -> float | None:
        """Clock seconds before which the idle timeout cannot end; None if it cannot end."""
        return None if self._is_pinned else self._lifecycle.idle_deadline()

    @property
    def is_pinned(self) -> bool:
        """True when the worker is never stopped for another one, nor for being idle."""
        return self._is_pinned

    def set_pinned(self, is_pinned: bool) -> None:  # noqa: FBT001 - a setter
        """Pin or unpin the worker, at once."""
        self._is_pinned = is_pinned
        self._supervisor.notify_changed()

    @property
    def request_timeout(self) -> float:
        """Seconds of silence allowed while a request is served; may be changed."""
        return self._request_timeout

    @request_timeout.setter
    def request_timeout(self, seconds: float) -> None:
        self._request_timeout = seconds
        run = self._lifecycle.run
        if run is not None and run.worker is not None:
            run.worker.request_timeout = seconds

    @property
    def worker_module(self) -> str | None:
        """Deprecated spelling of ``tool_module``."""
        return self.tool_module

    @property
    def worker_args(self) -> list[str]:
        """Deprecated: ``[variant]``, or nothing."""
        return [self.variant] if self.variant else []

    def add_observer(self, callback: Callable[[str, WorkerEvent], object]) -> None:
        """Have ``callback(tool_name, event)`` called at every event, on any thread."""
        self._lifecycle.observers.add(callback)

    def remove_observer(self, callback: Callable[[str, WorkerEvent], object]) -> None:
        """Stop calling ``callback``."""
        self._lifecycle.observers.remove(callback)

    @property
    def waits_for(self) -> str:
        """Why the start waits for memory, for people; empty while it does not."""
        run = self._lifecycle.run
        return run.waits_for if run is not None else ""

    def plan(self) -> Plan:
        """Return what a start would do now: what it stops, or why it is refused.

        A dry run that stops and reserves nothing. Reads devices, which takes milliseconds.
        """
        return self._supervisor.memory.plan(self)

    def snapshot(self) -> WorkerSnapshot:
        """Return what the tool itself knows of its state. Never waits."""
        from workers.snapshot import WorkerSnapshot  # noqa: PLC0415 - for programs that show it

        lifecycle = self._lifecycle
        self._note_speed()
        requests, state, run = lifecycle.requests, lifecycle.state, lifecycle.run
        worker = run.worker if run is not None else None
        reservation = run.reservation if run is not None else None
        held = reported_bytes(worker) if worker is not None else None
        is_busy = state.is_running and not lifecycle.is_idle
        idle_s, timeout_s = requests.idle_s, lifecycle.idle_timeout_s
        counts_down = state.is_running and not is_busy and timeout_s > 0 and not self._is_pinned
        return WorkerSnapshot(
            name=self.tool_name,
            engine=self.engine,
            state=WorkerState.BUSY if is_busy else state,
            device=self._current_device if state.is_running else None,
            place=reservation.place if reservation is not None else None,
            pid=worker.pid if worker is not None else None,
            memory_bytes=held,
            memory_source="worker" if held is not None else None,
            idle_s=idle_s if requests.served and not is_busy else None,
            idle_timeout_s=timeout_s,
            idle_remaining_s=max(0.0, timeout_s - idle_s) if counts_down else None,
            is_pinned=self._is_pinned,
            requests_served=requests.served,
            requests_in_flight=requests.in_flight,
            accepts_requests=not requests.blocks,
            real_time_factor=self._speed.real_time_factor,
            first_audio_s=self._speed.first_audio_s,
            progress=lifecycle.progress,
            last_error=lifecycle.last_error,
            failure=lifecycle.failure,
        )

    # What is learned from answers.

    def _note_device(self, answer: Answer) -> None:
        """Note where it runs; the only GPU that a worker sees is not always the first."""
        device = answer.get("device")
        if not isinstance(device, str):
            return
        if device != self._reported_device:
            self._reported_device = self._current_device = device
            run = self._lifecycle.run
            if run is not None and (reservation := run.reservation) is not None:
                self._current_device = host_device(
                    device, reservation.environment, reservation.place
                )
        answer["device"] = self._current_device

    def _note_speed(self) -> None:
        """Compute the speed of the last answer: at a look, as requests come more often."""
        speech, self._last_speech = self._last_speech, None
        if speech is not None:
            self._speed.note(*speech)

    def _note_error(self, answer: Answer) -> None:
        self._note_out_of_memory(answer)
        if self.python_exe is None:
            self._repair.note(str(answer["error"]))  # its stderr may still be on the way
        if self._repair.has_remedy:
            # The library imports late. The next start installs what is missing.
            self._lifecycle.stop()
            answer.setdefault("transient", True)

    def _note_out_of_memory(self, answer: Mapping[str, Any]) -> None:
        """Learn from an out-of-memory error that the worker has survived."""
        error, run = answer.get("error"), self._lifecycle.run
        if run is None or not isinstance(error, str):
            return
        from workers.memory.out_of_memory import is_out_of_memory  # noqa: PLC0415 - rare

        if is_out_of_memory(error.splitlines()):
            run.note_out_of_memory()

    def _stopped_before(self, error: WorkerNotReady) -> WorkerStopped:
        message = f"{self.tool_name} was stopped before the request was sent"
        return WorkerStopped(message, worker=self.tool_name, outcome=error.outcome)

    # The process.

    def _make_worker(self, reservation: Reservation) -> GPUWorker:
        self._reported_device = None
        self._current_device = "cpu" if is_kept_off_gpus(reservation.environment) else None
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
        if self.python_exe is None:  # an interpreter that was given to us is not changed
            worker.on_stderr_line(self._repair.note)
        return worker

    def _own_interpreter(self) -> str | None:
        """Return the interpreter of the engine's own environment, if that is complete."""
        interpreter = InstalledEnvironments().interpreter(self.environment)
        return str(interpreter) if interpreter is not None else None


def _ran_out_of_memory(error: WorkerCrash) -> bool:
    from workers.memory.out_of_memory import is_out_of_memory  # noqa: PLC0415 - rare

    return is_out_of_memory(error.stderr_tail)
