"""A worker that knows only the lines of the contract: no IDs, streams, or cancellation."""

from __future__ import annotations

import json
import sys

print("chatter")
print("__WORKER_VRAM_GB__1.5")
print("__WORKER_READY__", flush=True)
for line in sys.stdin:
    request = json.loads(line)
    if request.get("op") == "shutdown":
        sys.exit(0)
    if "reported" in request:
        with open(request["reported"], encoding="utf-8") as fifo:
            fifo.read()
    answer = {"heard": request.get("text"), "event": "built-in", "stream": "built-in"}
    answer = request.get("answer", answer)
    print(json.dumps(answer), flush=True)
    if request.get("text") == "twice":
        print(json.dumps({"heard": "an echo"}), flush=True)
