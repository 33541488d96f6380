"""A tool that holds memory of a real GPU through PyTorch, as its requests specify.

``TORCH_ACTOR`` is what its model takes, in GB. It is written to, so that it is there.
"""

from __future__ import annotations

import importlib
import os
import socket
from typing import Any

_GIB = 2**30


def _load() -> dict[str, Any]:
    torch = importlib.import_module("torch")
    weights = _take(torch, float(os.environ["TORCH_ACTOR"]))
    return {"torch": torch, "weights": weights, "leaked": []}


def _take(torch: Any, gigabytes: float) -> Any:
    taken = torch.ones(int(gigabytes * _GIB), dtype=torch.uint8, device="cuda")
    torch.cuda.synchronize()
    return taken


def _synthesize(model: dict[str, Any], request: dict[str, Any]) -> Any:
    torch = model["torch"]
    passing = _take(torch, request["takes_gb"]) if "takes_gb" in request else None
    if "leaks_gb" in request:
        model["leaked"].append(_take(torch, request["leaks_gb"]))
    if "gate" in request:
        with socket.create_connection(("127.0.0.1", request["gate"])) as gate:
            gate.recv(1)
    if "exit" in request:
        os._exit(request["exit"])
    del passing
    return {
        "pid": os.getpid(),
        "device": str(model["weights"].device),
        "reserved_bytes": torch.cuda.memory_reserved(),
    }
