"""F5-TTS with random weights: the released code of a model of a few layers, in a worker."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from workers.engines import f5
from workers.engines.support import inputs

SHAPE = {"dim": 64, "depth": 2, "heads": 2, "ff_mult": 2, "text_dim": 32, "conv_layers": 1}
_MELS, _FFT, _HOP = 100, 1024, 256


def _load() -> f5.F5:
    make(inputs.weights_folder(f5.WEIGHTS, "f5"), inputs.weights_folder(f5.VOCODER, "f5"))
    f5._architecture = lambda: dict(SHAPE)
    f5._STEPS_ON_CPU = 4
    model = f5._load()
    f5._warm_up(model)  # as on a GPU
    return model


def _synthesize(model: f5.F5, request: Mapping[str, Any]) -> Any:
    return f5._synthesize(model, request)


def make(weights: Path, vocoder: Path) -> None:
    """Write a model and a vocoder, as they lie in their repositories."""
    torch: Any = importlib.import_module("torch")
    torch.manual_seed(0)
    (weights / f5.MODEL).mkdir()
    _make_model(torch, weights / f5.MODEL)
    _make_vocoder(torch, vocoder)


def _make_model(torch: Any, folder: Path) -> None:
    models: Any = importlib.import_module("f5_tts.model")
    tokens: Any = importlib.import_module("f5_tts.model.utils")
    safetensors: Any = importlib.import_module("safetensors.torch")
    vocabulary = Path(models.__file__).parents[1] / "infer" / "examples" / "vocab.txt"
    (folder / "vocab.txt").write_bytes(vocabulary.read_bytes())
    characters, size = tokens.get_tokenizer(str(vocabulary), "custom")
    model = models.CFM(
        transformer=models.DiT(**SHAPE, text_num_embeds=size, mel_dim=_MELS),
        mel_spec_kwargs={
            "n_fft": _FFT,
            "hop_length": _HOP,
            "win_length": _FFT,
            "n_mel_channels": _MELS,
            "target_sample_rate": 24000,
            "mel_spec_type": "vocos",
        },
        vocab_char_map=characters,
    )
    for parameter in model.parameters():  # some begin as zeros, and would make all voices alike
        torch.nn.init.normal_(parameter, std=0.05)
    state = {f"ema_model.{name}": value.clone() for name, value in model.state_dict().items()}
    safetensors.save_file(state, folder / "model_1250000.safetensors")


def _make_vocoder(torch: Any, folder: Path) -> None:
    yaml: Any = importlib.import_module("yaml")
    vocos: Any = importlib.import_module("vocos")
    shape = {
        "feature_extractor": {
            "class_path": "vocos.feature_extractors.MelSpectrogramFeatures",
            "init_args": {"n_mels": _MELS},
        },
        "backbone": {
            "class_path": "vocos.models.VocosBackbone",
            "init_args": {
                "input_channels": _MELS,
                "dim": 64,
                "intermediate_dim": 128,
                "num_layers": 2,
            },
        },
        "head": {
            "class_path": "vocos.heads.ISTFTHead",
            "init_args": {"dim": 64, "n_fft": _FFT, "hop_length": _HOP},
        },
    }
    (folder / "config.yaml").write_text(yaml.safe_dump(shape), encoding="utf-8")
    model = vocos.Vocos.from_hparams(str(folder / "config.yaml"))
    torch.save(model.state_dict(), folder / "pytorch_model.bin")
