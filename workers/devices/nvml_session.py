"""One session with NVIDIA's driver: what is read from it, and how."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workers.devices.driver import SessionReading
from workers.devices.power import is_asleep
from workers.devices.probe import DeviceReading
from workers.devices.process_names import largest_first

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workers.devices.nvml_api import (
        Handle,
        ListProcesses,
        Nvml,
        NvmlError,
        NvmlMemory,
        NvmlProcess,
    )
    from workers.devices.process_names import ProcessNames

logger = logging.getLogger(__name__)

_LIST_ATTEMPTS = 3


@dataclass(slots=True)
class _Gpu:
    index: int
    handle: Handle
    uuid: str
    name: str
    bus_id: str | None
    capability: tuple[int, int] | None
    last: DeviceReading | None = None


class NvmlSession:
    """NVML, initialised, and the GPUs it has. Not thread-safe; ``close()`` exactly once."""

    def __init__(self, nvml: Nvml, names: ProcessNames) -> None:
        """Open a session.

        Raises:
            NvmlError: There is no driver, or it does not work.
        """
        self._nvml = nvml
        self._names = names
        self._memory_version: int | None = nvml.nvmlMemory_v2
        self._missing_gpus: list[str] = []
        nvml.nvmlInit()
        try:
            self._driver = nvml.nvmlSystemGetDriverVersion()
            self._compute, self._graphics = self._process_lists()
            indexes = range(nvml.nvmlDeviceGetCount())
            self._gpus = [gpu for index in indexes if (gpu := self._find_gpu(index))]
        except nvml.NVMLError:
            self.close()
            raise
        if not indexes:
            self._missing_gpus.append("no GPU found")

    @property
    def bus_ids(self) -> list[str | None]:
        """PCI addresses of the GPUs; None for one that does not tell."""
        return [gpu.bus_id for gpu in self._gpus]

    def read(self) -> SessionReading:
        """Read every GPU that is awake; one that fails does not hide the others.

        Of one that sleeps the last figures still hold: whoever takes memory wakes it, and it
        stays awake for some seconds after that. Not woken, it shows them.
        """
        failures = list(self._missing_gpus)
        answers: list[tuple[_Gpu, NvmlMemory, dict[int, int | None]]] = []
        for gpu in self._gpus:
            if gpu.last is not None and is_asleep(gpu.bus_id):
                continue
            # Shares first: one who ends between the two readings is then listed with memory
            # that is free again. The other way round it would be nobody's, and look like
            # another program's.
            shares = self._read_shares(gpu)
            try:
                answers.append((gpu, self._read_memory(gpu.handle), shares))
            except self._nvml.NVMLError as error:
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
                backend="cuda",
                driver=self._driver,
                capability=gpu.capability,
            )
        devices = tuple(gpu.last for gpu in self._gpus if gpu.last is not None)
        return SessionReading(devices, tuple(failures))

    def close(self) -> None:
        """End the session; that the driver has gone away is no matter."""
        try:
            self._nvml.nvmlShutdown()
        except self._nvml.NVMLError as error:
            logger.debug("nvmlShutdown: %s", error)

    def _find_gpu(self, index: int) -> _Gpu | None:
        nvml = self._nvml
        try:
            handle = nvml.nvmlDeviceGetHandleByIndex(index)
            return _Gpu(
                index=index,
                handle=handle,
                uuid=nvml.nvmlDeviceGetUUID(handle),
                name=nvml.nvmlDeviceGetName(handle),
                bus_id=self._bus_id(handle),
                capability=self._capability(handle),
            )
        except nvml.NVMLError as error:
            if not self._is_by_design(error):
                self._missing_gpus.append(f"GPU {index}: {error}")
            return None

    def _bus_id(self, handle: Handle) -> str | None:
        try:
            return self._nvml.nvmlDeviceGetPciInfo(handle).busId
        except self._nvml.NVMLError as error:
            logger.debug("nvmlDeviceGetPciInfo: %s", error)
            return None

    def _capability(self, handle: Handle) -> tuple[int, int] | None:
        try:
            major, minor = self._nvml.nvmlDeviceGetCudaComputeCapability(handle)
        except self._nvml.NVMLError as error:
            logger.debug("nvmlDeviceGetCudaComputeCapability: %s", error)
            return None
        return major, minor

    def _read_memory(self, handle: Handle) -> NvmlMemory:
        """Total, used and free, in bytes.

        The first version of the query counts as used what the driver keeps for itself, so
        that an idle A100 seems to hold 912 MB; the second one, of driver 510, counts that
        apart, as nvidia-smi does. Free is the same in both.
        https://docs.nvidia.com/deploy/nvml-api/api/structnvmlMemory__t.html
        https://github.com/rust-nvml/nvml-wrapper/issues/57
        """
        nvml = self._nvml
        try:
            return nvml.nvmlDeviceGetMemoryInfo(handle, version=self._memory_version)
        except nvml.NVMLError as error:
            too_old = (
                nvml.NVML_ERROR_FUNCTION_NOT_FOUND,
                nvml.NVML_ERROR_ARGUMENT_VERSION_MISMATCH,
            )
            if self._memory_version is None or error.value not in too_old:
                raise
        self._memory_version = None
        return nvml.nvmlDeviceGetMemoryInfo(handle, version=None)

    def _process_lists(self) -> tuple[list[ListProcesses], list[ListProcesses]]:
        """The functions that list compute and graphics processes, the best ones first.

        Drivers from 535.43 on put a longer structure into the third version's list without
        saying so, which shifts every entry after the first, until 535.98 took that version
        back (https://github.com/XuehaiPan/nvitop/pull/89). The second one tells the same.
        """
        nvml = self._nvml
        compute = [
            nvml.nvmlDeviceGetComputeRunningProcesses_v3,
            nvml.nvmlDeviceGetComputeRunningProcesses_v2,
        ]
        graphics = [
            nvml.nvmlDeviceGetGraphicsRunningProcesses_v3,
            nvml.nvmlDeviceGetGraphicsRunningProcesses_v2,
        ]
        # On Windows the same branch of the driver is called 535 to 537.
        if self._driver.startswith(("535.", "536.", "537.")):
            return compute[1:], graphics[1:]
        return compute, graphics

    def _read_shares(self, gpu: _Gpu) -> dict[int, int | None]:
        """Bytes by process id; None for those that the driver does not tell.

        When a list fails that can be had at other times, whoever was listed a moment ago
        still is, with an unknown share: it has not given its memory back.
        """
        lists = (self._list(gpu, self._compute), self._list(gpu, self._graphics))
        shares = _merge(process for listed in lists if listed for process in listed)
        if None in lists and gpu.last is not None:
            for process in gpu.last.processes:
                shares.setdefault(process.pid, None)
        return shares

    def _list(self, gpu: _Gpu, functions: list[ListProcesses]) -> list[NvmlProcess] | None:
        """One of a GPU's two lists; None when it failed this time."""
        nvml = self._nvml
        error: NvmlError | None = None
        for function in functions:
            for _ in range(_LIST_ATTEMPTS):
                try:
                    return function(gpu.handle)
                except nvml.NVMLError as failure:
                    error = failure
                # Many processes came between asking how many there are and listing them.
                if error.value != nvml.NVML_ERROR_INSUFFICIENT_SIZE:
                    break
            if error and error.value != nvml.NVML_ERROR_FUNCTION_NOT_FOUND:
                break
        logger.debug("GPU %d (%s) does not list its processes: %s", gpu.index, gpu.name, error)
        if error is None or error.value == nvml.NVML_ERROR_FUNCTION_NOT_FOUND:
            return []
        return [] if self._is_by_design(error) else None

    def _is_by_design(self, error: NvmlError) -> bool:
        """Whether asking again is no use: unified memory, or a GPU that is not ours."""
        return error.value in (
            self._nvml.NVML_ERROR_NOT_SUPPORTED,
            self._nvml.NVML_ERROR_NO_PERMISSION,
        )


def _merge(listed: Iterable[NvmlProcess]) -> dict[int, int | None]:
    """Add up what each process holds.

    A process that computes and draws is in both lists with all that it holds, and some
    drivers list one twice: the same place on the GPU counts once. Only in the instances
    of a divided GPU (MIG) does one process hold several shares.
    """
    shares: dict[int, dict[tuple[int, int], int]] = {}
    for process in listed:
        instances = shares.setdefault(process.pid, {})
        used = process.usedGpuMemory
        if used is not None:
            instance = (process.gpuInstanceId, process.computeInstanceId)
            instances[instance] = max(used, instances.get(instance, 0))
    return {pid: sum(known.values()) if known else None for pid, known in shares.items()}
