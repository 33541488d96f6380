"""Identifiers use the terms of the glossary, in American spelling."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ("app", "installer", "tests", "workers")
BANNED = {"tell", "told", "tells", "said", "somebody", "nobody", "whoever", "whole"}
TEXT_SUFFIXES = {".md", ".py", ".qss", ".toml", ".ts"}

_BRITISH = re.compile("licen[c]e", re.IGNORECASE)  # in brackets, so as not to match this line
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


def files() -> list[Path]:
    """All of our code and texts."""
    folders = (ROOT / name for name in (*SOURCES, "docs", "resources", "requirements"))
    found = [file for folder in folders for file in folder.rglob("*")]
    return sorted(file for file in [*found, *ROOT.glob("*")] if file.suffix in TEXT_SUFFIXES)


def identifiers(tree: ast.AST) -> Iterator[str]:
    """Yields the names that a module defines or uses."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) | ast.arg(arg=name):
                yield name
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name
            case ast.ClassDef(name=name) | ast.alias(asname=str(name)):
                yield name
            # `tell` is a method of files in the standard library.
            case ast.Attribute(attr=name) if name != "tell":
                yield name
            case ast.keyword(arg=str(name)):
                yield name
            case ast.ImportFrom(module=str(name)) | ast.alias(name=name):
                yield name
            case _:
                pass


def banned_in(file: Path) -> set[str]:
    """Returns what a file must not contain: identifiers, its own name included, and spellings."""
    text = file.read_text(encoding="utf-8")
    spellings = set(_BRITISH.findall(text))
    if file.suffix != ".py":
        return spellings
    names = {file.stem, *identifiers(ast.parse(text))}
    banned = {name for name in names if BANNED & {word.lower() for word in _WORD.findall(name)}}
    return banned | spellings


def test_files_contain_no_banned_words() -> None:
    found = {file.relative_to(ROOT).as_posix(): banned_in(file) for file in files()}
    assert not {path: words for path, words in found.items() if words}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("tell_all", True),
        ("_StagesTold", True),
        ("HTTPSaid2", True),
        ("intelligence", False),
        ("wholesale", False),
        ("is_told_", True),
    ],
)
def test_words_are_parts_of_identifiers(tmp_path: Path, name: str, words: bool) -> None:
    file = tmp_path / "module.py"
    file.write_text(f"{name} = 1\n", encoding="utf-8")
    assert banned_in(file) == ({name} if words else set())
