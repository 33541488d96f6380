"""A worker that says it is ready and then listens to nothing."""

from __future__ import annotations

import threading

print("__WORKER_READY__", flush=True)
threading.Event().wait()
