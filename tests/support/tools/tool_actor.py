"""A tool that loads as its environment says and does what its request says.

Standard library only. ``TOOL_ACTOR`` holds the load's script as JSON, see :func:`_load`.
"""

from __future__ import annotations

import importlib
import json
import os
import socket
import sys
import threading
import wave
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_GIB = 2**30


def _load() -> dict[str, Any]:
    """Load: enter a gate, hold memory, fail or end, in this order, each if it is asked for."""
    script = json.loads(os.environ.get("TOOL_ACTOR", "{}"))
    if "gate" in script:
        _enter(script["gate"])
    if "hold_gb" in script:
        from tests.support.nvml_standin.declare import hold

        hold(int(script["hold_gb"] * _GIB))
    if "second_gate" in script:
        _enter(script["second_gate"])
    if "misses" in script:
        importlib.import_module(script["misses"])
    if "raise" in script:
        raise RuntimeError(script["raise"])
    if "exit" in script:
        os._exit(script["exit"])
    if "reported_gb" in script:
        from workers.child import serve

        serve.held_vram_gb = lambda: script["reported_gb"]
    return {"pid": os.getpid(), "loads": sys.argv[1:]}


def _load_louder() -> dict[str, Any]:
    return {**_load(), "variant": "louder"}


def _synthesize(model: dict[str, Any], request: dict[str, Any]) -> Any:
    do = request.get("do", "speak" if "output_path" in request else "echo")
    return _ACTIONS[do](model, request)


def _echo(model: dict[str, Any], request: dict[str, Any]) -> Any:
    return {"echo": request, **model}


def _pass(model: dict[str, Any], request: dict[str, Any]) -> Any:
    _enter(request["gate"])
    return {"passed": True, **model}


def _pass_then_exit(model: dict[str, Any], request: dict[str, Any]) -> Any:
    _enter(request["gate"])
    os._exit(8)


def _hang(model: dict[str, Any], request: dict[str, Any]) -> Any:
    threading.Event().wait()


def _exit(model: dict[str, Any], request: dict[str, Any]) -> Any:
    os._exit(request.get("code", 7))


def _import(model: dict[str, Any], request: dict[str, Any]) -> Any:
    importlib.import_module(request["module"])
    return {"imported": True, **model}


def _raise(model: dict[str, Any], request: dict[str, Any]) -> Any:
    raise ValueError(request.get("why", "not like this"))


def _answer_then_exit(model: dict[str, Any], request: dict[str, Any]) -> Any:
    """Answer, and be gone before anybody can ask again."""
    threading.Thread(target=_exit_after, args=(request["gate"],), daemon=True).start()
    return {"answered": True, **model}


def _exit_after(gate: int) -> None:
    _enter(gate)
    os._exit(9)


def _environment(model: dict[str, Any], request: dict[str, Any]) -> Any:
    return {"value": os.environ.get(request["name"])}


def _bytes_and_error(model: dict[str, Any], request: dict[str, Any]) -> Any:
    return {"error": "half of it", "payload": bytes(8)}


def _speak(model: dict[str, Any], request: dict[str, Any]) -> Any:
    """A second of silence, and whatever the request wants to stand in the answer."""
    with wave.open(request["output_path"], "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(16000))
    return {"path": request["output_path"], "duration": 1.0, **request.get("answer", {})}


def _stream(model: dict[str, Any], request: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for number in range(request["chunks"]):
        yield {"payload": bytes(8), "sample_rate": 8000, "dtype": "int16", "number": number}
    return {"device": "cpu", **model}


def _enter(port: int) -> None:
    """Tell the test that we are here, and wait until it lets us pass."""
    with socket.create_connection(("127.0.0.1", port)) as gate:
        gate.recv(1)


_ACTIONS = {
    "echo": _echo,
    "pass": _pass,
    "pass_then_exit": _pass_then_exit,
    "hang": _hang,
    "exit": _exit,
    "raise": _raise,
    "import": _import,
    "answer_then_exit": _answer_then_exit,
    "environment": _environment,
    "bytes_and_error": _bytes_and_error,
    "speak": _speak,
    "stream": _stream,
}
