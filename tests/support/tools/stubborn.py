"""A worker that gets ready, then reads nothing."""

from __future__ import annotations

import threading

print("__WORKER_READY__", flush=True)
threading.Event().wait()
