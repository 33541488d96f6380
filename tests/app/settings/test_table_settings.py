"""How the table is arranged: kept, and damage costs the damaged value alone."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from app.settings import SettingsStore, TableSettings

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


def test_it_is_there_after_a_restart_among_everything_else(path: Path) -> None:
    path.write_text("# mine\n[engines.hibari]\npinned = true\n")
    SettingsStore(path).set_table(ARRANGED)
    store = SettingsStore(path)
    assert store.settings.table == ARRANGED
    assert store.settings.of("hibari").pinned
    assert path.read_text().startswith("# mine\n")


def test_what_is_left_as_we_ship_it_is_not_in_the_file(path: Path) -> None:
    store = SettingsStore(path)
    store.set_table(ARRANGED)
    store.set_table(TableSettings())
    assert "table" not in path.read_text()
    assert SettingsStore(path).settings.table == TableSettings()


def test_nothing_hidden_is_another_thing_than_nothing_decided(path: Path) -> None:
    SettingsStore(path).set_table(TableSettings(hidden=()))
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
def test_a_damaged_value_costs_itself_alone(
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


def test_one_width_that_makes_sense_is_kept(path: Path) -> None:
    path.write_text('[table.widths]\nengine = 200\nstate = "wide"\n')
    assert SettingsStore(path).settings.table.widths == {"engine": 200}


def test_a_table_that_is_none(path: Path) -> None:
    path.write_text('table = "mine"\n')
    assert SettingsStore(path).settings.table == TableSettings()
