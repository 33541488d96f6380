"""A tool that does what its request says."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Generator
from typing import Any


def _load() -> None:
    sys.stdout.write("chatter that belongs to stderr\n")


def _synthesize(_model: None, request: dict[str, Any]) -> Any:
    if "stream" in request["do"]:
        return _stream(request["chunks"])
    if request["do"] == "exit":
        os._exit(7)
    if request["do"] == "hang":
        sys.stderr.write("hanging\n")
        signal.pause()
    return request


def _stream(count: int) -> Generator[dict[str, Any], None, dict[str, Any]]:
    for number in range(count):
        yield {"number": number, "payload": bytes([number % 256]) * 100_000}
    return {"total": count}
