"""Pocket-TTS, F5-TTS and OmniVoice are called as the versions in the catalog want to be called."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest

from tests.engines.signatures import ROOT, calls_in, misfits, signature_of, unpacked
from workers.catalog.store import Catalog

ADAPTERS = ROOT / "workers" / "engines"
POCKET = "pocket_tts/models/tts_model.py"
F5 = "f5_tts/infer/utils_infer.py"
OMNIVOICE = "omnivoice/models/omnivoice.py"

#: Adapter, what it calls, and where that is defined under which name.
CALLS = [
    ("pocket", "load_model", POCKET, "TTSModel.load_model"),
    ("pocket", "get_state_for_audio_prompt", POCKET, "TTSModel.get_state_for_audio_prompt"),
    ("pocket", "generate_audio_stream", POCKET, "TTSModel.generate_audio_stream"),
    ("pocket", "convert_audio", "pocket_tts/data/audio_utils.py", "convert_audio"),
    ("pocket", "load_config", "pocket_tts/utils/config.py", "load_config"),
    ("f5", "load_vocoder", F5, "load_vocoder"),
    ("f5", "load_model", F5, "load_model"),
    ("f5", "chunk_text", F5, "chunk_text"),
    ("f5", "infer_batch_process", F5, "infer_batch_process"),
    ("f5", "clear_cache", "f5_tts/model/backbones/dit.py", "DiT.clear_cache"),
    ("omnivoice", "generate", OMNIVOICE, "OmniVoice.generate"),
    ("omnivoice", "create_voice_clone_prompt", OMNIVOICE, "OmniVoice.create_voice_clone_prompt"),
]


@pytest.mark.parametrize(("adapter", "called", "module", "name"), CALLS)
def test_calls_fit(adapter: str, called: str, module: str, name: str) -> None:
    signature = signature_of(unpacked(adapter), module, name)
    assert misfits(calls_in(ADAPTERS / f"{adapter}.py", called), signature) == []


def test_arguments_of_omnivoice_by_double_star() -> None:
    signature = signature_of(unpacked("omnivoice"), OMNIVOICE, "OmniVoice.generate")
    given = {"language", "speed", "voice_clone_prompt", "instruct"}
    assert given <= set(signature.parameters)
    assert "kwargs" in signature.parameters  # num_step is one of these
    steps = signature_of(unpacked("omnivoice"), OMNIVOICE, "OmniVoiceGenerationConfig")
    assert "num_step" in steps.parameters


def test_pocket_configuration_has_the_replaced_paths() -> None:
    config = "pocket_tts/utils/config.py"
    fields = signature_of(unpacked("pocket"), config, "Config").parameters
    assert {"weights_path", "weights_path_without_voice_cloning", "flow_lm"} <= set(fields)
    assert "tokenizer_path" in signature_of(unpacked("pocket"), config, "LookupTable").parameters


@pytest.mark.parametrize("adapter", ["chatterbox", "cosyvoice", "f5", "indic_parler", "omnivoice"])
def test_text_without_pieces_is_cut_as_the_catalog_says(adapter: str) -> None:
    catalog = Catalog.load(ROOT / "resources" / "catalog.toml", None)
    longest = _table(ADAPTERS / f"{adapter}.py", "LONGEST_PIECE")
    entries = [item for item in catalog.entries if item.adapter == f"workers.engines.{adapter}"]
    assert {item.max_characters for item in entries} == {longest}


def test_changed_library_is_noticed(tmp_path: Path) -> None:
    library = (unpacked("f5") / F5).read_text(encoding="utf-8")
    (tmp_path / "library.py").write_text(library.replace("streaming=False", "stream=False"))
    signature = signature_of(tmp_path, "library.py", "infer_batch_process")
    (problem,) = misfits(calls_in(ADAPTERS / "f5.py", "infer_batch_process"), signature)
    assert "'streaming'" in problem


def test_omnivoice_languages_match_the_library() -> None:
    entry = Catalog.load(ROOT / "resources" / "catalog.toml", None).get("omnivoice")
    codes = _table(unpacked("omnivoice") / "omnivoice/utils/lang_map.py", "LANG_NAME_TO_ID")
    assert set(entry.languages) == set(codes.values())
    assert len(entry.languages) == 646
    assert entry.languages[0] == "en"


def test_pocket_voices_match_the_library() -> None:
    catalog = Catalog.load(ROOT / "resources" / "catalog.toml", None)
    module = unpacked("pocket") / "pocket_tts/utils/utils.py"
    voices = _table(module, "_ORIGINS_OF_PREDEFINED_VOICES")
    entries = [entry for entry in catalog.entries if entry.engine == "pocket"]
    assert len(entries) == 8
    for entry in entries:
        assert set(entry.voices) == set(voices)
        assert entry.default_voice == entry.voices[0]


def _table(module: Path, name: str) -> Any:
    """What a module assigns to a name, where it is written out."""
    return next(
        ast.literal_eval(node.value)
        for node in ast.parse(module.read_text(encoding="utf-8")).body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name
    )
