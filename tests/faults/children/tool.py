"""A tool module that misbehaves as it is told, behind our own child side.

A request may hold ``do``, a list of ways to misbehave (see
:mod:`tests.faults.children.ways`), and ``chunks``, a number that makes the answer a
stream of so many, with the misbehaviour after the first.
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
