"""A tokenizer with a token for each letter; runs in an engine's interpreter."""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

ASCII = tuple(map(chr, range(32, 127)))
_PAD, _END, _UNKNOWN = "<pad>", "</s>", "<unk>"


def tokenizer(letters: Iterable[str] = ASCII) -> Any:
    """As the package ``tokenizers`` has it."""
    library: Any = importlib.import_module("tokenizers")
    words = {word: number for number, word in enumerate((_PAD, _END, _UNKNOWN, *letters))}
    made = library.Tokenizer(library.models.WordLevel(words, unk_token=_UNKNOWN))
    made.pre_tokenizer = library.pre_tokenizers.Split("", "isolated")
    made.decoder = library.decoders.Fuse()
    return made


def save_for_transformers(
    folder: Path, letters: Iterable[str] = ASCII, special: Iterable[str] = ()
) -> int:
    """Write one as the package ``transformers`` reads it.

    Returns:
        How many tokens it has, the special ones left out.
    """
    library: Any = importlib.import_module("transformers")
    made = tokenizer(letters)
    library.PreTrainedTokenizerFast(
        tokenizer_object=made,
        unk_token=_UNKNOWN,
        pad_token=_PAD,
        eos_token=_END,
        additional_special_tokens=list(special),
    ).save_pretrained(folder)
    return int(made.get_vocab_size())
