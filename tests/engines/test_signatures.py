"""What tells whether an adapter fits its library tells it truly."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from tests.engines.signatures import calls_in, misfits, signature_of

LIBRARY = """
from dataclasses import dataclass

class Model:
    def __init__(self, path, device="cpu"): ...
    def speak(self, text, /, voice=None, *, speed=1.0, **more): ...
    @classmethod
    def load(cls, folder): ...
    @staticmethod
    def join(first, *others): ...

@dataclass
class Options:
    seed: int
    steps: int = 8

def cut(text, limit): ...
"""


@pytest.fixture
def library(tmp_path: Path) -> Path:
    (tmp_path / "pkg").mkdir()
    (tmp_path / "pkg" / "model.py").write_text(LIBRARY)
    return tmp_path


def _problems(library: Path, name: str, call: str) -> list[str]:
    adapter = library / "adapter.py"
    adapter.write_text(textwrap.dedent(call))
    called = call.partition("(")[0].rpartition(".")[2]
    return misfits(calls_in(adapter, called), signature_of(library, "pkg/model.py", name))


@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("Model", "m.Model('here')"),
        ("Model", "Model(path='here', device='cuda')"),
        ("Model.speak", "self.model.speak('Hi', 'bob', speed=2, seed=3)"),
        ("Model.load", "lib.Model.load('here')"),
        ("Model.join", "join(1, 2, 3)"),
        ("Options", "Options(seed=1)"),
        ("cut", "lib.cut(text, limit=3)"),
        ("cut", "lib.cut(*both)"),
        ("cut", "lib.cut(**both)"),
    ],
)
def test_calls_that_fit(library: Path, name: str, call: str) -> None:
    assert _problems(library, name, call) == []


@pytest.mark.parametrize(
    ("name", "call", "problem"),
    [
        ("Model", "m.Model()", "missing a required argument: 'path'"),
        ("Model", "m.Model('here', gpu=True)", "unexpected keyword argument 'gpu'"),
        ("Model.speak", "m.speak(text='Hi')", "'text'"),
        ("Model.speak", "m.speak('Hi', 'bob', 2)", "too many positional arguments"),
        ("Model.load", "m.load('here', 'there')", "too many positional arguments"),
        ("Options", "Options(1, step=2)", "unexpected keyword argument 'step'"),
        ("cut", "lib.cut(text, max_chars=3)", "'limit'"),
        ("cut", "lib.cut(*both, max_chars=3)", "unexpected keyword argument 'max_chars'"),
    ],
)
def test_calls_that_do_not(library: Path, name: str, call: str, problem: str) -> None:
    (reported,) = _problems(library, name, call)
    assert reported.startswith("adapter.py:1: ")
    assert problem in reported


def test_what_is_not_there(library: Path) -> None:
    with pytest.raises(LookupError, match=r"pkg/model\.py has no Model\.sing"):
        signature_of(library, "pkg/model.py", "Model.sing")
    (library / "adapter.py").write_text("speak('Hi')")
    with pytest.raises(LookupError, match=r"adapter\.py calls no sing\(\)"):
        calls_in(library / "adapter.py", "sing")
