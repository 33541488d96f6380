"""A speech-to-text tool whose transcript depends on the name of the audio file.

``talk``: two segments, one after the other, and all again at the end. ``plain``: the same at
once. ``far``: as ``talk``, and how far it is. ``wait``: one segment, and how far it is, then
nothing until it is cancelled. ``silent``: none. ``torn``: segments that are none. ``die``: one
segment, then the process ends. ``refuse``: an error.
"""

from __future__ import annotations

import os

from workers.child import cancelled

SEGMENTS = [
    {"start": 0.0, "end": 1.25, "text": " Good morning."},
    {"start": 61.5, "end": 3661.042, "text": "It is late."},
]


def _load():
    return None


def _synthesize(model, request):
    name = os.path.splitext(os.path.basename(request["audio_path"]))[0]
    if name == "plain":
        return {"segments": SEGMENTS, "language": request.get("language", "found")}
    return _streamed(name, request)


def _streamed(name, request):
    if name == "refuse":
        raise ValueError("this cannot be heard")
    if name == "silent":
        return {"segments": []}
    if name == "torn":
        yield {"segments": [{"start": 0.0}]}
    for number, segment in enumerate(SEGMENTS):
        far = {"heard_s": (20.0, 80.0)[number], "duration_s": 80.0}
        yield {"segments": [segment], **(far if name in ("far", "wait") else {})}
        if name == "die":
            os._exit(7)
        if name == "wait":
            cancelled().wait()
    return {"segments": SEGMENTS, "language": request.get("language", "de")}
