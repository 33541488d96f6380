"""The user's own voices: recordings that engines clone, kept by name. No Qt.

All of it reads and writes files, and is for background threads.
"""

from app.voices.checks import ClipFacts, ClipFault, faults_for, measure
from app.voices.store import Clip, ClipStore, VoiceProblem

__all__ = [
    "Clip",
    "ClipFacts",
    "ClipFault",
    "ClipStore",
    "VoiceProblem",
    "faults_for",
    "measure",
]
