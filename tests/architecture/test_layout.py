"""Rules for files: short, with meaningful names, and without hosts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST_FILE = 500  # more than 400 need a reason in the review

VAGUE_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "manager2"}

#: Each machine configures its own package index, so setup code names no host.
HOSTLESS = [".ci", "installer", "requirements", "pyproject.toml"]
ADDRESS = re.compile(r"\w+://[\w.-]+")


SOURCES = ["app", "installer", "tests", "workers"]


def files_in(*places: str) -> list[Path]:
    """Returns the files in some folders of the repository."""
    roots = [ROOT / place for place in places]
    found = [file for root in roots for file in (root.rglob("*") if root.is_dir() else [root])]
    return [file for file in found if file.is_file() and "__pycache__" not in file.parts]


def python_files() -> list[Path]:
    return [file for file in files_in(*SOURCES) if file.suffix == ".py"]


def test_files_have_at_most_500_lines() -> None:
    too_long = {
        str(file.relative_to(ROOT)): lines
        for file in python_files()
        if (lines := len(file.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    }
    assert not too_long


def test_no_file_has_a_vague_name() -> None:
    assert not [file for file in python_files() if file.stem in VAGUE_NAMES]


def test_tests_mirror_the_packages() -> None:
    known = {"architecture", "benchmarks", "e2e", "engines", "engines_real", "faults", "gpu"}
    known |= {"installer", "memory", "support", "wine"}
    folders = {
        file.relative_to(ROOT / "tests").parts[0]
        for file in python_files()
        if file.is_relative_to(ROOT / "tests") and file.parent != ROOT / "tests"
    }
    assert not {name for name in folders - known if not (ROOT / name).is_dir()}


@pytest.mark.parametrize("place", HOSTLESS)
def test_setup_names_no_host(place: str) -> None:
    files = files_in(place)
    named = [(file.name, ADDRESS.findall(file.read_text(encoding="utf-8"))) for file in files]
    assert files
    assert not [(name, addresses) for name, addresses in named if addresses]


def test_requirements_are_pins() -> None:
    pin = re.compile(r"[a-z0-9.-]+==[\w.]+( ; .+)?")
    for file in (ROOT / "requirements").glob("*.txt"):
        lines = file.read_text(encoding="utf-8").splitlines()
        others = [line for line in lines if not line.lstrip().startswith("#")]
        assert all(pin.fullmatch(line) for line in others), file.name
