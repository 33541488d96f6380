"""Indic Parler with random weights: the released code of the library, in a worker."""

from __future__ import annotations

import importlib
import logging
from pathlib import Path
from typing import Any

from workers.engines import indic_parler
from workers.engines.support import inputs

_LETTERS = (*map(chr, range(32, 127)), *map(chr, range(0x900, 0x980)))
#: What ends a sound, and what begins one.
_END, _BEGIN = 1024, 1025
#: Steps of 11.6 ms: 0.7 s of sound, whatever the text.
_LONGEST = 70


def _load() -> indic_parler.Parler:
    make(
        inputs.weights_folder(indic_parler.WEIGHTS, indic_parler.ENTRY),
        inputs.weights_folder(indic_parler.DESCRIPTION_TOKENIZER, indic_parler.ENTRY),
    )
    return indic_parler._load()


_synthesize = indic_parler._synthesize


def make(folder: Path, descriptions: Path) -> None:
    """Write a model and both tokenizers, as they lie in the two repositories."""
    torch: Any = importlib.import_module("torch")
    letters: Any = importlib.import_module("tests.engines.tiny.letters")
    transformers: Any = importlib.import_module("transformers")
    library: Any = importlib.import_module("parler_tts")
    torch.manual_seed(0)
    logging.disable(logging.WARNING)  # what the library says is the adapter's to keep quiet
    size = letters.save_for_transformers(folder, _LETTERS)
    letters.save_for_transformers(descriptions, _LETTERS)
    config = library.ParlerTTSConfig.from_sub_models_config(
        transformers.T5Config(
            vocab_size=size, d_model=32, d_kv=8, d_ff=64, num_layers=1, num_heads=4
        ),
        transformers.DacConfig(
            encoder_hidden_size=8, decoder_hidden_size=128, codebook_size=2048, sampling_rate=44100
        ),
        library.ParlerTTSDecoderConfig(
            vocab_size=1088,
            num_hidden_layers=2,
            ffn_dim=64,
            num_attention_heads=4,
            hidden_size=32,
            num_codebooks=9,
            max_position_embeddings=512,
            initializer_factor=0.3,  # a trained model's numbers: it heeds what it is given
            pad_token_id=_END,
            bos_token_id=_BEGIN,
            eos_token_id=_END,
        ),
        vocab_size=size,
        pad_token_id=_END,
        decoder_start_token_id=_BEGIN,
    )
    model = library.ParlerTTSForConditionalGeneration(config)
    model.generation_config = transformers.GenerationConfig(
        bos_token_id=_BEGIN,
        decoder_start_token_id=_BEGIN,
        eos_token_id=_END,
        pad_token_id=_END,
        do_sample=True,
        max_length=_LONGEST,
        min_new_tokens=10,
    )
    model.save_pretrained(folder)
    logging.disable(logging.NOTSET)
