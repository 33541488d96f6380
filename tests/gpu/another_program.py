"""A program that is none of ours: holds so many bytes of a GPU until its input ends."""

from __future__ import annotations

import importlib
import sys

torch = importlib.import_module("torch")
held = torch.ones(int(sys.argv[1]), dtype=torch.uint8, device="cuda")
torch.cuda.synchronize()
sys.stdout.write("holding\n")
sys.stdout.flush()
sys.stdin.read()
