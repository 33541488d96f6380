"""Pocket-TTS with random weights: the released code of its smallest model, in a worker."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from workers.engines import pocket
from workers.engines.support import inputs

#: 2 million parameters instead of 100; the shape is the package's own.
SHAPE = "english_2m_2026-10"
VOICES = ("alba", "marius")


def _load() -> dict[str, pocket.Pocket]:
    open_, gated = (
        inputs.weights_folder(repository, "pocket") / "languages" / "english"
        for repository in (pocket.OPEN, pocket.GATED)
    )
    make(open_, gated)
    config = _tiny(open_)
    pocket._config = lambda name: dict(config)
    cloning = pocket._load_cloning()
    named = pocket.Pocket(pocket.MODELS["english"], cloning._library, cloning._voices)
    return {"cloning": cloning, "named": named}


def _synthesize(models: Mapping[str, pocket.Pocket], request: Mapping[str, Any]) -> Any:
    return pocket._synthesize(models[request.get("weights", "cloning")], request)


def make(open_: Path, gated: Path) -> None:
    """Write a model, its tokenizer and its voices, as they lie in Kyutai's repositories."""
    torch: Any = importlib.import_module("torch")
    safetensors: Any = importlib.import_module("safetensors.torch")
    library: Any = importlib.import_module("pocket_tts")
    letters: Any = importlib.import_module("tests.engines.tiny.letters")
    torch.manual_seed(0)
    for folder in (gated, open_ / "embeddings"):
        folder.mkdir(parents=True)
    letters.tokenizer().save(str(open_ / "tokenizer.json"))
    config = _tiny(open_)
    config.pop("weights_path")
    config.pop("weights_path_without_voice_cloning")
    path = open_ / "shape.yaml"
    importlib.import_module("yaml").safe_dump(config, path.open("w"))
    model = library.TTSModel.load_model(config=path)
    torch.nn.init.normal_(model.flow_lm.speaker_proj_weight)  # zero until weights are loaded
    safetensors.save_file(model.state_dict(), gated / "model.safetensors")
    for voice in VOICES:
        state = model.get_state_for_audio_prompt(0.1 * torch.randn(1, 24000))
        library.export_model_state(state, open_ / "embeddings" / f"{voice}.safetensors")


def _tiny(folder: Path) -> dict[str, Any]:
    library: Any = importlib.import_module("pocket_tts.utils.config")
    letters: Any = importlib.import_module("tests.engines.tiny.letters")
    config = library.load_config(library.CONFIGS_DIR / f"{SHAPE}.yaml").model_dump()
    config["flow_lm"]["lookup_table"].update(
        tokenizer="tokenizers",
        tokenizer_path=str(folder / "tokenizer.json"),
        n_bins=letters.tokenizer().get_vocab_size(),
    )
    return config
