"""Indic Parler, Chatterbox and CosyVoice are called as the catalog's versions want to be called.

And their stand-ins, where there are some, want to be called like them.
"""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest

from tests.engines.signatures import ROOT, calls_in, misfits, signature_of, unpacked
from workers.catalog.store import Catalog

ADAPTERS = ROOT / "workers" / "engines"
HERE = Path(__file__).parent
STAND_INS = HERE / "stand_ins"
PUBLISHED = HERE / "published"

PARLER = "parler_tts/modeling_parler_tts.py"
TURBO, MULTILINGUAL = "chatterbox/tts_turbo.py", "chatterbox/mtl_tts.py"
TOKENIZER = "chatterbox/models/tokenizers/tokenizer.py"
COSYVOICE = "cosyvoice/cli/cosyvoice.py"
COSYVOICE_MODEL = "cosyvoice/cli/model.py"

#: Adapter, what it calls, whose package, and where that is defined under which name.
CALLS = [
    ("indic_parler", "generate", "indic-parler", PARLER, "ParlerTTSForConditionalGeneration"),
    ("chatterbox", "from_local", "chatterbox-turbo", TURBO, "ChatterboxTurboTTS"),
    ("chatterbox", "prepare_conditionals", "chatterbox-turbo", TURBO, "ChatterboxTurboTTS"),
    ("chatterbox", "generate", "chatterbox-turbo", TURBO, "ChatterboxTurboTTS"),
    ("chatterbox", "from_local", "chatterbox-ml", MULTILINGUAL, "ChatterboxMultilingualTTS"),
    *(
        ("chatterbox", name, "chatterbox-ml", MULTILINGUAL, "ChatterboxMultilingualTTS")
        for name in ("prepare_conditionals", "generate")
    ),
    *(
        ("cosyvoice", name, "cosyvoice", COSYVOICE, "CosyVoice")
        for name in ("add_zero_shot_spk", "inference_zero_shot", "inference_cross_lingual")
    ),
]


@pytest.mark.parametrize(("adapter", "called", "package", "module", "owner"), CALLS)
def test_calls_fit(adapter: str, called: str, package: str, module: str, owner: str) -> None:
    signature = signature_of(unpacked(package), module, f"{owner}.{called}")
    assert misfits(calls_in(ADAPTERS / f"{adapter}.py", called), signature) == []


def test_parlers_streamer() -> None:
    signature = signature_of(
        unpacked("indic-parler"), "parler_tts/streamer.py", "ParlerTTSStreamer"
    )
    assert misfits(calls_in(ADAPTERS / "indic_parler.py", "ParlerTTSStreamer"), signature) == []
    attributes = _own_attributes(unpacked("indic-parler") / "parler_tts/streamer.py")
    assert {"audio_queue", "stop_signal"} <= attributes


def test_arguments_of_chatterbox_by_double_star() -> None:
    name = "ChatterboxMultilingualTTS.generate"
    parameter = signature_of(unpacked("chatterbox-ml"), MULTILINGUAL, name).parameters[
        "language_id"
    ]
    assert parameter.default is parameter.empty


def test_replaced_parts_of_chatterbox_exist() -> None:
    package = unpacked("chatterbox-turbo")
    loudness = signature_of(package, TURBO, "ChatterboxTurboTTS.norm_loudness")
    assert misfits(calls_in(ADAPTERS / "chatterbox.py", "normalize"), loudness) == []
    (call,) = calls_in(package / TURBO, "norm_loudness")
    assert (call.positional, call.keywords) == (2, ())
    (download,) = calls_in(package / TOKENIZER, "hf_hub_download")
    assert (download.positional, "filename" in download.keywords) == (0, True)
    assert signature_of(package, TOKENIZER, "ChineseCangjieConverter._init_segmenter")
    assert "tfmr" in _own_attributes(package / "chatterbox/models/t3/t3.py")
    assert "conds" in _own_attributes(package / TURBO)


def test_chatterboxs_languages() -> None:
    tree = ast.parse((unpacked("chatterbox-ml") / MULTILINGUAL).read_text(encoding="utf-8"))
    known = set(_constant(tree, "SUPPORTED_LANGUAGES"))
    assert set(_entry("chatterbox-ml").languages) == known


def test_cosyvoices_job() -> None:
    """Version 2 as released; the adapter takes what names the piece from the end."""
    package = unpacked("cosyvoice")
    job = signature_of(package, COSYVOICE_MODEL, "CosyVoiceModel.llm_job")
    assert list(job.parameters)[-1] == "uuid"
    attributes = _own_attributes(package / COSYVOICE_MODEL)
    assert {"tts_speech_token_dict", "llm_end_dict", "hift_cache_dict", "device"} <= attributes
    assert "spk2info" in _own_attributes(package / "cosyvoice/cli/frontend.py")


@pytest.mark.parametrize(
    "called", ["add_zero_shot_spk", "inference_zero_shot", "inference_cross_lingual", "AutoModel"]
)
def test_calls_fit_cosyvoice_3(called: str) -> None:
    name = called if called == "AutoModel" else f"CosyVoice2.{called}"
    signature = signature_of(PUBLISHED, "cosyvoice.py", name)
    assert misfits(calls_in(ADAPTERS / "cosyvoice.py", called), signature) == []


