"""Keeps the translations complete: every text that the window shows, from the code to Qt's files.

Qt's own ``lupdate`` does not know the module functions that name a context once
(``_tr = translate("wording", …)``), so the texts are collected here, from the syntax tree.
What a translator edits is ``resources/translations/engineroom_<language>.ts``, in Qt's format:
Qt Linguist opens it, and ``lrelease`` makes what the program loads.
"""

from __future__ import annotations

import ast
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

#: Where texts for people stand.
SOURCES = ("app", "workers")
#: The context of texts made without Qt, by :func:`workers.base.messages.translatable`.
MESSAGES = "messages"
#: The function that makes them.
_TRANSLATABLE = "translatable"
FOLDER = Path("resources") / "translations"
_PREFIX = "engineroom_"


@dataclass(frozen=True, slots=True, order=True)
class Text:
    """One text as Qt looks it up.

    Attributes:
        context: The class that says it, or what ``translate()`` is called with.
        source: In English.
    """

    context: str
    source: str


class NotCollectable(Exception):
    """A call whose text cannot be told from the code; the message says where."""


def collect(root: Path) -> list[Text]:
    """Every text that can be translated, in order.

    Args:
        root: The repository's folder.

    Raises:
        NotCollectable: A text is computed; holes belong into ``{}``, filled in afterwards.
    """
    found: set[Text] = set()
    for source in SOURCES:
        for path in sorted((root / source).rglob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            contexts = _named_contexts(tree) | _imported_contexts(tree)
            found.update(_Collector(path, contexts).collect(tree))
    return sorted(found)


def read(path: Path) -> dict[Text, str]:
    """What a translator has written; empty for what is not translated yet.

    Args:
        path: A ``.ts`` file.
    """
    translated: dict[Text, str] = {}
    for context in ET.parse(path).getroot().iter("context"):  # noqa: S314 - our own file
        name = context.findtext("name", "")
        for message in context.iter("message"):
            text = Text(name, message.findtext("source", ""))
            translated[text] = message.findtext("translation") or ""
    return translated


def write(path: Path, translated: dict[Text, str]) -> None:
    """Write a ``.ts`` file.

    Args:
        path: Named after its language: ``engineroom_de.ts``.
        translated: The texts to be written; empty for those that are not translated yet.
    """
    language = path.stem.removeprefix(_PREFIX)
    root = ET.Element("TS", version="2.1", language=language, sourcelanguage="en")
    contexts: dict[str, ET.Element] = {}
    for text, translation in sorted(translated.items()):
        context = contexts.get(text.context)
        if context is None:
            context = contexts[text.context] = ET.SubElement(root, "context")
            ET.SubElement(context, "name").text = text.context
        message = ET.SubElement(context, "message")
        ET.SubElement(message, "source").text = text.source
        told = ET.SubElement(message, "translation")
        told.text = translation
        if not translation:
            told.set("type", "unfinished")
    ET.indent(root, "  ")
    body = ET.tostring(root, encoding="unicode")
    head = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n'
    path.write_text(f"{head}{body}\n", encoding="utf-8", newline="\n")


def update(root: Path) -> list[tuple[Path, int]]:
    """Bring every ``.ts`` file up to date with the code; what is translated stays.

    Args:
        root: The repository's folder.

    Returns:
        Each file, and how many of its texts are not translated yet.
    """
    texts = collect(root)
    updated: list[tuple[Path, int]] = []
    for path in files(root):
        before = read(path)
        translated = {text: before.get(text, "") for text in texts}
        write(path, translated)
        updated.append((path, sum(not it for it in translated.values())))
    return updated


def begin(root: Path, language: str) -> Path:
    """Begin a translation, unless it has been; returns its file.

    Args:
        root: The repository's folder.
        language: Its code, with a country where that matters: ``fr``, ``pt_BR``.
    """
    path = root / FOLDER / f"{_PREFIX}{language}.ts"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        write(path, {})
    return path


def files(root: Path) -> list[Path]:
    """The ``.ts`` files, one a language."""
    return sorted((root / FOLDER).glob(f"{_PREFIX}*.ts"))


def _named_contexts(tree: ast.Module) -> dict[str, str]:
    """Module functions that only call ``translate()`` with a context of their own."""
    contexts: dict[str, str] = {}
    for function in tree.body:
        if not isinstance(function, ast.FunctionDef) or len(function.body) != 1:
            continue
        told = function.body[0]
        if isinstance(told, ast.Return) and isinstance(told.value, ast.Call):
            call = told.value
            if _is_translate(call) and isinstance(call.args[0], ast.Constant):
                contexts[function.name] = str(call.args[0].value)
    return contexts


def _imported_contexts(tree: ast.Module) -> dict[str, str]:
    """``translatable``, where it is the library's: its texts have their own context."""
    names = (
        name.asname or name.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.module == "workers.base.messages"
        for name in node.names
    )
    return {name: MESSAGES for name in names if name == _TRANSLATABLE}


def _is_translate(call: ast.Call) -> bool:
    return (
        isinstance(call.func, ast.Attribute)
        and call.func.attr == "translate"
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id in ("QCoreApplication", "QApplication")
    )


class _Collector:
    """Walks one file."""

    def __init__(self, path: Path, contexts: dict[str, str]) -> None:
        self._path = path
        self._contexts = contexts

    def collect(self, tree: ast.Module) -> Iterator[Text]:
        for node in tree.body:
            if not (isinstance(node, ast.FunctionDef) and node.name in self._contexts):
                yield from self._visit(node, "")

    def _visit(self, node: ast.AST, inside: str) -> Iterator[Text]:
        if isinstance(node, ast.ClassDef):
            inside = node.name
        if isinstance(node, ast.Call):
            yield from self._texts(node, inside)
        for child in ast.iter_child_nodes(node):
            yield from self._visit(child, inside)

    def _texts(self, call: ast.Call, inside: str) -> Iterable[Text]:
        function = call.func
        if isinstance(function, ast.Name) and function.id in self._contexts:
            return [Text(self._contexts[function.id], self._source(call, call.args[0]))]
        if _is_translate(call):
            context = self._source(call, call.args[0])
            return [Text(context, self._source(call, call.args[1]))]
        if isinstance(function, ast.Attribute) and function.attr == "tr" and call.args:
            return [Text(inside, self._source(call, call.args[0]))]
        return []

    def _source(self, call: ast.Call, told: ast.expr) -> str:
        if isinstance(told, ast.Constant) and isinstance(told.value, str):
            return told.value
        message = f"{self._path}:{call.lineno}: translatable text must be a literal"
        raise NotCollectable(message)
