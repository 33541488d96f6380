"""NVIDIA's driver for tests: a ``libnvidia-ml.so.1`` whose figures the test decides.

The real ``pynvml`` and ctypes run against it, in the test's own process and in children.
Linux only, and it takes a C compiler; without one the tests that want it are skipped.

``fixtures`` has the pytest fixture ``nvml_standin``; ``declare`` is for children that say
what they hold.
"""

from tests.support.nvml_standin.standin import GIB, NvmlStandIn, build_library

__all__ = ["GIB", "NvmlStandIn", "build_library"]
