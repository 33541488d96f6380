"""A tool module with faults, run by our own child side.

Keys of a request: ``do``, a list of faults (see :mod:`tests.faults.children.ways`), and ``chunks``,
which makes the answer a stream of as many chunks, with the faults after the first.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import count
from typing import Any

from tests.faults.children.ways import at_start, misbehave


def _load() -> str:
    at_start()
    return "model"


def _synthesize(model: str, request: dict[str, Any]) -> Any:
    if "chunks" in request:
        return _stream(request)
    done = [misbehave(way) for way in request.get("do", [])]
    return {"echo": request.get("text"), "pid": os.getpid(), "done": done}


def _stream(request: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield {"payload": b"\0" * 4, "sample_rate": 24000, "dtype": "float32"}
    for way in request.get("do", []):
        misbehave(way)
    more = request["chunks"]
    for number in count(1) if more == "endless" else range(1, more):
        yield {"number": number}
