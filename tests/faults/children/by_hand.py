"""A worker that implements the protocol itself, with faults, as one in another language might.

Keys of a request, in the order of their effect:

``say``      list of steps: a text to write, with ``%ID%`` for the request's ID; or ``[hex digits,
             times]``, bytes to write repeatedly
``flood``    text to write in an endless loop
``do``       list of faults, see :mod:`tests.faults.children.ways`
``answers``  number of answers; 1 by default
``after``    list of faults after the answers

Arguments: ``no-ids`` for a worker that doesn't know IDs; ``deaf`` for one that reads nothing.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from typing import Any

from tests.faults.children.ways import at_start, misbehave, write_all

OPTIONS = frozenset(sys.argv[1:])


def serve(request: dict[str, Any]) -> None:
    number = request.get("id")
    for step in request.get("say", []):
        if isinstance(step, str):
            write_all(1, step.replace("%ID%", str(number)).encode())
            continue
        digits, times = step
        for _ in range(times):
            write_all(1, bytes.fromhex(digits))
    while "flood" in request:
        write_all(1, request["flood"].replace("%ID%", str(number)).encode())
    answer = {"echo": request.get("text"), "pid": os.getpid()}
    if "no-ids" not in OPTIONS:
        answer["id"] = number
    answer["done"] = [misbehave(way) for way in request.get("do", [])]
    for _ in range(request.get("answers", 1)):
        write_all(1, json.dumps(answer).encode() + b"\n")
    for way in request.get("after", []):
        misbehave(way)


def main() -> None:
    at_start()
    write_all(1, b"__WORKER_VRAM_GB__0.0\n__WORKER_READY__\n")
    while "deaf" in OPTIONS:
        signal.pause()
    for line in sys.stdin.buffer:
        request = json.loads(line)
        if "op" not in request:
            serve(request)
        elif request["op"] == "shutdown":
            return


if __name__ == "__main__":
    main()
