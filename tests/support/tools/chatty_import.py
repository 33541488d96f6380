"""A tool that prints while it is imported."""

from __future__ import annotations

import os

print("imported")
os.write(1, b"__WORKER_READY__\n")


def _load():
    return None


def _synthesize(model, request):
    return {}
