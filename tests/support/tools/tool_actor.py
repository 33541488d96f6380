"""A tool whose load and requests are scripted; standard library only.

``$TOOL_ACTOR`` is a JSON object that scripts the load: an argument for each step.
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
#: The message of PyTorch 2.
_OUT_OF_MEMORY = (
    "CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of 7.75 GiB of "
    "which 512.00 MiB is free. Including non-PyTorch memory, this process has 5.10 GiB memory "
    "in use."
)


def _load() -> dict[str, Any]:
    """Runs the steps of the script, in the order of ``_STEPS``."""
    script = json.loads(os.environ.get("TOOL_ACTOR", "{}"))
    for name, step in _STEPS.items():
        if name in script:
            step(script[name])
    return {"pid": os.getpid()}


def _report_progress(stage_and_fraction: list[Any]) -> None:
    from workers.child import progress

    progress(*stage_and_fraction)


def _hold(gigabytes: float) -> None:
    from tests.support.nvml_standin.declare import hold

    hold(int(gigabytes * _GIB))


def _hold_here(gigabytes: float) -> None:
    """Holds memory on the GPU that the environment selects, if any."""
    from tests.support.nvml_standin.declare import hold_here

    hold_here(int(gigabytes * _GIB))
    if "torch" in sys.modules:
        sys.modules["torch"].cuda.reserve(0, int(gigabytes * _GIB))


def _be_like_torch(_: Any) -> None:
    """Reports held and peak memory to the parent from now on."""
    from tests.support.tools import torch_standin

    torch = torch_standin.install()
    torch.cuda.reserved, torch.cuda.peaks, torch.cuda.used = [0], [0], [0]


def _run_out_once(path: str) -> None:
    """Fails with an out-of-memory error if a file exists, and deletes it."""
    if os.path.exists(path):
        os.unlink(path)
        raise RuntimeError(_OUT_OF_MEMORY)


def _report(gigabytes: float) -> None:
    """Reports memory to the parent, as an engine on PyTorch does."""
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


def _hold_during(model: dict[str, Any], request: dict[str, Any]) -> Any:
    """Holds another amount of memory during a request."""
    _hold_here(request["gb"])
    if "gate" in request:
        _enter(request["gate"])
    if "then_gb" in request:
        _hold_here(request["then_gb"])
    return {"request": request, **model}


def _run_out(model: dict[str, Any], request: dict[str, Any]) -> Any:
    """Dies of an out-of-memory error of PyTorch; only once, if a file is given."""
    if "once" in request:
        if not os.path.exists(request["once"]):
            return _echo(model, request)
        os.unlink(request["once"])
    print("torch.OutOfMemoryError: " + _OUT_OF_MEMORY, file=sys.stderr, flush=True)
    os._exit(1)


class OutOfMemoryError(RuntimeError):
    """Has the name of PyTorch's exception, without its module."""


def _answer_short(model: dict[str, Any], request: dict[str, Any]) -> Any:
    """Answers with an out-of-memory error, as most engines on PyTorch do."""
    if not request.get("stream"):
        raise OutOfMemoryError(request.get("why", _OUT_OF_MEMORY))
    return _stream_short(request)


def _stream_short(request: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield {"payload": bytes(8), "sample_rate": 8000, "dtype": "int16"}
    raise OutOfMemoryError(request.get("why", _OUT_OF_MEMORY))


def _hang(model: dict[str, Any], request: dict[str, Any]) -> Any:
    threading.Event().wait()


def _babble(model: dict[str, Any], request: dict[str, Any]) -> Any:
    """Breaks the protocol with an impossible payload."""
    from workers.child.stdio import take_channel

    take_channel().write_line('{"payload_bytes": -1}')
    _hang(model, request)


def _exit(model: dict[str, Any], request: dict[str, Any]) -> Any:
    os._exit(request.get("code", 7))


def _import(model: dict[str, Any], request: dict[str, Any]) -> Any:
    importlib.import_module(request["module"])
    return {"imported": True, **model}


def _raise(model: dict[str, Any], request: dict[str, Any]) -> Any:
    raise ValueError(request.get("why", "not like this"))


def _answer_then_exit(model: dict[str, Any], request: dict[str, Any]) -> Any:
    """Answers, then exits when the test opens the gate."""
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
    """Writes a second of silence, and answers what the request asks for."""
    with wave.open(request["output_path"], "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(16000))
    return {"path": request["output_path"], "duration": 1.0, **request.get("answer", {})}


def _stream(model: dict[str, Any], request: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for number in range(request["chunks"]):
        sound = bytes(request.get("bytes", 8))
        yield {"payload": sound, "sample_rate": 8000, "dtype": "int16", "number": number}
    return {"device": "cpu", **model}


def _enter(port: int) -> None:
    """Enters a gate of the test, and waits until it opens."""
    with socket.create_connection(("127.0.0.1", port)) as gate:
        gate.recv(1)


_STEPS = {
    "progress": _report_progress,
    "gate": _enter,
    "hold_gb": _hold,
    "like_torch": _be_like_torch,
    "hold_here_gb": _hold_here,
    "runs_out_once": _run_out_once,
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
    "hold": _hold_during,
    "run_out": _run_out,
    "answer_short": _answer_short,
    "hang": _hang,
    "babble": _babble,
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
