"""Estimates what this process holds on the GPU.

The parent asks the driver, which knows better, but not every driver reports what a process holds:
Windows' WDDM does not, and in a container the process ids do not match.
"""

from __future__ import annotations

import sys

from workers.child.report import log

TYPE_CHECKING = False  # importing typing takes 3 ms of a start of 40
if TYPE_CHECKING:
    from typing import Any

_MIB = 2**20
#: Size of a CUDA context beside torch's reserve: the driver's own share and the loaded kernels. No
#: API reports it. Typical figures: about 300 MB since CUDA 11.7, which loads kernels when they are
#: first used, and 1000 MB or more before, when it loaded all of them at once
#: (https://github.com/pytorch/pytorch/issues/107667); larger GPUs take more.
CONTEXT_BYTES = 500 * _MIB
EAGER_CONTEXT_BYTES = 1024 * _MIB
_FIRST_LAZY_CUDA = (11, 7)

#: By device. A context grows while kernels are loaded, but the reported figure must be steady.
_contexts: dict[int, int] = {}
_largest_peak = 0
_has_complained = False


def held_and_peak() -> tuple[int, int] | None:
    """Returns the bytes that this process holds on all GPUs together, and the most it ever held.

    All that torch's caching allocator has reserved counts, not only what tensors use: no other
    process can have it. An estimate of the context on each used device is added, see
    :func:`_context_bytes`. Memory that other libraries take from the driver is not included. The
    peak is the sum of all devices' peaks, which may have come at different times.

    On Apple's GPUs, which have no memory of their own, it is what Metal's driver has allocated to
    this process, caches included.

    Returns:
        None where nothing is known: torch is not imported, or has not used a GPU. Never
        raises, and never makes torch initialize a GPU that it has not used.
    """
    global _largest_peak, _has_complained  # noqa: PLW0603 - one per process
    torch = sys.modules.get("torch")
    if torch is None:
        return None
    try:
        found = _on_cuda(torch) if torch.cuda.is_initialized() else _on_metal(torch)
    except Exception as error:  # noqa: BLE001 - a library's failure must not cost an answer
        if not _has_complained:
            _has_complained = True
            log(f"couldn't read GPU memory use: {error!r}")
        return None
    if found is None:
        return None
    held_bytes, peak_bytes = found
    _largest_peak = max(_largest_peak, peak_bytes, held_bytes)  # the engine may reset torch's
    return held_bytes, _largest_peak


def _on_cuda(torch: Any) -> tuple[int, int] | None:
    """Returns both figures for NVIDIA's and AMD's GPUs: torch calls both ``cuda``."""
    held_bytes = peak_bytes = 0
    for device in range(torch.cuda.device_count()):
        # One call for both: each builds a dictionary of all counters of the allocator.
        stats = torch.cuda.memory_stats(device)
        peak = int(stats.get("reserved_bytes.all.peak", 0))
        reserved = int(stats.get("reserved_bytes.all.current", 0))
        context = _contexts.get(device)
        if context is None:
            if not peak:
                continue  # never used: no context either, and asking further might make one
            context = _contexts[device] = _context_bytes(torch, device, reserved)
        # The context stays, whatever torch has freed since.
        held_bytes += reserved + context
        peak_bytes += peak + context
    return (held_bytes, peak_bytes) if _contexts else None


def _context_bytes(torch: Any, device: int, reserved_bytes: int) -> int:
    """Estimates the size of a context: a typical figure, at most what the device has in use.

    What is in use on the device is an upper bound of what this process holds there. For a process
    that is alone on the device the result is exact.
    """
    version = getattr(torch.version, "cuda", None)
    is_lazy = version is None or _numbers(version) >= _FIRST_LAZY_CUDA
    typical = CONTEXT_BYTES if is_lazy else EAGER_CONTEXT_BYTES
    free_bytes, total_bytes = torch.cuda.mem_get_info(device)
    return max(0, min(typical, total_bytes - free_bytes - reserved_bytes))


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".")[:2] if part.isdigit())


def _on_metal(torch: Any) -> tuple[int, int] | None:
    if sys.platform != "darwin" or not torch.backends.mps.is_available():
        return None
    held_bytes = int(torch.mps.driver_allocated_memory())
    return (held_bytes, held_bytes) if held_bytes else None
