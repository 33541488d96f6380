"""A tool whose torch is a stand-in that holds 1.5 GB on one GPU and 1 GB on another."""

from __future__ import annotations

import sys
from types import SimpleNamespace


def _load():
    sys.modules["torch"] = SimpleNamespace(
        cuda=SimpleNamespace(
            is_available=lambda: True,
            is_initialized=lambda: True,
            device_count=lambda: 2,
            memory_reserved=lambda device: (3 * 2**29, 2**30)[device],
        )
    )


def _synthesize(model, request):
    return {}
