"""An engine of a chain; its environment specifies how it answers.

``ROLE`` is ``speaks`` (a chunk a piece), ``dies``, ``dies late`` (after a chunk), ``hangs``,
``breaks`` (an error of its own), ``breaks late``, ``knows no voice`` (an error of the request),
``cannot read`` (what another one may), ``thinks`` (0.5 s before a chunk), or ``pauses`` (after it).
"""

from __future__ import annotations

import os
import threading

from workers.child import cancelled
from workers.engines.support.request_keys import EngineCannot

CHUNK = bytes(2 * 800)


def _load():
    return os.environ.get("ROLE", "speaks")


def _synthesize(role, request):
    _act_before(role, request)
    for _ in request.get("pieces", [request["text"]]):
        yield {"payload": CHUNK, "sample_rate": 8000, "dtype": "int16"}
        if role == "dies late":
            os._exit(7)
        if role == "pauses":
            threading.Event().wait(0.5)
        if role == "breaks late":
            raise RuntimeError("a kernel is missing")
    if request["text"].startswith("Wait"):
        cancelled().wait()
    return {"device": "cpu", "asked": {k: v for k, v in request.items() if k != "output_path"}}


def _act_before(role, request):
    if role == "thinks":
        threading.Event().wait(0.5)
    if role == "hangs":
        threading.Event().wait()
    if role == "dies":
        os._exit(7)
    if role == "breaks":
        raise RuntimeError("a kernel is missing")
    if role == "cannot read":
        raise EngineCannot("this cannot be read")
    if role == "knows no voice":
        raise ValueError(f"there is no voice {request.get('voice')!r}")
