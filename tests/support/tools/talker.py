"""A text-to-speech tool whose behavior depends on the text.

``say 3``: three chunks of 50 ms. ``wait``: one chunk, then nothing until it is cancelled or
stopped. ``hang``: no answer, interpreter held. ``die``: one chunk, then the process ends.
``refuse``: an error. ``empty``: no chunk at all. ``file 3``: the three chunks as the file that is
asked for; ``whole 3``: all at once in the answer. Its variants are loads.
"""

from __future__ import annotations

import os
import re
import threading
import wave
from array import array

from workers.child import cancelled, progress

RATE = 24000
CHUNK = array("f", [0.25] * (RATE // 20)).tobytes()


def _load():
    return None


def _load_slow():
    for step in range(10):
        progress("Loading model", step / 10, "weights", done_bytes=step * 2**20)
        threading.Event().wait(0.05)


def _load_stuck():
    progress("Loading model", 0.5)
    threading.Event().wait()


def _load_dying():
    os._exit(7)


def _load_failing():
    raise RuntimeError("no such weights")


def _load_bare():
    raise ImportError("libcudnn.so.9: cannot open shared object file: No such file")


def _load_foreign():
    raise RuntimeError("CUDA error: no kernel image is available for execution on the device")


def _synthesize(model, request):
    word, _, count = request["text"].partition(" ")
    if word == "refuse":
        raise ValueError("this text cannot be spoken")
    if word in ("file", "whole"):
        return _at_once(word, int(count), request)
    if word == "hang":
        re.match(r"(a+)+$", "a" * 64 + "b")
    if word != "empty":
        for _ in range(int(count or 1)):
            yield {"payload": CHUNK, "sample_rate": RATE, "dtype": "float32"}
    if word == "die":
        os._exit(7)
    if word == "wait":
        cancelled().wait()
    return {"device": "cpu", "engine": "talker", "voice": request.get("voice")}


def _at_once(word, count, request):
    if word == "whole":
        return {"payload": CHUNK * count, "sample_rate": RATE, "dtype": "float32"}
    path = request["output_path"]
    with wave.open(path, "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes(array("h", [8192] * (RATE // 20)).tobytes() * count)
    return {"path": path, "duration": count / 20, "sample_rate": RATE}
