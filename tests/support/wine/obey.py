"""Runs code from stdin on Windows, one JSON object per line."""

from __future__ import annotations

import json
import sys
import traceback
from typing import Any


def _obey(order: dict[str, str], names: dict[str, Any]) -> dict[str, Any]:
    try:
        if "run" in order:
            exec(order["run"], names)
            return {"value": None}
        return {"value": eval(order["value"], names)}
    except Exception as error:  # noqa: BLE001 - checked by the test
        traceback.print_exc()
        return {"error": [type(error).__name__, str(error)]}


if __name__ == "__main__":
    names: dict[str, Any] = {}
    for line in sys.stdin.buffer:
        answer = json.dumps(_obey(json.loads(line), names))
        sys.stdout.buffer.write(answer.encode() + b"\n")
        sys.stdout.buffer.flush()
