"""The arrangement of the table: saved, and an invalid value costs itself alone."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from app.settings import Settings, SettingsStore, TableSettings

ARRANGED = TableSettings(
    order=("state", "engine"),
    hidden=("ram",),
    widths={"engine": 240},
    sort_by="memory",
    descending=True,
    filter="gpu 1",
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


def test_arrangement_survives_a_restart_among_other_settings(path: Path) -> None:
    path.write_text("# mine\n[engines.hibari]\npinned = true\n")
    SettingsStore(path).set(Settings.table, ARRANGED)
    store = SettingsStore(path)
    assert store.settings.table == ARRANGED
    assert store.settings.of("hibari").pinned
    assert path.read_text().startswith("# mine\n")


def test_default_arrangement_is_not_in_the_file(path: Path) -> None:
    store = SettingsStore(path)
    store.set(Settings.table, ARRANGED)
    store.set(Settings.table, TableSettings())
    assert "table" not in path.read_text()
    assert SettingsStore(path).settings.table == TableSettings()


def test_no_hidden_columns_differs_from_default_columns(path: Path) -> None:
    SettingsStore(path).set(Settings.table, TableSettings(hidden=()))
    assert SettingsStore(path).settings.table.hidden == ()


@pytest.mark.parametrize(
    "damage",
    [
        'hidden = "ram"',
        "hidden = [1]",
        "order = 7",
        "sort_by = 3",
        'descending = "yes"',
        'filter = "a\\nb"',
        f'filter = "{"x" * 300}"',
        "widths = 3",
        'widths = { state = "wide" }',
        "widths = { state = -1 }",
    ],
)
def test_invalid_value_costs_itself_alone(
    path: Path, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    key = damage.partition(" ")[0]
    sound = 'filter = "x"' if key == "sort_by" else 'sort_by = "memory"'
    path.write_text(f"[table]\n{sound}\n{damage}\n[engines.hibari]\npinned = true\n")
    with caplog.at_level(logging.WARNING):
        store = SettingsStore(path)
    kept = TableSettings(filter="x") if key == "sort_by" else TableSettings(sort_by="memory")
    assert store.settings.table == kept
    assert store.settings.of("hibari").pinned
    assert store.problem is None
    assert f"table.{key}" in caplog.text


def test_valid_width_beside_an_invalid_one_is_kept(path: Path) -> None:
    path.write_text('[table.widths]\nengine = 200\nstate = "wide"\n')
    assert SettingsStore(path).settings.table.widths == {"engine": 200}


def test_table_that_is_no_table_is_ignored(path: Path) -> None:
    path.write_text('table = "mine"\n')
    assert SettingsStore(path).settings.table == TableSettings()
