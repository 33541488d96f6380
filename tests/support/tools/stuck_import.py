"""A tool whose import never ends."""

from __future__ import annotations

import sys
import threading

print("stuck in import", file=sys.stderr, flush=True)
threading.Event().wait()
