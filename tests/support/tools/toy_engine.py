"""An adapter for the package ``toy`` of its environment."""

from __future__ import annotations

import importlib


def _load():
    return importlib.import_module("toy").load()


def _synthesize(model, request):
    return {"model": model}
