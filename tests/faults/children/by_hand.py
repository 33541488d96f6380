"""A worker that speaks the protocol by hand, as one in another language would, and badly.

A request may hold, in the order in which they are done:

``say``      a list of steps: text that is written as it stands, with ``%ID%`` for the
             request's id; or ``[hex digits, times]``, bytes that are written so often
``flood``    text that is written again and again, for ever
``do``       a list of ways to misbehave, see :mod:`tests.faults.children.ways`
``answers``  how many answers are given; 1 unless said otherwise
``after``    a list of ways to misbehave once it has answered

Arguments: ``no-ids`` for a worker that has never heard of ids; ``deaf`` for one that stops
reading after its start.
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
