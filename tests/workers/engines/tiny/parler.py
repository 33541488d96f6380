"""Writes a Parler model of random numbers, which the library loads and runs like a trained one.

Run by the interpreter that has ``parler_tts``. Argument: the folder to write to. It holds both
tokenizers: the two repositories of the real one are one folder here.
"""

import sys

from parler_tts import ParlerTTSConfig, ParlerTTSDecoderConfig, ParlerTTSForConditionalGeneration
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import DacConfig, GenerationConfig, PreTrainedTokenizerFast, T5Config

_CODES, _BEGIN = 1024, 1025  # what ends a sound, and what begins one
#: Of 11.6 ms each: 0.7 s of sound, whatever the text.
_LONGEST = 70

folder = sys.argv[1]
# One token a character: ASCII and Devanagari.
characters = [*map(chr, range(32, 127)), *map(chr, range(0x900, 0x980))]
vocabulary = {token: place for place, token in enumerate(["<pad>", "</s>", "<unk>", *characters])}
tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
PreTrainedTokenizerFast(
    tokenizer_object=tokenizer, unk_token="<unk>", pad_token="<pad>", eos_token="</s>"
).save_pretrained(folder)

size = len(vocabulary)
config = ParlerTTSConfig.from_sub_models_config(
    T5Config(vocab_size=size, d_model=32, d_kv=8, d_ff=64, num_layers=1, num_heads=4),
    DacConfig(
        encoder_hidden_size=8, decoder_hidden_size=128, codebook_size=2048, sampling_rate=44100
    ),
    ParlerTTSDecoderConfig(
        vocab_size=1088,
        num_hidden_layers=2,
        ffn_dim=64,
        num_attention_heads=4,
        hidden_size=32,
        num_codebooks=9,
        max_position_embeddings=512,
        pad_token_id=_CODES,
        bos_token_id=_BEGIN,
        eos_token_id=_CODES,
    ),
    vocab_size=size,
    pad_token_id=_CODES,
    decoder_start_token_id=_BEGIN,
)
model = ParlerTTSForConditionalGeneration(config)
model.generation_config = GenerationConfig(
    bos_token_id=_BEGIN,
    decoder_start_token_id=_BEGIN,
    eos_token_id=_CODES,
    pad_token_id=_CODES,
    do_sample=True,
    max_length=_LONGEST,
    min_new_tokens=10,
)
model.save_pretrained(folder)
