"""What this process holds on the GPU, by its own account.

The driver knows better and is asked by the parent, but not every driver tells what a
process holds: Windows' WDDM does not, and in a container the ids do not match.
"""

from __future__ import annotations

import sys

from workers.child.report import say

TYPE_CHECKING = False  # importing typing takes 3 ms of a start of 40
if TYPE_CHECKING:
    from typing import Any

_MIB = 2**20
#: What a CUDA context takes beside torch's reserve: the driver's own share and the kernels
#: that were loaded. Nobody can be asked for it. Typical figures: some 300 MB since CUDA 11.7
#: loads kernels when they are first used, and 1000 MB and more before, when it loaded all of
#: them at once (https://github.com/pytorch/pytorch/issues/107667); larger GPUs take more.
CONTEXT_BYTES = 500 * _MIB
EAGER_CONTEXT_BYTES = 1024 * _MIB
_FIRST_LAZY_CUDA = (11, 7)

#: By device. A context grows while kernels are loaded, but what is told must not waver.
_contexts: dict[int, int] = {}
_largest_peak = 0
_complained = False


def held_and_peak() -> tuple[int, int] | None:
    """Bytes that this process holds on all GPUs together, and the most it ever held.

    What torch's caching allocator has reserved counts, not only what tensors use: nobody
    else can have it. To that comes an estimate of the context on each device that was used,
    see :func:`_context_bytes`. Memory that other libraries take from the driver is not seen,
    nor does the sum of every device's own peak have to have been held at one moment.

    On Apple's GPUs, which have no memory of their own, it is what Metal's driver has given
    out to this process, its caches included.

    Returns:
        None where nothing is known: torch is not imported, or has not used a GPU. Never
        raises, and never makes torch start a GPU that it has not used.
    """
    global _largest_peak, _complained  # noqa: PLW0603 - a process has one memory
    torch = sys.modules.get("torch")
    if torch is None:
        return None
    try:
        found = _on_cuda(torch) if torch.cuda.is_initialized() else _on_metal(torch)
    except Exception as error:  # noqa: BLE001 - no library's failure may cost an answer
        if not _complained:
            _complained = True
            say(f"couldn't read GPU memory use: {error!r}")
        return None
    if found is None:
        return None
    held_bytes, peak_bytes = found
    _largest_peak = max(_largest_peak, peak_bytes, held_bytes)  # the engine may reset torch's
    return held_bytes, _largest_peak


def _on_cuda(torch: Any) -> tuple[int, int] | None:
    """NVIDIA's GPUs, and AMD's: torch calls both ``cuda``."""
    held_bytes = peak_bytes = 0
    for device in range(torch.cuda.device_count()):
        # One call for both: each makes a dictionary of everything that the allocator counts.
        stats = torch.cuda.memory_stats(device)
        peak = int(stats.get("reserved_bytes.all.peak", 0))
        reserved = int(stats.get("reserved_bytes.all.current", 0))
        context = _contexts.get(device)
        if context is None:
            if not peak:
                continue  # never used: no context either, and asking further might make one
            context = _contexts[device] = _context_bytes(torch, device, reserved)
        # It stays, whatever torch has given back and forgotten since.
        held_bytes += reserved + context
        peak_bytes += peak + context
    return (held_bytes, peak_bytes) if _contexts else None


def _context_bytes(torch: Any, device: int, reserved_bytes: int) -> int:
    """Estimate what a context takes: a typical figure, as far as the device has it in use.

    All that is used of the device is an upper bound of what this process holds of it, so an
    estimate beyond that is cut; alone on a device, it is then exact.
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
