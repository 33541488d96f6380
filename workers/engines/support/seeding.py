"""The same sound again for the same seed, from libraries that draw by chance from globals."""

from __future__ import annotations

import importlib
import random
import secrets
import sys
from typing import Any

#: torch takes 64 bits, numpy's old global 32.
_TORCH_SEEDS, _NUMPY_SEEDS = 2**63, 2**32


def seed_everything(seed: int | None) -> None:
    """Begin what torch, numpy and Python draw by chance anew; every request begins with it.

    So nothing has to be put back afterwards: what one request or its library has seeded is
    never heard in the next. torch itself begins each process with the same numbers.

    Args:
        seed: From 0 on; None for one that nobody knows.
    """
    torch: Any = importlib.import_module("torch")
    seed = secrets.randbelow(_TORCH_SEEDS) if seed is None else seed
    random.seed(seed)
    torch.manual_seed(seed % _TORCH_SEEDS)  # of all its devices
    numpy: Any = sys.modules.get("numpy")
    if numpy is not None:
        numpy.random.seed(seed % _NUMPY_SEEDS)
