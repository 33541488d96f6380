"""Chatterbox Turbo with random weights: the released code, in a worker.

Its language model is made small; what makes sound of tokens has fixed dimensions, and takes 1.1 GB.
"""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

from workers.child.report import progress
from workers.engines import chatterbox
from workers.engines.support import inputs

#: Beside what the real one's configuration says.
_SMALL = {"n_layer": 2, "n_head": 4, "n_embd": 64, "hidden_size": 64}
#: How likely each token is the last one, as a logit: one in some twenty.
_STOP, _STOP_BIAS = 6562, 4.6


def _load() -> chatterbox.Chatterbox:
    configs: Any = importlib.import_module("chatterbox.models.t3.llama_configs")
    configs.LLAMA_CONFIGS["GPT2_medium"].update(_SMALL)
    make(inputs.weights_folder(chatterbox.TURBO.weights, chatterbox.TURBO.entry))
    return chatterbox._load_turbo()


_synthesize = chatterbox._synthesize


def make(folder: Path) -> None:
    """Write what ``ChatterboxTurboTTS.from_local`` reads; its own voice is a second of noise."""
    torch: Any = importlib.import_module("torch")
    numpy: Any = importlib.import_module("numpy")
    soundfile: Any = importlib.import_module("soundfile")
    safetensors: Any = importlib.import_module("safetensors.torch")
    letters: Any = importlib.import_module("tests.engines.tiny.letters")
    library: Any = importlib.import_module("chatterbox.tts_turbo")
    torch.manual_seed(0)
    letters.save_for_transformers(folder)
    parts = {
        "ve": library.VoiceEncoder(),
        "t3_turbo_v1": _language_model(library),
        "s3gen_meanflow": library.S3Gen(meanflow=True),
    }
    for name, part in parts.items():
        progress("Making weights", detail=name)  # a load that goes on is waited for
        part.eval()
        state = {key: value.contiguous() for key, value in part.state_dict().items()}
        safetensors.save_file(state, folder / f"{name}.safetensors")
    progress("Making weights", detail="conds")
    clip = folder / "own.wav"
    noise = numpy.random.default_rng(0).uniform(-0.3, 0.3, 6 * 24000)
    soundfile.write(clip, noise.astype("float32"), 24000)
    t3, s3gen, voices = parts["t3_turbo_v1"], parts["s3gen_meanflow"], parts["ve"]
    model = library.ChatterboxTurboTTS(t3, s3gen, voices, None, "cpu")
    model.prepare_conditionals(str(clip))
    model.conds.save(folder / "conds.pt")


def _language_model(library: Any) -> Any:
    """As the library sets it up before it reads the weights."""
    torch: Any = importlib.import_module("torch")
    config = library.T3Config(text_tokens_dict_size=50276)
    config.llama_config_name = "GPT2_medium"
    config.speech_tokens_dict_size = 6563
    config.input_pos_emb = None
    config.speech_cond_prompt_len = 375
    config.use_perceiver_resampler = False
    config.emotion_adv = False
    model = library.T3(config)
    with torch.no_grad():
        model.speech_head.bias[_STOP] = _STOP_BIAS
    return model
