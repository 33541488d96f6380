"""Where readings of device memory come from: NVIDIA's driver, else the system's memory.

``probe`` says what a source of readings is; ``choose`` picks one for this machine.
Neither ``pynvml`` nor ``psutil`` is imported before the first reading.
"""
