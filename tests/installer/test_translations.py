"""Collection of texts from the code, and updates of the translators' files."""

from __future__ import annotations

from pathlib import Path

import pytest

from installer import translations
from installer.translations import NotCollectable, Text

CODE = """
from PySide6.QtCore import QCoreApplication

def _tr(text):
    return QCoreApplication.translate("wording", text)

class Window:
    def show(self, view):
        self.tr("Hide") if view else self.tr("Show")
        _tr("{} GB"
            " free").format(1)
        QCoreApplication.translate("elsewhere", "Ünïcode & “quotes”")
        view.entry(view.tr)
"""
TEXTS = [
    Text("Window", "Hide"),
    Text("Window", "Show"),
    Text("elsewhere", "Ünïcode & “quotes”"),
    Text("wording", "{} GB free"),
]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with one module."""
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "window.py").write_text(CODE, encoding="utf-8")
    return tmp_path


def test_collect_finds_texts_with_their_contexts(root: Path) -> None:
    assert translations.collect(root) == TEXTS


@pytest.mark.parametrize("call", ["self.tr(name)", '_tr(f"{name}")', '_tr("a" + name)'])
def test_collect_rejects_computed_texts(root: Path, call: str) -> None:
    file = root / "app" / "window.py"
    file.write_text(f"{CODE}        {call}\n", encoding="utf-8")
    with pytest.raises(NotCollectable, match=r"window\.py:14: translatable text must be a literal"):
        translations.collect(root)


def test_update_keeps_translations(root: Path) -> None:
    path = translations.begin(root, "de")
    assert translations.update(root) == [(path, 4)]
    assert translations.read(path) == dict.fromkeys(TEXTS, "")
    translated = {**translations.read(path), TEXTS[1]: "Zeigen & <mehr>"}
    translations.write(path, translated)
    translations.begin(root, "de")
    file = root / "app" / "window.py"
    file.write_text(CODE.replace('"Hide"', '"Put away"'), encoding="utf-8")
    assert translations.update(root) == [(path, 3)]
    read = translations.read(path)
    assert read[TEXTS[1]] == "Zeigen & <mehr>"
    assert TEXTS[0] not in read
    assert read[Text("Window", "Put away")] == ""


def test_update_without_changes_leaves_the_file_alone(root: Path) -> None:
    path = translations.begin(root, "de")
    translations.update(root)
    before = path.read_bytes()
    translations.update(root)
    assert path.read_bytes() == before
