"""A worker that runs as ``__main__`` and prints before it serves."""

from __future__ import annotations

import sys

from workers import run_worker

if __name__ == "__main__":
    print("chatter")
    print('{"event": "chatter of the protocol\'s kind"}')
    print('{"event": "progress", half', flush=True)
    run_worker("own", lambda: sys.argv[1:], lambda model, request: {"argv": model, **request})
