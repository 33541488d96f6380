"""Whether an adapter calls its library as that library wants to be called; nothing is imported.

Both sides are read with ``ast``: the adapter, and the library's package as it was unpacked without
what it depends on. So it is found out in milliseconds that a parameter has another name in the
version that the catalog asks for, without torch and without weights.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
UNPACKED = ROOT / ".environments" / "unpacked"


@dataclass(frozen=True)
class Call:
    """One call, as it is written.

    Attributes:
        where: File and line.
        positional: How many arguments are given by place.
        keywords: The names of those that are given by name.
        is_open: More may come, by ``*`` or ``**``.
    """

    where: str
    positional: int
    keywords: tuple[str, ...]
    is_open: bool


def unpacked(entry: str) -> Path:
    """The package of a catalog entry, unpacked by ``python3 -m installer test``."""
    folder = UNPACKED / entry
    if not folder.is_dir():
        pytest.fail(f"The package of {entry!r} is not unpacked; run: python3 -m installer test")
    return folder


def signature_of(folder: Path, module: str, name: str) -> inspect.Signature:
    """The signature of a function, a method (``Class.method``) or a class (its ``__init__``).

    Args:
        folder: Where the package is.
        module: The module's file below it, such as ``package/module.py``.
        name: As it is found in the module. ``self`` and ``cls`` are left out.

    Raises:
        LookupError: The module has nothing of that name.
    """
    tree = ast.parse((folder / module).read_text(encoding="utf-8"))
    found: ast.AST = tree
    for part in name.split("."):
        found = _defined(found, part, f"{module} has no {name}")
    is_bound = "." in name
    if isinstance(found, ast.ClassDef):
        found, is_bound = _constructor(found, f"{module}: {name} has no constructor"), True
    assert isinstance(found, ast.FunctionDef | ast.AsyncFunctionDef)
    is_static = any(ast.unparse(item) == "staticmethod" for item in found.decorator_list)
    return _signature(found.args, skip_first=is_bound and not is_static)


def calls_in(adapter: Path, name: str) -> list[Call]:
    """All calls of a function or method of this name in a file, whatever it is called on.

    Raises:
        LookupError: There are none: the test that asks has outlived what it tested.
    """
    tree = ast.parse(adapter.read_text(encoding="utf-8"))
    calls = [
        Call(
            where=f"{adapter.name}:{node.lineno}",
            positional=sum(not isinstance(item, ast.Starred) for item in node.args),
            keywords=tuple(item.arg for item in node.keywords if item.arg is not None),
            is_open=any(isinstance(item, ast.Starred) for item in node.args)
            or any(item.arg is None for item in node.keywords),
        )
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and _called(node.func) == name
    ]
    if not calls:
        raise LookupError(f"{adapter.name} calls no {name}()")
    return calls


def misfits(calls: Iterable[Call], signature: inspect.Signature) -> list[str]:
    """What is wrong with these calls of something with this signature; empty when they fit."""
    found: list[str] = []
    for call in calls:
        bind = signature.bind_partial if call.is_open else signature.bind
        try:
            bind(*[None] * call.positional, **dict.fromkeys(call.keywords))
        except TypeError as error:
            found.append(f"{call.where}: {error}")
    return found


def _called(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _defined(parent: ast.AST, name: str, missing: str) -> ast.AST:
    for node in ast.iter_child_nodes(parent):
        is_one = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        if is_one and node.name == name:
            return node
    raise LookupError(missing)


def _constructor(cls: ast.ClassDef, missing: str) -> ast.AST:
    """Its ``__init__``, or the one that a dataclass or a named tuple would get."""
    try:
        return _defined(cls, "__init__", missing)
    except LookupError:
        fields = [
            (ast.arg(item.target.id), item.value)
            for item in cls.body
            if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name)
        ]
        if not fields:
            raise
        arguments = ast.arguments(
            posonlyargs=[],
            args=[ast.arg("self"), *(field for field, _ in fields)],
            kwonlyargs=[],
            kw_defaults=[],
            defaults=[value for _, value in fields if value is not None],
        )
        return ast.FunctionDef(name="__init__", args=arguments, body=[], decorator_list=[])


def _signature(arguments: ast.arguments, *, skip_first: bool) -> inspect.Signature:
    """Defaults are told apart from none at all; what they are does not matter."""
    kinds = inspect.Parameter
    by_place = [(item.arg, kinds.POSITIONAL_ONLY) for item in arguments.posonlyargs]
    by_place += [(item.arg, kinds.POSITIONAL_OR_KEYWORD) for item in arguments.args]
    required = len(by_place) - len(arguments.defaults)
    parameters = [
        kinds(name, kind, default=kinds.empty if place < required else None)
        for place, (name, kind) in enumerate(by_place)
    ][1 if skip_first else 0 :]
    if arguments.vararg is not None:
        parameters.append(kinds(arguments.vararg.arg, kinds.VAR_POSITIONAL))
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        given = kinds.empty if default is None else None
        parameters.append(kinds(argument.arg, kinds.KEYWORD_ONLY, default=given))
    if arguments.kwarg is not None:
        parameters.append(kinds(arguments.kwarg.arg, kinds.VAR_KEYWORD))
    return inspect.Signature(parameters)
