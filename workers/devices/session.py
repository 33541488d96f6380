"""One open session with a GPU driver: reads every GPU."""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from workers.devices.power import is_asleep
from workers.devices.probe import DeviceReading
from workers.devices.process_names import largest_first

if TYPE_CHECKING:
    from workers.devices.probe import Backend
    from workers.devices.process_names import ProcessNames

logger = logging.getLogger(__name__)

#: What a driver's library calls one of its GPUs by.
Handle = TypeVar("Handle")
Answer = TypeVar("Answer")


@dataclass(slots=True)
class Gpu(Generic[Handle]):
    """A GPU that the driver has.

    Attributes:
        index: As in :class:`~workers.devices.probe.DeviceReading`, like the three below.
        handle: The library's.
        uuid: The driver's identifier.
        name: For people.
        bus_id: PCI address; None where the driver does not report.
        capability: CUDA's compute capability; None where there is none.
        last: Its last reading; None before the first and after a failure.
    """

    index: int
    handle: Handle
    uuid: str
    name: str
    bus_id: str | None
    capability: tuple[int, int] | None = None
    last: DeviceReading | None = None


class MemoryFigures(NamedTuple):
    """A GPU's memory, in bytes."""

    total: int
    used: int
    free: int


class SessionReading(NamedTuple):
    """Result of one pass over a driver's GPUs.

    Attributes:
        devices: The GPUs that answered, by index.
        failures: What is wrong with each GPU that should have answered and did not.
    """

    devices: tuple[DeviceReading, ...]
    failures: tuple[str, ...]


class GpuSession(ABC, Generic[Handle]):
    """A driver's library, initialized, and the GPUs that it has. Not thread-safe.

    A subclass initializes the library and then calls :meth:`_find_gpus`.

    Attributes:
        driver: The driver's version; empty where it does not report it.
    """

    def __init__(self, error: type[Exception], backend: Backend, names: ProcessNames) -> None:
        """Creates a session without GPUs.

        Args:
            error: Raised by every function of the library.
            backend: How engines reach these GPUs.
            names: Names of the processes on them.
        """
        self.driver = ""
        self._error = error
        self._backend: Backend = backend
        self._names = names
        self._gpus: list[Gpu[Handle]] = []
        self._missing: list[str] = []

    @property
    def bus_ids(self) -> list[str | None]:
        """PCI addresses of the GPUs; None for one whose driver does not report."""
        return [gpu.bus_id for gpu in self._gpus]

    def read(self) -> SessionReading:
        """Reads every GPU that is awake; one that fails does not hide the others.

        A sleeping GPU is not woken and keeps its last figures: a program that takes memory
        wakes it, and it then stays awake for some seconds.
        """
        failures = list(self._missing)
        answers: list[tuple[Gpu[Handle], MemoryFigures, dict[int, int | None]]] = []
        for gpu in self._gpus:
            if gpu.last is not None and is_asleep(gpu.bus_id):
                continue
            # Shares first: a process that ends between the two questions is then listed with
            # memory that is free again. The other way round, its memory would look like
            # another program's.
            shares = self._shares(gpu)
            try:
                answers.append((gpu, self._read_memory(gpu.handle), shares))
            except self._error as error:
                gpu.last = None
                if not self._is_by_design(error):
                    failures.append(f"GPU {gpu.index} ({gpu.name}): {error}")
        names = self._names.look_up({pid for _, _, shares in answers for pid in shares})
        for gpu, memory, shares in answers:
            gpu.last = DeviceReading(
                index=gpu.index,
                uuid=gpu.uuid,
                name=gpu.name,
                kind="gpu",
                total_bytes=memory.total,
                used_bytes=memory.used,
                free_bytes=memory.free,
                processes=largest_first(shares, names),
                backend=self._backend,
                driver=self.driver,
                capability=gpu.capability,
            )
        devices = tuple(gpu.last for gpu in self._gpus if gpu.last is not None)
        return SessionReading(devices, tuple(failures))

    def close(self) -> None:
        """Ends the session, once; a driver that has gone away is no failure."""
        self._ask(self._shut_down)

    def _find_gpus(self, count: int) -> None:
        """Describes the driver's GPUs; one that fails does not hide the others."""
        for position in range(count):
            try:
                self._gpus.append(self._describe(position))
            except self._error as error:
                if not self._is_by_design(error):
                    self._missing.append(f"GPU {position}: {error}")
        self._gpus.sort(key=lambda gpu: gpu.index)
        if not count:
            self._missing.append("no GPU found")

    def _shares(self, gpu: Gpu[Handle]) -> dict[int, int | None]:
        """Returns bytes by process ID; None for a share that the driver does not report.

        While the list fails, processes that were listed a moment ago stay, with an unknown
        share: they have not given their memory back.
        """
        shares, is_complete = self._read_shares(gpu)
        if not is_complete and gpu.last is not None:
            for process in gpu.last.processes:
                shares.setdefault(process.pid, None)
        return shares

    def _ask(self, function: Callable[[], Answer]) -> Answer | None:
        """Returns the answer to a question that the driver need not answer, or None."""
        try:
            return function()
        except self._error as error:
            logger.debug("%s: %s", type(self).__name__, error)
            return None

    @abstractmethod
    def _describe(self, position: int) -> Gpu[Handle]:
        """Describes the GPU at a position of the library's list; raises the library's error."""

    @abstractmethod
    def _read_memory(self, handle: Handle) -> MemoryFigures:
        """Reads a GPU's memory; raises the library's error."""

    @abstractmethod
    def _read_shares(self, gpu: Gpu[Handle]) -> tuple[dict[int, int | None], bool]:
        """Lists a GPU's processes.

        Returns:
            Bytes by process ID (None where unknown), and False where a list failed that can
            be read at other times.
        """

    @abstractmethod
    def _is_by_design(self, error: Exception) -> bool:
        """Returns whether the same question will always fail, so that a retry is useless."""

    @abstractmethod
    def _shut_down(self) -> None:
        """Ends the library's session; raises the library's error."""
