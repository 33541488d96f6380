"""A worker that talks for ever and is never ready."""

from __future__ import annotations

import threading

pause = threading.Event()
while not pause.wait(0.05):
    print("still loading", flush=True)
