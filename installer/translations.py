"""Collects the translatable texts from the code into Qt's ``.ts`` files.

Qt's ``lupdate`` doesn't know module functions that name their context once
(``_tr = translate("wording", …)``), so the texts are collected from the syntax tree. Translators
edit ``resources/translations/engineroom_<language>.ts`` with Qt Linguist; ``lrelease`` compiles the
files for the program.
"""

from __future__ import annotations

import ast
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

#: Packages with translatable texts.
SOURCES = ("app", "workers")
#: Context of the texts of :func:`workers.base.messages.translatable`, which doesn't use Qt.
MESSAGES = "messages"
_TRANSLATABLE = "translatable"
FOLDER = Path("resources") / "translations"
_PREFIX = "engineroom_"


@dataclass(frozen=True, slots=True, order=True)
class Text:
    """A text with the key that Qt looks it up by.

    Attributes:
        context: The class of the ``tr()`` call, or the first argument of ``translate()``.
        source: The English text.
    """

    context: str
    source: str


class NotCollectable(Exception):
    """A call whose text isn't a literal; the message names the file and line."""


def collect(root: Path) -> list[Text]:
    """Returns all translatable texts, sorted.

    Args:
        root: The repository's folder.

    Raises:
        NotCollectable: A text is computed; use ``{}`` and ``format()`` on the translation.
    """
    found: set[Text] = set()
    for source in SOURCES:
        for path in sorted((root / source).rglob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            contexts = _named_contexts(tree) | _imported_contexts(tree)
            found.update(_Collector(path, contexts).collect(tree))
    return sorted(found)


def read(path: Path) -> dict[Text, str]:
    """Returns the translation of each text in a ``.ts`` file, empty where there is none yet."""
    translated: dict[Text, str] = {}
    for context in ET.parse(path).getroot().iter("context"):  # noqa: S314 - our own file
        name = context.findtext("name", "")
        for message in context.iter("message"):
            text = Text(name, message.findtext("source", ""))
            translated[text] = message.findtext("translation") or ""
    return translated


def write(path: Path, translated: dict[Text, str]) -> None:
    """Writes a ``.ts`` file.

    Args:
        path: Ends in the language's code: ``engineroom_de.ts``.
        translated: Translation of each text, empty where there is none yet.
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
        target = ET.SubElement(message, "translation")
        target.text = translation
        if not translation:
            target.set("type", "unfinished")
    ET.indent(root, "  ")
    body = ET.tostring(root, encoding="unicode")
    head = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n'
    path.write_text(f"{head}{body}\n", encoding="utf-8", newline="\n")


def update(root: Path) -> list[tuple[Path, int]]:
    """Updates every ``.ts`` file from the code, and keeps existing translations.

    Args:
        root: The repository's folder.

    Returns:
        Each file with the number of its texts that lack a translation.
    """
    texts = collect(root)
    updated: list[tuple[Path, int]] = []
    for path in files(root):
        before = read(path)
        translated = {text: before.get(text, "") for text in texts}
        write(path, translated)
        updated.append((path, list(translated.values()).count("")))
    return updated


def begin(root: Path, language: str) -> Path:
    """Creates the file of a translation unless it exists, and returns its path.

    Args:
        root: The repository's folder.
        language: Language code, with a country where that matters: ``fr``, ``pt_BR``.
    """
    path = root / FOLDER / f"{_PREFIX}{language}.ts"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        write(path, {})
    return path


def files(root: Path) -> list[Path]:
    """Returns the ``.ts`` files, one per language."""
    return sorted((root / FOLDER).glob(f"{_PREFIX}*.ts"))


def _named_contexts(tree: ast.Module) -> dict[str, str]:
    """Returns the contexts of functions that only call ``translate()``, by function name."""
    contexts: dict[str, str] = {}
    for function in tree.body:
        if not isinstance(function, ast.FunctionDef) or len(function.body) != 1:
            continue
        statement = function.body[0]
        if isinstance(statement, ast.Return) and isinstance(statement.value, ast.Call):
            call = statement.value
            if _is_translate(call) and isinstance(call.args[0], ast.Constant):
                contexts[function.name] = str(call.args[0].value)
    return contexts


def _imported_contexts(tree: ast.Module) -> dict[str, str]:
    """Returns the context of ``translatable`` where it is imported or defined."""
    names = (
        *(node.name for node in tree.body if isinstance(node, ast.FunctionDef)),
        *_names_imported_from_messages(tree),
    )
    return {name: MESSAGES for name in names if name == _TRANSLATABLE}


def _names_imported_from_messages(tree: ast.Module) -> Iterator[str]:
    return (
        name.asname or name.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.module == "workers.base.messages"
        for name in node.names
    )


def _is_translate(call: ast.Call) -> bool:
    return (
        isinstance(call.func, ast.Attribute)
        and call.func.attr == "translate"
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id in ("QCoreApplication", "QApplication")
    )


class _Collector:
    """Collects the texts of one file."""

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

    def _source(self, call: ast.Call, text: ast.expr) -> str:
        if isinstance(text, ast.Constant) and isinstance(text.value, str):
            return text.value
        message = f"{self._path}:{call.lineno}: translatable text must be a literal"
        raise NotCollectable(message)
