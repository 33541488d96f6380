"""A text-to-speech tool that holds memory on a stand-in GPU.

Its variants say how much: ``_load_small`` 1.5 GB, ``_load_large`` 4 GB. ``wait`` in a text
keeps it speaking until it is cancelled.
"""

from __future__ import annotations

import threading
from array import array

from workers.child import cancelled, progress

GIB = 2**30
RATE = 24000
CHUNK = array("f", [0.0] * (RATE // 20)).tobytes()


def _load_small():
    _take(1.5)


def _load_large():
    _take(4.0)


def _take(gigabytes):
    from tests.support.nvml_standin.declare import hold_here

    for step in range(4):
        progress("Loading model", step / 4)
        threading.Event().wait(0.05)
    hold_here(int(gigabytes * GIB))


def _synthesize(model, request):
    yield {"payload": CHUNK, "sample_rate": RATE, "dtype": "float32"}
    if "wait" in request["text"]:
        cancelled().wait()
    return {"device": "cuda"}
