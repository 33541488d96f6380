"""The settings file: kept, kept whole, kept aside when it is damaged."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from app.settings import ANY_DEVICE, EngineSettings, Settings, SettingsStore


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.toml"


def test_without_a_file_defaults_hold_and_nothing_is_written(path: Path) -> None:
    store = SettingsStore(path)
    assert store.settings == Settings()
    assert store.problem is None
    assert not path.parent.exists()


def test_what_was_set_is_there_after_a_restart(path: Path) -> None:
    store = SettingsStore(path)
    store.set_idle_timeout("hibari", 90)
    store.set_idle_timeout("piper", 0)
    store.set_pinned("hibari", pinned=True)
    store.set_pinned("piper", pinned=False)
    store.set_device("hibari", "GPU-4fe9")
    store.set_device("piper", ANY_DEVICE)
    store.set_reserve_gb(1.5)
    store.set_tray_explained()
    store.set_history_shown(shown=True)
    assert store.settings == SettingsStore(path).settings
    assert SettingsStore(path).settings == Settings(
        {
            "hibari": EngineSettings(90.0, True, "GPU-4fe9"),
            "piper": EngineSettings(0.0, False, ANY_DEVICE),
        },
        reserve_gb=1.5,
        tray_explained=True,
        history_shown=True,
    )


def test_what_is_not_about_one_engine_is_there_after_a_restart(path: Path) -> None:
    store = SettingsStore(path)
    store.set_starts_with_app("hibari", starts=True)
    store.set_starts_hidden(hidden=True)
    store.set_language("de")
    store.set_theme("dark")
    store.set_output_device("Headphones, ALSA")
    store.set_latency("low")
    store.set_log_level("debug")
    store.set_welcomed()
    expected = Settings(
        engines={"hibari": EngineSettings(starts_with_app=True)},
        starts_hidden=True,
        language="de",
        theme="dark",
        output_device="Headphones, ALSA",
        latency="low",
        log_level="debug",
        welcomed=True,
    )
    assert store.settings == SettingsStore(path).settings == expected
    store.set_language(None)
    store.set_output_device(None)
    assert SettingsStore(path).settings == replace(expected, language=None, output_device=None)


def test_a_reset_keeps_the_old_file_and_what_the_user_has_been_told(path: Path) -> None:
    store = SettingsStore(path)
    assert store.reset() is None
    store.set_idle_timeout("hibari", 1)
    store.set_theme("dark")
    store.set_welcomed()
    before = path.read_text()
    kept = store.reset()
    assert kept is not None
    assert kept == path.with_suffix(".before-reset-1.toml")
    assert kept.read_text() == before
    assert store.settings == SettingsStore(path).settings == Settings(welcomed=True)
    store.set_theme("light")
    assert store.reset() == path.with_suffix(".before-reset-2.toml")


def test_a_reset_that_cannot_be_changes_nothing(path: Path) -> None:
    store = SettingsStore(path)
    store.set_theme("dark")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "replace", _refuse)
        with pytest.raises(PermissionError):
            store.reset()
    assert store.settings == SettingsStore(path).settings == Settings(theme="dark")


def _refuse(*_: object) -> None:
    raise PermissionError(13, "Permission denied")


def test_what_is_left_to_the_default_again_is_taken_out_of_the_file(path: Path) -> None:
    store = SettingsStore(path)
    store.set_device("hibari", "cuda:1")
    store.set_reserve_gb(2)
    store.set_device("hibari", None)
    store.set_reserve_gb(None)
    assert store.settings.of("hibari") == SettingsStore(path).settings.of("hibari")
    assert SettingsStore(path).settings.of("hibari") == EngineSettings()
    assert SettingsStore(path).settings.reserve_gb is None
    assert "device" not in path.read_text()
    assert "reserve_gb" not in path.read_text()


def test_an_engine_that_nobody_has_decided_about_keeps_its_defaults(path: Path) -> None:
    assert SettingsStore(path).settings.of("hibari") == EngineSettings()


def test_a_change_keeps_the_users_comments_and_unknown_keys(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('# mine\nfuture = "kept"\n[engines.hibari] # fast\nidle_timeout_s = 5\n')
    SettingsStore(path).set_idle_timeout("hibari", 7.5)
    text = path.read_text()
    assert "# mine" in text
    assert "# fast" in text
    assert 'future = "kept"' in text
    assert SettingsStore(path).settings.of("hibari").idle_timeout_s == 7.5


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"engines = [", "could not be read"),
        (b"\xff\xfe", "could not be read"),
        (b"[engines.hibari]\nidle_timeout_s = -1\n", "engines.hibari.idle_timeout_s"),
        (b"[engines.hibari]\nidle_timeout_s = nan\n", "engines.hibari.idle_timeout_s"),
        (b'[engines.hibari]\npinned = "yes"\n', "engines.hibari.pinned"),
        (b"[engines.hibari]\ndevice = 1\n", "engines.hibari.device"),
        (b'[engines.hibari]\ndevice = " "\n', "engines.hibari.device"),
        (b"[engines]\nhibari = 3\n", "engines.hibari"),
        (b"[memory]\nreserve_gb = -0.5\n", "memory.reserve_gb must be 0 to 1024 GB"),
        (b"[memory]\nreserve_gb = true\n", "memory.reserve_gb"),
        (b"[memory]\nreserve_gb = 5000\n", "memory.reserve_gb"),
        (b"memory = 3\n", "memory must be a table"),
        (b"engines = 3\n", "engines"),
        (b'tray_explained = "yes"\n', "tray_explained"),
        (b'[engines."a.b"]\nstarts_with_app = 1\n', "engines.a.b.starts_with_app"),
        (b'[general]\ntheme = "pink"\n', "general.theme must be 'system' or 'light' or 'dark'"),
        (b"[general]\nlanguage = 3\n", "general.language"),
        (b"[sound]\nlatency = 0.1\n", "sound.latency"),
        (b'[logs]\nlevel = "loud"\n', "logs.level"),
        (b"version = 99\n", "version"),
    ],
)
def test_a_damaged_file_is_kept_aside_and_told_of(path: Path, content: bytes, says: str) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    store = SettingsStore(path)
    assert store.settings == Settings()
    assert store.problem is not None
    assert says in store.problem
    kept = path.with_suffix(".damaged-1.toml")
    assert kept.name in store.problem
    assert kept.read_bytes() == content
    store.set_idle_timeout("hibari", 1)
    assert SettingsStore(path).problem is None


def test_a_damaged_value_costs_itself_alone(path: Path) -> None:
    path.parent.mkdir()
    content = (
        '# mine\ntray_explained = true\n[general]\ntheme = "pink"\nlanguage = "de"\n'
        '[engines.hibari]\npinned = "yes"\nidle_timeout_s = 5\n'
    )
    path.write_text(content)
    store = SettingsStore(path)
    hibari = EngineSettings(idle_timeout_s=5.0)
    expected = Settings({"hibari": hibari}, tray_explained=True, language="de")
    assert store.settings == expected
    assert store.problem is not None
    assert "general.theme" in store.problem
    assert "engines.hibari.pinned" in store.problem
    assert path.with_suffix(".damaged-1.toml").read_text() == content
    again = SettingsStore(path)
    assert (again.settings, again.problem) == (expected, None)
    assert "# mine" in path.read_text()


def test_a_file_that_can_neither_be_read_nor_moved_is_told_of(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("engines = [")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "replace", _refuse)
        problem = SettingsStore(path).problem
    assert problem is not None
    assert "the old file could not be kept (Permission denied)" in problem
    assert path.read_text() == "engines = ["


def test_a_second_damaged_file_does_not_replace_the_first(path: Path) -> None:
    path.parent.mkdir()
    for content in ("a = [", "b = ["):
        path.write_text(content)
        SettingsStore(path)
    assert path.with_suffix(".damaged-1.toml").read_text() == "a = ["
    assert path.with_suffix(".damaged-2.toml").read_text() == "b = ["


def test_a_file_that_cannot_be_opened_is_told_of_and_left_alone(path: Path) -> None:
    path.mkdir(parents=True)
    store = SettingsStore(path)
    assert store.settings == Settings()
    assert store.problem is not None
    assert str(path) in store.problem
    assert path.is_dir()


def test_a_failed_write_leaves_the_old_file_and_no_draft(path: Path) -> None:
    store = SettingsStore(path)
    store.set_idle_timeout("hibari", 1)
    before = path.read_bytes()
    path.unlink()
    path.mkdir()
    with pytest.raises(IsADirectoryError):
        store.set_idle_timeout("hibari", 2)
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]
    path.rmdir()
    path.write_bytes(before)
    assert SettingsStore(path).settings.of("hibari").idle_timeout_s == 1.0
    assert store.settings.of("hibari").idle_timeout_s == 2.0


def test_changes_from_many_threads_are_all_kept(path: Path) -> None:
    store = SettingsStore(path)
    threads = [
        threading.Thread(target=store.set_idle_timeout, args=(f"engine-{number}", number))
        for number in range(16)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    expected = {f"engine-{number}": EngineSettings(float(number)) for number in range(16)}
    assert SettingsStore(path).settings.engines == expected
