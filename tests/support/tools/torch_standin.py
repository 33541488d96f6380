"""A tool with a stand-in for PyTorch that only reports memory.

It begins with 1.5 GB reserved on one GPU and 1 GB on another, of four; requests change that.
Functions have the names, arguments and meanings of torch's own
(https://docs.pytorch.org/docs/stable/cuda.html).
"""

from __future__ import annotations

import sys
from types import ModuleType

_MIB = 2**20
_GIB = 2**30


class Version:
    cuda = "12.8"
    hip = None


class Cuda:
    """Memory that each device's allocator has reserved, and that all programs use."""

    def __init__(self):
        self.initialized = True
        self.reserved = [3 * 2**29, _GIB, 0, 0]
        self.peaks = [2 * _GIB, _GIB, 0, 0]
        self.used = [4 * _GIB, _GIB + 300 * _MIB, 0, 0]
        self.total = 8 * _GIB
        self.error = None

    def is_initialized(self):
        return self.initialized

    def device_count(self):
        return len(self.reserved)

    def memory_stats(self, device):
        if self.error is not None:
            raise RuntimeError(self.error)
        if not self.peaks[device]:
            return {}
        return {
            "reserved_bytes.all.current": self.reserved[device],
            "reserved_bytes.all.peak": self.peaks[device],
        }

    def mem_get_info(self, device):
        if not self.peaks[device]:
            raise AssertionError("asking a device that was never used gives it a context")
        return self.total - self.used[device], self.total

    def reserve(self, device, size_bytes):
        self.used[device] += size_bytes - self.reserved[device]
        self.reserved[device] = size_bytes
        self.peaks[device] = max(self.peaks[device], size_bytes)


class Mps:
    """Apple's GPU, as ``torch.backends.mps`` and ``torch.mps``."""

    def __init__(self):
        self.available = False
        self.allocated = 0

    def is_available(self):
        return self.available

    def driver_allocated_memory(self):
        return self.allocated


class Backends:
    def __init__(self, mps):
        self.mps = mps


class Torch(ModuleType):
    def __init__(self):
        super().__init__("torch")
        self.version = Version()
        self.cuda = Cuda()
        self.mps = Mps()
        self.backends = Backends(self.mps)


def install():
    """Installs the stand-in as ``torch``, and returns it."""
    torch = sys.modules["torch"] = Torch()
    return torch


def _load():
    return install()


def _load_unused():
    """PyTorch is loaded and hasn't used a GPU, as in a worker on the CPU."""
    torch = install()
    torch.cuda.initialized = False
    return torch


def _load_none():
    """Loads without PyTorch."""


def _synthesize(torch, request):
    """Runs the actions of the request, in order."""
    if "initialized" in request:
        torch.cuda.initialized = request["initialized"]
    if "torch_fails" in request:
        torch.cuda.error = request["torch_fails"]
    for device, size_bytes in request.get("reserve", []):
        torch.cuda.reserve(device, size_bytes)
    if "chunks" in request:
        return _chunks(torch, request["chunks"])
    if "raise" in request:
        raise RuntimeError(request["raise"])
    return {"done": True}


def _chunks(torch, sizes):
    """Yields a chunk per size, which is reserved on the first device meanwhile."""
    for size_bytes in sizes:
        torch.cuda.reserve(0, size_bytes)
        yield {"size": size_bytes}
    return {"done": True}
