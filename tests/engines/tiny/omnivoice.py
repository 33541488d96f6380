"""OmniVoice with random weights: the released code of a model of a few layers, in a worker."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from workers.engines import omnivoice
from workers.engines.support import inputs

_MARKS = [f"<|{name}_{end}|>" for name in ("lang", "instruct", "text") for end in ("start", "end")]
_RATIOS = [8, 5, 4, 2, 3]


class Watched:
    """The loaded model, and what its library was asked for since the last answer."""

    def __init__(self, model: omnivoice.OmniVoice) -> None:
        self.model = model
        self.asked: list[dict[str, Any]] = []
        self._generate = model._model.generate
        model._model.generate = self._watch

    def _watch(self, **given: Any) -> Any:
        reported = ("text", "language", "instruct", "speed")
        prompt = given.get("voice_clone_prompt")
        follows = prompt.ref_text if prompt is not None else None
        self.asked.append({**{key: given.get(key) for key in reported}, "follows": follows})
        return self._generate(**given)


def _load() -> Watched:
    make(inputs.weights_folder(omnivoice.WEIGHTS, "omnivoice"))
    omnivoice._STEPS_ON_CPU = 4
    return Watched(omnivoice._load())


def _synthesize(watched: Watched, request: Mapping[str, Any]) -> Any:
    watched.asked.clear()
    result = yield from omnivoice._synthesize(watched.model, request)
    return {**result, "asked": list(watched.asked)}


def make(folder: Path) -> None:
    """Write a model, its tokenizer and its sound codec, as they lie in the repository."""
    torch: Any = importlib.import_module("torch")
    library: Any = importlib.import_module("omnivoice")
    parts: Any = importlib.import_module("transformers")
    letters: Any = importlib.import_module("tests.engines.tiny.letters")
    torch.manual_seed(0)
    letters.save_for_transformers(folder, special=[*_MARKS, "<|denoise|>"])
    language = parts.Qwen3Config(
        vocab_size=2048,
        hidden_size=64,
        intermediate_size=128,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        head_dim=16,
    )
    model = library.OmniVoice(library.OmniVoiceConfig(llm_config=language))
    for parameter in model.parameters():  # what is guessed shall depend on what is there already
        torch.nn.init.normal_(parameter, std=0.5)
    model.save_pretrained(folder)
    codec = parts.HiggsAudioV2TokenizerConfig(
        acoustic_model_config={
            "model_type": "dac",
            "codebook_dim": 8,
            "decoder_hidden_size": 128,
            "downsampling_ratios": _RATIOS,
            "upsampling_ratios": _RATIOS,
            "encoder_hidden_size": 8,
            "hidden_size": 64,
            "hop_length": 960,
            "sampling_rate": 24000,
        },
        semantic_model_config={
            "model_type": "hubert",
            "hidden_size": 32,
            "intermediate_size": 64,
            "num_hidden_layers": 1,
            "num_attention_heads": 4,
            "conv_dim": [16] * 7,
            "num_conv_pos_embeddings": 16,
            "num_conv_pos_embedding_groups": 4,
        },
        codebook_dim=16,
        target_bandwidths=[0.5, 1, 1.5, 2],
    )
    sounds = parts.HiggsAudioV2TokenizerModel(codec)
    for name, values in sounds.named_buffers():  # all sounds alike until weights are loaded
        if name.endswith("embed"):
            torch.nn.init.normal_(values)
    sounds.save_pretrained(folder / "audio_tokenizer")
    ears = parts.DacFeatureExtractor(sampling_rate=24000, hop_length=960)
    ears.save_pretrained(folder / "audio_tokenizer")
