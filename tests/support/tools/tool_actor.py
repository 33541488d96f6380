"""A tool that loads as its environment says and does what its request says.

Standard library only. ``TOOL_ACTOR`` holds the load's script as JSON, a value by step.
"""

from __future__ import annotations

import importlib
import json
import os
import socket
import threading
import wave
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_GIB = 2**30


def _load() -> dict[str, Any]:
    """Go through the steps that the script names, in the order of ``_STEPS``."""
    script = json.loads(os.environ.get("TOOL_ACTOR", "{}"))
    for name, step in _STEPS.items():
        if name in script:
            step(script[name])
    return {"pid": os.getpid()}


def _tell_progress(stage_and_fraction: list[Any]) -> None:
    from workers.child import progress

    progress(*stage_and_fraction)


def _hold(gigabytes: float) -> None:
    from tests.support.nvml_standin.declare import hold

    hold(int(gigabytes * _GIB))


def _report(gigabytes: float) -> None:
    """Tell the parent so much, as an engine on torch does."""
    from workers.child import serve

    serve.held_vram_gb = lambda: gigabytes


def _fail(why: str) -> None:
    raise RuntimeError(why)


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


def _device(model: dict[str, Any], request: dict[str, Any]) -> Any:
    return {"device": request["device"]}


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


_STEPS = {
    "progress": _tell_progress,
    "gate": _enter,
    "hold_gb": _hold,
    "second_gate": _enter,
    "misses": importlib.import_module,
    "raise": _fail,
    "exit": os._exit,
    "reported_gb": _report,
}
_ACTIONS = {
    "echo": _echo,
    "pass": _pass,
    "pass_then_exit": _pass_then_exit,
    "hang": _hang,
    "exit": _exit,
    "raise": _raise,
    "import": _import,
    "answer_then_exit": _answer_then_exit,
    "device": _device,
    "environment": _environment,
    "bytes_and_error": _bytes_and_error,
    "speak": _speak,
    "stream": _stream,
}
