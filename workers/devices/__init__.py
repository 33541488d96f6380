"""Where readings of device memory come from: GPUs' drivers, else the system's memory.

``probe`` defines a source of readings; ``default_probe`` makes the one for this machine.
None of ``pynvml``, ``amdsmi`` and ``psutil`` is imported before the first reading.
"""
