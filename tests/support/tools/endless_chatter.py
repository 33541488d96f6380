"""A worker that prints forever and never gets ready."""

from __future__ import annotations

import threading

pause = threading.Event()
while not pause.wait(0.05):
    print("still loading", flush=True)
