"""Reports its worker's environment: in the answer as an adapter, in a file by reflection."""

from __future__ import annotations

import io
import json
import os
import wave


def _load():
    return None


def _synthesize(model, request):
    return {"environment": dict(os.environ)}


class Teller:
    """Speaks 0.01 s of silence, and writes its environment to the file in the text."""

    def speak(self, text):
        with open(text, "w", encoding="utf-8") as file:
            json.dump(dict(os.environ), file)
        sound = io.BytesIO()
        with wave.open(sound, "wb") as writer:
            writer.setnchannels(1)
            writer.setsampwidth(2)
            writer.setframerate(24000)
            writer.writeframes(bytes(480))
        return sound.getvalue()