def test_arguments_of_cosyvoice_by_double_star() -> None:
    given = {"zero_shot_spk_id", "stream", "speed"}
    for name in ("inference_zero_shot", "inference_cross_lingual"):
        published = signature_of(PUBLISHED, "cosyvoice.py", f"CosyVoice2.{name}").parameters
        released = signature_of(unpacked("cosyvoice"), COSYVOICE, f"CosyVoice.{name}").parameters
        assert given <= set(published)
        assert given <= set(released)


@pytest.mark.parametrize(
    ("module", "name"),
    [
        (COSYVOICE, "CosyVoice2"),
        (COSYVOICE, "CosyVoice2.add_zero_shot_spk"),
        (COSYVOICE, "CosyVoice2.inference_zero_shot"),
        (COSYVOICE, "CosyVoice2.inference_cross_lingual"),
        (COSYVOICE, "CosyVoice3"),
        (COSYVOICE, "AutoModel"),
        (COSYVOICE_MODEL, "CosyVoice2Model.llm_job"),
        ("cosyvoice/cli/frontend.py", "CosyVoiceFrontEnd.frontend_zero_shot"),
        ("cosyvoice/cli/frontend.py", "CosyVoiceFrontEnd.frontend_cross_lingual"),
    ],
)
def test_stand_in_has_the_signatures_of_cosyvoice(module: str, name: str) -> None:
    stand_in = signature_of(STAND_INS / "cosyvoice", module, name)
    assert stand_in == signature_of(PUBLISHED, "cosyvoice.py", name)


@pytest.mark.parametrize(
    ("entry", "module", "name"),
    [
        ("chatterbox-turbo", TURBO, "ChatterboxTurboTTS.generate"),
        ("chatterbox-turbo", TURBO, "ChatterboxTurboTTS.prepare_conditionals"),
        ("chatterbox-turbo", TURBO, "ChatterboxTurboTTS.norm_loudness"),
        ("chatterbox-ml", MULTILINGUAL, "ChatterboxMultilingualTTS.from_local"),
        ("chatterbox-ml", MULTILINGUAL, "ChatterboxMultilingualTTS.generate"),
        ("chatterbox-ml", MULTILINGUAL, "ChatterboxMultilingualTTS.prepare_conditionals"),
    ],
)
def test_stand_in_has_the_signatures_of_chatterbox(entry: str, module: str, name: str) -> None:
    stand_in = signature_of(STAND_INS / "chatterbox", module, name)
    assert stand_in == signature_of(unpacked(entry), module, name)


@pytest.mark.parametrize(
    ("entry", "adapter", "holder"),
    [
        ("chatterbox-turbo", "chatterbox", "TURBO"),
        ("chatterbox-ml", "chatterbox", "MULTILINGUAL"),
        ("cosyvoice2", "cosyvoice", "V2"),
        ("cosyvoice3", "cosyvoice", "V3"),
    ],
)
def test_catalog_matches_the_adapter(entry: str, adapter: str, holder: str) -> None:
    listed = _entry(entry)
    tree = ast.parse((ADAPTERS / f"{adapter}.py").read_text(encoding="utf-8"))
    reported = _texts(tree, holder)
    assert reported[0] == entry
    assert listed.weights[0].repository in reported
    assert sorted(reported[-len(listed.languages) :]) == sorted(listed.languages)
    clip_s = _numbers(tree, holder) or list(_constant(tree, "CLIP_S"))
    assert clip_s == [listed.clip_min_s, listed.clip_max_s]
    functions = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    assert f"_load_{listed.variant}" in functions


def test_catalog_has_indic_parlers_voices_and_languages() -> None:
    tree = ast.parse((ADAPTERS / "indic_parler.py").read_text(encoding="utf-8"))
    speakers = _value(tree, "SPEAKERS")
    assert isinstance(speakers, ast.Dict)
    codes = [ast.literal_eval(key) for key in speakers.keys if key is not None]
    listed = _entry("indic-parler")
    assert {*codes, *_constant(tree, "UNNAMED_LANGUAGES")} == set(listed.languages)
    assert {item for value in speakers.values for item in _strings(value)} == set(listed.voices)
    repositories = [_constant(tree, name) for name in ("WEIGHTS", "DESCRIPTION_TOKENIZER")]
    assert [item.repository for item in listed.weights] == repositories


def _entry(entry: str) -> Any:
    return Catalog.load(ROOT / "resources" / "catalog.toml", None).get(entry)


def _own_attributes(path: Path) -> set[str]:
    """What is set on ``self`` anywhere in a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.ctx, ast.Store)
        and isinstance(node.value, ast.Name)
        and node.value.id == "self"
    }


def _value(tree: ast.Module, name: str) -> ast.expr:
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if any(isinstance(item, ast.Name) and item.id == name for item in targets):
            value = getattr(node, "value", None)
            assert isinstance(value, ast.expr)
            return value
    raise LookupError(name)


def _constant(tree: ast.Module, name: str) -> Any:
    return ast.literal_eval(_value(tree, name))


def _strings(node: ast.AST) -> list[str]:
    """All texts in an expression, in the order in which they are written."""
    found = [item for item in ast.walk(node) if isinstance(item, ast.Constant)]
    ordered = sorted(found, key=lambda item: (item.lineno, item.col_offset))
    return [item.value for item in ordered if isinstance(item.value, str)]


def _texts(tree: ast.Module, name: str) -> list[str]:
    return _strings(_value(tree, name))


def _numbers(tree: ast.Module, name: str) -> list[float]:
    constants = [item for item in ast.walk(_value(tree, name)) if isinstance(item, ast.Constant)]
    return [item.value for item in constants if isinstance(item.value, float)]
