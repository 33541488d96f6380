"""The child side runs in an interpreter that has only one engine installed.

``workers.child``, ``workers.engines``, and ``workers/__init__.py`` run on Python 3.9 and newer, and
import only the standard library and themselves.
"""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT = Path(__file__).resolve().parents[2]
WORKERS = ROOT / "workers"
CHILD_FILES = sorted((WORKERS / "child").rglob("*.py"))
ENGINE_FILES = sorted((WORKERS / "engines").rglob("*.py"))
OLDEST = (3, 9)
OWN = ("workers.child", "workers.engines")


def name(file: Path) -> str:
    return str(file.relative_to(WORKERS))


def imports(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Yields the absolute names of imported modules."""
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module or ""


def at_import_time(node: ast.AST) -> Iterator[ast.AST]:
    """Yields the nodes that run at import: not those in functions or for type checkers."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(child, ast.If) and ast.unparse(child.test).endswith("TYPE_CHECKING"):
            continue
        yield child
        yield from at_import_time(child)


def is_allowed(module: str) -> bool:
    ours = any(module == own or module.startswith(own + ".") for own in OWN)
    return ours or module.partition(".")[0] in sys.stdlib_module_names


@pytest.mark.parametrize("file", [*CHILD_FILES, *ENGINE_FILES], ids=name)
def test_child_side_imports_the_standard_library_and_itself(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    assert not [module for module in imports(at_import_time(tree)) if not is_allowed(module)]


@pytest.mark.parametrize("file", CHILD_FILES, ids=name)
def test_child_imports_nothing_of_the_parent_side(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    ours = {
        module
        for module in imports(ast.walk(tree))
        if module.partition(".")[0] in {"workers", "app"}
    }
    assert not {module for module in ours if not module.startswith("workers.child")}


@pytest.mark.parametrize("file", [WORKERS / "__init__.py", *CHILD_FILES, *ENGINE_FILES], ids=name)
def test_child_side_has_the_syntax_of_its_oldest_python(file: Path) -> None:
    ast.parse(file.read_text(encoding="utf-8"), feature_version=OLDEST)


def interpreters() -> list[str]:
    """Returns this interpreter and the working ones on the PATH."""
    found = [sys.executable]
    for minor in range(OLDEST[1], 15):
        command = shutil.which(f"python3.{minor}")
        works = command and subprocess.run([command, "-c", ""], capture_output=True, check=False)
        if command and works and works.returncode == 0:
            found.append(command)
    return found


@pytest.mark.parametrize("interpreter", interpreters())
def test_child_side_imports_in_a_bare_interpreter(interpreter: str) -> None:
    modules = [
        ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for file in [*CHILD_FILES, *ENGINE_FILES]
        if file.stem != "__main__"
    ]
    code = (
        "import importlib, sys; sys.path.insert(0, sys.argv[1]);"
        "[importlib.import_module(name) for name in sys.argv[2:]]"
    )
    # -I -S: only the standard library and this folder, no variables or site-packages.
    command = [interpreter, "-I", "-S", "-B", "-c", code, str(ROOT), *modules]
    answer = subprocess.run(command, capture_output=True, check=False, text=True)
    assert answer.returncode == 0, answer.stderr


def test_importing_workers_imports_nothing_else() -> None:
    code = "import sys; sys.path.insert(0, sys.argv[1]); import workers; print(*sys.modules)"
    command = [sys.executable, "-I", "-S", "-B", "-c", code, str(ROOT)]
    answer = subprocess.run(command, capture_output=True, check=True, text=True).stdout.split()
    assert [name for name in answer if name.startswith("workers")] == ["workers"]
