"""Where readings of device memory come from: GPUs' drivers, else the system's memory.

``probe`` says what a source of readings is; ``choose`` picks those for this machine.
None of ``pynvml``, ``amdsmi`` and ``psutil`` is imported before the first reading.
"""
