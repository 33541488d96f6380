"""NVIDIA's GPUs as a source of readings, through NVML."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import TYPE_CHECKING

from workers.devices.driver import RETRY_S, DriverProbe, NoDriverError
from workers.devices.nvml_api import Handle, import_nvml, reload_library
from workers.devices.session import Gpu, GpuSession, MemoryFigures

if TYPE_CHECKING:
    from workers.base.clock import Clock
    from workers.devices.nvml_api import ListProcesses, Nvml, NvmlError, NvmlProcess
    from workers.devices.process_names import ProcessNames

logger = logging.getLogger(__name__)

_LIST_ATTEMPTS = 3


class NvmlProbe(DriverProbe):
    """Reads NVIDIA's GPUs; see :class:`~workers.devices.driver.DriverProbe`."""

    def __init__(self, *, clock: Clock | None = None, retry_s: float = RETRY_S) -> None:
        """Does not touch the driver before the first reading.

        Args:
            clock: Measures ``retry_s``.
            retry_s: Seconds between two attempts to open a session.
        """
        super().__init__("NVIDIA", clock=clock, retry_s=retry_s)

    def _open_session(self) -> NvmlSession:
        try:
            nvml = import_nvml()
        except ImportError as error:
            raise NoDriverError(str(error)) from error
        try:
            try:
                return NvmlSession(nvml, self._names)
            except nvml.NVMLError as error:
                # The driver was updated while its old library is in this process.
                is_other = error.value == nvml.NVML_ERROR_LIB_RM_VERSION_MISMATCH
                if not (is_other and reload_library(nvml)):
                    raise
            return NvmlSession(nvml, self._names)
        except nvml.NVMLError as error:
            raise NoDriverError(str(error)) from error


class NvmlSession(GpuSession[Handle]):
    """NVML, initialized, and its GPUs."""

    def __init__(self, nvml: Nvml, names: ProcessNames) -> None:
        """Opens a session.

        Raises:
            NvmlError: The driver is missing or does not work.
        """
        super().__init__(nvml.NVMLError, "cuda", names)
        self._nvml = nvml
        self._memory_version: int | None = nvml.nvmlMemory_v2
        nvml.nvmlInit()
        try:
            self.driver = nvml.nvmlSystemGetDriverVersion()
            self._compute, self._graphics = self._process_lists()
            self._find_gpus(nvml.nvmlDeviceGetCount())
        except nvml.NVMLError:
            self.close()
            raise

    def _describe(self, position: int) -> Gpu[Handle]:
        nvml = self._nvml
        handle = nvml.nvmlDeviceGetHandleByIndex(position)
        capability = self._ask(lambda: nvml.nvmlDeviceGetCudaComputeCapability(handle))
        pci = self._ask(lambda: nvml.nvmlDeviceGetPciInfo(handle))
        return Gpu(
            index=position,
            handle=handle,
            uuid=nvml.nvmlDeviceGetUUID(handle),
            name=nvml.nvmlDeviceGetName(handle),
            bus_id=pci.busId if pci is not None else None,
            capability=(capability[0], capability[1]) if capability is not None else None,
        )

    def _read_memory(self, handle: Handle) -> MemoryFigures:
        """Reads total, used, and free bytes.

        The query's first version counts what the driver keeps for itself as used, so that an
        idle A100 seems to hold 912 MB. The second version, since driver 510, counts that
        apart, as nvidia-smi does. Free is the same in both.
        https://docs.nvidia.com/deploy/nvml-api/api/structnvmlMemory__t.html
        https://github.com/rust-nvml/nvml-wrapper/issues/57
        """
        nvml = self._nvml
        try:
            memory = nvml.nvmlDeviceGetMemoryInfo(handle, version=self._memory_version)
        except nvml.NVMLError as error:
            too_old = (
                nvml.NVML_ERROR_FUNCTION_NOT_FOUND,
                nvml.NVML_ERROR_ARGUMENT_VERSION_MISMATCH,
            )
            if self._memory_version is None or error.value not in too_old:
                raise
            self._memory_version = None
            memory = nvml.nvmlDeviceGetMemoryInfo(handle, version=None)
        return MemoryFigures(memory.total, memory.used, memory.free)

    def _process_lists(self) -> tuple[list[ListProcesses], list[ListProcesses]]:
        """Returns the functions that list compute and graphics processes, best first.

        Drivers from 535.43 on put a longer structure into the third version's list without
        saying so, which shifts every entry after the first. Driver 535.98 took that version
        back (https://github.com/XuehaiPan/nvitop/pull/89). The second version gives the same.
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
        if self.driver.startswith(("535.", "536.", "537.")):
            return compute[1:], graphics[1:]
        return compute, graphics

    def _read_shares(self, gpu: Gpu[Handle]) -> tuple[dict[int, int | None], bool]:
        compute, graphics = self._list(gpu, self._compute), self._list(gpu, self._graphics)
        is_complete = compute is not None and graphics is not None
        return _merge([*(compute or ()), *(graphics or ())]), is_complete

    def _list(self, gpu: Gpu[Handle], functions: list[ListProcesses]) -> list[NvmlProcess] | None:
        """Returns one of a GPU's two process lists; None when it failed this time."""
        nvml = self._nvml
        error: NvmlError | None = None
        for function in functions:
            for _ in range(_LIST_ATTEMPTS):
                try:
                    return function(gpu.handle)
                except nvml.NVMLError as failure:
                    error = failure
                # Many processes came between the question how many there are and the list.
                if error.value != nvml.NVML_ERROR_INSUFFICIENT_SIZE:
                    break
            if error and error.value != nvml.NVML_ERROR_FUNCTION_NOT_FOUND:
                break
        logger.debug("GPU %d (%s) does not list its processes: %s", gpu.index, gpu.name, error)
        if error is None or error.value == nvml.NVML_ERROR_FUNCTION_NOT_FOUND:
            return []
        return [] if self._is_by_design(error) else None

    def _is_by_design(self, error: Exception) -> bool:
        # Unified memory, or a GPU that this user may not read.
        nvml = self._nvml
        return getattr(error, "value", None) in (
            nvml.NVML_ERROR_NOT_SUPPORTED,
            nvml.NVML_ERROR_NO_PERMISSION,
        )

    def _shut_down(self) -> None:
        self._nvml.nvmlShutdown()


def _merge(processes: Iterable[NvmlProcess]) -> dict[int, int | None]:
    """Adds up what each process holds.

    A process that computes and draws is in both lists with all that it holds, and some
    drivers list a process twice: entries of the same instance count once. Only on a GPU that
    is divided into instances (MIG) does one process hold several shares.
    """
    shares: dict[int, dict[tuple[int, int], int]] = {}
    for process in processes:
        instances = shares.setdefault(process.pid, {})
        used = process.usedGpuMemory
        if used is not None:
            instance = (process.gpuInstanceId, process.computeInstanceId)
            instances[instance] = max(used, instances.get(instance, 0))
    return {pid: sum(known.values()) if known else None for pid, known in shares.items()}
