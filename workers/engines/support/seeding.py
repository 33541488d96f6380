"""Makes speech reproducible by a seed, for libraries that use global random generators."""

from __future__ import annotations

import importlib
import random
import secrets
import sys
from typing import Any

#: torch takes 64 bits, numpy's old global 32.
_TORCH_SEEDS, _NUMPY_SEEDS = 2**63, 2**32


def seed_everything(seed: int | None) -> None:
    """Seeds the generators of torch, numpy and Python; to be called at the start of a request.

    So nothing has to be put back afterwards: what one request or its library has seeded is
    never heard in the next. torch itself begins each process with the same numbers.

    Args:
        seed: 0 or more; None for a random one.
    """
    torch: Any = importlib.import_module("torch")
    seed = secrets.randbelow(_TORCH_SEEDS) if seed is None else seed
    random.seed(seed)
    torch.manual_seed(seed % _TORCH_SEEDS)  # of all its devices
    numpy: Any = sys.modules.get("numpy")
    if numpy is not None:
        numpy.random.seed(seed % _NUMPY_SEEDS)
